// How people, rounds, walls and suppression change, A and B on the same axes.

import { clock, lastMinute } from "./clock.js";
import { drawCourse, drawCursor } from "./course.js";
import { make } from "../frame/made.js";
import { markOf } from "./sidemarks.js";
import { courseTable } from "./coursetable.js";
import { palette } from "../frame/palette.js";
import { played } from "./played.js";
import { SIDES, on } from "../frame/state.js";
import { layer, surfaceOf } from "../frame/surface.js";
import { t } from "../frame/words.js";

/** What is drawn, from the top: its lines, and whether they are shares of one. */
export const PANELS = [
  { name: "people", lines: ["attackers_fit", "defenders_fit"], share: false },
  { name: "rounds", lines: ["attackers_rounds", "defenders_rounds"], share: false },
  { name: "walls", lines: ["structure"], area: "rain", share: true },
  { name: "suppression", lines: ["attackers_suppression", "defenders_suppression"], share: true },
];

const charts = { a: null, b: null };
let axes = null;

/** Both charts and their tables. */
export function buildCharts() {
  const section = document.getElementById("charts");
  section.classList.add("panel");
  section.replaceChildren(
    make("h2", {}, t("charts.title")),
    make("p", { class: "soft small" }, t("charts.about")),
    make("div", { class: "pair-wide" }, SIDES.map(chartOf)),
    make(
      "details",
      {
        class: "small",
        ontoggle: (event) => event.target.open && event.target.lastChild.replaceChildren(...SIDES.map(courseTable)),
      },
      make("summary", {}, t("charts.table")),
      make("div", { class: "pair-wide" }),
    ),
  );
  measure();
}

function chartOf(side) {
  const canvas = make("canvas", { role: "img", class: "course", "aria-label": t("charts.alt", { side: side.toUpperCase() }) });
  const sheet = layer();
  const chart = { draw: () => {} };
  const surface = surfaceOf(canvas, () => chart.draw());
  chart.draw = () => draw(surface, side, sheet);
  charts[side] = chart;
  return make("figure", { class: "course-box" }, make("figcaption", {}, markOf(side)), canvas);
}

/** The axes that both share: how long, and how high each panel reaches. */
function measure() {
  const raids = SIDES.map((side) => played[side].raid).filter(Boolean);
  const top = ({ lines, share }) =>
    share ? 1 : Math.max(1, ...raids.flatMap((raid) => lines.flatMap((name) => raid.series[name])));
  axes = { last: lastMinute() || 1, tops: PANELS.map(top) };
}

function draw(surface, side, sheet) {
  const { raid } = played[side];
  const { ctx, width, height } = surface;
  if (!raid || !width) return;
  const look = palette();
  ctx.clearRect(0, 0, width, height);
  sheet(surface, [raid, axes, width, height, look], (still) => drawCourse(still, raid, axes, { width, height }, look));
  drawCursor(ctx, raid, clock.minute, axes, { width, height }, look);
}

const drawBoth = () => SIDES.forEach((side) => charts[side]?.draw());

on("time", drawBoth);
on("look", drawBoth);
on("raid", () => {
  measure();
  drawBoth();
  for (const details of document.querySelectorAll("#charts details[open]"))
    details.lastChild.replaceChildren(...SIDES.map(courseTable));
});
