"""The story of a raid in another language: nothing is left out, nothing is left in English."""

import re
from string import Formatter

import pytest

from sim.batch import play_raid
from sim.scenario import compile_plan, load_scenario
from sim.sentences import ENGLISH
from sim.state import Cause, Ending, make_workspace
from sim.story import milestones, spoken_name, verdict
from sim.workshop.retold import story_words
from tests.scenarios import ready

SPANISH = story_words("es")
RAIDS = 12
SCENARIOS = ["kyar_tat", "zee_pyar", "monywa", "ma_sein", "bazaar_ambush", "drive_by"]


def places(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def words(text):
    return re.findall(r"[a-záéíóúüñ]+", text.lower())


ENGLISH_WORDS = {word for template in ENGLISH.values() for word in words(re.sub(r"{\w+}", " ", template))}
SPANISH_WORDS = {word for template in SPANISH.values() for word in words(re.sub(r"{\w+}", " ", template))}


def played(name):
    """Some raids of this scenario, each with its stories in both languages."""
    scenario, workspace = load_scenario(name), make_workspace()
    plan = compile_plan(scenario)
    for number in range(RAIDS):
        play_raid(workspace, plan, 1, number)
        yield scenario, workspace.raid, milestones(scenario, workspace.raid), milestones(scenario, workspace.raid, SPANISH)


def test_each_sentence_has_its_counterpart_with_the_same_places():
    assert list(SPANISH) == list(ENGLISH)
    assert {key: places(said) for key, said in SPANISH.items()} == {key: places(said) for key, said in ENGLISH.items()}


def test_every_reason_ending_and_shipped_contingent_has_its_words():
    assert {f"reason_{cause.name.lower()}" for cause in Cause} <= set(ENGLISH)
    assert {f"ending_{ending.name.lower()}" for ending in Ending if ending != Ending.RUNNING} <= set(ENGLISH)
    assert {f"people_{name}" for scenario in SCENARIOS for name in load_scenario(scenario).garrison.contingents} <= set(ENGLISH)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_happens_to_the_same_in_either_language(name):
    for _, _, english, spanish in played(name):
        assert [m._replace(text="") for m in english] == [m._replace(text="") for m in spanish]
        assert [re.findall(r"\d+", m.text) for m in english] == [re.findall(r"\d+", m.text) for m in spanish]


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_english_word_is_left_in_a_spanish_story(name):
    for scenario, _, english, spanish in played(name):
        names = {word for group in scenario.resistance.groups for word in words(spoken_name(group, scenario))}
        left = {word for m in spanish for word in words(m.text)} & (ENGLISH_WORDS - SPANISH_WORDS) - names
        assert not left
        assert len(spanish) == len(english) >= 2


def test_the_verdict_is_told_in_the_same_language_as_the_story():
    for _, raid, _, spanish in played("kyar_tat"):
        assert spanish[-1].text == SPANISH["end"].format(verdict=verdict(raid, SPANISH))


def test_a_contingent_without_words_of_its_own_is_called_by_its_name():
    scenario = load_scenario("ma_sein", ["+contingent@garrison.contingents.gate_keepers=police"])
    raid = ready(scenario).raid
    keepers = next(unit for unit in raid.units[raid.world.squads : raid.world.units] if unit.group == 1)
    keepers.fled, keepers.left_minute = 3, 9.0
    assert [m.text for m in milestones(scenario, raid, SPANISH)] == ["huyen 3 de los de «gate keepers»"]


def test_a_language_without_a_story_tells_it_in_english():
    assert story_words("xx") is ENGLISH
