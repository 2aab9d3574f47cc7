// The signs on maps and charts.

const TURN = 2 * Math.PI;

function corners(ctx, x, y, r, count, start) {
  for (let k = 0; k < count; k += 1) {
    const turn = start + (TURN * k) / count;
    ctx.lineTo(x + r * Math.sin(turn), y - r * Math.cos(turn));
  }
  ctx.closePath();
}

function cross(ctx, x, y, r, turn) {
  const [long, short] = [r * 1.05, r * 0.4];
  const outline = [
    [-short, -long],
    [short, -long],
    [short, -short],
    [long, -short],
    [long, short],
    [short, short],
    [short, long],
    [-short, long],
    [-short, short],
    [-long, short],
    [-long, -short],
    [-short, -short],
  ];
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  for (const [dx, dy] of outline) ctx.lineTo(x + dx * c - dy * s, y + dx * s + dy * c);
  ctx.closePath();
}

const SHAPES = {
  circle: (ctx, x, y, r) => ctx.arc(x, y, 0.95 * r, 0, TURN),
  square: (ctx, x, y, r) => ctx.rect(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r),
  triangle: (ctx, x, y, r) => corners(ctx, x, y + 0.15 * r, 1.2 * r, 3, 0),
  down: (ctx, x, y, r) => corners(ctx, x, y - 0.15 * r, 1.2 * r, 3, Math.PI),
  left: (ctx, x, y, r) => corners(ctx, x, y, 1.15 * r, 3, -Math.PI / 2),
  right: (ctx, x, y, r) => corners(ctx, x, y, 1.15 * r, 3, Math.PI / 2),
  diamond: (ctx, x, y, r) => corners(ctx, x, y, 1.15 * r, 4, 0),
  pentagon: (ctx, x, y, r) => corners(ctx, x, y, 1.05 * r, 5, 0),
  hexagon: (ctx, x, y, r) => corners(ctx, x, y, 1.05 * r, 6, 0),
  octagon: (ctx, x, y, r) => corners(ctx, x, y, 1.05 * r, 8, TURN / 16),
  plus: (ctx, x, y, r) => cross(ctx, x, y, r, 0),
  cross: (ctx, x, y, r) => cross(ctx, x, y, r, Math.PI / 4),
};

/** The outline of a marker around a point, as the current path. */
export function outline(ctx, marker, x, y, r) {
  ctx.beginPath();
  SHAPES[marker](ctx, x, y, r);
}

/** A helicopter seen from above; `turn` is where it flies to, `rotor` how far its rotor has turned. */
export function helicopter(ctx, x, y, size, turn, rotor, look) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  ctx.fillStyle = ctx.strokeStyle = look.ink;
  ctx.lineWidth = 0.14 * size;
  ctx.beginPath();
  ctx.moveTo(0, 0);
  ctx.lineTo(-1.15 * size, 0);
  ctx.moveTo(-1.15 * size, -0.28 * size);
  ctx.lineTo(-1.15 * size, 0.28 * size);
  ctx.stroke();
  ctx.beginPath();
  ctx.ellipse(0.12 * size, 0, 0.55 * size, 0.3 * size, 0, 0, TURN);
  ctx.fill();
  disc(ctx, size, look);
  blades(ctx, size, rotor);
  ctx.restore();
}

function disc(ctx, size, look) {
  ctx.globalAlpha = 0.45;
  ctx.fillStyle = look.disc;
  ctx.beginPath();
  ctx.arc(0.1 * size, 0, 0.95 * size, 0, TURN);
  ctx.fill();
  ctx.globalAlpha = 1;
}

function blades(ctx, size, rotor) {
  ctx.lineWidth = 0.1 * size;
  ctx.beginPath();
  for (const turn of [rotor, rotor + Math.PI / 2]) {
    ctx.moveTo(0.1 * size - 0.95 * size * Math.cos(turn), -0.95 * size * Math.sin(turn));
    ctx.lineTo(0.1 * size + 0.95 * size * Math.cos(turn), 0.95 * size * Math.sin(turn));
  }
  ctx.stroke();
}

/** A word that stays legible on any ground. */
export function word(ctx, text, x, y, { colour, halo, width = 3 }) {
  ctx.lineJoin = "round";
  ctx.strokeStyle = halo;
  ctx.lineWidth = width;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}
