// Marks of what happened, above and below the scrubber.

import { make } from "../frame/made.js";
import { number, t } from "../frame/words.js";

const KINDS = {
  contact: "contact",
  air_overhead: "air",
  relief_landed: "relief",
  relief_blocked: "relief",
  strongpoint_taken: "fall",
  main_taken: "fall",
  occupied: "occupied",
  burned: "occupied",
  group_left: "leave",
  leave: "leave",
  objective_met: "occupied",
  forced_out: "leave",
  end: "end",
};

/** A mark for each telling milestone; its shape and colour say what it is about, the mouse finds it in words, and so does the log. */
export function marksOf(raid, last) {
  if (!raid || !last) return [];
  return raid.milestones
    .filter(({ event }) => KINDS[event])
    .map(({ minute, event, text }) => {
      const title = `${t("log.minute", { minute: number(minute) })}: ${text}`;
      const mark = make("span", { class: `event event-${KINDS[event]}`, title });
      mark.style.left = `${(100 * minute) / last}%`;
      return mark;
    });
}

/** What the marks mean, for the key of signs. */
export function marksKey() {
  const sign = (kind) => make("span", { class: "key-sign" }, make("span", { class: `event event-${kind}` }));
  const lines = [...new Set(Object.values(KINDS))].map((kind) => make("li", {}, sign(kind), t(`player.marks.${kind}`)));
  return make("div", { class: "tiny" }, make("p", { class: "soft" }, t("player.marks.title")), make("ul", { class: "key" }, lines));
}
