// How raids lie: the server's bars of both sides, brought to one width.

import { SIDES } from "../frame/state.js";
import { played } from "../raid/played.js";

/** So many neighbouring bars as one. */
function together(counts, step) {
  const sums = Array(Math.ceil(counts.length / step)).fill(0);
  counts.forEach((count, k) => (sums[Math.floor(k / step)] += count));
  return sums;
}

/** Of each side the bars of this measure, as wide as the wider of both; `most` is the highest share. */
export function shared(name) {
  const own = Object.fromEntries(SIDES.map((side) => [side, played[side].odds.spread[name]]));
  const width = Math.max(...SIDES.map((side) => own[side].width));
  const bars = Math.max(...SIDES.map((side) => Math.ceil((Object.values(own[side].counts)[0].length * own[side].width) / width)));
  return Object.fromEntries(SIDES.map((side) => [side, widened(own[side], width, bars, played[side].odds.raids)]));
}

function widened({ width: narrow, counts }, width, bars, raids) {
  const step = Math.round(width / narrow); // a power of two
  const merged = Object.entries(counts).map(([ending, own]) => [ending, together(own, step)]);
  const all = Array.from({ length: bars }, (_, k) => merged.reduce((sum, [, own]) => sum + (own[k] ?? 0), 0) / raids);
  const endings = Object.fromEntries(merged.map(([ending, own]) => [ending, own.map((count) => count / raids)]));
  return { width, bars, endings, all, most: Math.max(...all) };
}

/** Which shares of the raids lie below, in, and above the bar of this value? */
export function lying({ width, all }, value) {
  const at = Math.floor(value / width);
  const sum = (some) => some.reduce((total, share) => total + share, 0);
  return { below: sum(all.slice(0, at)), same: all[at] ?? 0, above: sum(all.slice(at + 1)) };
}
