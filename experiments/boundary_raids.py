"""Raids at any point of a square or cube of factors, as many as asked for."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from sim.config import Scenario
    from sim.state import Plan

# how many of the raids occupied the station at each of the points: points, raids at each, seed, first raid, apart
Player = Callable[[np.ndarray, int, int, int, bool], np.ndarray]


class Factor(NamedTuple):
    """A path of the configuration, of which `*` stands for every name, and the values at both ends of its axis."""

    path: str
    low: float
    high: float
    in_ratios: bool = False  # is the axis logarithmic?


@contextmanager
def playing(scenario: "Scenario", factors: Sequence[Factor], raids: int, workers: int | None) -> Iterator[Player]:
    """Something that plays raids at points of the cube, with a bar for all the raids there will be."""
    from experiments.screen import progress_bar
    from sim.scenario import compile_plan, fact_slots
    from sim.warm import warm_up

    warm_up()
    plan, facts = compile_plan(scenario), fact_slots(scenario)
    slots = [[slot for path, slot in facts.items() if fnmatch(path, factor.path)] for factor in factors]
    with progress_bar(scenario.name, raids) as bar, ThreadPoolExecutor(workers or os.cpu_count()) as pool:

        def play_points(at: np.ndarray, raids: int, seed: int, first: int, apart: bool) -> np.ndarray:
            plans = [plan_at(plan, slots, values_at(factors, point)) for point in at]
            firsts = (first + raids * np.arange(len(at))) * apart  # else every point has the luck of the same raids
            found = pool.map(lambda one, start: occupied(one, raids, seed, int(start), bar.advance), plans, firsts)
            return np.array(list(found), float)

        yield play_points


def values_at(factors: Sequence[Factor], point: Iterable[float]) -> list[float]:
    """The values of the factors at a point of the unit cube."""
    return [
        float(f.low * (f.high / f.low) ** u if f.in_ratios else f.low + (f.high - f.low) * u)
        for f, u in zip(factors, point, strict=True)
    ]


def plan_at(plan: "Plan", slots: list[list[int]], values: list[float]) -> "Plan":
    """The plan with these facts known."""
    low, high = plan.low.copy(), plan.high.copy()
    for these, value in zip(slots, values, strict=True):
        low[these] = high[these] = np.where(plan.whole[these], np.round(value), value)
    return plan._replace(low=low, high=high)


def occupied(plan: "Plan", raids: int, seed: int, first: int, done: Callable[[int], Any]) -> int:
    """In how many of these raids was the station occupied?"""
    from sim.outcome import COLUMNS
    from sim.table import play_rows

    column = [c.name for c in COLUMNS].index("occupied")
    rows = play_rows(plan, raids, seed, first, workers=1, progress=done)
    return int(np.count_nonzero(rows[:, column]))
