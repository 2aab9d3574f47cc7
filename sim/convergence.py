"""What the tick does to the results: a scenario played at several ticks, and carried on to a tick of nothing.

A raid has the same facts at every tick, for they are drawn before its first minute; what follows is another luck, for chance is
addressed by the number of the tick. So errors are reckoned raid by raid, whatever two ticks have in common.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from sim.config import Scenario
from sim.outcome import COLUMNS
from sim.state import Ending

MEASURES = ("chance", "attackers_lost", "defenders_lost", "both_lost", "duration_minutes")
SURE = 2.0  # standard errors
ENOUGH = 4.0  # standard errors that the tolerance should be worth


class Level(NamedTuple):
    """The raids of one tick."""

    tick: float  # minutes
    values: np.ndarray  # (raids, MEASURES), raid by raid from number 0


class Tolerance(NamedTuple):
    """How far the scenario's own tick may be off."""

    chance: float  # difference of shares
    losses: float  # share of the mean
    least: float  # people lost on average from which one side's losses are judged


class Finding(NamedTuple):
    """One measure of one scenario at its own tick, against a tick of nothing."""

    scenario: str
    measure: str
    own_tick: float
    own: float
    own_error: float
    limit: float
    limit_error: float
    two_finest: float  # Richardson's own formula from the two finest ticks alone
    two_finest_error: float
    bias: float  # own minus limit; of everything but the chance as a share of the limit
    bias_error: float
    allowed: float | None  # None: not judged
    verdict: str
    is_sure: bool
    raids: int  # at the finest tick
    raids_needed: int | None  # there, for the tolerance to be worth four standard errors


def ticks_of(scenario: Scenario, asked: Iterable[float]) -> list[float]:
    """At which ticks is the scenario played? Those asked for, its own, and half of the finest; the coarsest first."""
    ticks = {*map(float, asked), scenario.tick_minutes.low}
    return sorted({*ticks, min(ticks) / 2.0}, reverse=True)


def raids_at(tick: float, finest: float, raids: int) -> int:
    """How many raids at this tick, if so many at the finest? Coarser ticks are cheaper: the same error for the least work."""
    return round(raids * (tick / finest) ** 0.5)


def tick_words(tick: float) -> str:
    """The tick as people write it: 1/8 rather than 0.125."""
    part = Fraction(tick).limit_denominator(4096)
    return str(part) if part == tick and 1 in (part.numerator, part.denominator) else f"{tick:g}"


def measures_in(scenario: Scenario, rows: np.ndarray) -> np.ndarray:
    """What is looked at in each raid, shape (raids, MEASURES), of bare rows of shape (raids, N_COLUMNS).

    The chance is that of occupation at some time where the attackers came for that, else that their objective is met. Lost are
    killed and wounded, of the attackers also the wounded left behind; the relief counts among the defenders.
    """
    at = {column.name: rows[:, k] for k, column in enumerate(COLUMNS)}
    occupies = scenario.resistance.objective == "occupy"
    success = at["occupied"] > 0 if occupies else at["ending"] == Ending.OBJECTIVE_MET
    attackers = at["attackers_killed"] + at["attackers_wounded"] + at["attackers_captured"]
    defenders = at["defenders_killed"] + at["defenders_wounded"] + at["relief_killed"] + at["relief_wounded"]
    return np.column_stack([success, attackers, defenders, attackers + defenders, at["duration_minutes"]]).astype(float)


def means(levels: Sequence[Level], measure: int) -> np.ndarray:
    """The mean of one measure at each tick."""
    return np.array([level.values[:, measure].mean() for level in levels])


