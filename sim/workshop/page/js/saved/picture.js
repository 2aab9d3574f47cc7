// One picture of both sides: settings, maps, charts, and what it takes to play the same again.

import { clock } from "../raid/clock.js";
import { palette } from "../frame/palette.js";
import { played } from "../raid/played.js";
import { SIDES, offer, state, titleKey } from "../frame/state.js";
import { number, t } from "../frame/words.js";

const [WIDE, EDGE, SCALE] = [640, 24, 2]; // of one side, in pixels

/** A PNG of what both sides show at this minute. */
export function pictureOfAll() {
  const look = palette();
  const head = Math.max(...SIDES.map((side) => drawWords(null, side, 0, look)));
  const heights = SIDES.map((side) => drawCanvases(null, side, 0, head));
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * (2 * WIDE + 3 * EDGE);
  canvas.height = SCALE * (Math.max(...heights) + 60);
  const ctx = canvas.getContext("2d");
  ctx.scale(SCALE, SCALE);
  ctx.fillStyle = look.panel;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  SIDES.forEach((side, k) => {
    drawWords(ctx, side, EDGE + k * (WIDE + EDGE), look);
    drawCanvases(ctx, side, EDGE + k * (WIDE + EDGE), head);
  });
  foot(ctx, canvas.height / SCALE, look);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error(t("export.no_picture")))), "image/png"),
  );
}

const articleOf = (side) => document.querySelector(`.side[data-side="${side}"]`);

/** What is said of one side, from the top; without a context only measured. Its height comes back. */
function drawWords(ctx, side, left, look) {
  const article = articleOf(side);
  const text = (selector) => article.querySelector(selector)?.textContent ?? "";
  let y = 40;
  const say = (words, font, colour, high) => {
    for (const row of wrapped(words, font)) {
      if (ctx) Object.assign(ctx, { font, fillStyle: colour, textAlign: "left" }).fillText(row, left, y);
      y += high;
    }
  };
  say(`${side.toUpperCase()}  ${t(titleKey(state[side].scenario))}`, `700 20px ${look.font}`, look.ink, 26);
  say(text(".side-about"), `14px ${look.font}`, look.soft, 19);
  say(text(".verdict"), `600 16px ${look.font}`, look.ink, 22);
  say(text(".losses"), `14px ${look.font}`, look.soft, 20);
  return y;
}

/** Map and charts of one side below that; without a context only measured. */
function drawCanvases(ctx, side, left, head) {
  let y = head;
  for (const canvas of [
    articleOf(side).querySelector("canvas"),
    document.querySelectorAll("#charts canvas")[SIDES.indexOf(side)],
  ]) {
    const high = (WIDE * canvas.height) / Math.max(1, canvas.width);
    ctx?.drawImage(canvas, left, y, WIDE, high);
    y += high + 14;
  }
  return y;
}

const ruler = document.createElement("canvas").getContext("2d");

function wrapped(words, font) {
  ruler.font = font;
  const rows = [""];
  for (const word of words.split(" ")) {
    const longer = `${rows.at(-1)} ${word}`.trim();
    if (ruler.measureText(longer).width > WIDE && rows.at(-1)) rows.push(word);
    else rows[rows.length - 1] = longer;
  }
  return rows;
}

function foot(ctx, height, look) {
  ctx.font = `13px ${look.font}`;
  ctx.fillStyle = look.soft;
  const version = played.a.raid?.version ?? offer.version;
  ctx.fillText(
    t("export.caption", { minute: number(clock.minute), seed: state.seed, raid: state.raid, version }),
    EDGE,
    height - 20,
  );
}
