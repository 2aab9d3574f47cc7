// What stands in the way? The failures of a setting, shared out among what could be taken away.

import { make } from "../frame/made.js";
import { SIDES, on, state, titleKey } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { mark, ofHundred, sentence } from "../frame/told.js";
import { coverable } from "./covered.js";
import { played } from "../raid/played.js";
import { askShares, isStale, sharing, stopSharing } from "./sharing.js";
import { headline, hundred, inOrder, named } from "./sharewords.js";
import { soon } from "../frame/soon.js";

const places = {};

export function buildShares() {
  const section = document.getElementById("shares");
  section.classList.add("panel");
  section.replaceChildren(make("h2", { tabIndex: -1 }, t("shares.title")), make("p", { class: "soft small" }, t("shares.lead")));
  for (const side of SIDES) places[side] = make("div", { class: "share" });
  coverable(section, make("div", { class: "shared" }, SIDES.map((side) => places[side])));
  SIDES.forEach(redraw);
}

function heading(side) {
  return make("h3", { class: "row" }, mark(side), make("span", {}, t(titleKey((sharing[side].answer ? sharing[side].setting : state[side]).scenario))));
}

function asking(side) {
  const odds = played[side].odds;
  const words = odds ? t("shares.ask", { n: ofHundred(1 - odds.success.share), side: side.toUpperCase() }) : t("shares.ask_short", { side: side.toUpperCase() });
  return make("button", { onclick: () => askShares(side) }, sharing[side].answer ? t("shares.again") : words);
}

function progress(side) {
  const { done, of } = sharing[side].running;
  const bar = make("progress", { value: done, max: of, "aria-label": t("shares.title") });
  return make("div", { class: "row", role: "status" }, bar, t("shares.playing", { done, of }), make("button", { onclick: () => stopSharing(side) }, t("shares.stop")));
}

/** A bar from where the one before it ended, with the interval of its end. */
function bar(row, from, scale) {
  const [left, right] = [Math.min(from, from + row.share), Math.max(from, from + row.share)];
  const place = make("span", { class: `share-fill factor-${row.factor} ${row.share < 0 ? "less" : ""}` });
  Object.assign(place.style, { left: `${scale(left)}%`, width: `${scale(right) - scale(left)}%` });
  const whisker = make("span", { class: "whisker" });
  const half = row.half_width ?? 0;
  Object.assign(whisker.style, { left: `${scale(from + row.share - half)}%`, width: `${scale(2 * half) - scale(0)}%` });
  return make("span", { class: "share-bar", "aria-hidden": "true" }, place, half ? whisker : null);
}

function alone(row) {
  if (Math.abs(row.alone) < 0.005) return t("shares.nothing");
  return t(row.alone > 0 ? "shares.alone" : "shares.alone_less", { n: hundred(Math.abs(row.alone)) });
}

function item(row, from, scale) {
  const value = row.half_width ? t("shares.value", { n: number(100 * row.share, 1), half: number(100 * row.half_width, 1) }) : number(100 * row.share, 1);
  const name = make("span", { class: "share-name" }, t(`shares.factor.${row.factor}`));
  const means = make("span", { class: "soft tiny share-means" }, t(`shares.means.${row.factor}`), " ", make("i", {}, alone(row)));
  return make("li", {}, name, make("span", { class: "share-value number" }, value), bar(row, from, scale), means);
}

/** Where on the bar's width does a share lie? From the least to the most that the bars reach. */
function scaleOf(rows, total) {
  let [at, low, high] = [0, 0, total];
  for (const row of rows) {
    at += row.share;
    low = Math.min(low, at - (row.half_width ?? 0));
    high = Math.max(high, at + (row.half_width ?? 0));
  }
  return (share) => (100 * (share - low)) / (high - low || 1);
}

function list(answer) {
  const failures = 1 - answer.start.value;
  const rows = inOrder(answer);
  const rest = 1 - answer.end.value;
  const scale = scaleOf(rows, failures);
  let from = 0;
  const items = rows.map((row) => item(row, (from += row.share) - row.share, scale));
  const all = { factor: "total", share: failures, half_width: null };
  const total = make("li", { class: "total" }, make("span", { class: "share-name" }, t("shares.total")), make("span", { class: "share-value number" }, number(100 * failures, 1)), bar(all, 0, scale));
  const left = rest < 0.005 ? null : make("li", {}, make("span", { class: "share-name" }, t("shares.rest")), make("span", { class: "share-value number" }, number(100 * rest, 1)), bar({ factor: "rest", share: rest }, from, scale));
  return make("ul", { class: "share-list" }, total, items, left);
}

function table(answer, side) {
  const column = (name) => make("th", { scope: "col" }, t(`shares.column.${name}`));
  const value = (one) => make("td", { class: "number" }, number(100 * one, 1));
  const row = (one) => make("tr", {}, make("th", { scope: "row" }, t(`shares.factor.${one.factor}`)), value(one.share), value(one.half_width ?? 0), value(one.alone));
  const body = make("tbody", {}, inOrder(answer).map(row));
  const whole = make("table", {}, make("thead", {}, make("tr", {}, ["factor", "share", "half", "alone"].map(column))), body);
  return make("details", {}, make("summary", {}, t("shares.table")), make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": `${t("shares.title")} ${side.toUpperCase()}. ${t("shares.table")}` }, whole));
}

function notes(answer) {
  const texts = ["share", "alone", "interval"].map((name) => make("p", {}, t(`shares.note_${name}`, { raids: answer.raids })));
  return make("details", { class: "small" }, make("summary", {}, t("shares.notes")), texts);
}

function answered(side) {
  const { answer, setting } = sharing[side];
  const [path, values] = headline(answer, setting);
  const also = named(side, answer);
  const words = [sentence(path, values, { class: "say" }), also ? sentence("shares.headline.named", also) : null];
  const of = make("p", { class: "soft small" }, t("shares.of", { raids: answer.raids }));
  return [...words, of, list(answer), make("p", { class: "small model" }, t("shares.note_model")), notes(answer), table(answer, side)];
}

function redraw(side) {
  const { running, answer } = sharing[side];
  const stale = answer && isStale(side);
  const button = running ? progress(side) : !answer || stale ? asking(side) : null;
  const parts = [heading(side), stale ? make("p", { class: "stale small" }, t("shares.stale")) : null, button, ...(answer ? answered(side) : [])];
  places[side].replaceChildren(...parts.filter(Boolean));
}

const redrawSoon = { a: soon(() => places.a && redraw("a")), b: soon(() => places.b && redraw("b")) };
for (const name of ["odds", "shares", "setting"]) on(name, ({ side }) => redrawSoon[side]());
