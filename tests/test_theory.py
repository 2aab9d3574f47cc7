"""Duels: what is known exactly, checked by other ways to the same number; and the raids that must come out like it."""

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.integrate import quad, solve_ivp

import sim.batch
import sim.table
from sim.mistakes import ConfigurationError
from sim.scenario import load_scenario
from sim.table import play
from sim.theory.closed import linear_law_chance, square_law_chance
from sim.theory.duel import Duel
from sim.theory.exact import exact
from sim.theory.laws import LAWS, conserved
from sim.theory.measured import measure
from sim.theory.staged import stage, suitable_tick

PLAIN = {
    "law": "square", "attackers": 10, "defenders": 8, "alpha": 1.0, "beta": 1.0, "stop_attackers": 0, "stop_defenders": 0,
    "rounds": None, "kill_per_round": None, "structure": 0, "cover": 0.25, "damage": 0.5, "relief": 0, "relief_time": 0.4,
    "relief_law": "fixed",
}  # fmt: skip
SHORT_OF_ROUNDS = {"attackers": 20, "defenders": 10, "alpha": 0.05, "beta": 0.05, "kill_per_round": 0.05}
BEHIND_WALLS = {"attackers": 30, "defenders": 15}
RELIEVED = {"attackers": 60, "defenders": 20, "beta": 4.0, "relief": 30}


def duel(**asked):
    return Duel(**PLAIN | asked)


# ---- published and worked-out values -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "chance", "digits"),
    [
        ({"attackers": 3, "defenders": 2}, 31 / 40, 12),
        ({}, 0.791358, 6),
        ({"defenders": 20, "alpha": 4.0}, 0.521171, 6),
        ({"attackers": 30, "defenders": 20, "stop_attackers": 21}, 0.585977, 6),
        ({"law": "linear", "defenders": 10, "alpha": 3.0, "beta": 2.0}, 0.813908, 6),
        ({"law": "ambush", "defenders": 45, "beta": 0.01}, 0.436214, 6),
        (SHORT_OF_ROUNDS | {"rounds": 100}, 0.028, 3),
        (SHORT_OF_ROUNDS | {"rounds": 200}, 0.545, 3),
        (SHORT_OF_ROUNDS | {"rounds": 300}, 0.935, 3),
        (BEHIND_WALLS, 1.000, 3),
        (BEHIND_WALLS | {"structure": 5}, 0.989, 3),
        (BEHIND_WALLS | {"structure": 20}, 0.647, 3),
        (BEHIND_WALLS | {"structure": 60}, 0.482, 3),
        (RELIEVED | {"relief_time": 0.2}, 0.014, 3),
        (RELIEVED | {"relief_time": 0.4}, 0.513, 3),
        (RELIEVED | {"relief_time": 0.8}, 0.981, 3),
    ],
)
def test_chances_that_others_worked_out(asked, chance, digits):
    assert exact(duel(**asked)).p_attacker_wins == pytest.approx(chance, abs=0.5000001 * 10**-digits)


def test_survivors_that_others_worked_out():
    assert exact(duel(attackers=3, defenders=2)).mean_attackers == pytest.approx(229 / 120, rel=1e-12)
    assert exact(duel()).mean_attackers == pytest.approx(5.216568, abs=5e-7)


# ---- the same number by another way --------------------------------------------------------------------------------

PEOPLE = st.integers(1, 14)
RATES = st.sampled_from([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0])


@given(PEOPLE, PEOPLE, RATES, RATES)
def test_the_chain_agrees_with_the_closed_form_of_the_square_law(attackers, defenders, alpha, beta):
    known = float(square_law_chance(attackers, defenders, alpha, beta))
    found = exact(duel(attackers=attackers, defenders=defenders, alpha=alpha, beta=beta))
    assert found.p_attacker_wins == pytest.approx(known, rel=1e-10)


