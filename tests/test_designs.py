"""Designs: which points a sweep plays, and that each point is the raid its settings say."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest, qmc

from sim.mistakes import ConfigurationError
from sim.scenario import load_scenario
from sim.sweeps.design import factorial, from_csv, largest_correlation, listed, nearly_orthogonal, place_of, sampled, stretched
from sim.sweeps.factors import Factor, column_of, known_paths, read_factors, unit_of
from sim.sweeps.points import Base, Prepared, digest_of_points, table_of_points
from sim.sweeps.request import FactorialDesign, SampledDesign
from sim.sweeps.shard import play_places
from sim.table import play, table_of
from tests.scenarios import raid

RANGE = {"low": 30.0, "high": 480.0}


def sample(kind, n, factors, zipped=(), seed=1):
    design = SampledDesign(kind=kind, n=n, seed=seed, factors=factors, usual={"x": [1]}, zipped=list(zipped))
    return {column.path: column.values for column in sampled(design, design.factors)}


def grid(factors, zipped=(), n=5):
    design = FactorialDesign(kind="factorial", n=n, factors=factors, usual={"x": [1]}, zipped=list(zipped))
    return factorial(design, design.factors)


# ---- which points -------------------------------------------------------------------------------------------------


def test_a_factorial_has_every_combination_once_and_the_last_factor_changes_fastest():
    columns = grid({"a": [1, 2, 3], "b": ["x", "y"], "c": [True, False]})
    points = [tuple(column.level(k) for column in columns) for k in range(12)]
    assert points[:3] == [(1, "x", True), (1, "x", False), (1, "y", True)]
    assert len(set(points)) == 12


def test_a_range_in_a_factorial_has_n_levels_with_both_ends():
    (column,) = grid({"a": {"low": 1, "high": 100, "log": True}}, n=3)
    assert column.values == pytest.approx([1, 10, 100])


def test_zipped_factors_go_together_first_with_first():
    assert [list(column.values) for column in grid({"a": [1, 2], "b": [10, 20], "c": [5, 6]}, zipped=[["a", "b"]])] == [
        [1, 1, 2, 2], [10, 10, 20, 20], [5, 6, 5, 6],
    ]  # fmt: skip


def test_a_range_that_is_zipped_with_a_list_has_as_many_levels():
    a, b = grid({"a": {"low": 10, "high": 20}, "b": [1, 2, 3]}, zipped=[["a", "b"]], n=5)
    assert list(a.values) == [10, 15, 20]
    assert list(b.values) == [1, 2, 3]


def test_zipped_factors_share_a_side_of_the_cube_in_samples_too():
    points = sample("sobol", 64, {"a": RANGE, "b": {"low": 0, "high": 1}, "c": [1, 2]}, zipped=[["a", "b"]])
    assert points["b"] == pytest.approx((points["a"] - 30.0) / 450.0)
    assert set(points["c"]) == {1, 2}


def test_zipped_factors_with_unequal_numbers_of_levels_are_refused():
    with pytest.raises(ConfigurationError, match="a has 2, b has 3"):
        grid({"a": [1, 2], "b": [1, 2, 3]}, zipped=[["a", "b"]])


def test_a_sobol_design_is_scipys():
    points = sample("sobol", 128, {"a": {"low": 0, "high": 1}, "b": {"low": 0, "high": 1}}, seed=7)
    expected = qmc.Sobol(2, rng=np.random.default_rng(7)).random(128)
    assert (np.stack([points["a"], points["b"]], axis=1) == expected).all()


@pytest.mark.parametrize("kind", ["lhs", "nolh"])
def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_factor(kind):
    points = sample(kind, 50, {"a": {"low": 0, "high": 1}, "b": {"low": 0, "high": 1}, "c": {"low": 0, "high": 1}})
    for values in points.values():
        assert sorted(np.floor(values * 50)) == list(range(50))


@pytest.mark.parametrize(("points", "sides", "most"), [(17, 7, 0.1), (33, 11, 0.05), (129, 22, 0.015)])
def test_a_nearly_orthogonal_hypercube_is_nearly_orthogonal(points, sides, most):
    """A plain Latin hypercube of these sizes has correlations of 0.2 to 0.7."""
    plain = qmc.LatinHypercube(sides, rng=np.random.default_rng(1)).random(points)
    found = largest_correlation(nearly_orthogonal(points, sides, seed=1))
    assert found < most < largest_correlation(plain)


def test_the_largest_correlation_is_that_of_numpy():
    columns = np.random.default_rng(1).random((30, 4))
    found = np.corrcoef(columns, rowvar=False)
    assert largest_correlation(columns) == pytest.approx(max(abs(found[i, j]) for i in range(4) for j in range(i)))
    assert largest_correlation(columns[:, :1]) == 0.0


def test_a_logarithmic_range_is_spread_evenly_over_the_logarithm():
    values = sample("lhs", 500, {"a": {"low": 0.01, "high": 100, "log": True}})["a"]
    assert kstest((np.log10(values) + 2) / 4, "uniform").pvalue > 0.99


def test_a_whole_logarithmic_range_is_both():
    values = sample("lhs", 3000, {"a": {"low": 1, "high": 1000, "log": True, "integer": True}})["a"]
    assert (values % 1 == 0).all()
    assert values.min() == 1
    assert values.max() <= 1000
    assert np.mean(values <= 31) == pytest.approx(0.5, abs=0.02)  # half of the logarithm of 1,001


def test_a_whole_range_with_fewer_numbers_than_levels_is_refused():
    with pytest.raises(ConfigurationError, match="not all different"):
        grid({"a": {"low": 1, "high": 2, "integer": True}}, n=5)


def test_a_whole_range_takes_each_number_equally_often():
    values = sample("lhs", 600, {"a": {"low": 3, "high": 8, "integer": True}})["a"]
    assert sorted(np.unique(values, return_counts=True)[1]) == [100] * 6
    assert set(values) == {3, 4, 5, 6, 7, 8}


@given(st.floats(0.001, 1e6), st.floats(1.001, 1e4), st.booleans(), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_levels_lie_between_the_bounds_and_lead_back_to_their_place(low, times, log, u):
    factor = Factor("a", None, low, low * times, log, False)
    levels = stretched(factor, np.array(u))
    assert (levels >= factor.low * (1 - 1e-12)).all()
    assert (levels <= factor.high * (1 + 1e-12)).all()
    assert place_of(factor, levels) == pytest.approx(u, abs=1e-6)


def test_the_same_seed_gives_the_same_design_and_another_another():
    for kind in ("sobol", "lhs", "nolh"):
        first, again, other = (sample(kind, 32, {"a": RANGE}, seed=seed)["a"] for seed in (1, 1, 2))
        assert (first == again).all()
        assert (first != other).any()


def test_points_from_a_table_keep_their_words_flags_and_numbers(tmp_path):
    (tmp_path / "p.csv").write_text("air.delay_minutes,relief.mode,air.available\n60,road,true\n90,none,false\n")
    columns = from_csv(tmp_path / "p.csv")
    assert [column.level(1) for column in columns] == [90.0, "none", False]


@pytest.mark.parametrize(
    ("text", "said"), [("a,b\n1,\n2,3\n", "every point should have a level"), ("a\n", "1 to"), ("a,b\n1\n", "cannot be read")]
)
def test_a_table_with_holes_is_refused(tmp_path, text, said):
    (tmp_path / "p.csv").write_text(text)
    with pytest.raises(ConfigurationError, match=said):
        from_csv(tmp_path / "p.csv")


def test_points_of_a_list_must_give_the_same_factors():
    with pytest.raises(ConfigurationError, match=r"point 1 gives b"):
        listed([{"a": 1}, {"b": 2}], "design.points")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"a": 3}, "a: should be a list of values"),
        ({"a": []}, "a: should be a list"),
        ({"a": [1, 1]}, "each level should stand once"),
        ({"a": [1, "x"]}, "all numbers, all words"),
        ({"a": [1, True]}, "all numbers, all words"),
        ({"a": [60, 60.0]}, "each level should stand once"),
        ({"a.b": [1], "a": {"b": [2]}}, "a.b: stands twice"),
        ({"a": [float("nan")]}, "should be a number"),
        ({"a": {"low": 3, "high": 3}}, "low should be below high"),
        ({"a": {"low": 0, "high": 3, "log": True}}, "a.low: should be above 0"),
        ({"a": {"low": 0.5, "high": 3, "integer": True}}, "should be whole"),
        ({"a": {"low": 0, "hihg": 3}}, "a.high: should be a finite number"),
        ({"a": {"low": 0, "high": 3, "steps": 3}}, "a.steps: there is no such setting"),
        ([1], "should be {PATH"),
    ],
)
def test_a_factor_that_makes_no_sense_is_refused(asked, said):
    with pytest.raises(ValueError, match=said):
        read_factors(asked)


def test_paths_may_be_written_as_mappings_in_mappings():
    (factor,) = read_factors({"relief": {"delay_minutes": {"low": 30, "high": 60}}})
    assert factor.path == "relief.delay_minutes"


# ---- points become raids ------------------------------------------------------------------------------------------


def prepared(scenario, levels):
    """Design points of one scenario: a list of levels for each factor, one combination a point."""
    columns = [column_of(path, values) for path, values in levels.items()]
    base = Base({"scenario": scenario.name}, {}, scenario)
    return Prepared(table_of_points([base], columns), [base], list(levels))


def rows_at(design, point, runs, seed=5):
    rows, errors = play_places(design, np.full(runs, point), np.arange(runs), seed)
    assert not errors
    return table_of(rows)


SETTINGS = {
    "relief.delay_minutes": [20.0, 45.5],
    "station.structure_strength": [0.5, 2.25],
    "resistance.groups.*.rounds_per_fighter": [30.0, 200.0],
    "resistance.groups.kalewa.fighters": [21.0, 64.0],
    "garrison.contingents.police.people": [5.0, 37.0],
    "relief.people": [0.0, 37.0],
    "relief.section_size": [4.0, 9.0],
    "station.strongpoints": [0.0, 7.0],
    "air.available": [True, False],
    "relief.mode": ["road", "airlift"],
    "resistance.objective": ["occupy", "harass"],
    "tick_minutes": [0.5, 2.0],
}


@settings(max_examples=25)
@given(st.data())
def test_a_point_is_the_raid_of_the_scenario_with_its_levels_to_the_last_bit(data):
    base = load_scenario("ma_sein", ["relief=airlift", "air=gunships"])
    paths = data.draw(st.lists(st.sampled_from(sorted(SETTINGS)), min_size=1, max_size=5, unique=True))
    picks = [data.draw(st.integers(0, 1)) for _ in paths]
    design = prepared(
        base, {path: [SETTINGS[path][pick], SETTINGS[path][1 - pick]] for path, pick in zip(paths, picks, strict=True)}
    )
    changes = [f"{path}={str(SETTINGS[path][pick]).lower()}" for path, pick in zip(paths, picks, strict=True)]
    groups = list(base.resistance.groups)
    spread = [c.replace("*", name) for c in changes for name in (groups if "*" in c else [""])]
    alone = load_scenario("ma_sein", ["relief=airlift", "air=gunships", *spread])
    assert rows_at(design, 0, 6).equals(play(alone, 6, seed=5))


def test_points_of_one_shard_do_not_leak_into_one_another():
    design = prepared(raid(), {"station.structure_strength": [0.5, 4.0], "resistance.groups.first.fighters": [6.0, 30.0]})
    together, _ = play_places(design, np.array([0, 1, 0, 1, 1]), np.array([3, 3, 4, 0, 9]), 1)
    alone = [
        play_places(design, np.array([at]), np.array([number]), 1)[0][0]
        for at, number in [(0, 3), (1, 3), (0, 4), (1, 0), (1, 9)]
    ]
    assert table_of(together).equals(table_of(np.array(alone)))


def test_bounds_of_a_million_points_are_judged_together():
    levels = np.linspace(0.0, 1001.0, 1_000_000)  # the last is out of bounds
    base = Base({"scenario": "small"}, {}, raid())
    column = column_of("station.structure_strength", [0.0])._replace(values=levels)
    with pytest.raises(ConfigurationError, match=r"station\.structure_strength: should lie between 0 and 1000; it is 1001"):
        Prepared(table_of_points([base], [column]), [base], [column.path]).judge()


def test_points_that_only_together_break_a_bound_are_judged_one_by_one():
    """Sunrise at 10 and sunset at 9 would be refused, but no point has both."""
    design = prepared(raid(), {"weather.sunrise_hour": [4.0, 10.0], "weather.sunset_hour": [9.0, 20.0]})
    design.judge()
    with pytest.raises(ConfigurationError, match="should be before"):
        prepared(raid(), {"weather.sunrise_hour": [4.0, 10.0], "weather.sunset_hour": [20.0, 9.0]}).judge()


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({"relief.delay_minuts": [1.0]}, "did you mean 'relief.delay_minutes'"),
        ({"resistance.groups.nobody.fighters": [1.0]}, "resistance.groups has no 'nobody'"),
        ({"resistance.groups.*.fihgters": [1.0]}, "did you mean 'resistance.groups.*.fighters'"),
        ({"resistance.groups.first.fighters": [6.0, 7.5]}, "should be a whole number; one level is 7.5"),
        ({"relief.mode": ["road", "boat"]}, "relief.mode: should be one of none, road, airlift; it is 'boat'"),
        ({"air.available": [0.0, 1.0]}, "air.available: should be true or false"),
        ({"resistance.groups": [1.0]}, "resistance.groups: should be a mapping"),
        ({"name": ["x"]}, "name: is told of a scenario, not played"),
    ],
)
def test_a_wrong_factor_is_refused_before_anything_is_played(levels, said):
    with pytest.raises(ConfigurationError) as refused:
        prepared(raid(), levels).judge()
    assert said in str(refused.value)


def test_a_star_stands_for_all_groups():
    data = load_scenario("kyar_tat").model_dump()
    assert "resistance.groups.*.rounds_per_fighter" in known_paths(data)
    assert "garrison.contingents.*.people" in known_paths(data)
    assert unit_of("resistance.groups.*.rounds_per_fighter") == "rounds"


def test_points_have_a_name_that_every_change_changes():
    base = Base({"scenario": "small"}, {}, raid())

    def name(**levels):
        return digest_of_points(table_of_points([base], [column_of(path, values) for path, values in levels.items()]))

    names = [
        name(a=[1.0, 2.0]),
        name(a=[1.0, 2.0 + 1e-15]),
        name(b=[1.0, 2.0]),
        name(a=["x", "y"]),
        name(a=["y", "x"]),
        name(a=[1.0]),
    ]
    assert len(set(names)) == len(names)
    assert name(a=[1.0, 2.0]) == names[0]


def test_every_scenario_meets_every_point_and_what_is_fixed_is_a_column():
    bases = [Base({"scenario": name}, {"air.delay_minutes": 60.0}, raid({"name": name})) for name in ("one", "two")]
    table = table_of_points(bases, [column_of("relief.delay_minutes", [30.0, 90.0])])
    assert table.to_pydict() == {
        "point": [0, 1, 2, 3], "scenario": ["one", "one", "two", "two"], "air.delay_minutes": [60.0] * 4,
        "relief.delay_minutes": [30.0, 90.0, 30.0, 90.0],
    }  # fmt: skip
    assert table.schema.field("relief.delay_minutes").metadata[b"unit"] == b"min"
    assert pa.types.is_dictionary(table.schema.field("scenario").type)
