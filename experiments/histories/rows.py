"""The cases as a table: what each was read as, its chance, and what came of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.history.blind import Mapping
from sim.history.cases import Case
from sim.history.read_as import Reading


class Prediction(NamedTuple):
    """One case, read and predicted."""

    case: Case
    reading: Reading
    chance: float


def scored(predictions: Sequence[Prediction]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of the cases whose outcome is known: chances, outcomes, logarithms of the force ratio, each of shape (cases,)."""
    known = [one for one in predictions if one.case.afterwards.occupied is not None]
    return (
        np.array([one.chance for one in known]),
        np.array([bool(one.case.afterwards.occupied) for one in known], bool),
        np.log([one.reading.force_ratio for one in known]),
    )


COLUMNS: dict[str, tuple[pa.DataType, str, str]] = {
    "id": (pa.string(), "", "name of the case"),
    "country": (pa.string(), "", "as the source has it"),
    "place": (pa.string(), "", "as the source has it"),
    "date": (pa.string(), "", "as the source has it"),
    "chance": (pa.float64(), "share", "predicted chance of occupation"),
    "occupied": (pa.bool_(), "", "whether it was occupied at some time; null where that is not known"),
    "attackers": (pa.string(), "", "class of attackers"),
    "attackers_word": (pa.string(), "", "keyword that named it; empty where none did"),
    "groups": (pa.int64(), "groups", "groups they are played as"),
    "attackers_low": (pa.float64(), "people", "attackers, lower end"),
    "attackers_high": (pa.float64(), "people", "attackers, upper end"),
    "garrison": (pa.string(), "", "classes of defenders with their shares and keywords"),
    "defenders_low": (pa.float64(), "people", "defenders, lower end"),
    "defenders_high": (pa.float64(), "people", "defenders, upper end"),
    "force_ratio": (pa.float64(), "ratio", "attackers for each defender, of the medians"),
    "scale": (pa.string(), "", "size of the place"),
    "works": (pa.string(), "", "class of works"),
    "works_word": (pa.string(), "", "keyword that named it; empty where none did"),
    "strongpoints": (pa.int64(), "", "strongpoints"),
    "mode": (pa.string(), "", "way of attack"),
    "hours": (pa.string(), "", "part of the day"),
    "start_low": (pa.float64(), "h", "start, earliest"),
    "start_high": (pa.float64(), "h", "start, latest"),
    "skies": (pa.string(), "", "class of weather"),
    "skies_word": (pa.string(), "", "keyword that named it; empty where none did"),
    "regime": (pa.string(), "", "regime of help"),
    "air": (pa.string(), "", "aircraft and guns that could come"),
    "relief": (pa.string(), "", "relief that could come"),
}


def table_of_cases(predictions: Sequence[Prediction], mapping: Mapping) -> pa.Table:
    """A row a case, with units and meanings in the fields' metadata."""
    rows = [row_of(one, mapping) for one in predictions]
    fields = [
        pa.field(name, kind, metadata={"unit": unit, "meaning": meaning}) for name, (kind, unit, meaning) in COLUMNS.items()
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def row_of(one: Prediction, mapping: Mapping) -> dict[str, Any]:
    """One case, as an auditor wants to see it."""
    before, reading = one.case.before, one.reading
    regime = mapping.regimes[reading.regime]
    return {
        "id": one.case.id,
        "country": before.country,
        "place": before.place,
        "date": before.date,
        "chance": one.chance,
        "occupied": one.case.afterwards.occupied,
        "attackers_low": reading.attackers_people.low,
        "attackers_high": reading.attackers_people.high,
        "defenders_low": reading.defenders_people.low,
        "defenders_high": reading.defenders_people.high,
        "garrison": ", ".join(f"{part.share:.0%} {part.kind} ({part.word or 'no word'})" for part in reading.garrison),
        "force_ratio": reading.force_ratio,
        "mode": getattr(mapping.attackers[reading.attackers].mode, reading.scale),
        "start_low": reading.start_hour.low,
        "start_high": reading.start_hour.high,
        "air": regime.air,
        "relief": regime.relief,
    } | {
        name: getattr(reading, name)
        for name in (
            "attackers", "attackers_word", "groups", "scale", "works", "works_word", "strongpoints", "hours", "skies",
            "skies_word", "regime",
        )
    }  # fmt: skip
