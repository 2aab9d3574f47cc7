"""Raids played again with one thing changed, on the same luck: more attackers, stronger walls, surprise, no aircraft, rain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.changes import with_levels
from sim.config import Scenario
from sim.patterns.facts import column
from sim.patterns.findings import ALL, Finding, finding
from sim.patterns.logit import Estimate, log_odds_slope
from sim.scenario import compile_plan
from sim.table import play_rows

NO_AIRCRAFT = {"air.available": False}
SURPRISES = (0.0, 0.5, 1.0)  # none, substantial, complete
ON_LOG_ODDS = ("force_ratio", "walls", "no_walls", "surprise", "no_aircraft")


class Point(NamedTuple):
    """One scenario with some of its settings changed."""

    scenario: str
    changes: tuple[tuple[str, Any], ...]


class Series(NamedTuple):
    """One thing that takes several levels in one scenario."""

    pattern: str
    scenario: str
    levels: tuple[float, ...]
    points: tuple[Point, ...]


def occupying(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """In which scenarios do the attackers mean to occupy the station?"""
    return {name: scenario for name, scenario in scenarios.items() if scenario.resistance.objective == "occupy"}


def has_aircraft(scenario: Scenario) -> bool:
    """Can aircraft come?"""
    return scenario.air.available and scenario.air.aircraft.high > 0


def series_of(scenario: Scenario, factors: Sequence[float], rain: Sequence[float]) -> list[Series]:
    """What is varied in this scenario?

    Parameters
    ----------
    scenario : Scenario
        As it is.
    factors : sequence of float
        Multiples of the attackers' numbers; their breaching rounds go with them.
    rain : sequence of float
        Levels of rain, from the least to the most.
    """
    varied: dict[str, dict[float, dict[str, Any]]] = {
        "force_ratio": {factor: forces(scenario, factor) for factor in factors},
        "walls": {0.0: {}, 1.0: {"station.structure_strength": scenario.station.structure_strength.times(2.0)}},
        "no_walls": {0.0: {"station.structure_strength": 0.0}, 1.0: {}},
        "surprise": {float(k): {"resistance.surprise": level} for k, level in enumerate(SURPRISES)},
    }
    if has_aircraft(scenario):
        grounded = NO_AIRCRAFT | ({"relief.mode": "none"} if scenario.relief.mode == "airlift" else {})
        varied["no_aircraft"] = {0.0: {}, 1.0: NO_AIRCRAFT}
        varied["rain"] = {level: raining(level) for level in rain}
        varied["rain_ground"] = {level: raining(level) | grounded for level in rain}
    return [
        Series(pattern, scenario.name, tuple(levels), tuple(point_of(scenario, changes) for changes in levels.values()))
        for pattern, levels in varied.items()
    ]


def point_of(scenario: Scenario, changes: Mapping[str, Any]) -> Point:
    """The point with these changes."""
    return Point(scenario.name, tuple(changes.items()))


def forces(scenario: Scenario, factor: float) -> dict[str, Any]:
    """So many times the attackers, with so many times the breaching rounds; rounds for each stay as they are."""
    if factor == 1.0:
        return {}
    return {
        f"resistance.groups.{name}.{what}": getattr(group, what).times(factor, is_whole=True, least=least)
        for name, group in scenario.resistance.groups.items()
        for what, least in (("fighters", 1.0), ("breaching_rounds", 0.0))
    }


def raining(level: float) -> dict[str, Any]:
    """Rain that wanders about this level."""
    return {"weather.rain": level, "weather.rain_mean": level}


def judged_points(scenarios: Mapping[str, Scenario], series: Iterable[Series]) -> dict[Point, Scenario]:
    """The scenario at every point, each point once.

    Raises
    ------
    ConfigurationError
        If there is no such scenario, with the path and what would have been right.
    """
    points = dict.fromkeys(point for one in series for point in one.points)
    return {point: with_levels(scenarios[point.scenario], dict(point.changes)) for point in points}


def play_series(
    points: Mapping[Point, Scenario],
    raids: int,
    seed: int,
    workers: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> dict[Point, np.ndarray]:
    """Raids of the same numbers at every point; rows of shape (raids, N_COLUMNS)."""
    return {point: play_rows(compile_plan(scenario), raids, seed, 0, workers, progress) for point, scenario in points.items()}


def findings_of_series(series: Sequence[Series], played: Mapping[Point, np.ndarray], within: float) -> list[Finding]:
    """What does each thing that was varied do to the chance of occupation?

    Parameters
    ----------
    series : sequence of Series
        From `series_of`, of all scenarios.
    played : mapping of Point to numpy.ndarray
        From `play_series`.
    within : float
        The factor within which a published size is met.

    Returns
    -------
    list of Finding
        Of all scenarios together, and of each of them.
    """
    found = []
    for pattern in ON_LOG_ODDS:
        own = [one for one in series if one.pattern == pattern]
        for scope, part in scopes(own):
            raids = sum(len(played[point]) for one in part for point in one.points)
            found.append(finding(pattern, scope, slope_of(part, played), raids, within))
            if pattern == "force_ratio" and scope == ALL:
                found.append(finding("force_ratio_across", ALL, slope_of(part, played, is_across=True), raids, within))
    return found + findings_of_rain(series, played, within)


def scopes(series: Sequence[Series]) -> list[tuple[str, Sequence[Series]]]:
    """All of them together, then one by one; nothing where there are none."""
    return [(ALL, series), *((one.scenario, [one]) for one in series)] if series else []


def slope_of(series: Sequence[Series], played: Mapping[Point, np.ndarray], is_across: bool = False) -> Estimate:
    """The slope of the log-odds of occupation, with an intercept for each scenario, or across them with one for all."""
    occupied, x, stratum, luck = [], [], [], []
    for k, one in enumerate(series):
        for level, point in zip(one.levels, one.points, strict=True):
            rows = played[point]
            ratio = np.log(column(rows, "attackers") / column(rows, "defenders"))
            occupied.append(column(rows, "occupied"))
            x.append(ratio if one.pattern == "force_ratio" else np.full(len(rows), level))
            stratum.append(np.full(len(rows), 0 if is_across else k))
            luck.append(column(rows, "raid"))
    return log_odds_slope(*map(np.concatenate, (occupied, x, stratum, luck)))


def findings_of_rain(series: Sequence[Series], played: Mapping[Point, np.ndarray], within: float) -> list[Finding]:
    """From no rain to the most: what it does on the ground, what it does to aircraft, and both together."""
    found = []
    own = [[one for one in series if one.pattern == pattern] for pattern in ("rain", "rain_ground")]
    for (scope, together), (_, ground) in zip(*map(scopes, own), strict=True):
        both, alone = (gain(part, played) for part in (together, ground))
        raids = sum(len(played[point]) for one in (*together, *ground) for point in (one.points[0], one.points[-1]))
        for pattern, gains in (("rain_ground", alone), ("rain_aircraft", both - alone), ("rain", both)):
            found.append(finding(pattern, scope, mean(gains), raids, within))
    return found


def gain(series: Sequence[Series], played: Mapping[Point, np.ndarray]) -> np.ndarray:
    """For the raids of each number, how many more are occupied at the last level than at the first? Shape (raids,)."""
    ends = [[column(played[one.points[k]], "occupied") for k in (0, -1)] for one in series]
    return np.mean([last - first for first, last in ends], axis=0)


def mean(values: np.ndarray) -> Estimate:
    """The mean and its standard error."""
    return Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))


def rain_curves(series: Sequence[Series], played: Mapping[Point, np.ndarray]) -> list[dict[str, Any]]:
    """How often is the station occupied at each level of rain, with aircraft and without?"""
    return [
        {
            "scenario": one.scenario,
            "aircraft": one.pattern == "rain",
            "rain": level,
            "occupied": float(column(played[point], "occupied").mean()),
            "raids": len(played[point]),
        }
        for one in series
        if one.pattern in ("rain", "rain_ground")
        for level, point in zip(one.levels, one.points, strict=True)
    ]
