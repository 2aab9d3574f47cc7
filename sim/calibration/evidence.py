"""What is known to have happened, as events that a raid shows or does not show: reports of incidents, historical cases."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.config import Scenario
from sim.history.blind import Mapping
from sim.history.cases import Case
from sim.history.mapping import scenario_of
from sim.patterns.facts import Facts, claims, column, facts_of, has_cause, has_ending
from sim.scenario import judge

Shows = Callable[[np.ndarray], np.ndarray]  # rows of shape (..., raids, N_COLUMNS) to flags of shape (..., raids)


class Piece(NamedTuple):
    """One thing that was reported, or that happened."""

    name: str
    shows: Shows
    importance: float  # of its log-likelihood
    is_history: bool  # whether it is seen through the model's discrepancy


class Trial(NamedTuple):
    """One scenario, with all that is known of it."""

    name: str
    scenario: Scenario
    pieces: tuple[Piece, ...]


def historical(cases: Sequence[Case], mapping: Mapping, rules: dict[str, Any]) -> list[Trial]:
    """Each case whose outcome is known: was it occupied at some time, or not?"""
    return [
        Trial(case.id, scenario_of(case.before, mapping, rules), (Piece(case.id, occupied_is(outcome), 1.0, True),))
        for case in cases
        if (outcome := case.afterwards.occupied) is not None
    ]


def occupied_is(outcome: bool) -> Shows:
    """Which raids ended as this case did?"""
    return lambda rows: (column(rows, "occupied") > 0.0) == outcome


def reported(scenario: Scenario, rules: dict[str, Any], least_tick: float, tolerance: float) -> Trial:
    """What was reported of a scenario: its ending with its cause, and each figure, met within a factor.

    Parameters
    ----------
    scenario : Scenario
        A shipped one.
    rules : dict
        The rates, as plain data or ranges.
    least_tick : float
        Minutes; scenarios with a shorter tick are played with this one.
    tolerance : float
        A claim of the model meets a report if neither is more than so many times the other, one added to both.
    """
    tick = max(scenario.tick_minutes.low, least_tick)
    played = judge(scenario.model_dump() | {"rules": rules, "tick_minutes": tick})
    facts = facts_of(scenario)
    pieces = [Piece(f"{scenario.name}: ending", ended_as(facts), 1.0, False)]
    for name, reports in facts.figures.items():
        for report in reports:
            shows = near(name, report, 1.0 if name in facts.flags else tolerance)
            pieces.append(Piece(f"{scenario.name}: {name} {report:g}", shows, 1.0 / len(reports), False))
    return Trial(scenario.name, played, tuple(pieces))


def ended_as(facts: Facts) -> Shows:
    """Which raids ended in a reported way, and if a cause was reported, for that?"""
    return lambda rows: has_ending(rows, facts.endings) & (has_cause(rows, facts.causes) | (facts.causes == ("none",)))


def near(name: str, report: float, tolerance: float) -> Shows:
    """Which raids are claimed to have this figure, within a factor?"""
    room = np.log(tolerance) + 1e-9
    return lambda rows: np.abs(np.log1p(claims(rows, name)) - np.log1p(report)) <= room
