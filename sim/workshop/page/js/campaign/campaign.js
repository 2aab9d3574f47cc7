// A lesson on campaigns: two maps of the same area, the weeks, three lines, and what became of many.

import { make } from "../frame/made.js";
import { SIDES, on, playsCampaigns, state } from "../frame/state.js";
import { soon } from "../frame/soon.js";
import { number, t } from "../frame/words.js";
import { coverable } from "../answers/covered.js";
import { markOf } from "../raid/sidemarks.js";
import { countedList, soFar } from "./counted.js";
import { followed } from "./followed.js";
import { keyOf } from "./key.js";
import { LINES, lineOf } from "./lines.js";
import { lineTable } from "./linetable.js";
import { STANDINGS, counts, raidsOf } from "./moment.js";
import { postMapOn } from "./postmap.js";
import { timeline, weekWords } from "./timeline.js";
import { weeks } from "./weeks.js";

const parts = { maps: {}, lines: [] };

/** The whole part, empty until a lesson on campaigns is opened. */
export function buildCampaign() {
  const section = document.getElementById("campaign");
  Object.assign(parts, {
    waiting: make("p", { class: "stale", role: "status" }),
    key: make("div"),
    maps: Object.fromEntries(SIDES.map((side) => [side, mapOf(side)])),
    lines: LINES.map(lineOf),
    tables: make("div"),
    many: make("div"),
    behind: make("span", { class: "soft small", role: "status" }),
    thin: make("div", { class: "thin" }, make("div")),
  });
  const key = make("details", { class: "signs small", open: innerWidth >= 600 }, make("summary", {}, t("map.signs.title")), parts.key);
  const maps = make("div", { class: "pair-wide" }, SIDES.map((side) => parts.maps[side].element));
  section.replaceChildren(parts.waiting, maps, key, timeline(), linesPanel(), manyPanel());
  showAll();
}

function mapOf(side) {
  const canvas = make("canvas", { role: "img" });
  const [title, now, table] = [make("h2"), make("p", { class: "small post-counts" }), make("div")];
  const details = make("details", { class: "small" }, make("summary", {}, t("campaign.posts_table")), table);
  const head = make("header", { class: "side-head" }, markOf(side), title);
  const element = make("article", { class: "campaign-side panel", "data-side": side, "aria-label": t("sides.side", { side: side.toUpperCase() }) }, head, make("div", { class: "map" }, canvas), now, details);
  return { element, canvas, title, now, table, map: postMapOn(canvas, side) };
}

function linesPanel() {
  const section = make("section", { class: "panel", id: "campaign-lines", "aria-label": t("campaign.one") });
  section.append(make("h2", {}, t("campaign.one")));
  const table = make("details", { class: "small" }, make("summary", {}, t("campaign.line_table")), parts.tables);
  coverable(section, make("p", { class: "soft small" }, t("campaign.one_note")), make("div", { class: "post-lines" }, parts.lines.map(({ element }) => element)), table);
  return section;
}

function manyPanel() {
  const section = make("section", { class: "panel", id: "campaign-many", "aria-label": t("campaign.many") });
  section.append(make("div", { class: "heading" }, make("h2", {}, t("campaign.many")), parts.behind), parts.thin);
  coverable(section, make("p", { class: "soft small" }, t("campaign.many_note")), parts.many);
  return section;
}

/** Where the lesson is about campaigns, the page shows nothing of its raids. */
function showOrHide() {
  const shown = playsCampaigns();
  document.getElementById("campaign").hidden = !shown;
  document.body.classList.toggle("of-campaigns", shown);
  const skip = document.querySelector(".skip");
  skip.setAttribute("href", shown ? "#campaign" : "#sides");
  skip.textContent = t(shown ? "campaign.skip" : "page.skip");
}

/** How the posts of one side stand, in words and as a table. */
function tellSide(side) {
  const [own, course] = [parts.maps[side], followed[side]];
  const policy = state.lesson?.[side]?.policy;
  own.title.textContent = policy ? t(`campaign.policies.${policy}`) : "";
  own.map.draw();
  if (!course) return own.now.replaceChildren(t("sides.waiting"));
  const [standing, raids] = [counts(course, weeks.now), raidsOf(course, weeks.now)];
  const words = { held: number(standing.held), lost: number(standing.lost), given_up: number(standing.given_up), raids: number(raids.length), taken: number(raids.filter(({ taken }) => taken).length) };
  own.now.textContent = t("campaign.counts", words);
  own.canvas.setAttribute("aria-label", t("campaign.map_alt", { side: side.toUpperCase(), week: weekWords(weeks.now), counts: own.now.textContent }));
  own.table.replaceChildren(postTable(course));
}

function postTable(course) {
  const head = STANDINGS.map((name) => make("th", { scope: "col", class: "number" }, t(`campaign.standings.${name}`)));
  const row = (name, kind) => {
    const own = counts(course, weeks.now, kind);
    return make("tr", {}, make("th", { scope: "row" }, t(`campaign.kinds.${name}`)), STANDINGS.map((standing) => make("td", { class: "number" }, number(own[standing]))));
  };
  return make("table", {}, make("thead", {}, make("tr", {}, make("td"), head)), make("tbody", {}, course.kinds.map(row)));
}

function showWeek() {
  if (!parts.waiting) return;
  SIDES.forEach(tellSide);
  for (const line of parts.lines) line.draw();
}

function showMany() {
  if (!parts.waiting) return;
  const { many, warming } = followed;
  parts.waiting.hidden = !warming;
  parts.waiting.textContent = warming ? t("campaign.compiling", { elapsed: number(warming.elapsed), about: number(warming.about) }) : "";
  parts.behind.textContent = soFar();
  parts.thin.classList.toggle("busy", Boolean(many) && many.campaigns < many.of);
  parts.thin.firstChild.style.width = many ? `${(100 * many.campaigns) / many.of}%` : "0";
  parts.many.replaceChildren(countedList());
}

let known = null; // the courses whose key and tables are shown

function showCourses() {
  if (!followed.a || !followed.b || known === followed.b) return;
  known = followed.b;
  parts.key.replaceChildren(keyOf(followed.a));
  parts.tables.replaceChildren(lineTable());
  for (const line of parts.lines) line.tell();
  showWeek();
}

function showAll() {
  known = null;
  showOrHide();
  showMany();
  showCourses();
  showWeek();
}

const manySoon = soon(() => {
  showMany();
  showCourses();
});

on("campaign", manySoon);
on("week", showWeek);
on("look", showAll);
on("lesson", showAll);
