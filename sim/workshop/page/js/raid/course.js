// The course of one raid: four panels above one another, what happened above them, the minute of the clock across them.

import { PANELS } from "./charts.js";
import { drawEvents, EVENTS_HIGH } from "./courseevents.js";
import { NIGHT, frameAt, lastOf, valueAt } from "./moments.js";
import { niceTicks } from "../frame/ticks.js";
import { number, t } from "../frame/words.js";

const [LEFT, RIGHT, BOTTOM, HEAD, GAP] = [44, 10, 34, 19, 9];
const DASHED = [6, 2.5];

/** Where everything lies: `x(minute)`, and for each panel its `top`, `bottom` and `y(value)`. */
function layout({ last, tops }, { width, height }) {
  const x = (minute) => LEFT + (minute / last) * (width - LEFT - RIGHT);
  const high = (height - EVENTS_HIGH - BOTTOM) / tops.length;
  const panels = tops.map((most, k) => {
    const [top, bottom] = [EVENTS_HIGH + k * high + HEAD, EVENTS_HIGH + (k + 1) * high - GAP];
    return { top, bottom, head: top - 6, y: (value) => bottom - (value / (1.04 * most)) * (bottom - top) };
  });
  return { x, panels, left: LEFT, right: width - RIGHT, bottom: height - BOTTOM - GAP };
}

/** All that stays while time runs. */
export function drawCourse(ctx, raid, axes, size, look) {
  const place = layout(axes, size);
  ctx.textBaseline = "alphabetic";
  shade(ctx, raid, place, look);
  PANELS.forEach((panel, k) => drawPanel(ctx, raid, panel, place.panels[k], axes.tops[k], place, look));
  timeAxis(ctx, axes, place, look);
  drawEvents(ctx, raid, place, look);
}

/** Night and aircraft, behind everything. */
function shade(ctx, raid, place, look) {
  const { minutes, series } = raid;
  const top = place.panels[0].top;
  for (let k = 1; k < minutes.length; k += 1) {
    const [from, to] = [place.x(minutes[k - 1]), place.x(minutes[k])];
    if (series.light[k - 1] < NIGHT) band(ctx, from, top, to, place.bottom, look.dark ? "#7f86b8" : look.night, 0.13);
    if (series.aircraft_overhead[k - 1] > 0) band(ctx, from, top, to, place.bottom, look.air, 0.3);
  }
}

function band(ctx, from, top, to, bottom, colour, alpha) {
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  ctx.fillRect(from, top, to - from, bottom - top);
  ctx.globalAlpha = 1;
}

function drawPanel(ctx, raid, panel, own, most, place, look) {
  ctx.font = look.type(12, 600);
  ctx.textAlign = "left";
  ctx.fillStyle = look.ink;
  ctx.fillText(t(`charts.panels.${panel.name}`), place.left, own.head);
  valueAxis(ctx, panel, own, most, place, look);
  if (panel.area) area(ctx, raid, panel.area, own, place, look);
  panel.lines.forEach((name) => line(ctx, raid, name, own, place, look));
}

function valueAxis(ctx, panel, own, most, place, look) {
  ctx.font = look.type(11);
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const tick of panel.share ? [0, 0.5, 1] : niceTicks(most, 3)) {
    const y = Math.round(own.y(tick)) + 0.5;
    rule(ctx, place.left, y, place.right, y, tick ? look.line : look.edge);
    ctx.fillStyle = look.soft;
    ctx.fillText(panel.share ? t("charts.percent", { value: number(100 * tick) }) : short(tick), place.left - 5, y);
  }
  ctx.textBaseline = "alphabetic";
}

const short = (value) => (value >= 10000 ? t("charts.thousands", { value: number(value / 1000) }) : number(value));

function rule(ctx, x, y, tx, ty, colour) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(tx, ty);
  ctx.stroke();
}

/** How a line is drawn: attackers full, garrison dashed, walls dark. */
function inkOf(name, look) {
  if (name.startsWith("attackers")) return { colour: look.attackers, dashes: [] };
  return name.startsWith("defenders") ? { colour: look.garrison, dashes: DASHED } : { colour: look.ink, dashes: [] };
}

