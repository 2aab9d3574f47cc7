"""Raids until it is precise enough: half-widths are those of the textbooks, looks are fixed beforehand, and what is reached is said."""

import json

import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.sweeps.precision import Knowledge, next_look
from sim.sweeps.request import Replicates
from tests.commands import ask, is_refused
from tests.test_sweeps import is_the_same, start, wait_for_parts

RULE = "replicates={min: 20, max: 300, measure: occupied, half_width: 0.06}"
WORDS = ["scenario=ma_sein", "sweep.figure=false"]


@given(st.integers(1, 500), st.floats(0, 1))
def test_the_half_width_of_a_chance_is_wilsons(raids, share):
    occupied = round(share * raids)
    known = Knowledge(1, "occupied")
    known.add(np.zeros(raids, int), np.arange(raids) < occupied)
    interval = stats.binomtest(occupied, raids).proportion_ci(0.95, method="wilson")
    assert known.half_widths()[0] == pytest.approx((interval.high - interval.low) / 2)


@given(st.lists(st.floats(0, 1000), min_size=2, max_size=50))
def test_the_half_width_of_a_mean_is_students(values):
    known = Knowledge(1, "duration_minutes")
    known.add(np.zeros(len(values), int), np.array(values))
    spread = stats.t.ppf(0.975, len(values) - 1) * stats.sem(values)
    assert known.half_widths()[0] == pytest.approx(spread, rel=1e-6, abs=1e-3)


def test_points_are_counted_apart_in_any_order_and_raids_that_failed_are_left_out():
    one, two = Knowledge(3, "attackers_killed"), Knowledge(3, "attackers_killed")
    one.add(np.array([0, 1, 0, 1]), np.array([1.0, 5.0, 3.0, np.nan]))
    two.add(np.array([1, 0]), np.array([5.0, 3.0]))
    two.add(np.array([0]), np.array([1.0]))
    assert (one.raids == two.raids).all()
    assert list(one.mean[:2]) == list(two.mean[:2]) == [2.0, 5.0]
    assert np.isnan(one.mean[2])
    assert np.isnan(one.half_widths()[1:]).all()


def test_what_is_not_known_is_not_enough():
    known = Knowledge(2, "duration_minutes")
    known.add(np.array([0]), np.array([100.0]))
    assert not known.is_enough(Replicates(min=2, max=9, measure="duration_minutes", half_width=1e9)).any()


def test_a_relative_half_width_is_a_share_of_the_mean_and_never_enough_at_nought():
    known = Knowledge(2, "attackers_killed")
    known.add(np.repeat([0, 1], 4), np.array([9.0, 10, 11, 10, 0, 0, 0, 0]))
    half = known.half_widths()[0]
    assert known.relative_half_widths()[0] == pytest.approx(half / 10.0)
    asked = Replicates(min=2, max=9, measure="attackers_killed", half_width=half / 10.0 * 1.001, relative=True)
    assert list(known.is_enough(asked)) == [True, False]


def test_a_number_that_never_varied_is_not_yet_known():
    known = Knowledge(1, "relief_killed")
    known.add(np.zeros(50, int), np.zeros(50))
    assert not known.is_enough(Replicates(min=2, max=99, measure="relief_killed", half_width=1.0))[0]


@given(st.integers(2, 100), st.integers(0, 10_000))
def test_looks_are_fixed_beforehand_and_end_at_the_maximum(least, more):
    asked = Replicates(min=least, max=least + more, half_width=0.01)
    looks = [next_look(0, asked)]
    while looks[-1] < asked.max:
        looks.append(next_look(looks[-1], asked))
    assert looks[0] == least
    assert looks == sorted(set(looks))
    assert looks[-1] == asked.max
    assert len(looks) < 30


