// The odds as a table.

import { make } from "../frame/made.js";
import { SIDES } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { interval, ofHundred } from "../frame/told.js";
import { CAUSES, ENDINGS } from "../frame/drawn.js";

const cell = (share, of) => make("td", { class: "number" }, share && of ? `${ofHundred(share.share)} ${interval(share)}` : "–");

function row(name, shares, ofs = [1, 1]) {
  return make("tr", {}, make("th", { scope: "row" }, name), ...shares.map((share, k) => cell(share, ofs[k])));
}

const group = (title) => make("tr", {}, make("th", { scope: "rowgroup", colSpan: 3, class: "soft" }, title));

function rows() {
  const odds = SIDES.map((side) => played[side].odds);
  const failures = odds.map((one) => one?.failures);
  return [
    row(t("odds.table_success"), odds.map((one) => one?.success)),
    group(`${t("odds.endings.title")}, ${t("odds.endings.of")}`),
    ...ENDINGS.map((name) => row(t(`odds.endings.${name}`), odds.map((one) => one?.endings[name]))),
    group(`${t("odds.causes.title")}, ${t("odds.causes.of")}`),
    ...CAUSES.map((name) => row(t(`odds.causes.${name}`), odds.map((one) => one?.causes[name]), failures)),
    make("tr", {}, make("th", { scope: "row" }, t("odds.table_raids")), ...odds.map((one) => make("td", { class: "number" }, number(one?.raids ?? 0)))),
  ];
}

/** Every share with its interval. */
export function oddsTable() {
  const head = make("tr", {}, make("td"), ...SIDES.map((side) => make("th", { scope: "col", class: "number" }, side.toUpperCase())));
  return make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": `${t("odds.title")} ${t("odds.table")}` }, make("table", {}, make("thead", {}, head), make("tbody", {}, rows())));
}