function way(ctx, raid, name, own, place) {
  const [{ minutes }, values] = [raid, raid.series[name]];
  ctx.beginPath();
  ctx.moveTo(place.x(0), own.y(values[0]));
  for (let k = 1; k < minutes.length; k += 1) ctx.lineTo(place.x(minutes[k]), own.y(values[k - 1]));
}

function line(ctx, raid, name, own, place, look) {
  const { colour, dashes } = inkOf(name, look);
  way(ctx, raid, name, own, place);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.lineJoin = "round";
  ctx.setLineDash(dashes);
  ctx.stroke();
  ctx.setLineDash([]);
}

function area(ctx, raid, name, own, place, look) {
  way(ctx, raid, name, own, place);
  ctx.lineTo(place.x(lastOf(raid)), own.y(0));
  ctx.lineTo(place.x(0), own.y(0));
  ctx.fillStyle = look.rain;
  ctx.globalAlpha = 0.4;
  ctx.fill();
  ctx.globalAlpha = 1;
}

function timeAxis(ctx, { last }, place, look) {
  ctx.font = look.type(11);
  ctx.fillStyle = look.soft;
  for (const tick of niceTicks(last, place.right - place.left < 380 ? 4 : 7)) {
    const x = place.x(tick);
    rule(ctx, x, place.bottom, x, place.bottom + 4, look.edge);
    ctx.textAlign = "center";
    ctx.fillText(number(tick, tick % 1 ? 1 : 0), x, place.bottom + 16);
  }
  ctx.textAlign = "right";
  ctx.fillText(t("charts.minutes"), place.right, place.bottom + 30);
}

/** The minute of the clock across all panels, and the values there. */
export function drawCursor(ctx, raid, minute, axes, size, look) {
  const [place, at] = [layout(axes, size), Math.min(minute, lastOf(raid))];
  const frame = frameAt(raid, at);
  const x = place.x(at);
  ctx.textBaseline = "alphabetic";
  rule(ctx, x, place.panels[0].top, x, place.bottom, look.ink);
  PANELS.forEach((panel, k) => values(ctx, raid, panel, place.panels[k], frame, x, place, look));
}

function values(ctx, raid, panel, own, frame, x, place, look) {
  ctx.font = look.type(12, 600);
  ctx.textAlign = "right";
  let right = place.right;
  const names = [...panel.lines, panel.area].filter(Boolean).reverse();
  const texts = textsFor(ctx, raid, panel, names, frame, place);
  for (const [k, name] of names.entries()) {
    const [value, text] = [valueAt(raid, name, frame), texts[k]];
    ctx.fillStyle =
      name === "rain"
        ? look["air-ink"]
        : name.startsWith("att")
          ? look["attackers-ink"]
          : name.startsWith("def")
            ? look["garrison-ink"]
            : look.ink;
    ctx.fillText(text, right, own.head);
    right -= ctx.measureText(text).width + 12;
    if (name !== panel.area) dot(ctx, x, own.y(value), ctx.fillStyle, look);
  }
}

/** What the values are called, if there is room beside the title of the panel; else only how large they are. */
function textsFor(ctx, raid, panel, names, frame, place) {
  const shown = names.map((name) => number(panel.share ? 100 * valueAt(raid, name, frame) : valueAt(raid, name, frame)));
  const full = names.map((name, k) => t(`charts.values.${name}`, { value: shown[k] }));
  const room = place.right - place.left - ctx.measureText(t(`charts.panels.${panel.name}`)).width - 12;
  const wide = full.reduce((sum, text) => sum + ctx.measureText(text).width + 12, 0);
  return wide < room ? full : shown.map((value) => (panel.share ? t("charts.percent", { value }) : value));
}

function dot(ctx, x, y, colour, look) {
  ctx.beginPath();
  ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.strokeStyle = look.panel;
  ctx.lineWidth = 1.5;
  ctx.fill();
  ctx.stroke();
}
