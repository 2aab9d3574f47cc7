// Bars of how raids lie, stacked by ending, and a pointer to the one that is watched.

import { ENDINGS, draw, fillOf, step } from "../frame/drawn.js";
import { number } from "../frame/words.js";

const [WIDTH, HEIGHT, TOP, FOOT] = [300, 92, 12, 18];
const GAP = 0.6;

/** One ending's bars on top of those before it, as one path. */
function stack(shares, base, width, scale) {
  let path = "";
  shares.forEach((share, k) => {
    if (!share) return;
    const [bottom, height] = [TOP + HEIGHT - scale(base[k]), scale(share)];
    path += `M${k * width + GAP} ${bottom}h${width - 2 * GAP}v${-height}h${2 * GAP - width}z`;
    base[k] += share;
  });
  return path;
}

function areas(spread, scale) {
  const [base, width] = [Array(spread.bars).fill(0), WIDTH / spread.bars];
  const shown = ENDINGS.filter((ending) => spread.endings[ending]);
  return shown.map((ending) => draw("path", { d: stack(spread.endings[ending], base, width, scale), fill: fillOf("ending", ending) }));
}

function axis({ width, bars }) {
  const [length, bottom] = [width * bars, TOP + HEIGHT];
  const every = step(length);
  const ticks = Array.from({ length: Math.floor(length / every + 1e-9) + 1 }, (_, k) => k * every);
  const at = (value) => (WIDTH * value) / length;
  const label = (value) => draw("text", { x: at(value), y: bottom + 13, class: "tick", "text-anchor": value === 0 ? "start" : at(value) > WIDTH - 8 ? "end" : "middle" }, number(value));
  return [draw("path", { d: `M0 ${bottom}H${WIDTH}${ticks.map((value) => `M${at(value)} ${bottom}v3`).join("")}`, class: "axis-line" }), ...ticks.map(label)];
}

function pointer({ width, bars }, value) {
  const x = Math.min(WIDTH - 1, Math.max(1, (WIDTH * value) / (width * bars)));
  return draw("g", { class: "pointer" }, draw("path", { d: `M${x} ${TOP - 2}V${TOP + HEIGHT}`, class: "pointer-halo" }), draw("path", { d: `M${x} ${TOP - 2}V${TOP + HEIGHT}`, class: "pointer-line" }), draw("path", { d: `M${x} ${TOP}l-6-10h12z`, class: "pointer-head" }));
}

/** The drawing of one side; `most` is the share that the highest bar of both sides reaches. */
export function histogram(spread, value, most, label) {
  const scale = (share) => (HEIGHT * share) / (most || 1);
  const box = { viewBox: `0 0 ${WIDTH} ${TOP + HEIGHT + FOOT}`, class: "histogram", role: "img", "aria-label": label };
  return draw("svg", box, areas(spread, scale), axis(spread), pointer(spread, value));
}
