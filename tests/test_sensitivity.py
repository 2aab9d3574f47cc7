"""Global sensitivity: closed forms through the very functions that the command uses, luck as an input, and the command."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from sim.figures.sensitivity import draw_sensitivity
from sim.scenario import load_scenario
from sim.sensitivity.indices import Effect, Share, in_order, indices_of, split_of, varies
from sim.sensitivity.sample import NUMBERS, levels_at, sample_of
from sim.sensitivity.words import percent, sentence_of
from sim.summary import factors_of
from sim.sweeps.factors import Factor, column_of, read_factors
from sim.sweeps.points import Base, Prepared, table_of_points, with_luck
from sim.sweeps.shard import raid_numbers
from sim.table import play
from tests.commands import ROOT, ask, ask_afresh, environment_with, is_refused
from tests.scenarios import raid

FEW = ["design.n=16", "scenario=drive_by"]


def between(low, high, *names):
    """Ranges between the same bounds."""
    return tuple(Factor(name, None, low, high, False, False) for name in names)


def found(model, factors, method="sobol", n=4096, seed=1, grid=4):
    """Sample, evaluate, estimate: by factor. The model takes the levels of the factors, and luck between 0 and 1."""
    sample = sample_of(factors, method, n, seed, grid)
    values = model(*(column.values for column in levels_at(factors, sample)), sample.luck / NUMBERS)
    return {row.factor: row for row in indices_of(sample, "y", values, 100, seed)}


# ---- closed forms --------------------------------------------------------------------------------------------------


def ishigami(x, y, z, luck, a=7.0, b=0.1):
    """Ishigami and Homma (1990), which luck does not touch."""
    return np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x)


def ishigami_exactly(a=7.0, b=0.1):
    """First and total shares, from the variances of its parts: sin(x) times a polynomial in z, and sin(y) squared."""
    mean_z4, mean_z8 = np.pi**4 / 5, np.pi**8 / 9
    of_x = (1 + b * mean_z4) ** 2 / 2
    of_y = a**2 / 8
    of_xz = b**2 * (mean_z8 - mean_z4**2) / 2
    first = np.array([of_x, of_y, 0.0])
    return first / (of_x + of_y + of_xz), (first + np.array([of_xz, 0.0, of_xz])) / (of_x + of_y + of_xz)


def test_ishigami_has_its_closed_form():
    rows = found(ishigami, between(-np.pi, np.pi, "x", "y", "z"), n=8192)
    for name, first, total in zip("xyz", *ishigami_exactly(), strict=True):
        assert rows[name].first == pytest.approx(first, abs=0.01)
        assert rows[name].total == pytest.approx(total, abs=0.01)
        assert abs(rows[name].first - first) <= rows[name].first_half_width
        assert abs(rows[name].total - total) <= rows[name].total_half_width
    assert rows["luck"][2:] == (0.0, 0.0, 0.0, 0.0)


def test_the_closed_form_is_the_published_one():
    first, total = ishigami_exactly()
    assert first == pytest.approx([0.3139, 0.4424, 0.0], abs=5e-5)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=5e-5)


def test_the_g_function_of_sobol_has_its_closed_form():
    weights = np.array([0.0, 1.0, 4.5, 9.0])
    rows = found(
        lambda *x: np.prod([(np.abs(4 * u - 2) + a) / (1 + a) for u, a in zip(x, weights, strict=False)], axis=0),
        between(0, 1, *"abcd"), n=8192,
    )  # fmt: skip
    own = 1 / (3 * (1 + weights) ** 2)
    whole = np.prod(1 + own) - 1
    for name, variance in zip("abcd", own, strict=True):
        assert rows[name].first == pytest.approx(variance / whole, abs=0.02)
        assert rows[name].total == pytest.approx(variance * (whole + 1) / (1 + variance) / whole, abs=0.02)


def test_morris_of_a_linear_function_is_each_slope_times_its_step():
    factors = (*between(0, 1, "one"), *between(-10, 30, "two"), *between(2, 3, "idle"))
    rows = found(lambda one, two, idle, luck: 3 * one - 0.5 * two + 100, factors, "morris", n=20)
    for name, change in (("one", 2.0), ("two", -40.0 / 3.0), ("idle", 0.0)):
        assert rows[name].mu == pytest.approx(change, abs=1e-9)
        assert rows[name].mu_star == pytest.approx(abs(change), abs=1e-9)
        assert rows[name].sigma == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=20)
@given(st.lists(st.floats(-5, 5), min_size=2, max_size=4), st.sampled_from([4, 6, 8]))
def test_morris_finds_any_slopes_on_any_grid(slopes, grid):
    rows = found(lambda *x: np.array(slopes) @ x[:-1], between(0, 1, *"abcd"[: len(slopes)]), "morris", n=8, grid=grid)
    for name, slope in zip("abcd", slopes, strict=False):
        assert rows.get(name, Effect("", "", 0, 0, 0, 0)).mu == pytest.approx(slope * grid / (2 * (grid - 1)), abs=1e-8)


def test_morris_of_two_levels_is_the_switch_and_of_luck_another_raid():
    (switch,) = read_factors({"air": ["none", "gunships"]})
    rows = found(lambda air, luck: 2 * air + luck, (switch,), "morris", n=4000)
    assert rows["air"].mu == rows["air"].mu_star == pytest.approx(2.0, abs=1e-9)
    assert rows["luck"].mu_star == pytest.approx(1 / 3, abs=0.01)  # the mean distance of two uniform numbers
    assert rows["luck"].mu == pytest.approx(0.0, abs=0.02)


@settings(max_examples=15)
@given(st.lists(st.floats(0.2, 3), min_size=2, max_size=4), st.floats(0.1, 2))
def test_of_a_sum_every_share_is_its_own_and_luck_has_its_part(slopes, noise):
    """Y = X + E: E is a normal number made of luck, so its share is the variance of it."""
    rows = found(lambda *x: np.array(slopes) @ x[:-1] + noise * norm.ppf((x[-1] * NUMBERS + 0.5) / NUMBERS),
                 between(0, 1, *"abcd"[: len(slopes)]), n=4096)  # fmt: skip
    variances = {name: slope**2 / 12 for name, slope in zip("abcd", slopes, strict=False)} | {"luck": noise**2}
    for name, variance in variances.items():
        share = variance / sum(variances.values())
        assert rows[name].first == pytest.approx(share, abs=0.05)
        assert rows[name].total == pytest.approx(share, abs=0.05)
    split = split_of(list(rows.values()))
    assert sum(split) == pytest.approx(1.0)
    assert split.both == pytest.approx(0.0, abs=0.08)


def test_what_luck_decides_with_a_factor_is_in_neither_alone():
    """A coin of luck with the chance x: the factors without luck decide the variance of the chance, 1/12 of 1/4."""
    rows = found(lambda x, luck: (luck < x).astype(float), between(0, 1, "x"), n=8192)
    split = split_of(list(rows.values()))
    assert split.factors == pytest.approx(1 / 3, abs=0.02)
    assert rows["x"].first == pytest.approx(1 / 3, abs=0.02)  # and S of the chance itself is S / factors, here 1
    assert split.luck == pytest.approx(1 / 3, abs=0.02)
    assert split.both == pytest.approx(1 / 3, abs=0.02)


# ---- samples ---------------------------------------------------------------------------------------------------------


def test_luck_is_an_even_spread_of_raids_and_never_the_few_of_a_grid():
    for method in ("sobol", "morris"):
        sample = sample_of(between(0, 1, "x", "y"), method, 1024, 1)
        assert sample.luck.dtype == np.int64
        assert sample.luck.min() >= 0
        assert sample.luck.max() < NUMBERS
        assert len(np.unique(sample.luck)) == 2 * 1024  # each base point, or trajectory, has two
        assert np.abs(np.histogram(np.unique(sample.luck), 8, (0, NUMBERS))[0] - 256).max() < 60


@pytest.mark.parametrize(("method", "points"), [("sobol", 16 * 5), ("morris", 16 * 4)])
def test_one_side_changes_between_neighbours_of_a_sample(method, points):
    sample = sample_of(between(0, 1, "x", "y"), method, 16, 3)
    assert sample.cube.shape == (points, 3)
    blocks = np.column_stack([sample.cube[:, :2], sample.luck]).reshape(16, -1, 3)
    steps = np.diff(blocks, axis=1) if method == "morris" else blocks[:, 1:-1] - blocks[:, :1]
    assert (np.sort((steps != 0).sum(axis=2).ravel()) == 1).all()


def test_the_same_seed_gives_the_same_sample_and_another_another():
    for method in ("sobol", "morris"):
        one, same, other = (sample_of(between(0, 1, "x"), method, 16, seed) for seed in (0, 0, 1))
        assert (one.cube == same.cube).all()
        assert (one.luck == same.luck).all()
        assert (one.luck != other.luck).any()


@pytest.mark.parametrize("seed", [0, 1, 2**62])
def test_intervals_are_the_same_each_time_whatever_the_seed(seed):
    once, again = (found(ishigami, between(-np.pi, np.pi, *"xyz"), n=64, seed=seed) for _ in range(2))
    assert once == again


def test_levels_of_a_list_are_cut_evenly():
    factors = read_factors({"weather": ["clear", "showers", "monsoon", "downpour"], "air": ["none", "gunships"]})
    columns = levels_at(factors, sample_of(factors, "sobol", 1024, 1))
    for column in columns:
        counts = np.bincount(column.values.astype(int))
        assert counts.max() - counts.min() < 0.05 * counts.sum()


# ---- where there is no answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_what_does_not_vary_has_no_indices_and_nothing_is_divided_by_nothing(method):
    sample = sample_of(between(0, 1, "x"), method, 16, 1)
    with np.errstate(all="raise"):
        assert indices_of(sample, "occupied", np.ones(len(sample.luck)), 10, 1) == []
    assert "nothing to explain" in sentence_of("occupied", [])


def test_what_varies_only_beside_the_points_that_judge_it_has_no_indices_either():
    sample = sample_of(between(0, 1, "x"), "sobol", 16, 1)
    values = np.zeros(len(sample.luck))
    values[1] = 1.0
    assert not varies(sample, values)
    assert indices_of(sample, "occupied", values, 10, 1) == []


def test_an_estimate_below_nothing_is_shown_as_it_is():
    rows = [
        row for seed in range(6) for row in found(lambda x, y, luck: luck, between(0, 1, "x", "y"), n=32, seed=seed).values()
    ]
    assert all(row.total == 0.0 for row in rows if row.factor != "luck")
    noisy = [found(ishigami, between(-np.pi, np.pi, *"xyz"), n=64, seed=seed)["z"].first for seed in range(6)]
    assert min(noisy) < 0.0 < max(noisy)


# ---- luck in points ----------------------------------------------------------------------------------------------------


def lucky_points(luck, replicates=1):
    """Two points of the small raid, and which raids are played of them."""
    base, column = Base({"scenario": "small"}, {}, raid()), column_of("station.structure_strength", [0.5, 2.0])
    table = table_of_points([base], [column])
    table = table if luck is None else with_luck(table, np.array(luck))
    identity = {"common_random_numbers": True, "replicates": {"max": replicates}}
    return table, lambda at, k: raid_numbers(
        identity, Prepared(table, [base], [column.path]), np.array(at), np.array(k)
    ).tolist()


def test_points_with_a_luck_of_their_own_meet_it_and_the_raids_after_it():
    table, numbers = lucky_points([40, 7], 3)
    assert numbers([0, 1, 1], [0, 0, 2]) == [40, 7, 9]
    assert table.schema.field("luck").type == pa.int64()
    assert b"which raid" in table.schema.field("luck").metadata[b"meaning"]


def test_points_without_it_meet_the_same_luck_as_ever():
    _, numbers = lucky_points(None, 3)
    assert numbers([0, 1, 1], [0, 0, 2]) == [0, 0, 2]


def test_luck_is_no_factor_of_a_table_of_raids():
    assert factors_of(lucky_points([1, 2])[0]) == ["station.structure_strength"]


# ---- words and picture -------------------------------------------------------------------------------------------------


def test_the_sentence_says_the_split_and_what_nothing_hangs_on():
    rows = [Share("occupied", "a", 0.30, 0.05, 0.5, 0.05), Share("occupied", "b", 0.01, 0.05, 0.02, 0.01),
            Share("occupied", "c", 0.0, 0.0, 0.0, 0.0), Share("occupied", "luck", 0.2, 0.05, 0.6, 0.05)]  # fmt: skip
    said = sentence_of("occupied", rows)
    assert "luck alone decides 20 % (± 5), the factors without luck 40 % (± 5), luck and factors together 40 %" in said
    assert "Each alone: a 30 %." in said
    assert "did it hang on c." in said
    assert percent(-0.004) == "0 %"


def test_factors_stand_in_one_order_luck_last():
    rows = [Share("y", "luck", 0, 0, 0.9, 0), Share("y", "small", 0, 0, 0.1, 0), Share("y", "large", 0, 0, 0.5, 0)]
    assert in_order(["small", "luck", "large"], rows) == ["large", "small", "luck"]


@pytest.mark.parametrize(("method", "count", "measures"), list(product(["sobol", "morris"], [1, 14], [1, 6])))
def test_any_number_of_factors_and_measures_can_be_drawn(method, count, measures):
    names = [f"resistance.groups.*.{k}_of_many_rounds_per_fighter" for k in range(count)]
    sample = sample_of(between(0, 1, *names), method, 8, 1)
    values = sample.cube.sum(axis=1) + sample.luck / NUMBERS
    rows = {f"y{k}": indices_of(sample, f"y{k}", values, 10, 1) if k else [] for k in range(measures)}
    figure = draw_sensitivity(sample, rows, "What outcomes hang on", "by nothing")
    figure.canvas.draw()
    panels = [axes for axes in figure.axes if axes.get_xlabel()]
    assert [axes.get_xlabel() for axes in panels if method == "sobol"] == ["share of the variance"] * (
        measures if method == "sobol" else 0
    )
    assert panels[0].get_yticklabels()[-1].get_text() == "luck"


# ---- the command -------------------------------------------------------------------------------------------------------


def analyse(folder, *words, **environment):
    return ask(folder, "experiments.sensitivity", *words, **environment)


def indices_in(folder):
    return pyarrow.csv.read_csv(folder / "indices.csv").to_pylist()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An analysis of a short raid, 128 points, and what it said."""
    folder = tmp_path_factory.mktemp("whole")
    run = ask_afresh(folder, "experiments.sensitivity", *FEW, "air=none", "design.factors={air.delay_minutes: {low: 10, high: 90}, "
                  "resistance.groups.*.fighters: {low: 2, high: 12, integer: true}}", "sensitivity.dir=x", "workers=1")  # fmt: skip
    assert run.returncode == 0, run.stderr
    return folder / "x", run.stdout


