// The map of one side's campaign at the end of a week.

import { palette } from "../frame/palette.js";
import { layer, surfaceOf } from "../frame/surface.js";
import { number, t } from "../frame/words.js";
import { step } from "../frame/drawn.js";
import { word } from "../raid/signs.js";
import { followed } from "./followed.js";
import { raidsOf } from "./moment.js";
import { airfieldSign, baseSign, groupSign, postSign, raidSign } from "./postsigns.js";
import { weeks } from "./weeks.js";

const MARGIN = 18; // pixels around everything
const NARROW = 330; // pixels, below which signs are smaller

/** A map on this canvas: `draw()` it. */
export function postMapOn(canvas, side) {
  const still = layer();
  const map = { draw: () => {} };
  const surface = surfaceOf(canvas, () => map.draw());
  map.draw = () => draw(surface, followed[side], still);
  return map;
}

/** From kilometres to pixels, as long in both directions, north at the top. */
function projection({ posts, groups, bases, airfields }, width, height) {
  const [xs, ys] = ["x", "y"].map((axis) => [posts, groups, bases, airfields].flatMap((some) => some[axis]));
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 2 * MARGIN) / (east - west), (height - 2 * MARGIN) / (north - south));
  const at = (x, y) => [width / 2 + (x - (west + east) / 2) * scale, height / 2 - (y - (south + north) / 2) * scale];
  return { at, scale, width, height };
}

function draw({ ctx, width, height, ...surface }, course, still) {
  ctx.clearRect(0, 0, width, height);
  if (!course || !width) return;
  const look = palette();
  const view = projection(course, width, height);
  const size = width < NARROW ? 0.85 : 1.15;
  still({ ctx, width, height, ...surface }, [course, width, height, look, document.documentElement.lang], (sheet) => drawGround(sheet, course, view, look));
  course.standings[weeks.now].forEach((standing, p) => postSign(ctx, course.posts.kind[p], standing, view.at(course.posts.x[p], course.posts.y[p]), look, size));
  for (const { post, taken } of raidsOf(course, weeks.now)) raidSign(ctx, view.at(course.posts.x[post], course.posts.y[post]), taken, look, size);
}

const places = (some, view) => some.x.map((x, k) => view.at(x, some.y[k]));

/** What stays as it is. */
function drawGround(ctx, course, view, look) {
  ctx.strokeStyle = look.ring;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const [x, y, tx, ty] of course.roads) {
    ctx.moveTo(...view.at(x, y));
    ctx.lineTo(...view.at(tx, ty));
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
  for (const place of places(course.bases, view)) baseSign(ctx, place, look);
  for (const place of places(course.airfields, view)) airfieldSign(ctx, place, look);
  for (const place of places(course.groups, view)) groupSign(ctx, place, look);
  drawScale(ctx, view, look);
}

function drawScale(ctx, { scale, width, height }, look) {
  const km = step(width / 3 / scale, 1);
  const [x, y] = [10, height - 10];
  ctx.strokeStyle = look.ink;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x, y - 4);
  ctx.lineTo(x, y);
  ctx.lineTo(x + km * scale, y);
  ctx.lineTo(x + km * scale, y - 4);
  ctx.stroke();
  ctx.font = look.type(11);
  ctx.textAlign = "left";
  word(ctx, t("campaign.km", { n: number(km) }), x + 4, y - 5, { colour: look.ink, halo: look.ground });
}
