// The colours of the page, read once from its style sheet for what is drawn on canvases.

import { on } from "./state.js";

const NAMES = [
  "paper",
  "panel",
  "sunken",
  "ink",
  "soft",
  "line",
  "edge",
  "attackers",
  "attackers-ink",
  "garrison",
  "garrison-ink",
  "relief",
  "relief-ink",
  "air",
  "air-ink",
  "side-a",
  "side-b",
  "ground",
  "ring",
  "building",
  "strength",
  "outline",
  "rim",
  "assault",
  "night",
  "rain",
];
const GROUPS = ["#D55E00", "#E69F00", "#CC79A7", "#8C510A", "#B2182B"];
const GROUPS_ON_DARK = ["#E8711A", "#E69F00", "#CC79A7", "#C48A45", "#E2606F"]; // the same hues, lighter where they would sink
const MARKERS = [
  "circle",
  "square",
  "triangle",
  "diamond",
  "down",
  "plus",
  "cross",
  "hexagon",
  "pentagon",
  "left",
  "right",
  "octagon",
];

let known = null;

/** Every colour by its name; whether the ground is `dark`; `type(pixels, weight)`, letters as large as the page's. */
export function palette() {
  known ??= read();
  return known;
}

function read() {
  const style = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  const [font, size] = [getComputedStyle(document.body).fontFamily, parseFloat(style.fontSize) / 16];
  const type = (pixels, weight = 400) => `${weight} ${Math.round(pixels * size)}px ${font}`;
  return { ...colours, dark: style.colorScheme.includes("dark"), font, size, type };
}

/** Which colour and which marker has this group? Both together repeat after sixty. */
export function groupLook(group) {
  const colours = palette().dark ? GROUPS_ON_DARK : GROUPS;
  return { colour: colours[group % colours.length], marker: MARKERS[group % MARKERS.length] };
}

/** The same colour for words: darker on a light ground, lighter on a dark one. */
export function worded(colour, dark) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const shifted = parts.map((part) => Math.round(dark ? part + 0.45 * (255 - part) : 0.68 * part));
  return `rgb(${shifted.join(" ")})`;
}

on("look", () => (known = null));
