// What this page is, and its keys.

import { make } from "./made.js";
import { openSheet } from "./sheet.js";
import { t } from "./words.js";

const KEYS = ["space", "arrows", "speed", "home", "next", "help"];

/** The help, in a dialog. */
export function showHelp() {
  const rows = KEYS.map((name) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, make("kbd", {}, t(`help_page.keys.${name}.key`))),
      make("td", {}, t(`help_page.keys.${name}.does`)),
    ),
  );
  const steps = ["first", "second", "third"].map((name) => make("li", {}, t(`help_page.steps.${name}`)));
  openSheet(
    t("help_page.title"),
    make("p", {}, t("help_page.about")),
    make("ol", { class: "steps" }, steps),
    make("p", { class: "soft small" }, t("help_page.limits")),
    make("h3", {}, t("help_page.keys.title")),
    make("table", { class: "keys" }, make("tbody", {}, rows)),
  );
}