def error_of(levels: Sequence[Level], measure: int, weights: np.ndarray) -> float:
    """What is the standard error of so weighted a sum of the means? Raids of one number at several ticks count together.

    Parameters
    ----------
    levels : sequence of Level
        Raids numbered from 0 at each tick, of which there may be more or fewer.
    measure : int
        Which column of their values.
    weights : numpy.ndarray
        Shape (levels,).

    Returns
    -------
    float
        Root of the summed squares of what each raid adds to the sum.
    """
    added = np.zeros(max(len(level.values) for level in levels))
    for level, weight in zip(levels, weights, strict=True):
        own = level.values[:, measure]
        added[: len(own)] += weight * (own - own.mean()) / len(own)
    return float(np.sqrt(np.sum(added * added)))


def line_weights(levels: Sequence[Level], finest: int) -> np.ndarray:
    """With which weights do the means of the finest ticks make the height of their straight line at a tick of nothing?

    Richardson's (1911) extrapolation by least squares, each tick weighted by its raids; through two ticks it is his formula.
    """
    order = np.argsort([level.tick for level in levels])[: max(2, finest)]
    root = np.sqrt([len(levels[k].values) for k in order])
    ticks = np.array([levels[k].tick for k in order])
    weights = np.zeros(len(levels))
    weights[order] = np.linalg.pinv(np.column_stack([root, root * ticks]))[0] * root
    return weights


def findings_of(scenario: Scenario, levels: Sequence[Level], line: int, tolerance: Tolerance) -> list[Finding]:
    """How far is the scenario's own tick from a tick of nothing, in each measure?"""
    return [_finding(scenario, levels, k, line, tolerance) for k in range(len(MEASURES))]


def _finding(scenario: Scenario, levels: Sequence[Level], k: int, line: int, tolerance: Tolerance) -> Finding:
    own_tick, mean = scenario.tick_minutes.low, means(levels, k)
    at_own = np.array([float(level.tick == own_tick) for level in levels])
    at_limit, at_two = line_weights(levels, line), line_weights(levels, 2)
    own, limit, two = (float(weights @ mean) for weights in (at_own, at_limit, at_two))
    change = at_own - at_limit
    if MEASURES[k] != "chance" and limit != 0.0:
        change = at_own / limit - at_limit * own / limit**2
    bias = own - limit if MEASURES[k] == "chance" or limit == 0.0 else own / limit - 1.0
    errors = [error_of(levels, k, weights) for weights in (at_own, at_limit, at_two, change)]
    allowed, raids = allowed_in(MEASURES[k], limit, tolerance), min(len(level.values) for level in levels)
    return Finding(
        scenario.name, MEASURES[k], own_tick, own, errors[0], limit, errors[1], two, errors[2], bias, errors[3], allowed,
        *verdict_on(bias, errors[3], allowed), raids, None if allowed is None else needed(raids, errors[3], allowed),
    )  # fmt: skip


def allowed_in(measure: str, limit: float, tolerance: Tolerance) -> float | None:
    """How far may this measure be off? None where it is not judged: durations, and losses of hardly anybody."""
    if measure == "chance":
        return tolerance.chance
    return tolerance.losses if measure.endswith("_lost") and limit >= tolerance.least else None


def verdict_on(bias: float, error: float, allowed: float | None) -> tuple[str, bool]:
    """Is the tolerance met or missed, and is that beyond the error of sampling?"""
    if allowed is None:
        return "not judged", True
    return "met" if abs(bias) <= allowed else "missed", abs(abs(bias) - allowed) > SURE * error


def needed(raids: int, error: float, allowed: float) -> int:
    """How many raids at the finest tick, and in proportion elsewhere, would make the tolerance worth four standard errors?"""
    return int(np.ceil(raids * (ENOUGH * error / allowed) ** 2))


def level_rows(name: str, levels: Sequence[Level]) -> list[dict[str, Any]]:
    """A row for each tick and measure: its raids, mean and standard error."""
    return [
        {
            "scenario": name, "tick_minutes": level.tick, "measure": measure, "raids": len(level.values),
            "mean": float(level.values[:, k].mean()), "error": error_of([level], k, np.ones(1)),
        }
        for level in levels
        for k, measure in enumerate(MEASURES)
    ]  # fmt: skip
