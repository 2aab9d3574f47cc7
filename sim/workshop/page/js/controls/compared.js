// In what B differs from A, and ways to make them alike.

import { icon } from "../frame/icons.js";
import { make } from "../frame/made.js";
import { SIDES, choose, copy, differs, offer, state, titleKey, valueOf } from "../frame/state.js";
import { spoken } from "./values.js";
import { t } from "../frame/words.js";

/** The summary above the controls; `tell()` renews it. */
export function compared() {
  const text = make("p", { class: "compared-text small", role: "status" });
  const button = (name, drawing, onclick) =>
    make("button", { type: "button", class: "small", onclick }, icon(drawing), t(`controls.${name}`));
  const buttons = make(
    "div",
    { class: "row" },
    button("b_like_a", "next", () => copy("a", "b")),
    button("swap", "swap", swap),
    button("all_back", "undo", () => SIDES.forEach((side) => choose(side, state[side].scenario))),
  );
  const element = make("div", { class: "compared" }, text, buttons);
  return { element, tell: () => (text.textContent = difference()) };
}

function swap() {
  const { a, b } = state;
  choose("a", b.scenario, b.controls);
  choose("b", a.scenario, a.controls);
}

function difference() {
  if (state.a.scenario !== state.b.scenario) {
    return t("controls.other_scenario", { a: t(titleKey(state.a.scenario)), b: t(titleKey(state.b.scenario)) });
  }
  const unlike = offer.controls.filter(({ id }) => differs(id));
  if (!unlike.length) return t("controls.alike");
  return t("controls.unlike", { what: unlike.map(({ id }) => one(id)).join("; ") });
}

const one = (id) =>
  t("controls.unlike_one", {
    name: t(`controls.${id}.name`),
    b: spoken(id, valueOf("b", id)),
    a: spoken(id, valueOf("a", id)),
  });
