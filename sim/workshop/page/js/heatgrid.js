// The squares of the map of two controls: colours, numbers, the line of one half, the cross, and the way through them by keyboard.

import { make } from "./made.js";
import { number, t } from "./words.js";
import { ofHundred } from "./told.js";
import { draw } from "./drawn.js";
import { nameOf, said, short, standing, titled } from "./levels.js";
import { colourOf, isDark } from "./heatcolour.js";
import { contour } from "./contour.js";

const focus = { x: 0, y: 0 }; // the square that the keyboard is on
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const cellAt = (map, x, y) => map.cells.get(`${x} ${y}`);

/** The nearest square that is known, while this one is not. */
function nearest(map, x, y) {
  const known = [...map.cells.keys()].map((key) => key.split(" ").map(Number));
  const far = ([i, j]) => (i - x) ** 2 + (j - y) ** 2;
  const best = known.reduce((one, other) => (one && far(one) <= far(other) ? one : other), null);
  return best && cellAt(map, ...best);
}

function label(map, x, y, cell) {
  const where = { x: `${nameOf(map.x)} ${said(map.x, map.levels.x[x])}`, y: `${nameOf(map.y)} ${said(map.y, map.levels.y[y])}` };
  if (!cell) return t("heat.unknown", where);
  return t("heat.cell", { ...where, n: ofHundred(cell.share), low: number(100 * cell.low), high: number(100 * cell.high) });
}

function square(map, x, y, use) {
  const cell = cellAt(map, x, y);
  const guess = cell ?? nearest(map, x, y);
  const words = label(map, x, y, cell);
  const made = make("button", { class: "cell", role: "gridcell", "aria-label": words, title: words, tabindex: x === focus.x && y === focus.y ? "0" : "-1", onclick: () => use(x, y) });
  made.dataset.at = `${x} ${y}`;
  if (guess) made.style.background = colourOf(guess.share, cell ? 0 : 0.65);
  if (cell) made.append(number(100 * cell.share));
  made.classList.toggle("dark", Boolean(cell) && isDark(cell.share));
  return made;
}

function go(event, map) {
  const step = STEPS[event.key];
  const at = event.target.dataset?.at?.split(" ").map(Number);
  if (!step || !at) return;
  event.preventDefault();
  event.stopPropagation(); // the raid's own keys
  const [x, y] = [at[0] + step[0], at[1] + step[1]];
  const next = event.currentTarget.querySelector(`[data-at="${x} ${y}"]`);
  if (!next) return;
  event.target.tabIndex = -1;
  Object.assign(focus, { x, y });
  next.tabIndex = 0;
  next.focus();
}

/** Where a value lies in squares from the left (or from below): between the middles of two levels. */
function position(levels, value) {
  const k = levels.findIndex((level) => level >= value);
  if (k === -1) return levels.length - 0.5;
  if (k === 0) return 0.5;
  return k - 0.5 + (value - levels[k - 1]) / (levels[k] - levels[k - 1]);
}

/** A cross where the side stands now; a band where it has a range. */
function cross(map) {
  const [width, height] = [map.levels.x.length, map.levels.y.length];
  const [left, right] = standing(map.side, map.x).map((value) => position(map.levels.x, value));
  const [low, high] = standing(map.side, map.y).map((value) => height - position(map.levels.y, value));
  const across = { x: 0, y: high, width, height: low - high, class: "band" };
  const up = { x: left, y: 0, width: right - left, height, class: "band" };
  const [x, y] = [(left + right) / 2, (low + high) / 2];
  const lines = `M${x} 0V${height}M0 ${y}H${width}`;
  const bands = [low - high ? draw("rect", across) : null, right - left ? draw("rect", up) : null];
  return [...bands, draw("path", { d: lines, class: "cross-halo" }), draw("path", { d: lines, class: "cross" })];
}

function overlay(map) {
  const [width, height] = [map.levels.x.length, map.levels.y.length];
  const half = contour(width, height, (i, j) => cellAt(map, i, height - 1 - j)?.share);
  const box = { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", class: "overlay", "aria-hidden": "true" };
  return draw("svg", box, cross(map), draw("path", { d: half, class: "half-halo" }), draw("path", { d: half, class: "half" }));
}

const ticks = (levels, from) => levels.map((level, k) => make("span", {}, (levels.length > 9 && (k - from) % 2 ? "" : short(level))));

/** The whole map; `use(x, y)` is called with the square that was chosen. */
export function heatGrid(map, use) {
  const [width, height] = [map.levels.x.length, map.levels.y.length];
  Object.assign(focus, { x: Math.min(focus.x, width - 1), y: Math.min(focus.y, height - 1) });
  const held = document.activeElement?.dataset?.at && document.activeElement.closest("#heat") ? document.activeElement.dataset.at : null;
  const rows = [...Array(height).keys()].reverse().map((y) => make("div", { role: "row", class: "cells" }, [...Array(width).keys()].map((x) => square(map, x, y, use))));
  const names = { x: titled(map.x), y: titled(map.y) };
  const grid = make("div", { role: "grid", class: "grid", "aria-label": t("heat.grid", names), onkeydown: (event) => go(event, map) }, rows);
  const framed = make(
    "div", { class: `heat ${width > 9 ? "fine" : ""}` },
    make("p", { class: "up small" }, names.y), make("div", { class: "up-ticks tiny", "aria-hidden": "true" }, ticks(map.levels.y, 0).reverse()),
    make("div", { class: "squares" }, grid, overlay(map)), make("div", { class: "across-ticks tiny", "aria-hidden": "true" }, ticks(map.levels.x, 0)), make("p", { class: "across small" }, names.x),
  );
  if (held) requestAnimationFrame(() => framed.querySelector(`[data-at="${held}"]`)?.focus());
  return framed;
}

/** What colours and lines mean. */
export function heatScale(map) {
  const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const one = make("span", { class: isDark(share) ? "dark" : "" }, number(100 * share));
    one.style.background = colourOf(share);
    return one;
  });
  const ranged = ["x", "y"].some((axis) => standing(map.side, map[axis])[0] !== standing(map.side, map[axis])[1]);
  const sign = (name) => draw("svg", { class: "sign", viewBox: "0 0 24 12", "aria-hidden": "true" }, draw("path", { d: "M0 6H24", class: `${name}-halo` }), draw("path", { d: "M0 6H24", class: name }));
  return make(
    "div", { class: "heat-scale small" },
    make("span", { class: "steps" }, steps), make("span", {}, t("heat.scale")),
    make("span", { class: "row" }, sign("half"), t("heat.contour")), make("span", { class: "row" }, sign("cross"), t(ranged ? "heat.band" : "heat.here", { side: map.side.toUpperCase() })),
  );
}