@given(PEOPLE, PEOPLE, RATES, RATES)
def test_the_chain_agrees_with_the_closed_form_of_the_linear_law(attackers, defenders, alpha, beta):
    known = float(linear_law_chance(attackers, defenders, alpha, beta))
    found = exact(duel(law="linear", attackers=attackers, defenders=defenders, alpha=alpha, beta=beta))
    assert found.p_attacker_wins == pytest.approx(known, rel=1e-10)


def first_step(asked):
    """The attackers' chance by first steps in exact fractions, written as one would on paper: one event, then the rest."""
    alpha, beta, cover, damage, kill = (
        Fraction(1 if asked[name] is None else asked[name]).limit_denominator()
        for name in ("alpha", "beta", "cover", "damage", "kill_per_round")
    )
    limited = asked["rounds"] is not None

    @cache
    def chance(attackers, defenders, rounds, wall):
        if defenders <= asked["stop_defenders"]:
            return Fraction(1)
        if attackers <= asked["stop_attackers"] or rounds == 0:
            return Fraction(0)  # without a round nobody wins
        aims, is_aimed_at = LAWS[asked["law"]]
        loss = beta * defenders * (1 if is_aimed_at else attackers)
        events = [(loss, (attackers - 1, defenders, rounds, wall))]
        covered = cover if wall else Fraction(1)
        if limited:
            shots = alpha / kill * attackers
            events.append((shots * kill * covered, (attackers, defenders - 1, rounds - 1, wall)))
            events.append((shots * (1 - kill * covered), (attackers, defenders, rounds - 1, wall)))
        else:
            events.append((alpha * attackers * covered * (1 if aims else defenders), (attackers, defenders - 1, rounds, wall)))
        if wall:
            events.append((damage * attackers, (attackers, defenders, rounds, wall - 1)))
        return sum(rate * chance(*state) for rate, state in events if rate) / sum(rate for rate, _ in events)

    return chance(asked["attackers"], asked["defenders"], asked["rounds"] if limited else -1, asked["structure"])


SMALL = st.fixed_dictionaries(
    {
        "law": st.sampled_from(sorted(LAWS)),
        "attackers": st.integers(1, 6),
        "defenders": st.integers(1, 6),
        "alpha": RATES,
        "beta": RATES,
        "stop_attackers": st.integers(0, 2),
        "stop_defenders": st.integers(0, 2),
        "structure": st.integers(0, 4),
        "cover": st.sampled_from([0.0, 0.25, 0.5, 1.0]),
        "damage": st.sampled_from([0.5, 1.0, 2.0]),
    }
)


@settings(max_examples=50, deadline=None)
@given(SMALL, st.one_of(st.none(), st.integers(0, 12)), st.sampled_from([0.25, 0.5, 1.0]))
def test_the_chain_agrees_with_first_steps_on_paper(asked, rounds, kill):
    assume(asked["stop_attackers"] < asked["attackers"] and asked["stop_defenders"] < asked["defenders"])
    if rounds is not None and LAWS[asked["law"]].attackers_aim:
        asked = asked | {"rounds": rounds, "kill_per_round": kill}
    found = exact(duel(**asked)).p_attacker_wins
    assert found == pytest.approx(float(first_step(PLAIN | asked)), abs=1e-12)


