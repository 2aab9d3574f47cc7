"""Laws before numbers: what must hold however the rates are chosen. Exact theory stands in `test_theory.py`.

The paired laws compare the same raids (same seed, same numbers) with one thing changed, so that both meet the same luck.
"""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings

from sim.outcome import COLUMNS
from sim.rules.weather import next_rain
from sim.scenario import compile_plan, judge, load_scenario
from sim.table import play_rows, trace
from tests.scenarios import changed, raid, raids, ready, units_of

RUNS = 1000
NAMES = [column.name for column in COLUMNS]
BESIEGED = ["kyar_tat", "zee_pyar", "monywa"]


def column(scenario, name, runs=RUNS, seed=1):
    """One measure of so many raids."""
    return play_rows(compile_plan(scenario), runs, seed)[:, NAMES.index(name)]


def times(value, factor):
    """A number or a range, multiplied."""
    return {end: factor * number for end, number in value.items()} if isinstance(value, dict) else factor * value


def multiplied(data, factor, *paths):
    """The same data with the numbers at these paths multiplied."""
    for path in paths:
        value = data
        for key in path.split("."):
            value = value[key]
        data = changed(data, {path: times(value, factor)})
    return data


def all_groups(data, field):
    return [f"resistance.groups.{name}.{field}" for name in data["resistance"]["groups"]]


# ---- nothing that helps the attackers ever harms them ------------------------------------------------------------

EASIER = {
    "half as many rounds again": lambda data: multiplied(data, 1.5, *all_groups(data, "rounds_per_fighter")),
    "walls a fifth weaker": lambda data: multiplied(data, 0.8, "station.structure_strength"),
    "walls half as strong": lambda data: multiplied(data, 0.5, "station.structure_strength"),
    "aircraft twice as far away": lambda data: multiplied(data, 2.0, "air.delay_minutes"),
    "no aircraft": lambda data: changed(data, {"air.available": False}),
    "relief twice as far away": lambda data: multiplied(data, 2.0, "relief.delay_minutes"),
    "no relief": lambda data: changed(data, {"relief.mode": "none"}),
}


@pytest.fixture(scope="module")
def occupied_as_it_was():
    """Which raids of each besieged station end in its occupation, nothing changed? Played once."""
    known = {}

    def of(name):
        if name not in known:
            known[name] = column(load_scenario(name), "occupied")
        return known[name]

    return of


def gain_in(name, change, before):
    """By how much does occupation grow more common there, in all and in standard errors of the paired difference?"""
    after = column(judge(EASIER[change](load_scenario(name).model_dump())), "occupied")
    gain = after - before
    return gain.mean(), gain.mean() / max(1e-9, gain.std() / sqrt(RUNS))


@pytest.mark.parametrize("change", EASIER)
def test_what_makes_it_easier_never_makes_occupation_rarer(change, occupied_as_it_was):
    """On the same luck, at no station beyond three standard errors; and at one of them the gain is beyond chance."""
    gains = {name: gain_in(name, change, occupied_as_it_was(name)) for name in BESIEGED}
    for name, (gain, in_errors) in gains.items():
        assert in_errors >= -3.0, f"{change} at {name}: {gain:+.4f}"
    assert max(in_errors for _, in_errors in gains.values()) > 2.0, "the change makes no difference anywhere"


# ---- the same luck -----------------------------------------------------------------------------------------------


def weather_of(scenario, seed=3, number=5):
    series = trace(scenario, seed, number).series
    return series["rain"].to_numpy(), series["light"].to_numpy()


