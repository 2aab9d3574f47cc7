"""The ODD description beside the code: every name that a rule reads stands in its section, and sections are read again when rules change.

After a change in a rule file, of raids or of campaigns: read its section again, then ``REDOUBT_ODD_READ=1 pytest tests/test_odd.py``.
"""

import os
import re

import pytest

from sim.draws import Question
from sim.scenario import given_path
from sim.state import CONTINGENT_FACTS, GIVEN, GROUP_FACTS, RULES, STATE_PARTS
from tests.odd import (
    CAMPAIGN_FILES,
    CONCEPTS,
    ELEMENTS,
    ODD,
    PATH,
    RAID_FILES,
    attributes,
    chapter,
    constants,
    mark,
    marked,
    parameters_named,
    section,
)


def rules_read(path):
    return set(attributes(path, "rules")) & set(RULES.names)


def facts_read(path):
    return {given_path(name) for name in set(attributes(path, "given")) & set(GIVEN.names)}


def group_and_contingent_facts_read(path):
    return set(attributes(path, "facts", "group_facts", "contingent_facts")) & {*GROUP_FACTS.names, *CONTINGENT_FACTS.names}


def test_all_seven_elements_stand_in_their_order():
    assert re.findall(r"^## [1-7]\. (.*)$", ODD, re.M) == ELEMENTS


def test_all_eleven_design_concepts_stand_in_their_order():
    assert re.findall(r"^\*\*(.*)\.\*\*", chapter(4), re.M) == CONCEPTS


@pytest.mark.parametrize("path", RAID_FILES, ids=lambda path: path.stem)
def test_every_parameter_a_rule_reads_is_named_in_its_section(path):
    named = parameters_named(path)
    last = {name.rpartition(".")[2] for name in named}
    if path.stem == "units":  # two words that other files hand over
        return
    missing = (rules_read(path) | facts_read(path)) - named - {"tick_minutes"}  # which is dt
    assert not missing, f"{path.name} reads {sorted(missing)}"
    assert group_and_contingent_facts_read(path) <= last


@pytest.mark.parametrize("path", RAID_FILES, ids=lambda path: path.stem)
def test_no_section_names_a_rate_that_its_file_does_not_read(path):
    named = {name for name in parameters_named(path) if name in RULES.names}
    assert named <= rules_read(path)


@pytest.mark.parametrize("path", [*RAID_FILES, *CAMPAIGN_FILES], ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_constant_of_a_rule_file_is_named_in_its_section(path):
    assert constants(path) <= set(re.findall(r"\b[A-Z_]{3,}\b", section(path)))


@pytest.mark.parametrize(("name", "kind"), STATE_PARTS, ids=[name for name, _ in STATE_PARTS])
def test_every_state_variable_is_described(name, kind):
    fields = kind.names or kind.base.names
    assert set(fields) - {"address"} <= set(re.findall(r"`(\w+)`", chapter(2)))


def test_every_question_of_chance_is_listed():
    assert {member.name for member in Question} == set(re.findall(r"`([A-Z_]+)`", chapter(4)))


# ---- read beside the code ----------------------------------------------------------------------------------------


@pytest.mark.skipif("REDOUBT_ODD_READ" not in os.environ, reason="only on purpose")
def test_note_that_the_sections_were_read():
    PATH.write_text(marked(ODD), encoding="utf-8")


@pytest.mark.skipif("REDOUBT_ODD_READ" in os.environ, reason="just being noted")
@pytest.mark.parametrize("path", [*RAID_FILES, *CAMPAIGN_FILES], ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_each_section_was_read_beside_the_rule_as_it_stands(path):
    assert mark(path) in section(path), f"{path.name} has changed: read its section of docs/ODD.md again, then see above"


def test_marking_what_is_marked_changes_nothing():
    assert marked(marked(ODD)) == marked(ODD)
