// Small drawings for buttons.

const PATHS = {
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  back: "M17 5v14L8 12zM5 5h2.5v14H5z",
  forward: "M7 5v14l9-7zM16.5 5H19v14h-2.5z",
  start: "M19 5v14l-7-7zM12 5v14l-7-7zM3 5h2v14H3z",
  dice: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm0 2v14h14V5zm3.5 2a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm7 7a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm-3.5-3.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
  previous: "M15.5 4.5 8 12l7.5 7.5 1.8-1.8L11.6 12l5.7-5.7z",
  next: "M8.5 4.5 16 12l-7.5 7.5-1.8-1.8L12.4 12 6.7 6.3z",
  light:
    "M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4zM4.2 5.6l1.4-1.4 2.8 2.8L7 8.4zM15.6 17l1.4-1.4 2.8 2.8-1.4 1.4zM18.4 4.2l1.4 1.4L17 8.4 15.6 7zM7 15.6 8.4 17l-2.8 2.8-1.4-1.4z",
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  system: "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 2a8 8 0 1 0 0 16z",
  projector: "M3 4h18v12H3zm2 2v8h14V6zM11 16h2v2l4 4h-2.8L12 19.8 9.8 22H7l4-4z",
  help: "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm-1 11h2v2h-2zm1-9c2.2 0 3.7 1.3 3.7 3.2 0 2.3-2.7 2.7-2.7 4.8h-2c0-3.3 2.6-3.3 2.6-4.7 0-.8-.6-1.3-1.6-1.3s-1.7.6-1.7 1.7h-2C8.3 7.4 9.8 6 12 6z",
  share:
    "M18 2a3.5 3.5 0 1 1-2.6 5.8L8.9 11.1a3.5 3.5 0 0 1 0 1.8l6.5 3.3A3.5 3.5 0 1 1 14.6 18l-6.6-3.4a3.5 3.5 0 1 1 0-5.2L14.6 6A3.5 3.5 0 0 1 18 2z",
  save: "M11 3h2v9.2l3.3-3.3 1.4 1.4L12 16l-5.7-5.7 1.4-1.4 3.3 3.3zM4 18h16v2H4z",
  lessons:
    "M4 4h6a3 3 0 0 1 2 .8A3 3 0 0 1 14 4h6v14h-6a2 2 0 0 0-2 2 2 2 0 0 0-2-2H4zm2 2v10h4c.4 0 .7 0 1 .2V7a1 1 0 0 0-1-1zm12 0h-4a1 1 0 0 0-1 1v9.2c.3-.1.6-.2 1-.2h4z",
  swap: "M7 3 2 8l5 5V9h9V7H7zM17 11v4H8v2h9v4l5-5z",
  undo: "M8 4v4h6a5 5 0 0 1 0 10H7v-2h7a3 3 0 0 0 0-6H8v4L2 9z",
  close: "M5.6 4.2 12 10.6l6.4-6.4 1.4 1.4L13.4 12l6.4 6.4-1.4 1.4L12 13.4l-6.4 6.4-1.4-1.4 6.4-6.4-6.4-6.4z",
};
const SVG = "http://www.w3.org/2000/svg";

/** A drawing that says nothing by itself; its button has a label. */
export function icon(name) {
  const [svg, path] = [document.createElementNS(SVG, "svg"), document.createElementNS(SVG, "path")];
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }))
    svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}
