"""Raids by the thousand as one Arrow table, and the course of one raid."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.batch import play_block
from sim.config import Scenario
from sim.outcome import N_COLUMNS, SERIES, Column
from sim.scenario import compile_plan
from sim.state import Plan, make_workspace
from sim.subject import RAID, Subject
from sim.warm import warm_up
from sim.watched import watch

BLOCK = 64  # raids a thread plays before it asks for more
MAX_RAID = 2**32 - 1


class Course(NamedTuple):
    """One raid from its first tick to its last."""

    series: pa.Table  # a row a tick, columns of `outcome.SERIES`
    tracks: np.ndarray  # (ticks, units, 5): x and y in metres, fit people, stance, suppression


def play(
    scenario: Scenario,
    runs: int,
    seed: int = 1,
    first: int = 0,
    workers: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> pa.Table:
    """What becomes of so many raids?

    Parameters
    ----------
    scenario : Scenario
        From `load_scenario`.
    runs : int
        How many raids to play.
    seed : int
        Fixes all chance, together with the number of each raid.
    first : int
        Number of the first raid.
    workers : int, optional
        Threads; all cores by default. The result does not depend on it.
    progress : callable, optional
        Called with the number of raids just played, from any thread.

    Returns
    -------
    pyarrow.Table
        One row a raid in the order of their numbers; the columns of `sim.outcome.COLUMNS`, whose units and meanings
        stand in the fields' metadata. ``to_pandas()``, ``polars.from_arrow(...)``. Minutes of what never happened are null.

    Raises
    ------
    TypeError, ValueError
        If an argument is no scenario, no whole number, negative or too large.
    """
    check_scenario(scenario)
    check_numbers(runs, seed, first)
    if workers is not None and (not isinstance(workers, int) or not 1 <= workers <= 1024):
        raise ValueError(f"workers should be a whole number between 1 and 1024, or None for all cores; it is {workers!r}")
    warm_up()
    return table_of(play_rows(compile_plan(scenario), runs, seed, first, workers, progress))


def check_scenario(scenario: Any) -> None:
    """Is this a scenario at all?"""
    if not isinstance(scenario, Scenario):
        raise TypeError(f"scenario should come from load_scenario; it is {type(scenario).__name__}")


def check_numbers(runs: int, seed: int, first: int) -> None:
    """Is there such a seed, and are there such raids?"""
    for name, value in (("runs", runs), ("seed", seed), ("raid", first)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{name} should be a whole number; it is {value!r}")
    if not 0 <= seed < 2**63:
        raise ValueError(f"seed should lie between 0 and 2**63 - 1; it is {seed}")
    if runs < 0:
        raise ValueError(f"runs should be 0 or more; it is {runs}")
    if not first >= 0 or first + runs - 1 > MAX_RAID:
        raise ValueError(f"raids are numbered from 0 to {MAX_RAID}; asked for {first} to {first + runs - 1}")


def play_rows(
    plan: Plan, runs: int, seed: int, first: int = 0, workers: int | None = None, progress: Callable[[int], Any] | None = None
) -> np.ndarray:
    """The bare numbers of `play`, shape (runs, N_COLUMNS)."""
    rows = np.zeros((runs, N_COLUMNS))

    def ready() -> Callable[[int, np.ndarray], Any]:
        workspace = make_workspace()
        return lambda start, part: play_block(workspace, plan, seed, first + start, part)

    play_in_blocks(rows, BLOCK, ready, workers, progress)
    return rows


def play_in_blocks(
    rows: np.ndarray,
    block: int,
    ready: Callable[[], Callable[[int, np.ndarray], Any]],
    workers: int | None,
    progress: Callable[[int], Any] | None,
) -> None:
    """Have all rows written, so many at a time, by as many threads as asked for.

    `ready` is called once in each thread, and gives what writes the rows from a first one.
    """
    starts = iter(range(0, len(rows), block))

    def work() -> None:
        play_part = ready()
        for start in starts:
            part = rows[start : start + block]
            play_part(start, part)
            if progress:
                progress(len(part))

    threads = max(1, min(workers or os.cpu_count() or 1, -(-len(rows) // block)))
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work) for _ in range(threads)]:
            done.result()


def table_of(rows: np.ndarray, subject: Subject = RAID) -> pa.Table:
    """Rows of bare numbers, shape (raids, N_COLUMNS), as a typed table."""
    return arrow_columns(subject.columns, subject.codes, rows)


def arrow_columns(columns: tuple[Column, ...], codes: Mapping[str, Sequence[str]], rows: np.ndarray) -> pa.Table:
    """Rows of bare numbers, shape (rows, columns), as a typed table; `codes` has the words of each column of codes."""
    return pa.table([arrow_column(column, codes, rows[:, k]) for k, column in enumerate(columns)], schema=schema_of(columns))


@cache
def schema_of(columns: tuple[Column, ...]) -> pa.Schema:
    """Names, types, and in each field's metadata its unit and meaning."""
    return pa.schema(
        [pa.field(c.name, arrow_type(c), metadata={"unit": c.unit, "meaning": c.meaning}) for c in columns],
    )


def arrow_type(column: Column) -> pa.DataType:
    """How is this kind of column stored?"""
    kinds = {"code": pa.dictionary(pa.int8(), pa.string()), "count": pa.int64(), "flag": pa.bool_()}
    return kinds.get(column.kind, pa.float64())


def arrow_column(column: Column, codes: Mapping[str, Sequence[str]], values: np.ndarray) -> pa.Array:
    """The numbers of one column in their type; what never happened and what has no answer is null."""
    if column.kind == "code":
        return pa.DictionaryArray.from_arrays(pa.array(values.astype(np.int8)), list(codes[column.name]))
    if column.kind == "count":
        return pa.array(values.astype(np.int64))
    if column.kind == "flag":
        return pa.array(values > 0)
    missing = np.isnan(values) if column.kind == "ratio" else values < 0 if column.kind == "minute" else None
    return pa.array(values, mask=missing)


def outcome_of(row: np.ndarray) -> dict[str, Any]:
    """One row of bare numbers, shape (N_COLUMNS,), as a mapping of column to value."""
    return table_of(row[None, :]).to_pylist()[0]


def series_table(rows: np.ndarray) -> pa.Table:
    """Rows of a raid's course, shape (ticks, N_SERIES), as a typed table."""
    return arrow_columns(SERIES, RAID.codes, rows)


def trace(scenario: Scenario, seed: int = 1, raid: int = 0) -> Course:
    """How did raid number `raid` go, tick by tick? Played by the compiled rules.

    Parameters
    ----------
    scenario : Scenario
        From `load_scenario`.
    seed, raid : int
        Which luck.

    Returns
    -------
    Course
        The series and the tracks of that raid.
    """
    check_scenario(scenario)
    check_numbers(1, seed, raid)
    warm_up()
    seen = watch(compile_plan(scenario), seed, raid)
    return Course(series_table(seen.series), seen.tracks[1:])
