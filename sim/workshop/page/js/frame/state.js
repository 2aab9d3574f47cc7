// What the page shows: two settings, one luck. Everything else follows from it.

import { has } from "./words.js";

export const SIDES = ["a", "b"];

/** What the server offers: controls, scenarios, languages, limits. Filled once at the start. */
export const offer = {};

export const state = {
  a: { scenario: "", controls: {} },
  b: { scenario: "", controls: {} },
  seed: 1,
  raid: 0,
  language: "en",
  lesson: null, // the open lesson, or null
  hidden: false, // whether the odds wait for a prediction
};

/** Is the open lesson about campaigns? The others are about raids. */
export const playsCampaigns = () => state.lesson?.plays === "campaigns";

const listeners = new Map();

/** Be told of: `setting` {side, dragging}, `luck`, `raid` {side}, `odds` {side}, `time`, `lesson`, `language`, `hidden`, `look`, `campaign`, `week`. */
export function on(name, told) {
  if (!listeners.has(name)) listeners.set(name, []);
  listeners.get(name).push(told);
}

export function say(name, detail = {}) {
  for (const told of listeners.get(name) || []) told(detail);
}

export const scenarioOf = (side) => offer.scenarios.find((one) => one.name === state[side].scenario);
export const controlOf = (id) => offer.controls.find((one) => one.id === id);

/** Where a control stands: moved, or as the scenario has it (a number, [low, high], or a word). */
export const valueOf = (side, id) => state[side].controls[id] ?? scenarioOf(side).values[id];
export const isMoved = (side, id) => id in state[side].controls;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const differs = (id) => !same(valueOf("a", id), valueOf("b", id));

/** Move a control; back to the scenario's own value, or null, and it counts as not moved. */
export function move(side, id, value, dragging = false) {
  const controls = { ...state[side].controls };
  if (value === null || value === scenarioOf(side).values[id]) delete controls[id];
  else controls[id] = value;
  state[side] = { ...state[side], controls };
  say("setting", { side, dragging });
}

export function choose(side, scenario, controls = {}) {
  state[side] = { scenario, controls: { ...controls } };
  say("setting", { side, dragging: false });
}

export function copy(from, to) {
  choose(to, state[from].scenario, state[from].controls);
}

export function setLuck(seed, raid) {
  state.seed = seed;
  state.raid = raid;
  say("luck");
}

export function hide(hidden) {
  state.hidden = hidden;
  say("hidden");
}

export const sameOnBoth = () => same(state.a.scenario, state.b.scenario) && offer.controls.every((control) => !differs(control.id));

export const titleKey = (name) => (has(`scenarios.${name}.title`) ? `scenarios.${name}.title` : name);
