"""The straddle looks where a chance crosses a level, and needs fewer raids than a grid to draw the line."""

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator
from threadpoolctl import threadpool_limits

from experiments.benches.boundary import compare_with_grid, draw_comparison, raids_needed
from experiments.benches.boundary_designs import Size
from experiments.benches.boundary_raids import playing
from sim import load_scenario, play
from sim.sweeps.boundary import chance_map, first_points, next_points, straddle
from sim.sweeps.factors import Factor

TRIALS = 40


def slope(at):
    """A chance that falls from one corner to the other; a half on a curve through the middle."""
    return 1.0 / (1.0 + np.exp(-10.0 * (at[:, 1] - 0.3 - 0.4 * at[:, 0] ** 2)))


def dome(at):
    """In three factors: high near one corner, low far from it."""
    return 1.0 / (1.0 + np.exp(12.0 * (np.sqrt((at**2).sum(1)) - 0.8)))


def square(side, dimensions=2):
    axes = np.meshgrid(*[np.linspace(0.0, 1.0, side)] * dimensions, indexing="ij")
    return np.stack(axes, -1).reshape(-1, dimensions)


def looked(chance, at, seed=1, trials=TRIALS):
    return np.random.default_rng(seed).binomial(trials, chance(at)), np.full(len(at), trials)


def straddled(chance, dimensions, points, first, batch, level=0.5, seed=1):
    """Where the straddle has looked after so many points, and what it saw."""
    luck = np.random.default_rng(seed)
    at = first_points(dimensions, first)
    seen = luck.binomial(TRIALS, chance(at))
    while len(at) < points:
        new = next_points(at, seen, np.full(len(at), TRIALS), level, min(batch, points - len(at)))
        at, seen = np.concatenate([at, new]), np.concatenate([seen, luck.binomial(TRIALS, chance(new))])
    return at, seen, np.full(len(at), TRIALS)


def wrong_side(found, true, level=0.5):
    return np.mean((found > level) != (true > level))


# ---- where it looks first -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimensions", [1, 2, 3])
def test_the_first_points_leave_no_sixteenth_of_any_factor_out(dimensions):
    at = first_points(dimensions, 16)
    assert at.shape == (16, dimensions)
    for axis in at.T:
        assert sorted(np.floor(axis * 16)) == list(range(16))


def test_fewer_first_points_are_the_first_of_more():
    assert np.array_equal(first_points(2, 7), first_points(2, 30)[:7])


# ---- where it looks next --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("chance", "dimensions"), [(slope, 2), (dome, 3)])
def test_the_next_points_lie_where_the_chance_crosses_the_level(chance, dimensions):
    at, _, _ = straddled(chance, dimensions, 60, 20, 10)
    even, late = chance(first_points(dimensions, 1024)), chance(at[40:])
    assert np.median(np.abs(late - 0.5)) < 0.5 * np.median(np.abs(even - 0.5))


@pytest.mark.parametrize("level", [0.1, 0.8])
def test_another_level_draws_them_to_another_line(level):
    at, _, _ = straddled(slope, 2, 60, 20, 10, level)
    late, even = slope(at[40:]), slope(first_points(2, 1024))
    assert np.median(np.abs(late - level)) < 0.5 * np.median(np.abs(even - level))


def test_a_batch_spreads_along_the_line():
    at = first_points(2, 30)
    new = next_points(at, *looked(slope, at), 0.5, 10)
    assert np.ptp(new[:, 0]) > 0.6
    assert len(np.unique(new, axis=0)) == 10


@pytest.mark.parametrize(("trials", "second"), [(1000, 2), (1, 1)])
def test_what_a_look_will_tell_is_not_asked_again(trials, second):
    """The first two are twins; after a thorough look at one, the third is the unknown one, after a glance still the twin."""
    unknown = np.array([[1.5, 1.5, 0.0], [1.5, 1.5, 0.0], [0.0, 0.0, 1.0]])
    assert straddle(np.zeros(3), unknown, 0.0, trials, 2) == [0, second]


