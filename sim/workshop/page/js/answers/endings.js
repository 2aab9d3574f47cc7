// How raids end: a bar of 100 raids for A and one for B.

import { make } from "../frame/made.js";
import { SIDES } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { mark, ofHundred } from "../frame/told.js";
import { ENDINGS, draw, fillOf, swatch } from "../frame/drawn.js";

const LEAST = 0.004; // of what is listed
const WRITTEN = 0.07; // and of what has room for its number

/** All endings of which there are any on either side. */
const found = () => ENDINGS.filter((name) => SIDES.some((side) => (played[side].odds?.endings[name].share ?? 0) >= LEAST));

function area(name, share, from) {
  const box = draw("rect", { x: `${100 * from}%`, width: `${100 * share}%`, height: "100%", fill: fillOf("ending", name), class: "area" });
  if (share < WRITTEN) return [box];
  const at = { x: `${100 * (from + share / 2)}%`, y: "50%", dy: "0.35em", class: `on-ending-${name}` };
  return [box, draw("text", at, number(100 * share))];
}

function stacked(side) {
  const { endings } = played[side].odds;
  let from = 0;
  const areas = found().flatMap((name) => {
    from += endings[name].share;
    return area(name, endings[name].share, from - endings[name].share);
  });
  const label = found().map((name) => `${t(`odds.endings.${name}`)}: ${t("odds.of_hundred", { n: ofHundred(endings[name].share) })}`).join("; ");
  return draw("svg", { class: "stacked", role: "img", "aria-label": `${side.toUpperCase()}: ${label}` }, areas);
}

/** Which area is which, with the number of each side. */
function list() {
  const value = (side, name) => make("span", { class: "number" }, make("span", { class: `letter letter-${side}` }, side.toUpperCase()), " ", played[side].odds ? ofHundred(played[side].odds.endings[name].share) : "–");
  return make("ul", { class: "ending-list small" }, found().map((name) => make("li", {}, swatch("ending", name), t(`odds.endings.${name}`), SIDES.map((side) => value(side, name)))));
}

/** What is shown of how raids end. */
export function endingBars() {
  const bars = SIDES.filter((side) => played[side].odds).map((side) => make("div", { class: "barred" }, mark(side), stacked(side)));
  return [make("h3", {}, t("odds.endings.title"), " ", make("span", { class: "soft small" }, t("odds.endings.of"))), ...bars, list()];
}
