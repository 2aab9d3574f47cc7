// Above the maps, in one line: how many of 100 raids like the one that is watched succeed.

import { make } from "../frame/made.js";
import { SIDES, on, scenarioOf, state } from "../frame/state.js";
import { t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { interval, mark, ofHundred, told } from "../frame/told.js";
import { soon } from "../frame/soon.js";

let strip = null;

/** The line, once; it stands right before the maps. */
export function buildStrip() {
  strip?.remove();
  strip = make("section", { id: "chances", class: "pair-wide", "aria-label": t("odds.strip") });
  document.getElementById("sides").before(strip);
  redraw();
}

function toOdds() {
  document.getElementById("odds").scrollIntoView({ block: "start" });
}

function line(side) {
  const { share } = played[side].odds.success;
  const fill = make("span", { class: `gauge-fill gauge-${side}` });
  fill.style.width = `${100 * share}%`;
  const words = told(scenarioOf(side).objective === "occupy" ? "odds.occupy" : "odds.objective", { n: make("b", { class: "strip-number" }, ofHundred(share)) });
  const range = make("span", { class: "soft number" }, interval(played[side].odds.success));
  return make("button", { class: "plain chance-line", title: t("odds.strip_more"), onclick: toOdds }, mark(side), make("span", {}, words, " ", range), make("span", { class: "gauge", "aria-hidden": "true" }, fill));
}

function redraw() {
  if (!strip) return;
  strip.hidden = state.hidden || !SIDES.every((side) => played[side].odds);
  if (strip.hidden) return;
  const focused = [...strip.children].indexOf(document.activeElement);
  strip.replaceChildren(...SIDES.map(line));
  strip.children[focused]?.focus({ preventScroll: true });
}

const redrawSoon = soon(redraw);
for (const name of ["odds", "hidden"]) on(name, redrawSoon);
