"""The lesson on campaigns as people meet it: two maps, the weeks, and what became of many, in a real browser."""

import numpy as np
import pytest

from sim.campaign.scenario import load_campaign
from sim.campaign.table import play, trace
from sim.workshop.lessons import lessons
from tests.classes import came_out, campaigns_of, means, right
from tests.room import CHROMIUM, WIDTHS, chromium, grave, opened, until, visits

pytest.importorskip("playwright.sync_api", reason="the page is tested with playwright, which is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="the page is tested in chromium, which is not installed")

RUNS = 12  # campaigns of each side: enough to see that the page shows what comes out
LESSON = {language: next(one for one in lessons(language) if one.name == "draw_back") for language in ("en", "es")}
HEADER = LESSON["en"].header
COURSES = "window.redoubt && window.redoubt.followed.a && window.redoubt.followed.b"
ALL = f"{COURSES} && window.redoubt.followed.many && window.redoubt.followed.many.campaigns === {RUNS}"
WEEK = "window.redoubt.weeks.now"


@pytest.fixture(scope="module")
def room():
    with opened(f"workshop.runs={RUNS}") as room:
        yield room


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def visitor(browser, room):
    with visits(browser, room.address) as visit:
        yield visit


@pytest.fixture
def lesson(visitor):
    """Opens the lesson, as far as its campaigns are there."""

    def open_lesson(size="laptop", language="en", **more):
        page = visitor(f"?lesson=draw_back&lang={language}", size, **more)
        until(page, COURSES, 240)
        return page

    return open_lesson


def lock(page):
    """Bet on the first option of each question, and wait for what comes out."""
    for bet in page.locator("#lesson fieldset.bet").all():
        bet.get_by_role("radio").first.check()
    page.locator("#lesson form.bets button[type=submit]").click()
    page.locator("#lesson .results").wait_for(timeout=120_000)


def maps(page):
    """Both maps, pixel by pixel."""
    page.wait_for_timeout(200)
    return [page.evaluate(f"document.querySelector('#campaign [data-side={side}] canvas').toDataURL()") for side in "ab"]


def changes_of(side):
    return load_campaign(side.campaign, [f"policy={side.policy}"])


def test_the_lesson_is_clicked_through_and_tells_nothing_before_the_bet(lesson):
    page = lesson()
    a, b = maps(page)
    assert a == b, "the same area, before anything has happened"
    assert page.locator("#sides").is_hidden()
    assert page.locator("#campaign-lines .answer").is_hidden()
    assert page.locator("#campaign-many .answer").is_hidden()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(WEEK) == 0
    lock(page)
    marked = page.locator("#lesson .outcomes .right > span:first-child").all_text_contents()
    both = [means(campaigns_of(side, RUNS, HEADER.seed)) for side in (HEADER.a, HEADER.b)]
    assert marked == [right(one, came_out(one, *both)).text for one in HEADER.predict]
    assert page.locator("#campaign-many .answer").is_visible()
    page.get_by_role("button", name="questions").click()
    assert page.locator("#lesson ol.questions > li").count() == len(LESSON["en"].questions)
    page.get_by_role("button", name="Leave").first.click()
    assert page.locator("#campaign").is_hidden()
    assert page.locator("#sides").is_visible()


def test_the_weeks_run_by_keyboard_and_the_maps_part(lesson):
    page = lesson()
    lock(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(WEEK) == 1
    page.keyboard.press("Space")
    until(page, f"{WEEK} > 3")
    page.keyboard.press("Space")
    then = page.evaluate(WEEK)
    page.wait_for_timeout(600)
    assert page.evaluate(WEEK) == then
    page.get_by_role("slider", name="Week").focus()
    page.keyboard.press("End")
    until(page, f"{WEEK} === 88")
    a, b = maps(page)
    assert a != b
    held = [trace(changes_of(side), HEADER.seed, HEADER.number).outcome["bases_held"] for side in (HEADER.a, HEADER.b)]
    said = page.locator("#campaign .post-counts").all_inner_texts()
    assert [int(one.split()[1]) for one in said] == held


def test_what_the_page_shows_are_the_campaigns_that_python_plays(lesson):
    page = lesson()
    until(page, ALL, 240)
    followed = page.evaluate("window.redoubt.followed")
    for side, setting in (("a", HEADER.a), ("b", HEADER.b)):
        table = play(changes_of(setting), RUNS, HEADER.seed)
        assert followed[side]["outcome"] == trace(changes_of(setting), HEADER.seed, HEADER.number).outcome
        for name, told in followed["many"]["measures"].items():
            assert told[side]["mean"] == np.array(table[name], float).mean(), name


@pytest.mark.parametrize("size", WIDTHS)
def test_nothing_is_wider_than_the_screen(lesson, size):
    page = lesson(size)
    lock(page)
    page.evaluate("document.querySelectorAll('#campaign details').forEach((one) => (one.open = true))")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[size][0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_nothing_serious_stands_in_anybodys_way(lesson, size, scheme):
    page = lesson(size, color_scheme=scheme)
    assert grave(page) == []
    lock(page)
    page.evaluate("document.querySelectorAll('#campaign details').forEach((one) => (one.open = true))")
    page.wait_for_timeout(500)
    assert grave(page) == []


def test_where_the_rules_of_campaigns_are_still_compiled_the_page_says_so(visitor):
    page = visitor("")
    cold = {"warm": False, "elapsed": 7.2, "about": 30, "failed": ""}
    page.route("**/api/warm?of=campaigns", lambda route: route.fulfill(json=cold))
    page.locator("[data-tool=lessons]").click()
    page.get_by_role("button", name="Begin: Draw back").click()
    page.get_by_text("7 of about 30 seconds").wait_for()
    page.unroute("**/api/warm?of=campaigns")
    until(page, COURSES, 240)
    assert page.get_by_text("of about 30 seconds").is_hidden()


def test_another_lesson_brings_the_raids_back(lesson):
    page = lesson()
    page.locator("[data-tool=lessons]").click()
    page.get_by_role("button", name="Begin: Ammunition").click()
    assert page.locator("#campaign").is_hidden()
    assert page.locator("#sides").is_visible()
    assert page.locator("[data-tool=share]").is_visible()
