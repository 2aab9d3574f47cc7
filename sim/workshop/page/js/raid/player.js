// Time: play, step, scrub, and which luck.

import { clock, lastMinute, play, setMinute, setSpeed, step } from "./clock.js";
import { icon } from "../frame/icons.js";
import { listenToKeys } from "../frame/keys.js";
import { luckBar } from "./luck.js";
import { make } from "../frame/made.js";
import { marksOf } from "./marks.js";
import { watchAt } from "./moments.js";
import { paced } from "./pace.js";
import { played } from "./played.js";
import { letterOf } from "./sidemarks.js";
import { on } from "../frame/state.js";
import { number, t } from "../frame/words.js";

const PACES = [60, 30, 15, 8]; // seconds for the longer of the two raids
const pace = { at: 1 };
let parts = null;

/** The player under the maps. */
export function buildPlayer() {
  parts = {
    play: button("play", () => play(!clock.playing), "primary"),
    scrub: scrubber(),
    time: make("p", { class: "time number" }),
    marks: { a: marksLine("a"), b: marksLine("b") },
    pace: paceChoice(),
    luck: luckBar(),
  };
  const section = document.getElementById("player");
  section.classList.add("panel");
  section.replaceChildren(buttonRow(), parts.time, parts.pace, scrubberWithMarks(), parts.luck.element);
  listenToKeys({ faster, restart });
  tellRaids();
}

function button(name, onclick, look = "") {
  const label = t(`player.${name}`);
  return make("button", { type: "button", class: `round ${look}`, "aria-label": label, title: label, onclick }, icon(name));
}

function buttonRow() {
  const [start, back, forward] = [button("start", restart), button("back", () => step(-1)), button("forward", () => step(1))];
  return make("div", { class: "player-buttons" }, start, back, parts.play, forward);
}

function scrubber() {
  const label = t("player.scrub");
  return make("input", { type: "range", id: "scrub", min: "0", max: "1", step: "any", "aria-label": label, oninput: scrubbed });
}

const marksLine = (side) => make("div", { class: `marks marks-${side}`, "aria-hidden": "true" });

function scrubberWithMarks() {
  const { marks, scrub } = parts;
  return make("div", { class: "scrubber" }, letterOf("a"), marks.a, scrub, letterOf("b"), marks.b);
}

function paceChoice() {
  const options = PACES.map((seconds, at) => make("option", { value: String(at) }, t("player.pace", { seconds })));
  options[pace.at].selected = true;
  return make("select", { "aria-label": t("player.speed"), onchange: (event) => setPace(Number(event.target.value)) }, options);
}

function scrubbed() {
  const minute = Number(parts.scrub.value);
  play(false);
  setMinute(minute);
}

/** Back to the first minute. */
function restart() {
  play(false);
  setMinute(0);
}

function setPace(at) {
  pace.at = Math.min(PACES.length - 1, Math.max(0, at));
  parts.pace.value = String(pace.at);
  if (lastMinute() > 0) setSpeed(lastMinute() / PACES[pace.at]);
}

const faster = (steps) => setPace(pace.at + steps);

function tellTime() {
  const last = lastMinute();
  const raid = played.a.raid ?? played.b.raid;
  if (!parts || !raid) return;
  const digits = last < 30 ? 1 : 0;
  const text = t("player.time", {
    time: watchAt(raid, clock.minute),
    minute: number(clock.minute, digits),
    last: number(last, digits),
  });
  if (parts.time.textContent !== text) parts.time.textContent = text;
  parts.scrub.value = String(clock.minute);
  parts.scrub.style.setProperty("--to", `${last ? (100 * clock.minute) / last : 0}%`);
  parts.scrub.setAttribute("aria-valuetext", text);
}

function tellPlaying() {
  const name = clock.playing ? "pause" : "play";
  if (parts.play.dataset.shows === name) return;
  parts.play.dataset.shows = name;
  parts.play.replaceChildren(icon(name));
  parts.play.setAttribute("aria-label", t(`player.${name}`));
  parts.play.title = t(`player.${name}`);
}

function tellRaids() {
  const last = lastMinute();
  parts.scrub.max = String(last || 1);
  for (const side of ["a", "b"]) parts.marks[side].replaceChildren(...marksOf(played[side].raid, last));
  setPace(pace.at);
  parts.luck.tell();
  tellTime();
}

const tellSoon = paced(tellTime, 100);

on("time", () => {
  if (!parts) return;
  tellPlaying();
  tellSoon();
});
on("raid", tellRaids);
on("luck", () => parts.luck.tell());
