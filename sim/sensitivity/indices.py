"""What each factor decides, from what was seen at the points of a sample: SALib's estimators, and when there is no answer.

Shares of the variance by Saltelli et al. (2010), intervals by bootstrap; mean effects by Morris (1991) and Campolongo et al.
(2007).
"""

import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.sensitivity.sample import Sample, step_of
from sim.sweeps.points import LUCK

CONFIDENCE = 0.95


class Share(NamedTuple):
    """How much of the variance of a measure one factor decides."""

    measure: str
    factor: str
    first: float  # alone; as it was estimated, so it can be a little below 0
    first_half_width: float  # of the 95 % interval
    total: float  # with all it takes part in
    total_half_width: float


class Effect(NamedTuple):
    """How far a measure moves when one factor goes through its range and nothing else changes; luck: to another raid."""

    measure: str
    factor: str
    mu_star: float  # mean size, in the unit of the measure
    mu_star_half_width: float  # of the 95 % interval
    mu: float  # mean; near mu_star in size where it always moves it the same way
    sigma: float  # standard deviation: large where it hangs on the other factors, or on luck


class Split(NamedTuple):
    """The variance of a measure in three parts that make it whole."""

    luck: float  # luck alone
    factors: float  # the factors without luck: the variance of the mean over luck
    both: float  # luck and factors together


def varies(sample: Sample, values: np.ndarray) -> bool:
    """Is there anything to explain? Not where a measure is the same at all points by which the variance is judged."""
    sides = len(sample.names)
    judged = values.reshape(-1, sides + 2)[:, [0, -1]] if sample.method == "sobol" else values
    return bool(np.ptp(judged) > 0.0)


def indices_of(sample: Sample, measure: str, values: np.ndarray, resamples: int, seed: int) -> list[Share] | list[Effect]:
    """What does each factor, and luck, decide of this measure?

    Parameters
    ----------
    sample : Sample
        Where the raids were played.
    measure : str
        Its name.
    values : numpy.ndarray
        Shape (points,): the measure at each point, in the order of the sample; finite.
    resamples : int
        Of the bootstrap behind the intervals.
    seed : int
        Of the bootstrap.

    Returns
    -------
    list of Share or of Effect
        One for each side of the sample, luck last; none if the measure does not vary.
    """
    if not varies(sample, values):
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return (shares if sample.method == "sobol" else effects)(sample, measure, values.astype(float), resamples, seed)


def shares(sample: Sample, measure: str, values: np.ndarray, resamples: int, seed: int) -> list[Share]:
    """Shares of the variance."""
    from SALib.analyze import sobol

    asked: dict[str, Any] = {"num_resamples": resamples, "conf_level": CONFIDENCE, "seed": seed + 1}  # 0 would mean none
    found = sobol.analyze(sample.problem, values, calc_second_order=False, **asked)
    columns = [found[key].tolist() for key in ("S1", "S1_conf", "ST", "ST_conf")]
    return [Share(measure, name, *own) for name, *own in zip(sample.names, *columns, strict=True)]


def effects(sample: Sample, measure: str, values: np.ndarray, resamples: int, seed: int) -> list[Effect]:
    """Mean effects."""
    from SALib.analyze import morris

    asked: dict[str, Any] = {"num_resamples": resamples, "conf_level": CONFIDENCE, "num_levels": sample.grid, "seed": seed}
    found = morris.analyze(sample.problem, sample.cube, values, **asked)
    columns = [
        (np.asarray(found[key], float) * step_of(sample.grid)).tolist() for key in ("mu_star", "mu_star_conf", "mu", "sigma")
    ]
    return [Effect(measure, name, *own) for name, *own in zip(sample.names, *columns, strict=True)]


def split_of(rows: Sequence[Share]) -> Split:
    """Which part of the variance is luck's alone, the factors', and both together's?"""
    luck = next(row for row in rows if row.factor == LUCK)
    return Split(luck.first, 1.0 - luck.total, luck.total - luck.first)


def in_order(names: Sequence[str], rows: Sequence[Share] | Sequence[Effect]) -> list[str]:
    """The factors of all measures, the one that decides most on average first, luck last."""
    sizes: dict[str, list[float]] = {name: [] for name in names}
    largest: dict[str, float] = {}
    for row in rows:
        if row.factor != LUCK:
            largest[row.measure] = max(largest.get(row.measure, 0.0), size_of(row))
    for row in rows:
        sizes[row.factor].append(size_of(row) / (largest[row.measure] or 1.0))
    return sorted(names, key=lambda name: (name == LUCK, -float(np.mean(sizes[name] or [0.0]))))


def size_of(row: Share | Effect) -> float:
    """By what is a factor called important?"""
    return row.total if isinstance(row, Share) else row.mu_star
