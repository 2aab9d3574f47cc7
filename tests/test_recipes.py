"""Every recipe of docs/sweeps.md does what it says: each command is run, with fewer raids."""

import os
import re
import shlex

import pytest

from tests.commands import ROOT, ask

TEXT = (ROOT / "docs" / "sweeps.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, re.M | re.S)
SMALLER = [
    (r"design\.n=\d+", "design.n=16"),
    (r"replicates=\d+", "replicates=6"),
    (r"max: \d+", "max: 40"),
    (r"half_width: [\d.]+", "half_width: 0.2"),
]


def commands():
    """The commands in the order of the recipes; one may run over several lines."""
    for language, block in BLOCKS:
        if language == "":
            yield from (text.strip() for text in re.split(r"^(?=redoubt )", block, flags=re.M) if text.strip())


def smaller(command):
    for pattern, few in SMALLER:
        command = re.sub(pattern, few, command)
    return shlex.split(command)[1:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the recipes are followed, one after the other."""
    place = tmp_path_factory.mktemp("recipes")
    (place / "points.csv").write_text("scenario,relief.delay_minutes\nma_sein,60\nshadaw,90\n")
    return place


def test_there_are_ten_recipes():
    assert len(re.findall(r"^## \d+\. ", TEXT, re.M)) == 10
    assert len(list(commands())) >= 14


@pytest.mark.xdist_group("recipes")
@pytest.mark.parametrize("command", list(commands()))
def test_a_recipe_works(folder, command):
    words = smaller(command)
    more = ["replicates=30", "courses=8"] if words[0] == "compare" and "scenarios" in command else []
    run = ask(folder, "experiments.cli", *words, *more)
    assert run.returncode == 0, (command, run.stderr)
    if words[0] == "sweep":
        assert "played now" in run.stdout


@pytest.mark.xdist_group("recipes")
def test_results_are_read_as_the_page_says(folder):
    """By polars, pandas and DuckDB; the line for R is not run here."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        for language, block in BLOCKS:
            if language == "python":
                names: dict = {}
                exec(compile(block, "docs/sweeps.md", "exec"), names)
                assert len(names["raids"]) == 16 * 6
    finally:
        os.chdir(before)
