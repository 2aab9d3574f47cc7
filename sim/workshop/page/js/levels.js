// The levels of a control, and how they are said.

import { controlOf, offer, valueOf } from "./state.js";
import { plain } from "./values.js";
import { has, t } from "./words.js";

/** Controls that are numbers. */
export const numeric = () => offer.controls.filter((control) => !control.choices);

export const nameOf = (id) => (has(`controls.${id}.name`) ? t(`controls.${id}.name`) : id);

/** So many levels evenly from the lowest to the highest, each on a step of the control; fewer where there are not so many. */
export function levelsOf(id, count) {
  const { low, high, step } = controlOf(id);
  const even = Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
  const onStep = even.map((value) => Number((low + Math.round((value - low) / step) * step).toFixed(6)));
  return [...new Set(onStep.map((value) => Math.min(value, high)))];
}

/** A level as a number with as many digits as it needs. */
export const short = (id, value) => plain(controlOf(id), value);

/** The name of a control with its unit, for an axis. */
export function titled(id) {
  const { unit } = controlOf(id);
  return has(`heat.units.${unit}`) ? t("heat.axis", { name: nameOf(id), unit: t(`heat.units.${unit}`) }) : nameOf(id);
}

/** Where a side stands, as [low, high]: one number, or a range that is drawn afresh for each raid. */
export function standing(side, id) {
  const value = valueOf(side, id);
  return Array.isArray(value) ? value : [value, value];
}
