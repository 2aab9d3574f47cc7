"""What was reported of a raid, and the claims of the model that it is to be compared with.

Rows are those of `sim.table.play_rows`: bare numbers, shape (..., raids, N_COLUMNS).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.config import Scenario
from sim.outcome import COLUMNS
from sim.state import Cause, Ending

AT = {column.name: k for k, column in enumerate(COLUMNS)}
INTERVAL = (0.05, 0.25, 0.5, 0.75, 0.95)  # a report is met within the outer two


class Claimed(NamedTuple):
    """The measure that stands for a reported figure."""

    column: str  # of `sim.outcome.COLUMNS`
    words: str
    unit: str


# What is claimed of places is seen by those who stand in them: it is reported as it is.
CLAIMED = {
    "defenders_killed": Claimed("attackers_claim_killed", "defenders killed", "people"),
    "defenders_wounded": Claimed("attackers_claim_wounded", "defenders wounded", "people"),
    "defenders_captured": Claimed("attackers_claim_captured", "defenders captured", "people"),
    "defenders_fled": Claimed("attackers_claim_fled", "defenders fled", "people"),
    "attackers_killed": Claimed("attackers_claim_own_killed", "attackers killed", "people"),
    "arms_captured": Claimed("attackers_claim_arms", "arms captured", "arms"),
    "attackers_rounds_fired": Claimed("attackers_claim_rounds", "rounds fired by the attackers", "rounds"),
    "strongpoints_taken": Claimed("strongpoints_taken", "strongpoints taken", "strongpoints"),
    "duration_hours": Claimed("attackers_claim_hours", "duration of the fight", "h"),
    "burned": Claimed("burned", "station burned", "share of the raids"),
}


class Facts(NamedTuple):
    """What was reported of one raid."""

    scenario: str
    endings: tuple[str, ...]
    causes: tuple[str, ...]
    figures: dict[str, tuple[float, ...]]  # by name; of several reports several numbers
    flags: frozenset[str]  # figures that are true or false
    without_claim: tuple[str, ...]  # reported, but no measure stands for it


def facts_of(scenario: Scenario) -> Facts:
    """What was reported, and can be compared?

    Parameters
    ----------
    scenario : Scenario
        Its block `reported` says what.

    Returns
    -------
    Facts
        Figures in the order of `CLAIMED`.
    """
    told = {name: value if isinstance(value, list) else [value] for name, value in scenario.reported.facts.items()}
    return Facts(
        scenario.name,
        tuple(scenario.reported.endings),
        tuple(scenario.reported.causes),
        {name: tuple(map(float, told[name])) for name in CLAIMED if name in told},
        frozenset(name for name, values in told.items() if all(isinstance(value, bool) for value in values)),
        tuple(name for name in told if name not in CLAIMED),
    )


def column(rows: np.ndarray, name: str) -> np.ndarray:
    """One measure of each raid, shape (..., raids)."""
    return rows[..., AT[name]]


def claims(rows: np.ndarray, fact: str) -> np.ndarray:
    """What the model reports of this figure, shape (..., raids)."""
    return column(rows, CLAIMED[fact].column)


def has_ending(rows: np.ndarray, endings: Sequence[str]) -> np.ndarray:
    """Which raids ended in one of these ways? Shape (..., raids)."""
    return np.isin(column(rows, "ending"), [Ending[word.upper()] for word in endings])


def has_cause(rows: np.ndarray, causes: Sequence[str]) -> np.ndarray:
    """Which raids ended for one of these causes? Shape (..., raids)."""
    return np.isin(column(rows, "cause"), [Cause[word.upper()] for word in causes])
