"""Chance with an address: every draw is a pure function of (seed, raid, tick, agent, question).

No stream is shared and nothing is consumed, so the order of agents, the number of workers and the draws that a
scenario skips change no other draw. Two scenarios that differ in one thing meet the same luck.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
It is written in integers masked to 32 bits, which gives the same bits compiled and interpreted.
"""

import math
from enum import IntEnum

from sim.compiled import rule

MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
NOTHING = -600.0  # the logarithm of a chance that does not count; all that is rarer lies far below the mean
SETUP_TICK = MASK  # the tick of what is decided before the first minute


class Question(IntEnum):
    """What a draw decides: the last part of its address. A number is never given to another question."""

    RANGE = 1
    RAIN = 2
    AIR_BUSY = 3
    AIR_BUSY_TIME = 4
    AIR_TRAVEL = 5
    AIR_STRIKES = 6
    RELIEF_TRAVEL = 7
    RELIEF_BLOCKED = 8
    RELIEF_BLOCK_TIME = 9
    SPOTTED = 10
    LOST = 11
    BREACHING_SHOTS = 12
    BREACHING_HITS = 13
    HITS = 14
    KILLED = 15
    YIELD = 16
    GROUP_LEAVES = 17
    LEAVES = 18
    ASSAULT = 19
    CLAIM = 20
    ROUNDS = 21
    KILLED_SEEN = 22
    WOUNDED_AS_KILLED = 23
    WOUNDED_SEEN = 24
    KILLED_ADMITTED = 25
    AIMED_HITS = 26
    GAMMA = 64  # and upwards, two numbers an attempt


@rule
def philox(counter_0, counter_1, counter_2, counter_3, key_0, key_1):
    """Which four 32-bit words stand at this counter, under this key? Philox4x32-10."""
    for _ in range(10):
        product_0 = MULTIPLIER_0 * counter_0
        product_1 = MULTIPLIER_1 * counter_2
        counter_0 = ((product_1 >> 32) & MASK) ^ counter_1 ^ key_0
        counter_1 = product_1 & MASK
        counter_2 = ((product_0 >> 32) & MASK) ^ counter_3 ^ key_1
        counter_3 = product_0 & MASK
        key_0 = (key_0 + WEYL_0) & MASK
        key_1 = (key_1 + WEYL_1) & MASK
    return counter_0, counter_1, counter_2, counter_3


@rule
def unit_interval(high, low):
    """Which number strictly between 0 and 1 do two words make? 52 bits, the middle of its cell, so that it is exact."""
    return (((high << 20) | (low >> 12)) + 0.5) * (1.0 / 4503599627370496.0)


@rule
def uniform(world, agent, question):
    """How does chance answer this question of this agent at this tick? Uniform on (0, 1)."""
    high, low, _, _ = philox(int(world.raid), int(world.tick), int(agent), question + 0, int(world.key_0), int(world.key_1))
    return unit_interval(high, low)


@rule
def uniform_pair(world, agent, question):
    """Two independent answers at one address. Uniform on (0, 1)."""
    a, b, c, d = philox(int(world.raid), int(world.tick), int(agent), question + 0, int(world.key_0), int(world.key_1))
    return unit_interval(a, b), unit_interval(c, d)


@rule
def normal(world, agent, question):
    """A standard normal answer (Box and Muller 1958)."""
    first, second = uniform_pair(world, agent, question)
    return math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)


@rule
def gamma_of_mean_one(world, shape, agent, question):
    """How many times its mean does this travel last? Gamma with the given shape (at least 1) and mean 1.

    Marsaglia and Tsang (2000); each attempt has its own address, so a rejection moves no other draw.
    """
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    for attempt in range(64):
        x = normal(world, agent, Question.GAMMA + 2 * attempt + 256 * question)
        v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x)
        if v > 0.0:
            u = uniform(world, agent, Question.GAMMA + 2 * attempt + 1 + 256 * question)
            if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
                return d * v / shape
    return 1.0


@rule
def chance(rate, minutes):
    """What is the chance of at least one event of this rate within so many minutes?"""
    return -math.expm1(-rate * minutes)


@rule
def binomial(trials, probability, u):
    """How many of so many trials succeed? The quantile at `u`, so a higher chance never gives fewer."""
    if trials <= 0 or probability <= 0.0:
        return 0
    if probability >= 1.0:
        return trials
    if probability > 0.5:
        return trials - binomial_quantile(trials, 1.0 - probability, 1.0 - u)
    return binomial_quantile(trials, probability, u)


@rule
def binomial_quantile(trials, probability, u):
    """Walk up the binomial distribution until its sum reaches `u`; for a chance of at most one half."""
    odds, successes = probability / (1.0 - probability), 0
    log_mass = trials * math.log1p(-probability)
    while log_mass < NOTHING:
        log_mass += math.log(odds * (trials - successes) / (successes + 1.0))
        successes += 1
    mass = math.exp(log_mass)
    total = mass
    while total < u and successes < trials:
        mass *= odds * (trials - successes) / (successes + 1.0)
        successes += 1
        total += mass
    return successes


@rule
def poisson(mean, u):
    """How many events when so many are expected? The quantile at `u`."""
    log_mass, count = -mean, 0
    while log_mass < NOTHING:
        count += 1
        log_mass += math.log(mean / count)
    mass = math.exp(log_mass)
    total = mass
    while total < u and (count < mean or mass > 1e-17):
        count += 1
        mass *= mean / count
        total += mass
    return count
