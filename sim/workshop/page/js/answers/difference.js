// The difference between A and B in a sentence.

import { make } from "../frame/made.js";
import { post } from "../frame/api.js";
import { SIDES, offer, sameOnBoth, state } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { played } from "../raid/played.js";
import { ofHundred, sentence } from "../frame/told.js";

let known = { key: "", told: null };
let asking = null;

const keyNow = () => JSON.stringify([state.a, state.b, state.seed, offer.raids]);
const allPlayed = () => SIDES.every((side) => played[side].odds?.raids === offer.raids && played[side].odds.of === offer.raids);

/** Ask the server, which has the raids, once for each pair of settings. */
async function ask(then) {
  const key = keyNow();
  if (asking?.key === key) return;
  asking?.control.abort();
  asking = { key, control: new AbortController() };
  try {
    const told = await post("/api/difference", { a: state.a, b: state.b, seed: state.seed, raids: offer.raids }, asking.control.signal);
    known = { key, told };
    then();
  } catch {
    asking = null; // the bars say it all the same
  }
}

/** What is said while raids are still being played: whether the ranges have parted. */
function early() {
  const [a, b] = SIDES.map((side) => played[side].odds?.success);
  if (!a || !b || (a.low <= b.high && b.low <= a.high)) return make("p", { class: "say soft" }, t("odds.difference.early"));
  const way = b.share > a.share ? "first_more" : "first_fewer";
  return sentence(`odds.difference.${way}`, { n: number(100 * Math.abs(b.share - a.share)) }, { class: "say" });
}

function between(told) {
  const ends = [-1, 1].map((sign) => Math.abs(told.difference + sign * told.half_width)).sort((one, other) => one - other);
  return t("odds.difference.between", { low: number(100 * ends[0]), high: number(100 * ends[1]) });
}

function verdict(told) {
  if (told.half_width === null) return make("p", { class: "say" }, t("odds.difference.equal"));
  if (Math.abs(told.difference) <= told.half_width) return make("p", { class: "say" }, t("odds.difference.unseen"));
  const way = told.difference > 0 ? "more" : "fewer";
  const range = make("span", { class: "soft" }, between(told));
  return sentence(`odds.difference.${way}`, { n: ofHundred(Math.abs(told.difference)), interval: range }, { class: "say" });
}

function turned({ gained, lost }) {
  const words = t("odds.difference.turned", { gained: ofHundred(gained), lost: ofHundred(lost) });
  return make("p", { class: "soft small", title: t("odds.difference.turned_means") }, words);
}

/** The sentence as far as it is known; `then` is called when more is. */
export function difference(then) {
  if (sameOnBoth()) return make("p", { class: "say soft" }, t("odds.difference.alike"));
  if (known.key === keyNow()) return make("div", {}, verdict(known.told), known.told.gained + known.told.lost ? turned(known.told) : null);
  if (allPlayed()) ask(then);
  return early();
}
