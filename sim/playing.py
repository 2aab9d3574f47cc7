"""Plans played with some of their facts varied from raid to raid, such as the rates of the rules, on all cores."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from sim.batch import play_points
from sim.config import Scenario
from sim.outcome import COLUMNS, N_COLUMNS
from sim.scenario import compile_plan, fact_slots
from sim.state import Plan, Workspace, make_workspace
from sim.warm import warm_up

BLOCK = 60  # raids of one plan that a thread plays before it asks for more
AT = {column.name: k for k, column in enumerate(COLUMNS)}
Progress = Callable[[int], Any]


class Varied(NamedTuple):
    """A plan, and where in it the facts stand that are varied."""

    plan: Plan
    slots: np.ndarray  # (facts,)


class Asked(NamedTuple):
    """Raids to be played of every plan: raid `numbers[k]` with vector `which[k]` of the varied facts."""

    plans: Sequence[Varied]
    values: np.ndarray  # (vectors, facts)
    which: np.ndarray  # (raids,)
    numbers: np.ndarray  # (raids,)
    seed: int


def varied(scenario: Scenario, paths: Sequence[str]) -> Varied:
    """The plan of a scenario, and where the facts at these paths of the configuration stand in it."""
    slots = fact_slots(scenario)
    return Varied(compile_plan(scenario), np.array([slots[path] for path in paths], np.int64))


def play_asked(
    asked: Asked, measures: Sequence[str], workers: int | None = None, progress: Progress | None = None
) -> np.ndarray:
    """What becomes of each raid of each plan?

    Parameters
    ----------
    asked : Asked
        The raids.
    measures : sequence of str
        Names of columns of `sim.outcome.COLUMNS`.
    workers : int, optional
        Threads; all cores by default. The result does not depend on it.
    progress : callable, optional
        Called with the number of raids just played, from any thread.

    Returns
    -------
    numpy.ndarray
        Shape (plans, raids, measures), in the columns' own units.
    """
    warm_up()
    kept, columns = np.zeros((len(asked.plans), len(asked.numbers), len(measures))), [AT[name] for name in measures]
    tasks = iter([(k, at) for at in range(0, len(asked.numbers), BLOCK) for k in range(len(asked.plans))])

    def work() -> None:
        workspace = make_workspace()
        for k, at in tasks:
            part = slice(at, at + BLOCK)
            kept[k, part] = played(workspace, asked, k, part)[:, columns]
            if progress:
                progress(len(asked.numbers[part]))

    threads = workers or os.cpu_count() or 1
    try:
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(work) for _ in range(threads)]:
                done.result()
    finally:
        for _ in tasks:  # whoever is still playing finds nothing more to do
            pass
    return kept


def played(workspace: Workspace, asked: Asked, k: int, part: slice) -> np.ndarray:
    """All measures of these raids of one plan, shape (raids, N_COLUMNS)."""
    plan, slots = asked.plans[k]
    plan = plan._replace(low=plan.low.copy(), high=plan.high.copy())  # this thread's own
    numbers = asked.numbers[part]
    rows = np.zeros((len(numbers), N_COLUMNS))
    play_points(workspace, plan, asked.seed, slots, asked.values[asked.which[part]], numbers, rows)
    return rows
