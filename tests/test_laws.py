"""Laws before numbers: what must hold however the rates are chosen, and the exact theory a raid must reduce to.

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
from tests.scenarios import changed, raid, raids, ready, small_raid, units_of

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


# ---- Lanchester --------------------------------------------------------------------------------------------------

NOTHING_BUT_FIRE = {
    f"rules.{name}": 0
    for name in (
        "leave_losses", "leave_ammunition", "leave_structure", "leave_air", "leave_relief", "leave_weather", "leave_time",
        "leave_coalition", "group_share", "yield_rate", "fall_back_rate", "assault_rate", "suppression_per_round", "loss_shock",
        "doubt", "wounded_per_killed", "rain_fire_loss", "lose_rate", "bullet_damage", "assault_damage",
    )
}  # fmt: skip
WIDE_OPEN = {
    "rules.sight_rate": 1e6,
    "rules.sight_range_m": 1e6,
    "rules.manning_signature": 1,
    "rules.firing_signature": 1,
    "rules.hit_chance": 1,
    "rules.hit_falloff": 1,
    "rules.hit_range_m": 1e9,
    "rules.fire_reach_m": 1e6,
    "rules.squad_exposure": 1,
    "rules.area_factor": 1,
    "rules.walk_m_per_minute": 10_000,
    "rules.suppression_decay_minutes": 0.001,
    "station.strongpoints": 0,
    "station.structure_strength": 0,
    "station.main_exposure": 1,
    "limit_minutes": 20_000,
    "garrison.alert_minutes": 100_000,
    "garrison.rounds_per_minute": 100,
    "resistance.rounds_per_minute": 100,
    "resistance.objective": "occupy",
    "resistance.start_distance_m": 50,
    "resistance.standoff_m": 50,
    "resistance.planned_minutes": 100_000,
    "resistance.hold_minutes": 0,
    "resistance.surprise": 0,
    "resistance.groups.first.armed_share": 1,
    "resistance.groups.first.breaching_rounds": 0,
    "resistance.groups.first.rounds_per_fighter": 1_000_000,
    "garrison.contingents.soldiers.armed_share": 1,
    "garrison.contingents.soldiers.rounds_per_person": 1_000_000,
    "garrison.contingents.soldiers.posture": "main_building",
}
# Who is seen decides the law: aimed fire at what is seen, area fire at what is not.
LAWS = {
    "square": {},
    "linear": {"rules.sight_rate": 0},
    "ambush": {"rules.firing_signature": 0, "resistance.surprise": 1},
    "siege": {"rules.firing_signature": 0, "rules.manning_signature": 0},
}


def duel(law, attackers, defenders, alpha, beta, changes=None):
    """One squad against one section, nothing but fire; slow enough that a tick of a minute is short."""
    unit = 1e-5 if law == "linear" else 1e-4
    sizes = {
        "resistance.groups.first.fighters": attackers,
        "resistance.groups.first.squad_size": attackers,
        "resistance.groups.first.training": unit * alpha,
        "garrison.contingents.soldiers.people": defenders,
        "garrison.contingents.soldiers.section_size": defenders,
        "garrison.contingents.soldiers.training": unit * beta,
    }
    return judge(changed(small_raid(), NOTHING_BUT_FIRE | WIDE_OPEN | LAWS[law] | sizes | (changes or {})))


def exact_chance(law, attackers, defenders, alpha, beta):
    """The chance that the attackers win, by recursion over who is left."""
    wins = np.zeros((attackers + 1, defenders + 1))
    wins[1:, 0] = 1.0
    for a in range(1, attackers + 1):
        for d in range(1, defenders + 1):
            theirs = alpha * a * (d if law in ("linear", "siege") else 1)
            ours = beta * d * (a if law in ("linear", "ambush") else 1)
            wins[a, d] = (theirs * wins[a, d - 1] + ours * wins[a - 1, d]) / (theirs + ours)
    return wins[attackers, defenders]


PUBLISHED = [("square", 3, 2, 1, 1, 31 / 40), ("square", 10, 8, 1, 1, 0.791358), ("square", 10, 20, 4, 1, 0.521171),
             ("linear", 10, 10, 3, 2, 0.813908), ("ambush", 10, 45, 1, 0.01, 0.436214)]  # fmt: skip


@pytest.mark.parametrize(("law", "attackers", "defenders", "alpha", "beta", "chance"), PUBLISHED)
def test_the_recursion_agrees_with_the_published_values(law, attackers, defenders, alpha, beta, chance):
    assert exact_chance(law, attackers, defenders, alpha, beta) == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize(
    ("law", "attackers", "defenders", "alpha", "beta"),
    [("square", 10, 8, 1, 1), ("square", 3, 2, 1, 1), ("square", 10, 20, 4, 1), ("linear", 10, 10, 3, 2),
     ("siege", 20, 10, 0.1, 1), ("ambush", 10, 45, 1, 0.01)],
)  # fmt: skip
def test_with_nothing_but_fire_a_raid_obeys_lanchester(law, attackers, defenders, alpha, beta):
    fallen = column(duel(law, attackers, defenders, alpha, beta), "defenders_killed", runs=4000)
    won = (fallen == defenders).mean()
    expected = exact_chance(law, attackers, defenders, alpha, beta)
    assert abs(won - expected) < 4.0 * sqrt(expected * (1.0 - expected) / 4000)


def test_the_winners_of_the_square_law_are_as_many_as_theory_says():
    left = 10 - column(duel("square", 10, 8, 1, 1), "attackers_killed", runs=4000)
    assert abs(left.mean() - 5.216568) < 4.0 * left.std() / sqrt(4000)


@pytest.mark.parametrize("limit", [10, 40, 160])
def test_on_average_the_square_law_keeps_its_balance_at_any_time(limit):
    """A (A + 1) - D (D + 1) is conserved in expectation, whenever one looks."""
    rows = play_rows(compile_plan(duel("square", 10, 8, 1, 1, {"limit_minutes": limit})), 4000, 1)
    attackers = 10 - rows[:, NAMES.index("attackers_killed")]
    defenders = 8 - rows[:, NAMES.index("defenders_killed")]
    balance = attackers * (attackers + 1) - defenders * (defenders + 1)
    assert abs(balance.mean() - (110 - 72)) < 4.0 * balance.std() / sqrt(4000)


@pytest.mark.parametrize("tick", [0.25, 1.0, 4.0])
def test_the_tick_does_not_decide_who_wins(tick):
    """Up to a kill chance of some hundredths a tick, the bias is below what chance blurs."""
    fallen = column(duel("square", 10, 8, 1, 1, {"tick_minutes": tick}), "defenders_killed", runs=4000)
    assert abs((fallen == 8).mean() - 0.791358) < 0.03


def test_without_rounds_nobody_wins():
    out = {
        "resistance.groups.first.rounds_per_fighter": 0,
        "garrison.contingents.soldiers.rounds_per_person": 0,
        "limit_minutes": 200,
    }
    rows = play_rows(compile_plan(duel("square", 10, 8, 1, 1, out)), 50, 1)
    assert rows[:, NAMES.index("defenders_killed")].sum() == rows[:, NAMES.index("attackers_killed")].sum() == 0
