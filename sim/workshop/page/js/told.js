// Sentences with elements in their places, and numbers as they are said.

import { make } from "./made.js";
import { has, number, t } from "./words.js";

/** The parts of a sentence whose `{names}` may be elements. */
export function told(path, values) {
  return t(path).split(/(\{\w+\})/).map((part, at) => (at % 2 ? (values[part.slice(1, -1)] ?? part) : part));
}

/** A sentence in a paragraph, its numbers in bold. */
export function sentence(path, values, attributes = {}) {
  const bold = Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? make("b", {}, value) : value]);
  return make("p", attributes, told(path, Object.fromEntries(bold)));
}

/** Of one thing, or of several: the words of `path.one` or `path.other`, as the language has it. */
export function counted(path, n, values = {}) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(n);
  return t(has(`${path}.${form}`) ? `${path}.${form}` : `${path}.other`, { n: number(n), ...values });
}

/** A share as so many of a hundred; nothing rare is rounded away. */
export function ofHundred(share) {
  if (share > 0 && share < 0.005) return t("odds.under_one");
  if (share < 1 && share > 0.995) return t("odds.nearly_all");
  return number(100 * share);
}

export const interval = ({ low, high }) => t("odds.interval", { low: number(100 * low), high: number(100 * high) });

/** The sign of a side: a letter, and a shape of its own. */
export const mark = (side) => make("span", { class: `mark mark-${side}`, "aria-hidden": "true" }, side.toUpperCase());
