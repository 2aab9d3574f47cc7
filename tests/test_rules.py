"""Single rules, checked with a pencil: plain numbers in, plain answer out."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from sim.rules.air import can_fly
from sim.rules.command import ammunition_hazard, doubt_factor, pick_cause, ramp, weight_of_losses
from sim.rules.fire import exposure_behind, hit_chance
from sim.rules.movement import pace, step_towards
from sim.rules.muster import draw_fact, whole_share
from sim.rules.resolve import next_resolve
from sim.rules.sight import watch
from sim.rules.suppression import next_suppression
from sim.rules.units import distance, share_left
from sim.rules.weather import TWILIGHT_HOURS, light_at, next_rain, visibility
from sim.tick import play_tick
from tests.scenarios import raid, ready

SHARES = st.floats(0.0, 1.0)
MINUTES = st.floats(0.01, 10.0)
METRES = st.floats(0.0, 2000.0)
FALLOFFS = st.floats(0.5, 3.0)
RATES = st.floats(0.0, 5.0)


def two(numbers):
    """A smaller and a larger one."""
    return st.tuples(numbers, numbers).map(sorted)


# ---- light and rain ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "light"), [(0.0, 0.0), (3.0, 0.0), (6.0, 0.5), (12.0, 1.0), (18.0, 0.5), (23.0, 0.0), (36.0, 1.0)]
)
def test_it_is_day_at_noon_and_night_at_midnight_and_half_light_at_sunrise(hour, light):
    assert light_at(hour, 6.0, 18.0) == pytest.approx(light)


@given(two(st.floats(6.0 - TWILIGHT_HOURS, 6.0 + TWILIGHT_HOURS)))
def test_it_grows_lighter_through_the_morning(hours):
    assert light_at(hours[0], 6.0, 18.0) <= light_at(hours[1], 6.0, 18.0)


@given(st.floats(0, 400), st.floats(4, 8), st.floats(16, 20))
def test_light_is_a_share_and_the_same_every_day(hour, sunrise, sunset):
    light = light_at(hour, sunrise, sunset)
    assert 0.0 <= light <= 1.0
    assert light == pytest.approx(light_at(hour + 24.0, sunrise, sunset), abs=1e-9)


@given(SHARES, SHARES, st.floats(1, 200), MINUTES)
def test_rain_without_swing_returns_to_its_mean_and_never_passes_it(rain, mean, memory, minutes):
    after = next_rain(rain, mean, 0.0, memory, minutes, 0.0)
    assert min(rain, mean) - 1e-12 <= after <= max(rain, mean) + 1e-12
    assert next_rain(rain, mean, 0.0, memory, 100.0 * memory, 0.0) == pytest.approx(mean, abs=1e-9)


@given(SHARES, SHARES, st.floats(1, 200), MINUTES)
def test_two_half_steps_of_rain_are_one_step(rain, mean, memory, minutes):
    half = next_rain(rain, mean, 0.0, memory, 0.5 * minutes, 0.0)
    assert next_rain(half, mean, 0.0, memory, 0.5 * minutes, 0.0) == pytest.approx(
        next_rain(rain, mean, 0.0, memory, minutes, 0.0), abs=1e-12
    )


@given(st.floats(0.01, 2.0), st.floats(1, 200), MINUTES)
def test_rain_keeps_its_spread_whatever_the_step(swing, memory, minutes):
    """Stationary: variance in, the same variance out; the step is linear in the rain and in the shock."""
    kept = next_rain(1.0, 0.0, swing, memory, minutes, 0.0)
    shock = next_rain(0.0, 0.0, swing, memory, minutes, 1.0)
    assert (kept * swing) ** 2 + shock**2 == pytest.approx(swing**2)


@given(two(SHARES), two(SHARES), SHARES, SHARES)
def test_more_rain_and_less_light_never_let_anybody_see_farther(rain, light, loss, night):
    assert visibility(rain[1], light[0], loss, night) <= visibility(rain[0], light[1], loss, night) + 1e-12
    assert visibility(0.0, 1.0, loss, night) == pytest.approx(1.0)


def test_aircraft_fly_by_day_in_the_dry_and_at_night_only_if_they_can():
    assert can_fly(0.2, 1.0, 0.6, 0.0)
    assert not can_fly(0.7, 1.0, 0.6, 0.0)
    assert not can_fly(0.2, 0.0, 0.6, 0.0)
    assert can_fly(0.2, 0.0, 0.6, 1.0)


# ---- fire and cover ----------------------------------------------------------------------------------------------


@given(SHARES, two(METRES), st.floats(1, 1000), FALLOFFS)
def test_nobody_shoots_better_from_farther_away(at_no_distance, metres, reach, falloff):
    near, far = (hit_chance(at_no_distance, m, reach, falloff) for m in metres)
    assert 0.0 <= far <= near <= at_no_distance


@given(SHARES, st.floats(1, 1000), FALLOFFS)
def test_the_chance_to_hit_has_fallen_by_e_at_the_range_named(at_no_distance, reach, falloff):
    assert hit_chance(at_no_distance, 0.0, reach, falloff) == at_no_distance
    assert hit_chance(at_no_distance, reach, reach, falloff) == pytest.approx(at_no_distance / math.e)


@given(SHARES, FALLOFFS)
def test_a_whole_wall_protects_as_it_says_and_no_wall_not_at_all(intact, falloff):
    assert exposure_behind(intact, 1.0, falloff) == intact
    assert exposure_behind(intact, 0.0, falloff) == pytest.approx(1.0)


@given(SHARES, two(SHARES), FALLOFFS)
def test_a_weaker_wall_never_protects_better(intact, strength, falloff):
    weak, strong = (exposure_behind(intact, s, falloff) for s in strength)
    assert intact - 1e-12 <= strong <= weak + 1e-12 <= 1.0 + 2e-12


def test_half_a_wall_with_exponent_one_and_a_half():
    assert exposure_behind(0.1, 0.5, 1.5) == pytest.approx(0.1 + 0.9 * 0.35355339)


@pytest.mark.parametrize(("left", "full", "share"), [(3.0, 4.0, 0.75), (0.0, 4.0, 0.0), (4.0, 4.0, 1.0), (0.0, 0.0, 0.0)])
def test_what_never_had_walls_has_none_left(left, full, share):
    workspace = ready(raid())
    place = workspace.raid.places[0]
    place.strength, place.full_strength = left, full
    assert share_left(place) == share


# ---- sight and movement ------------------------------------------------------------------------------------------


@given(st.integers(0, 50), two(SHARES), two(METRES))
def test_people_under_fire_and_far_away_watch_less(fit, suppression, metres):
    assert watch(fit, suppression[1], metres[1], 100.0) <= watch(fit, suppression[0], metres[0], 100.0)


@given(two(SHARES), two(SHARES))
def test_rain_and_fire_slow_people_down(rain, suppression):
    assert pace(30.0, 0.4, rain[1], suppression[1]) <= pace(30.0, 0.4, rain[0], suppression[0])
    assert pace(30.0, 0.4, 0.0, 0.0) == 30.0


FIELD = st.floats(-500, 500)


@given(FIELD, FIELD, FIELD, FIELD, st.floats(0, 1000))
def test_a_step_goes_straight_and_not_too_far(x, y, to_x, to_y, metres):
    way = distance(x, y, to_x, to_y)
    after = step_towards(x, y, to_x, to_y, metres)
    assert distance(x, y, *after) == pytest.approx(min(way, metres), abs=1e-6)
    assert distance(*after, to_x, to_y) == pytest.approx(max(0.0, way - metres), abs=1e-6)


# ---- suppression and resolve -------------------------------------------------------------------------------------


@given(SHARES, RATES, st.floats(0.1, 60.0), MINUTES)
def test_suppression_solves_its_equation(start, rise, decay, minutes):
    """ds/dt = rise (1 - s) - s / decay, against a general solver."""
    solved = solve_ivp(
        lambda _, s: rise * (1.0 - s) - s / decay, (0.0, minutes), [start], rtol=1e-9, atol=1e-11, method="LSODA"
    )
    assert next_suppression(start, rise, decay, minutes) == pytest.approx(solved.y[0, -1], abs=1e-6)


def test_suppression_meets_small_steps_of_the_same_equation():
    suppression, step = 0.3, 1e-4
    for _ in range(20_000):
        suppression += step * (0.7 * (1.0 - suppression) - suppression / 4.0)
    assert next_suppression(0.3, 0.7, 4.0, 2.0) == pytest.approx(suppression, abs=1e-4)


@given(SHARES, RATES, st.floats(0.1, 60.0), MINUTES)
def test_two_half_steps_of_suppression_are_one_step(start, rise, decay, minutes):
    half = next_suppression(start, rise, decay, 0.5 * minutes)
    assert next_suppression(half, rise, decay, 0.5 * minutes) == pytest.approx(
        next_suppression(start, rise, decay, minutes), abs=1e-12
    )


@given(SHARES, two(RATES), st.floats(0.1, 60.0), MINUTES)
def test_more_fire_never_lifts_heads_and_suppression_stays_a_share(start, rise, decay, minutes):
    less, more = (next_suppression(start, r, decay, minutes) for r in rise)
    assert 0.0 <= less <= more + 1e-12 <= 1.0 + 2e-12


@given(SHARES, st.floats(0.1, 60.0), MINUTES)
def test_left_in_peace_heads_come_up_by_a_factor_e_in_the_time_named(start, decay, minutes):
    assert next_suppression(start, 0.0, decay, decay) == pytest.approx(start / math.e)
    assert next_suppression(start, 0.0, decay, minutes) <= start


@given(SHARES, SHARES, st.floats(0.0, 3.0), st.floats(1, 200), MINUTES)
def test_resolve_stays_a_share_and_a_shock_never_lifts_it(resolve, nerve, shock, recovery, minutes):
    shaken = next_resolve(resolve, nerve, shock, recovery, minutes)
    assert 0.0 <= shaken <= next_resolve(resolve, nerve, 0.0, recovery, minutes) <= 1.0


@given(SHARES, SHARES, st.floats(1, 200), MINUTES)
def test_resolve_comes_back_to_its_own_level(resolve, nerve, recovery, minutes):
    after = next_resolve(resolve, nerve, 0.0, recovery, minutes)
    assert min(resolve, nerve) - 1e-12 <= after <= max(resolve, nerve) + 1e-12
    assert next_resolve(resolve, nerve, 0.0, recovery, 100.0 * recovery) == pytest.approx(nerve, abs=1e-9)


# ---- reasons to leave --------------------------------------------------------------------------------------------


@given(st.floats(0.01, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 10.0))
def test_ammunition_is_no_reason_to_leave_above_the_reserve(reserve, share_above, rate):
    assert ammunition_hazard(reserve + (1.0 - reserve) * share_above, reserve, rate) == 0.0


@given(st.floats(0.01, 1.0), two(SHARES), st.floats(0.0, 10.0))
def test_fewer_rounds_are_never_a_weaker_reason_to_leave(reserve, left, rate):
    assert ammunition_hazard(left[1], reserve, rate) <= ammunition_hazard(left[0], reserve, rate)
    assert ammunition_hazard(0.0, reserve, rate) == rate


@given(two(SHARES), st.floats(0.01, 1.0), st.floats(0.1, 1e5))
def test_more_losses_never_weigh_less(lost, scale, power):
    assert weight_of_losses(lost[0], scale, power) <= weight_of_losses(lost[1], scale, power)
    assert weight_of_losses(0.0, scale, power) == 0.0
    assert weight_of_losses(scale, scale, power) == 1.0


def test_a_very_high_power_makes_a_hard_break_point():
    assert weight_of_losses(8 / 30, 8.5 / 30, 1e4) < 1e-200
    assert weight_of_losses(9 / 30, 8.5 / 30, 1e4) >= 1e12


@given(two(SHARES), st.floats(0.0, 10.0))
def test_doubt_weighs_more_on_those_of_less_resolve(resolve, doubt):
    assert doubt_factor(resolve[1], doubt) <= doubt_factor(resolve[0], doubt)
    assert doubt_factor(0.5, doubt) == 1.0


@given(two(st.floats(0.0, 1e6)))
def test_the_ramp_rises_from_nought_through_a_half_to_one(x):
    assert 0.0 <= ramp(x[0]) <= ramp(x[1]) <= 1.0
    assert ramp(0.0) == 0.0
    assert ramp(1.0) == 0.5


HAZARDS = st.lists(st.floats(0.0, 5.0), min_size=8, max_size=8).filter(lambda h: sum(h) > 1e-6)


@given(HAZARDS, st.floats(0.0, 1.0, exclude_max=True))
def test_the_cause_that_is_named_had_some_weight(hazards, u):
    assert hazards[pick_cause(tuple(hazards), u) - 1] > 0.0


@given(HAZARDS)
def test_causes_are_named_in_proportion_to_their_weight(hazards):
    luck = (np.arange(2000) + 0.5) / 2000
    named = np.bincount([pick_cause(tuple(hazards), u) for u in luck], minlength=9)[1:]
    assert named / 2000 == pytest.approx(np.array(hazards) / sum(hazards), abs=2e-3)


# ---- whole people ------------------------------------------------------------------------------------------------


@given(st.integers(0, 5000), st.integers(1, 200))
def test_parts_of_a_whole_add_up_exactly_and_differ_by_one_at_most(total, parts):
    shares = [whole_share(total, k, parts) for k in range(parts)]
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


@given(two(st.integers(0, 500)), st.floats(0.0, 1.0, exclude_min=True, exclude_max=True))
def test_an_unknown_number_of_people_is_whole_and_within_its_range(bounds, u):
    low, high = map(float, bounds)
    drawn = draw_fact(low, high, 1, u)
    assert low <= drawn <= high
    assert drawn == int(drawn)


def test_every_number_in_a_range_of_people_comes_up_equally_often():
    drawn = [draw_fact(3.0, 7.0, 1, (k + 0.5) / 1000) for k in range(1000)]
    assert np.bincount(np.array(drawn, int))[3:].tolist() == [200] * 5


@given(two(st.floats(-100, 100)), SHARES)
def test_an_unknown_measure_lies_within_its_range(bounds, u):
    assert bounds[0] <= draw_fact(*bounds, 0, u) <= bounds[1] + 1e-12


# ---- one unit in one pass ----------------------------------------------------------------------------------------


def fired_in_the_first_shooting_tick(rounds_each):
    """How many rounds does each squad fire once it is in place, in one minute?"""
    changes = {
        "resistance.start_distance_m": 50,
        "resistance.standoff_m": 60,
        "resistance.groups.first.rounds_per_fighter": rounds_each,
    }
    workspace = ready(raid(changes | {"resistance.rounds_per_minute": 4, "resistance.groups.first.armed_share": 1}))
    play_tick(workspace.raid)
    return SimpleNamespace(fired=int(workspace.raid.units[0].fired), left=int(workspace.raid.units[0].rounds))


def test_a_squad_of_six_with_rifles_at_four_rounds_a_minute_fires_them_all():
    assert fired_in_the_first_shooting_tick(100) == SimpleNamespace(fired=24, left=576)


def test_a_squad_fires_no_more_than_it_has():
    assert fired_in_the_first_shooting_tick(2) == SimpleNamespace(fired=12, left=0)
    assert fired_in_the_first_shooting_tick(0) == SimpleNamespace(fired=0, left=0)
