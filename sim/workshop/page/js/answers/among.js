// This raid is one of many: where the watched raids lie among all that were played.

import { make } from "../frame/made.js";
import { SIDES, on, setLuck, state } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { mark, ofHundred, sentence } from "../frame/told.js";
import { coverable } from "./covered.js";
import { histogram } from "./histogram.js";
import { lying, shared } from "./spread.js";
import { ENDINGS, swatch } from "../frame/drawn.js";
import { soon } from "../frame/soon.js";

const NAMES = ["duration_minutes", "attackers_lost", "defenders_lost"];
const places = {};

function section() {
  const there = document.getElementById("among");
  if (there) return there;
  const made = make("section", { id: "among", class: "panel" });
  document.getElementById("shares").before(made);
  return made;
}

export function buildAmong() {
  const own = section();
  own.setAttribute("aria-label", t("among.title"));
  const another = make("button", { onclick: () => setLuck(state.seed, state.raid + 1) }, t("among.another"));
  const heading = make("div", { class: "heading" }, make("h2", {}, t("among.title")), another);
  own.replaceChildren(heading, make("p", { class: "soft small" }, t("among.lead")));
  for (const name of ["ends", "charts", "legend"]) places[name] = make("div", { class: `among-${name}` });
  coverable(own, places.ends, places.charts, places.legend);
  redraw();
}

/** How the watched raid of one side ends, and how many do so. */
function ends(side) {
  const { raid, odds } = played[side];
  const { ending } = raid.outcome;
  const values = { side: side.toUpperCase(), ending: t(`odds.endings.${ending}`), n: ofHundred(odds.endings[ending].share) };
  return make("div", { class: "row" }, mark(side), sentence(odds.endings[ending].share ? "among.ends" : "among.alone", values));
}

const words = (name, lies) => t(`among.lies.${name}`, Object.fromEntries(Object.entries(lies).map(([key, share]) => [key, number(100 * share)])));

function figure(name) {
  const spreads = shared(name);
  const most = Math.max(...SIDES.map((side) => spreads[side].most));
  const parts = SIDES.map((side) => {
    const value = played[side].raid.lies[name];
    const said = words(name, lying(spreads[side], value));
    const label = t("among.figure", { title: t(`among.${name}`), side: side.toUpperCase(), sentence: said });
    return make("div", { class: "barred" }, mark(side), make("div", {}, histogram(spreads[side], value, most, label), make("p", { class: "small" }, said)));
  });
  const unit = make("p", { class: "soft tiny unit" }, t(`among.unit.${name}`));
  return make("figure", {}, make("h3", {}, t(`among.${name}`)), parts, unit);
}

function legend() {
  const shown = ENDINGS.filter((name) => SIDES.some((side) => played[side].odds.endings[name].share > 0));
  return make("ul", { class: "legend small" }, shown.map((name) => make("li", {}, swatch("ending", name), t(`odds.endings.${name}`))));
}

function redraw() {
  if (!places.charts) return;
  const there = SIDES.every((side) => played[side].raid && played[side].odds);
  places.ends.replaceChildren(...(there ? SIDES.map(ends) : [make("p", { class: "soft" }, t("among.waiting"))]));
  places.charts.replaceChildren(...(there ? NAMES.map(figure) : []));
  places.legend.replaceChildren(...(there ? [legend()] : []));
}

const redrawSoon = soon(redraw);
for (const name of ["odds", "raid"]) on(name, redrawSoon);
