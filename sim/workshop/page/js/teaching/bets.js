// The bets of the open lesson: what was chosen, and what came out of the raids of its own settings.

import { SIDES, offer, on, playsCampaigns, say, state } from "../frame/state.js";
import { allCounted, followed } from "../campaign/followed.js";
import { played } from "../raid/played.js";
import { isPreset } from "./preset.js";

/** `chosen` of each prediction the number of an option; whether they are `locked`; `odds` of the lesson's own A and B; the `step`. */
export const bets = { chosen: {}, locked: false, odds: {}, step: "predict" };

export function forgetBets() {
  Object.assign(bets, { chosen: {}, locked: false, odds: {}, step: "predict" });
}

export const allChosen = () => state.lesson.predict.every(({ id }) => id in bets.chosen);
export const allMeasured = () => SIDES.every((side) => bets.odds[side]);

on("odds", ({ side }) => {
  const odds = played[side].odds;
  if (playsCampaigns() || !isPreset(side) || odds.raids < offer.raids) return;
  bets.odds[side] = odds;
  say("measured");
});

/** What became of campaigns, as predictions ask for it. */
function oddsOf(side, { campaigns, measures }) {
  return { raids: campaigns, means: Object.fromEntries(Object.entries(measures).map(([name, told]) => [name, told[side].mean])) };
}

on("campaign", () => {
  if (!playsCampaigns() || !allCounted()) return;
  for (const side of SIDES) bets.odds[side] = oddsOf(side, followed.many);
  say("measured");
});
