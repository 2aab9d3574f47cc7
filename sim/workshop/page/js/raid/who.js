// Who and what is on the map, in words: under the pointer, as a list, and as the map's text alternative.

import { aircraftAt, fallen, peopleInside, reliefAt, STANCES, valueAt, watchAt } from "./moments.js";
import { boxOf } from "./projection.js";
import { has, number, t } from "../frame/words.js";

const NEAR = 6; // pixels beyond the rim of a sign

const contingent = (name) => (has(`who.contingents.${name}`) ? t(`who.contingents.${name}`) : name.replaceAll("_", " "));

/** What a group of attackers is called: by the place it comes from, or by a word. */
export const groupName = (name) => (has(`who.groups.${name}`) ? t(`who.groups.${name}`) : name);

/** The name of a unit, such as "Pale, squad 3". */
export function nameOf(raid, i) {
  const { side, group } = raid.units;
  const rank = group.slice(0, i + 1).filter((other, k) => other === group[i] && side[k] === side[i]).length;
  if (side[i] === 0) return t("who.squad", { group: groupName(raid.groups[group[i]]), rank });
  return group[i] < 0
    ? t("who.relief", { rank })
    : t("who.section", { contingent: contingent(raid.contingents[group[i]]), rank });
}

/** One sentence: who, how many, what they do. */
function unitText(raid, k, i) {
  const [fit, stance] = [raid.units.fit[k][i], STANCES[raid.units.stance[k][i]]];
  const name = nameOf(raid, i);
  if (fit < 0) return t("who.nobody", { name });
  const kept = raid.units.suppression[k][i] >= 10 ? t("who.kept_down", { share: raid.units.suppression[k][i] }) : "";
  return t("who.unit", { name, fit, doing: t(`who.stances.${stance}`) }) + kept;
}

const placeName = (raid, p) => (raid.places.main[p] ? t("who.main") : t("who.strongpoint", { number: p + 1 }));

/** One sentence: which building, what is left of its walls, who holds it. */
function placeText(raid, k, p, inside = peopleInside(raid, k)) {
  const held = raid.places.taken[k][p] ? t("who.taken") : t("who.held", { people: inside[p] });
  return t("who.place", { name: placeName(raid, p), left: raid.places.left[k][p], held });
}

/** What lies under this point of the map; null if nothing does. */
export function under(scene, x, y) {
  const { raid, frame, view, units } = scene;
  const near = units
    .map((one) => ({ one, far: Math.hypot(one.x - x, one.y - y) - one.r }))
    .reduce((best, other) => (other.far < best.far ? other : best), { far: NEAR });
  if (near.one) return { x: near.one.x, y: near.one.y, text: unitText(raid, frame.k, near.one.i) };
  return raid.field.station ? building(raid, frame, view, x, y) : null;
}

function building(raid, frame, view, x, y) {
  const box = boxOf(raid, view);
  for (let p = 0; p < raid.places.x.length; p += 1) {
    const [px, py] = view.at(raid.places.x[p], raid.places.y[p]);
    if (Math.max(Math.abs(px - x), Math.abs(py - y)) < 0.65 * box + 2)
      return { x: px, y: py, text: placeText(raid, frame.k, p) };
  }
  return null;
}

/** What can be seen on the map, in a few sentences. */
export function mapText(raid, minute, frame) {
  const { taken, of, main } = fallen(raid, frame.k);
  const numbers = {
    minute: number(minute),
    time: watchAt(raid, minute),
    attackers: valueAt(raid, "attackers_fit", frame),
    defenders: valueAt(raid, "defenders_fit", frame),
  };
  const sentences = [t("map.alt", numbers)];
  if (raid.field.station)
    sentences.push(t("map.alt_places", { taken, of, main: t(main ? "map.main_taken" : "map.main_held") }));
  sentences.push(t(`help.aircraft.${aircraftAt(raid, minute, frame)}`), t(`help.relief.${reliefAt(raid, minute)}`));
  return sentences.join("; ");
}

/** Everybody in the field and every building at this frame, a sentence each. */
export function everybody(raid, k) {
  const inside = peopleInside(raid, k);
  const units = raid.units.people.flatMap((_, i) => (raid.units.fit[k][i] > 0 ? [unitText(raid, k, i)] : []));
  const places = raid.field.station ? raid.places.x.map((_, p) => placeText(raid, k, p, inside)) : [];
  return [...places, ...units];
}
