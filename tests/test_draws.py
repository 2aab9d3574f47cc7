"""Chance with an address: the published numbers, no pattern in any part of the address, exact samplers."""

import hashlib
import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.draws import (
    MASK,
    Question,
    binomial,
    chance,
    gamma_of_mean_one,
    normal,
    philox,
    poisson,
    uniform,
    uniform_pair,
    unit_interval,
)
from sim.state import WORLD
from tests.scenarios import raid, ready

HALF = 2**31
# Random123, tests/kat_vectors, the lines "philox4x32 10": counter, key, answer.
PUBLISHED = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
PARTS = ("seed", "raid", "tick", "agent", "question")


def words(text):
    return tuple(int(word, 16) for word in text.split())


def world_at(seed=1, raid=0, tick=0):
    world = np.zeros(1, WORLD)[0]
    world.key_0, world.key_1, world.raid, world.tick = seed & MASK, seed >> 32, raid, tick
    return world


def answer(seed=1, raid=0, tick=0, agent=7, question=Question.HITS):
    return uniform(world_at(seed, raid, tick), agent, int(question))


def answers_along(part, number, step=1, **fixed):
    """The answers at so many neighbouring addresses that differ in this part alone."""
    return np.array([answer(**fixed, **{part: step * k}) for k in range(number)])


# ---- the generator -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("counter", "key", "expected"), PUBLISHED)
def test_the_generator_gives_the_published_answers(counter, key, expected):
    assert philox(*words(counter), *words(key)) == words(expected)


@pytest.mark.parametrize(("counter", "key", "expected"), PUBLISHED)
def test_the_generator_gives_the_published_answers_when_it_is_not_compiled(counter, key, expected):
    assert philox.py_func(*words(counter), *words(key)) == words(expected)


@given(st.tuples(*[st.integers(0, MASK)] * 6))
def test_compiled_and_not_the_generator_gives_the_same_bits(address):
    assert philox(*address) == philox.py_func(*address)


@given(st.integers(0, MASK), st.integers(0, MASK))
def test_a_chance_lies_strictly_between_never_and_always(high, low):
    assert 0.0 < unit_interval(high, low) < 1.0
    assert unit_interval(high, low) == unit_interval.py_func(high, low)


@pytest.mark.parametrize("word", [0, MASK])
def test_even_the_most_extreme_words_make_a_chance_strictly_between_never_and_always(word):
    assert 0.0 < unit_interval(word, word) < 1.0


def test_the_same_address_always_gets_the_same_answer():
    assert answer(seed=3, raid=5, tick=8, agent=13) == answer(seed=3, raid=5, tick=8, agent=13)


@given(st.integers(0, 2**63 - 1), st.integers(0, MASK), st.integers(0, MASK), st.integers(0, MASK), st.sampled_from(Question))
def test_an_answer_does_not_depend_on_whether_the_rules_are_compiled(seed, raid, tick, agent, question):
    world = world_at(seed, raid, tick)
    assert uniform(world, agent, int(question)) == uniform.py_func(world, agent, int(question))


def test_every_part_of_the_address_counts():
    here = answer(seed=1, raid=1, tick=1, agent=1, question=1)
    for part in PARTS:
        there = dict.fromkeys(PARTS, 1) | {part: 2}
        assert answer(**there) != here
    assert answer(seed=1) != answer(seed=1 + 2**32)


def test_no_two_questions_share_a_number():
    direct = [int(q) for q in Question if q < Question.GAMMA]
    attempts = [Question.GAMMA + k + 256 * q for q in direct for k in range(128)]
    assert len({*direct, *attempts}) == len(direct) + len(attempts)


# ---- no pattern in any part of the address -----------------------------------------------------------------------


@pytest.mark.parametrize("step", [1, 1024])
@pytest.mark.parametrize("part", PARTS)
def test_answers_at_neighbouring_addresses_are_uniform(part, step):
    assert stats.kstest(answers_along(part, 4000, step), "uniform").pvalue > 1e-3


@pytest.mark.parametrize("part", PARTS)
def test_answers_at_neighbouring_addresses_know_nothing_of_each_other(part):
    found = answers_along(part, 4001)
    for lag in (1, 2, 16):
        correlation = np.corrcoef(found[:-lag], found[lag:])[0, 1]
        assert abs(correlation) < 4.0 / np.sqrt(len(found))


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(PARTS, 2)))
def test_pairs_of_neighbours_in_two_parts_fill_the_square_evenly(first, second):
    """Chi-square on 8 x 8 cells: the answer here against the answer one step on in both parts."""
    here = [answer(**{first: i, second: j}) for i in range(50) for j in range(50)]
    there = [answer(**{first: i + 1, second: j + 1}) for i in range(50) for j in range(50)]
    counts, _, _ = np.histogram2d(here, there, bins=8, range=[[0, 1], [0, 1]])
    assert stats.chisquare(counts.ravel()).pvalue > 1e-4


def test_the_two_answers_of_a_pair_know_nothing_of_each_other():
    pairs = np.array([uniform_pair(world_at(tick=k), 7, int(Question.LEAVES)) for k in range(4000)])
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 4.0 / np.sqrt(4000)
    assert stats.kstest(pairs[:, 1], "uniform").pvalue > 1e-3


