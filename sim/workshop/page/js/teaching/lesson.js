// The open lesson: its text, and the way through it in three steps.

import { make } from "../frame/made.js";
import { hide, on, state } from "../frame/state.js";
import { t } from "../frame/words.js";
import { bets } from "./bets.js";
import { isPreset, toPreset } from "./preset.js";
import { predictions, results } from "./predict.js";
import { wallForm } from "./wall.js";
import { soon } from "../frame/soon.js";

const STEPS = ["predict", "watch", "questions"];
let leave = () => {};

/** A lesson's text is made from Markdown by the server, which lets no markup of its own through; it enters here alone. */
function text(html, attributes = { class: "prose" }) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return make("div", attributes, template.content);
}

function steps() {
  const at = STEPS.indexOf(bets.step);
  const step = (name, k) => {
    const done = k < at ? make("span", { class: "visually-hidden" }, ` (${t("lessons.done")})`) : null;
    return make("li", { "aria-current": k === at ? "step" : null, class: k < at ? "done" : "" }, make("span", { class: "step-number" }, k < at ? "✓" : String(k + 1)), t(`lessons.step.${name}`), done);
  };
  return make("ol", { class: "steps-of-lesson", "aria-label": t("lessons.steps") }, STEPS.map(step));
}

function go(step) {
  bets.step = step;
  hide(!bets.locked);
  redraw(true);
}

function preset() {
  if (["a", "b"].every(isPreset)) return null;
  return make("p", { class: "stale small row" }, t("lessons.preset_moved"), make("button", { class: "small", onclick: () => toPreset() }, t("lessons.preset")));
}

const BODIES = {
  predict: ({ before }) => [text(before), predictions(() => go("watch"))],
  watch: ({ look }) => [results(), wallForm(), make("h3", {}, t("lessons.look")), text(look), make("div", { class: "row" }, make("button", { class: "primary", onclick: () => go("questions") }, t("lessons.to_questions")))],
  questions: ({ questions }) => [
    make("h3", {}, t("lessons.questions")), make("ol", { class: "questions" }, questions.map((one) => make("li", {}, text(one, {})))),
    make("div", { class: "row" }, make("button", { onclick: () => go("watch") }, t("lessons.to_watch")), make("button", { class: "primary", onclick: () => leave() }, t("lessons.leave"))),
  ],
};

function redraw(moveFocus = false) {
  const place = document.getElementById("lesson");
  const { lesson } = state;
  place.hidden = !lesson;
  if (!lesson) return place.replaceChildren();
  const title = make("h2", { tabIndex: -1 }, lesson.title);
  const heading = make("div", { class: "heading" }, make("div", {}, make("p", { class: "kicker" }, t("lessons.lesson"), ` · ${t("lessons.minutes", { n: lesson.minutes })}`), title), make("button", { class: "plain", onclick: () => leave() }, t("lessons.leave")));
  place.classList.add("panel");
  place.dataset.step = bets.step;
  place.replaceChildren(heading, steps(), make("div", { class: "preset-place" }, preset()), ...BODIES[bets.step](lesson));
  if (moveFocus) toStart(place, title);
}

/** Each step begins at its title, without a jump where that is in sight already. */
function toStart(place, title) {
  title.focus({ preventScroll: true });
  const { top } = place.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) place.scrollIntoView({ block: "start" });
}

/** Show the open lesson; `left` is called when it is left. */
export function showLesson(left, moveFocus = false) {
  leave = left;
  document.getElementById("lesson").setAttribute("aria-label", t("lessons.lesson"));
  redraw(moveFocus);
}

/** Settings may move: say so, without touching what is being typed or chosen. */
const redrawPreset = soon(() => state.lesson && document.querySelector("#lesson .preset-place")?.replaceChildren(...[preset()].filter(Boolean)));
for (const name of ["setting", "luck"]) on(name, redrawPreset);
