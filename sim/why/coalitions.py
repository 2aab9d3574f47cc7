"""Coalitions as points of a sweep: which are played, and the values that come back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.subject import subject_of
from sim.sweeps.factors import Column
from sim.sweeps.folder import SweepFolder, read_parquet
from sim.sweeps.points import Base, table_of_points
from sim.sweeps.rounds import Rounds, kept_points
from sim.sweeps.shard import Round
from sim.why.measures import column_in, measured_by, stored_as
from sim.why.relieved import PREFIX, columns_of
from sim.why.shares import (
    Order,
    Shares,
    coalitions_of,
    exact_shares,
    gains_of,
    half_width_of_orders,
    is_flag,
    orders_of,
    sampled_shares,
)

FIRST_ORDERS = 16


class Case(NamedTuple):
    """A scenario whose shortfall is shared out."""

    scenario: Any  # or the configuration of whatever else is played, judged
    conditions: dict[str, dict[str, Any]]  # of each factor, what is changed when it is relieved

    @property
    def active(self) -> list[str]:
        """The factors that change anything here; all others account for nothing, exactly."""
        return [name for name, levels in self.conditions.items() if levels]

    @property
    def base(self) -> Base:
        """Where its points start from."""
        return Base({"scenario": self.scenario.name}, {}, self.scenario, columns_of(self.conditions))


class Plan(NamedTuple):
    """Which coalitions are played."""

    exact: int  # so many active factors, and all coalitions are
    orders: int  # else so many orders at most
    half_width: float  # and as many as it takes for the orders that were not drawn to matter no more than this
    raids: int  # of each coalition
    seed: int


def points_of(cases: Sequence[Case], coalitions: Mapping[str, Iterable[int]], first: int = 0) -> pa.Table:
    """The table of points in which each scenario meets its coalitions.

    Parameters
    ----------
    cases : sequence of Case
        The scenarios.
    coalitions : mapping
        Of each scenario by name; bit k stands for the k-th of its active factors.
    first : int
        Number of the first point.
    """
    rows = [(k, coalition) for k, case in enumerate(cases) for coalition in coalitions.get(case.scenario.name, ())]
    which = np.array([k for k, _ in rows], float)
    columns = [Column("scenario", which, tuple(case.scenario.name for case in cases), False)]
    for name in cases[0].conditions:
        bits = [case.active.index(name) if name in case.active else None for case in cases]
        holds = [bits[k] is not None and bool(coalition >> (bits[k] or 0) & 1) for k, coalition in rows]
        columns.append(Column(f"{PREFIX}{name}", np.array(holds, float), None, True))
    return table_of_points([case.base for case in cases], columns, first)


def first_coalitions(case: Case, plan: Plan) -> list[int]:
    """Those of the first round: all, or each factor by itself and those of the first orders."""
    count = len(case.active)
    if count <= plan.exact:
        return list(range(2**count))
    return sorted({*(1 << k for k in range(count)), *coalitions_of(drawn_orders(case, plan, FIRST_ORDERS))})


def drawn_orders(case: Case, plan: Plan, count: int) -> list[Order]:
    """The first so many orders of a scenario."""
    source = orders_of(len(case.active), plan.seed)
    return [next(source) for _ in range(min(count, plan.orders))]


def rounds_of(folder: SweepFolder, cases: Sequence[Case], plan: Plan, measure: str) -> Rounds:
    """All coalitions of those with few factors at once; of the others twice as many orders each time, until it is enough."""
    asked = {case.scenario.name: first_coalitions(case, plan) for case in cases}
    sampled = [case for case in cases if len(case.active) > plan.exact]
    number, first, orders = 0, 0, FIRST_ORDERS
    while any(asked.values()):
        points = kept_points(folder, number, points_of(cases, asked, first))
        yield Round(number, points.num_rows, 0, plan.raids)
        number, first, orders = number + 1, first + points.num_rows, 2 * orders
        if not sampled:
            return
        played = raids_in(folder, sampled, measure)
        asked = {case.scenario.name: more_coalitions(case, plan, values_of(played, case, measure), orders) for case in sampled}


def more_coalitions(case: Case, plan: Plan, values: Mapping[int, np.ndarray], orders: int) -> list[int]:
    """Those that more orders need and that were not played; all, if those are half of them; none where it is enough."""
    everything = range(2 ** len(case.active))
    while len(values) < len(everything) and not is_enough(case, plan, values, orders // 2):
        needed = coalitions_of(drawn_orders(case, plan, orders))
        fresh = [k for k in (needed if len(needed) < len(everything) / 2 else everything) if k not in values]
        if fresh:
            return fresh
        orders *= 2
    return []


def is_enough(case: Case, plan: Plan, values: Mapping[int, np.ndarray], orders: int) -> bool:
    """Do the orders that were not drawn matter little to every share?"""
    return orders >= plan.orders or left_open(case, plan, values, orders) <= plan.half_width * scale_of(values)


def left_open(case: Case, plan: Plan, values: Mapping[int, np.ndarray], orders: int) -> float:
    """How far may orders that were not drawn move a share, at most?"""
    return max(half_width_of_orders(own, 2) for own in gains_of(values, drawn_orders(case, plan, orders)))


def scale_of(values: Mapping[int, np.ndarray]) -> float:
    """What counts as much of a measure: all of a chance, else how far the means of coalitions lie apart."""
    means = [float(own.mean()) for own in values.values()]
    return 1.0 if is_flag(np.array(list(values.values()))) else max(means) - min(means)


class Played(NamedTuple):
    """The raids of a folder, read once, in order of their numbers."""

    table: pa.Table
    names: np.ndarray  # (raids,) the scenario of each
    coalitions: np.ndarray  # (raids,) among the active factors of its scenario


def raids_in(folder: SweepFolder, cases: Sequence[Case], measure: str, more: Sequence[str] = ()) -> Played:
    """All raids, with this measure and more columns."""
    stored = {stored_as(measured_by(case.scenario, measure)) for case in cases}
    conditions = [f"{PREFIX}{name}" for name in cases[0].conditions]
    number = subject_of(cases[0].scenario).name
    columns = ["scenario", *conditions, number, *sorted(stored | set(more))]
    parts = [read_parquet(part, columns) for part in folder.parts()]
    table = pa.concat_tables(parts).unify_dictionaries().sort_by(number)
    names, code = np.array(table["scenario"].to_pylist()), np.zeros(table.num_rows, np.int64)
    for case in cases:
        is_own = names == case.scenario.name
        for bit, name in enumerate(case.active):
            code |= (table[f"{PREFIX}{name}"].to_numpy() & is_own).astype(np.int64) << bit
    return Played(table, names, code)


def values_of(played: Played, case: Case, measure: str) -> dict[int, np.ndarray]:
    """Of each coalition of a scenario that was played: the measure of each raid in order of its number, shape (raids,)."""
    own = np.flatnonzero(played.names == case.scenario.name)
    values, code = column_in(played.table, measured_by(case.scenario, measure))[own], played.coalitions[own]
    return {int(k): values[code == k] for k in np.unique(code)}


def as_it_is(played: Played, case: Case) -> pa.Table:
    """The raids of a scenario with nothing relieved."""
    return played.table.filter(pa.array((played.coalitions == 0) & (played.names == case.scenario.name)))


def shares_of(case: Case, plan: Plan, values: Mapping[int, np.ndarray], orders: int) -> Shares:
    """The shares of a scenario's active factors, from so many orders of relief; exact from none (0)."""
    if not orders:
        return exact_shares(np.array([values[k] for k in range(2 ** len(case.active))]))
    return sampled_shares(values, drawn_orders(case, plan, orders))


def orders_used(case: Case, plan: Plan, values: Mapping[int, np.ndarray]) -> int:
    """How many orders stand behind the shares? None (0) where every coalition was played."""
    if len(values) == 2 ** len(case.active):
        return 0
    orders = FIRST_ORDERS
    while not is_enough(case, plan, values, orders):
        orders *= 2
    return min(orders, plan.orders)
