"""The points of a sweep as one table, and the plans from which their raids are played.

A number that is a fact of the raid is written into a plan just before the raid is played. Everything else (another scenario,
another choice, a word, a flag, the size of a squad, a condition that changes several settings at once) makes a plan of its own:
a variant.
"""

import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pydantic import BaseModel

from sim.changes import shared_path, spread_out, with_levels
from sim.mistakes import ConfigurationError
from sim.spans import Span
from sim.subject import RAID, Subject, subject_of
from sim.summary import combinations_of, levels_coded
from sim.sweeps.factors import Column, known_paths, meaning_of, own_paths, unit_of

MOST_VARIANTS = 5_000
MOST_JUDGED = 2_000  # points judged one by one where their common bounds cannot be judged together
LUCK = "luck"  # a column that points may have
MEANINGS = {
    "point": "number of the design point",
    "scenario": "name of the scenario",
    "seed": "fixes all chance, together with the number of the {one}",
    "error": "why the {one} could not be played; null where it was",
    LUCK: "which {one} it is: the number of the first {one} of the point, where points have a luck of their own",
}


class Base(NamedTuple):
    """A scenario from which points start."""

    words: dict[str, str]  # the scenario's name, and the choices among the factors
    fixed: dict[str, Any]  # what the command line fixes: the same at every point of this base
    scenario: Any  # or the configuration of whatever else is played, judged
    conditions: Mapping[str, Mapping[str, Any]] = MappingProxyType(
        {}
    )  # of each by its name, which levels hold where it is true


def field_of(name: str, kind: pa.DataType, subject: Subject) -> pa.Field:
    """A column that says which point it is, with its unit and meaning."""
    if name in MEANINGS:
        return pa.field(name, kind, metadata={"unit": "", "meaning": MEANINGS[name].format(one=subject.name)})
    return pa.field(name, kind, metadata={"unit": unit_of(name, subject), "meaning": f"factor: {meaning_of(name, subject)}"})


def table_of_points(bases: Sequence[Base], columns: Sequence[Column], first: int = 0) -> pa.Table:
    """Every design point with every scenario.

    Parameters
    ----------
    bases : sequence of Base
        Scenarios, with each combination of choices.
    columns : sequence of Column
        The factors with their level at each design point; a column `scenario`, if there is one, says which base is meant.
    first : int
        Number of the first point.

    Returns
    -------
    pyarrow.Table
        Columns `point`, `scenario`, then what is fixed, then the factors; a row a point.
    """
    count, subject = len(columns[0].values) if columns else 1, subject_of(bases[0].scenario)
    by_path = {column.path: column for column in columns}
    scenarios = list(dict.fromkeys(base.words["scenario"] for base in bases))
    which = np.repeat(np.arange(len(scenarios)), count)
    if "scenario" in by_path:
        words = by_path["scenario"].words or ()
        which, scenarios = by_path["scenario"].values.astype(int), list(words)
    times = len(which) // count
    arrays: dict[str, pa.Array] = {"point": pa.array(first + np.arange(len(which)))}
    arrays["scenario"] = pa.DictionaryArray.from_arrays(pa.array(which.astype(np.int32)), scenarios)
    for path in bases[0].fixed:
        by_name = {base.words["scenario"]: base.fixed[path] for base in bases}
        levels = pa.array([by_name[name] for name in scenarios])
        arrays[path] = levels.take(pa.array(which))
    for column in columns:
        if column.path != "scenario":
            arrays[column.path] = _array(column, times)
    return pa.Table.from_arrays(
        list(arrays.values()), schema=pa.schema([field_of(n, a.type, subject) for n, a in arrays.items()])
    )


def with_luck(points: pa.Table, numbers: np.ndarray, subject: Subject = RAID) -> pa.Table:
    """The same points, each with a luck of its own: raid `numbers[k]` and those after it, shape (points,)."""
    luck = pa.array(numbers.astype(np.int64))
    return points.append_column(field_of(LUCK, luck.type, subject), luck)


def _array(column: Column, times: int) -> pa.Array:
    values = np.tile(column.values, times)
    if column.words is not None:
        return pa.DictionaryArray.from_arrays(pa.array(values.astype(np.int32)), list(column.words))
    return pa.array(values > 0) if column.is_flag else pa.array(values)


class Variant(NamedTuple):
    """Points that share everything but numbers."""

    base: Base
    own: dict[str, list[str]]  # which paths of its scenario each factor means
    held: tuple[str, ...]  # which conditions hold
    shared: dict[str, Any]  # the levels they share: words, flags, sizes of units
    rows: np.ndarray  # which rows of the table

    def scenario(self, more: Mapping[str, Any]) -> BaseModel:
        """Its scenario, with more levels, judged."""
        levels: dict[str, Any] = {}
        for condition in self.held:
            levels |= self.base.conditions[condition]
        return with_levels(self.base.scenario, levels | spread_out(self.shared | dict(more), self.own))


