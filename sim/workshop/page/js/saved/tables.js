// Raids and odds as rows of a table.

import { played } from "../raid/played.js";
import { SIDES, state } from "../frame/state.js";

/** Every recorded moment of both raids, a row each; the first row names the columns. */
export function seriesTable() {
  const raids = SIDES.filter((side) => played[side].raid).map((side) => [side, played[side].raid]);
  const names = Object.keys(raids[0][1].series);
  const rows = raids.flatMap(([side, raid]) =>
    raid.series.minute.map((_, k) => [
      side,
      state[side].scenario,
      raid.seed,
      raid.raid,
      ...names.map((name) => raid.series[name][k]),
    ]),
  );
  return [["side", "scenario", "seed", "raid", ...names], ...rows];
}

/** The odds of both settings, a row a measure, with intervals of 95 %. */
export function oddsTable() {
  const rows = SIDES.filter((side) => played[side].odds).flatMap((side) => oddsRows(side, played[side].odds));
  return [["side", "scenario", "seed", "raids", "measure", "share", "low", "high"], ...rows];
}

function oddsRows(side, odds) {
  const head = (of) => [side, state[side].scenario, state.seed, of];
  const row = (measure, { share, low, high }, of = odds.raids) => [...head(of), measure, share, low, high];
  return [
    row("success", odds.success),
    ...Object.entries(odds.endings).map(([name, own]) => row(`ending.${name}`, own)),
    ...Object.entries(odds.causes).map(([name, own]) => row(`cause.${name}`, own, odds.failures)),
    ...Object.entries(odds.means).map(([name, mean]) => [...head(odds.raids), `mean.${name}`, mean, "", ""]),
  ];
}

/** Rows as text that every spreadsheet reads. */
export const written = (rows) => rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

function cell(value) {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
