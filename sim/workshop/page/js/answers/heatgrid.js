// The squares of the map of two controls: colours, numbers, and the way through them by keyboard.

import { make } from "../frame/made.js";
import { number, t } from "../frame/words.js";
import { ofHundred } from "../frame/told.js";
import { named, tick, titled } from "../controls/levels.js";
import { colourOf, isDark } from "./heatcolour.js";
import { overlay } from "./heatover.js";

const MANY = 9; // levels of which each has a label
const PALE = 0.65;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const cellAt = (map, x, y) => map.cells.get(`${x} ${y}`);

/** The nearest square that is known, while this one is not. */
function nearest(map, x, y) {
  const far = (key) => key.split(" ").map(Number).reduce((sum, at, k) => sum + (at - (k ? y : x)) ** 2, 0);
  const best = [...map.cells.keys()].reduce((one, other) => (one && far(one) <= far(other) ? one : other), null);
  return best && map.cells.get(best);
}

function label(map, x, y, cell) {
  const where = { x: named(map.x, map.levels.x[x]), y: named(map.y, map.levels.y[y]) };
  if (!cell) return t("heat.unknown", where);
  return t("heat.cell", { ...where, n: ofHundred(cell.share), low: number(100 * cell.low), high: number(100 * cell.high) });
}

function square(x, y, use) {
  const made = make("button", { class: "cell", role: "gridcell", tabindex: x + y ? "-1" : "0", onclick: () => use(x, y) });
  made.dataset.at = `${x} ${y}`;
  return made;
}

function paint(map, button) {
  const [x, y] = button.dataset.at.split(" ").map(Number);
  const cell = cellAt(map, x, y);
  const shown = cell ?? nearest(map, x, y);
  button.title = label(map, x, y, cell);
  button.setAttribute("aria-label", button.title);
  if (shown) button.style.background = colourOf(shown.share, cell ? 0 : PALE);
  if (!cell) return;
  button.textContent = number(100 * cell.share);
  button.classList.toggle("dark", isDark(cell.share));
  button.dataset.known = "";
}

function go(event) {
  const step = STEPS[event.key];
  const at = event.target.dataset?.at?.split(" ").map(Number);
  if (event.key === "Enter" || event.key === " ") event.stopPropagation(); // the raid's own keys
  if (!step || !at) return;
  event.preventDefault();
  event.stopPropagation();
  const next = event.currentTarget.querySelector(`[data-at="${at[0] + step[0]} ${at[1] + step[1]}"]`);
  if (!next) return;
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

const ticks = (map, axis) => map.levels[axis].map((level, k) => make("span", {}, map.levels[axis].length > MANY && k % 2 ? "" : tick(map[axis], level)));

/** The whole map, not painted yet; `use(x, y)` is called with the square that was chosen. */
export function heatGrid(map, use) {
  const [columns, rows] = [map.levels.x, map.levels.y].map((levels) => [...levels.keys()]);
  const names = { x: titled(map.x), y: titled(map.y) };
  const row = (y) => make("div", { role: "row", class: "cells" }, columns.map((x) => square(x, y, use)));
  const grid = make("div", { role: "grid", class: "grid", "aria-label": t("heat.grid", names), onkeydown: go }, rows.toReversed().map(row));
  return make(
    "div", { class: `heat ${columns.length > MANY ? "fine" : ""}` },
    make("p", { class: "up small" }, names.y), make("div", { class: "up-ticks tiny", "aria-hidden": "true" }, ticks(map, "y").reverse()),
    make("div", { class: "squares" }, grid, make("div", { class: "heat-over", "aria-hidden": "true" })),
    make("div", { class: "across-ticks tiny", "aria-hidden": "true" }, ticks(map, "x")), make("p", { class: "across small" }, names.x),
  );
}

/** Colours, numbers and lines as far as they are known. */
export function paintHeat(map) {
  map.grid.querySelectorAll(".cell:not([data-known])").forEach((button) => paint(map, button));
  map.grid.querySelector(".heat-over").replaceChildren(...overlay(map));
}
