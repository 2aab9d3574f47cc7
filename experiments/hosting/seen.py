"""How quickly does the page come, and how smoothly does it move, in a real browser?"""

import shutil
from typing import Any

import numpy as np

from sim.mistakes import ConfigurationError

FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PLAYED_SECONDS = 10
FIRST_RAID = "Boolean(window.redoubt && window.redoubt.played.a.raid && window.redoubt.played.b.raid)"
FRAMES = """seconds => new Promise(done => {
  const times = [];
  const next = now => { times.push(now); times[0] + 1000 * seconds > now ? requestAnimationFrame(next) : done(times); };
  requestAnimationFrame(next);
})"""


def seen_in_browser(address: str) -> dict[str, Any]:
    """What a person on a laptop sees of the page at this address.

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
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise ConfigurationError("load.page: needs playwright, which was not found; should be false") from None
    if browser_path is None:
        raise ConfigurationError("load.page: needs chromium, which was not found; should be false")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        while not page.evaluate(FIRST_RAID):  # waiting for a condition would need `eval`, which the page forbids
            page.wait_for_timeout(10)
        first_raid = page.evaluate("performance.now()")
        first_paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        page.wait_for_timeout(3000)  # until the odds stand
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Space")
        between = np.diff(page.evaluate(FRAMES, PLAYED_SECONDS))
        browser.close()
    median, high = np.quantile(between, [0.5, 0.95])
    return {"first_paint": first_paint, "first_raid": first_raid, "frame_median": float(median), "frame_95": float(high)}
