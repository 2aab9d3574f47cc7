// The week: play, step, scrub.

import { icon } from "../frame/icons.js";
import { takeKeys } from "../frame/keys.js";
import { make } from "../frame/made.js";
import { on, playsCampaigns, state } from "../frame/state.js";
import { number, t } from "../frame/words.js";
import { showHelp } from "../frame/help.js";
import { followed } from "./followed.js";
import { firstWeek, lastWeek, playWeeks, setWeek, stepWeek, weeks } from "./weeks.js";

const KEYS = { " ": () => playWeeks(!weeks.playing), ArrowLeft: () => stepWeek(-1), ArrowRight: () => stepWeek(1), Home: firstWeek, r: firstWeek, "?": showHelp };
let parts = null;

function button(name, label, onclick, look = "") {
  return make("button", { type: "button", class: `round ${look}`, "aria-label": label, title: label, onclick }, icon(name));
}

function scrubbed() {
  const week = Number(parts.scrub.value);
  playWeeks(false);
  setWeek(week);
}

/** The bar under the maps. */
export function timeline() {
  parts = {
    start: button("start", t("player.start"), firstWeek),
    back: button("back", t("campaign.back"), () => stepWeek(-1)),
    play: button("play", t("player.play"), () => playWeeks(!weeks.playing), "primary"),
    forward: button("forward", t("campaign.forward"), () => stepWeek(1)),
    time: make("p", { class: "time number" }),
    scrub: make("input", { type: "range", class: "slider", min: "0", max: "1", step: "1", "aria-label": t("campaign.week"), oninput: scrubbed }),
    waits: make("p", { class: "soft small" }, t("campaign.locked")),
  };
  const buttons = make("div", { class: "player-buttons" }, parts.start, parts.back, parts.play, parts.forward);
  tellWeek();
  return make("div", { class: "panel timeline", role: "group", "aria-label": t("player.title") }, buttons, parts.time, parts.scrub, parts.waits);
}

/** In words: which week, and in which month it is. */
export function weekWords(week) {
  const months = followed.a ? Math.floor(week / followed.a.weeks_a_month) : 0;
  return t("campaign.now", { week: number(week), weeks: number(lastWeek()), months: number(months) });
}

function tellWeek() {
  if (!parts) return;
  const [last, text] = [lastWeek(), weekWords(weeks.now)];
  parts.time.textContent = last ? text : "";
  parts.scrub.max = String(last || 1);
  parts.scrub.value = String(weeks.now);
  parts.scrub.style.setProperty("--to", `${last ? (100 * weeks.now) / last : 0}%`);
  parts.scrub.setAttribute("aria-valuetext", text);
  for (const one of [parts.start, parts.back, parts.play, parts.forward, parts.scrub]) one.disabled = state.hidden || !last;
  parts.waits.hidden = !state.hidden;
  tellPlaying();
}

function tellPlaying() {
  const name = weeks.playing ? "pause" : "play";
  if (parts.play.dataset.shows === name) return;
  parts.play.dataset.shows = name;
  parts.play.replaceChildren(icon(name));
  parts.play.setAttribute("aria-label", t(`player.${name}`));
  parts.play.title = t(`player.${name}`);
}

for (const name of ["week", "campaign", "hidden"]) on(name, tellWeek);
on("lesson", () => takeKeys(playsCampaigns() ? KEYS : null));
