"""What stands in the way of a raid, and how it is when that is relieved."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sim.changes import levels_of, shared_path, with_levels
from sim.config import Name, Text
from sim.mistakes import ConfigurationError
from sim.spans import shown
from sim.state import Cause
from sim.sweeps.factors import flat

PREFIX = "relieved_"  # of a column that says whether a factor is relieved
CAUSES = tuple(cause.name.lower() for cause in Cause)


class Factor(BaseModel):
    """Something that may keep a raid from succeeding, and what is changed when it is relieved."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Text  # as a figure writes it
    means: Text  # what it is when it is relieved, in a clause
    cause: str | None  # the logged cause of leaving that stands beside it
    changes: Annotated[dict[str, Any], Field(min_length=1)]

    @field_validator("cause")
    @classmethod
    def _is_a_cause(cls, value: str | None) -> str | None:
        if value is not None and value not in CAUSES:
            raise ValueError(f"should be null or one of {', '.join(CAUSES)}; it is {shown(value)}")
        return value

    @field_validator("changes", mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        return flat_changes(value) if isinstance(value, Mapping) else value

    def instead(self, changes: Mapping[str, Any]) -> "Factor":
        """The same factor, relieved by other changes."""
        written = dict(flat_changes(changes))
        means = ", ".join(f"{path}: {shown(value)}" for path, value in written.items())
        return Factor(label=self.label, means=means, cause=self.cause, changes=written)


def flat_changes(changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Paths may be written as one key, or as mappings in mappings."""
    return dict(flat(changes))


Factors = Annotated[dict[Name, Factor], Field(min_length=1, max_length=40)]


def conditions_of(scenario: Any, factors: Mapping[str, Factor]) -> dict[str, dict[str, Any]]:
    """Which levels of this scenario does each factor change when it is relieved? None where it is so already.

    Raises
    ------
    ConfigurationError
        If a change cannot be made, or two factors change the same setting.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, factor in factors.items():
        try:
            found[name] = levels_of(scenario, factor.changes)
            with_levels(scenario, found[name])
        except ConfigurationError as error:
            raise ConfigurationError(f"why.factors.{name}.changes: {error} (scenario {scenario.name})") from None
    refuse_shared(found)
    return found


def refuse_shared(conditions: Mapping[str, Mapping[str, Any]]) -> None:
    """What two factors both change would be relieved twice."""
    if found := shared_path(conditions):
        first, second, path = found
        raise ConfigurationError(f"why.factors: {first} and {second} both change {path}; should be one of them")


def columns_of(conditions: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The same by the names of the columns in a table of points."""
    return {f"{PREFIX}{name}": levels for name, levels in conditions.items()}
