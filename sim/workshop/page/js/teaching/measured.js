// What came out of a prediction: a value measured in the odds, and the option in whose band it lies.

import { number, t } from "../frame/words.js";

/** One measure of one side's odds; null where there is nothing to measure. */
function measure(path, odds) {
  const [kind, name] = path.split(".");
  if (kind === "success") return odds.success.share;
  if (kind === "ending") return odds.endings[name].share;
  if (kind === "cause") return odds.failures ? odds.causes[name].share : null;
  return odds.means[name];
}

function ofSide(prediction, odds) {
  const value = measure(prediction.measure, odds);
  return prediction.per === null || value === null ? value : value / measure(prediction.per, odds);
}

/** The value that this prediction asks for, in its unit; null where it cannot be measured. */
export function measured(prediction, { a, b }) {
  const [one, other] = [ofSide(prediction, a), ofSide(prediction, b)];
  const value = { a: one, b: other, "b - a": other - one, "b / a": other / one }[prediction.of];
  const needed = prediction.of.split(/ . /).map((side) => ({ a: one, b: other })[side]);
  if (needed.includes(null) || !Number.isFinite(value)) return null;
  return prediction.unit === "points" && prediction.of !== "b / a" ? 100 * value : value;
}

/** The number of the option in whose band the value lies. */
export const rightOption = (prediction, value) =>
  value === null ? null : prediction.options.findIndex(({ low, high }) => (low === null || value >= low) && (high === null || value < high));

function digits(unit, value) {
  if (unit === "times") return value < 10 ? 1 : 0;
  return unit === "posts" || (unit === "people" && value < 10) ? 1 : 0;
}

/** The value in words. */
export function valueWords(prediction, value) {
  if (value === null) return t("lessons.value.none");
  const unit = prediction.of === "b / a" ? "times" : prediction.unit;
  const way = prediction.of !== "b - a" ? "" : value < 0 ? "_fewer" : "_more";
  const of = unit !== "points" || prediction.per ? "" : prediction.measure.startsWith("cause.") ? "_failures" : "";
  return t(`lessons.value.${unit}${way}${of}`, { n: number(Math.abs(value), digits(unit, Math.abs(value))) });
}
