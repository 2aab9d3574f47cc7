// Marks of what happened, above and below the scrubber.

import { make } from "../frame/made.js";

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

/** A mark for each telling milestone; what it is about is said by its shape and colour, and in words by the log. */
export function marksOf(raid, last) {
  if (!raid || !last) return [];
  return raid.milestones
    .filter(({ event }) => KINDS[event])
    .map(({ minute, event }) => {
      const mark = make("span", { class: `event event-${KINDS[event]}` });
      mark.style.left = `${(100 * minute) / last}%`;
      return mark;
    });
}
