// What happened, above the panels: a sign each, and a word where there is room.

import { outline } from "./signs.js";
import { t } from "../frame/words.js";

export const EVENTS_HIGH = 46; // pixels
const ROWS = 2;
const ROW_HIGH = 13;

// The most telling first; the shape says what a colour says.
const KINDS = {
  leave: { marker: "left", colour: "ink" },
  occupied: { marker: "square", colour: "attackers" },
  objective_met: { marker: "square", colour: "attackers" },
  forced_out: { marker: "left", colour: "ink" },
  air_overhead: { marker: "triangle", colour: "air-ink" },
  relief_landed: { marker: "plus", colour: "relief" },
  relief_blocked: { marker: "plus", colour: "soft" },
  main_taken: { marker: "cross", colour: "attackers" },
  group_left: { marker: "left", colour: "soft" },
  strongpoint_taken: { marker: "cross", colour: "attackers" },
  burned: { marker: "diamond", colour: "attackers" },
  breached: { marker: "down", colour: "soft" },
  contact: { marker: "circle", colour: "ink" },
  call: { marker: "circle", colour: "garrison" },
};
const SAID_BY = { main_taken: "occupied", leave: "forced_out" };

/** The signs on one line, their words above in rows that do not overlap. */
export function drawEvents(ctx, raid, place, look) {
  const told = raid.milestones.filter(({ event }) => KINDS[event]);
  const fresh = told.filter(
    ({ event, minute }) => !told.some((other) => other.minute === minute && other.event === SAID_BY[event]),
  );
  for (const { minute, event } of fresh) mark(ctx, place.x(minute), KINDS[event], place, look);
  words(ctx, fresh, place, look);
}

function mark(ctx, x, { marker, colour }, place, look) {
  ctx.strokeStyle = look[colour];
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = 1;
  ctx.setLineDash([1, 2.5]);
  ctx.beginPath();
  ctx.moveTo(x, EVENTS_HIGH);
  ctx.lineTo(x, place.bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  outline(ctx, marker, x, EVENTS_HIGH - 8, 4.5);
  ctx.fillStyle = look[colour];
  ctx.fill();
}

function words(ctx, told, place, look) {
  const taken = Array.from({ length: ROWS }, () => []);
  const order = Object.keys(KINDS);
  ctx.font = look.type(11);
  ctx.textAlign = "left";
  ctx.fillStyle = look.ink;
  const said = new Set();
  for (const { minute, event } of [...told].sort((one, other) => order.indexOf(one.event) - order.indexOf(other.event))) {
    const text = t(`charts.events.${event}`);
    if (said.has(event)) continue;
    const wide = ctx.measureText(text).width;
    const from = Math.min(Math.max(2, place.x(minute) - wide / 2), place.right - wide);
    const row = taken.findIndex((spans) => spans.every(([a, b]) => from > b + 8 || from + wide < a - 8));
    if (row < 0) continue;
    said.add(event);
    taken[row].push([from, from + wide]);
    ctx.fillText(text, from, EVENTS_HIGH - 17 - row * ROW_HIGH);
  }
}
