"""What the tick does to the results: the arithmetic against closed forms and simulation, the command as a user would try it."""

import json

import numpy as np
import pyarrow.csv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.convergence import (
    MEASURES,
    Level,
    Tolerance,
    allowed_in,
    error_of,
    findings_of,
    level_rows,
    line_weights,
    means,
    measures_in,
    needed,
    raids_at,
    tick_words,
    ticks_of,
    verdict_on,
)
from sim.outcome import COLUMNS
from sim.scenario import compile_plan, load_scenario
from sim.summary import losses_of
from sim.table import play, play_rows
from tests.commands import ask, ask_afresh, is_refused, only
from tests.scenarios import raid

TOLERANCE = Tolerance(0.01, 0.03, 2.0)
TICKS = (4.0, 2.0, 1.0, 0.5, 0.25)


def level(tick, *columns):
    """A level with these values of the measures, the others nought."""
    values = np.zeros((len(columns[0]), len(MEASURES)))
    for k, column in enumerate(columns):
        values[:, k] = column
    return Level(tick, values)


def on_a_line(height, slope, raids=lambda tick: 100):
    return [level(tick, np.full(raids(tick), height + slope * tick)) for tick in TICKS]


# ---- which ticks, how many raids ---------------------------------------------------------------------------------


def test_the_own_tick_and_half_of_the_finest_are_added():
    assert ticks_of(load_scenario("kyar_tat"), TICKS) == [4, 2, 1, 0.5, 0.25, 0.125]
    assert ticks_of(raid({"tick_minutes": 0.125}), [1, 4]) == [4, 1, 0.125, 0.0625]


def test_the_finest_tick_gets_what_was_asked_for_and_coarser_ones_more():
    assert raids_at(0.25, 0.25, 1000) == 1000
    assert raids_at(4.0, 0.25, 1000) == 4000


@pytest.mark.parametrize(
    ("tick", "words"), [(4.0, "4"), (1.0, "1"), (0.125, "1/8"), (0.0625, "1/16"), (0.3, "0.3"), (1.5, "1.5")]
)
def test_ticks_are_written_as_people_write_them(tick, words):
    assert tick_words(tick) == words


# ---- the limit and its error -------------------------------------------------------------------------------------


@given(st.floats(-10, 10), st.floats(-3, 3), st.integers(2, 5))
def test_a_straight_line_is_carried_on_exactly(height, slope, finest):
    levels = on_a_line(height, slope, lambda tick: 50 + int(10 * tick))
    assert line_weights(levels, finest) @ means(levels, 0) == pytest.approx(height, abs=1e-9)


def test_two_ticks_make_richardsons_formula():
    weights = line_weights(on_a_line(0, 0), 2)
    assert weights == pytest.approx([0, 0, 0, -1, 2], abs=1e-12)  # 2 f(h / 2) - f(h)


def test_the_line_is_that_of_weighted_least_squares():
    rng = np.random.default_rng(1)
    levels = [level(tick, rng.normal(size=int(40 * tick))) for tick in TICKS]
    finest, mean = levels[-4:], means(levels, 0)
    expected = np.polyfit([one.tick for one in finest], mean[-4:], 1, w=np.sqrt([len(one.values) for one in finest]))[1]
    assert line_weights(levels, 4) @ mean == pytest.approx(expected)


def test_the_error_of_a_mean_is_the_usual_one():
    values = np.random.default_rng(2).exponential(size=500)
    assert error_of([level(1.0, values)], 0, np.ones(1)) == pytest.approx(values.std() / np.sqrt(500))


def test_raids_that_have_the_same_luck_at_two_ticks_make_their_difference_sure():
    values = np.random.default_rng(3).normal(size=500)
    assert error_of([level(2.0, values), level(1.0, values + 1)], 0, np.array([1.0, -1.0])) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("shared", [0.0, 0.8])
def test_errors_are_as_large_as_estimates_scatter(shared):
    """Ticks whose raids have part of their luck in common, and unequal numbers of them, played 400 times."""
    rng, numbers = np.random.default_rng(4), {4.0: 300, 1.0: 150, 0.5: 100, 0.25: 70}
    found, said = [], []
    for _ in range(400):
        common = rng.normal(size=300)
        levels = [level(tick, shared * common[:n] + rng.normal(size=n)) for tick, n in numbers.items()]
        weights = line_weights(levels, 3) - np.array([0.0, 1.0, 0.0, 0.0])
        found.append(weights @ means(levels, 0))
        said.append(error_of(levels, 0, weights))
    assert np.mean(said) == pytest.approx(np.std(found), rel=0.12)
    assert abs(np.mean(found)) < 4 * np.std(found) / np.sqrt(400)


# ---- findings ----------------------------------------------------------------------------------------------------


def findings(chance, attackers, defenders, tick=1.0):
    """Findings of a made-up scenario whose chance and losses lie on these lines (height, slope)."""
    rng = np.random.default_rng(5)
    levels = []
    for at in TICKS:
        a, d = (height + slope * at + rng.normal(0, 0.1, 4000) for height, slope in (attackers, defenders))
        success = rng.random(4000) < chance[0] + chance[1] * at
        levels.append(level(at, success, a, d, a + d, 60 + at + 0 * a))
    found = findings_of(raid({"tick_minutes": tick}), levels, 4, TOLERANCE)
    return {one.measure: one for one in found}


