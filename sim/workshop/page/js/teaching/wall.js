// Sending a bet to the wall, for who wants to.

import { post } from "../frame/api.js";
import { make } from "../frame/made.js";
import { state } from "../frame/state.js";
import { t } from "../frame/words.js";
import { outcomes } from "./predict.js";

const LONGEST = 24;
let nickname = ""; // for the next lesson of the same tab

function bet({ prediction, value, bet, right }) {
  return { lesson: state.lesson.name, prediction: prediction.id, bet, result: value, right, nickname };
}

async function send(event, said) {
  event.preventDefault();
  const button = event.target.querySelector("button");
  nickname = event.target.elements.nickname.value.replace(/[\u0000-\u001f\u007f<>]/g, "").trim();
  button.disabled = true;
  try {
    for (const one of outcomes()) await post("/api/wall", bet(one));
    said.textContent = t("wall.sent");
    button.textContent = t("wall.again");
  } catch (error) {
    said.textContent = error.message;
  }
  button.disabled = false;
}

/** The form, and what is said about it before anything is sent. */
export function wallForm() {
  const said = make("p", { class: "small", role: "status" });
  const input = make("input", { type: "text", name: "nickname", maxlength: String(LONGEST), autocomplete: "off", value: nickname });
  const field = make("label", { class: "labelled" }, make("span", { class: "small soft" }, t("wall.nickname")), input);
  const what = make("p", { class: "soft tiny" }, t("wall.what"));
  const row = make("div", { class: "row" }, field, make("button", { type: "submit" }, t("wall.send")));
  const form = make("form", { class: "wall-form", onsubmit: (event) => send(event, said) });
  form.append(make("h3", {}, t("wall.title")), row, said, what);
  return form;
}
