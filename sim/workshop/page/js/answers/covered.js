// Answers that wait until a bet is locked.

import { make } from "../frame/made.js";
import { on, state } from "../frame/state.js";
import { t } from "../frame/words.js";

const covers = new Map(); // section id -> what shows, what hides

function show({ cover, body }) {
  cover.hidden = !state.hidden;
  body.hidden = state.hidden;
}

/** Put a part's answers into its section, covered for as long as a prediction waits. */
export function coverable(section, ...body) {
  const cover = make("p", { class: "cover" }, make("b", {}, t("odds.hidden")), " ", t("odds.hidden_more"));
  const inner = make("div", { class: "answer" }, body);
  section.append(cover, inner);
  covers.set(section.id, { cover, body: inner });
  show(covers.get(section.id));
  return inner;
}

on("hidden", () => covers.forEach(show));
