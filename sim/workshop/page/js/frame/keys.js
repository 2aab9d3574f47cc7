// What the keyboard does, wherever the focus does not need the key itself.

import { clock, play, step } from "../raid/clock.js";
import { showHelp } from "./help.js";
import { nextRaid } from "../raid/luck.js";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

/** Does the element with the focus use this key? */
function isUsed(element, key) {
  if (element.closest("dialog[open]") || element.isContentEditable) return true;
  const tag = element.tagName;
  if (tag === "SELECT" || tag === "TEXTAREA") return true;
  if (tag === "INPUT")
    return element.type === "range" ? ARROWS.includes(key) : element.type !== "radio" || key === " " || ARROWS.includes(key);
  if (element.closest("[data-keys]")) return ARROWS.includes(key) || key === " ";
  return key === " " && Boolean(element.closest("button, summary, a, label"));
}

let deeds = {};
let instead = null; // while something else than raids is shown

/** Take these keys and no others, until it is null again. */
export function takeKeys(own) {
  instead = own;
}

/** Take the keys; the player says how it restarts and gets `faster`. */
export function listenToKeys({ faster, restart }) {
  const first = !Object.keys(deeds).length;
  deeds = {
    " ": () => play(!clock.playing),
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    ArrowUp: () => faster(1),
    ArrowDown: () => faster(-1),
    Home: restart,
    r: restart,
    n: nextRaid,
    "?": showHelp,
  };
  if (first) addEventListener("keydown", pressed);
}

function pressed(event) {
  const deed = (instead ?? deeds)[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!deed || event.ctrlKey || event.metaKey || event.altKey || isUsed(event.target, event.key)) return;
  event.preventDefault();
  deed();
}
