// How a class has bet: for each prediction a bar an option.

import { make } from "../frame/made.js";
import { number, t } from "../frame/words.js";
import { counted } from "../frame/told.js";

const NEWEST = 12;

const of = (wall, lesson, prediction) => wall.bets.filter((bet) => bet.lesson === lesson && bet.prediction === prediction);

/** The option that came out, as most browsers measured it; null where none did. */
function rightOf(bets) {
  const counts = new Map();
  for (const { right } of bets) if (right !== null) counts.set(right, (counts.get(right) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

function bar(option, count, all, isRight) {
  const fill = make("span", { class: "wall-fill" });
  fill.style.width = `${(100 * count) / Math.max(all, 1)}%`;
  const tag = isRight ? make("span", { class: "tag tag-right" }, "✓ ", t("facilitator.right")) : null;
  const name = make("span", { class: "wall-name" }, option, " ", tag);
  const label = t("facilitator.figure", { option, n: number(count), all: number(all) });
  return make("li", { class: isRight ? "right" : "" }, name, make("span", { class: "wall-bar", role: "img", "aria-label": label }, fill), make("b", { class: "number" }, number(count)));
}

function question(view, lesson, prediction) {
  const bets = of(view.wall, lesson.name, prediction.id);
  const right = view.answers ? rightOf(bets) : null;
  const count = (k) => bets.filter(({ bet }) => bet === k).length;
  const bars = prediction.options.map((option, k) => bar(option.text, count(k), bets.length, k === right));
  const score = right === null ? null : make("p", { class: "small" }, t("facilitator.of_right", { n: number(count(right)), all: number(bets.length) }));
  return make("div", { class: "wall-question" }, make("h3", {}, prediction.question, " ", make("span", { class: "soft small" }, counted("facilitator.bets", bets.length))), make("ol", { class: "wall-bars" }, bars), score);
}

function newest(view, lesson) {
  const names = [...new Set(view.wall.bets.filter((bet) => bet.lesson === lesson.name && bet.nickname).map(({ nickname }) => nickname).reverse())];
  if (!view.names || !names.length) return null;
  return make("p", { class: "names small" }, make("span", { class: "soft" }, `${t("facilitator.newest")}: `), names.slice(0, NEWEST).map((name) => make("span", { class: "tag" }, name)));
}

function ofLesson(view, lesson) {
  return make("section", { class: "panel wall-lesson", "aria-label": lesson.title }, make("h2", {}, lesson.title), lesson.predict.map((one) => question(view, lesson, one)), newest(view, lesson));
}

/** The chosen lesson, or every lesson on which anybody has bet, the one with the newest bet first. */
function shownLessons({ lesson, lessons, wall }) {
  if (lesson) return lessons.filter(({ name }) => name === lesson);
  const named = [...new Set(wall.bets.map((bet) => bet.lesson).reverse())];
  return named.map((name) => lessons.find((one) => one.name === name)).filter(Boolean);
}

/** All that is shown of the wall. */
export function distribution(view) {
  const shown = shownLessons(view);
  if (!shown.length) return [make("p", { class: "panel empty" }, t("facilitator.empty"))];
  return shown.map((lesson) => ofLesson(view, lesson));
}
