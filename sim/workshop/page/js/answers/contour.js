// The line on which half of the raids succeed, through a grid of shares.

const LEVEL = 0.5;

/** Where on the edge between two corners is the level met? */
function crossing([ax, ay, a], [bx, by, b]) {
  if (a >= LEVEL === b >= LEVEL) return null;
  const at = (LEVEL - a) / (b - a);
  return [ax + at * (bx - ax), ay + at * (by - ay)];
}

/** The pieces of the line within one square of four corners (marching squares). */
function pieces(corners) {
  const edges = corners.map((corner, k) => crossing(corner, corners[(k + 1) % 4])).filter(Boolean);
  const pairs = edges.length === 4 ? [edges.slice(0, 2), edges.slice(2)] : edges.length === 2 ? [edges] : [];
  return pairs.map(([from, to]) => `M${from.join(" ")}L${to.join(" ")}`).join("");
}

/** The line as an SVG path; `shareAt(i, j)` is a share or undefined, corners lie in the middles of squares of size 1. */
export function contour(width, height, shareAt) {
  let path = "";
  for (let i = 0; i + 1 < width; i += 1) {
    for (let j = 0; j + 1 < height; j += 1) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]].map(([x, y]) => [x + 0.5, y + 0.5, shareAt(x, y)]);
      if (corners.every(([, , share]) => share !== undefined)) path += pieces(corners);
    }
  }
  return path;
}
