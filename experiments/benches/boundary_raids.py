"""Raids at any point of a square or cube of factors, as many as asked for."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from sim.sweeps.design import on_side
from sim.sweeps.factors import Factor
from sim.sweeps.points import Base, Prepared, table_of_points

if TYPE_CHECKING:
    from sim.config import Scenario

BLOCK = 256  # raids that a thread plays before it asks for more
# how many of the raids occupied the station at each of the points: points, raids at each, seed, first raid, apart
Player = Callable[[np.ndarray, int, int, int, bool], np.ndarray]


@contextmanager
def playing(scenario: "Scenario", factors: Sequence[Factor], raids: int, workers: int | None) -> Iterator[Player]:
    """Something that plays raids at points of the cube, with a bar for all the raids there will be."""
    from experiments.screen import progress_bar
    from sim.warm import warm_up

    warm_up()
    with progress_bar(scenario.name, raids) as bar, ThreadPoolExecutor(workers or os.cpu_count()) as pool:

        def play_points(at: np.ndarray, raids: int, seed: int, first: int, apart: bool) -> np.ndarray:
            prepared = prepared_at(scenario, factors, at)
            place = np.repeat(np.arange(len(at)), raids)
            number = first + np.arange(len(place)) if apart else np.tile(np.arange(raids), len(at))

            def occupied(start: int) -> np.ndarray:
                some = slice(start, start + BLOCK)
                found = occupied_at(prepared, place[some], number[some], seed)
                bar.advance(len(found))
                return found

            found = np.concatenate(list(pool.map(occupied, range(0, len(place), BLOCK))))
            return np.bincount(place, found, minlength=len(at))

        yield play_points


def prepared_at(scenario: "Scenario", factors: Sequence[Factor], at: np.ndarray) -> Prepared:
    """The points of the unit cube, shape (points, factors), ready to be played."""
    base = Base({"scenario": scenario.name}, {}, scenario)
    columns = [on_side(factor, at[:, k]) for k, factor in enumerate(factors)]
    prepared = Prepared(table_of_points([base], columns), [base], [factor.path for factor in factors])
    prepared.plan(0)
    return prepared


def occupied_at(prepared: Prepared, place: np.ndarray, number: np.ndarray, seed: int) -> np.ndarray:
    """Was the station occupied in each of these raids? 0 and 1."""
    from sim.outcome import COLUMNS
    from sim.sweeps.shard import play_places

    rows, _ = play_places(prepared, place, number, seed)
    return rows[:, [c.name for c in COLUMNS].index("occupied")]
