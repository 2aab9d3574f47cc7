"""The courses of an even sample of raids, played again by the compiled rules."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.batch import trace_raid
from sim.config import Scenario
from sim.figures.cases import Cases, shown_panels
from sim.mistakes import ConfigurationError
from sim.outcome import N_SERIES, SERIES
from sim.scenario import compile_plan
from sim.state import make_workspace
from sim.summary import combinations_of, factors_of
from sim.warm import warm_up
from sim.watched import NOTHING

KEPT = [[column.name for column in SERIES].index(name) for name in ("minute", "attackers_fit", "defenders_fit")]
MOST_ROWS = 2000  # of one course; a longer one is thinned
FIRST_ROWS, LAST_ROWS = 2048, 20_000  # ticks a buffer holds at first, and at most
Rebuild = Callable[[dict[str, Any]], Scenario]


class Sample(NamedTuple):
    """Which raids of which cases were played again, and how they went."""

    case: np.ndarray  # (raids,)
    courses: list[np.ndarray]  # for each raid (ticks, 3): minute, fit attackers, fit defenders


def courses_of(
    scenario: Scenario,
    seed: int,
    raids: Sequence[int],
    workers: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> list[np.ndarray]:
    """How did these raids go, tick by tick?

    Parameters
    ----------
    scenario : Scenario
        The one they are raids of.
    seed : int
        The seed they were played with.
    raids : sequence of int
        Their numbers.
    workers : int, optional
        Threads; all cores by default.
    progress : callable, optional
        Called with 1 after each raid, from any thread.

    Returns
    -------
    list of numpy.ndarray
        For each raid an array of shape (ticks, 3): minute, fit attackers and fit defenders in the field.
    """
    warm_up()
    plan, own, found = compile_plan(scenario), threading.local(), dict[int, np.ndarray]()

    def work(raid: int) -> None:
        if not hasattr(own, "workspace"):
            own.workspace, own.series = make_workspace(), np.zeros((FIRST_ROWS, N_SERIES))
        found[raid] = course_of(own, plan, seed, int(raid))
        if progress:
            progress(1)

    with ThreadPoolExecutor(min(workers or os.cpu_count() or 1, max(1, len(raids)))) as pool:
        list(pool.map(work, raids))
    return [found[raid] for raid in raids]


def course_of(own: Any, plan: Any, seed: int, raid: int) -> np.ndarray:
    """One course, through the buffer of this thread, which grows with the longest raid so far."""
    ticks = trace_raid(own.workspace, plan, seed, raid, own.series, *NOTHING[1:])
    if ticks > len(own.series) and len(own.series) < LAST_ROWS:
        own.series = np.zeros((min(2 * ticks, LAST_ROWS), N_SERIES))
        ticks = trace_raid(own.workspace, plan, seed, raid, own.series, *NOTHING[1:])
    series = own.series[: min(ticks, len(own.series)), KEPT]
    if len(series) <= MOST_ROWS:
        return series
    return series[np.unique(np.linspace(0, len(series) - 1, MOST_ROWS).round().astype(int))]


def sample_courses(
    table: pa.Table,
    cases: Cases,
    each: int,
    rebuild: Rebuild,
    workers: int | None = None,
    progress: Callable[[int, int], Any] | None = None,
) -> Sample:
    """The courses of an even sample of each case's raids, of those cases that have a panel.

    Parameters
    ----------
    table : pyarrow.Table
        Raids with `scenario`, factors, `seed` and `raid`.
    cases : Cases
        Of these raids.
    each : int
        How many of each case, at most.
    rebuild : callable
        Gets the scenario's name and the level of each factor and returns the scenario these raids were played with, or raises
        `ConfigurationError`.
    workers : int, optional
        Threads; all cores by default.
    progress : callable, optional
        Called with the number of raids played again and that of all, from any thread.

    Raises
    ------
    ConfigurationError
        If a scenario cannot be rebuilt, or plays other raids than those in the table.
    """
    if "seed" not in table.column_names:
        raise ConfigurationError("the results do not say with which seed their raids were played")
    rows = sampled_rows(cases, each)
    some = table.take(pa.array(rows))
    keys = ["scenario", *factors_of(table), "seed"]
    code, combinations = combinations_of(some, keys)
    raids, minutes = (some[name].to_numpy() for name in ("raid", "duration_minutes"))
    courses: list[Any] = [None] * len(rows)
    so_far = count(1)
    one_more = (lambda _: progress(next(so_far), len(rows))) if progress else None
    for k, key in enumerate(combinations):
        mine, seed = np.flatnonzero(code == k), key.pop("seed")
        played = courses_of(rebuild(key), seed, raids[mine].tolist(), workers, one_more)
        check_same(key, minutes[mine], played)
        for at, course in zip(mine, played, strict=True):
            courses[at] = course
    return Sample(cases.code[rows], courses)


def sampled_rows(cases: Cases, each: int) -> np.ndarray:
    """Rows of the table, evenly over each case's raids."""
    picked = []
    for k in shown_panels(cases):
        rows = np.flatnonzero(cases.code == k)
        picked.append(rows[np.unique(np.linspace(0, len(rows) - 1, min(each, len(rows))).round().astype(int))])
    return np.concatenate(picked)


def check_same(key: dict[str, Any], minutes: np.ndarray, courses: list[np.ndarray]) -> None:
    """Is this the scenario that was played? Then its raids end when they ended."""
    ends = np.array([course[-1, 0] if len(course) else 0.0 for course in courses])
    if not np.allclose(ends, minutes, rtol=1e-3, atol=0.02):
        raise ConfigurationError(
            f"{key['scenario']}: played again, its raids end at other minutes; it was played with another scenario or "
            "older rules"
        )
