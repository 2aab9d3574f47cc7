// How many posts were taken, given up, and are held, week by week: A and B in the same frame.

import { make } from "../frame/made.js";
import { palette } from "../frame/palette.js";
import { SIDES } from "../frame/state.js";
import { layer, surfaceOf } from "../frame/surface.js";
import { niceTicks } from "../frame/ticks.js";
import { number, t } from "../frame/words.js";
import { word } from "../raid/signs.js";
import { followed } from "./followed.js";
import { lastWeek, weeks } from "./weeks.js";

export const LINES = ["bases_lost", "bases_given_up", "bases_held"];
const [LEFT, RIGHT, TOP, BOTTOM] = [28, 22, 8, 32];
const MONTHS = 6; // between two ticks
const LOOKS = { a: { colour: "side-a", dashes: [], width: 2 }, b: { colour: "side-b", dashes: [6, 2.5], width: 2.4 } };

/** One drawing: `element`, and `draw()`. */
export function lineOf(name) {
  const canvas = make("canvas", { role: "img", class: "line", "aria-label": t(`campaign.lines.${name}`) });
  const sheet = layer();
  const chart = { draw: () => {}, tell: () => canvas.setAttribute("aria-label", told(name)) };
  const surface = surfaceOf(canvas, () => chart.draw());
  chart.draw = () => draw(surface, name, sheet);
  chart.element = make("figure", {}, make("figcaption", { class: "small" }, make("b", {}, t(`campaign.lines.${name}`))), canvas);
  return chart;
}

/** The same in words. */
function told(name) {
  if (!SIDES.every((side) => followed[side])) return t(`campaign.lines.${name}`);
  const [a, b] = SIDES.map((side) => number(followed[side].series[name].at(-1)));
  return t("campaign.line_alt", { what: t(`campaign.lines.${name}`), a, b });
}

/** The axes that all drawings share. */
function frame({ width, height }) {
  const most = Math.max(...SIDES.map((side) => Math.max(...LINES.map((name) => Math.max(...followed[side].series[name])))));
  const x = (week) => LEFT + (week / lastWeek()) * (width - LEFT - RIGHT);
  const y = (posts) => height - BOTTOM - (posts / (1.04 * most)) * (height - TOP - BOTTOM);
  return { x, y, most, right: width - RIGHT, bottom: height - BOTTOM };
}

function draw(surface, name, sheet) {
  const { ctx, width, height } = surface;
  ctx.clearRect(0, 0, width, height);
  if (!width || !SIDES.every((side) => followed[side])) return;
  const [look, place] = [palette(), frame(surface)];
  sheet(surface, [followed.a, followed.b, width, height, look, document.documentElement.lang], (still) => drawStill(still, name, place, look));
  drawNow(ctx, name, place, look);
}

function rule(ctx, x, y, tx, ty, colour) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(tx, ty);
  ctx.stroke();
}

function drawStill(ctx, name, place, look) {
  drawAxes(ctx, place, look);
  const ends = SIDES.map((side) => place.y(followed[side].series[name].at(-1)));
  const apart = Math.abs(ends[0] - ends[1]) < 13 ? 7 : 0; // the letters at the ends of the lines
  SIDES.forEach((side, k) => {
    line(ctx, followed[side].series[name], LOOKS[side], place, look);
    ctx.font = look.type(12, 700);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    const up = ends[k] < ends[1 - k] || (ends[k] === ends[1 - k] && k === 0);
    word(ctx, side.toUpperCase(), place.right + 6, ends[k] + (up ? -apart : apart), { colour: look[LOOKS[side].colour], halo: look.panel });
  });
}

function drawAxes(ctx, place, look) {
  ctx.font = look.type(11);
  ctx.textBaseline = "middle";
  ctx.textAlign = "right";
  for (const tick of niceTicks(place.most, 4)) {
    const y = Math.round(place.y(tick)) + 0.5;
    rule(ctx, LEFT, y, place.right, y, tick ? look.line : look.edge);
    ctx.fillStyle = look.soft;
    ctx.fillText(number(tick), LEFT - 5, y);
  }
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  const month = followed.a.weeks_a_month;
  for (let k = 0; k * month <= lastWeek(); k += MONTHS) {
    rule(ctx, place.x(k * month), place.bottom, place.x(k * month), place.bottom + 4, look.edge);
    ctx.fillText(number(k), place.x(k * month), place.bottom + 15);
  }
  ctx.textAlign = "right";
  ctx.fillText(t("campaign.months"), place.right, place.bottom + 28);
}

/** What is counted at the end of a week stays until the next. */
function line(ctx, values, { colour, dashes, width }, place, look) {
  ctx.beginPath();
  values.forEach((value, week) => {
    if (week) ctx.lineTo(place.x(week), place.y(values[week - 1]));
    ctx[week ? "lineTo" : "moveTo"](place.x(week), place.y(value));
  });
  ctx.strokeStyle = look[colour];
  ctx.lineWidth = width;
  ctx.setLineDash(dashes);
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawNow(ctx, name, place, look) {
  const x = place.x(weeks.now);
  rule(ctx, x, TOP, x, place.bottom, look.ink);
  for (const side of SIDES) {
    ctx.beginPath();
    ctx.arc(x, place.y(followed[side].series[name][weeks.now]), 3.5, 0, 2 * Math.PI);
    ctx.fillStyle = look[LOOKS[side].colour];
    ctx.strokeStyle = look.panel;
    ctx.lineWidth = 1.5;
    ctx.fill();
    ctx.stroke();
  }
}
