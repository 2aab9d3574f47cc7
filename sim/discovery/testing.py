"""Is a side of a box more than luck? Asked of the raids in which the box was found, and again of others."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from sim.discovery.box import Limits, Restriction, inside, restrictions_of, without


class Sample(NamedTuple):
    """Some raids."""

    values: np.ndarray  # (raids, factors)
    is_hit: np.ndarray  # (raids,)
    unit: np.ndarray  # (raids,) raids of one unit are not independent of each other


class Tested(NamedTuple):
    """One side of a box, and how easily luck would make it."""

    restriction: Restriction
    quasi_p: float  # in the raids in which the box was found
    fresh_p: float  # in raids that were not looked at before

    @property
    def weaker(self) -> float:
        """The larger of both."""
        return max(self.quasi_p, self.fresh_p)


def quasi_p(limits: Limits, restriction: Restriction, sample: Sample) -> float:
    """How likely were so many hits in the box, if opening this side changed nothing? Bryant and Lempert (2010).

    One-sided binomial test with the density of the opened box. It is "quasi" because the same raids chose the side.

    Parameters
    ----------
    limits : tuple of Limit
        The box.
    restriction : Restriction
        The side.
    sample : Sample
        The raids in which it was found.
    """
    from scipy.stats import binomtest

    here = inside(limits, sample.values)
    opened = inside(without(limits, restriction), sample.values)
    if not here.any():
        return 1.0
    share = float(sample.is_hit[opened].mean())
    return float(binomtest(int(sample.is_hit[here].sum()), int(here.sum()), share, alternative="greater").pvalue)


def fresh_p(limits: Limits, restriction: Restriction, sample: Sample) -> float:
    """Are hits more frequent in the box than in what this side leaves outside? One-sided, on raids not looked at before.

    The error is that of sums over units (raids that share a point, or their luck), and never less than that of as many
    independent raids with a hit and a miss more (Agresti and Caffo 2000), so that few raids that all went alike prove little.
    """
    here = inside(limits, sample.values)
    slab = inside(without(limits, restriction), sample.values) & ~here
    if not here.any() or not slab.any():
        return 1.0
    shares = [smoothed_share(sample.is_hit[some]) for some in (here, slab)]
    error = max(unit_error(sample, here, slab), independent_error(shares, (int(here.sum()), int(slab.sum()))))
    return NormalDist().cdf((shares[1] - shares[0]) / error)


def smoothed_share(is_hit: np.ndarray) -> float:
    """The share of hits, with a hit and a miss more."""
    return float((is_hit.sum() + 1.0) / (len(is_hit) + 2.0))


def independent_error(shares: list[float], counts: tuple[int, int]) -> float:
    """The standard error of the difference of two shares, if all raids were independent."""
    return float(np.sqrt(sum(p * (1.0 - p) / (n + 2.0) for p, n in zip(shares, counts, strict=True))))


def unit_error(sample: Sample, here: np.ndarray, there: np.ndarray) -> float:
    """The standard error of the difference of two shares, if only different units are independent."""
    added = np.zeros(len(sample.is_hit))
    for some, sign in ((here, 1.0), (there, -1.0)):
        added[some] = sign * (sample.is_hit[some] - sample.is_hit[some].mean()) / some.sum()
    sums = np.bincount(sample.unit, added)
    return float(np.sqrt(np.sum(sums * sums)))


def tested(limits: Limits, found_in: Sample, other: Sample) -> list[Tested]:
    """Every side of the box, tested."""
    return [Tested(r, quasi_p(limits, r, found_in), fresh_p(limits, r, other)) for r in restrictions_of(limits)]


def pruned(limits: Limits, found_in: Sample, other: Sample, significance: float) -> tuple[Limits, list[Tested], list[Tested]]:
    """Open the weakest side, again and again, until all that are left are more than luck.

    Returns
    -------
    limits : tuple of Limit
        The box with the sides that are left.
    kept, dropped : list of Tested
        Its sides; and those that were opened, as they stood when they were.
    """
    dropped: list[Tested] = []
    while kept := tested(limits, found_in, other):
        weakest = max(kept, key=lambda one: one.weaker)
        if weakest.weaker <= significance:
            break
        limits = without(limits, weakest.restriction)
        dropped.append(weakest)
    return limits, kept, dropped
