"""A scenario with some settings changed: to a value, to so many times what they are, for all groups, to another choice."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from sim.mistakes import ConfigurationError, all_paths, no_choice, no_setting
from sim.reading import choices, merged, read_yaml
from sim.spans import written
from sim.subject import subject_of

TIMES = r"times +(-?\d+(?:\.\d+)?)"  # such as 'times 2': twice the scenario's own
Changes = Mapping[str, Any]


def changed[S: BaseModel](scenario: S, changes: Changes) -> S:
    """The scenario with these changes, judged.

    Parameters
    ----------
    scenario : Scenario
        As it is; or the configuration of another subject.
    changes : mapping
        Path to value: a number, a range, a flag or a word; ``times 2`` for twice the scenario's own; the name of a choice,
        such as ``air: none``, which puts all of its values over the scenario's. `*` stands for all groups, or contingents.

    Raises
    ------
    ConfigurationError
        With the path, the value, and what would have been right.
    """
    return with_levels(scenario, levels_of(scenario, changes))


def levels_of(scenario: BaseModel, changes: Changes) -> dict[str, Any]:
    """The same changes as plain values at the scenario's own paths; those that leave everything as it is are left out."""
    levels, said, subject = dict[str, Any](), scenario.model_dump(), subject_of(scenario)
    known = all_paths(said, subject.form)
    for path, value in changes.items():
        if path in subject.choices:
            levels |= {f"{path}.{key}": inner for key, inner in values_of_choice(path, value).items()}
            continue
        for own in spread(scenario, path):
            if own not in known:
                raise ConfigurationError(no_setting(own, known, subject.form))
            levels[own] = level_at(scenario, said, own, value)
    return {path: level for path, level in levels.items() if not is_so(said_at(said, path), level)}


def values_of_choice(group: str, name: Any) -> dict[str, Any]:
    """What does this choice of a group such as `air` say?"""
    if name not in choices()[group]:
        raise ConfigurationError(no_choice(group, name, choices()[group]))
    return {key: value for key, value in shipped_choice(group, name).items() if key != "defaults"}


@cache
def shipped_choice(group: str, name: str) -> dict[str, Any]:
    """What stands in its file?"""
    return read_yaml(Path(str(files("configs").joinpath(group, f"{name}.yaml"))))


def spread(scenario: BaseModel, path: str) -> list[str]:
    """The paths that are meant: one, or with `*` one for each group or contingent."""
    families = subject_of(scenario).form.families
    family = next((family for family in families if path.startswith(f"{family}.*.")), None)
    if family is None:
        return [path]
    names: Any = reduce(getattr, family.split("."), scenario)
    return [path.replace("*", name, 1) for name in names]


def level_at(scenario: BaseModel, said: Mapping[str, Any], path: str, value: Any) -> Any:
    """The value itself, or so many times what the scenario (`said`: as plain data) says there, whole where it has to be."""
    factor = re.fullmatch(TIMES, value) if isinstance(value, str) else None
    if factor is None:
        return value
    if not is_number(said_at(said, path)):
        raise ConfigurationError(f"{path}: is no number, so it cannot be taken {factor[1]} times")
    subject = subject_of(scenario)
    span = subject.value_at(scenario, path)
    return written(span.times(float(factor[1]), subject.is_whole(scenario, path), min(span.low, 1.0)))


def is_so(said: Any, level: Any) -> bool:
    """Is what the scenario says there already this level?"""
    return type(said) is type(level) and said == level if isinstance(said, (bool, str)) else said == level


def said_at(data: Any, path: str) -> Any:
    """What stands at this path of plain data; None if there is no such path."""
    node = data
    for key in path.split("."):
        node = node.get(key) if isinstance(node, dict) else None
    return node


def is_number(said: Any) -> bool:
    """Is it a number, or a range of them?"""
    return (isinstance(said, (int, float)) and not isinstance(said, bool)) or (
        isinstance(said, dict) and set(said) == {"low", "high"}
    )


def shared_path(paths: Mapping[str, Iterable[str]]) -> tuple[str, str, str] | None:
    """Who sets the same path? The first two names that do, and the path."""
    whose: dict[str, str] = {}
    for name, own in paths.items():
        for path in own:
            if path in whose:
                return whose[path], name, path
            whose[path] = name
    return None


def spread_out(levels: Mapping[str, Any], own: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Levels by the scenario's own paths: what `*` stands for is written out."""
    return {path: level for factor, level in levels.items() for path in own[factor]}


def with_levels[S: BaseModel](base: S, levels: Mapping[str, Any]) -> S:
    """The scenario with these values at these paths, judged."""
    data = base.model_dump()
    for path, value in levels.items():
        change: Any = value
        for key in reversed(path.split(".")):
            change = {key: change}
        data = merged(data, change)
    return subject_of(base).judge(data)
