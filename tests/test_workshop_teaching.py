"""What a class needs beside raids: the difference between A and B, where one raid lies, lessons, the way in, all in its language."""

import re

import pytest

from sim import load_scenario, play
from sim.reading import read_yaml
from sim.workshop.catalogue import WORDS
from tests.classes import WORKSHOP
from tests.receptions import lines, reception

AS_IT_IS = {"scenario": "kyar_tat", "controls": {}}
ALONE = {"scenario": "kyar_tat", "controls": {"air": "none", "relief": "none"}}
RAIDS = 150


@pytest.fixture(scope="module")
def client():
    with reception() as client:
        yield client


def difference(client, a, b, seed=3):
    answer = client.post("/api/difference", json={"a": a, "b": b, "seed": seed, "raids": RAIDS})
    assert answer.status_code == 200
    return answer.json()


def test_the_difference_is_that_of_raids_on_the_same_luck(client):
    told = difference(client, AS_IT_IS, ALONE)
    a = play(load_scenario("kyar_tat"), RAIDS, seed=3)["occupied"].to_pylist()
    b = play(load_scenario("kyar_tat", ["air=none", "relief=none"]), RAIDS, seed=3)["occupied"].to_pylist()
    pairs = list(zip(a, b, strict=True))
    assert told["gained"] * RAIDS == pytest.approx(pairs.count((False, True)))
    assert told["lost"] * RAIDS == pytest.approx(pairs.count((True, False)))
    assert told["difference"] == pytest.approx((sum(b) - sum(a)) / RAIDS)


def test_the_other_way_round_it_is_the_same_with_the_other_sign(client):
    there, back = difference(client, AS_IT_IS, ALONE), difference(client, ALONE, AS_IT_IS)
    assert back["difference"] == -there["difference"] != 0
    assert (back["gained"], back["lost"]) == (there["lost"], there["gained"])
    assert back["half_width"] == pytest.approx(there["half_width"])


def test_between_equals_there_is_no_difference_and_no_interval(client):
    told = difference(client, AS_IT_IS, {"scenario": "kyar_tat", "controls": {"walls": 1}})
    assert (told["difference"], told["gained"], told["lost"]) == (0, 0, 0)
    assert told["half_width"] is None


def test_nobody_asks_for_the_difference_of_too_many_raids(client):
    asked = {"a": AS_IT_IS, "b": ALONE, "seed": 1, "raids": WORKSHOP["limits"]["raids"] + 1}
    assert client.post("/api/difference", json=asked).status_code == 422


def test_a_raid_lies_in_a_bar_that_its_own_odds_have_filled(client):
    raid = client.post("/api/raid", json={"setting": AS_IT_IS, "seed": 3, "raid": 11}).json()
    told = lines(client.post("/api/odds", json={"setting": AS_IT_IS, "seed": 3, "raids": RAIDS}))[-1]
    spread = told["spread"]
    assert set(raid["lies"]) == set(spread)
    for name, value in raid["lies"].items():
        bar = int(value // spread[name]["width"])
        assert spread[name]["counts"][raid["outcome"]["ending"]][bar] >= 1, name


def test_a_class_that_asks_one_question_gets_one_answer(client):
    asked = {"setting": AS_IT_IS, "seed": 9, "raids": 20}
    answers = [lines(client.post("/api/shares", json=asked))[-1] for _ in range(2)]
    assert answers[0] == answers[1]


def test_lessons_come_in_the_language_that_is_asked_for(client):
    titles = {
        language: [one["title"] for one in client.get(f"/api/lessons?language={language}").json()] for language in ("en", "es")
    }
    assert len(titles["en"]) == len(titles["es"]) >= 7
    assert not set(titles["en"]) & set(titles["es"])
    assert [one["title"] for one in client.get("/api/lessons?language=xx").json()] == titles["en"]


def test_the_code_leads_to_the_address_that_was_called_and_to_nothing_else(client):
    import segno

    def drawn(host, query=""):
        answer = client.get(f"/api/qr.svg{query}", headers={"host": host})
        assert answer.headers["content-type"] == "image/svg+xml"
        return re.search(r'class="qrline"[^>]* d="([^"]+)"', answer.text)[1]

    def expected(link):
        return re.search(r'class="qrline"[^>]* d="([^"]+)"', segno.make(link, error="m").svg_inline(border=3))[1]

    assert drawn("192.168.1.7:8765") == expected("http://192.168.1.7:8765/")
    assert drawn("192.168.1.7:8765", "?lesson=ammunition") == expected("http://192.168.1.7:8765/?lesson=ammunition")
    assert client.get("/api/qr.svg?lesson=elsewhere").status_code == 422
    assert client.get("/api/qr.svg", headers={"host": "elsewhere.example"}).status_code == 421


def flat(words, above=""):
    for key, said in words.items():
        if isinstance(said, dict):
            yield from flat(said, f"{above}{key}.")
        else:
            yield f"{above}{key}", said


@pytest.mark.parametrize("language", WORKSHOP["languages"])
@pytest.mark.parametrize("file", [path.name for path in sorted((WORDS / "en").glob("*.yaml"))])
def test_every_language_says_everything_with_the_same_places(language, file):
    english, other = (dict(flat(read_yaml(WORDS / one / file))) for one in ("en", language))
    assert set(other) == set(english)
    places = {key: set(re.findall(r"\{\w+\}", said)) for key, said in english.items()}
    assert {key: set(re.findall(r"\{\w+\}", said)) for key, said in other.items()} == places
