// A canvas as sharp as the screen.

/** Keep the canvas as large as its place on the page; `redraw` whenever that changes. `width` and `height` are in CSS pixels. */
export function surfaceOf(canvas, redraw) {
  const surface = { canvas, ctx: canvas.getContext("2d"), width: 0, height: 0, ratio: 1 };
  new ResizeObserver(([entry]) => {
    fit(surface, entry.contentRect);
    redraw();
  }).observe(canvas);
  return surface;
}

function fit(surface, { width, height }) {
  surface.ratio = Math.min(3, devicePixelRatio || 1);
  Object.assign(surface, { width, height });
  surface.canvas.width = Math.max(1, Math.round(width * surface.ratio));
  surface.canvas.height = Math.max(1, Math.round(height * surface.ratio));
  surface.ctx.setTransform(surface.ratio, 0, 0, surface.ratio, 0, 0);
}

/** What does not change while time runs: drawn once for each `key`, then copied. */
export function layer() {
  let sheet = null;
  let drawn = null;
  return (surface, key, draw) => {
    if (!sheet || key.some((part, k) => part !== drawn[k])) {
      sheet = blank(surface);
      draw(sheet.ctx);
      drawn = key;
    }
    surface.ctx.drawImage(sheet.canvas, 0, 0, surface.width, surface.height);
  };
}

function blank({ canvas, ratio }) {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const ctx = copy.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { canvas: copy, ctx };
}
