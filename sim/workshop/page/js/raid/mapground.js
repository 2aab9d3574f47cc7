// What stays on the map: ground, distances, where everybody starts.

import { groupLook, worded } from "../frame/palette.js";
import { outline, word } from "./signs.js";
import { groupName } from "./who.js";
import { number, t } from "../frame/words.js";

const ROUND_METRES = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Ground and rings of distance, under the weather. */
export function drawGround(ctx, raid, view, look) {
  ctx.fillStyle = look.ground;
  ctx.fillRect(0, 0, view.width, view.height);
  ctx.lineWidth = 1;
  const { field } = raid;
  if (field.station) ring(ctx, view, field.ring, look, [], 0.35);
  ring(ctx, view, field.start, look, [1, 4], 1);
}

function ring(ctx, view, metres, look, dashes, alpha) {
  ctx.save();
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = look.ring;
  ctx.setLineDash(dashes);
  ctx.beginPath();
  ctx.arc(...view.middle, view.scale(metres), 0, 2 * Math.PI);
  ctx.stroke();
  ctx.restore();
}

/** Names and measures, over the weather, so that the night does not cover them. */
export function drawLabels(ctx, raid, view, look) {
  ctx.font = look.type(11);
  ctx.textBaseline = "middle";
  if (view.true) scaleBar(ctx, view, look);
  else distances(ctx, raid, view, look);
  north(ctx, view, look);
  starts(ctx, raid, view, look);
  names(ctx, raid, view, look);
  if (!raid.field.station) pointToStation(ctx, raid, view, look);
}

const quiet = (look) => ({ colour: look.soft, halo: look.ground });

function distances(ctx, raid, view, look) {
  const turns = freeBearings(raid);
  const placed = [];
  ctx.textAlign = "center";
  for (const metres of marksOf(view)) {
    ring(ctx, view, metres, look, [], 0.22);
    const spots = turns.map((turn) => onRing(view, metres, turn));
    const spot = spots.find(([x, y]) => placed.every((other) => isApart(other, [x, y], look.size))) ?? spots[0];
    placed.push(spot);
    word(ctx, t("map.metres", { value: number(metres) }), ...spot, quiet(look));
  }
}

function onRing(view, metres, turn) {
  const far = view.scale(metres);
  return [view.middle[0] + far * Math.sin(turn), view.middle[1] - far * Math.cos(turn)];
}

const isApart = ([x, y], [ox, oy], size) => Math.abs(x - ox) > 46 * size || Math.abs(y - oy) > 17 * size;

/** Round distances that are far enough apart on the map. */
function marksOf(view) {
  const marks = [];
  for (const metres of [...ROUND_METRES].reverse()) {
    const far = view.scale(metres);
    if (far > 0.9 * view.radius || far < 0.34 * view.radius) continue;
    if (!marks.length || view.scale(marks.at(-1)) - far > 0.12 * view.radius) marks.push(metres);
  }
  return marks;
}

/** Where each group stands at first: its bearing from the middle, and how far. */
function groupStarts(raid) {
  const { units, field } = raid;
  return raid.groups.map((name, g) => {
    const own = units.group.flatMap((group, i) => (group === g && units.side[i] === 0 && units.fit[0][i] >= 0 ? [i] : []));
    const east = own.reduce((sum, i) => sum + units.x[0][i] / 10 - field.x, 0);
    const north = own.reduce((sum, i) => sum + units.y[0][i] / 10 - field.y, 0);
    return { name: groupName(name), g, bearing: Math.atan2(east, north) };
  });
}

/** Directions by how much room there is for words, between the groups and the strongpoints. */
function freeBearings(raid) {
  const bearings = groupStarts(raid).map((one) => one.bearing);
  const posts = raid.field.station ? raid.places.x.slice(0, -1).map((x, p) => Math.atan2(x, raid.places.y[p])) : [];
  const apart = (one, other) => Math.abs(Math.atan2(Math.sin(one - other), Math.cos(one - other)));
  const room = (turn) =>
    Math.min(...bearings.map((other) => apart(turn, other)), ...posts.map((other) => 2 * apart(turn, other)));
  const turns = Array.from({ length: 24 }, (_, k) => ((k + 8) * Math.PI) / 12);
  return turns
    .map((turn) => [turn, room(turn)])
    .sort((one, other) => other[1] - one[1])
    .map(([turn]) => turn);
}

function scaleBar(ctx, view, look) {
  const metres = ROUND_METRES.findLast((one) => view.scale(one) < 0.45 * view.radius) ?? ROUND_METRES[0];
  const [x, y, long] = [12, view.height - 12, view.scale(metres)];
  ctx.strokeStyle = look.ink;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x, y - 5);
  ctx.lineTo(x, y);
  ctx.lineTo(x + long, y);
  ctx.lineTo(x + long, y - 5);
  ctx.stroke();
  ctx.textAlign = "left";
  word(ctx, t("map.metres", { value: number(metres) }), x + 4, y - 11, { colour: look.ink, halo: look.ground });
}

function north(ctx, view, look) {
  const [x, y] = [view.width - 14, view.height - 14];
  ctx.textAlign = "center";
  word(ctx, t("map.north"), x, y, { colour: look.ink, halo: look.ground });
  ctx.fillStyle = look.ink;
  outline(ctx, "triangle", x, y - 14, 4);
  ctx.fill();
}

/** A pale mark where each squad stood at first. */
function starts(ctx, raid, view, look) {
  const { units } = raid;
  ctx.globalAlpha = 0.45;
  units.group.forEach((group, i) => {
    if (units.side[i] !== 0 || units.fit[0][i] < 0) return;
    const { colour, marker } = groupLook(group);
    ctx.strokeStyle = look.dark ? worded(colour, true) : colour;
    ctx.lineWidth = 1;
    outline(ctx, marker, ...view.at(units.x[0][i] / 10, units.y[0][i] / 10), 2.6);
    ctx.stroke();
  });
  ctx.globalAlpha = 1;
}

/** Each group's name on the side it comes from. */
function names(ctx, raid, view, look) {
  ctx.font = look.type(13, 700);
  ctx.textAlign = "center";
  const placed = [];
  for (const { name, g, bearing } of groupStarts(raid)) {
    const [x, y] = rim(ctx, view, raid, bearing, name);
    const crowd = placed.filter((other) => Math.hypot(other[0] - x, other[1] - y) < 15).length;
    placed.push([x, y]);
    word(ctx, name, x, y + (y < view.height / 2 ? 15 : -15) * crowd, {
      colour: worded(groupLook(g).colour, look.dark),
      halo: look.ground,
      width: 4,
    });
  }
}

/** Outside the start ring, but on the map. */
function rim(ctx, view, raid, bearing, name) {
  const half = ctx.measureText(name).width / 2;
  const [east, north] = [Math.sin(bearing), Math.cos(bearing)];
  const far = view.scale(raid.field.start) + 14 + half * Math.abs(east);
  const most = Math.min((view.width / 2 - half - 8) / Math.abs(east), (view.height / 2 - 13) / Math.abs(north));
  return [view.middle[0] + Math.min(far, most) * east, view.middle[1] - Math.min(far, most) * north];
}

function pointToStation(ctx, raid, view, look) {
  const [x, y] = [12, view.height / 2];
  ctx.font = look.type(12);
  ctx.textAlign = "left";
  word(ctx, t("map.station_away", { value: number(raid.field.x) }), x + 10, y, { colour: look.ink, halo: look.ground });
  ctx.fillStyle = look.ink;
  outline(ctx, "left", x, y, 5);
  ctx.fill();
}
