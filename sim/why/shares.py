"""A total shared out among factors: Shapley values and pairwise interactions, raid by raid on the same luck, with intervals.

A coalition is a set of factors that are relieved, written as a whole number whose bit k says that factor k is among them. The
value of a coalition is what a measure comes to when these factors are relieved and all others are as they are.

Shapley (1953), "A value for n-person games". Interactions: Owen (1972), "Multilinear extensions of games"; Grabisch and Roubens
(1999), "An axiomatic approach to the concept of interaction among players in cooperative games".
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from math import comb
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

Order = tuple[int, ...]  # in which factors are relieved, one after another
Z = NormalDist().inv_cdf(0.975)
FEW = 10  # raids that differ: with fewer, a normal interval is too narrow


class Estimate(NamedTuple):
    """A mean over raids, and half the width of its 95 % interval."""

    value: float
    half_width: float


class Shares(NamedTuple):
    """What each factor accounts for, and how they work together."""

    start: Estimate  # nothing relieved
    end: Estimate  # everything relieved
    factors: list[Estimate]  # their values sum to end - start
    interactions: list[list[Estimate]]  # (factors, factors), symmetric; of a factor with itself nothing


def exact_shares(values: np.ndarray) -> Shares:
    """The shares of all factors, from every coalition.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (2**factors, raids): the measure of each raid with each coalition relieved, the same luck in a column.

    Returns
    -------
    Shares
        Means over raids; a raid's own shares sum to what it gains in all, so intervals hold whatever two coalitions share.
    """
    count = len(values).bit_length() - 1
    if len(values) != 2**count:
        raise ValueError(f"values should have a row for each coalition, a power of two; there are {len(values)}")
    pairs = [[Estimate(0.0, 0.0)] * count for _ in range(count)]
    for i in range(count):
        for j in range(i):
            pairs[i][j] = pairs[j][i] = mean_of(interaction_of(values, i, j))
    factors = [mean_of(share_of(values, i)) for i in range(count)]
    return Shares(state_of(values[0]), state_of(values[-1]), factors, pairs)


def share_of(values: np.ndarray, i: int) -> np.ndarray:
    """The Shapley value of factor `i` in each raid, shape (raids,): its gain, averaged over the orders of relief."""
    count = len(values).bit_length() - 1
    without = np.array([k for k in range(len(values)) if not k >> i & 1])
    weights = np.array([1.0 / (count * comb(count - 1, int(k).bit_count())) for k in without])
    return weights @ (values[without | 1 << i] - values[without])


def interaction_of(values: np.ndarray, i: int, j: int) -> np.ndarray:
    """The Shapley interaction index of factors `i` and `j` in each raid, shape (raids,): what both gain beyond each alone."""
    count = len(values).bit_length() - 1
    both = 1 << i | 1 << j
    without = np.array([k for k in range(len(values)) if not k & both])
    weights = np.array([1.0 / ((count - 1) * comb(count - 2, int(k).bit_count())) for k in without])
    return weights @ (values[without | both] - values[without | 1 << i] - values[without | 1 << j] + values[without])


def mean_of(values: np.ndarray, reach: float | None = None) -> Estimate:
    """The mean over raids, shape (raids,), with its interval.

    Where few raids differ from the others, the normal interval is too narrow: it is then at least that of so many differences
    of `reach` in so many raids (Clopper and Pearson 1934). By default that is the largest value there is; where all are
    nothing, and nobody says what a difference would come to, there is no interval (NaN).
    """
    from scipy.special import betaincinv

    if reach is None and not values.any():
        return Estimate(0.0, math.nan)
    raids, differing = len(values), int(np.count_nonzero(values != np.median(values)))
    half = Z * float(values.std(ddof=1)) / raids**0.5
    if differing < min(FEW, raids):
        most = float(betaincinv(differing + 1, raids - differing, 0.975))
        half = max(half, (float(np.abs(values).max()) if reach is None else reach) * (most - differing / raids))
    return Estimate(float(values.mean()), half)


def state_of(values: np.ndarray) -> Estimate:
    """The mean of the measure itself in one coalition, shape (raids,), with its interval."""
    return mean_of(values, 1.0 if is_flag(values) else float(np.ptp(values)))


def is_flag(values: np.ndarray) -> bool:
    """Are these values, of any shape, 0 and 1 alone?"""
    return bool(np.isin(values, (0.0, 1.0)).all())


# ---- by orders that are drawn, where coalitions are too many ------------------------------------------------------


def orders_of(factors: int, seed: int) -> Iterator[Order]:
    """Orders in which factors are relieved, drawn at random; every second one is the one before, backwards."""
    rng = np.random.default_rng(seed)
    while True:
        order = tuple(int(k) for k in rng.permutation(factors))
        yield order
        yield order[::-1]


def steps_of(order: Order) -> list[int]:
    """The coalitions on the way from nothing to everything relieved in this order."""
    found = [0]
    for factor in order:
        found.append(found[-1] | 1 << factor)
    return found


def asides_of(order: Order) -> list[int]:
    """On the same way, the coalitions in which the second of two neighbours comes without the first."""
    steps = steps_of(order)
    return [steps[k] | 1 << order[k + 1] for k in range(len(order) - 1)]


def coalitions_of(drawn: Sequence[Order]) -> list[int]:
    """Every coalition that these orders need, each once, the least first."""
    return sorted({coalition for order in drawn for coalition in (*steps_of(order), *asides_of(order))})


def sampled_shares(values: Mapping[int, np.ndarray], drawn: Sequence[Order]) -> Shares:
    """The shares as these orders estimate them, without bias; their values sum to the total all the same.

    Parameters
    ----------
    values : mapping
        Of each coalition of `coalitions_of(drawn)`: the measure of each raid, shape (raids,).
    drawn : sequence of tuple
        Orders, each followed by itself backwards.

    Returns
    -------
    Shares
        Intervals count both the orders that were not drawn and the raids that were not played. A pair that no order has side by
        side has no interaction (NaN).
    """
    count, everything = len(drawn[0]), 2 ** len(drawn[0]) - 1
    unknown = Estimate(math.nan, math.nan)
    pairs = [[Estimate(0.0, 0.0) if i == j else unknown for j in range(count)] for i in range(count)]
    for (i, j), found in pairs_side_by_side(values, drawn).items():
        pairs[i][j] = pairs[j][i] = crossed_mean(found, 1)
    factors = [crossed_mean(gains, 2) for gains in gains_of(values, drawn)]
    return Shares(state_of(values[0]), state_of(values[everything]), factors, pairs)


def gains_of(values: Mapping[int, np.ndarray], drawn: Sequence[Order]) -> np.ndarray:
    """What each factor adds in each order to those before it, shape (factors, orders, raids)."""
    gains = np.zeros((len(drawn[0]), len(drawn), len(values[0])))
    for m, order in enumerate(drawn):
        steps = steps_of(order)
        for k, factor in enumerate(order):
            gains[factor, m] = values[steps[k + 1]] - values[steps[k]]
    return gains


def pairs_side_by_side(values: Mapping[int, np.ndarray], drawn: Sequence[Order]) -> dict[tuple[int, int], np.ndarray]:
    """What two neighbours in an order gain beyond each alone; of each pair shape (orders with it side by side, raids)."""
    found: dict[tuple[int, int], list[np.ndarray]] = {}
    for order in drawn:
        steps = steps_of(order)
        for k, aside in enumerate(asides_of(order)):
            gain = values[steps[k + 2]] - values[steps[k + 1]] - values[aside] + values[steps[k]]
            found.setdefault((min(order[k : k + 2]), max(order[k : k + 2])), []).append(gain)
    return {pair: np.array(own) for pair, own in found.items()}


def crossed_mean(gains: np.ndarray, together: int) -> Estimate:
    """The mean over orders and raids, shape (orders, raids), `together` orders at a time being drawn as one."""
    by_raid = mean_of(gains.mean(axis=0))
    return Estimate(float(gains.mean()), float(np.hypot(half_width_of_orders(gains, together), by_raid.half_width)))


def half_width_of_orders(gains: np.ndarray, together: int) -> float:
    """How far may the mean be off because not all orders were drawn? Gains have the shape (orders, raids); Student's t."""
    from scipy.special import stdtrit

    whole = len(gains) // together * together
    by_draw = gains[:whole].mean(axis=1).reshape(-1, together).mean(axis=1)
    if not gains.any():
        return 0.0
    draws = len(by_draw)
    return float(stdtrit(draws - 1, 0.975)) * float(by_draw.std(ddof=1)) / draws**0.5 if draws > 1 else math.inf
