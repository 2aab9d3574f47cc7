"""The page of the workshop, as people meet it: in a real browser, without internet."""

import pytest

from sim import RaidModel, load_scenario
from sim.changes import changed
from sim.workshop.lessons import Header, lessons
from tests.classes import came_out, odds, right
from tests.room import CHROMIUM, WIDTHS, chromium, grave, opened, until, visits

pytest.importorskip("playwright.sync_api", reason="the page is tested with playwright, which is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="the page is tested in chromium, which is not installed")

BOTH = "window.redoubt && window.redoubt.played.a.raid && window.redoubt.played.b.raid"
ALL_ODDS = "['a', 'b'].every(side => window.redoubt.played[side].odds && window.redoubt.played[side].odds.raids === window.redoubt.played[side].odds.of)"


@pytest.fixture(scope="module")
def room():
    with opened() as room:
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
def at_start(visitor):
    """The page as the link in the room opens it, both raids there."""
    page = visitor()
    until(page, BOTH)
    return page


def test_on_a_cold_machine_the_page_says_what_it_waits_for_and_then_plays(browser, tmp_path):
    quickly = {"NUMBA_OPT": "0"}  # what waits here is the page, not the compiler's best work
    with opened(REDOUBT_CACHE_DIR=str(tmp_path), **quickly) as room:
        page, said = browser.new_page(), []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(room.address + "?lesson=walls")
        page.get_by_text("of about 30 seconds").wait_for()
        until(page, BOTH, seconds=240)
        assert page.get_by_text("of about 30 seconds").count() == 0
        assert said == []
        page.close()


def minute(page):
    return page.evaluate("window.redoubt.clock.minute")


def picture_of(page, side):
    """The map of one side, pixel by pixel."""
    return page.locator(f".side[data-side={side}] canvas").first.screenshot()


def test_pause_really_pauses(at_start):
    page = at_start
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    until(page, "window.redoubt.clock.minute > 2")
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
    until(page, BOTH)
    for side in ("a", "b"):
        told, model = raid_in_python(page, side)
        assert told["outcome"] == model.outcome  # JSON keeps every bit of a number, not whether it was written 101 or 101.0
        course = model.series.to_pydict()
        rows = [course["minute"].index(minute) for minute in told["minutes"][1:]]
        for name, values in told["series"].items():
            assert values == [course[name][row] for row in rows], name


def test_a_link_that_asks_for_what_is_not_there_says_so_and_opens_all_the_same(visitor):
    page = visitor("?lesson=alchemy")
    page.locator("#notice").get_by_text("alchemy").wait_for()
    long = visitor("?" + "&".join(f"a.x{k}=1" for k in range(300)))
    long.locator("#notice").get_by_text("a.x0=1").wait_for()
    assert len(long.locator("#notice").inner_text()) < 200
    for opened_all_the_same in (page, long):
        until(opened_all_the_same, BOTH)


def control(page, side, name):
    """The slider of one side in the row of this control."""
    return page.locator(f"[data-control={name}] input[type=range]").nth("ab".index(side))


def test_a_slider_is_moved_by_keyboard_and_the_odds_follow(at_start):
    page = at_start
    until(page, ALL_ODDS)
    before = page.evaluate("window.redoubt.played.b.odds.success.share")
    slider = control(page, "b", "walls")
    slider.focus()
    page.keyboard.press("End")
    until(page, "window.redoubt.state.b.controls.walls === 4")
    until(page, f"window.redoubt.played.b.odds.success.share < {before}")
    assert "b.walls=4" in page.url


def test_equal_settings_are_equal_raids_equal_odds_and_equal_pictures(at_start):
    page = at_start
    page.get_by_role("button", name="B like A").click()
    until(page, "JSON.stringify(window.redoubt.state.a) === JSON.stringify(window.redoubt.state.b)")
    until(page, "JSON.stringify(window.redoubt.played.a.raid) === JSON.stringify(window.redoubt.played.b.raid)")
    until(page, ALL_ODDS)
    assert page.evaluate("JSON.stringify(window.redoubt.played.a.odds) === JSON.stringify(window.redoubt.played.b.odds)")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    pictures = [page.evaluate(f"document.querySelector('.side[data-side={side}] canvas').toDataURL()") for side in "ab"]
    assert pictures[0] == pictures[1]


def test_whoever_wants_less_motion_gets_none_until_asked(visitor):
    page = visitor(reduced_motion="reduce")
    until(page, BOTH)
    page.wait_for_timeout(500)
    assert minute(page) == 0


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("path", ["", "?lesson=ammunition", "facilitator"])
def test_nothing_is_wider_than_the_screen(visitor, size, path):
    page = visitor(path, size)
    until(page, "document.querySelector('.panel')" if path == "facilitator" else BOTH)
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[size][0]
    assert page.locator("h1").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "size"), [("", "laptop"), ("", "phone"), ("?lesson=walls", "laptop"), ("?lang=es", "laptop")])