def test_relief_at_a_fixed_time_agrees_with_the_differential_equation():
    """Kolmogorov's equation, integrated by an ordinary solver over a grid of people, then first steps."""
    asked = {"attackers": 5, "defenders": 4, "alpha": 1.0, "beta": 1.5, "relief": 3, "relief_time": 0.6}

    def flow(_, chances):
        grid, change = chances.reshape(6, 5), np.zeros((6, 5))
        for a in range(1, 6):
            for b in range(1, 5):
                change[a, b] -= (a + 1.5 * b) * grid[a, b]
                change[a, b - 1] += a * grid[a, b]
                change[a - 1, b] += 1.5 * b * grid[a, b]
        return change.ravel()

    start = np.zeros(30)
    start[-1] = 1.0
    grid = solve_ivp(flow, (0.0, 0.6), start, rtol=1e-11, atol=1e-13).y[:, -1].reshape(6, 5)
    known = grid[1:, 0].sum() + sum(
        grid[a, b] * float(square_law_chance(a, b + 3, 1.0, 1.5)) for a in range(1, 6) for b in range(1, 5)
    )
    assert exact(duel(**asked)).p_attacker_wins == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize(
    "measured", ["p_attacker_wins", "mean_defenders", "defenders_fire", "variance_attackers", "mean_attackers"]
)
def test_relief_at_a_random_time_is_the_mean_over_fixed_times(measured):
    asked = {"attackers": 8, "defenders": 5, "relief": 4}

    def at(time):
        known = exact(duel(**asked, relief_time=time))
        if measured == "variance_attackers":  # means can be averaged, variances cannot
            return known.variance_attackers + known.mean_attackers**2
        return getattr(known, measured)

    whole = quad(lambda share: at(-0.5 * np.log1p(-share)), 0.0, 1.0, limit=40, epsrel=1e-4)[0]
    known = exact(duel(**asked, relief_time=0.5, relief_law="exponential"))
    if measured == "variance_attackers":
        whole -= known.mean_attackers**2
    assert getattr(known, measured) == pytest.approx(whole, rel=1e-3)


# ---- laws ----------------------------------------------------------------------------------------------------------


@given(st.sampled_from(sorted(LAWS)), PEOPLE, PEOPLE, RATES, RATES, st.integers(0, 5), st.integers(0, 5))
def test_the_conserved_quantity_keeps_its_mean_until_any_break_point(law, attackers, defenders, alpha, beta, stop, their_stop):
    assume(stop < attackers and their_stop < defenders)
    asked = {"law": law, "attackers": attackers, "defenders": defenders, "alpha": alpha, "beta": beta}
    found = exact(duel(**asked, stop_attackers=stop, stop_defenders=their_stop)).conserved
    assert found == pytest.approx(conserved(law, alpha, beta, attackers, defenders), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("law", "of_three_and_two"),
    [
        ("square", 2 * 3 * 4 - 5 * 2 * 3),
        ("linear", 2 * 3 - 5 * 2),
        ("ambush", 2 * 3 - 2.5 * 2 * 3),
        ("siege", 1 * 3 * 4 - 5 * 2),
    ],
)
def test_the_conserved_quantity_is_the_one_that_is_written_down(law, of_three_and_two):
    assert conserved(law, 2.0, 5.0, 3, 2) == of_three_and_two


MIRROR = {"square": "square", "linear": "linear", "ambush": "siege", "siege": "ambush"}


@given(st.sampled_from(sorted(LAWS)), PEOPLE, PEOPLE, RATES, RATES, st.integers(0, 3), st.integers(0, 3))
def test_who_changes_sides_changes_fates(law, attackers, defenders, alpha, beta, stop, their_stop):
    assume(stop < attackers and their_stop < defenders)
    one = exact(duel(law=law, attackers=attackers, defenders=defenders, alpha=alpha, beta=beta, stop_attackers=stop,
                     stop_defenders=their_stop))  # fmt: skip
    other = exact(duel(law=MIRROR[law], attackers=defenders, defenders=attackers, alpha=beta, beta=alpha,
                       stop_attackers=their_stop, stop_defenders=stop))  # fmt: skip
    assert one.p_attacker_wins + other.p_attacker_wins == pytest.approx(1.0, abs=1e-12)
    assert one.mean_attackers == pytest.approx(other.mean_defenders, abs=1e-10)
    assert one.variance_defenders == pytest.approx(other.variance_attackers, abs=1e-9)
    assert one.attackers_fire == pytest.approx(other.defenders_fire, rel=1e-10)