def test_what_hardly_changes_is_met_and_what_changes_much_is_missed():
    found = findings(chance=(0.4, 0.1), attackers=(10, 0.02), defenders=(20, 1.0))
    assert found["chance"].verdict == "missed"
    assert found["chance"].is_sure
    assert found["chance"].bias == pytest.approx(0.1, abs=4 * found["chance"].bias_error)
    assert found["attackers_lost"].verdict == "met"
    assert found["attackers_lost"].bias == pytest.approx(0.002, abs=4 * found["attackers_lost"].bias_error)
    assert found["defenders_lost"].verdict == "missed"
    assert found["defenders_lost"].bias == pytest.approx(0.05, abs=4 * found["defenders_lost"].bias_error)


def test_durations_and_hardly_any_losses_are_not_judged():
    found = findings(chance=(0.4, 0.0), attackers=(0.5, 0.5), defenders=(20, 0.0))
    assert found["attackers_lost"].verdict == found["duration_minutes"].verdict == "not judged"
    assert found["attackers_lost"].raids_needed is None
    assert allowed_in("both_lost", 1.9, TOLERANCE) is None
    assert allowed_in("both_lost", 2.0, TOLERANCE) == 0.03


@pytest.mark.parametrize(
    ("bias", "error", "verdict"),
    [
        (0.005, 0.001, ("met", True)),
        (-0.005, 0.004, ("met", False)),
        (0.012, 0.004, ("missed", False)),
        (-0.02, 0.001, ("missed", True)),
    ],
)
def test_a_verdict_says_whether_chance_may_have_made_it(bias, error, verdict):
    assert verdict_on(bias, error, 0.01) == verdict


def test_a_quarter_of_the_error_takes_sixteen_times_the_raids():
    assert needed(1000, 0.01, 0.01) == 16_000
    assert needed(1000, 0.0025, 0.01) == 1000


# ---- raids -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ma_sein", "drive_by"])
def test_what_is_looked_at_is_what_the_table_of_raids_says(name):
    scenario = load_scenario(name, ["tick_minutes=1"])
    values = measures_in(scenario, play_rows(compile_plan(scenario), 200, 1))
    table = play(scenario, 200, 1)
    wanted = [table["occupied"].to_numpy()] if name == "ma_sein" else [np.array(table["ending"].to_pylist()) == "objective_met"]
    attackers, defenders, relief = (losses_of(table, side) for side in ("attackers", "defenders", "relief"))
    wanted += [attackers, defenders + relief, attackers + defenders + relief, table["duration_minutes"].to_numpy()]
    assert (values == np.column_stack(wanted)).all()
    assert len(COLUMNS) == len(table.column_names)


def test_there_is_a_row_for_each_tick_and_measure():
    rows = level_rows("made_up", on_a_line(1, 1))
    assert len(rows) == len(TICKS) * len(MEASURES)
    assert {row["tick_minutes"] for row in rows} == set(TICKS)


# ---- the command -------------------------------------------------------------------------------------------------

QUICK = ["scenarios=[drive_by, bazaar_ambush]", "convergence.raids=40", "convergence.ticks=[2, 0.5]"]


def test_the_command_tabulates_draws_and_keeps_everything(tmp_path):
    run = ask_afresh(tmp_path, "experiments.convergence", *QUICK)
    assert run.returncode == 0, run.stderr
    assert "chance of success" in run.stdout
    assert "1/8*" in run.stdout
    ticks = pyarrow.csv.read_csv(only(tmp_path, "ticks.csv")).to_pylist()
    assert {row["tick_minutes"] for row in ticks} == {2, 0.5, 0.125, 0.0625, 0.03125}
    assert pyarrow.csv.read_csv(only(tmp_path, "findings.csv")).num_rows == 2 * len(MEASURES)
    assert only(tmp_path, "convergence.png").read_bytes().startswith(b"\x89PNG")


def test_as_json_it_is_one_object_and_the_workers_do_not_matter(tmp_path):
    told = [json.loads(ask(tmp_path, "experiments.convergence", *QUICK, "format=json", f"workers={n}").stdout) for n in (1, 2)]
    assert told[0]["findings"] == told[1]["findings"]
    assert {one["scenario"] for one in told[0]["findings"]} == {"drive_by", "bazaar_ambush"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["convergence.ticks=[]"], ["convergence.ticks"]),
        (["convergence.ticks=[0]"], ["convergence.ticks", "0"]),
        (["convergence.raids=1"], ["convergence.raids", "1"]),
        (["convergence.tick=[1]"], ["convergence.tick", "did you mean 'convergence.ticks'"]),
        (["scenario=kyar_tat"], ["scenarios=[kyar_tat]"]),
        (["tick_minutes={low: 1, high: 2}"], ["tick_minutes", "one number"]),
        (["format=xml"], ["format", "text, json"]),
    ],
)
def test_a_mistake_is_said_in_one_line(tmp_path, words, said):
    assert is_refused(ask(tmp_path, "experiments.convergence", *words), *said)
