"""What is played: raids, or whatever else registers here and then goes through the same designs, sweeps and shares."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from pydantic import BaseModel

from sim.batch import play_points
from sim.compiled import source_digest
from sim.config import Scenario
from sim.mistakes import SCENARIO, Form
from sim.outcome import COLUMNS, Column
from sim.scenario import compile_plan, fact_slots, is_whole, judge, load_scenario, scenario_names, value_at
from sim.state import Cause, Ending, make_workspace
from sim.warm import warm_up

MEASURED = ("count", "real", "flag")  # kinds of columns with a value in every row


class Subject(NamedTuple):
    """One kind of thing that is played, from its configuration to a row of its table."""

    name: str  # of one; also of the column that numbers them in a table
    many: str  # of several; also of the folder of their parts
    form: Form  # of its configuration
    choices: tuple[str, ...]  # groups of `configs/` that can be factors themselves
    told: tuple[str, ...]  # parts of the configuration that are told, not played
    columns: tuple[Column, ...]  # of a row, in their order
    codes: Mapping[str, Sequence[str]]  # of each column of codes, the words
    usual: str  # the measure that is meant where none is named
    success: Callable[[Any], str]  # the measure that says whether what is configured succeeded; of raids also an ending
    lacking: Mapping[str, str]  # of flags: what is said of those in which they are false

    names: Callable[[], list[str]]  # of configurations that ship
    load: Callable[[str, Sequence[str]], Any]  # a shipped name or a file, and changes: the configuration, judged
    judge: Callable[[dict[str, Any]], Any]  # plain data to the configuration

    fact_slots: Callable[[Any], dict[str, int]]  # where in a plan each path stands
    value_at: Callable[[Any, str], Any]  # the span of numbers at a path
    is_whole: Callable[[Any, str], bool]
    compile_plan: Callable[[Any], Any]  # to a NamedTuple with the bounds of all facts, `low` and `high`
    make_workspace: Callable[[], Any]
    play_points: Callable[..., Any]  # of (workspace, plan, seed, slots, levels, numbers, rows), as `sim.batch.play_points`
    is_unended: Callable[[np.ndarray], np.ndarray]  # of rows of bare numbers: which did not come to an end
    warm_up: Callable[[], Any]  # have the compiled rules at hand, and tell
    source_digest: Callable[[], str]  # of the compiled rules

    @property
    def measures(self) -> tuple[str, ...]:
        """Which columns are a number or a flag in every row?"""
        return tuple(c.name for c in self.columns if c.kind in MEASURED and c.name != self.name)

    @property
    def has_causes(self) -> bool:
        """Is it logged why the attackers left?"""
        return any(column.name == "cause" for column in self.columns)

    def is_flag(self, measure: str) -> bool:
        """Is this column true or false?"""
        return any(c.name == measure and c.kind == "flag" for c in self.columns)


_PLACES = {column.name: k for k, column in enumerate(COLUMNS)}


def success_of_raid(scenario: Scenario) -> str:
    """Success is occupation at some time where the attackers came for that."""
    return "occupied" if scenario.resistance.objective == "occupy" else "objective_met"


def is_unended_raid(rows: np.ndarray) -> np.ndarray:
    """Which of these rows, shape (raids, N_COLUMNS), are of raids without an ending?"""
    return (rows[:, _PLACES["ending"]] <= Ending.RUNNING) | ~np.isfinite(rows[:, _PLACES["duration_minutes"]])


RAID = Subject(
    name="raid",
    many="raids",
    form=SCENARIO,
    choices=("air", "relief", "weather", "station", "resistance", "garrison", "rules"),
    told=("name", "title", "source", "assumed", "reported"),
    columns=COLUMNS,
    codes={"ending": [member.name.lower() for member in Ending], "cause": [member.name.lower() for member in Cause]},
    usual="occupied",
    success=success_of_raid,
    lacking={"occupied": "do not occupy the station", "objective_met": "miss what they came for", "burned": "do not burn it"},
    names=scenario_names,
    load=load_scenario,
    judge=judge,
    fact_slots=fact_slots,
    value_at=value_at,
    is_whole=is_whole,
    compile_plan=compile_plan,
    make_workspace=make_workspace,
    play_points=play_points,
    is_unended=is_unended_raid,
    warm_up=warm_up,
    source_digest=source_digest,
)
_REGISTERED = {RAID.name: RAID}


def register(subject: Subject) -> Subject:
    """Have this subject known by its name, by its configurations and by its tables; it stands in for one of the same name."""
    _REGISTERED[subject.name] = subject
    return subject


def registered() -> list[Subject]:
    """All that are known so far."""
    return list(_REGISTERED.values())


def subject_named(name: str) -> Subject:
    """The subject of this name."""
    return _REGISTERED[name]


def subject_of(scenario: BaseModel) -> Subject:
    """What is played from this configuration?"""
    for subject in _REGISTERED.values():
        if isinstance(scenario, subject.form.model):
            return subject
    raise TypeError(f"should be a configuration of {', '.join(_REGISTERED)}; it is {type(scenario).__name__}")


def subject_among(names: Sequence[str]) -> Subject:
    """What stands in a table with these columns? Raids, unless others are numbered."""
    return next((subject for name, subject in _REGISTERED.items() if name in names), RAID)
