"""Each trial played at each point of the prior, and what was seen counted."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from sim.batch import play_points
from sim.calibration.evidence import Trial
from sim.history.prediction import RuleDraws
from sim.outcome import N_COLUMNS
from sim.scenario import compile_plan, fact_slots
from sim.state import make_workspace

POINTS = 4  # that a thread plays before it asks for more


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
    slots, plan = fact_slots(trial.scenario), compile_plan(trial.scenario)
    places = np.array([slots[f"rules.{name}"] for name in draws.names], np.int64)
    counts = np.zeros((len(draws.values), len(trial.pieces)), np.int64)
    starts = iter(range(0, len(counts), POINTS))

    def work() -> None:
        workspace, own = make_workspace(), plan._replace(low=plan.low.copy(), high=plan.high.copy())
        for start in starts:
            which = np.repeat(np.arange(start, min(start + POINTS, len(counts))), raids)
            numbers = start * raids + np.arange(len(which))
            rows = np.zeros((len(which), N_COLUMNS))
            play_points(workspace, own, seed, places, draws.values[which], numbers, rows)
            by_draw = rows.reshape(-1, raids, N_COLUMNS)
            for k, piece in enumerate(trial.pieces):
                counts[start : start + len(by_draw), k] = piece.shows(by_draw).sum(axis=1)
            if progress:
                progress(len(which))

    threads = workers or os.cpu_count() or 1
    try:
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(work) for _ in range(threads)]:
                done.result()
    finally:
        for _ in starts:  # whoever is still playing finds nothing more to do
            pass
    return counts