def test_a_factor_that_no_rule_asks_for_decides_nothing(whole):
    folder, said = whole
    idle = [row for row in indices_in(folder) if row["factor"] == "air.delay_minutes"]
    assert len(idle) == 4 - said.count("nothing to explain")
    assert all(row["first"] == row["total"] == row["total_half_width"] == 0.0 for row in idle)
    assert "did it hang on air.delay_minutes." in said


def test_each_point_is_the_raid_of_its_number_with_its_levels(whole):
    raids = pyarrow.parquet.read_table(whole[0] / "raids").to_pylist()
    assert len(raids) == 16 * 5
    assert [row["raid"] for row in raids] == [row["luck"] for row in raids]
    for row in raids[::17]:
        fighters = f"resistance.groups.riders.fighters={row['resistance.groups.*.fighters']:.0f}"
        alone = play(load_scenario("drive_by", ["air=none", fighters]), 1, first=row["raid"]).to_pylist()[0]
        assert {name: row[name] for name in ("ending", "duration_minutes", "attackers_rounds_fired")} == {
            name: alone[name] for name in ("ending", "duration_minutes", "attackers_rounds_fired")
        }


def test_the_indices_are_those_of_its_raids_in_whatever_order_they_lie(whole):
    raids = pyarrow.parquet.read_table(whole[0] / "raids").to_pandas().sample(frac=1.0, random_state=3).sort_values("point")
    factors = read_factors({"air.delay_minutes": {"low": 10, "high": 90},
                            "resistance.groups.*.fighters": {"low": 2, "high": 12, "integer": True}})  # fmt: skip
    rows = indices_of(sample_of(factors, "sobol", 16, 1), "duration_minutes", raids["duration_minutes"].to_numpy(), 200, 1)
    kept = [row for row in indices_in(whole[0]) if row["measure"] == "duration_minutes"]
    assert [row._asdict() for row in rows] == kept


