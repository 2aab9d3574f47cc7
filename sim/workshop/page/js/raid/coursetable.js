// The same course as a table, for who reads rather than looks.

import { make } from "../frame/made.js";
import { frameAt, lastOf, valueAt } from "./moments.js";
import { played } from "./played.js";
import { number, t } from "../frame/words.js";

const ROWS = 16;
const COLUMNS = [
  "attackers_fit",
  "defenders_fit",
  "attackers_rounds",
  "defenders_rounds",
  "structure",
  "attackers_suppression",
  "defenders_suppression",
  "rain",
];
const SHARES = new Set(["structure", "attackers_suppression", "defenders_suppression", "rain"]);

/** A table of this side's raid at evenly spread minutes. */
export function courseTable(side) {
  const { raid } = played[side];
  if (!raid) return make("p", {}, t("sides.waiting"));
  const label = t("charts.alt", { side: side.toUpperCase() });
  const minutes = Array.from({ length: ROWS + 1 }, (_, k) => (k * lastOf(raid)) / ROWS);
  const body = make(
    "tbody",
    {},
    minutes.map((minute) => rowOf(raid, minute, lastOf(raid))),
  );
  const table = make("table", {}, make("caption", {}, label), headOf(), body);
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, table);
}

function headOf() {
  const names = [t("charts.minute"), ...COLUMNS.map((name) => t(`charts.columns.${name}`))];
  return make(
    "thead",
    {},
    make(
      "tr",
      {},
      names.map((text) => make("th", { scope: "col" }, text)),
    ),
  );
}

function rowOf(raid, minute, last) {
  const frame = frameAt(raid, minute);
  const cell = (name) => number(valueAt(raid, name, frame) * (SHARES.has(name) ? 100 : 1));
  return make(
    "tr",
    {},
    make("th", { scope: "row", class: "number" }, number(minute, last < 30 ? 1 : 0)),
    COLUMNS.map((name) => make("td", { class: "number" }, cell(name))),
  );
}
