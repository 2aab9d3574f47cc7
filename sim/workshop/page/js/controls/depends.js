// Numbers that depend on a choice: how many aircraft, if any can come; how soon the relief, by road or by air.

import { isMoved, offer, valueOf } from "../frame/state.js";

const choiceOf = (id) => offer.controls.find((other) => other.choices && id !== other.id && id.startsWith(other.id));

/** Is there nobody whom this number is about? */
export function isIdle(side, id) {
  const choice = choiceOf(id);
  return Boolean(choice) && valueOf(side, choice.id) === "none";
}

/** Is it as the choice has it, which the person has changed, and no more as the scenario says? */
export function isAsChosen(side, id) {
  const choice = choiceOf(id);
  return Boolean(choice) && isMoved(side, choice.id) && !isMoved(side, id);
}
