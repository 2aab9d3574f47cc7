// What the server played for the two settings: one raid of each to watch, and the odds.

import { lines, post } from "../frame/api.js";
import { SIDES, offer, on, say, state } from "../frame/state.js";
import { notice } from "../frame/notice.js";

const RAIDS_WHILE_DRAGGING = 200;

/** Of each side: the raid that is watched, and the odds, each null until it has come. */
export const played = { a: { raid: null, odds: null }, b: { raid: null, odds: null } };

let open = false; // whether the server plays yet

const running = { a: { raid: null, odds: null }, b: { raid: null, odds: null } };

/** A fresh signal for this kind of work; what ran before is told to stop. */
function instead(side, kind) {
  running[side][kind]?.abort();
  running[side][kind] = new AbortController();
  return running[side][kind].signal;
}

let refused = false;

/** What could not be had is said until something comes again: the page still shows what was before. */
async function quietly(work) {
  try {
    await work();
    if (refused) notice("");
    refused = false;
  } catch (error) {
    if (error.name === "AbortError") return;
    refused = true;
    notice(error.message, true);
  }
}

function loadRaid(side) {
  const signal = instead(side, "raid");
  return quietly(async () => {
    const asked = { setting: state[side], seed: state.seed, raid: state.raid, language: state.language };
    played[side].raid = await post("/api/raid", asked, signal);
    say("raid", { side });
  });
}

function loadOdds(side, raids = offer.raids) {
  const signal = instead(side, "odds");
  return quietly(async () => {
    for await (const odds of lines("/api/odds", { setting: state[side], seed: state.seed, raids }, signal)) {
      if (signal.aborted) return;
      played[side].odds = odds;
      say("odds", { side });
    }
  });
}

function loadAll() {
  return Promise.all(SIDES.flatMap((side) => [loadRaid(side), loadOdds(side)]));
}

/** From now on the server plays: ask for both sides, and again whenever something is changed. */
export function begin() {
  open = true;
  return loadAll();
}

on("setting", ({ side, dragging }) => {
  if (!open) return;
  if (!dragging) loadRaid(side);
  loadOdds(side, dragging ? RAIDS_WHILE_DRAGGING : offer.raids);
});
on("luck", () => open && loadAll());
on("language", () => open && SIDES.forEach(loadRaid));
