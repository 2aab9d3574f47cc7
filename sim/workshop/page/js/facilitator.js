// The facilitator's page: the class's bets as they come.

import { get } from "./frame/api.js";
import { make } from "./frame/made.js";
import { fill, languageName, loadWords, number, t } from "./frame/words.js";
import { distribution } from "./teaching/distribution.js";
import { askFacilitator, forgetToken, haveToken, keepToken, readToken, saveCsv } from "./teaching/token.js";
import { roomCode } from "./teaching/roomcode.js";

const EVERY = 2000;
const view = { languages: [], language: "en", lessons: [], lesson: "", answers: false, names: true, wall: { bets: [], counts: [] }, seen: "" };
const place = (id) => document.getElementById(id);

async function speak(language) {
  view.language = language;
  await loadWords(language);
  document.title = t("facilitator.page");
  view.lessons = await get(`/api/lessons?language=${encodeURIComponent(language)}`);
  fill();
  buildBar();
  redraw(true);
}

function toggle(name, label) {
  const change = () => {
    view[name] = !view[name];
    redraw(true);
  };
  return make("label", { class: "check" }, make("input", { type: "checkbox", checked: view[name], onchange: change }), label);
}

function chooser(label, value, options, chosen) {
  const made = options.map(([one, text]) => make("option", { value: one, selected: one === value }, text));
  return make("label", { class: "labelled" }, make("span", { class: "small soft" }, label), make("select", { onchange: (event) => chosen(event.target.value) }, made));
}

function setLook(name, value) {
  const root = document.documentElement;
  if (root.dataset[name] === value) delete root.dataset[name];
  else root.dataset[name] = value;
  return root.dataset[name] === value;
}

function look(name, value, label) {
  const button = make("button", { "aria-pressed": String(document.documentElement.dataset[name] === value), onclick: () => button.setAttribute("aria-pressed", String(setLook(name, value))) }, label);
  return button;
}

function buildBar() {
  const lessons = [["", t("facilitator.all")], ...view.lessons.map(({ name, title }) => [name, title])];
  const choose = (name) => {
    view.lesson = name;
    redraw(true);
  };
  place("bar").replaceChildren(
    chooser(t("facilitator.lesson"), view.lesson, lessons, choose),
    toggle("answers", t("facilitator.answers")), toggle("names", t("facilitator.names")),
    make("span", { class: "gap" }),
    look("look", "projector", t("facilitator.projector")), look("theme", "dark", t("facilitator.theme")),
    make("button", { onclick: () => saveCsv().catch(complain) }, t("facilitator.csv")),
    make("button", { onclick: askToClear }, t("facilitator.clear")),
    chooser(t("facilitator.language"), view.language, view.languages.map((code) => [code, languageName(code)]), speak),
  );
}

function complain(error) {
  place("state").textContent = error.refused ? t("facilitator.wrong") : error.message || t("facilitator.lost");
}

function askToClear() {
  const dialog = place("sure");
  const clear = async () => {
    dialog.close();
    await askFacilitator("/api/wall", "DELETE").catch(complain);
    refresh();
  };
  const keep = make("button", { onclick: () => dialog.close(), autofocus: true }, t("facilitator.keep"));
  const row = make("div", { class: "row" }, keep, make("button", { class: "primary", onclick: clear }, t("facilitator.clear")));
  dialog.replaceChildren(make("p", {}, t("facilitator.sure", { n: number(view.wall.bets.length) })), row);
  dialog.showModal();
}

function redraw(always = false) {
  const now = JSON.stringify(view.wall);
  if (!always && now === view.seen) return;
  view.seen = now;
  place("wall").replaceChildren(...distribution(view));
  place("room-code").replaceChildren(...roomCode(view));
}

async function refresh() {
  if (!haveToken()) return;
  try {
    view.wall = await (await askFacilitator("/api/wall")).json();
    place("state").textContent = t("facilitator.updated", { time: new Date().toLocaleTimeString(view.language) });
    place("token").hidden = true;
    place("room").hidden = false;
    redraw();
  } catch (error) {
    if (error.refused) {
      forgetToken();
      askForToken();
    }
    complain(error);
  }
}

function askForToken() {
  const input = make("input", { type: "text", name: "token", autocomplete: "off", spellcheck: "false" });
  const enter = (event) => {
    event.preventDefault();
    keepToken(input.value.trim());
    refresh();
  };
  place("room").hidden = true;
  if (!place("token").hidden) return;
  place("token").hidden = false;
  place("token").replaceChildren(make("form", { class: "panel", onsubmit: enter }, make("label", { class: "labelled" }, make("b", {}, t("facilitator.token")), make("span", { class: "soft small" }, t("facilitator.token_lead")), input), make("button", { type: "submit", class: "primary" }, t("facilitator.enter"))));
}

/** The language that the link or the browser asks for, if the page has it. */
function preferred() {
  const asked = [new URLSearchParams(location.search).get("lang"), ...navigator.languages.map((tag) => tag.split("-")[0])];
  return asked.find((code) => view.languages.includes(code)) ?? view.languages[0];
}

async function start() {
  readToken();
  view.languages = (await get("/api/start")).languages;
  await speak(preferred());
  if (haveToken()) await refresh();
  else askForToken();
  setInterval(() => document.hidden || refresh(), EVERY);
}

start().catch(complain);
