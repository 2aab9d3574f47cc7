// The minute that both sides show, and whether time runs.

import { SIDES, on, say } from "../frame/state.js";
import { played } from "./played.js";

export const clock = { minute: 0, playing: false, speed: 10 }; // speed: minutes of the raid a second

let last = null;

export function lastMinute() {
  return Math.max(...SIDES.map((side) => played[side].raid?.minutes.at(-1) ?? 0), 0);
}

export function setMinute(minute) {
  clock.minute = Math.min(Math.max(0, minute), lastMinute());
  say("time");
}

export function play(playing) {
  if (playing && clock.minute >= lastMinute()) clock.minute = 0;
  clock.playing = playing;
  last = null;
  if (playing) requestAnimationFrame(run);
  say("time");
}

export function setSpeed(speed) {
  clock.speed = speed;
  say("time");
}

/** To the next moment (or the one before) at which anything was recorded on either side. */
export function step(direction) {
  play(false);
  const minutes = SIDES.flatMap((side) => [...(played[side].raid?.minutes ?? [])]).sort((one, other) => one - other);
  const ahead = direction > 0 ? minutes.find((m) => m > clock.minute + 1e-9) : minutes.findLast((m) => m < clock.minute - 1e-9);
  if (ahead !== undefined) setMinute(ahead);
}

function run(now) {
  if (!clock.playing) return;
  if (last !== null) setMinute(clock.minute + (clock.speed * Math.min(now - last, 100)) / 1000);
  last = now;
  if (clock.minute >= lastMinute()) play(false);
  else requestAnimationFrame(run);
}

on("raid", () => setMinute(clock.minute));
