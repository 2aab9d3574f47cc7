"""What a sweep varies: the paths of factors and their levels, judged by the scenario's own model before anything is played."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

import numpy as np
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.changes import spread
from sim.mistakes import SCENARIO, ConfigurationError, Form, all_paths, nearest_path, no_choice, no_setting
from sim.spans import shown
from sim.subject import RAID, Subject, subject_of

RANGE_KEYS = {"low", "high", "log", "integer"}


class Factor(NamedTuple):
    """One setting that is varied: between two bounds, or over listed levels."""

    path: str
    levels: tuple[Any, ...] | None  # as listed
    low: float
    high: float
    log: bool  # spread evenly over the logarithm
    integer: bool


def read_factors(asked: Any) -> tuple[Factor, ...]:
    """The factors of a design block: `{PATH: [VALUE, ...]}` or `{PATH: {low, high, log, integer}}`.

    Raises
    ------
    ValueError
        With the path, the value and what would have been right.
    """
    if not isinstance(asked, Mapping) or not asked:
        raise ValueError(f"should be {{PATH: [VALUE, ...]}} or {{PATH: {{low: a, high: b}}}}; it is {shown(asked)}")
    found = list(flat(asked))
    for path, _ in found:
        if [other for other, _ in found].count(path) > 1:
            raise ValueError(f"{path}: stands twice")
    return tuple(_read_factor(path, spec) for path, spec in found)


def flat(asked: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Paths may be written as one key, or as Hydra does, as mappings in mappings."""
    for key, spec in asked.items():
        path = f"{prefix}{key}"
        if isinstance(spec, Mapping) and spec and not set(spec) & RANGE_KEYS:
            yield from flat(spec, f"{path}.")
        else:
            yield path, spec


def _read_factor(path: str, spec: Any) -> Factor:
    if isinstance(spec, Mapping):
        return _read_range(path, spec)
    if not isinstance(spec, Sequence) or isinstance(spec, str) or not spec:
        raise ValueError(f"{path}: should be a list of values, or {{low: a, high: b}}; it is {shown(spec)}")
    for level in spec:
        if not isinstance(level, (bool, int, float, str)) or (isinstance(level, float) and not np.isfinite(level)):
            raise ValueError(f"{path}: each level should be a number, true, false or a word; one is {shown(level)}")
    if len({bool if isinstance(level, bool) else str if isinstance(level, str) else float for level in spec}) > 1:
        raise ValueError(f"{path}: levels should be all numbers, all words, or true and false; it is {shown(list(spec))}")
    if len(set(spec)) < len(spec):
        raise ValueError(f"{path}: each level should stand once; it is {shown(list(spec))}")
    return Factor(path, tuple(spec), 0.0, 0.0, False, False)


def _read_range(path: str, spec: Mapping[str, Any]) -> Factor:
    for key in ("low", "high"):
        value = spec.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value):
            raise ValueError(f"{path}.{key}: should be a finite number; it is {shown(value)}")
    for key in set(spec) - RANGE_KEYS:
        raise ValueError(f"{path}.{key}: there is no such setting; a range has low, high, log and integer")
    for key in ("log", "integer"):
        if not isinstance(spec.get(key, False), bool):
            raise ValueError(f"{path}.{key}: should be true or false; it is {shown(spec[key])}")
    low, high, log, integer = float(spec["low"]), float(spec["high"]), spec.get("log", False), spec.get("integer", False)
    if low >= high:
        raise ValueError(f"{path}: low should be below high; it is low={shown(low)}, high={shown(high)}")
    if log and low <= 0.0:
        raise ValueError(f"{path}.low: should be above 0 where log is true; it is {shown(low)}")
    if integer and (low % 1 or high % 1):
        raise ValueError(f"{path}: low and high should be whole where integer is true; it is low={low:g}, high={high:g}")
    return Factor(path, None, low, high, log, integer)


class Column(NamedTuple):
    """A factor with its level at each point."""

    path: str
    values: np.ndarray  # (points,) numbers; where there are words, which of them
    words: tuple[str, ...] | None  # the words, where levels are words
    is_flag: bool  # true and false

    def level(self, k: int) -> Any:
        """The level at point `k` as it stands in a configuration."""
        value = self.values[k]
        return self.words[int(value)] if self.words else bool(value) if self.is_flag else float(value)


def column_of(path: str, levels: Sequence[Any], which: np.ndarray | None = None) -> Column:
    """The column of a factor whose levels are listed; `which` says the level of each point, by default each once."""
    which = np.arange(len(levels)) if which is None else which
    if isinstance(levels[0], str):
        words = tuple(dict.fromkeys(levels))
        codes = np.array([words.index(word) for word in levels], float)
        return Column(path, codes[which], words, False)
    is_flag = all(isinstance(level, bool) for level in levels)
    return Column(path, np.array(levels, float)[which], None, is_flag)


def known_paths(data: Mapping[str, Any], form: Form = SCENARIO) -> list[str]:
    """Every path that can be varied in this scenario; `*` stands for all groups, or all contingents."""
    own = all_paths(data, form)
    starred = {
        f"{family}.*.{p.removeprefix(family + '.').partition('.')[2]}"
        for family in form.families
        for p in own
        if p.startswith(f"{family}.")
    }
    return [*own, *sorted(p for p in starred if not p.endswith("."))]


def own_paths(path: str, scenario: BaseModel, known: Sequence[str]) -> list[str]:
    """Which paths of this scenario does the path of a factor mean? One, or with `*` one for each group.

    Raises
    ------
    ConfigurationError
        If there is no such path; with the nearest right one.
    """
    subject = subject_of(scenario)
    family = next((family for family in subject.form.families if path.startswith(f"{family}.*.")), None)
    if path not in known and family is not None:
        near = nearest_path(path, [p for p in known if p.startswith(f"{family}.*.")])
        raise ConfigurationError(f"design.factors: {path}: there is no such setting{near}")
    if path not in known:
        raise ConfigurationError(f"design.factors: {no_setting(path, known, subject.form)}")
    if path.partition(".")[0] in subject.told:
        raise ConfigurationError(f"design.factors: {path}: is told of a {subject.form.word}, not played; it cannot be varied")
    return spread(scenario, path)


def refuse_no_choice(path: str, words: Iterable[Any]) -> None:
    """Is each level of a choice such as `air` one that ships?"""
    from sim.reading import choices

    for word in words:
        if not isinstance(word, str):
            raise ConfigurationError(
                f"design.factors: {path}: should be names of choices, as {choices()[path][0]}; one is {shown(word)}"
            )
        if word not in choices()[path]:
            raise ConfigurationError(f"design.factors: {no_choice(path, word, choices()[path])}")


def setting_at(path: str, subject: Subject = RAID) -> FieldInfo | None:
    """What the model says of the setting at this path; None if there is no such path. Any name, and `*`, stands for a group."""
    node: Any = subject.form.model
    field: FieldInfo | None = None
    for key in path.split("."):
        if isinstance(node, type) and issubclass(node, BaseModel) and key in node.model_fields:
            field = node.model_fields[key]
            node = field.annotation
        elif field is not None and len(get_args(node)) == 2:  # groups and contingents have names of their own
            node = get_args(node)[1]
        else:
            return None
    return field


def unit_of(path: str, subject: Subject = RAID) -> str:
    """In which unit is the number at this path? Empty if there is no such path."""
    field = setting_at(path, subject)
    extra = field.json_schema_extra if field is not None else None
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def meaning_of(path: str, subject: Subject = RAID) -> str:
    """What is set at this path?"""
    field = setting_at(path, subject)
    return (field.description if field is not None else None) or "factor of the sweep"
