"""The words of the page: every language says the same things, the page asks for nothing else, and nothing stays in English."""

import re
import shutil
from itertools import chain
from pathlib import Path

import pytest

from sim.reading import choices, read_yaml
from sim.state import Cause, Ending
from sim.workshop.catalogue import WORDS, catalogue
from sim.workshop.files import PAGE
from sim.workshop.settings import unit_at
from tests.room import FLAGS, opened, until

WORKSHOP = read_yaml(Path(__file__).parent.parent / "configs" / "workshop.yaml")["workshop"]
FIRST, *OTHERS = WORKSHOP["languages"]
ALIKE = {"values.min", "log.minute", "heat.units.min", "campaign.km"}  # min is min, km is km
PLACE = re.compile(r"{\w+}")
WORD = re.compile(r"[^\W\d_]{2,}")
CHROMIUM = shutil.which("chromium")


def texts(node, path=""):
    """Every text of a catalogue by its dotted path."""
    if not isinstance(node, dict):
        return {path: node}
    return {key: text for name, below in node.items() for key, text in texts(below, f"{path}.{name}".strip(".")).items()}


ENGLISH = texts(catalogue(FIRST))


def plain(text):
    """With spaces that all look alike."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def is_alike(key, text):
    """Has this text nothing in it that another language would say differently?"""
    return key in ALIKE or not WORD.search(PLACE.sub("", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_files_keys_and_places(language):
    files = {one.name: texts(read_yaml(one)) for one in (WORDS / language).glob("*.yaml")}
    assert set(files) == {one.name for one in (WORDS / FIRST).glob("*.yaml")}
    for name, said in files.items():
        english = texts(read_yaml(WORDS / FIRST / name))
        assert list(said) == list(english), name
        assert {key: sorted(PLACE.findall(text)) for key, text in said.items()} == {
            key: sorted(PLACE.findall(text)) for key, text in english.items()
        }


@pytest.mark.parametrize("language", [FIRST, *OTHERS])
def test_every_text_is_a_text(language):
    wrong = {key: text for key, text in texts(catalogue(language)).items() if not isinstance(text, str) or not text.strip()}
    assert wrong == {}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language):
    said = texts(catalogue(language))
    assert [key for key, text in ENGLISH.items() if plain(said[key]) == plain(text) and not is_alike(key, text)] == []


SCRIPTS = "\n".join(script.read_text(encoding="utf-8") for script in sorted(PAGE.rglob("*.js")))
MARKUP = "\n".join(page.read_text(encoding="utf-8") for page in sorted(PAGE.rglob("*.html")))
ASKED = {
    *re.findall(r'(?<!\.)\b(?:t|has|told|sentence|counted)\("([^"]+)"', SCRIPTS),
    *re.findall(r'data-(?:words|label)="([^"]+)"', MARKUP),
}
LITERAL = set(
    re.findall(r'"([a-z_]+(?:\.\w+)+)"', SCRIPTS)
)  # such as both halves of t(open ? "controls.close" : "controls.open")
COMPOSED = set(re.findall(r"`([a-z_]+\.[^`]*\$\{[^`]*)`", SCRIPTS))
READ = {"language.code"}  # by its name, before there is anything to look it up with
FORMS = ("one", "few", "many", "other")  # of which `counted` takes what the language has


def is_there(key):
    """Is there such a text, or are there forms of it?"""
    return key in ENGLISH or any(f"{key}.{form}" in ENGLISH for form in FORMS)


def composed(key):
    """What a key with holes in it can become."""
    return re.compile(r"\w*".join(re.escape(part) for part in re.split(r"\$\{[^}]*\}", key)))


def test_every_text_that_the_page_asks_for_is_there():
    assert len(ASKED) > 100
    assert [key for key in sorted(ASKED) if not is_there(key)] == []
    ours = [key for key in COMPOSED if key.split(".")[0] in catalogue(FIRST)]
    assert [key for key in sorted(ours) if not any(map(composed(key).match, ENGLISH))] == []


def test_no_text_is_kept_that_nobody_asks_for():
    literal = ASKED | LITERAL | READ | {f"{key}.{form}" for key in ASKED for form in FORMS}
    patterns = [composed(key) for key in COMPOSED]
    assert [key for key in ENGLISH if key not in literal and not any(one.fullmatch(key) for one in patterns)] == []


def control_words(name, control):
    """Which texts does this control need?"""
    if "choices" in control:
        return [f"controls.{name}.choices.{choice}" for choice in choices()[control["choices"]]]
    unit = "times" if control.get("times") else unit_at(control["paths"][0])
    return [f"values.{unit or 'plain'}"]


def test_whatever_the_server_names_has_its_words():
    controls = WORKSHOP["controls"].items()
    needed = {
        *(f"controls.{name}.{what}" for name, _ in controls for what in ("name", "what")),
        *(f"controls.groups.{control['group']}" for _, control in controls),
        *chain.from_iterable(control_words(name, control) for name, control in controls),
        *(f"scenarios.{name}.{what}" for name in WORKSHOP["scenarios"] for what in ("title", "summary")),
        *(f"shares.{what}.{name}" for name in WORKSHOP["factors"] for what in ("factor", "means")),
        *(f"odds.endings.{ending.name.lower()}" for ending in Ending if ending != Ending.RUNNING),
        *(f"odds.causes.{short}{cause.name.lower()}" for cause in Cause if cause != Cause.NONE for short in ("", "short.")),
    }
    assert needed - set(ENGLISH) == set()


ALL_SAID = """() => {
  const said = [document.title];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) if (!nodes.currentNode.parentElement.closest("noscript, [lang]:not(html)")) said.push(nodes.currentNode.data);
  for (const name of ["aria-label", "aria-valuetext", "title", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`)) said.push(element.getAttribute(name));
  return said.map((text) => text.trim()).filter(Boolean);
}"""
PLAYED = "window.redoubt && ['a', 'b'].every(side => window.redoubt.played[side].raid && window.redoubt.played[side].odds)"


def english_in(said, language):
    """What of this is an English text, its places filled in, that this language says differently?"""
    own = texts(catalogue(language))
    foreign = [text for key, text in ENGLISH.items() if plain(own[key]) != plain(text)]
    parts = [[re.escape(part) for part in PLACE.split(plain(text))] for text in foreign if WORD.search(PLACE.sub("", text))]
    known = re.compile("|".join(f"(?:{'.+'.join(part)})" for part in parts))
    native = re.compile(
        "|".join(
            f"(?:{'.+'.join(map(re.escape, PLACE.split(plain(text))))})"
            for text in own.values()
            if WORD.search(PLACE.sub("", text))
        )
    )
    return sorted({text for text in map(plain, said) if known.fullmatch(text) and not native.fullmatch(text)})


def test_english_is_recognised():
    assert english_in(["44 of 100 raids occupy the station", "Close", "Cerrar", "munición"], "es") == [
        "44 of 100 raids occupy the station",
        "Close",
    ]


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="the page is tested with playwright")
    if CHROMIUM is None:
        pytest.skip("the page is tested in chromium, which is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def room():
    with opened() as room:
        yield room


def unfold(page):
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("query", ["a=kyar_tat&b=kyar_tat&b.air=none&b.rounds=2", "a=bazaar_ambush&b=drive_by", "lesson=walls"])
def test_the_page_shows_no_english_in_another_language(browser, room, language, query):
    page = browser.new_page()
    page.goto(f"{room.address}?lang={language}&{query}")
    until(page, PLAYED, 90)
    said = []
    for tool in ("help", "share", "export", "lessons"):
        page.locator(f"[data-tool={tool}]").click()
        said += page.evaluate(ALL_SAID)
        page.keyboard.press("Escape")
    unfold(page)
    said += page.evaluate(ALL_SAID)
    page.close()
    assert len(set(said)) > 200
    assert english_in(said, language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_lesson_on_campaigns_shows_no_english_either(browser, room, language):
    page = browser.new_page()
    page.goto(f"{room.address}?lang={language}&lesson=draw_back")
    until(page, "window.redoubt && window.redoubt.followed.b && window.redoubt.followed.many", 240)
    unfold(page)
    said = page.evaluate(ALL_SAID)
    page.close()
    assert english_in(said, language) == []


@pytest.mark.parametrize("language", [FIRST, *OTHERS])
def test_a_sentence_around_a_number_keeps_all_its_words(browser, room, language):
    page = browser.new_page()
    page.goto(f"{room.address}?lang={language}&a=kyar_tat&b=kyar_tat")
    until(page, PLAYED, 90)
    until(page, "document.querySelectorAll('#odds .chance-words').length === 2", 30)
    words = texts(catalogue(language))["odds.occupy"].split("{n}")
    shown = [" ".join(one.split()) for one in page.locator("#odds .chance-words").all_inner_texts()]
    page.close()
    for sentence in shown:
        assert re.match(r"\d+".join(map(re.escape, words)), sentence), sentence


@pytest.mark.parametrize("language", OTHERS)
def test_the_facilitators_page_shows_no_english_either(browser, room, language):
    page = browser.new_page()
    page.goto(f"{room.address}facilitator?lang={language}#{room.token}")
    until(page, "document.querySelectorAll('#bar button').length > 3")
    page.locator("#bar button").last.click()
    said = page.evaluate(ALL_SAID)
    page.close()
    assert english_in(said, language) == []