def test_no_point_is_looked_at_twice():
    at, _, _ = straddled(slope, 2, 120, 10, 22)
    assert len(np.unique(at, axis=0)) == 120
    assert ((at >= 0) & (at <= 1)).all()


# ---- the same question has the same answer --------------------------------------------------------------------------


def test_the_same_counts_give_the_same_points_to_the_last_bit_on_any_number_of_cores():
    at = first_points(2, 60)
    answers = []
    for cores in (1, 2):
        with threadpool_limits(cores):
            answers.append(next_points(at, *looked(slope, at), 0.5, 8))
    assert np.array_equal(*answers)


def test_the_order_in_which_points_were_tried_does_not_matter():
    at = first_points(2, 40)
    seen, trials = looked(slope, at)
    mixed = np.random.default_rng(3).permutation(40)
    assert np.allclose(next_points(at, seen, trials, 0.5, 6), next_points(at[mixed], seen[mixed], trials[mixed], 0.5, 6))
    maps = [chance_map(at[order], seen[order], trials[order], square(9)) for order in (np.arange(40), mixed)]
    assert np.allclose(*maps, atol=1e-9)


def test_a_point_tried_in_two_goes_is_one_point_with_all_trials():
    at = first_points(2, 40)
    seen, trials = looked(slope, at)
    split = chance_map(np.concatenate([at, at]), np.concatenate([seen // 2, seen - seen // 2]), np.full(80, 20), square(9))
    assert np.allclose(split, chance_map(at, seen, trials, square(9)), atol=1e-9)


def test_success_and_failure_are_two_names_for_the_same_line():
    at = first_points(2, 40)
    seen, trials = looked(slope, at)
    assert np.allclose(next_points(at, seen, trials, 0.3, 5), next_points(at, trials - seen, trials, 0.7, 5))
    mean, low, high = chance_map(at, seen, trials, square(9))
    lost, lost_low, lost_high = chance_map(at, trials - seen, trials, square(9))
    assert np.allclose([mean, low, high], [1 - lost, 1 - lost_high, 1 - lost_low], atol=1e-6)


def test_it_does_not_matter_which_factor_comes_first():
    at = first_points(2, 40)
    seen, trials = looked(slope, at)
    there = square(9)
    assert np.allclose(
        chance_map(at, seen, trials, there)[0], chance_map(at[:, ::-1], seen, trials, there[:, ::-1])[0], atol=1e-3
    )


# ---- the map --------------------------------------------------------------------------------------------------------


def test_the_line_found_is_near_the_true_one():
    fine = square(61)
    wrong = [wrong_side(chance_map(*straddled(slope, 2, 72, 24, 8, seed=seed), fine)[0], slope(fine)) for seed in range(4)]
    assert np.mean(wrong) < 0.02


def test_the_interval_holds_the_true_chance_nearly_everywhere():
    fine, inside = square(21), []
    for seed in range(6):
        _, low, high = chance_map(first_points(2, 64), *looked(slope, first_points(2, 64), seed), fine)
        inside.append(np.mean((low <= slope(fine)) & (slope(fine) <= high)))
    assert np.mean(inside) > 0.8


def test_more_trials_make_the_interval_narrower():
    at, widths = first_points(2, 40), []
    for trials in (10, 100, 1000):
        _, low, high = chance_map(at, np.round(slope(at) * trials), np.full(40, trials), at)
        widths.append(np.mean(high - low))
    assert widths[0] > widths[1] > widths[2]


def test_half_the_trials_do_where_a_full_grid_is_asked_for():
    """Against the grid's own map with a wide margin; against the grid smoothed by the same process it must come near."""
    fine, grid, seeds = square(61), square(12), range(5)
    true, plain, smoothed, straddle = slope(fine), [], [], []
    for seed in seeds:
        seen, trials = looked(slope, grid, seed)
        lines = RegularGridInterpolator([np.linspace(0, 1, 12)] * 2, (seen / trials).reshape(12, 12))
        plain.append(wrong_side(lines(fine), true))
        smoothed.append(wrong_side(chance_map(grid, seen, trials, fine)[0], true))
        straddle.append(wrong_side(chance_map(*straddled(slope, 2, 72, 24, 8, seed=seed), fine)[0], true))
    assert np.mean(straddle) < 0.7 * np.mean(plain)
    assert np.mean(straddle) < 1.3 * np.mean(smoothed)


# ---- odd cases ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimensions", [1, 2, 3])
@pytest.mark.parametrize("level", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_where_nothing_or_all_succeeds_it_goes_on_looking(dimensions, level, share):
    at = first_points(dimensions, 6)
    seen, trials = np.full(6, share * TRIALS), np.full(6, TRIALS)
    new = next_points(at, seen, trials, level, 3)
    assert new.shape == (3, dimensions)
    mean, low, high = chance_map(at, seen, trials, new)
    assert ((low >= 0) & (low <= mean) & (mean <= high) & (high <= 1)).all()
    assert (np.abs(chance_map(at, seen, trials, at)[0] - share) < 0.1).all()


@pytest.mark.parametrize("points", [1, 4])
@pytest.mark.parametrize("trials", [1, 1000])
def test_one_point_is_enough_to_go_on_also_when_it_stands_there_several_times(points, trials):
    at, seen, of = np.full((points, 2), 0.5), np.arange(points), np.full(points, trials)
    seen = np.minimum(seen, trials)
    new = next_points(at, seen, of, 0.5, 4)
    assert len(np.unique(new, axis=0)) == 4
    assert np.isfinite(chance_map(at, seen, of, new)).all()


def test_one_trial_a_point_is_little_but_not_nothing():
    at = first_points(2, 200)
    found = chance_map(at, *looked(slope, at, trials=1), square(31))[0]
    assert wrong_side(found, slope(square(31))) < 0.15


def test_thousands_of_points_are_pooled_and_the_line_stays():
    at = np.random.default_rng(0).random((5000, 2))
    seen, trials = looked(slope, at, trials=10)
    assert wrong_side(chance_map(at, seen, trials, square(61))[0], slope(square(61))) < 0.01
    new = next_points(at, seen, trials, 0.5, 50)
    assert np.median(np.abs(slope(new) - 0.5)) < 0.1


# ---- the comparison with a grid -------------------------------------------------------------------------------------

RELIEF = Factor("relief.delay_minutes", None, 30, 480, False, False)
WALLS = Factor("station.structure_strength", None, 0.25, 4, True, False)
ROUNDS = Factor("resistance.groups.*.rounds_per_fighter", None, 50, 200, True, False)


def test_the_raids_at_a_point_are_those_of_the_scenario_with_these_values():
    changed = ["station.structure_strength=0.5"] + [
        f"resistance.groups.{name}.rounds_per_fighter=100" for name in ("myaing", "pauk")
    ]
    told = play(load_scenario("zee_pyar", changed), 80, seed=5, first=80)["occupied"].to_pylist()
    with playing(load_scenario("zee_pyar"), [ROUNDS, WALLS], 160, 1) as player:
        found = player(np.array([[0.9, 0.9], [0.5, 0.25]]), 80, 5, 0, True)
    assert found[1] == sum(told)
    assert 0 < found[1] < 80


def test_all_designs_are_compared_on_the_raids_they_asked_for():
    size = Size(side=4, raids=8, seeds=2, truth_side=7, truth_raids=20)
    found = compare_with_grid(load_scenario("kyar_tat"), [RELIEF, WALLS], size=size, workers=1)
    assert [row.raids for row in found.rows] == [128, 128, 64, 64, 128]
    assert raids_needed(size, 2) == 49 * 20 + 2 * (128 + 64 + 128)
    assert all(0 <= row.wrong <= 1 for row in found.rows)
    assert draw_comparison(found, "a comparison").get_size_inches()[0] == pytest.approx(14.4)


def test_three_factors_are_compared_as_well():
    size = Size(side=3, raids=4, seeds=1, truth_side=5, truth_raids=4)
    found = compare_with_grid(
        load_scenario("kyar_tat"),
        [RELIEF, WALLS, Factor("air.delay_minutes", None, 30, 480, False, False)],
        size=size,
        workers=1,
    )
    assert [row.points for row in found.rows] == [27, 27, 13, 13, 27]
