// Small drawings: SVG elements, and areas that differ by colour and by hatching.

const SPACE = "http://www.w3.org/2000/svg";
const HATCHES = { // as in the figures of the project
  ending: { occupied: "", objective_met: "/", forced_out: "x", undecided: ".", withdrew: "\\", repulsed: "" },
  cause: { ammunition: "/", losses: "", structure: "x", air: "\\", relief: "", weather: ".", time: "", coalition: "+" },
};
const LINES = { "": "", "/": "M-1 1L1-1M0 7L7 0M6 8L8 6", "\\": "M-1 6L1 8M0 0L7 7M6-1L8 1", x: "M0 0L7 7M7 0L0 7", "+": "M3.5 0V7M0 3.5H7", ".": "M2 2h1.6v1.6h-1.6z" };

export const ENDINGS = Object.keys(HATCHES.ending);
export const CAUSES = Object.keys(HATCHES.cause);

/** An element of a drawing. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function hatched(kind, name, hatch) {
  const size = { width: 7, height: 7 };
  const ground = draw("rect", { ...size, class: `ground-${kind}-${name}` });
  const lines = LINES[hatch] ? [draw("path", { d: LINES[hatch], class: hatch === "." ? "hatch-dots" : "hatch-lines" })] : [];
  return draw("pattern", { id: `${kind}-${name}`, ...size, patternUnits: "userSpaceOnUse" }, ground, ...lines);
}

/** Have the hatchings in the page, once. */
export function haveHatches() {
  if (document.getElementById("hatches")) return;
  const patterns = Object.entries(HATCHES).flatMap(([kind, of]) => Object.entries(of).map(([name, hatch]) => hatched(kind, name, hatch)));
  document.body.append(draw("svg", { id: "hatches", class: "hatches", "aria-hidden": "true" }, draw("defs", {}, patterns)));
}

export const fillOf = (kind, name) => `url(#${kind}-${name})`;

/** A small square that says which area is which. */
export const swatch = (kind, name) =>
  draw("svg", { class: "swatch", "aria-hidden": "true" }, draw("rect", { width: "100%", height: "100%", fill: fillOf(kind, name) }));

/** Whole steps of 1, 2 or 5 that divide a length into a few. */
export function step(length, most = 5) {
  const power = 10 ** Math.floor(Math.log10(length / most));
  return [1, 2, 5, 10].map((factor) => factor * power).find((one) => length / one <= most);
}
