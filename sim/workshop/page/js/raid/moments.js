// A raid at one minute, between the moments that were recorded.

export const STANCES = [
  "absent",
  "gone",
  "approaching",
  "firing",
  "assaulting",
  "holding",
  "leaving",
  "manning",
  "outside",
  "off_post",
  "moving",
];
export const STANCE = Object.fromEntries(STANCES.map((name, code) => [name, code]));

/** The last recorded frame not after this minute, and how far it is (0 to 1) to the next. */
export function frameAt(raid, minute) {
  const { minutes } = raid;
  let [low, high] = [0, minutes.length - 1];
  if (minute >= minutes[high]) return { k: high, next: high, far: 0 };
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (minutes[middle] <= minute) low = middle;
    else high = middle;
  }
  return { k: low, next: high, far: Math.max(0, (minute - minutes[low]) / (minutes[high] - minutes[low])) };
}

/** A value of the series; before the first tick it is that of the first. */
export function valueAt(raid, name, frame) {
  return raid.series[name][Math.max(0, frame.k - 1)];
}

/** Where a unit is, in metres; between two frames in which it is there, in between. */
export function placeOf(raid, i, { k, next, far }) {
  const { x, y, fit } = raid.units;
  const moves = fit[next][i] >= 0 ? far : 0;
  return [(x[k][i] + moves * (x[next][i] - x[k][i])) / 10, (y[k][i] + moves * (y[next][i] - y[k][i])) / 10];
}

/** How many fit people are at their posts in each building? */
export function peopleInside(raid, k) {
  const { units, places } = raid;
  const inside = places.x.map(() => 0);
  units.stance[k].forEach((stance, i) => {
    if (stance !== STANCE.manning || units.fit[k][i] < 0) return;
    const p = places.x.findIndex((x, q) => Math.hypot(units.x[k][i] / 10 - x, units.y[k][i] / 10 - places.y[q]) < 1);
    if (p >= 0) inside[p] += units.fit[k][i];
  });
  return inside;
}

/** How many strongpoints have fallen, of how many? The last building is the main one. */
export function fallen(raid, k) {
  const taken = raid.places.taken[k].slice(0, -1);
  return { taken: taken.filter(Boolean).length, of: taken.length, main: Boolean(raid.places.taken[k].at(-1)) };
}

const minuteOf = (raid, event) => raid.milestones.find((one) => one.event === event)?.minute;

/** What the aircraft do: `none`, `not_called`, `called`, `overhead`, `gone`. */
export function aircraftAt(raid, minute, frame) {
  if (valueAt(raid, "aircraft_overhead", frame) > 0) return "overhead";
  if (raid.help.aircraft === 0) return "none";
  const [called, first] = [minuteOf(raid, "call"), minuteOf(raid, "air_overhead")];
  if (called === undefined || minute < called) return "not_called";
  return first === undefined || minute < first ? "called" : "gone";
}

/** What the relief does: `none`, `not_called`, `called`, `blocked`, `there`. */
export function reliefAt(raid, minute) {
  if (raid.help.relief === 0) return "none";
  const by = (event) => (minuteOf(raid, event) ?? Infinity) <= minute;
  if (by("relief_landed")) return "there";
  if (by("relief_blocked")) return "blocked";
  return by("call") ? "called" : "not_called";
}

/** What a watch says then. */
export function watchAt(raid, minute) {
  const minutes = Math.floor(raid.start_hour * 60 + minute) % 1440;
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

export const NIGHT = 0.5; // less light is called night, as in the figures

export const lastOf = (raid) => raid.minutes.at(-1);
