// The page, put together.

import { get } from "./frame/api.js";
import { clock } from "./raid/clock.js";
import { offer, say, state } from "./frame/state.js";
import { fill, loadWords, t } from "./frame/words.js";
import { notice } from "./frame/notice.js";
import { followed } from "./campaign/followed.js";
import { weeks } from "./campaign/weeks.js";
import { begin, played } from "./raid/played.js";
import { readLink } from "./frame/link.js";
import { buildTools } from "./frame/tools.js";
import { buildControls } from "./controls/controls.js";
import { buildSides } from "./raid/sides.js";
import { buildPlayer } from "./raid/player.js";
import { buildCharts } from "./raid/charts.js";
import { buildLog } from "./raid/log.js";
import { buildOdds } from "./answers/odds.js";
import { buildShares } from "./answers/shares.js";
import { buildHeat } from "./answers/heat.js";
import { buildCampaign } from "./campaign/campaign.js";
import { buildLessons } from "./teaching/lessons.js";

const BUILT = [buildTools, buildControls, buildSides, buildPlayer, buildCharts, buildLog, buildOdds, buildShares, buildHeat, buildCampaign, buildLessons];

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
  for (let said = false; ; said = true) {
    const told = await get("/api/warm");
    if (told.failed) throw new Error(told.failed);
    if (told.warm) return said && notice("");
    notice(t("page.compiling", { elapsed: Math.round(told.elapsed), about: told.about }), true);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** For tests, which read it and never write. */
window.redoubt = { state, played, clock, followed, weeks };

async function start() {
  Object.assign(offer, await get("/api/start"));
  const link = readLink();
  await loadWords(state.language);
  build();
  await waitUntilWarm();
  if (link.warning) notice(link.warning, true);
  await begin();
}

start().catch((error) => notice(error.message, true));