def same_as_far_as_both_go(one, other):
    ticks = min(len(one[0]), len(other[0]))
    return ticks > 0 and all((a[:ticks] == b[:ticks]).all() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("change", EASIER)
def test_the_weather_does_not_change_because_something_else_does(change):
    data = load_scenario("monywa").model_dump()
    assert same_as_far_as_both_go(weather_of(judge(data)), weather_of(judge(EASIER[change](data))))


@settings(max_examples=20)
@given(raids(most_ticks=80), raids(most_ticks=80))
def test_two_quite_different_raids_under_one_sky_see_the_same_weather(one, other):
    ours, theirs = one.model_dump(), other.model_dump()
    theirs |= {key: ours[key] for key in ("weather", "tick_minutes", "limit_minutes", "start_hour")}
    assert same_as_far_as_both_go(weather_of(one), weather_of(judge(theirs)))


def facts_of(data, number):
    return ready(judge(data), 9, number).raid


@pytest.mark.parametrize("number", range(5))
def test_an_unknown_fact_is_drawn_the_same_whatever_else_is_unknown(number):
    data = load_scenario("kyar_tat").model_dump()
    known = facts_of(
        changed(data, {"start_hour": 6, "relief.delay_minutes": 60, "resistance.groups.pale.fighters": 50}), number
    )
    unknown = facts_of(data, number)
    assert [int(g.fighters) for g in known.groups[1:4]] == [int(g.fighters) for g in unknown.groups[1:4]]
    assert known.given.weather_rain == unknown.given.weather_rain
    assert known.relief.travel_factor == unknown.relief.travel_factor
    assert known.air.travel_factor == unknown.air.travel_factor


def addresses(scenario, side):
    """Where is chance asked for the units of this side?"""
    units = units_of(ready(scenario))
    return units["address"][(units["side"] == side) & (units["people"] > 0)].tolist()


def test_another_group_leaves_the_garrisons_luck_alone():
    data = load_scenario("kyar_tat").model_dump()
    more = changed(data, {"resistance.groups.fifth": data["resistance"]["groups"]["pale"]})
    assert addresses(judge(more), side=1) == addresses(judge(data), side=1)
    kept = [address for address in addresses(judge(more), side=0) if address in addresses(judge(data), side=0)]
    assert kept == addresses(judge(data), side=0)


def test_the_order_in_which_groups_are_named_changes_nobodys_luck():
    data = load_scenario("kyar_tat").model_dump()
    turned = changed(data, {"resistance.groups": dict(reversed(data["resistance"]["groups"].items()))})
    assert sorted(addresses(judge(turned), side=0)) == sorted(addresses(judge(data), side=0))


def test_more_fighters_in_one_group_leave_the_other_groups_luck_alone():
    data = load_scenario("zee_pyar").model_dump()
    first = next(iter(data["resistance"]["groups"]))
    more = changed(data, {f"resistance.groups.{first}.fighters": 200})
    crowd, as_before = ready(judge(more)).raid, ready(judge(data)).raid
    assert int(crowd.groups[1].fighters) == int(as_before.groups[1].fighters)
    assert int(crowd.groups[1].address) == int(as_before.groups[1].address)


def test_help_takes_as_long_whenever_it_is_called():
    """Its luck is settled before the raid: a later call shifts the landing by just as much."""
    quick = {"relief.mode": "road", "relief.people": 10, "relief.delay_minutes": 20, "resistance.objective": "harass",
             "resistance.wanted": 100, "resistance.start_distance_m": 60, "resistance.standoff_m": 60}  # fmt: skip
    for number in range(5):
        early, late = (ready(raid(quick | {"garrison.alert_minutes": m}), 4, number) for m in (5, 15))
        assert early.raid.relief.travel_factor == late.raid.relief.travel_factor


def test_a_finer_tick_rains_about_as_much():
    """Rain is exact over any step: its spread after an hour does not hang on the tick."""
    spread = []
    for tick in (0.25, 5.0):
        rain = np.zeros(4000)
        luck = np.random.default_rng(1)
        for _ in range(int(60 / tick)):
            rain = np.array([next_rain(r, 0.0, 0.2, 60.0, tick, z) for r, z in zip(rain, luck.normal(size=4000), strict=True)])
        spread.append(rain.std())
    assert spread[0] == pytest.approx(spread[1], rel=0.05)
    assert spread[0] == pytest.approx(0.2 * sqrt(1.0 - np.exp(-2.0)), rel=0.05)
