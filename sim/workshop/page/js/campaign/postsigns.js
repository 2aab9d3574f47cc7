// The signs of the map: kinds of posts by shape and size, how they stand by colour and line, raids by rings.

import { outline } from "../raid/signs.js";

const SHAPES = ["circle", "square", "pentagon", "hexagon", "diamond", "octagon", "triangle", "down"]; // of kinds, in their order
const [SMALLEST, LARGER] = [4.5, 1.25];

export const shapeOf = (kind) => SHAPES[kind % SHAPES.length];
export const radiusOf = (kind, scale = 1) => scale * (SMALLEST + LARGER * kind);

function across(ctx, x, y, r, strokes) {
  ctx.beginPath();
  for (const [fx, fy, tx, ty] of strokes) {
    ctx.moveTo(x + fx * r, y + fy * r);
    ctx.lineTo(x + tx * r, y + ty * r);
  }
  ctx.stroke();
}

const STANDING = {
  held(ctx, marker, x, y, r, look) {
    outline(ctx, marker, x, y, r);
    ctx.fillStyle = look.garrison;
    ctx.fill();
    ctx.strokeStyle = look.rim;
    ctx.lineWidth = 1;
    ctx.stroke();
  },
  lost(ctx, marker, x, y, r, look) {
    hollow(ctx, marker, x, y, r, look.attackers, look);
    across(ctx, x, y, 0.8 * r, [[-1, -1, 1, 1], [-1, 1, 1, -1]]);
  },
  given_up(ctx, marker, x, y, r, look) {
    ctx.setLineDash([2.5, 2]);
    hollow(ctx, marker, x, y, r, look.soft, look);
    ctx.setLineDash([]);
    across(ctx, x, y, 0.5 * r, [[-1, 0, 1, 0]]);
  },
};

function hollow(ctx, marker, x, y, r, colour, look) {
  outline(ctx, marker, x, y, r);
  ctx.fillStyle = look.ground;
  ctx.fill();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.8;
  ctx.stroke();
}

/** A post of this kind, as it stands. */
export function postSign(ctx, kind, standing, [x, y], look, scale = 1) {
  STANDING[standing](ctx, shapeOf(kind), x, y, radiusOf(kind, scale), look);
}

/** A raid of the week: one ring; where the post was taken, two. */
export function raidSign(ctx, [x, y], taken, look, scale = 1) {
  for (const r of taken ? [11, 15] : [11]) {
    ctx.beginPath();
    ctx.arc(x, y, r * scale, 0, 2 * Math.PI);
    for (const [colour, width] of [[look.ground, 4.5], [look["attackers-ink"], 2.2]]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
  }
}

/** Where a group of the resistance is at home. */
export function groupSign(ctx, [x, y], look) {
  outline(ctx, "triangle", x, y, 5);
  ctx.strokeStyle = look["attackers-ink"];
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

/** The base of the area, and an airfield. */
export function baseSign(ctx, [x, y], look) {
  ctx.strokeStyle = look["garrison-ink"];
  ctx.lineWidth = 1.8;
  ctx.strokeRect(x - 7, y - 7, 14, 14);
  ctx.strokeRect(x - 3, y - 3, 6, 6);
}

export function airfieldSign(ctx, [x, y], look) {
  outline(ctx, "plus", x, y, 7);
  ctx.fillStyle = look.air;
  ctx.fill();
  ctx.strokeStyle = look.outline;
  ctx.lineWidth = 1;
  ctx.stroke();
}
