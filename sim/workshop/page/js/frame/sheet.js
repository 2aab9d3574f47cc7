// A dialog with a title, closed by its button, by Escape, or by a click beside it.

import { icon } from "./icons.js";
import { make } from "./made.js";
import { t } from "./words.js";

/** Show these elements in a dialog; it is gone once it is closed. */
export function openSheet(title, ...children) {
  const close = make(
    "button",
    { type: "button", class: "plain round", "aria-label": t("page.close"), onclick: () => sheet.close() },
    icon("close"),
  );
  const heading = make("h2", { id: "sheet-title" }, title);
  const inner = make("div", { class: "sheet" }, make("header", { class: "sheet-head" }, heading, close), ...children);
  const sheet = make("dialog", { "aria-labelledby": "sheet-title", onclose: () => sheet.remove() }, inner);
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}
