// A number of one side: a slider, what it stands at, and the way back.

import { isAsChosen, isIdle } from "./depends.js";
import { icon } from "../frame/icons.js";
import { make } from "../frame/made.js";
import { paced } from "../raid/pace.js";
import { letterOf } from "../raid/sidemarks.js";
import { isMoved, move, valueOf } from "../frame/state.js";
import { spoken } from "./values.js";
import { t } from "../frame/words.js";

const BETWEEN_MOVES = 170; // milliseconds: about six a second while it is dragged

/** The slider of this control on this side; `tell()` shows where it stands. */
export function sliderFor(side, control) {
  const input = inputFor(side, control);
  const text = make("output", { class: "value tiny" });
  const reset = resetFor(side, control.id, input);
  const head = make("div", { class: "value-row" }, letterOf(side), text, reset);
  const element = make("div", { class: "field" }, head, input);
  return { element, tell: () => tell(side, control, { element, input, text, reset }) };
}

function inputFor(side, { id, low, high, step }) {
  const whileDragged = paced((value) => move(side, id, value, true), BETWEEN_MOVES);
  const input = make("input", {
    type: "range",
    class: "slider",
    min: String(low),
    max: String(high),
    step: String(step),
    "data-side": side,
    "data-control": id,
    "aria-label": labelOf("slider", side, id),
  });
  const value = () => Number(Number(input.value).toFixed(4));
  input.addEventListener("input", () => whileDragged(value()));
  input.addEventListener("change", () => {
    whileDragged.drop();
    move(side, id, value(), false);
  });
  return input;
}

function resetFor(side, id, input) {
  const [label, title] = [labelOf("reset", side, id), t("controls.as_in_scenario")];
  const onclick = () => back(side, id, input);
  return make("button", { type: "button", class: "reset plain", "aria-label": label, title, onclick }, icon("undo"));
}

const labelOf = (what, side, id) => t(`controls.${what}`, { name: t(`controls.${id}.name`), side: side.toUpperCase() });

function back(side, id, input) {
  move(side, id, null);
  input.focus();
}

function tell(side, control, { element, input, text, reset }) {
  const [value, moved] = [valueOf(side, control.id), isMoved(side, control.id)];
  const range = Array.isArray(value);
  const words = wordsFor(side, control.id, value, moved);
  const shown = String(range ? (value[0] + value[1]) / 2 : value);
  if (document.activeElement !== input || !moved) input.value = shown;
  band(input, control, range ? value : [value, value]);
  input.disabled = isIdle(side, control.id);
  input.setAttribute("aria-valuetext", moved ? words : t("controls.own", { value: words }));
  text.textContent = words;
  reset.hidden = !moved;
  element.classList.toggle("moved", moved);
  element.classList.toggle("range", range);
}

function wordsFor(side, id, value, moved) {
  if (isIdle(side, id)) return t("controls.nobody");
  if (isAsChosen(side, id)) return t("controls.as_chosen");
  if (Array.isArray(value)) return t("controls.drawn", { value: spoken(id, value) });
  return spoken(id, value);
}

/** What lies between these two values is marked on the track. */
function band(input, { low, high }, [from, to]) {
  const share = (value) => `${(100 * Math.min(1, Math.max(0, (value - low) / (high - low)))).toFixed(1)}%`;
  input.style.setProperty("--from", share(from));
  input.style.setProperty("--to", share(to));
}
