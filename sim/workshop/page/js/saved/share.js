// The same raids elsewhere: a link, and the lines of Python that play them.

import { linkNow } from "../frame/link.js";
import { make } from "../frame/made.js";
import { notice } from "../frame/notice.js";
import { played } from "../raid/played.js";
import { openSheet } from "../frame/sheet.js";
import { SIDES, state } from "../frame/state.js";
import { t } from "../frame/words.js";

/** A dialog with the link and the code. */
export function showShare() {
  const link = make("input", { type: "text", readonly: true, id: "share-link", value: linkNow() });
  openSheet(
    t("share.title"),
    make("p", {}, t("share.about")),
    make("label", { for: "share-link", class: "small" }, t("share.link")),
    make(
      "div",
      { class: "copy-row" },
      link,
      copyButton(() => link.value),
    ),
    ...SIDES.flatMap(codeOf),
    make("p", { class: "soft small" }, t("share.exactly")),
  );
  link.select();
}

function codeOf(side) {
  const { raid } = played[side];
  if (!raid) return [];
  const code = pythonOf(side, raid);
  return [
    make(
      "div",
      { class: "copy-row" },
      make("h3", {}, t("share.python", { side: side.toUpperCase() })),
      copyButton(() => code),
    ),
    make("pre", { class: "code scroll", tabindex: "0", "aria-label": t("share.python", { side: side.toUpperCase() }) }, code),
  ];
}

/** The lines that play this side's raid in Python, to the last bit. */
function pythonOf(side, raid) {
  const changes = Object.entries(raid.changes).map(
    ([path, value]) => `    ${JSON.stringify(path)}: ${JSON.stringify(value)},\n`,
  );
  const scenario = `load_scenario("${state[side].scenario}")`;
  return [
    "from sim import RaidModel, load_scenario",
    ...(changes.length ? ["from sim.changes import changed"] : []),
    "",
    changes.length ? `scenario = changed(${scenario}, {\n${changes.join("")}})` : `scenario = ${scenario}`,
    `model = RaidModel(scenario, seed=${raid.seed}, raid=${raid.raid})`,
    "model.run()",
    "print(model.outcome)",
  ].join("\n");
}

function copyButton(text) {
  const button = make("button", { type: "button", class: "small", onclick: () => copied(text(), button) }, t("share.copy"));
  return button;
}

/** Browsers let only secure pages write to the clipboard; in a room's network the old way is left. */
async function copied(text, button) {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyBySelecting(text, button);
    button.textContent = t("share.copied");
  } catch {
    notice(t("share.not_copied"));
  }
}

function copyBySelecting(text, button) {
  const area = make("textarea", { class: "visually-hidden", "aria-hidden": "true" });
  area.value = text;
  button.after(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  if (!done) throw new Error();
}
