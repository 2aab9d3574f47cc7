// Time: play, step, scrub, and which luck.

import { clock, lastMinute, play, setMinute, setSpeed, step } from "./clock.js";
import { icon } from "./icons.js";
import { listenToKeys } from "./keys.js";
import { luckBar } from "./luck.js";
import { make } from "./made.js";
import { marksOf } from "./marks.js";
import { watchAt } from "./moments.js";
import { paced } from "./pace.js";
import { played } from "./played.js";
import { on } from "./state.js";
import { number, t } from "./words.js";

const PACES = [60, 30, 15, 8]; // seconds for the longer of the two raids
const pace = { at: 1 };
let parts = null;

/** The player under the maps. */
export function buildPlayer() {
  const button = (name, drawing, onclick, look = "") =>
    make(
      "button",
      { type: "button", class: `round ${look}`, "aria-label": t(`player.${name}`), title: t(`player.${name}`), onclick },
      icon(drawing),
    );
  parts = {
    play: button("play", "play", () => play(!clock.playing), "primary"),
    scrub: make("input", {
      type: "range",
      id: "scrub",
      min: "0",
      max: "1",
      step: "any",
      "aria-label": t("player.scrub"),
      oninput: scrubbed,
    }),
    time: make("p", { class: "time number" }),
    marks: {
      a: make("div", { class: "marks marks-a", "aria-hidden": "true" }),
      b: make("div", { class: "marks marks-b", "aria-hidden": "true" }),
    },
    pace: make(
      "select",
      { "aria-label": t("player.speed"), onchange: (event) => setPace(Number(event.target.value)) },
      PACES.map((seconds, at) => make("option", { value: String(at) }, t("player.pace", { seconds }))),
    ),
    luck: luckBar(),
  };
  parts.pace.value = String(pace.at);
  const buttons = make(
    "div",
    { class: "player-buttons" },
    button("start", "start", () => restart()),
    button("back", "back", () => step(-1)),
    parts.play,
    button("forward", "forward", () => step(1)),
  );
  const letter = (side) => make("span", { class: `letter letter-${side}`, "aria-hidden": "true" }, side.toUpperCase());
  const scrubber = make("div", { class: "scrubber" }, letter("a"), parts.marks.a, parts.scrub, letter("b"), parts.marks.b);
  const section = document.getElementById("player");
  section.classList.add("panel");
  section.replaceChildren(buttons, parts.time, parts.pace, scrubber, parts.luck.element);
  listenToKeys({ faster, restart });
  tellRaids();
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
