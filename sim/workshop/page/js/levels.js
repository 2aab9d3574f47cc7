// The levels of a control, and how they are said.

import { controlOf, offer, valueOf } from "./state.js";
import { has, number, t } from "./words.js";

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

const digitsOf = (value) => (Number.isInteger(value) ? 0 : Number.isInteger(Number((10 * value).toFixed(6))) ? 1 : 2);

/** A level as a number with as many digits as it needs. */
export const short = (value) => number(value, digitsOf(value));

/** A level with its unit. */
export function said(id, value) {
  const { unit } = controlOf(id);
  if (unit === "times") return t("heat.times", { n: short(value) });
  return unit ? t("heat.with_unit", { n: short(value), unit: unitWord(unit) }) : short(value);
}

const unitWord = (unit) => (has(`controls.units.${unit}`) ? t(`controls.units.${unit}`) : unit);

/** The name of a control with its unit, for an axis. */
export function titled(id) {
  const { unit } = controlOf(id);
  if (unit === "times") return t("heat.axis_times", { name: nameOf(id) });
  return unit ? t("heat.axis_unit", { name: nameOf(id), unit: unitWord(unit) }) : nameOf(id);
}

/** Where a side stands, as [low, high]: one number, or a range that is drawn afresh for each raid. */
export function standing(side, id) {
  const value = valueOf(side, id);
  return Array.isArray(value) ? value : [value, value];
}
