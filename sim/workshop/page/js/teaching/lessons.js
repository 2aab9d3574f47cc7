// Lessons: the list, opening one, and leaving it.

import { get } from "../frame/api.js";
import { make } from "../frame/made.js";
import { hide, on, say, state } from "../frame/state.js";
import { t } from "../frame/words.js";
import { notice } from "../frame/notice.js";
import { forgetBets } from "./bets.js";
import { toPreset } from "./preset.js";
import { showLesson } from "./lesson.js";

let wanted = new URLSearchParams(location.search).get("lesson"); // of the link this page was opened with
const ownSettings = new URLSearchParams(location.search).has("a"); // a link that was shared in the midst of a lesson
let lessons = [];
let language = "";
let dialog = null;

export function buildLessons() {
  dialog?.remove();
  dialog = make("dialog", { id: "lesson-list", "aria-label": t("lessons.title") });
  document.body.append(dialog);
  load().catch((error) => notice(error.message));
}

async function load() {
  language = state.language;
  lessons = await get(`/api/lessons?language=${encodeURIComponent(language)}`);
  if (state.lesson) retell();
  else if (wanted) openWanted();
}

/** The open lesson in another language; the bet stays. */
function retell() {
  state.lesson = lessons.find((lesson) => lesson.name === state.lesson.name) ?? state.lesson;
  showLesson(leaveLesson);
}

function openWanted() {
  const lesson = lessons.find(({ name }) => name === wanted);
  if (lesson) openLesson(lesson, ownSettings);
  else notice(t("lessons.unknown", { name: wanted }));
  wanted = null;
}

/** Set everything as the lesson has it; `keep` leaves the settings as the link has them. */
function openLesson(lesson, keep = false) {
  dialog.close();
  forgetBets();
  state.lesson = lesson;
  hide(true);
  say("lesson");
  if (!keep) toPreset();
  showLesson(leaveLesson, true);
}

function leaveLesson() {
  state.lesson = null;
  forgetBets();
  hide(false);
  say("lesson");
  document.getElementById("lesson").hidden = true;
  document.getElementById("sides").focus(); // shown again, whatever the lesson was about
}

function entry(lesson) {
  const open = make("button", { class: "primary", onclick: () => openLesson(lesson), "aria-label": `${t("lessons.open")}: ${lesson.title}` }, t("lessons.open"));
  const about = make("div", {}, make("h3", {}, lesson.title), make("p", { class: "soft small" }, lesson.summary));
  const now = state.lesson?.name === lesson.name ? t("lessons.opened") : t("lessons.minutes", { n: lesson.minutes });
  return make("li", {}, about, make("span", { class: "soft small number" }, now), open);
}

function showList() {
  const close = make("button", { onclick: () => dialog.close() }, t("lessons.close"));
  const heading = make("div", { class: "heading" }, make("h2", {}, t("lessons.title")), close);
  const list = lessons.length ? make("ol", { class: "lesson-list" }, lessons.map(entry)) : make("p", {}, t("lessons.none"));
  dialog.replaceChildren(heading, make("p", { class: "soft" }, t("lessons.lead")), list);
  dialog.showModal();
}

on("lessons", showList);
