// Why raids failed: of 100 failures so many for each last reason, A and B beside each other.

import { make } from "../frame/made.js";
import { SIDES } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { ofHundred, sentence } from "../frame/told.js";
import { CAUSES, draw, fillOf } from "../frame/drawn.js";

const LEAST = 0.02; // of what has a bar of its own
const ENOUGH = 20; // failures, to speak of their shares

const shareOf = (side, name) => (played[side].odds?.failures ? played[side].odds.causes[name].share : 0);
const failed = (side) => played[side].odds?.failures ?? 0;

/** Causes with anything to show, those of A first that count most. */
function found() {
  const most = (name) => 10 * shareOf("a", name) + shareOf("b", name);
  return CAUSES.filter((name) => SIDES.some((side) => shareOf(side, name) >= LEAST)).sort((one, other) => most(other) - most(one));
}

function bar(side, name) {
  const share = shareOf(side, name);
  const area = draw("rect", { width: `${100 * share}%`, height: "100%", fill: fillOf("cause", name), class: "area" });
  const letter = make("span", { class: `letter letter-${side}` }, side.toUpperCase());
  const value = make("span", { class: "number" }, failed(side) ? ofHundred(share) : "–");
  return make("div", { class: "cause-bar" }, letter, draw("svg", { class: "thinbar", "aria-hidden": "true" }, area), value);
}

const row = (name) => make("li", {}, make("span", { class: "cause-name" }, t(`odds.causes.${name}`)), make("div", {}, SIDES.map((side) => bar(side, name))));

/** The commonest last reasons of one side in a sentence, or nothing where hardly anybody fails. */
export function causeSentence(side) {
  if (failed(side) < ENOUGH) return null;
  const [first, second] = CAUSES.toSorted((one, other) => shareOf(side, other) - shareOf(side, one));
  const words = (name) => t(`odds.causes.short.${name}`);
  const values = { side: side.toUpperCase(), first: words(first), m: number(100 * shareOf(side, first)), second: words(second), k: number(100 * shareOf(side, second)) };
  return sentence(`odds.causes.sentence.${shareOf(side, second) >= 0.1 ? "two" : "one"}`, values, { class: "reason" });
}

const heading = () => make("h3", {}, t("odds.causes.title"), " ", make("span", { class: "soft small" }, t("odds.causes.of")));
const counts = () => make("p", { class: "soft tiny" }, t("odds.causes.failures", { a: number(failed("a")), b: number(failed("b")) }), " ", t("odds.causes.last"));

/** What is shown of why raids failed. */
export function causeBars() {
  const few = SIDES.some((side) => failed(side) && failed(side) < ENOUGH) ? make("p", { class: "soft tiny" }, t("odds.causes.few")) : null;
  const none = found().length ? null : make("p", { class: "soft" }, t("odds.causes.no_failures"));
  return [heading(), make("ul", { class: "causes small" }, found().map(row)), none, few, counts()].filter(Boolean);
}
