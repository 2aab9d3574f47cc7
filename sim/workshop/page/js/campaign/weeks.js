// The week that both maps show, and whether time runs. While a bet waits, it is the first.

import { on, say, state } from "../frame/state.js";
import { followed } from "./followed.js";

const A_SECOND = 4; // weeks, while time runs

export const weeks = { now: 0, playing: false };

let timer = null;

export const lastWeek = () => followed.a?.weeks ?? 0;

export function setWeek(week) {
  weeks.now = state.hidden ? 0 : Math.min(Math.max(0, Math.round(week)), lastWeek());
  say("week");
}

export function playWeeks(playing) {
  if (playing && (state.hidden || !lastWeek())) return;
  clearInterval(timer);
  weeks.playing = playing;
  if (playing && weeks.now >= lastWeek()) weeks.now = 0;
  if (playing) timer = setInterval(run, 1000 / A_SECOND);
  say("week");
}

export function stepWeek(direction) {
  playWeeks(false);
  setWeek(weeks.now + direction);
}

export function firstWeek() {
  playWeeks(false);
  setWeek(0);
}

function run() {
  setWeek(weeks.now + 1);
  if (weeks.now >= lastWeek()) playWeeks(false);
}

for (const name of ["lesson", "hidden"]) on(name, firstWeek);
