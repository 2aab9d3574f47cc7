"""The reported figures, and which settings of a campaign agree with them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

CENTRAL = 0.9


class Agreement(NamedTuple):
    """Which points of a design agree with what was reported."""

    holds: dict[str, np.ndarray]  # of each reported measure: whether a point's central 90 % holds it, shape (points,)
    distance: np.ndarray  # (points,): how far the means are from what was reported, in standard deviations, over all measures

    @property
    def all_hold(self) -> np.ndarray:
        """At which points do all measures hold what was reported?"""
        return np.all(list(self.holds.values()), axis=0)


def central(values: np.ndarray, share: float = CENTRAL) -> tuple[float, float]:
    """Between which values does the central share of these campaigns lie?"""
    low, high = np.quantile(values, [(1.0 - share) / 2.0, (1.0 + share) / 2.0])
    return float(low), float(high)


def holds(values: np.ndarray, reported: float, share: float = CENTRAL) -> bool:
    """Does the central share of these campaigns hold the reported figure?"""
    low, high = central(values, share)
    return low <= reported <= high


def agreement_of(values: Mapping[str, np.ndarray], points: np.ndarray, reported: Mapping[str, float]) -> Agreement:
    """Which points agree with all reported figures?

    Parameters
    ----------
    values : mapping
        Of each measure, shape (campaigns,).
    points : numpy.ndarray
        Shape (campaigns,): the point of each campaign, from 0.
    reported : mapping
        What was reported of each measure.
    """
    count = int(points.max()) + 1 if len(points) else 0
    found, squared = {}, np.zeros(count)
    for measure, figure in reported.items():
        own = [values[measure][points == k] for k in range(count)]
        found[measure] = np.array([holds(some, figure) for some in own])
        means, spread = np.array([some.mean() for some in own]), np.array([some.std(ddof=1) for some in own])
        squared += ((means - figure) / np.maximum(spread, 0.5)) ** 2
    return Agreement(found, np.sqrt(squared))
