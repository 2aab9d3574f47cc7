// A note beside what the pointer or finger is on.

import { make } from "../frame/made.js";
import { under } from "./who.js";

/** Notes for this map, in the box that holds its canvas. */
export function tipFor(box, canvas, map) {
  const tip = make("p", { class: "tip", hidden: true });
  box.append(tip);
  const hide = () => (tip.hidden = true);
  const show = (event) => {
    const scene = map.seen();
    const found = scene && under(scene, event.offsetX, event.offsetY);
    if (!found) return hide();
    tip.textContent = found.text;
    tip.hidden = false;
    place(tip, found, scene.view);
  };
  canvas.addEventListener("pointermove", show);
  canvas.addEventListener("pointerdown", show);
  canvas.addEventListener("pointerleave", hide);
  return hide;
}

function place(tip, { x, y }, { width, height }) {
  const below = y < height / 2;
  tip.style.left = x < width / 2 ? `${Math.round(x)}px` : "auto";
  tip.style.right = x < width / 2 ? "auto" : `${Math.round(width - x)}px`;
  tip.style.top = below ? `${Math.round(y + 14)}px` : "auto";
  tip.style.bottom = below ? "auto" : `${Math.round(height - y + 14)}px`;
}