class Prepared:
    """A table of points, ready to be played.

    Parameters
    ----------
    table : pyarrow.Table
        From `table_of_points`.
    bases : sequence of Base
        Every scenario and choice that the table names.
    factors : sequence of str
        The columns that are factors, choices left aside.
    """

    def __init__(self, table: pa.Table, bases: Sequence[Base], factors: Sequence[str]) -> None:
        self.table, self.bases = table, bases
        self.subject = subject_of(bases[0].scenario)
        slots = [self.subject.fact_slots(base.scenario) for base in bases]
        known = [known_paths(base.scenario.model_dump(), self.subject.form) for base in bases]
        self.paths = [
            {f: own_paths(f, base.scenario, paths) for f in factors} for base, paths in zip(bases, known, strict=True)
        ]  # of each base
        for own in self.paths:
            refuse_overlap(own)
        numeric = [f for f in factors if pa.types.is_floating(table.schema.field(f).type)]
        self.numbers = [f for f in numeric if all(set(own[f]) <= set(s) for own, s in zip(self.paths, slots, strict=True))]
        self.others = [f for f in factors if f not in self.numbers]
        columns = [table[f].combine_chunks().to_numpy(zero_copy_only=False) for f in self.numbers]
        self.levels = np.stack(columns, axis=1) if columns else np.zeros((table.num_rows, 0))
        self.variants = self._variants()
        self.variant_of = np.zeros(table.num_rows, np.int64)
        for k, variant in enumerate(self.variants):
            self.variant_of[variant.rows] = k
        self._plans: dict[int, tuple[Any, np.ndarray, np.ndarray]] = {}

    def _variants(self) -> list[Variant]:
        words, conditions = list(self.bases[0].words), list(self.bases[0].conditions)
        code, found = combinations_of(self.table, [*words, *conditions, *self.others])
        keys = [tuple(key.values()) for key in found]
        if len(keys) > MOST_VARIANTS:
            raise ConfigurationError(
                f"design.factors: {len(keys)} combinations of scenarios, choices, conditions, words, flags and sizes of units; "
                f"should be at most {MOST_VARIANTS}"
            )
        by_words = {tuple(base.words.values()): (base, own) for base, own in zip(self.bases, self.paths, strict=True)}
        order = np.argsort(code, kind="stable")
        ends = np.searchsorted(code[order], np.arange(len(keys) + 1))
        first = len(words) + len(conditions)
        return [
            Variant(
                *by_words[key[: len(words)]],
                held=tuple(name for name, holds in zip(conditions, key[len(words) : first], strict=True) if holds),
                shared=dict(zip(self.others, key[first:], strict=True)),
                rows=order[a:b],
            )
            for key, a, b in zip(keys, ends[:-1], ends[1:], strict=True)
        ]

    def plan(self, k: int) -> tuple[Any, np.ndarray, np.ndarray]:
        """The plan of variant `k`; the slots of the facts that its points set, and the column of `levels` for each."""
        if k not in self._plans:
            variant = self.variants[k]
            own, slots = variant.own, self.subject.fact_slots(variant.base.scenario)
            pairs = [(slots[path], column) for column, f in enumerate(self.numbers) for path in own[f]]
            at, columns = np.array(pairs, np.int64).reshape(-1, 2).T
            self._plans[k] = self.subject.compile_plan(variant.scenario({})), at.copy(), columns.copy()
        return self._plans[k]

    def judge(self) -> None:
        """Can every point be played?

        The bounds of all numbers of a variant are judged together, as a scenario whose facts are ranges; so a million points
        cost as much as a few. Where that fails, the points are judged one by one, if they are few.

        Raises
        ------
        ConfigurationError
            With the path, the value, and what would have been right.
        """
        self._refuse_broken_numbers()
        for variant in self.variants:
            levels = self.levels[variant.rows]
            spans = {f: Span(*map(float, (levels[:, j].min(), levels[:, j].max()))) for j, f in enumerate(self.numbers)}
            try:
                variant.scenario(spans)
            except ConfigurationError as error:
                if len(variant.rows) > MOST_JUDGED or len(variant.rows) == 1 or not self.numbers:
                    raise _in_design(error, variant) from None
                self._judge_each(variant)

    def _judge_each(self, variant: Variant) -> None:
        for row in variant.rows:
            numbers = dict(zip(self.numbers, map(float, self.levels[row]), strict=True))
            try:
                variant.scenario(numbers)
            except ConfigurationError as error:
                raise _in_design(error, variant) from None

    def _refuse_broken_numbers(self) -> None:
        for j, factor in enumerate(self.numbers):
            for base, own in zip(self.bases, self.paths, strict=True):
                broken = self.levels[:, j][self.levels[:, j] % 1 != 0]
                if len(broken) and any(self.subject.is_whole(base.scenario, path) for path in own[factor]):
                    raise ConfigurationError(
                        f"design.factors: {factor}: should be a whole number; one level is {broken[0]:.12g}. "
                        "A range of whole numbers has integer: true"
                    )


def refuse_overlap(own: Mapping[str, Sequence[str]]) -> None:
    """Two factors cannot set the same path."""
    if found := shared_path(own):
        first, second, path = found
        raise ConfigurationError(f"design.factors: {second} and {first} both set {path}; should be one")


def _in_design(error: ConfigurationError, variant: Variant) -> ConfigurationError:
    return ConfigurationError(f"design.factors: {error} (scenario {variant.base.words['scenario']})")


def digest_of_points(table: pa.Table) -> str:
    """A name for these points, down to the last bit: SHA-256, in hexadecimal."""
    digest = hashlib.sha256()
    for name in table.column_names:
        digest.update(f"\0{name}\0".encode())
        if pa.types.is_dictionary(table[name].type) or pa.types.is_string(table[name].type):
            values, words = levels_coded(table[name])
            digest.update("\0".join(map(str, words)).encode())
        else:
            values = table[name].combine_chunks().to_numpy(zero_copy_only=False)
        digest.update(values.tobytes())
    return digest.hexdigest()
