"""The search for a box: peel, choose, open what luck would explain, count on raids that none of this has seen."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.discovery.box import Limits, Shares, shares_of, without
from sim.discovery.conditions import Conditions, Split
from sim.discovery.peeling import peeled
from sim.discovery.testing import Sample, Tested, pruned

SEEK, TEST, COUNT = range(3)


class Wishes(NamedTuple):
    """How a box is sought, and which is wanted."""

    density: float | None  # of boxes at least that dense the one with the highest coverage; None: the nearest to (1, 1)
    significance: float  # a side stays if luck would make it with at most this chance
    peel: float  # share of raids taken away in a step
    mass: float  # share of raids in the smallest box


class Step(NamedTuple):
    """One box of the peeling trajectory."""

    limits: Limits
    sought: Shares  # in the raids in which it was sought
    counted: Shares  # in those that no part of the search has seen


class Discovery(NamedTuple):
    """What was found."""

    steps: list[Step]  # the trajectory, everything first
    chosen: int  # which of them
    is_dense: bool  # is the box, once sides that luck would close are opened, as dense as was asked for?
    box: Step  # the chosen one without what luck would explain
    kept: list[Tested]  # its sides, the one that matters most first
    dropped: list[Tested]

    @property
    def is_claimed(self) -> bool:
        """Is there a box at all?"""
        return bool(self.kept)


def discovered(conditions: Conditions, split: Split, is_hit: np.ndarray, wishes: Wishes) -> Discovery | None:
    """Under which conditions are hits frequent?

    Parameters
    ----------
    conditions : Conditions
        Of all raids.
    split : Split
        Which raids are for seeking, for testing, for counting.
    is_hit : numpy.ndarray
        Flags, shape (raids,).
    wishes : Wishes
        How to seek and choose.

    Returns
    -------
    Discovery or None
        None where raids of one of the parts were all alike, so that there is nothing to tell apart.
    """
    seek, test, count = (sample_of(conditions, split, is_hit, part) for part in (SEEK, TEST, COUNT))
    if any(len(np.unique(part.is_hit)) < 2 for part in (seek, test, count)):
        return None
    trajectory = peeled(seek.values, conditions.words, seek.is_hit, wishes.peel, wishes.mass)
    steps = [step_of(limits, seek, count) for limits in trajectory]
    at = choose([step.sought for step in steps], wishes.density)
    limits, kept, dropped = pruned(steps[at].limits, seek, test, wishes.significance)
    box = step_of(limits, seek, count)
    order = sorted(kept, key=lambda one: -worth(limits, one, seek))
    is_dense = wishes.density is None or box.sought.density >= wishes.density
    return Discovery(steps, at, is_dense, box, order, dropped)


def sample_of(conditions: Conditions, split: Split, is_hit: np.ndarray, part: int) -> Sample:
    """The raids of one part."""
    mine = split.part == part
    return Sample(conditions.values[mine], is_hit[mine], split.unit[mine])


def step_of(limits: Limits, seek: Sample, count: Sample) -> Step:
    """A box, counted twice."""
    return Step(limits, shares_of(limits, seek.values, seek.is_hit), shares_of(limits, count.values, count.is_hit))


def choose(curve: Sequence[Shares], density: float | None) -> int:
    """Which box of the trajectory?

    Of those that are dense enough the one with the highest coverage, of equals the densest; where none is, or no density is
    asked for, the one nearest to a coverage and a density of one.
    """
    enough = [k for k, shares in enumerate(curve) if density is not None and shares.density >= density]
    if enough:
        return max(enough, key=lambda k: (curve[k].coverage, curve[k].density))
    return min(range(len(curve)), key=lambda k: distance(curve[k]))


def distance(shares: Shares) -> float:
    """How far is a box from holding all hits and nothing else?"""
    return float(np.hypot(1.0 - shares.coverage, 1.0 - shares.density))


def worth(limits: Limits, one: Tested, sample: Sample) -> float:
    """How much denser does this side make the box?"""
    opened = shares_of(without(limits, one.restriction), sample.values, sample.is_hit)
    return shares_of(limits, sample.values, sample.is_hit).density - opened.density
