// What can be changed, for A and B beside each other.

import { choiceFor } from "./choice.js";
import { compared } from "./compared.js";
import { make } from "../frame/made.js";
import { sliderFor } from "./slider.js";
import { SIDES, differs, offer, on, scenarioOf, state } from "../frame/state.js";
import { capital } from "./values.js";
import { t } from "../frame/words.js";

let rows = [];
let summary = null;
const folded = new Set(); // groups that the person has closed

/** The panel of all controls, by groups; those of an open lesson first. */
export function buildControls() {
  const panel = document.getElementById("controls");
  const shown = shownFirst();
  rows = offer.controls.map(rowOf);
  summary = compared();
  const others = rows.filter(({ control }) => !shown.includes(control.id));
  const parts = shown.length
    ? [...rowsOf(shown), make("details", { class: "fold" }, make("summary", {}, t("controls.others")), ...groupsOf(others))]
    : groupsOf(rows);
  panel.classList.add("panel");
  panel.replaceChildren(opener(panel), make("div", { class: "controls-body" }, summary.element, ...parts));
  tell();
}

const shownFirst = () => (state.lesson?.show ?? []).filter((id) => offer.controls.some((control) => control.id === id));
const rowsOf = (ids) => ids.map((id) => rows.find(({ control }) => control.id === id).element);

/** On a phone the panel opens over the maps; elsewhere this is its title. */
function opener(panel) {
  const toggle = () => {
    const open = panel.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = t(open ? "controls.close" : "controls.open");
  };
  const open = panel.classList.contains("open");
  const button = make(
    "button",
    { type: "button", class: "controls-opener primary", "aria-expanded": String(open), onclick: toggle },
    t(open ? "controls.close" : "controls.open"),
  );
  return make("div", { class: "controls-head" }, make("h2", {}, t("controls.title")), button);
}

function groupsOf(some) {
  const names = [...new Set(some.map(({ control }) => control.group))];
  return names.map((name) => {
    const own = some.filter(({ control }) => control.group === name).map(({ element }) => element);
    const remember = (event) => folded[event.target.open ? "delete" : "add"](name);
    return make(
      "details",
      { class: "fold", open: !folded.has(name), ontoggle: remember },
      make("summary", {}, t(`controls.groups.${name}`)),
      ...own,
    );
  });
}

function rowOf(control) {
  const field = control.choices ? choiceFor : sliderFor;
  const fields = SIDES.map((side) => field(side, control));
  const id = `control-${control.id}`;
  const mark = make("span", { class: "differs", hidden: true }, t("controls.differs"));
  const element = make(
    "fieldset",
    { class: "control", "aria-describedby": id, "data-control": control.id },
    make("legend", {}, make("span", { class: "control-name" }, capital(t(`controls.${control.id}.name`))), mark),
    make("p", { class: "what tiny soft", id }, t(`controls.${control.id}.what`)),
    make(
      "div",
      { class: "pair" },
      fields.map((one) => one.element),
    ),
  );
  return { control, element, mark, fields };
}

/** Let every row say where it stands now. */
function tell() {
  for (const { control, element, mark, fields } of rows) {
    const unlike = differs(control.id);
    mark.hidden = !unlike;
    element.classList.toggle("unlike", unlike);
    for (const field of fields) field.tell();
  }
  summary?.tell();
}

on("setting", tell);
on("lesson", () => scenarioOf("a") && buildControls());
