// Where on the map a place in the field lies, at three ways of looking.

export const VIEWS = ["overview", "field", "station"];

const MIDDLE_ENLARGED = 0.5; // distances grow with their square root, so that the station and the far start are both legible

/** From metres to pixels. `at(x, y)`, `scale(metres)` from the middle, `true`: whether a metre is as long everywhere. */
export function projection(field, view, width, height) {
  const power = view === "overview" ? MIDDLE_ENLARGED : 1;
  const far = view === "station" ? field.close_half : field.half;
  const radius = 0.5 * Math.min(width, height);
  const middle = [width / 2, height / 2];
  const scale = (metres) => radius * (metres / far) ** power;
  const at = (x, y) => {
    const [east, north] = [x - field.x, y - field.y];
    const metres = Math.hypot(east, north);
    const pixels = metres > 0 ? scale(metres) / metres : 0;
    return [middle[0] + east * pixels, middle[1] - north * pixels];
  };
  return { at, scale, radius, middle, width, height, far, true: power === 1 };
}

/** How large is a building drawn, in pixels? Smaller where many stand on the ring. */
export function boxOf(raid, view) {
  if (view.true) return Math.max(5, view.scale(raid.field.box));
  const strongpoints = raid.places.x.length - 1;
  const apart = strongpoints > 1 ? 2 * view.scale(raid.field.ring) * Math.sin(Math.PI / strongpoints) : view.radius;
  return Math.max(8, Math.min(0.145 * view.radius, 0.6 * apart));
}

/** Steps along a sunflower's spiral, so that units in one place can be told apart; wider at the buildings, where many meet. */
export function aside(i, raid, radius, [x, y]) {
  const units = raid.units.people.length;
  const [far, turn] = [0.045 * radius * (1 + 3 * closeness(raid, x, y)) * Math.sqrt(i / Math.max(1, units)), 2.399963 * i];
  return [far * Math.cos(turn), far * Math.sin(turn)];
}

/** How close to a building is this place: 1 in its middle, 0 from some metres on. */
function closeness({ field, places }, x, y) {
  if (!field.station) return 0;
  const nearest = Math.min(...places.x.map((east, p) => Math.hypot(x - east, y - places.y[p])));
  return Math.max(0, 1 - nearest / (0.4 * field.ring));
}
