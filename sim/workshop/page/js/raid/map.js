// The map of one side at the minute of the clock.

import { clock } from "./clock.js";
import { drawGround, drawLabels } from "./mapground.js";
import { drawPlaces } from "./mapplaces.js";
import { drawAircraft, drawWeather } from "./mapsky.js";
import { drawFire, drawTails, drawUnits, unitsAt } from "./mapunits.js";
import { frameAt, lastOf } from "./moments.js";
import { palette } from "../frame/palette.js";
import { played } from "./played.js";
import { projection } from "./projection.js";
import { layer, surfaceOf } from "../frame/surface.js";

/** Which way of looking is chosen, on both sides. */
export const looking = { view: "overview" };

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** A map on this canvas: `draw()` it, or ask what is `seen` on it. */
export function mapOn(canvas, side) {
  const [ground, labels] = [layer(), layer()];
  const map = { draw: () => {} };
  const surface = surfaceOf(canvas, () => map.draw());
  map.draw = () => draw(surface, side, ground, labels);
  map.seen = () => scene(surface, side);
  return map;
}

/** What the map shows now: the raid, its moment, the view, and everybody's place on it. */
function scene({ width, height }, side) {
  const { raid } = played[side];
  if (!raid || !width) return null;
  const frame = frameAt(raid, Math.min(clock.minute, lastOf(raid)));
  const view = projection(raid.field, looking.view, width, height);
  return { raid, frame, view, units: unitsAt(raid, frame, view) };
}

function draw(surface, side, ground, labels) {
  const [now, look] = [scene(surface, side), palette()];
  const { ctx, width, height } = surface;
  if (!now) return ctx.clearRect(0, 0, width, height);
  const { raid, frame, view, units } = now;
  const key = [raid, looking.view, width, height, look];
  const beat = still.matches ? 0 : clock.minute / clock.speed; // in seconds while time runs: nothing moves when it stands still
  ground(surface, key, (sheet) => drawGround(sheet, raid, view, look));
  drawWeather(ctx, raid, frame, view, look, beat);
  labels(surface, key, (sheet) => drawLabels(sheet, raid, view, look));
  drawTails(ctx, raid, frame, view, units, look);
  drawFire(ctx, raid, frame, view, look, beat);
  drawPlaces(ctx, raid, frame, view, look);
  drawUnits(ctx, raid, units, look);
  drawAircraft(ctx, raid, frame, view, look, beat);
}
