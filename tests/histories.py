"""Historical cases made up for tests, and the shipped mapping and rules."""

import csv
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from sim.history.before import Before, Bounds
from sim.history.blind import Mapping
from sim.history.cases import read_cases
from sim.reading import read_yaml
from tests.scenarios import CONFIGS, choice

SHIPPED = Path(__file__).parents[1] / "experiments" / "data" / "history.csv"
RULES = choice("rules", "base")
UNSAID = Before("", "", "", "", "", Bounds(None, None), Bounds(None, None), "", "", "", "", None, "")


@cache
def mapping() -> Mapping:
    """The mapping that ships."""
    return Mapping.model_validate(read_yaml(CONFIGS / "mapping" / "blind.yaml"))


def shipped_rows():
    """The shipped file as rows of text by column."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(folder, rows, name="cases.csv"):
    """These rows as a file."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def cases_of(folder, rows):
    """These rows, read back."""
    return read_cases(written(folder, rows))


PEOPLE = st.one_of(st.none(), st.integers(1, 60), st.integers(1, 1_000_000))


@st.composite
def bounds(draw):
    low, high = draw(PEOPLE), draw(PEOPLE)
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return Bounds(low, high)


def words_for(*known):
    """A few known words in any order with anything between them, or any text at all."""
    some = st.lists(st.sampled_from(known), max_size=4).map(" ".join)
    return st.one_of(some, st.text(max_size=40))


BEFORES = st.builds(
    Before,
    attacker=words_for("Taliban", "50", "VC sappers", "PDF", "+", "allies,", "villagers", "Boko Haram", "KNLA"),
    defender=words_for("120", "soldiers", "police", "48", "US", "ANA", "+", "home guards", "Border Guard", "company"),
    country=words_for("Myanmar", "South Vietnam", "Nepal", "Ruritania", "Peru", "Burkina Faso"),
    place=words_for("police station", "FSB", "Cerro", "camp", "Kamdesh", "checkpoint"),
    date=words_for("1971-03-28", "2008", "May", "12/04/1990"),
    attackers=bounds(),
    defenders=bounds(),
    start_local=words_for("05:00", "19:00-22:00", "before dawn", "2 a.m.", "0430", "noon", "25:99"),
    time_of_day=words_for("night", "dawn", "day"),
    weather=words_for("heavy rain", "low cloud", "clear", "cold"),
    structure=words_for("three", "bunkers", "fort", "hilltop", "house", "unfinished", "wire"),
    bunkers=st.one_of(st.none(), st.integers(0, 1000)),
    scale=words_for("post", "base", "hamlet"),
)
