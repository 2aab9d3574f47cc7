// What happened when, in sentences; a click goes there.

import { clock, play, setMinute } from "./clock.js";
import { make } from "../frame/made.js";
import { markOf } from "./sidemarks.js";
import { watchAt } from "./moments.js";
import { paced } from "./pace.js";
import { played } from "./played.js";
import { SIDES, on } from "../frame/state.js";
import { capital } from "../controls/values.js";
import { number, t } from "../frame/words.js";

const lists = { a: null, b: null };

/** The stories of both raids. */
export function buildLog() {
  const section = document.getElementById("log");
  section.classList.add("panel");
  const columns = SIDES.map((side) => {
    lists[side] = make("ol", { class: "story", "aria-label": t("log.of", { side: side.toUpperCase() }) });
    return make("div", {}, markOf(side), lists[side]);
  });
  section.replaceChildren(
    make("h2", {}, t("log.title")),
    make("p", { class: "soft small" }, t("log.about")),
    make("div", { class: "pair-wide" }, columns),
  );
  SIDES.forEach(fillIn);
}

function fillIn(side) {
  const { raid } = played[side];
  if (!raid || !lists[side]) return;
  lists[side].replaceChildren(...raid.milestones.map((milestone) => itemOf(raid, milestone)));
  tellSide(side);
}

function itemOf(raid, { minute, text }) {
  const when = number(minute, minute < 30 && minute % 1 ? 1 : 0);
  const go = () => {
    play(false);
    setMinute(minute);
  };
  return make(
    "li",
    {},
    make(
      "button",
      { type: "button", class: "plain moment", onclick: go },
      make("span", { class: "when number" }, t("log.minute", { minute: when })),
      make("span", { class: "watch number soft" }, watchAt(raid, minute)),
      make("span", { class: "what-happened" }, capital(text)),
    ),
  );
}

/** Which of it is past, which is now, which lies ahead? */
function tellSide(side) {
  const { raid } = played[side];
  if (!raid || !lists[side]) return;
  const now = raid.milestones.findLastIndex(({ minute }) => minute <= clock.minute + 1e-6);
  if (lists[side].dataset.now === String(now) && lists[side].dataset.of === String(raid.milestones.length)) return;
  Object.assign(lists[side].dataset, { now, of: raid.milestones.length });
  [...lists[side].children].forEach((item, k) => {
    item.className = k > now ? "ahead" : k === now ? "now" : "past";
    if (k === now) item.firstChild.setAttribute("aria-current", "step");
    else item.firstChild.removeAttribute("aria-current");
  });
}

const tellSoon = paced(() => SIDES.forEach(tellSide), 150);

on("time", tellSoon);
on("raid", ({ side }) => {
  if (lists[side]) lists[side].dataset.now = "";
  fillIn(side);
});
