// What the signs on the maps of a campaign mean.

import { make } from "../frame/made.js";
import { palette } from "../frame/palette.js";
import { t } from "../frame/words.js";
import { airfieldSign, baseSign, groupSign, postSign, raidSign } from "./postsigns.js";

const SIZE = 22;
const MIDDLE = [SIZE / 2, SIZE / 2];

function drawn(draw) {
  const ratio = Math.min(3, devicePixelRatio || 1);
  const canvas = make("canvas", { class: "key-sign", "aria-hidden": "true", width: SIZE * ratio, height: SIZE * ratio });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  draw(ctx, palette());
  return canvas;
}

const raided = (ctx, look, taken) => {
  postSign(ctx, 0, taken ? "lost" : "held", MIDDLE, look, 0.7);
  raidSign(ctx, MIDDLE, taken, look, 0.66);
};

/** Kinds of posts, how they stand, raids, and what else is on the map. */
export function keyOf({ kinds }) {
  const ofKinds = kinds.map((name, kind) => [t(`campaign.kinds.${name}`), (ctx, look) => postSign(ctx, kind, "held", MIDDLE, look)]);
  const others = [
    ["lost", (ctx, look) => postSign(ctx, 1, "lost", MIDDLE, look)],
    ["given_up", (ctx, look) => postSign(ctx, 1, "given_up", MIDDLE, look)],
    ["raided", (ctx, look) => raided(ctx, look, false)],
    ["taken", (ctx, look) => raided(ctx, look, true)],
    ["group", (ctx, look) => groupSign(ctx, MIDDLE, look)],
    ["base", (ctx, look) => baseSign(ctx, MIDDLE, look)],
    ["airfield", (ctx, look) => airfieldSign(ctx, MIDDLE, look)],
  ].map(([name, draw]) => [t(`campaign.signs.${name}`), draw]);
  return make("ul", { class: "key tiny" }, [...ofKinds, ...others].map(([text, draw]) => make("li", {}, drawn(draw), text)));
}