@given(PEOPLE, PEOPLE, RATES, RATES)
def test_who_aims_fires_as_much_as_it_takes(attackers, defenders, alpha, beta):
    known = exact(duel(attackers=attackers, defenders=defenders, alpha=alpha, beta=beta))
    assert known.attackers_fire == pytest.approx(defenders - known.mean_defenders, rel=1e-9)
    assert known.defenders_fire == pytest.approx(attackers - known.mean_attackers, rel=1e-9)


@given(SMALL)
@settings(max_examples=15, deadline=None)
def test_what_cannot_matter_does_not(asked):
    """Very many rounds are like no end of them; a wall without cover, and relief after the end, are like none."""
    assume(asked["stop_attackers"] < asked["attackers"] and asked["stop_defenders"] < asked["defenders"])
    asked = asked | {"law": "square", "structure": 0, "alpha": 0.5}
    plain = exact(duel(**asked))
    for more in (
        {"rounds": 120, "kill_per_round": 0.5},
        {"structure": 3, "cover": 1.0},
        {"relief": 5, "relief_time": 400.0},
        {"relief": 5, "relief_time": 1e6, "relief_law": "exponential"},
    ):
        other = exact(duel(**asked | more))
        assert other.p_attacker_wins == pytest.approx(plain.p_attacker_wins, abs=2e-4), more
        assert other.variance_attackers == pytest.approx(plain.variance_attackers, abs=5e-3), more


def test_a_round_that_kills_surely_is_no_gamble():
    known = exact(duel(attackers=5, defenders=3, beta=1e-9, rounds=3, kill_per_round=1.0))
    assert (known.p_attacker_wins, known.attackers_fire) == (pytest.approx(1.0), pytest.approx(3.0))
    assert exact(duel(attackers=5, defenders=3, rounds=2, kill_per_round=1.0)).p_attacker_wins == 0.0


def test_a_round_in_an_area_may_kill_several():
    """With one round that kills each with chance q, all of n defenders fall with chance q to the n; rare kills come one by one."""
    known = exact(duel(law="linear", attackers=5, defenders=3, beta=1e-9, rounds=1, kill_per_round=0.5))
    assert known.p_attacker_wins == pytest.approx(0.5**3)
    asked = {"law": "linear", "attackers": 4, "defenders": 3, "alpha": 3.0, "beta": 2.0}
    rare = exact(duel(**asked, rounds=60_000, kill_per_round=1e-3)).p_attacker_wins
    assert rare == pytest.approx(exact(duel(**asked)).p_attacker_wins, abs=1e-2)


def test_a_duel_that_is_too_large_has_no_exact_value():
    assert exact(duel(attackers=200, defenders=200, rounds=1000, kill_per_round=0.05, alpha=0.05, beta=0.05)) is None
    assert exact(duel(attackers=400, defenders=400, relief=100, relief_time=1e6)) is None


# ---- raids ---------------------------------------------------------------------------------------------------------

PLAYED = [
    ({}, 0.02),
    ({"law": "linear", "defenders": 10, "alpha": 3.0, "beta": 2.0}, 0.001),
    ({"law": "ambush", "defenders": 45, "beta": 0.01}, 0.05),
    ({"law": "siege", "attackers": 45, "defenders": 10, "alpha": 0.01}, 0.05),
    ({"attackers": 30, "defenders": 20, "stop_attackers": 21}, 0.004),
    ({"attackers": 30, "defenders": 22, "stop_attackers": 15, "stop_defenders": 12}, 0.004),
    (SHORT_OF_ROUNDS | {"rounds": 200}, 0.4),
    (BEHIND_WALLS | {"structure": 20}, 0.01),
    (RELIEVED | {"relief_time": 0.4}, 0.004),
    (RELIEVED | {"relief_time": 0.4, "relief_law": "exponential"}, 0.004),
    ({"law": "ambush", "attackers": 12, "beta": 0.1, "rounds": 60, "kill_per_round": 0.2}, 0.01),
    ({"law": "siege", "attackers": 20, "alpha": 0.04, "rounds": 200, "kill_per_round": 0.02, "structure": 3}, 0.02),
    ({"attackers": 40, "beta": 2.0, "defenders": 20, "relief": 10, "relief_time": 0.3, "stop_attackers": 15}, 0.004),
    ({"attackers": 1, "defenders": 1, "kill_per_round": 1.0}, 0.01),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "tick"), PLAYED)
