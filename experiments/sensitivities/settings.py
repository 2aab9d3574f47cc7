"""What `sensitivity` may be asked, judged once."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from experiments.settings import Settings
from sim.mistakes import nearest
from sim.outcome import COLUMNS
from sim.sensitivity.sample import Method
from sim.sweeps.factors import Factor
from sim.sweeps.request import MEASURES, MOST_POINTS, FactorsAsked, Seed


class SensitivityDesign(FactorsAsked):
    """Over what, and how densely."""

    n: Annotated[int, Field(ge=4, le=MOST_POINTS, strict=True)]
    seed: Seed

    @field_validator("factors", "usual")
    @classmethod
    def _two_levels(cls, value: tuple[Factor, ...] | None) -> tuple[Factor, ...] | None:
        for factor in value or ():
            if factor.levels is not None and len(factor.levels) < 2:
                raise ValueError(f"{factor.path}: should have two levels or more, since one that is fixed decides nothing")
        return value


class SensitivityBlock(BaseModel):
    """Of what, how surely, and where it goes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dir: Path
    measures: Annotated[list[str], Field(min_length=1, max_length=12)]
    resamples: Annotated[int, Field(ge=2, le=10_000, strict=True)]
    grid: Annotated[int, Field(ge=2, le=64, multiple_of=2, strict=True)]

    @field_validator("dir", mode="before")
    @classmethod
    def _is_named(cls, value: Any) -> Any:
        if value in ("", None):
            raise ValueError("is empty; should be a folder of its own, such as sensitivity.dir=results/x")
        return value

    @field_validator("measures", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("measures")
    @classmethod
    def _are_numbers_in_every_raid(cls, value: list[str]) -> list[str]:
        for name in value:
            if name not in MEASURES:
                raise ValueError(why_no_measure(name))
            if value.count(name) > 1:
                raise ValueError(f"each should stand once; {name} stands {value.count(name)} times")
        return value


class SensitivitySettings(Settings):
    """A sensitivity analysis."""

    method: Method
    design: SensitivityDesign
    sensitivity: SensitivityBlock
    format: Literal["text", "json"]


def why_no_measure(name: str) -> str:
    """Why can the variance of this not be told apart, and what would do?"""
    known = {column.name: column for column in COLUMNS}
    right = f"measures are {', '.join(MEASURES)}"
    if name not in known:
        return f"{name!r} is no measure{nearest(name, MEASURES)}; {right}"
    kind = "is a word" if known[name].kind == "code" else "names the raid" if name == "raid" else "has no value in some raids"
    return f"{name} {kind} ({known[name].meaning}); should be a number in every raid; {right}"