def test_units_of_all_kinds_have_addresses_of_their_own():
    """No unit, place or helper asks chance where another one asks."""
    groups = {f"resistance.groups.{name}": raid_group() for name in ("first", "second", "third")}
    workspace = ready(raid(groups))
    found = workspace.raid
    addresses = [int(u.address) for u in found.units[: int(found.world.units)] if u.people > 0]
    addresses += [int(p.address) for p in found.places[: int(found.world.places)]]
    addresses += [int(g.address) + 1023 for g in found.groups[: int(found.world.groups)]]
    addresses += [int(x.address) for x in (found.air, found.relief, found.attack, found.defence)]
    assert len(set(addresses)) == len(addresses)
    assert all(0 <= address <= MASK for address in addresses)


def raid_group():
    return raid().resistance.groups["first"].model_dump() | {"fighters": 60, "squad_size": 3}


# ---- the samplers ------------------------------------------------------------------------------------------------

CHANCES = st.floats(1e-6, 1.0 - 1e-6)
LUCK = st.integers(1, 2**40 - 1).map(lambda k: (k + 0.5) / 2**40)


@given(st.integers(0, 900), CHANCES, LUCK)
def test_the_binomial_count_is_the_exact_quantile(trials, probability, u):
    count = binomial(trials, probability, u)
    just_below, up_to = stats.binom.cdf([count - 1, count], trials, probability)
    assert just_below < u * (1.0 + 1e-9)
    assert up_to > u * (1.0 - 1e-9) or up_to > u - 1e-12


@given(st.integers(0, 200), CHANCES, LUCK)
def test_the_binomial_count_equals_scipys_away_from_ties(trials, probability, u):
    near = stats.binom.ppf([u * (1.0 - 1e-9), min(1.0 - 1e-15, u * (1.0 + 1e-9))], trials, probability)
    if near[0] == near[1]:
        assert binomial(trials, probability, u) == near[0]


@given(st.integers(0, 200), st.tuples(st.floats(0, 1), st.floats(0, 1)), LUCK)
def test_a_higher_chance_never_gives_fewer_hits(trials, probabilities, u):
    assert binomial(trials, min(probabilities), u) <= binomial(trials, max(probabilities), u)


@given(st.integers(0, 200), st.tuples(LUCK, LUCK), CHANCES)
def test_better_luck_never_gives_fewer_hits(trials, luck, probability):
    assert binomial(trials, probability, min(luck)) <= binomial(trials, probability, max(luck))


@given(st.integers(0, 900), st.floats(0, 1), LUCK)
def test_hits_are_never_negative_nor_more_than_rounds(trials, probability, u):
    assert 0 <= binomial(trials, probability, u) <= trials


@given(st.integers(0, 200), LUCK)
def test_what_is_impossible_never_happens_and_what_is_certain_always_does(trials, u):
    assert binomial(trials, 0.0, u) == 0
    assert binomial(trials, 1.0, u) == trials
    assert poisson(0.0, u) == 0


@given(st.floats(1e-3, 2500.0), LUCK)
def test_the_poisson_count_equals_scipys_away_from_ties(mean, u):
    near = stats.poisson.ppf([u * (1.0 - 1e-8), min(1.0 - 1e-15, u * (1.0 + 1e-8))], mean)
    if near[0] == near[1]:
        assert poisson(mean, u) == near[0]


@given(st.tuples(st.floats(0.0, 2500.0), st.floats(0.0, 2500.0)), LUCK)
def test_more_strikes_expected_never_gives_fewer(means, u):
    assert poisson(min(means), u) <= poisson(max(means), u)


@pytest.mark.parametrize("mean", [0.2, 40.0, 700.0, 2000.0])
def test_even_the_best_luck_gives_a_sensible_count_of_strikes(mean):
    assert poisson(mean, 1.0 - 2.0**-53) < mean + 10.0 * np.sqrt(mean) + 20.0


def test_normal_answers_have_the_moments_of_a_normal():
    found = np.array([normal(world_at(tick=k), 7, int(Question.RAIN)) for k in range(20_000)])
    assert stats.kstest(found, "norm").pvalue > 1e-3
    assert abs(found.mean()) < 4.0 / np.sqrt(len(found))
    assert abs(found.var() - 1.0) < 4.0 * np.sqrt(2.0 / len(found))
    assert abs(stats.kurtosis(found)) < 0.2


@pytest.mark.parametrize("shape", [1.0, 2.5, 6.0, 100.0])
def test_travel_times_are_gamma_distributed_with_mean_one(shape):
    found = np.array([gamma_of_mean_one(world_at(raid=k), shape, 7, int(Question.AIR_TRAVEL)) for k in range(8000)])
    assert stats.kstest(found, stats.gamma(shape, scale=1.0 / shape).cdf).pvalue > 1e-3
    assert abs(found.mean() - 1.0) < 4.0 / np.sqrt(shape * len(found))


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_two_short_waits_are_as_good_as_a_long_one(rate, first, second):
    missed = (1.0 - chance(rate, first)) * (1.0 - chance(rate, second))
    assert missed == pytest.approx(1.0 - chance(rate, first + second), abs=1e-12)


def test_samplers_give_the_same_bits_compiled_and_interpreted():
    """A digest of a few thousand samples, once here and once with Numba switched off."""
    program = "from tests.test_draws import digest_of_samples; print(digest_of_samples())"
    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[1],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == digest_of_samples()


def digest_of_samples():
    samples = []
    for k in range(400):
        world, u = world_at(seed=k, tick=k), answer(tick=k)
        samples += [u, normal(world, k, 2), gamma_of_mean_one(world, 1.0 + k / 7.0, k, 5), chance(u, k / 9.0)]
        samples += [binomial(k, u, answer(tick=k, agent=8)), poisson(3.0 * k, answer(tick=k, agent=9))]
        samples += uniform_pair(world, k, 3)
    return hashlib.sha256(np.array(samples, float).tobytes()).hexdigest()
