// The page, put together.

import { get } from "./api.js";
import { clock } from "./clock.js";
import { offer, say, state } from "./state.js";
import { fill, loadWords, t } from "./words.js";
import { notice } from "./notice.js";
import { loadAll, played } from "./played.js";
import { readLink } from "./link.js";
import { buildTools } from "./tools.js";
import { buildControls } from "./controls.js";
import { buildSides } from "./sides.js";
import { buildPlayer } from "./player.js";
import { buildCharts } from "./charts.js";
import { buildLog } from "./log.js";
import { buildOdds } from "./odds.js";
import { buildShares } from "./shares.js";
import { buildHeat } from "./heat.js";
import { buildLessons } from "./lessons.js";

const BUILT = [buildTools, buildControls, buildSides, buildPlayer, buildCharts, buildLog, buildOdds, buildShares, buildHeat, buildLessons];

function build() {
  fill();
  for (const part of BUILT) part();
}

export async function speak(language) {
  state.language = language;
  await loadWords(language);
  build();
  say("language");
}

/** On a cold machine the rules are compiled first: say so, and how far it is. */
async function waitUntilWarm() {
  for (;;) {
    const told = await get("/api/warm");
    if (told.failed) throw new Error(told.failed);
    if (told.warm) return notice("");
    notice(t("page.compiling", { elapsed: Math.round(told.elapsed), about: told.about }), true);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** For tests, which read it and never write. */
window.redoubt = { state, played, clock };

async function start() {
  Object.assign(offer, await get("/api/start"));
  const link = readLink();
  await loadWords(state.language);
  build();
  await waitUntilWarm();
  if (link.warning) notice(link.warning, true);
  await loadAll();
}

start().catch((error) => notice(error.message, true));
