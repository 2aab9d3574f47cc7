"""The ODD description beside the code: every name that a rule reads stands in its section, and sections are read again when rules change.

After a change in a rule file: read its section again, then ``REDOUBT_ODD_READ=1 pytest tests/test_odd.py``.
"""

import ast
import hashlib
import os
import re
from pathlib import Path

import pytest

from sim.draws import Question
from sim.scenario import given_path
from sim.state import CONTINGENT_FACTS, GIVEN, GROUP_FACTS, RULES, STATE_PARTS

ROOT = Path(__file__).parents[1]
PATH = ROOT / "docs" / "ODD.md"
ODD = PATH.read_text(encoding="utf-8")
RULE_FILES = sorted(path for path in (ROOT / "sim" / "rules").glob("*.py") if path.stem != "__init__")
CONCEPTS = ["Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction", "Stochasticity",
            "Collectives", "Observation"]  # fmt: skip
ELEMENTS = ["Purpose and patterns", "Entities, state variables, and scales", "Process overview and scheduling", "Design concepts", "Initialisation",
            "Input data", "Submodels"]  # fmt: skip


def chapter(number):
    """The text of chapter so-and-so."""
    return re.search(rf"^## {number}\. .*?(?=^## |\Z)", ODD, re.M | re.S).group()


def section(name):
    """The text of one submodel."""
    return re.search(rf"^### {name}$(.*?)(?=^### |^## |^\*\*References|\Z)", ODD, re.M | re.S).group(1)


def parameters_named(name):
    """What stands between backticks after "Parameters:"."""
    words = section(name).partition("Parameters:")[2]
    return set(re.findall(r"`([\w.]+)`", words))


def attributes(path, *of):
    """Which attributes of variables of these names does the file read?"""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            if isinstance(owner, ast.Subscript) and isinstance(owner.value, ast.Attribute):
                name = owner.value.attr
            if name in of:
                yield node.attr


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


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_every_parameter_a_rule_reads_is_named_in_its_section(path):
    named = parameters_named(path.stem)
    last = {name.rpartition(".")[2] for name in named}
    if path.stem == "units":  # two words that other files hand over
        return
    missing = (rules_read(path) | facts_read(path)) - named - {"tick_minutes"}  # which is dt
    assert not missing, f"{path.name} reads {sorted(missing)}"
    assert group_and_contingent_facts_read(path) <= last


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_no_section_names_a_rate_that_its_file_does_not_read(path):
    named = {name for name in parameters_named(path.stem) if name in RULES.names}
    assert named <= rules_read(path)


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_every_constant_of_a_rule_file_is_named_in_its_section(path):
    constants = {
        target.id for node in ast.parse(path.read_text()).body if isinstance(node, ast.Assign) for target in node.targets
    }
    constants = {name for name in constants if name.isupper() and not name.endswith("_ADDRESS")}
    assert constants <= set(re.findall(r"\b[A-Z_]{3,}\b", section(path.stem)))


@pytest.mark.parametrize(("name", "kind"), STATE_PARTS, ids=[name for name, _ in STATE_PARTS])
def test_every_state_variable_is_described(name, kind):
    fields = kind.names or kind.base.names
    assert set(fields) - {"address"} <= set(re.findall(r"`(\w+)`", chapter(2)))


def test_every_question_of_chance_is_listed():
    assert {member.name for member in Question} == set(re.findall(r"`([A-Z_]+)`", chapter(4)))


# ---- read beside the code ----------------------------------------------------------------------------------------


def digest(path):
    """Eight hexadecimal digits over what a rule file does: neither comments, docstrings nor layout count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.Module, ast.FunctionDef))
            and isinstance(node.body[0], ast.Expr)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()[:8]


def mark(path):
    return f"<!-- read beside sim/rules/{path.name} {digest(path)} -->"


@pytest.mark.skipif("REDOUBT_ODD_READ" not in os.environ, reason="only on purpose")
def test_note_that_the_sections_were_read():
    text = re.sub(r"<!-- read beside .* -->\n", "", ODD)
    for path in RULE_FILES:
        text = text.replace(f"### {path.stem}\n", f"### {path.stem}\n{mark(path)}\n")
    PATH.write_text(text, encoding="utf-8")


@pytest.mark.skipif("REDOUBT_ODD_READ" in os.environ, reason="just being noted")
@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_each_section_was_read_beside_the_rule_as_it_stands(path):
    assert mark(path) in section(path.stem), (
        f"sim/rules/{path.name} has changed: read its section of docs/ODD.md again, then see above"
    )
