// How do the odds move? The chances of A and B one above the other, the difference, and what ends raids.

import { make } from "../frame/made.js";
import { SIDES, on, scenarioOf } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { interval, mark, ofHundred, told } from "../frame/told.js";
import { haveHatches } from "../frame/drawn.js";
import { soon } from "../frame/soon.js";
import { coverable } from "./covered.js";
import { difference } from "./difference.js";
import { endingBars } from "./endings.js";
import { causeBars, causeSentence } from "./causes.js";
import { oddsTable } from "./oddstable.js";
import { whyLine } from "./why.js";
import { buildAmong } from "./among.js";
import { buildStrip } from "./strip.js";

const parts = {};

export function buildOdds() {
  haveHatches();
  buildStrip();
  const section = document.getElementById("odds");
  section.classList.add("panel");
  for (const name of ["behind", "chances", "sentence", "endings", "causes", "table", "notes"]) parts[name] = make("div", { class: `odds-${name}` });
  parts.thin = make("div", { class: "thin" }, make("div"));
  parts.sentence.setAttribute("role", "status");
  section.replaceChildren(make("div", { class: "heading" }, make("h2", {}, t("odds.title")), parts.behind));
  const table = make("details", {}, make("summary", {}, t("odds.table")), parts.table);
  const ends = make("div", { class: "ends" }, parts.endings, parts.causes);
  const whys = make("div", { class: "whys" }, SIDES.map(whyLine));
  coverable(section, parts.thin, parts.chances, parts.sentence, whys, ends, table, parts.notes);
  buildAmong();
  redraw();
}

function notes() {
  const occupying = SIDES.some((side) => scenarioOf(side).objective === "occupy");
  return make("p", { class: "soft tiny" }, t("odds.interval_means"), occupying ? ` ${t("odds.success_means")}` : "");
}

/** The bar of a chance, and the interval as a line on it. */
function gauge(side, { share, low, high }) {
  const fill = make("span", { class: `gauge-fill gauge-${side}` });
  const whisker = make("span", { class: "whisker" });
  fill.style.width = `${100 * share}%`;
  Object.assign(whisker.style, { left: `${100 * low}%`, width: `${100 * (high - low)}%` });
  const label = t("odds.bar", { side: side.toUpperCase(), share: ofHundred(share), low: number(100 * low), high: number(100 * high) });
  return make("div", { class: "gauge", role: "img", "aria-label": label }, fill, whisker);
}

function chance(side) {
  const odds = played[side].odds;
  if (!odds) return make("div", { class: "chance" }, mark(side), make("p", { class: "soft" }, t("odds.waiting")));
  const large = make("span", { class: "large" }, ofHundred(odds.success.share));
  const words = told(scenarioOf(side).objective === "occupy" ? "odds.occupy" : "odds.objective", { n: large });
  const range = make("span", { class: "soft number" }, interval(odds.success));
  return make("div", { class: "chance" }, mark(side), make("p", { class: "chance-words" }, words, " ", range), gauge(side, odds.success));
}

function axis() {
  return make("div", { class: "odds-axis tiny soft", "aria-hidden": "true" }, [0, 50, 100].map((at) => make("span", {}, number(at))));
}

function behind() {
  const [a, b] = SIDES.map((side) => played[side].odds?.raids ?? 0);
  const equal = a === b ? t("odds.behind", { raids: number(a) }) : t("odds.behind_unequal", { a: number(a), b: number(b) });
  return make("span", { class: "soft small" }, a + b ? equal : "");
}

function showProgress() {
  const all = SIDES.map((side) => played[side].odds).filter(Boolean);
  const [done, of] = [all.reduce((sum, one) => sum + one.raids, 0), all.reduce((sum, one) => sum + one.of, 0)];
  parts.thin.classList.toggle("busy", done < of);
  parts.thin.firstChild.style.width = `${of ? (100 * done) / of : 0}%`;
}

function redraw() {
  if (!parts.chances) return;
  showProgress();
  parts.behind.replaceChildren(behind());
  parts.chances.replaceChildren(...SIDES.map(chance), axis());
  parts.sentence.replaceChildren(difference(redrawSoon), ...SIDES.map(causeSentence).filter(Boolean));
  parts.endings.replaceChildren(...endingBars());
  parts.causes.replaceChildren(...causeBars());
  parts.table.replaceChildren(oddsTable());
  parts.notes.replaceChildren(notes());
}

const redrawSoon = soon(redraw);
on("odds", redrawSoon);
on("hidden", redrawSoon);
