// The two raids, side by side.

import { clock } from "./clock.js";
import { factsList } from "./facts.js";
import { make } from "../frame/made.js";
import { looking, mapOn } from "./map.js";
import { frameAt, lastOf } from "./moments.js";
import { paced } from "./pace.js";
import { played } from "./played.js";
import { VIEWS } from "./projection.js";
import { markOf } from "./sidemarks.js";
import { signsKey } from "./signskey.js";
import { SIDES, choose, offer, on, state, titleKey } from "../frame/state.js";
import { tipFor } from "./tip.js";
import { capital, named } from "../controls/values.js";
import { everybody, mapText } from "./who.js";
import { number, t } from "../frame/words.js";

const parts = { a: null, b: null };

/** Both sides, empty until their raids come. */
export function buildSides() {
  for (const side of SIDES) parts[side] = buildSide(side, document.querySelector(`.side[data-side="${side}"]`));
  document.getElementById("looking")?.remove();
  document.getElementById("sides").before(lookingBar());
  SIDES.forEach(tellSide);
}

function buildSide(side, article) {
  const own = partsOf(side);
  const box = make("div", { class: "map" }, own.canvas, own.over);
  const head = make("header", { class: "side-head" }, markOf(side), own.select);
  article.classList.add("panel");
  article.setAttribute("aria-label", t("sides.side", { side: side.toUpperCase() }));
  article.replaceChildren(head, own.about, own.verdict, own.losses, box, own.facts.list, own.details);
  own.map = mapOn(own.canvas, side);
  own.hideTip = tipFor(box, own.canvas, own.map);
  return own;
}

function partsOf(side) {
  const list = make("ul");
  return {
    list,
    select: scenarioChoice(side),
    about: make("p", { class: "side-about" }),
    verdict: make("p", { class: "verdict" }),
    losses: make("p", { class: "losses soft small" }),
    canvas: make("canvas", { role: "img", "aria-label": t("sides.waiting") }),
    over: make("p", { class: "over", hidden: true }),
    facts: factsList(),
    details: whoIsWhere(side, list),
  };
}

function whoIsWhere(side, list) {
  const label = t("who.of", { side: side.toUpperCase() });
  const scroll = make("div", { class: "everybody tiny scroll", tabindex: "0", role: "region", "aria-label": label }, list);
  const summary = make("summary", {}, t("who.title"));
  return make("details", { class: "who small", ontoggle: () => tellList(side) }, summary, scroll);
}

function scenarioChoice(side) {
  const options = offer.scenarios.map(({ name }) => make("option", { value: name }, t(titleKey(name))));
  const label = t("sides.scenario", { side: side.toUpperCase() });
  return make("select", { "aria-label": label, onchange: (event) => choose(side, event.target.value) }, options);
}

/** What both maps have in common: the way of looking, and what the signs mean. */
function lookingBar() {
  const buttons = VIEWS.map((view) =>
    make(
      "button",
      {
        type: "button",
        class: "small",
        "aria-pressed": String(view === looking.view),
        "data-view": view,
        onclick: () => look(view),
      },
      t(`map.views.${view}`),
    ),
  );
  const group = make("div", { class: "segments", role: "group", "aria-label": t("map.looking") }, buttons);
  const note = make("p", { class: "tiny soft", id: "looking-note" }, t(`map.notes.${looking.view}`));
  return make("div", { id: "looking" }, group, note, signsKey());
}

function look(view) {
  looking.view = view;
  for (const button of document.querySelectorAll("#looking [data-view]"))
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  document.getElementById("looking-note").textContent = t(`map.notes.${view}`);
  SIDES.forEach((side) => parts[side].map.draw());
}

function tellSide(side) {
  const [own, { raid }] = [parts[side], played[side]];
  own.select.value = state[side].scenario;
  own.about.textContent = aboutOf(side);
  own.verdict.textContent = raid ? verdictOf(raid) : t("sides.waiting");
  own.losses.textContent = raid ? lossesOf(raid.outcome) : "";
  own.hideTip();
  own.map.draw();
  tellNow.now();
}

function aboutOf(side) {
  const moved = Object.entries(state[side].controls).map(([id, value]) => named(id, value));
  const summary = t(`scenarios.${state[side].scenario}.summary`);
  return moved.length ? `${summary} ${t("sides.changed", { what: moved.join(", ") })}` : `${summary} ${t("sides.as_is")}`;
}

const verdictOf = (raid) =>
  t("sides.verdict", { verdict: capital(raid.verdict), minute: number(lastOf(raid), lastOf(raid) < 30 ? 1 : 0) });

function lossesOf(outcome) {
  const attackers = outcome.attackers_killed + outcome.attackers_wounded + outcome.attackers_captured;
  const defenders = outcome.defenders_killed + outcome.defenders_wounded + outcome.defenders_captured + outcome.defenders_fled;
  return t("sides.losses", { attackers, of_attackers: outcome.attackers, defenders, of_defenders: outcome.defenders });
}

/** What changes with the minute, in words: not in every frame. */
function tellMoment(side) {
  const [own, { raid }] = [parts[side], played[side]];
  if (!raid) return;
  const minute = Math.min(clock.minute, lastOf(raid));
  own.facts.tell(raid, minute, frameAt(raid, minute));
  const over = minute >= lastOf(raid) && clock.minute > 0;
  own.over.hidden = !over;
  own.over.textContent = over ? t("sides.over", { minute: number(lastOf(raid), lastOf(raid) < 30 ? 1 : 0) }) : "";
}

function tellAlternative(side) {
  const { raid } = played[side];
  if (!raid || !parts[side]) return;
  const minute = Math.min(clock.minute, lastOf(raid));
  parts[side].canvas.setAttribute("aria-label", `${side.toUpperCase()}: ${mapText(raid, minute, frameAt(raid, minute))}`);
  tellList(side);
}

function tellList(side) {
  const [own, { raid }] = [parts[side], played[side]];
  if (!raid || !own.details.open) return;
  const { k } = frameAt(raid, Math.min(clock.minute, lastOf(raid)));
  own.list.replaceChildren(...everybody(raid, k).map((text) => make("li", {}, text)));
}

const tellNow = paced(() => SIDES.forEach(tellMoment), 200);
const tellAlternatives = paced(() => SIDES.forEach(tellAlternative), 2000);

on("time", () => {
  for (const side of SIDES) parts[side]?.map.draw();
  tellNow();
  tellAlternatives();
});
on("raid", ({ side }) => {
  tellSide(side);
  tellAlternative(side);
});
on("setting", ({ side }) => {
  parts[side].about.textContent = aboutOf(side);
  parts[side].select.value = state[side].scenario;
});
on("look", () => SIDES.forEach((side) => parts[side]?.map.draw()));
on("luck", () => SIDES.forEach((side) => (parts[side].over.hidden = true)));
