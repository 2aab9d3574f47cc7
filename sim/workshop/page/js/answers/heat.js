// The map of two controls: what is asked for, how far it is, and the map itself.

import { lines } from "../frame/api.js";
import { make } from "../frame/made.js";
import { SIDES, choose, offer, on, state } from "../frame/state.js";
import { t } from "../frame/words.js";
import { notice } from "../frame/notice.js";
import { coverable } from "./covered.js";
import { levelsOf, named, nameOf, numeric } from "../controls/levels.js";
import { heatGrid, paintHeat } from "./heatgrid.js";
import { heatKey } from "./heatover.js";
import { heatTable } from "./heattable.js";
import { soon } from "../frame/soon.js";

const SIZES = { coarse: 9, fine: 15 };
const RAIDS = { coarse: 100, fine: 60 }; // of each square; the server has bounds on the work
const wish = { x: "fighters", y: "walls", side: "a", size: "coarse" };
const parts = {};
let map = null; // the map that is shown: its axes, its setting, its cells
let control = null;

export function buildHeat() {
  const section = document.getElementById("heat");
  section.classList.add("panel");
  section.replaceChildren(make("h2", {}, t("heat.title")), make("p", { class: "soft small" }, t("heat.lead")));
  for (const name of ["progress", "map", "said"]) parts[name] = make("div", { class: `heat-${name}` });
  parts.said.setAttribute("role", "status");
  coverable(section, form(), parts.progress, parts.map, parts.said);
  if (map) build();
}

function chooser(name, label, options) {
  const change = (event) => (wish[name] = event.target.value);
  const made = options.map(([value, text]) => make("option", { value, selected: wish[name] === value }, text));
  return make("label", { class: "labelled" }, make("span", { class: "small soft" }, label), make("select", { onchange: change, name: `heat-${name}` }, made));
}

function form() {
  const controls = numeric().map(({ id }) => [id, nameOf(id)]);
  const sizes = Object.keys(SIZES).map((size) => [size, t(`heat.${size}`)]);
  return make(
    "form", { class: "heat-form", onsubmit: start },
    chooser("x", t("heat.x"), controls), chooser("y", t("heat.up"), controls),
    chooser("side", t("heat.side"), SIDES.map((side) => [side, side.toUpperCase()])), chooser("size", t("heat.detail"), sizes),
    make("button", { type: "submit", class: "primary" }, t("heat.draw")),
  );
}

function start(event) {
  event.preventDefault();
  if (wish.x === wish.y) return notice(t("heat.same"));
  control?.abort();
  control = new AbortController();
  const levels = { x: levelsOf(wish.x, SIZES[wish.size]), y: levelsOf(wish.y, SIZES[wish.size]) };
  const raids = Math.min(RAIDS[wish.size], offer.limits.cell_raids);
  map = { ...wish, levels, raids, setting: state[wish.side], key: keyOf(wish), cells: new Map(), done: 0, of: levels.x.length * levels.y.length, busy: true };
  build();
  follow(map, control.signal);
}

/** The map's frame, once; its squares are painted as they come. */
function build() {
  map.grid = heatGrid(map, use);
  for (const name of ["stale", "key", "table"]) parts[name] = make("div");
  parts.map.replaceChildren(parts.stale, map.grid, parts.key, make("p", { class: "small soft" }, t("heat.use", { side: map.side.toUpperCase() })), parts.table);
  redraw();
}

/** Everything but the two controls that the map is of. */
function keyOf({ side, x, y }) {
  const others = Object.entries(state[side].controls).filter(([id]) => id !== x && id !== y);
  return JSON.stringify([state[side].scenario, others.sort(), state.seed]);
}

async function follow(own, signal) {
  const axis = (name) => ({ control: own[name], levels: own.levels[name] });
  const asked = { setting: own.setting, seed: state.seed, raids: own.raids, x: axis("x"), y: axis("y") };
  try {
    for await (const line of lines("/api/heat", asked, signal)) {
      own.done = line.done;
      for (const [ix, iy, share, low, high] of line.cells) own.cells.set(`${ix} ${iy}`, { share, low, high });
      redrawSoon();
    }
  } catch (error) {
    if (error.name !== "AbortError") notice(error.message);
  }
  own.busy = false;
  redrawSoon();
}

function progress() {
  if (!map?.busy) return [];
  const bar = make("progress", { value: map.done, max: map.of, "aria-label": t("heat.title") });
  return [make("div", { class: "row" }, bar, t("heat.playing", { done: map.done, of: map.of }), make("button", { onclick: () => control.abort() }, t("heat.stop")))];
}

/** A square was chosen: its side moves there. */
function use(ix, iy) {
  const [x, y] = [map.levels.x[ix], map.levels.y[iy]];
  choose(map.side, state[map.side].scenario, { ...state[map.side].controls, [map.x]: x, [map.y]: y });
  parts.said.textContent = t("heat.chosen", { side: map.side.toUpperCase(), x: named(map.x, x), y: named(map.y, y) });
}

function redraw() {
  parts.progress.replaceChildren(...progress());
  paintHeat(map);
  parts.stale.replaceChildren(...(map.key === keyOf(map) ? [] : [make("p", { class: "stale small" }, t("heat.stale"))]));
  parts.key.replaceChildren(heatKey(map));
  if (!map.busy) parts.table.replaceChildren(heatTable(map));
}

const redrawSoon = soon(redraw);
on("setting", () => map && redrawSoon());
on("luck", () => map && redrawSoon());
