// Beside the odds: a question for each side, and its answer in a sentence.

import { make } from "../frame/made.js";
import { on } from "../frame/state.js";
import { t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { mark, ofHundred, sentence } from "../frame/told.js";
import { askShares, isStale, sharing, stopSharing } from "./sharing.js";
import { headline, named } from "./sharewords.js";
import { soon } from "../frame/soon.js";

const FEW = 0.05;
const places = {};

function question(side) {
  const odds = played[side].odds;
  if (!odds || 1 - odds.success.share < FEW) return [];
  const words = t("shares.ask", { n: ofHundred(1 - odds.success.share), side: side.toUpperCase() });
  return [make("button", { class: side === "a" ? "primary" : "", onclick: () => askShares(side) }, words)];
}

function progress(side) {
  const { done, of } = sharing[side].running;
  const bar = make("progress", { value: done, max: of, "aria-label": t("shares.title") });
  return [mark(side), bar, make("span", { class: "small" }, t("shares.playing", { done, of })), make("button", { class: "small", onclick: () => stopSharing(side) }, t("shares.stop"))];
}

function toAll() {
  document.getElementById("shares").scrollIntoView({ block: "start" });
  document.querySelector("#shares h2").focus();
}

function answered(side) {
  const { answer, setting } = sharing[side];
  const [path, values] = headline(answer, setting);
  const also = named(side, answer);
  const more = make("button", { class: "small", onclick: toAll }, t("shares.all"));
  return [mark(side), make("div", {}, sentence(path, values, { class: "say" }), also ? sentence("shares.headline.named", also, { class: "small" }) : null, more)];
}

function redraw(side) {
  const { running, answer } = sharing[side];
  const shown = running ? progress(side) : answer && !isStale(side) ? answered(side) : question(side);
  places[side].replaceChildren(...shown);
}

/** The place of one side. */
export function whyLine(side) {
  places[side] = make("div", { class: "why", role: "status" });
  redraw(side);
  return places[side];
}

const redrawSoon = { a: soon(() => places.a && redraw("a")), b: soon(() => places.b && redraw("b")) };
for (const name of ["odds", "shares"]) on(name, ({ side }) => redrawSoon[side]());
