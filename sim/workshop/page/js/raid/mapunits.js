// Squads, sections and relief on the map, and what they fire at.

import { STANCE, placeOf } from "./moments.js";
import { groupLook, worded } from "../frame/palette.js";
import { aside } from "./projection.js";
import { outline } from "./signs.js";

const SQUAD = 0; // of the sides
const TAIL_FRAMES = 14;
const INSIDE = new Set([STANCE.assaulting, STANCE.holding]);
const WALKING = new Set([STANCE.approaching, STANCE.assaulting, STANCE.leaving, STANCE.moving]);

/** Whose sign is it, and which? */
function lookOf(raid, i, look) {
  const group = raid.units.group[i];
  if (raid.units.side[i] === SQUAD) return groupLook(group);
  return { colour: group < 0 ? look.relief : look.garrison, marker: group < 0 ? "plus" : "square" };
}

/** Everybody in the field, where the map has them; the garrison at its posts is counted in the buildings instead. */
export function unitsAt(raid, frame, view) {
  const { units } = raid;
  const most = Math.max(...units.people);
  const count = units.people.length;
  const crowd = count > 60 ? 0.8 : 1;
  const seen = [];
  for (let i = 0; i < count; i += 1) {
    const [stance, fit] = [units.stance[frame.k][i], units.fit[frame.k][i]];
    const down = fit < 0 && stance > STANCE.gone;
    if ((fit < 0 && !down) || stance === STANCE.manning) continue;
    const place = placeOf(raid, i, frame);
    const [x, y] = view.at(...place);
    const [dx, dy] = aside(i, raid, view.radius, place);
    const r = crowd * (0.6 + 0.4 * Math.min(1.6, view.radius / 200)) * (2.6 + 3.6 * Math.sqrt(Math.max(0, fit) / most));
    seen.push({ i, x: x + dx, y: y + dy, dx, dy, r, stance, fit, down, suppression: units.suppression[frame.k][i] / 100 });
  }
  return seen;
}

/** Their signs: larger if more are fit, paler if kept down, dark-rimmed in an assault, hollow when they leave. */
export function drawUnits(ctx, raid, seen, look) {
  for (const one of seen) {
    const { colour, marker } = lookOf(raid, one.i, look);
    if (one.down) nobodyLeft(ctx, one, look);
    else if (one.stance === STANCE.leaving) hollow(ctx, one, marker, colour, look);
    else full(ctx, one, marker, colour, look);
  }
  ctx.globalAlpha = 1;
}

function full(ctx, { x, y, r, stance, suppression }, marker, colour, look) {
  outline(ctx, marker, x, y, r);
  ctx.fillStyle = "#ffffff";
  ctx.fill();
  ctx.globalAlpha = 1 - 0.7 * suppression;
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = INSIDE.has(stance) ? look.assault : look.rim;
  ctx.lineWidth = INSIDE.has(stance) ? 2 : 1;
  ctx.stroke();
}

function hollow(ctx, { x, y, r }, marker, colour, look) {
  outline(ctx, marker, x, y, r);
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = look.ground;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = look.dark ? worded(colour, true) : colour;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([2.5, 1.5]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** A small cross: nobody fit is left of a squad or section. */
export function nobodyLeft(ctx, { x, y }, look) {
  ctx.strokeStyle = look.ink;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x - 3, y - 3);
  ctx.lineTo(x + 3, y + 3);
  ctx.moveTo(x + 3, y - 3);
  ctx.lineTo(x - 3, y + 3);
  ctx.stroke();
}

/** The last steps of who is on the move. */
export function drawTails(ctx, raid, frame, view, seen, look) {
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = 1.6;
  for (const { i, x, y, dx, dy, stance, down } of seen) {
    if (down || !WALKING.has(stance)) continue;
    ctx.strokeStyle = lookOf(raid, i, look).colour;
    ctx.beginPath();
    ctx.moveTo(x, y);
    for (let k = frame.k; k >= Math.max(0, frame.k - TAIL_FRAMES) && raid.units.fit[k][i] >= 0; k -= 1) {
      const [px, py] = view.at(raid.units.x[k][i] / 10, raid.units.y[k][i] / 10);
      ctx.lineTo(px + dx, py + dy);
    }
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** Short lines from who fired since the last frame towards their targets. `beat` moves them along. */
export function drawFire(ctx, raid, frame, view, look, beat) {
  const { units } = raid;
  const shots = units.fired[frame.k];
  if (!shots) return;
  ctx.lineCap = "round";
  for (let i = 0; i < shots.length; i += 1) {
    const target = units.target[frame.k][i];
    if (shots[i] <= 0 || target < 0) continue;
    ctx.strokeStyle = units.side[i] === SQUAD ? look.attackers : look.garrison;
    tracer(ctx, view.at(...placeOf(raid, i, frame)), view.at(...placeOf(raid, target, frame)), (beat * 1.3 + i * 0.618034) % 1);
  }
  ctx.lineCap = "butt";
  ctx.globalAlpha = 1;
}

function tracer(ctx, [x, y], [tx, ty], far) {
  const [from, to] = [Math.max(0, far - 0.16), far];
  ctx.lineWidth = 0.8;
  ctx.globalAlpha = 0.13;
  line(ctx, x, y, tx, ty);
  ctx.lineWidth = 1.6;
  ctx.globalAlpha = 0.85 * (1 - 0.6 * far);
  line(ctx, x + from * (tx - x), y + from * (ty - y), x + to * (tx - x), y + to * (ty - y));
}

function line(ctx, x, y, tx, ty) {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(tx, ty);
  ctx.stroke();
}
