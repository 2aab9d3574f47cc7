// The address bar always says what the page shows; an address opened elsewhere shows the same.

import { paced } from "../raid/pace.js";
import { SIDES, controlOf, offer, on, state } from "./state.js";
import { t } from "./words.js";

const KNOWN = new Set(["v", "seed", "raid", "lang", "lesson", "a", "b"]);
const FIRST = {
  a: { scenario: "kyar_tat", controls: {} },
  b: { scenario: "kyar_tat", controls: { air: "none", relief: "none" } },
};
const [LONGEST, MOST_NAMED] = [32, 4]; // characters of, and how many mistakes in a link are named
const BETWEEN = 300; // milliseconds; browsers refuse more than a few changes of the address a second

/** What the address asks for beside the state: the name of a lesson, or null. */
export const asked = { lesson: null };

/** Take over what the address says; `warning` tells, once the words are there, what of it could not be. */
export function readLink() {
  const given = new URLSearchParams(location.search);
  const dropped = [...given.keys()].filter((key) => !KNOWN.has(key) && !/^[ab]\.\w+$/.test(key));
  SIDES.forEach((side) => readSide(side, given, dropped));
  state.seed = wholeOf(given, "seed", 2 ** 53, 1, dropped);
  state.raid = wholeOf(given, "raid", 2 ** 32, 0, dropped);
  state.language = languageOf(given.get("lang"), dropped);
  asked.lesson = given.get("lesson");
  const older = given.get("v") && given.get("v") !== offer.version ? given.get("v") : null;
  return {
    get warning() {
      return warningOf(older, dropped);
    },
  };
}

function warningOf(older, dropped) {
  const parts = [];
  if (older) parts.push(t("link.other_version", { theirs: brief(older), ours: offer.version }));
  if (dropped.length) parts.push(t("link.dropped", { what: some(dropped) }));
  return parts.join(" ");
}

/** A link may hold anything, of any length. */
const brief = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
const some = (dropped) => dropped.slice(0, MOST_NAMED).map(brief).join(", ") + (dropped.length > MOST_NAMED ? ", …" : "");

function readSide(side, given, dropped) {
  const name = given.get(side);
  if (name !== null && !isOffered(name)) dropped.push(`${side}=${name}`);
  const own = [...given].filter(([key]) => key.startsWith(`${side}.`));
  const controls = Object.fromEntries(own.flatMap(([key, text]) => controlIn(key, text, dropped)));
  const first = isOffered(FIRST[side].scenario) ? FIRST[side] : { scenario: offer.scenarios[0].name, controls: {} };
  const untouched = ![...given.keys()].some((key) => /^[ab](\.|$)/.test(key));
  state[side] = untouched ? structuredClone(first) : { scenario: isOffered(name) ? name : first.scenario, controls };
}

const isOffered = (name) => offer.scenarios.some((one) => one.name === name);

/** The control and its value, if there is such a control and it can stand there. */
function controlIn(key, text, dropped) {
  const [id, value] = [key.slice(2), Number(text)];
  const control = controlOf(id);
  if (control?.choices?.includes(text)) return [[id, text]];
  if (control && !control.choices && text !== "" && value >= control.low && value <= control.high) return [[id, value]];
  dropped.push(`${key}=${text}`);
  return [];
}

function wholeOf(given, name, below, otherwise, dropped) {
  const text = given.get(name);
  if (text === null) return otherwise;
  if (/^\d{1,16}$/.test(text) && Number(text) < below) return Number(text);
  dropped.push(`${name}=${text}`);
  return otherwise;
}

function languageOf(asked, dropped) {
  if (offer.languages.includes(asked)) return asked;
  if (asked !== null) dropped.push(`lang=${asked}`);
  const own = navigator.languages.map((code) => code.slice(0, 2)).find((code) => offer.languages.includes(code));
  return own ?? offer.languages[0];
}

/** The address of what the page shows now. */
export function linkNow() {
  const told = new URLSearchParams({ v: offer.version, seed: state.seed, raid: state.raid });
  for (const side of SIDES) {
    told.set(side, state[side].scenario);
    for (const [id, value] of Object.entries(state[side].controls)) told.set(`${side}.${id}`, value);
  }
  const lesson = state.lesson?.name ?? asked.lesson;
  if (lesson) told.set("lesson", lesson);
  told.set("lang", state.language);
  return `${location.origin}${location.pathname}?${told}`;
}

const write = paced(() => history.replaceState(null, "", linkNow() + location.hash), BETWEEN);

for (const event of ["setting", "luck", "language"]) on(event, write);
on("lesson", () => {
  asked.lesson = null;
  write();
});
