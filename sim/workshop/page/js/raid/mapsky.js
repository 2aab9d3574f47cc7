// Night, rain and aircraft over the map.

import { valueAt } from "./moments.js";
import { helicopter } from "./signs.js";

const STREAKS = 150; // in a cloudburst
const MOST_AIRCRAFT = 6;
const DROPS = Array.from({ length: STREAKS }, (_, k) => [
  (k * 0.754877666) % 1,
  (k * 0.569840291 + 0.31 * ((k * k) % 7)) % 1,
  0.8 + 0.4 * ((k * 0.381966) % 1),
]);

/** A veil as dark as it is, and rain as heavy as it is. `beat` moves what falls and turns. */
export function drawWeather(ctx, raid, frame, view, look, beat) {
  ctx.globalAlpha = 0.5 * (1 - valueAt(raid, "light", frame));
  ctx.fillStyle = look.night;
  ctx.fillRect(0, 0, view.width, view.height);
  const rain = valueAt(raid, "rain", frame);
  ctx.globalAlpha = 0.55;
  ctx.strokeStyle = look.rain;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const [x, y, pace] of DROPS.slice(0, Math.round(rain * STREAKS))) streak(ctx, view, x, (y + pace * beat) % 1);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

function streak(ctx, view, x, y) {
  const [left, top] = [x * (view.width + 20) - 10, y * (view.height + 24) - 12];
  ctx.moveTo(left + 3, top);
  ctx.lineTo(left, top + 11);
}

/** Aircraft overhead circle around the station. */
export function drawAircraft(ctx, raid, frame, view, look, beat) {
  if (valueAt(raid, "aircraft_overhead", frame) <= 0) return;
  const count = Math.max(1, Math.min(MOST_AIRCRAFT, raid.help.aircraft));
  const [far, size] = [0.6 * view.radius, Math.max(9, 0.062 * view.radius)];
  for (let k = 0; k < count; k += 1) {
    const turn = 0.7 * beat + (2 * Math.PI * k) / count;
    const [x, y] = [view.middle[0] + far * Math.cos(turn), view.middle[1] + far * Math.sin(turn)];
    helicopter(ctx, x, y, size, turn + Math.PI / 2, 5 * beat + k, { ink: look.dark ? "#eaf6ff" : "#0b2f45", disc: look.air });
  }
}
