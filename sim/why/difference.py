"""What is told of two raids that are one raid with something changed? Differences: of whom, when, and why."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

AS_IT_IS, CHANGED = "as it is", "with the change"


class Difference(NamedTuple):
    """One thing that is not the same in both raids."""

    level: str  # start, afar, ground (the parting), chance (the first draw that comes out otherwise), decision
    minute: float
    tick: int  # number of the tick, from 0; -1 before the first
    pass_name: str  # of `tick.PASSES`; "muster" at the start
    who: str  # as a person would say it
    field: str  # of a record of `sim.state`, or the path of a setting
    as_it_is: str
    what_if: str
    draw: float | None  # what chance answered, the same in both; None where nothing was drawn
    words: str  # a sentence


class Parted(NamedTuple):
    """Two raids, and where they part."""

    start: list[Difference]
    afar: list[Difference]  # the first of the sky, of the call, of the aircraft and of the relief
    ground: Difference | None  # None: they never part
    chance: Difference | None
    decision: Difference | None
    raids: tuple[np.record, np.record]  # of `state.RAID`, after their last tick
    outcomes: tuple[dict[str, Any], dict[str, Any]]

    @property
    def differences(self) -> list[Difference]:
        """All of them, in the order in which they are told."""
        alone = [found for found in (self.ground, self.chance, self.decision) if found is not None]
        return [*self.start, *self.afar, *alone]


def difference_table(found: Iterable[Difference]) -> pa.Table:
    """The same as an Arrow table, a row a difference."""
    rows = [{("pass" if key == "pass_name" else key): value for key, value in one._asdict().items()} for one in found]
    kinds = {"minute": pa.float64(), "tick": pa.int64(), "draw": pa.float64()}
    meanings = {"minute": {"unit": "min", "meaning": "time since the start"}, "draw": {"meaning": "between 0 and 1"}}
    names = ["pass" if name == "pass_name" else name for name in Difference._fields]
    fields = [pa.field(name, kinds.get(name, pa.string()), metadata=meanings.get(name)) for name in names]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))
