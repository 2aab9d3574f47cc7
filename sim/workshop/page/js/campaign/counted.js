// What became of many campaigns: of each measure the means of A and B, and what differs on the same luck.

import { make } from "../frame/made.js";
import { sentence } from "../frame/told.js";
import { SIDES } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { letterOf } from "../raid/sidemarks.js";
import { followed } from "./followed.js";

const shown = (value, most) => number(value, most < 100 ? 1 : 0);
const low = ({ mean, half_width: half }) => mean - (half ?? 0);
const high = ({ mean, half_width: half }) => mean + (half ?? 0);

function between(estimate, most) {
  return t("campaign.between", { low: shown(Math.max(0, low(estimate)), most), high: shown(high(estimate), most) });
}

function bar(side, estimate, most) {
  const [fill, whisker] = [make("span", { class: `gauge-fill gauge-${side}` }), make("span", { class: "whisker" })];
  const share = (value) => `${(100 * Math.max(0, value)) / Math.max(most, 1e-9)}%`;
  fill.style.width = share(estimate.mean);
  Object.assign(whisker.style, { left: share(low(estimate)), width: share(high(estimate) - Math.max(0, low(estimate))) });
  const range = estimate.half_width === null ? null : make("span", { class: "soft tiny" }, " ", between(estimate, most));
  const value = make("span", { class: "number" }, make("b", {}, shown(estimate.mean, most)), range);
  return make("div", { class: "counted-bar" }, letterOf(side), make("span", { class: "gauge", "aria-hidden": "true" }, fill, estimate.half_width === null ? null : whisker), value);
}

function difference(estimate, most) {
  if (estimate.half_width === null || Math.abs(estimate.mean) <= estimate.half_width) return make("p", { class: "soft small" }, t("campaign.unseen"));
  const way = estimate.mean < 0 ? "fewer" : "more";
  const ends = [low(estimate), high(estimate)].map(Math.abs).sort((one, other) => one - other);
  return sentence(`campaign.difference.${way}`, { n: shown(Math.abs(estimate.mean), most), range: make("span", { class: "soft" }, t("campaign.between", { low: shown(ends[0], most), high: shown(ends[1], most) })) }, { class: "small" });
}

function measure([name, told]) {
  const most = Math.max(high(told.a), high(told.b));
  return make("li", {}, make("h4", {}, t(`campaign.measures.${name}`)), SIDES.map((side) => bar(side, told[side], most)), difference(told.difference, most));
}

/** All measures, as far as campaigns are played. */
export function countedList() {
  if (!followed.many) return make("p", { class: "soft" }, t("campaign.none_yet"));
  return make("ul", { class: "counted" }, Object.entries(followed.many.measures).map(measure));
}

export function soFar() {
  const { many } = followed;
  return many ? t("campaign.so_far", { n: number(many.campaigns), of: number(many.of) }) : "";
}
