// The bet: questions with answers to choose from, the lock, and what came out.

import { make } from "../frame/made.js";
import { SIDES, offer, on, playsCampaigns, state } from "../frame/state.js";
import { followed } from "../campaign/followed.js";
import { number, t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { allChosen, allMeasured, bets } from "./bets.js";
import { measured, rightOption, valueWords } from "./measured.js";
import { sentence } from "../frame/told.js";
import { isPreset, toPreset } from "./preset.js";

let waiting = null; // what happens once all raids are played

function option(prediction, one, k) {
  const choose = () => (bets.chosen[prediction.id] = k);
  const input = make("input", { type: "radio", name: `bet-${prediction.id}`, value: String(k), checked: bets.chosen[prediction.id] === k, required: true, onchange: choose });
  return make("label", { class: "bet-option" }, input, make("span", {}, one.text));
}

const asked = (prediction) => make("fieldset", { class: "bet" }, make("legend", {}, prediction.question), make("div", { class: "bet-options" }, prediction.options.map((one, k) => option(prediction, one, k))));

/** The questions of the open lesson; `then` is called when the bet is locked and the raids are played. */
export function predictions(then) {
  const said = make("p", { class: "small", role: "status" });
  const lock = make("button", { type: "submit", class: "primary" }, t("lessons.bet.lock"));
  const form = make("form", { class: "bets", novalidate: true, onsubmit: (event) => locked(event, said, then) });
  form.append(make("h3", {}, t("lessons.bet.title")), make("p", { class: "soft small" }, t(playsCampaigns() ? "lessons.bet.lead_campaigns" : "lessons.bet.lead")), ...state.lesson.predict.map(asked), make("div", { class: "row" }, lock, said));
  return form;
}

function locked(event, said, then) {
  event.preventDefault();
  if (!allChosen()) {
    said.textContent = t("lessons.bet.choose");
    [...event.target.querySelectorAll("fieldset")].find((one) => !one.querySelector(":checked"))?.querySelector("input").focus();
    return;
  }
  bets.locked = true;
  if (!SIDES.every(isPreset)) toPreset();
  event.target.querySelectorAll("fieldset, button").forEach((one) => (one.disabled = true));
  waiting = { said, then };
  proceed();
}

function raidsSoFar() {
  const raids = Math.min(...SIDES.map((side) => played[side].odds?.raids ?? 0));
  return t("lessons.bet.waiting", { raids: number(raids), of: number(offer.raids) });
}

const campaignsSoFar = () => t("lessons.bet.waiting_campaigns", { n: number(followed.many?.campaigns ?? 0), of: number(offer.runs) });

/** Go on once the raids of both settings are played; until then say how far they are. */
function proceed() {
  if (!waiting) return;
  if (allMeasured()) {
    const { then } = waiting;
    waiting = null;
    then();
  } else {
    waiting.said.textContent = playsCampaigns() ? campaignsSoFar() : raidsSoFar();
  }
}

/** What was bet and what came out, of each prediction. */
export const outcomes = () =>
  state.lesson.predict.map((prediction) => {
    const value = measured(prediction, bets.odds);
    return { prediction, value, bet: bets.chosen[prediction.id], right: rightOption(prediction, value) };
  });

function shown({ prediction, bet, right }, one, k) {
  const tags = [k === bet ? make("span", { class: "tag" }, t("lessons.bet.yours")) : null, k === right ? make("span", { class: "tag tag-right" }, "✓ ", t("lessons.bet.right")) : null];
  return make("li", { class: k === right ? "right" : k === bet ? "mine" : "" }, make("span", {}, one.text), tags);
}

function result(outcome) {
  const { prediction, value, bet, right } = outcome;
  const words = sentence(bet === right ? "lessons.bet.was_right" : "lessons.bet.was_wrong", { value: valueWords(prediction, value) });
  return make("div", { class: "result" }, make("h4", {}, prediction.question), words, make("ol", { class: "outcomes small" }, prediction.options.map((one, k) => shown(outcome, one, k))));
}

/** All predictions with what came out, and a way back. */
export function results() {
  const all = outcomes();
  const right = all.filter((one) => one.bet === one.right).length;
  const score = make("p", {}, make("b", {}, t("lessons.bet.score", { right, all: all.length })), " ", right < all.length ? t("lessons.bet.score_note") : "");
  const by = make("p", { class: "soft tiny" }, t(playsCampaigns() ? "lessons.bet.measured_campaigns" : "lessons.bet.measured", { n: number(bets.odds.a.raids) }));
  return make("div", { class: "results", role: "status" }, make("h3", {}, t("lessons.bet.title")), all.map(result), score, by);
}

for (const name of ["measured", "odds", "campaign"]) on(name, proceed);
on("lesson", () => (waiting = null));
