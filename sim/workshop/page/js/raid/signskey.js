// What the signs on the maps mean.

import { make } from "../frame/made.js";
import { nobodyLeft } from "./mapunits.js";
import { marksKey } from "./marks.js";
import { groupLook, palette } from "../frame/palette.js";
import { helicopter, outline } from "./signs.js";
import { t } from "../frame/words.js";

const SIZE = 22;

const SIGNS = {
  squad: (ctx, look) => sign(ctx, look, "circle", groupLook(0).colour),
  larger: (ctx, look) => [5, 11, 18].forEach((x, k) => sign(ctx, look, "circle", groupLook(0).colour, { x, r: 2.5 + 1.3 * k })),
  paler: (ctx, look) => sign(ctx, look, "circle", groupLook(0).colour, { alpha: 0.35 }),
  assault: (ctx, look) => sign(ctx, look, "circle", groupLook(0).colour, { rim: look.assault }),
  leaving,
  start: (ctx, look) => sign(ctx, look, "circle", look.ground, { r: 2.6, alpha: 0, rim: groupLook(0).colour }),
  nobody: (ctx, look) => nobodyLeft(ctx, { x: SIZE / 2, y: SIZE / 2 }, look),
  section: (ctx, look) => sign(ctx, look, "square", look.garrison),
  aircraft: (ctx, look) => helicopter(ctx, SIZE / 2, SIZE / 2, 7, 0, 0.6, { ink: look.ink, disc: look.air }),
  relief: (ctx, look) => sign(ctx, look, "plus", look.relief),
  building,
  fallen: (ctx, look) => crossed(ctx, look),
};

function sign(ctx, look, marker, colour, { x = SIZE / 2, r = 6, alpha = 1, rim = look.rim } = {}) {
  outline(ctx, marker, x, SIZE / 2, r);
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = rim;
  ctx.lineWidth = rim === look.rim ? 1 : 2;
  ctx.stroke();
}

function leaving(ctx) {
  outline(ctx, "circle", SIZE / 2, SIZE / 2, 6);
  ctx.strokeStyle = groupLook(0).colour;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([2.5, 1.5]);
  ctx.stroke();
}

function building(ctx, look) {
  ctx.fillStyle = look.building;
  ctx.fillRect(4, 4, 14, 14);
  ctx.fillStyle = look.strength;
  ctx.fillRect(4, 9, 14, 9);
  ctx.strokeStyle = look.outline;
  ctx.strokeRect(4, 4, 14, 14);
}

function crossed(ctx, look) {
  building(ctx, look);
  ctx.strokeStyle = look.attackers;
  ctx.lineWidth = 2.5;
  ctx.beginPath();
  for (const [x, y] of [
    [4, 4],
    [18, 4],
  ]) {
    ctx.moveTo(x, y);
    ctx.lineTo(SIZE - x, 18);
  }
  ctx.stroke();
}

function drawn(draw) {
  const ratio = Math.min(3, devicePixelRatio || 1);
  const canvas = make("canvas", { class: "key-sign", "aria-hidden": "true", width: SIZE * ratio, height: SIZE * ratio });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  draw(ctx, palette());
  return canvas;
}

/** The key, folded until it is asked for; drawn when it is opened, in the colours of that moment. */
export function signsKey() {
  const list = make("ul", { class: "key tiny" });
  const fill = () =>
    list.replaceChildren(...Object.entries(SIGNS).map(([name, draw]) => make("li", {}, drawn(draw), t(`map.signs.${name}`))));
  return make("details", { class: "signs small", ontoggle: fill }, make("summary", {}, t("map.signs.title")), list, marksKey());
}
