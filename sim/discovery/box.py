"""A box: limits on factors, who lies inside, and what that is worth."""

from typing import NamedTuple

import numpy as np


class Limit(NamedTuple):
    """Between which bounds, ends included, or at which levels, does one factor lie inside the box?"""

    low: float = -np.inf
    high: float = np.inf
    levels: frozenset[int] | None = None  # of a factor of words; None for all

    @property
    def is_restricted(self) -> bool:
        """Is anything left outside?"""
        return self != Limit()


Limits = tuple[Limit, ...]  # of every factor


class Restriction(NamedTuple):
    """One side of a box."""

    factor: int  # which
    side: str  # low, high, levels


class Shares(NamedTuple):
    """What a box holds of some raids."""

    raids: int  # inside
    hits: int  # inside
    all_raids: int
    all_hits: int

    @property
    def coverage(self) -> float:
        """Which share of all hits lies inside?"""
        return self.hits / self.all_hits if self.all_hits else float("nan")

    @property
    def density(self) -> float:
        """Which share of the raids inside are hits?"""
        return self.hits / self.raids if self.raids else float("nan")

    @property
    def mass(self) -> float:
        """Which share of all raids lies inside?"""
        return self.raids / self.all_raids if self.all_raids else float("nan")

    @property
    def outside(self) -> float:
        """Which share of the raids outside are hits?"""
        left = self.all_raids - self.raids
        return (self.all_hits - self.hits) / left if left else float("nan")

    @property
    def base(self) -> float:
        """Which share of all raids are hits?"""
        return self.all_hits / self.all_raids if self.all_raids else float("nan")


def inside(limits: Limits, values: np.ndarray) -> np.ndarray:
    """Which raids lie in the box?

    Parameters
    ----------
    limits : tuple of Limit
        One for each factor.
    values : numpy.ndarray
        Shape (raids, factors).

    Returns
    -------
    numpy.ndarray
        Flags, shape (raids,).
    """
    is_inside = np.ones(len(values), bool)
    for limit, own in zip(limits, values.T, strict=True):
        is_inside &= (own >= limit.low) & (own <= limit.high)
        if limit.levels is not None:
            is_inside &= np.isin(own, sorted(limit.levels))
    return is_inside


def shares_of(limits: Limits, values: np.ndarray, is_hit: np.ndarray) -> Shares:
    """What does the box hold of these raids?"""
    is_inside = inside(limits, values)
    return Shares(int(is_inside.sum()), int(is_hit[is_inside].sum()), len(is_hit), int(is_hit.sum()))


def restrictions_of(limits: Limits) -> list[Restriction]:
    """Every side of the box that leaves something outside."""
    sides = [(k, side) for k, limit in enumerate(limits) for side in ("low", "high", "levels")]
    return [Restriction(k, side) for k, side in sides if getattr(limits[k], side) != getattr(Limit(), side)]


def without(limits: Limits, restriction: Restriction) -> Limits:
    """The box with one side open."""
    k, side = restriction
    freed = limits[k]._replace(**{side: getattr(Limit(), side)})
    return (*limits[:k], freed, *limits[k + 1 :])
