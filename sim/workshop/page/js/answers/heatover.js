// What lies over the squares: the line of one half, and where the side stands now; and the key to both.

import { make } from "../frame/made.js";
import { number, t } from "../frame/words.js";
import { draw } from "../frame/drawn.js";
import { standing } from "../controls/levels.js";
import { colourOf, isDark } from "./heatcolour.js";
import { contour } from "./contour.js";

/** Where a value lies, in squares from the first: between the middles of two levels. */
function position(levels, value) {
  const k = levels.findIndex((level) => level >= value);
  if (k === -1) return levels.length - 0.5;
  if (k === 0) return 0.5;
  return k - 0.5 + (value - levels[k - 1]) / (levels[k] - levels[k - 1]);
}

/** Both ends of where the side stands on an axis, as shares of its length. */
const ends = (map, axis) => standing(map.side, map[axis]).map((value) => position(map.levels[axis], value) / map.levels[axis].length);
const isRange = (map, axis) => standing(map.side, map[axis])[0] !== standing(map.side, map[axis])[1];

function placed(kind, style) {
  const one = make("span", { class: kind });
  for (const [name, share] of Object.entries(style)) one.style[name] = `${100 * share}%`;
  return one;
}

/** A ring, and a pointer at each edge; a band where the scenario has a range. */
function here(map) {
  const [[left, right], [low, high]] = [ends(map, "x"), ends(map, "y")];
  const [x, y] = [(left + right) / 2, (low + high) / 2];
  const bands = [isRange(map, "x") ? placed("heat-band", { left, width: right - left, top: 0, height: 1 }) : null, isRange(map, "y") ? placed("heat-band", { left: 0, width: 1, bottom: low, height: high - low }) : null];
  return [...bands.filter(Boolean), placed("heat-at heat-at-top", { left: x }), placed("heat-at heat-at-bottom", { left: x }), placed("heat-at heat-at-left", { bottom: y }), placed("heat-at heat-at-right", { bottom: y }), placed("heat-ring", { left: x, bottom: y })];
}

function line(map) {
  const [width, height] = [map.levels.x.length, map.levels.y.length];
  const path = contour(width, height, (x, y) => map.cells.get(`${x} ${height - 1 - y}`)?.share);
  const box = { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" };
  return draw("svg", box, draw("path", { d: path, class: "half-halo" }), draw("path", { d: path, class: "half" }));
}

export const overlay = (map) => [line(map), ...here(map)];

function steps() {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const one = make("span", { class: isDark(share) ? "dark" : "" }, number(100 * share));
    one.style.background = colourOf(share);
    return one;
  });
}

/** What colours and lines mean. */
export function heatKey(map) {
  const half = draw("svg", { class: "sign", viewBox: "0 0 24 12", "aria-hidden": "true" }, draw("path", { d: "M0 6H24", class: "half-halo" }), draw("path", { d: "M0 6H24", class: "half" }));
  const where = t(["x", "y"].some((axis) => isRange(map, axis)) ? "heat.band" : "heat.here", { side: map.side.toUpperCase() });
  return make(
    "div", { class: "heat-key small" },
    make("span", { class: "row" }, make("span", { class: "heat-steps" }, steps()), t("heat.scale", { raids: map.raids })),
    make("span", { class: "row" }, half, t("heat.contour")), make("span", { class: "row" }, make("span", { class: "heat-ring heat-ring-sign", "aria-hidden": "true" }), where),
  );
}
