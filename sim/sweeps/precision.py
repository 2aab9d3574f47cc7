"""When has a point raids enough? When the 95 % half-width of a named measure is small enough, at looks fixed beforehand."""

import math

import numpy as np

from sim.subject import RAID, Subject
from sim.summary import wilson
from sim.sweeps.request import Replicates

GROWTH = 1.5  # raids at a look, as a multiple of those at the look before
CONFIDENCE = 0.95


class Knowledge:
    """What is known of one measure at each point.

    Parameters
    ----------
    points : int
        How many points there are.
    measure : str
        A column of numbers or flags.
    subject : Subject, optional
        Of whose table.
    """

    def __init__(self, points: int, measure: str, subject: Subject = RAID) -> None:
        self.is_flag = subject.is_flag(measure)
        self.raids, self.sum, self.squares = np.zeros(points), np.zeros(points), np.zeros(points)

    def add(self, point: np.ndarray, values: np.ndarray) -> None:
        """More raids: their points and their values, shape (raids,); NaN where a raid failed."""
        point, values = point[np.isfinite(values)], values[np.isfinite(values)]
        self.raids += np.bincount(point, minlength=len(self.raids))
        self.sum += np.bincount(point, values, minlength=len(self.raids))
        self.squares += np.bincount(point, values * values, minlength=len(self.raids))

    @property
    def mean(self) -> np.ndarray:
        """Mean at each point; NaN where nothing is known."""
        with np.errstate(invalid="ignore"):
            return self.sum / np.where(self.raids > 0, self.raids, np.nan)

    def half_widths(self) -> np.ndarray:
        """Half the width of each point's 95 % interval: Wilson's for a chance, Student's for a mean; NaN below two raids."""
        if self.is_flag:
            low, high = wilson(self.sum, self.raids, CONFIDENCE)
            return np.where(self.raids > 0, (high - low) / 2.0, np.nan)
        from scipy.special import stdtrit

        n = np.where(self.raids > 1, self.raids, np.nan)
        variance = np.maximum(0.0, self.squares - self.sum * self.sum / n) / (n - 1.0)
        return stdtrit(n - 1.0, 0.5 + CONFIDENCE / 2.0) * np.sqrt(variance / n)

    def relative_half_widths(self) -> np.ndarray:
        """The same as a share of the mean; infinite where that is nought."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.half_widths() / np.abs(self.mean)

    def is_enough(self, asked: Replicates) -> np.ndarray:
        """At which points is the measure known well enough? Not where all raids gave one number: a rare other may come."""
        half = self.relative_half_widths() if asked.relative else self.half_widths()
        varies = self.squares * self.raids > self.sum * self.sum * (1.0 + 1e-12)
        return (half <= (asked.half_width or math.inf)) & (varies | self.is_flag)


def next_look(raids: int, asked: Replicates) -> int:
    """After so many raids of each point, at how many is the next look?"""
    return asked.min if raids == 0 else min(asked.max, max(raids + 1, math.ceil(GROWTH * raids)))
