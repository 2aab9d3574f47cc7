// The buildings of the station as gauges.

import { peopleInside } from "./moments.js";
import { boxOf } from "./projection.js";
import { word } from "./signs.js";

const GARRISON = "#0072b2"; // in both themes: white numbers stand on it
const LEAST_WITH_NUMBERS = 13; // pixels

/** Each building filled as high as its walls are strong; a cross over those that attackers hold; the people inside. */
export function drawPlaces(ctx, raid, frame, view, look) {
  if (!raid.field.station) return;
  const [box, inside] = [boxOf(raid, view), peopleInside(raid, frame.k)];
  raid.places.x.forEach((east, p) => {
    const size = box * (raid.places.main[p] ? 1.3 : 1);
    const [x, y] = view.at(east, raid.places.y[p]);
    gauge(ctx, x - size / 2, y - size / 2, size, raid.places.left[frame.k][p] / 100, look);
    if (raid.places.taken[frame.k][p]) crossed(ctx, x - size / 2, y - size / 2, size, look);
    if (size < LEAST_WITH_NUMBERS) return;
    if (!raid.places.main[p]) numbered(ctx, p + 1, x, y - size / 2, look);
    if (inside[p]) badge(ctx, inside[p], x, y, size, look);
  });
}

function gauge(ctx, x, y, size, left, look) {
  ctx.fillStyle = look.building;
  ctx.fillRect(x, y, size, size);
  ctx.fillStyle = look.strength;
  ctx.fillRect(x, y + size * (1 - left), size, size * left);
  ctx.strokeStyle = look.outline;
  ctx.lineWidth = 1.25;
  ctx.strokeRect(x, y, size, size);
}

function crossed(ctx, x, y, size, look) {
  for (const [colour, width] of [
    [look.rim, 4.5],
    [look.attackers, 2.5],
  ]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y);
    ctx.lineTo(x, y + size);
    ctx.stroke();
  }
}

function numbered(ctx, text, x, top, look) {
  ctx.font = look.type(11);
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  word(ctx, text, x, top - 3, { colour: look.ink, halo: look.ground });
}

/** How many are inside, on the colour of the garrison. */
function badge(ctx, people, x, y, size, look) {
  const text = String(people);
  const high = Math.max(12, Math.min(18, 0.62 * size));
  ctx.font = `700 ${Math.round(0.82 * high)}px ${look.font}`;
  const wide = Math.max(high, 6 + 0.5 * high * text.length);
  ctx.fillStyle = GARRISON;
  ctx.beginPath();
  ctx.roundRect(x - wide / 2, y - high / 2, wide, high, 2);
  ctx.fill();
  ctx.fillStyle = "#ffffff";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5);
}
