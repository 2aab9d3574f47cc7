"""The page of the workshop, as people meet it: in a real browser, without internet."""

import shutil

import pytest

from sim import RaidModel, load_scenario
from sim.changes import changed
from tests.room import FLAGS, opened, text_of

CHROMIUM = shutil.which("chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="the page is tested with playwright, which is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="the page is tested in chromium, which is not installed")

WIDTHS = {"phone": (360, 740), "tablet": (768, 1024), "laptop": (1280, 800), "projector": (1920, 1080)}
BOTH = "window.redoubt && window.redoubt.played.a.raid && window.redoubt.played.b.raid"
ALL_ODDS = "['a', 'b'].every(side => window.redoubt.played[side].odds?.raids === window.redoubt.played[side].odds?.of)"


@pytest.fixture(scope="module")
def room():
    with opened() as room:
        yield room


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser, room):
    """Opens pages as different people would; at the end, no page has said a word to its console or asked anybody else."""
    contexts, said, asked = [], [], []

    def visit(path="", size="laptop", **more):
        width, height = WIDTHS[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(room.address + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((room.address, "data:", "blob:"))] == []


@pytest.fixture
def at_start(visitor):
    """The page as the link in the room opens it, both raids there."""
    page = visitor()
    page.wait_for_function(BOTH)
    return page


def minute(page):
    return page.evaluate("window.redoubt.clock.minute")


def picture_of(page, side):
    """The map of one side, pixel by pixel."""
    return page.locator(f".side[data-side={side}] canvas").first.screenshot()


def test_pause_really_pauses(at_start):
    page = at_start
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    page.wait_for_function("window.redoubt.clock.minute > 2")
    page.keyboard.press("Space")
    then, seen = minute(page), picture_of(page, "a")
    page.wait_for_timeout(700)
    assert minute(page) == then > 2
    assert picture_of(page, "a") == seen


def raid_in_python(page, side):
    """The raid that this side shows, played by Mesa agents from what the page says it is."""
    told = page.evaluate(f"window.redoubt.played.{side}.raid")
    state = page.evaluate("window.redoubt.state")
    scenario = changed(load_scenario(state[side]["scenario"]), told["changes"])
    model = RaidModel(scenario, seed=state["seed"], raid=state["raid"])
    model.run()
    return told, model


@pytest.mark.parametrize(
    "link",
    [
        "?seed=7&raid=3&a=kyar_tat&a.rounds=2&b=kyar_tat&b.air=none&b.walls=0.5",
        "?seed=123456789&raid=41&a=zee_pyar&a.relief=airlift&a.relief_delay=120&b=bazaar_ambush&b.surprise=0.3",
    ],
)
def test_a_shared_link_is_the_same_raid_to_the_last_bit(visitor, link):
    page = visitor(link)
    page.wait_for_function(BOTH)
    for side in ("a", "b"):
        told, model = raid_in_python(page, side)
        assert text_of(told["outcome"]) == text_of(model.outcome)
        course = model.series.to_pydict()
        rows = [course["minute"].index(minute) for minute in told["minutes"][1:]]
        for name, values in told["series"].items():
            assert text_of(values) == text_of([float(course[name][row]) for row in rows]), name
