// A choice of one side: buttons of which one is pressed.

import { make } from "../frame/made.js";
import { letterOf } from "../raid/sidemarks.js";
import { move, valueOf } from "../frame/state.js";
import { t } from "../frame/words.js";

const ORDER = ["none"]; // first: nobody comes

/** The choice of this control on this side; `tell()` shows which it is. */
export function choiceFor(side, { id, choices }) {
  const sorted = [...choices].sort((one, other) => ORDER.indexOf(other) - ORDER.indexOf(one));
  const label = t("controls.slider", { name: t(`controls.${id}.name`), side: side.toUpperCase() });
  const inputs = sorted.map((name) =>
    make("input", { type: "radio", name: `${id}-${side}`, value: name, onchange: () => move(side, id, name) }),
  );
  const options = inputs.map((input) =>
    make("label", { class: "option" }, input, make("span", {}, t(`controls.${id}.choices.${input.value}`))),
  );
  const element = make(
    "div",
    { class: "field", role: "radiogroup", "aria-label": label },
    make("div", { class: "value-row" }, letterOf(side)),
    make("div", { class: "options" }, options),
  );
  const tell = () => inputs.forEach((input) => (input.checked = input.value === valueOf(side, id)));
  return { element, tell };
}