def test_nothing_serious_stands_in_anybodys_way(visitor, path, size, scheme):
    page = visitor(path, size, color_scheme=scheme)
    until(page, BOTH)
    page.wait_for_timeout(800)
    assert grave(page) == []


def test_the_facilitators_page_is_for_everybody_too(visitor, room):
    page = visitor(f"facilitator#{room.token}")
    page.wait_for_timeout(1200)
    assert grave(page) == []


NAMES = [lesson.name for lesson in lessons("en") if isinstance(lesson.header, Header)]


def odds_of_both(header):
    return [odds(side, header.seed) for side in (header.a, header.b)]


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_clicked_through_and_tells_nothing_before_the_bet(visitor, room, name):
    page = visitor(f"?lesson={name}")
    lesson = page.locator("#lesson")
    lesson.get_by_role("group").first.wait_for()
    until(page, BOTH)
    assert page.evaluate("window.redoubt.state.hidden")
    assert page.locator("#odds .answer").is_hidden()
    assert page.locator("#shares .answer").is_hidden()
    bets = lesson.locator("fieldset.bet")
    for k in range(bets.count()):
        bets.nth(k).get_by_role("radio").first.check()
    lesson.get_by_role("button", name="Lock").click()
    lesson.locator(".results").wait_for()
    told = next(one for one in lessons("en") if one.name == name)
    marked = lesson.locator(".outcomes .right > span:first-child").all_text_contents()
    assert marked == [right(one, came_out(one, *odds_of_both(told.header))).text for one in told.header.predict]
    assert page.locator("#odds .answer").is_visible()
    lesson.get_by_role("button", name="questions").click()
    assert lesson.locator("ol.questions > li").count() == len(told.questions)


def test_a_bet_reaches_the_wall_and_the_wall_is_the_facilitators_alone(visitor, room):
    page = visitor("?lesson=ammunition")
    lesson = page.locator("#lesson")
    lesson.locator("fieldset.bet").first.wait_for()
    for bet in lesson.locator("fieldset.bet").all():
        bet.get_by_role("radio").first.check()
    lesson.get_by_role("button", name="Lock").click()
    lesson.get_by_role("textbox").fill("Thiri")
    lesson.get_by_role("button", name="Send").click()
    lesson.get_by_text("is on the wall").wait_for()
    stranger = visitor("facilitator#no-such-token", refused="status of 403")
    stranger.get_by_role("textbox").wait_for()
    assert stranger.get_by_text("Thiri").count() == 0
    facilitator = visitor(f"facilitator#{room.token}")
    facilitator.get_by_text("Thiri").first.wait_for()
    assert room.token not in facilitator.url
    with facilitator.expect_download() as download:
        facilitator.get_by_role("button", name="CSV").click()
    assert "Thiri" in download.value.path().read_text()


def test_what_is_seen_can_be_kept(at_start):
    page = at_start
    until(page, ALL_ODDS)
    for label, start in {"Both raids": b"side,", "The chances": b"", "A picture": b"\x89PNG"}.items():
        page.locator("[data-tool=export]").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.path().read_bytes().startswith(start)
        page.keyboard.press("Escape")


def test_a_sentence_in_which_the_number_comes_second_is_said_whole(visitor):
    page = visitor("?lang=es")
    until(page, f"{BOTH} && {ALL_ODDS}")
    until(page, "document.querySelector('#chances .chance-line')")
    assert page.locator("#chances .chance-line").first.inner_text().split()[1] == "En"


def test_when_the_server_is_gone_the_page_says_so_until_it_is_back(visitor):
    page = visitor("?lang=en", refused="ERR_CONNECTION_REFUSED")
    until(page, f"{BOTH} && {ALL_ODDS}")
    page.route("**/api/**", lambda route: route.abort("connectionrefused"))
    page.keyboard.press("n")
    until(page, "document.getElementById('notice').textContent.startsWith('The server does not answer')")
    page.unroute("**/api/**")
    page.keyboard.press("n")
    until(page, "document.getElementById('notice').hidden")
