"""The scenario behind a row of results, where it ships: its levels put over its own values."""

from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from sim.config import Scenario
from sim.mistakes import ConfigurationError, as_written
from sim.reading import merged
from sim.scenario import fact_slots, judge, load_scenario, scenario_names


def shipped_scenario(key: dict[str, Any]) -> Scenario:
    """Which scenario was played, if the results do not hold it?

    Parameters
    ----------
    key : dict
        The name under `scenario`, and the level of each factor: a number, the name of a choice, or None for the scenario's own.
        A path may hold ``*`` for all groups.

    Raises
    ------
    ConfigurationError
        If no scenario of that name ships, or it has no such factor.
    """
    name = str(key["scenario"])
    if name not in scenario_names():
        raise ConfigurationError(f"the scenario {as_written(name)} does not ship, and the results do not hold it")
    levels = {path: level for path, level in key.items() if path != "scenario" and level is not None}
    words = tuple(f"{path}={level}" for path, level in sorted(levels.items()) if isinstance(level, str))
    numbers = {path: level for path, level in levels.items() if not isinstance(level, str)}
    return with_numbers(base_with(name, words), numbers)


@lru_cache(maxsize=256)
def base_with(name: str, choices: tuple[str, ...]) -> Scenario:
    """A shipped scenario with these choices."""
    return load_scenario(name, choices)


def with_numbers(base: Scenario, levels: dict[str, Any]) -> Scenario:
    """The scenario with these numbers at these paths."""
    data, paths = base.model_dump(), list(fact_slots(base))
    for pattern, level in levels.items():
        meant = [path for path in paths if fnmatchcase(path, pattern)] if "*" in pattern else [pattern]
        for path in meant:
            change: Any = level
            for part in reversed(path.split(".")):
                change = {part: change}
            data = merged(data, change)
    return judge(data)
