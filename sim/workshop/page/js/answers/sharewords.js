// What a shared-out shortfall says in a sentence.

import { make } from "../frame/made.js";
import { titleKey } from "../frame/state.js";
import { has, number, t } from "../frame/words.js";
import { played } from "../raid/played.js";

const FEW = 0.05; // failures below which there is little to share out
const COUNTS = 0.01; // of a raid in 100

export const hundred = (share) => number(Math.abs(share) < 0.0005 ? 0 : 100 * share, 0);

/** Where it is, within a sentence. */
function placeOf(name) {
  const place = `shares.place.${name}`;
  return has(place) ? t(place) : t("shares.place.other", { name: t(titleKey(name)) });
}

/** The rows, those that count most first. */
export const inOrder = (answer) => answer.rows.toSorted((one, other) => other.share - one.share);

function kind(answer, first, second) {
  if (1 - answer.start.value < FEW) return "few";
  if (answer.end.value <= answer.start.value) return "reverse";
  if (first.share < COUNTS) return "none";
  return second && second.share >= COUNTS ? "two" : "one";
}

/** The path of the sentence and what goes into it. */
export function headline(answer, setting) {
  const [first, second] = inOrder(answer);
  const values = { where: make("span", {}, placeOf(setting.scenario)), n: hundred(1 - answer.start.value), start: hundred(answer.start.value), end: hundred(answer.end.value) };
  const names = { first: t(`shares.factor.${first.factor}`), m: hundred(first.share), second: t(`shares.factor.${second.factor}`), k: hundred(second.share) };
  return [`shares.headline.${kind(answer, first, second)}`, { ...values, ...names }];
}

/** The last reason that is named most often, where it is not what counts most; else nothing. */
export function named(side, answer) {
  const odds = played[side].odds;
  const [first] = inOrder(answer);
  if (!odds?.failures || 1 - answer.start.value < FEW || first.share < COUNTS) return null;
  const [cause, { share }] = Object.entries(odds.causes).sort(([, one], [, other]) => other.share - one.share)[0];
  return cause === first.cause ? null : { cause: t(`odds.causes.short.${cause}`), n: hundred(share) };
}
