// What the page shows, as files: tables and a picture.

import { make } from "../frame/made.js";
import { notice } from "../frame/notice.js";
import { pictureOfAll } from "./picture.js";
import { played } from "../raid/played.js";
import { openSheet } from "../frame/sheet.js";
import { SIDES, state } from "../frame/state.js";
import { oddsTable, seriesTable, written } from "./tables.js";
import { t } from "../frame/words.js";

const nameOf = (what, end) => `redoubt-${what}-seed-${state.seed}-raid-${state.raid}.${end}`;

/** A dialog with everything that can be saved. */
export function showExport() {
  const ready = (kind) => SIDES.some((side) => played[side][kind]);
  const kinds = [
    ["raid", ready("raid"), () => save(csv(seriesTable()), nameOf("raid", "csv"))],
    ["odds", ready("odds") && !state.hidden, () => save(csv(oddsTable()), nameOf("odds", "csv"))],
    ["picture", ready("raid"), async () => save(await pictureOfAll(), nameOf("picture", "png"))],
  ];
  const items = kinds.map(([name, is, work]) =>
    make(
      "li",
      {},
      make(
        "button",
        { type: "button", disabled: !is, onclick: () => work().catch?.((error) => notice(error.message)) },
        t(`export.${name}`),
      ),
      make("p", { class: "soft small" }, t(`export.${name}_about`)),
    ),
  );
  openSheet(t("export.title"), make("ul", { class: "exports" }, items));
}

const csv = (rows) => new Blob([written(rows)], { type: "text/csv" });

async function save(blob, name) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
