// The letters A and B: what they stand beside has words of its own.

import { make } from "../frame/made.js";

const silent = (look, side) => make("span", { class: look, "aria-hidden": "true" }, side.toUpperCase());

/** The letter of a side in its box. */
export const markOf = (side) => silent(`mark mark-${side}`, side);

/** The letter alone. */
export const letterOf = (side) => silent(`letter letter-${side}`, side);
