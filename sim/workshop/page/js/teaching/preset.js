// The open lesson's own settings and luck.

import { SIDES, choose, playsCampaigns, setLuck, state } from "../frame/state.js";

const sorted = ({ scenario, controls }) => JSON.stringify([scenario, Object.entries(controls).sort()]);

const isRaid = (side) => state.lesson !== null && state.seed === state.lesson.seed && sorted(state[side]) === sorted(state.lesson[side]);

/** Does this side stand as the lesson has it? In a lesson on campaigns there is nothing to move. */
export const isPreset = (side) => playsCampaigns() || isRaid(side);

/** Set both sides, and the luck, as the lesson has them. */
export function toPreset() {
  if (playsCampaigns()) return;
  setLuck(state.lesson.seed, state.lesson.raid);
  for (const side of SIDES) choose(side, state.lesson[side].scenario, state.lesson[side].controls);
}
