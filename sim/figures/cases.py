"""The cases of a comparison: which raids stand together under one name."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.figures.factors import levels_of, unit_of
from sim.summary import column_of, combinations_of, levels_coded, means_by, varied_factors_of

MOST_CASES = 12  # with more combinations of scenario and levels than that, the levels of a scenario are pooled
MOST_RANGES = 6  # a factor of many values that is asked for in `by` is cut into as many ranges
MOST_SCENARIOS = 200  # more rows than that nobody reads
WIDEST_NAME = 96


class Cases(NamedTuple):
    """What is compared with what."""

    code: np.ndarray  # (raids,) the case of each raid
    names: list[str]  # a case's name, as it stands beside its row or over its panel
    keys: list[dict[str, Any]]  # scenario and levels that make a case
    pooled: list[str]  # factors whose levels lie together in each case

    @property
    def number(self) -> int:
        """How many cases are there?"""
        return len(self.names)


def cases_of(table: pa.Table, by: Sequence[str] | None = None) -> Cases:
    """Which raids belong together?

    Parameters
    ----------
    table : pyarrow.Table
        Raids with a column `scenario` and a column for each factor.
    by : sequence of str, optional
        Factors whose levels are cases of their own. By default all that were varied, where that makes a dozen cases at most;
        else, of one scenario, as many of the first ones as do; else none.

    Returns
    -------
    Cases
        In the order in which they first stand in the table; more than a dozen, from the most often occupied to the least.
    """
    varied = varied_factors_of(table)
    apart = telling_factors(table, varied) if by is None else list(by)
    cut = table.select(["scenario", *dict.fromkeys([*varied, *apart])])
    for name in apart:
        cut = cut.set_column(cut.column_names.index(name), name, in_ranges(table[name]))
    code, keys = combinations_of(cut, ["scenario", *apart])
    several = len({key["scenario"] for key in keys}) > 1
    cases = Cases(
        code, told_apart([name_of(key, several) for key in keys]), keys, [name for name in varied if name not in apart]
    )
    return cases if cases.number <= MOST_CASES else often_occupied_first(cases, column_of(table, "occupied"))


def telling_factors(table: pa.Table, varied: list[str]) -> list[str]:
    """Which factors tell the cases apart, if nobody says?"""
    scenarios = len(levels_coded(table["scenario"])[1])
    for some in range(len(varied), 0, -1):
        if some < len(varied) and scenarios > 1:
            break
        if len(combinations_of(table, ["scenario", *varied[:some]])[1]) <= MOST_CASES:
            return varied[:some]
    return []


def in_ranges(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A factor of many numbers as words for ranges with as many raids each; any other as it is."""
    if len(levels_coded(column)[1]) <= MOST_CASES or not pa.types.is_floating(column.type):
        return column
    levels = levels_of(column, MOST_RANGES)
    words = pa.DictionaryArray.from_arrays(pa.array(levels.code, pa.int32(), mask=levels.code < 0), levels.names)
    return pa.chunked_array([words.cast(pa.string())])


def often_occupied_first(cases: Cases, occupied: np.ndarray) -> Cases:
    """The same cases, from the most often occupied to the least."""
    order = np.argsort(-means_by(occupied, cases.code, cases.number), kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return cases._replace(
        code=rank[cases.code], names=[cases.names[k] for k in order], keys=[cases.keys[k] for k in order]
    )  # fmt: skip


def name_of(key: dict[str, Any], several: bool) -> str:
    """A case in words: the scenario where there are several, and the level of each factor."""
    paths = [path for path in key if path != "scenario"]
    levels = [level_in_words(path, key[path], paths) for path in paths]
    scenario = str(key["scenario"]).replace("_", " ")
    name = ", ".join([scenario, *levels] if several or not levels else levels)
    return name if len(name) <= WIDEST_NAME else name[: WIDEST_NAME - 1] + "…"


def told_apart(names: list[str]) -> list[str]:
    """The same names, numbered where two cases would be called alike."""
    before: dict[str, int] = {}
    for name in names:
        before[name] = before.get(name, 0) + 1
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(f"{name} ({seen[name]})" if before[name] > 1 else name)
    return told


def level_in_words(path: str, level: Any, paths: Sequence[str]) -> str:
    """One level of one factor, short; with the part of the scenario it belongs to where its own word would not tell."""
    part, _, tail = path.rpartition(".")
    unit = unit_of(path)
    what = (tail.removesuffix("_minutes") if unit == "min" else tail).replace("_", " ")
    if " " not in what or sum(other.rpartition(".")[2] == tail for other in paths) > 1:
        what = f"{part.rpartition('.')[2]} {what}".replace("_", " ").strip()
    if level is None:
        return f"own {what}"
    if isinstance(level, bool):
        return f"{what} {'yes' if level else 'no'}"
    unit = "" if unit in ("share", "multiple") else unit
    return f"{what} {level:g} {unit}".rstrip() if isinstance(level, (int, float)) else f"{what} {level}"


def enough_scenarios(table: pa.Table) -> tuple[pa.Table, str]:
    """The raids of at most 200 scenarios, picked evenly by the chance of occupation, and what was left out."""
    code, names = levels_coded(table["scenario"])
    if len(names) <= MOST_SCENARIOS:
        return table, ""
    kept = evenly(means_by(column_of(table, "occupied"), code, len(names)), MOST_SCENARIOS)
    said = f"Of {len(names):,} scenarios {MOST_SCENARIOS} are drawn, picked evenly along the chance of occupation."
    return table.filter(pa.array(np.isin(code, kept))), said


def evenly(score: np.ndarray, most: int) -> np.ndarray:
    """At most so many of the cases, evenly along the order of their scores, both ends among them; in ascending order."""
    order = np.argsort(-score, kind="stable")
    if len(order) <= most:
        return np.arange(len(order))
    return np.sort(order[np.round(np.linspace(0, len(order) - 1, most)).astype(int)])


def shown_panels(cases: Cases) -> np.ndarray:
    """Which cases get a panel of their own? All, or a dozen, evenly along their order."""
    return evenly(-np.arange(cases.number, dtype=float), MOST_CASES)


def on_choice(cases: Cases) -> str:
    """What a caption says about the panels that are not there."""
    if cases.number <= MOST_CASES:
        return ""
    return (
        f" {MOST_CASES} of {cases.number} cases have a panel, picked evenly along the order from the most often "
        "occupied to the least."
    )
