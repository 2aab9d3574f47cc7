// The numbers under a map, which are also the key to its colours.

import { make } from "../frame/made.js";
import { NIGHT, aircraftAt, fallen, reliefAt, valueAt } from "./moments.js";
import { number, t } from "../frame/words.js";

/** The parts of the list, and `tell(raid, minute, frame)`, which fills them in. */
export function factsList() {
  const cells = Object.fromEntries(
    ["attackers", "garrison", "walls", "air", "relief", "sky"].map((name) => [name, make("dd")]),
  );
  const list = make("dl", { class: "facts" });
  for (const [name, cell] of Object.entries(cells)) {
    list.append(make("div", { class: `fact fact-${name}` }, make("dt", {}, t(`facts.${name}`)), cell));
  }
  const tell = (raid, minute, frame) => {
    for (const [name, text] of Object.entries(textsOf(raid, minute, frame))) {
      if (cells[name].textContent !== text) cells[name].textContent = text;
    }
  };
  return { list, tell };
}

function textsOf(raid, minute, frame) {
  const value = (name) => valueAt(raid, name, frame);
  const { taken, of } = fallen(raid, frame.k);
  const people = (side) => t("facts.people", { fit: number(value(`${side}_fit`)), rounds: number(value(`${side}_rounds`)) });
  return {
    attackers: people("attackers"),
    garrison: people("defenders"),
    walls: t("facts.walls_left", { left: number(100 * value("structure")), taken, of }),
    air: t(`help.aircraft_short.${aircraftAt(raid, minute, frame)}`),
    relief: t(`help.relief_short.${reliefAt(raid, minute)}`),
    sky: t("facts.sky_now", {
      light: t(value("light") < NIGHT ? "facts.night" : "facts.day"),
      rain: number(100 * value("rain")),
    }),
  };
}
