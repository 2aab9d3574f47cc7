"""Each trial played at each point of the prior, and what was seen counted."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.calibration.evidence import Trial
from sim.history.prediction import RuleDraws
from sim.outcome import COLUMNS
from sim.playing import Asked, play_asked, varied

DRAWS = 1024  # whose raids are held in memory at once


def counts_of(
    trial: Trial,
    draws: RuleDraws,
    raids: int,
    seed: int,
    workers: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> np.ndarray:
    """How many of so many raids show each piece of evidence, for each vector of rates?

    Parameters
    ----------
    trial : Trial
        Its scenario's rates hold all vectors, as ranges.
    draws : RuleDraws
        The vectors.
    raids : int
        Raids with each; every vector has luck of its own, since shared luck would not average out.
    seed : int
        Fixes all chance.
    workers : int, optional
        Threads; all cores by default. The result does not depend on it.
    progress : callable, optional
        Called with the number of raids just played, from any thread.

    Returns
    -------
    numpy.ndarray
        Shape (draws, pieces), whole numbers.
    """
    plan = varied(trial.scenario, [f"rules.{name}" for name in draws.names])
    measures, counts = [column.name for column in COLUMNS], []
    for start in range(0, len(draws.values), DRAWS):
        which = np.repeat(np.arange(start, min(start + DRAWS, len(draws.values))), raids)
        asked = Asked([plan], draws.values, which, start * raids + np.arange(len(which)), seed)
        rows = play_asked(asked, measures, workers, progress)[0].reshape(-1, raids, len(measures))
        counts.append(np.stack([piece.shows(rows).sum(axis=1) for piece in trial.pieces], axis=1))
    return np.concatenate(counts)