def test_the_picture_is_drawn_and_the_raids_can_be_compared(whole, tmp_path):
    assert (whole[0] / "sensitivity.png").read_bytes().startswith(b"\x89PNG")
    shutil.copytree(whole[0], tmp_path / "x")
    assert "played now" in whole[1]
    run = ask(tmp_path, "experiments.compare", "results=[x]", "courses=4", "by=[scenario]")
    assert "Traceback" not in run.stderr


def test_killed_in_the_middle_the_same_command_ends_with_the_same_indices(tmp_path):
    words = ["scenario=kyar_tat", "design.n=128", "sensitivity.measures=[occupied, duration_minutes]"]
    command = [sys.executable, "-m", "experiments.sensitivity", *words, "sensitivity.dir=x"]
    started = subprocess.Popen(command, cwd=tmp_path, env=environment_with(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.time() + 90
    while not list((tmp_path / "x" / "raids").glob("*.parquet")):
        assert time.time() < end, "no parts"
        time.sleep(0.02)
    os.kill(started.pid, signal.SIGKILL)
    started.communicate()
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "x" / "raids").iterdir()}
    again, other = analyse(tmp_path, *words, "sensitivity.dir=x"), analyse(tmp_path, *words, "sensitivity.dir=y", "workers=1")
    assert again.returncode == other.returncode == 0, again.stderr + other.stderr
    assert "found)" in again.stdout
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert (tmp_path / "x" / "indices.csv").read_bytes() == (tmp_path / "y" / "indices.csv").read_bytes()
    tables = [pyarrow.parquet.read_table(tmp_path / name / "raids") for name in "xy"]
    assert tables[0].equals(tables[1], check_metadata=False)


