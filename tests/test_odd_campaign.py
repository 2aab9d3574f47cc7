"""The chapter on campaigns beside the code: its seven elements, and every name that a rule of a campaign reads."""

import re

import pytest

from sim.campaign.scenario import given_path
from sim.campaign.state import AREA_FACTS, GIVEN, KIND_FACTS, MONTHS, STATE_PARTS, TALLY, AirAnswer, Question
from sim.campaign.week import PASSES
from tests.odd import CAMPAIGN_FILES, CONCEPTS, ELEMENTS, attributes, chapter, parameters_named

CHAPTER = chapter(10)


def element(number):
    """The text of one of the seven."""
    return re.search(rf"^### 10\.{number} .*?(?=^### |\Z)", CHAPTER, re.M | re.S).group()


def facts_read(path):
    """What the file reads of the campaign's facts; a star for the name of an area or a kind of post, MONTH for that of a month."""
    given = {
        re.sub("_(" + "|".join(MONTHS) + ")_", "_MONTH_", name) for name in set(attributes(path, "given")) & set(GIVEN.names)
    }
    areas = set(attributes(path, "area_facts", "facts")) & set(AREA_FACTS.names)
    kinds = set(attributes(path, "kind_facts", "kind")) & set(KIND_FACTS.names)
    found = {given_path(name) for name in given} | {f"region.areas.*.{name}" for name in areas}
    return found | {f"region.kinds.*.{name}" for name in kinds}


def test_all_seven_elements_of_a_campaign_stand_in_their_order():
    assert re.findall(r"^### 10\.[1-7] (.*)$", CHAPTER, re.M) == ELEMENTS


def test_all_eleven_design_concepts_of_a_campaign_stand_in_their_order():
    assert re.findall(r"^\*\*(.*)\.\*\*", element(4), re.M) == CONCEPTS


def test_the_chapter_gives_the_order_of_the_week():
    assert ", ".join(PASSES) in " ".join(element(3).split())
    told = re.findall(r"^\| ([a-z_, ]+) \| ", element(3), re.M)
    assert [name for row in told[1:] for name in row.split(", ")] == list(PASSES)


def test_the_chapter_has_one_section_for_each_file_of_rules():
    assert sorted(re.findall(r"^#### (\w+)$", CHAPTER, re.M)) == [path.stem for path in CAMPAIGN_FILES]


@pytest.mark.parametrize("path", CAMPAIGN_FILES, ids=lambda path: path.stem)
def test_a_section_names_the_parameters_its_rules_read_and_no_others(path):
    assert parameters_named(path) == facts_read(path) - {"weeks"}


def test_every_state_variable_of_a_campaign_is_described():
    told = set(re.findall(r"`(\w+)`", element(2)))
    for name, kind in STATE_PARTS:
        fields = TALLY.names if name == "tally" else kind.names or kind.base.names
        missing = set(fields) - {"address"} - told
        assert not missing - {"group_1", "group_2"}, (name, missing)


def test_every_question_of_chance_of_a_campaign_is_listed():
    assert {member.name for member in Question} | {"RANGE"} == set(re.findall(r"`([A-Z_]+)`", element(4)))


def test_every_answer_to_a_call_for_aircraft_is_told():
    for answer in AirAnswer:
        assert answer.name.lower().replace("_", " ") in " ".join(CHAPTER.split()), answer
