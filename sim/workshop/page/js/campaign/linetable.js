// The lines as a table, a quarter of a year a row.

import { make } from "../frame/made.js";
import { SIDES } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { followed } from "./followed.js";
import { LINES } from "./lines.js";
import { lastWeek } from "./weeks.js";

const QUARTER = 13; // weeks

function shownWeeks() {
  const all = Array.from({ length: Math.floor(lastWeek() / QUARTER) + 1 }, (_, k) => k * QUARTER);
  return all.at(-1) === lastWeek() ? all : [...all, lastWeek()];
}

export function lineTable() {
  const columns = LINES.flatMap((name) => SIDES.map((side) => [name, side]));
  const head = columns.map(([name, side]) => make("th", { scope: "col", class: "number" }, `${t(`campaign.short.${name}`)} ${side.toUpperCase()}`));
  const cell = (week) => ([name, side]) => make("td", { class: "number" }, number(followed[side].series[name][week]));
  const rows = shownWeeks().map((week) => make("tr", {}, make("th", { scope: "row", class: "number" }, number(week)), columns.map(cell(week))));
  const table = make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, t("campaign.week")), head)), make("tbody", {}, rows));
  return make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": t("campaign.line_table") }, table);
}