def test_morris_and_json_for_other_programs(tmp_path):
    run = analyse(
        tmp_path,
        *FEW,
        "method=morris",
        "format=json",
        "sensitivity.dir=x",
        "sensitivity.measures=[defenders_killed, arms_captured]",
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["method"] == "morris"
    assert told["raids"] == 16 * (5 + 2)
    killed = told["measures"]["defenders_killed"]
    assert [row["factor"] for row in killed["indices"]][-1] == "luck"
    assert set(killed["indices"][0]) == {"factor", "mu_star", "mu_star_half_width", "mu", "sigma"}
    assert len(told["sentences"]) == 2
    assert all((tmp_path / name).exists() for name in told["files"])


def test_a_measure_that_never_varies_is_said_to(tmp_path):
    run = analyse(
        tmp_path,
        *FEW,
        "sensitivity.dir=x",
        "sensitivity.measures=[strongpoints, burned]",
        "design.factors={air: [none, gunships]}",
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("nothing to explain") == 2
    assert (tmp_path / "x" / "sensitivity.png").exists()
    assert "nan" not in run.stdout


def test_what_is_fixed_is_no_longer_varied(tmp_path):
    run = analyse(tmp_path, *FEW, "air=none", "relief=none", "sensitivity.dir=x", "sensitivity.measures=[defenders_killed]")
    assert run.returncode == 0, run.stderr
    names = [row["factor"] for row in indices_in(tmp_path / "x")]
    assert names == ["weather", "station.structure_strength", "resistance.groups.*.rounds_per_fighter", "luck"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["method=sobl"], ["method", "sobl", "sobol"]),
        (["sensitivity.measures=[loss_exchange_ratio]"], ["has no value in some raids", "attackers_killed"]),
        (["sensitivity.measures=[breach_minute]"], ["has no value in some raids", "duration_minutes"]),
        (["sensitivity.measures=[ending]"], ["is a word"]),
        (["sensitivity.measures=[ocupied]"], ["did you mean 'occupied'"]),
        (["sensitivity.measures=[occupied, occupied]"], ["occupied stands 2 times"]),
        (["sensitivity.grid=5"], ["sensitivity.grid", "5"]),
        (["sensitivity.dir="], ["sensitivity.dir", "is empty"]),
        (["design.n=1"], ["design.n", "1"]),
        (["design.n=1000000"], ["design.n", "at most 1,048,576"]),
        (["design.factors={air: [none]}"], ["air", "two levels or more"]),
        (["design.factors={relief.delay: [1, 2]}"], ["did you mean 'relief.delay_minutes'"]),
        (["design.factors={relief.delay_minutes: {low: 30, high: -1}}"], ["relief.delay_minutes", "low should be below high"]),
        (["design.factors={station.structure_strength: {low: 0, high: 2000}}"], ["station.structure_strength", "2000"]),
        (["design.factors={relief.delay_minutes: [1, 2]}", "relief.delay_minutes=5"], ["fixed on the command line and varied"]),
        (["air=none", "relief=none", "weather=clear", "station.structure_strength=1",
          "resistance.groups.riders.rounds_per_fighter=9"], ["every usual factor is fixed"]),
        (["title=another"], ["told of a scenario"]),
        (["design=sobol"], ["design"]),
        (["format=xml"], ["format", "xml"]),
    ],
)  # fmt: skip
def test_a_mistake_is_said_in_one_line_before_anything_is_played(tmp_path, words, said):
    assert is_refused(analyse(tmp_path, *FEW, *words), *said)
    assert not list(tmp_path.rglob("*.parquet"))


