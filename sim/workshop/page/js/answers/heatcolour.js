// Colours of a chance: white for never, dark blue for always.

const STOPS = [[255, 255, 255], [191, 220, 239], [86, 180, 233], [0, 114, 178], [0, 57, 92]]; // as in the figures of the project

function mixed(share) {
  const at = Math.min(share, 0.999999) * (STOPS.length - 1);
  const k = Math.floor(at);
  return STOPS[k].map((value, c) => value + (STOPS[k + 1][c] - value) * (at - k));
}

/** The colour of a share; `pale` brings it nearer to a grey that says: not known yet. */
export function colourOf(share, pale = 0) {
  const [red, green, blue] = mixed(share).map((value) => Math.round(value + (225 - value) * pale));
  return `rgb(${red} ${green} ${blue})`;
}

/** Words on a dark square are light. */
export const isDark = (share) => share > 0.62;
