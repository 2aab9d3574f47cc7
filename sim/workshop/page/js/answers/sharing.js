// What stands in the way, as the server shares it out: of each side how far it is, and the answer.

import { lines } from "../frame/api.js";
import { SIDES, offer, on, say, state } from "../frame/state.js";
import { notice } from "../frame/notice.js";

/** Of each side: `running` {done, of} or null, `answer` or null, and the `setting` it is an answer for. */
export const sharing = { a: { running: null, answer: null }, b: { running: null, answer: null } };

const controls = {};

const keyOf = (side) => JSON.stringify([state[side].scenario, Object.entries(state[side].controls).sort(), state.seed]);
export const isStale = (side) => sharing[side].answer !== null && sharing[side].key !== keyOf(side);

function tell(side, more) {
  Object.assign(sharing[side], more);
  say("shares", { side });
}

export function stopSharing(side) {
  controls[side]?.abort();
  tell(side, { running: null });
}

async function follow(side, signal) {
  const asked = { setting: state[side], seed: state.seed, raids: offer.limits.shares_raids };
  for await (const line of lines("/api/shares", asked, signal)) {
    if (signal.aborted) return;
    tell(side, line.rows ? { answer: { ...line, raids: asked.raids } } : { running: line });
  }
}

/** Play all combinations of this side's setting. */
export async function askShares(side) {
  controls[side]?.abort();
  const control = (controls[side] = new AbortController());
  tell(side, { running: { done: 0, of: 1 }, answer: null, key: keyOf(side), setting: state[side] });
  try {
    await follow(side, control.signal);
  } catch (error) {
    if (error.name !== "AbortError") notice(error.message);
  }
  if (controls[side] === control) tell(side, { running: null });
}

function forget(side) {
  if (sharing[side].running && sharing[side].key !== keyOf(side)) stopSharing(side);
  else if (sharing[side].answer) say("shares", { side });
}

on("setting", ({ side }) => forget(side));
on("luck", () => SIDES.forEach(forget));
on("lesson", () => SIDES.forEach((side) => (stopSharing(side), tell(side, { answer: null }))));