def test_a_chance_is_covered_about_as_often_as_promised():
    """Looking again and again makes the interval a little too bold; not by more than a few points of a hundred."""
    rng, asked, covered = np.random.default_rng(1), Replicates(min=20, max=2000, half_width=0.05), 0
    for _ in range(400):
        hits, known, raids = rng.random(2000) < 0.3, Knowledge(1, "occupied"), 0
        while raids < asked.max and not known.is_enough(asked)[0]:
            look = next_look(raids, asked)
            known.add(np.zeros(look - raids, int), hits[raids:look])
            raids = look
        interval = stats.binomtest(int(known.sum[0]), raids).proportion_ci(0.95, method="wilson")
        covered += interval.low <= 0.3 <= interval.high
    assert covered / 400 >= 0.91


# ---- as a command ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def precise(tmp_path_factory):
    folder = tmp_path_factory.mktemp("precise")
    run = ask(folder, "experiments.sweep", *WORDS, RULE, "sweep.dir=x")
    assert run.returncode == 0, run.stderr
    return folder / "x", run.stdout


def test_every_point_is_precise_enough_or_has_the_most_raids_and_the_reached_half_width_is_said(precise):
    folder, said = precise
    rows = pyarrow.csv.read_csv(folder / "summary.csv").to_pylist()
    assert len({row["raids"] for row in rows}) > 1
    for row in rows:
        assert row["occupied_half_width"] <= 0.06 or row["raids"] == 300
        interval = stats.binomtest(round(row["occupied"] * row["raids"]), row["raids"]).proportion_ci(0.95, method="wilson")
        assert row["occupied_half_width"] == pytest.approx((interval.high - interval.low) / 2)
    assert "points have a 95 % half-width of at most 0.06" in said


def test_no_point_got_more_raids_than_it_needed(precise):
    """At the look before the last it was not yet precise enough."""
    folder, _ = precise
    table = pyarrow.parquet.read_table(folder / "raids").to_pandas()
    for _, raids in table.groupby("point"):
        before = [look for look in (20, 30, 45, 68, 102, 153, 230) if look < len(raids)]
        if before:
            at = raids.sort_values("raid").head(before[-1])
            interval = stats.binomtest(int(at["occupied"].sum()), len(at)).proportion_ci(0.95, method="wilson")
            assert (interval.high - interval.low) / 2 > 0.06


def test_killed_between_rounds_it_goes_on_to_the_same_table(precise, tmp_path):
    run = start(tmp_path, *WORDS, RULE, "sweep.dir=x", "workers=1")
    wait_for_parts(tmp_path / "x", 10)
    run.kill()
    run.communicate()
    again = ask(tmp_path, "experiments.sweep", *WORDS, RULE, "sweep.dir=x")
    assert again.returncode == 0, again.stderr
    assert is_the_same(precise[0], tmp_path / "x")


def test_a_part_stops_at_a_round_that_others_have_not_ended(precise, tmp_path):
    """Two starts in turn, until there is nothing left to do."""
    words = [*WORDS, RULE, "sweep.dir=x", "parts=2"]
    first = ask(tmp_path, "experiments.sweep", *words, "part=0")
    assert "missing" in first.stdout
    for turn in range(40):
        run = ask(tmp_path, "experiments.sweep", *words, f"part={1 - turn % 2}")
        assert run.returncode == 0, run.stderr
        if "missing" not in run.stdout:
            break
    assert is_the_same(precise[0], tmp_path / "x")


def test_the_manifest_keeps_the_rule(precise):
    kept = json.loads((precise[0] / "manifest.json").read_text())["identity"]["replicates"]
    assert kept == {"min": 20, "max": 300, "measure": "occupied", "half_width": 0.06, "relative": False}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{min: 20, max: 10, half_width: 0.1}", ["min should be at most max=10"]),
        ("{min: 20, max: 100}", ["half_width is missing"]),
        (
            "{min: 20, max: 100, measure: occupyed, half_width: 0.1}",
            ["replicates.measure", "did you mean 'occupied'?; it is 'occupyed'"],
        ),
        ("{min: 20, max: 100, half_width: -1}", ["replicates.half_width", "-1"]),
        ("often", ["replicates", "often"]),
        ("0", ["replicates", "0"]),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(tmp_path, rule, said):
    assert is_refused(ask(tmp_path, "experiments.sweep", *WORDS, f"replicates={rule}"), *said)
