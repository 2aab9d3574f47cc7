"""How quickly does the page come, and how smoothly does it move, in a real browser?"""

import shutil
from pathlib import Path
from typing import Any

import numpy as np

from sim.mistakes import ConfigurationError

FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PLAYED_SECONDS, VIEW = 10, {"width": 1280, "height": 1000}
FIRST_RAID = "Boolean(window.redoubt && window.redoubt.played.a.raid && window.redoubt.played.b.raid)"
FRAMES = """seconds => new Promise(done => {
  const times = [];
  const next = now => { times.push(now); times[0] + 1000 * seconds > now ? requestAnimationFrame(next) : done(times); };
  requestAnimationFrame(next);
})"""


def seen_in_browser(address: str, picture: Path | None = None) -> dict[str, Any]:
    """What a person on a laptop sees of the page at this address.

    Parameters
    ----------
    address : str
        Of a workshop that is open.
    picture : Path, optional
        Where the view after some seconds of play is kept, as PNG.

    Returns
    -------
    dict
        Milliseconds: `first_paint`; `first_raid`, both raids of the first view there; `frame_median` and `frame_95`, between
        two frames while both raids play.

    Raises
    ------
    ConfigurationError
        If there is no browser to look with.
    """
    playwright, path = browser_to_look_with()
    with playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport=VIEW)
        page.goto(address)
        while not page.evaluate(FIRST_RAID):  # waiting for a condition would need `eval`, which the page forbids
            page.wait_for_timeout(10)
        first_raid = page.evaluate("performance.now()")
        first_paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        between = frames_of(page)
        if picture is not None:
            page.screenshot(path=picture)
        browser.close()
    median, high = np.quantile(between, [0.5, 0.95])
    return {"first_paint": first_paint, "first_raid": first_raid, "frame_median": float(median), "frame_95": float(high)}


def frames_of(page: Any) -> np.ndarray:
    """Milliseconds between two frames while both raids play; they are paused again then."""
    page.wait_for_timeout(3000)  # until the odds stand
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    between = np.diff(page.evaluate(FRAMES, PLAYED_SECONDS))
    page.keyboard.press("Space")
    page.wait_for_timeout(500)
    return between


def browser_to_look_with() -> tuple[Any, str]:
    """Playwright, and where Chromium is."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise ConfigurationError("load.page: needs playwright, which was not found; should be false") from None
    if path is None:
        raise ConfigurationError("load.page: needs chromium, which was not found; should be false")
    return sync_playwright, path
