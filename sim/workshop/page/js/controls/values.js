// What a control is set to, in words.

import { controlOf } from "../frame/state.js";
import { number, t } from "../frame/words.js";

const hours = (value) => {
  const minutes = Math.round(value * 60);
  return [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
};

/** A number as it stands before its unit. */
function plain(control, value) {
  if (control.unit === "h") return hours(value);
  if (control.unit === "share") return number(100 * value);
  return number(value, Math.round(value * 100) % 100 === 0 ? 0 : Math.round(value * 100) % 10 === 0 ? 1 : 2);
}

const united = (control, text) => t(`values.${control.unit || "plain"}`, { value: text });

/** A value, a range [low, high] or a choice, with its unit. */
export function spoken(id, value) {
  const control = controlOf(id);
  if (control.choices) return t(`controls.${id}.choices.${value}`);
  if (!Array.isArray(value)) return united(control, plain(control, value));
  return united(control, t("values.range", { low: plain(control, value[0]), high: plain(control, value[1]) }));
}

/** Name and value in a few words, such as "rounds 2 times as many". */
export function named(id, value) {
  return t("values.named", { name: t(`controls.${id}.name`), value: spoken(id, value) });
}

/** A text that begins a sentence. */
export const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
