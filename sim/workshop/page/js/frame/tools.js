// The tools in the head of the page: lessons, sharing, saving, looks, language, help.

import { showExport } from "../saved/export.js";
import { showHelp } from "./help.js";
import { icon } from "./icons.js";
import { make } from "./made.js";
import { speak } from "../main.js";
import { notice } from "./notice.js";
import { showShare } from "../saved/share.js";
import { offer, say, state } from "./state.js";
import { languageName, t } from "./words.js";

const THEMES = ["system", "light", "dark"];
const root = document.documentElement;

/** All of them, in one row. */
export function buildTools() {
  const nav = document.getElementById("tools");
  nav.replaceChildren(
    tool("lessons", "lessons", () => say("lessons"), "primary"),
    tool("share", "share", showShare),
    tool("export", "save", showExport),
    projector(),
    theme(),
    language(),
    tool("help", "help", showHelp),
  );
}

function tool(name, drawing, onclick, look = "") {
  return make(
    "button",
    { type: "button", class: look, "data-tool": name, title: t(`tools.${name}_long`), onclick },
    icon(drawing),
    make("span", { class: "tool-name" }, t(`tools.${name}`)),
  );
}

function projector() {
  const button = tool("projector", "projector", () => {
    const on = root.dataset.look !== "projector";
    if (on) root.dataset.look = "projector";
    else delete root.dataset.look;
    button.setAttribute("aria-pressed", String(on));
    say("look");
  });
  button.setAttribute("aria-pressed", String(root.dataset.look === "projector"));
  return button;
}

/** System, light, dark, and round again; the browser remembers it. */
function theme() {
  const now = () => root.dataset.theme ?? "system";
  const button = tool("theme", now(), () => {
    setTheme(THEMES[(THEMES.indexOf(now()) + 1) % THEMES.length]);
    button.replaceWith(theme());
    document.querySelector('[data-tool="theme"]').focus();
  });
  button.lastChild.textContent = t(`tools.themes.${now()}`);
  button.setAttribute("aria-label", t("tools.theme_now", { theme: t(`tools.themes.${now()}`) }));
  return button;
}

function setTheme(name) {
  if (name === "system") delete root.dataset.theme;
  else root.dataset.theme = name;
  remember(name);
  say("look");
}

/** A browser may forbid to remember; the theme is then as long as the page. */
function remember(name) {
  try {
    localStorage.setItem("redoubt.theme", name);
  } catch {
    return;
  }
}

function remembered() {
  try {
    return localStorage.getItem("redoubt.theme");
  } catch {
    return null;
  }
}

function language() {
  const names = offer.languages.map((code) => [code, languageName(code)]);
  const options = names.map(([code, name]) =>
    make("option", { value: code, lang: code, selected: code === state.language }, name),
  );
  return make(
    "select",
    {
      "aria-label": t("tools.language"),
      onchange: (event) => speak(event.target.value).catch((error) => notice(error.message)),
    },
    options,
  );
}

const first = remembered();
if (first === "light" || first === "dark") root.dataset.theme = first;
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => say("look"));
