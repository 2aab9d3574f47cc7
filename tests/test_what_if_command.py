"""`redoubt raid what_if=...` as a user would: what is typed is understood, what is played is what was asked, what is wrong is said."""

import shlex
import subprocess
import sys

import pyarrow.csv
import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from hypothesis import given
from hypothesis import strategies as st

from experiments.quoting import quoted
from sim import load_scenario, play
from tests.commands import ask, environment_with, is_refused, only


def understood(argument):
    """What Hydra makes of it."""
    parsed = OverridesParser.create().parse_override(quoted(argument))
    return list(map(str, parsed.sweep_iterator())) if parsed.is_sweep_override() else parsed.value()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("[air.available=false]", ["air.available=false"]),
        ("[air=none, relief.delay_minutes=60]", ["air=none", "relief.delay_minutes=60"]),
        ("air=none", ["air=none"]),
        ("[relief.delay_minutes={low: 30, high: 60},air=none]", ["relief.delay_minutes={low: 30, high: 60}", "air=none"]),
        ("['relief.delay_minutes={low: 30, high: 60}']", ["relief.delay_minutes={low: 30, high: 60}"]),
        ("[~resistance.groups.pale]", ["~resistance.groups.pale"]),
        ("[+group@resistance.groups.more=local]", ["+group@resistance.groups.more=local"]),
        ('["air=none"]', ["air=none"]),
        ("null", None),
        ("[]", []),
    ],
)
def test_a_list_of_changes_is_understood_as_it_is_typed(typed, meant):
    assert understood(f"what_if={typed}") == meant


PATHS = st.sampled_from(["air", "relief.delay_minutes", "resistance.groups.pale.fighters", "rules.hit_chance"])
VALUES = st.one_of(st.integers(-9, 9).map(str), st.sampled_from(["none", "{low: 1, high: 2}", "[1, 2]", "a/b", "0.5"]))
CHANGES = st.builds("{}={}".format, PATHS, VALUES)


@given(st.lists(CHANGES, min_size=1, max_size=4), st.sampled_from([",", ", ", " , "]))
def test_any_list_of_changes_is_understood(changes, comma):
    assert understood(f"what_if=[{comma.join(changes)}]") == changes


@given(st.text(max_size=20))
def test_other_arguments_are_left_alone(text):
    if not text.startswith("what_if="):
        assert quoted(text) == text


def row_of(folder, which):
    """The outcome of one of the two raids."""
    rows = {row.pop("raid_is"): row for row in pyarrow.csv.read_csv(only(folder, "outcome.csv")).to_pylist()}
    return rows[which]


def test_both_raids_are_told_kept_and_drawn_and_are_those_of_the_table(tmp_path):
    """Unquoted, through a shell."""
    command = shlex.join([sys.executable, "-m", "experiments.raid"]) + " scenario=drive_by seed=3 what_if=[weather=downpour]"
    run = subprocess.run(
        command,
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment_with(),
        timeout=300,
        executable="/bin/sh",
    )
    assert run.returncode == 0, run.stderr
    for words in ("they part", "as it is", "what if", "difference", "The first decision that differs", "nothing is drawn"):
        assert words in run.stdout
    for which, changes in (("as_it_is", []), ("what_if", ["weather=downpour"])):
        row, told = play(load_scenario("drive_by", changes), 1, seed=3).to_pylist()[0], row_of(tmp_path, which)
        for name in ("ending", "cause", "duration_minutes", "defenders_killed", "attackers_rounds_fired"):
            assert told[name] == row[name], name
        assert pyarrow.csv.read_csv(only(tmp_path, f"series_{which}.csv")).num_rows > 0
        assert pyarrow.csv.read_csv(only(tmp_path, f"milestones_{which}.csv")).column_names[:2] == ["minute", "event"]
    partings = pyarrow.csv.read_csv(only(tmp_path, "partings.csv")).to_pylist()
    assert [row["level"] for row in partings if row["level"] == "ground"] == ["ground"]
    assert {"minute", "pass", "who", "field", "as_it_is", "what_if", "draw", "words"} <= set(partings[0])
    assert only(tmp_path, "what_if.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_with_changes_is_what_the_change_is_laid_upon(tmp_path):
    (tmp_path / "mine.yaml").write_text("base: drive_by\nname: mine\ntitle: My own\n")
    words = ["scenario_file=mine.yaml", "resistance.groups.riders.fighters=9", "what_if=[resistance.groups.riders.fighters=4]"]
    run = ask(tmp_path, "experiments.raid", *words)
    assert run.returncode == 0, run.stderr
    assert (row_of(tmp_path, "as_it_is")["attackers"], row_of(tmp_path, "what_if")["attackers"]) == (9, 4)


def test_what_changes_nothing_is_said_to_part_nobody(tmp_path):
    run = ask(tmp_path, "experiments.raid", "scenario=drive_by", "what_if=[air.rearm_minutes=5]")
    assert run.returncode == 0, run.stderr
    assert "They never part" in run.stdout
    assert only(tmp_path, "what_if.png").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["what_if=[air.avail=false]"], ["what_if", "air.avail", "did you mean 'air.available'"]),
        (["what_if=[relief.delay_minutes=-3]"], ["what_if", "relief.delay_minutes", "-3"]),
        (["what_if=[seed=3]"], ["what_if", "seed=3", "scenario"]),
        (["what_if=[raid=3]"], ["what_if", "raid=3", "scenario"]),
        (["what_if=[scenario=monywa]"], ["what_if", "scenario=monywa"]),
        (["what_if=[tick_minutes=0.5]"], ["what_if", "tick_minutes", "0.5"]),
        (["what_if=[]"], ["what_if"]),
        (["what_if=[3]"], ["what_if", "text", "3"]),
        (["what_if=[air=none]", "animate=true"], ["animate", "what_if"]),
        (["what_if=soon"], ["what_if", "list", "soon"]),
    ],
)
def test_a_mistake_names_what_if_and_what_would_be_right(tmp_path, words, said):
    assert is_refused(ask(tmp_path, "experiments.raid", "scenario=drive_by", *words), *said)
    assert not list(tmp_path.rglob("*.csv"))
