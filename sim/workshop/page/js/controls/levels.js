// The levels of a control, and how they are said.

import { controlOf, offer, valueOf } from "../frame/state.js";
import { has, number, t } from "../frame/words.js";
import { spoken } from "./values.js";

/** Controls that are numbers. */
export const numeric = () => offer.controls.filter((control) => !control.choices);

export const nameOf = (id) => t(`controls.${id}.name`);

/** So many levels evenly from the lowest to the highest, each on a step of the control; fewer where there are not so many. */
export function levelsOf(id, count) {
  const { low, high, step } = controlOf(id);
  const even = Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
  const onStep = even.map((value) => Number((low + Math.round((value - low) / step) * step).toFixed(6)));
  return [...new Set(onStep.map((value) => Math.min(value, high)))];
}

/** Units that stand at an axis once; all others are part of each level. */
const unitOf = (id) => (has(`heat.units.${controlOf(id).unit}`) ? t(`heat.units.${controlOf(id).unit}`) : null);

/** A level as it stands at an axis. */
export const tick = (id, value) => (unitOf(id) ? number(value) : spoken(id, value));

/** A control with its level. */
export const named = (id, value) => `${nameOf(id)} ${spoken(id, value)}`;

/** The name of a control with its unit, for an axis. */
export function titled(id) {
  const unit = unitOf(id);
  return unit ? t("heat.axis_unit", { name: nameOf(id), unit }) : nameOf(id);
}

/** Where a side stands, as [low, high]: one number, or a range that is drawn afresh for each raid. */
export function standing(side, id) {
  const value = valueOf(side, id);
  return Array.isArray(value) ? value : [value, value];
}
