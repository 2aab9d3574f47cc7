// The map of two controls as a table.

import { make } from "../frame/made.js";
import { number, t } from "../frame/words.js";
import { tick, titled } from "../controls/levels.js";

/** A row for each level upwards, a column for each level across. */
export function heatTable(map) {
  const head = make("tr", {}, make("th", { scope: "col" }, `${titled(map.y)} \\ ${titled(map.x)}`), map.levels.x.map((level) => make("th", { scope: "col", class: "number" }, tick(map.x, level))));
  const cell = (x, y) => make("td", { class: "number" }, map.cells.has(`${x} ${y}`) ? number(100 * map.cells.get(`${x} ${y}`).share) : t("heat.not_yet"));
  const row = (level, y) => make("tr", {}, make("th", { scope: "row" }, tick(map.y, level)), map.levels.x.map((_, x) => cell(x, y)));
  const table = make("table", {}, make("caption", { class: "visually-hidden" }, t("heat.grid", { x: titled(map.x), y: titled(map.y) })), make("thead", {}, head), make("tbody", {}, map.levels.y.map(row).reverse()));
  return make("details", {}, make("summary", {}, t("heat.table")), make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": `${t("heat.title")}. ${t("heat.table")}` }, table));
}