def test_another_analysis_in_the_same_folder_is_refused(whole, tmp_path):
    shutil.copytree(whole[0], tmp_path / "x")
    assert is_refused(analyse(tmp_path, *FEW, "air=none", "sensitivity.dir=x"), "holds another sweep", "Choose another folder")


def test_choices_of_the_configuration_fit_every_scenario():
    """Each usual factor can be set in every scenario that ships."""
    from sim.reading import read_yaml
    from sim.scenario import scenario_names

    usual = read_factors(read_yaml(ROOT / "configs" / "sensitivity.yaml")["design"]["usual"])
    assert len(usual) == 5
    for name in scenario_names():
        for factor in usual:
            level = factor.levels[0] if factor.levels else factor.high
            paths = [factor.path]
            if "*" in factor.path:
                paths = [factor.path.replace("*", group) for group in load_scenario(name).resistance.groups]
            load_scenario(name, [f"{path}={level}" for path in paths])


def test_nothing_of_the_library_reaches_the_terminal(whole):
    assert not re.search(r"[Ww]arning|S1_conf|Constant values", whole[1])


def test_parts_that_do_not_make_a_whole_are_not_told():
    """Intervals as wide as the parts themselves."""
    rows = [Share("occupied", "air", 0.1, 0.3, 0.2, 0.3), Share("occupied", "luck", 0.4, 0.3, 1.13, 0.3)]
    assert "so few points cannot tell luck and factors apart" in sentence_of("occupied", rows)
    assert "%" not in sentence_of("occupied", rows)
