// What the server played for the open lesson: of A and of B one campaign to watch, and what became of many.

import { get, lines, post } from "../frame/api.js";
import { SIDES, offer, on, playsCampaigns, say, state } from "../frame/state.js";
import { notice } from "../frame/notice.js";

const BETWEEN = 500; // milliseconds between two looks at whether the rules are there

/** Of each side its course; `many`: the latest line about many; `warming`: how far the rules are, while they are awaited. */
export const followed = { a: null, b: null, many: null, warming: null };

let control = null;

function tell(more) {
  Object.assign(followed, more);
  say("campaign");
}

/** The rules of campaigns are compiled once somebody wants them. */
async function waitUntilWarm(signal) {
  for (;;) {
    const told = await get("/api/warm?of=campaigns");
    if (told.failed) throw new Error(told.failed);
    if (signal.aborted || told.warm) return tell({ warming: null });
    tell({ warming: told });
    await new Promise((done) => setTimeout(done, BETWEEN));
  }
}

async function watchOne(side, { [side]: setting, seed, number }, signal) {
  tell({ [side]: await post("/api/campaign", { setting, seed, number }, signal) });
}

async function countMany({ a, b, seed }, signal) {
  for await (const line of lines("/api/campaigns", { a, b, seed, runs: offer.runs }, signal)) {
    if (signal.aborted) return;
    tell({ many: line });
  }
}

export const allCounted = () => followed.many !== null && followed.many.campaigns === followed.many.of;

/** A slow machine may need longer than one request may take; the server has kept what it played, so it is asked again. */
async function countAll(lesson, signal) {
  for (let before = -1; !allCounted() && !signal.aborted; ) {
    try {
      await countMany(lesson, signal);
    } catch (error) {
      const now = followed.many?.campaigns ?? 0;
      if (signal.aborted || now === before) throw error;
      before = now;
    }
  }
}

async function follow(lesson, signal) {
  try {
    await waitUntilWarm(signal);
    if (signal.aborted) return;
    await Promise.all(SIDES.map((side) => watchOne(side, lesson, signal)));
    await countAll(lesson, signal);
  } catch (error) {
    if (error.name !== "AbortError") notice(error.message, true);
  }
}

on("lesson", () => {
  control?.abort();
  Object.assign(followed, { a: null, b: null, many: null, warming: null });
  if (!playsCampaigns()) return;
  control = new AbortController();
  follow(state.lesson, control.signal);
});