def test_raids_come_out_like_the_law(asked, tick):
    """Chance, survivors and their variance, rounds and the conserved quantity: all within four standard errors."""
    found = measure(duel(**asked), tick, runs=20_000, seed=11)
    assert found.undecided == 0.0
    for line in found.lines:
        assert line.exact is not None
        assert abs(line.estimate - line.exact) <= 4.0 * line.error + 1e-9, line


def test_a_duel_is_played_by_the_rules_that_play_every_scenario(monkeypatch):
    """One compiled function, one type: no second simulator hides behind the agreement."""
    played = []

    def noting(workspace, plan, seed, first, rows):
        played.append((first, len(rows)))
        return sim.batch.play_block(workspace, plan, seed, first, rows)

    assert sim.table.play_block is sim.batch.play_block
    monkeypatch.setattr(sim.table, "play_block", noting)
    measure(duel(), 0.05, runs=150, seed=1, workers=1)
    play(load_scenario("drive_by"), runs=64)
    assert played == [(0, 64), (64, 64), (128, 22), (0, 64)]
    assert len(getattr(sim.batch.play_block, "signatures", [0])) == 1


def test_a_duel_is_a_scenario_that_the_door_lets_in_and_a_raid_like_any_other():
    rows = play(stage(duel(attackers=30, defenders=20, stop_attackers=21), 0.01).scenario, runs=200, seed=1).to_pylist()
    assert {row["ending"] for row in rows} == {"occupied", "repulsed"}
    assert all(row["attackers_wounded"] == 0 for row in rows)
    assert all(row["attackers_killed"] >= 9 for row in rows if row["ending"] == "repulsed")


def test_the_tick_that_is_chosen_has_few_kills_in_it():
    for asked in (
        {},
        RELIEVED,
        {"law": "linear", "attackers": 900, "defenders": 900, "alpha": 5.0},
        {"alpha": 1e-4, "beta": 1e-5},
    ):
        one = duel(**asked)
        assert 0.01 < one.kills_in(suitable_tick(one)) <= 0.0500001


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"attackers": 0}, "attackers"),
        ({"attackers": 901}, "attackers"),
        ({"alpha": 0.0}, "alpha"),
        ({"alpha": True}, "alpha"),
        ({"stop_attackers": 10}, "stop_attackers: should be below attackers=10"),
        ({"stop_defenders": 9}, "stop_defenders: should be below defenders=8"),
        ({"rounds": 10, "alpha": 2.0}, "kill_per_round: should be given with rounds"),
        ({"law": "siege", "relief": 5}, "relief: should be 0 with law=siege"),
        ({"law": "ambush", "relief": 5}, "relief: should be 0 with law=ambush"),
        ({"relief": 5, "structure": 5}, "relief: should be 0 with structure"),
        ({"relief": 893}, "relief: should make at most 900"),
        ({"kill_per_round": 1.5}, "kill_per_round"),
        ({"law": "sqare"}, "law"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, said):
    with pytest.raises(ValidationError) as caught:
        duel(**asked)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "tick", "said"),
    [
        ({"rounds": 10, "kill_per_round": 0.001}, 0.1, "tick: should be at most 0.05"),
        ({"alpha": 1e6}, 0.1, "tick: should be at most"),
        ({"structure": 10, "damage": 100.0}, 0.1, "tick: should be at most 0.025"),
        ({"relief": 5, "relief_time": 1e5}, 0.01, "relief_time: should be at most 2000000 ticks"),
    ],
)
def test_a_tick_that_the_rules_cannot_play_is_refused(asked, tick, said):
    with pytest.raises(ConfigurationError, match=said):
        stage(duel(**asked), tick)
