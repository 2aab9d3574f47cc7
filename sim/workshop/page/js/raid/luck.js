// Which raid of which seed is watched.

import { icon } from "../frame/icons.js";
import { make } from "../frame/made.js";
import { setLuck, state } from "../frame/state.js";
import { t } from "../frame/words.js";

const SEEDS = 1_000_000; // from which any is drawn: short enough to be read out

/** The luck of both sides, and ways to another; `tell()` shows which it is. */
export function luckBar() {
  const text = make("p", { class: "luck-text small", role: "status" });
  const button = (name, drawing, onclick, look = "quiet-name") =>
    make(
      "button",
      { type: "button", class: "small", "aria-label": t(`player.${name}_long`), title: t(`player.${name}_long`), onclick },
      icon(drawing),
      make("span", { class: look }, t(`player.${name}`)),
    );
  const previous = button("previous", "previous", () => setLuck(state.seed, Math.max(0, state.raid - 1)));
  const element = make(
    "div",
    { class: "luck" },
    text,
    make("div", { class: "row" }, previous, button("next", "next", nextRaid, "wide-name"), button("any", "dice", anyLuck)),
  );
  const tell = () => {
    text.textContent = t("player.luck", { raid: state.raid, seed: state.seed });
    previous.disabled = state.raid === 0;
  };
  return { element, tell };
}

/** The next raid of the same seed, on both sides. */
export function nextRaid() {
  setLuck(state.seed, state.raid + 1);
}

function anyLuck() {
  setLuck(crypto.getRandomValues(new Uint32Array(1))[0] % SEEDS, 0);
}
