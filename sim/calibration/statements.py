"""What is said of the model, as data: a sentence, the raids it speaks of, what is measured in them, and when it holds."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from sim.changes import changed, with_levels
from sim.config import Scenario, Text
from sim.mistakes import ConfigurationError, nearest
from sim.reading import choices
from sim.scenario import load_scenario
from sim.spans import shown
from sim.subject import RAID

MEASURES = {"occupied": None, "ended": "ending", "failed for": "cause", "losses apart": None}  # and what their words are
ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "above": operator.gt, "at least": operator.ge, "below": operator.lt, "at most": operator.le,
}  # fmt: skip
NUMBER = r"-?\d+(?:\.\d+)?"
Changes = dict[str, Any]


class Measure(NamedTuple):
    """What is measured in a raid."""

    kind: str  # of MEASURES
    codes: tuple[int, ...]  # of the endings or causes it names


class Limit(NamedTuple):
    """When does a quantity pass?"""

    order: str  # of ORDERS
    limit: float

    def passed(self, values: Any) -> Any:
        """Which of these pass? What has no answer does not."""
        return ORDERS[self.order](values, self.limit)


def read_measure(value: Any) -> Measure:
    """`occupied`, `ended WORDS`, `failed for WORDS`, `losses apart`; words are endings or causes with commas between."""
    found = re.fullmatch(rf"({'|'.join(MEASURES)})(?: +(\S.*))?", value) if isinstance(value, str) else None
    if found is None or (MEASURES[found[1]] is None) != (found[2] is None):
        raise ValueError(
            "should be occupied, losses apart, ended and an ending, or failed for and causes, "
            f"such as 'failed for air, relief'; it is {shown(value)}"
        )
    return Measure(
        found[1], tuple(code_of(MEASURES[found[1]], word.strip()) for word in (found[2] or "").split(",") if found[2])
    )


def code_of(kind: str | None, word: str) -> int:
    """The number of an ending or a cause."""
    words = RAID.codes[kind or ""]
    if word not in words:
        raise ValueError(f"should name one of {', '.join(words)}; it names {shown(word)}{nearest(word, words)}")
    return words.index(word)


def read_limit(value: Any) -> Limit:
    """`above 0.1`, `at least 0.1`, `below 0.1`, `at most 0.1`."""
    found = re.fullmatch(rf"({'|'.join(ORDERS)}) +({NUMBER})", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"should be above, at least, below or at most a number, such as 'above 0.1'; it is {shown(value)}")
    return Limit(found[1], float(found[2]))


class Statement(BaseModel):
    """Something that is said of the model, and can be wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    says: Text
    scenario: Annotated[str, Field(strict=True)]
    measure: Annotated[Any, BeforeValidator(read_measure)]
    of: Annotated[list[Changes], Field(min_length=1, max_length=20)]
    minus: Annotated[list[Changes], Field(max_length=20)]
    holds: Annotated[Any, BeforeValidator(read_limit)]

    @field_validator("of", "minus", mode="before")
    @classmethod
    def _changes(cls, value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise ValueError(f"should be a list of changes, such as [{{air: none}}], or [{{}}] for none; it is {shown(value)}")
        return value

    @model_validator(mode="after")
    def _one_kind_of_raids(self) -> "Statement":
        if self.measure.kind in ("failed for", "losses apart") and (len(self.of) > 1 or self.minus):
            raise ValueError(f"of, minus: {self.measure.kind} is measured in one kind of raids, in 'of'; 'minus' should be []")
        return self


def changed_scenario(statement: Statement, changes: Changes, rules: Mapping[str, Any]) -> Scenario:
    """The scenario of which a statement speaks, with these changes and rates.

    Parameters
    ----------
    statement : Statement
        Its scenario is a shipped name or a file.
    changes : dict
        Path to value: a number, a range, a flag or word; ``times 2`` for twice the scenario's own; the name of a choice such as
        ``air: none``. `*` stands for all groups, or all contingents.
    rules : mapping
        The rates, ranges where they are varied.

    Raises
    ------
    ConfigurationError
        If there is no such scenario, with the path and what would have been right.
    """
    for path in changes:
        if path.partition(".")[0] == "rules":
            raise ConfigurationError(
                f"{path}: is a rate, and rates hang on the draw; a statement may change the scenario alone"
            )
    chosen = {path: word for path, word in changes.items() if path in choices() and isinstance(word, str)}
    base = load_scenario(statement.scenario, [f"{path}={word}" for path, word in chosen.items()])
    own = changed(base, {path: value for path, value in changes.items() if path not in chosen})
    return with_levels(own, {f"rules.{name}": value for name, value in rules.items()})
