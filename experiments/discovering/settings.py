"""What a discovery may be asked, judged once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, Field, field_validator, model_validator

from experiments.door import Job
from experiments.settings import MAX_RUNS, Settings, judge_settings, model_of
from sim.config import Cause, Ending
from sim.discovery.interest import Interest
from sim.mistakes import nearest
from sim.outcome import COLUMNS
from sim.sweeps.request import CLUSTERS, MEASURES, FactorsAsked, Points

if TYPE_CHECKING:
    from sim.discovery.search import Wishes

FLAGS = [column.name for column in COLUMNS if column.kind == "flag"]

Share = Annotated[float, Field(gt=0, lt=1)]


class DiscoverBlock(FactorsAsked):
    """What is played, which raids are to be explained, and which box is wanted."""

    dir: Path
    design: Literal["sobol", "lhs"]
    n: Points
    raids: Annotated[int, Field(ge=1, le=MAX_RUNS, strict=True)]
    measure: str | None
    at_least: Annotated[float, Field(allow_inf_nan=False)] | None
    at_most: Annotated[float, Field(allow_inf_nan=False)] | None
    ending: Annotated[list[Ending], Field(min_length=1)] | None
    cause: Annotated[list[Cause], Field(min_length=1)] | None
    failure: Annotated[bool, Field(strict=True)]
    density: Share | None
    significance: Share
    peel: Annotated[float, Field(ge=0.01, le=0.5)]
    mass: Annotated[float, Field(ge=0.005, le=0.5)]
    shares: Annotated[list[Share], Field(min_length=3, max_length=3)]
    few_points: Annotated[int, Field(ge=2, strict=True)]

    @field_validator("dir", mode="before")
    @classmethod
    def _is_named(cls, value: Any) -> Any:
        if value in ("", None):
            raise ValueError("is empty; should be a folder of its own, such as discover.dir=results/x")
        return value

    @field_validator("measure")
    @classmethod
    def _is_a_measure(cls, value: str | None) -> str | None:
        if value is not None and value not in MEASURES:
            raise ValueError(f"should be a measure or null{nearest(value, MEASURES)}; it is {value!r}")
        return value

    @field_validator("ending", "cause", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("shares")
    @classmethod
    def _make_a_whole(cls, value: list[float]) -> list[float]:
        if abs(sum(value) - 1.0) > 1e-9:
            raise ValueError(f"should add up to 1; it is {value}")
        return value

    @model_validator(mode="after")
    def _bounds_are_of_a_number(self) -> "DiscoverBlock":
        bounds = self.at_least is not None or self.at_most is not None
        if bounds and self.measure is None:
            raise ValueError(
                "at_least, at_most: bound a measure; should be given with it: measure=defenders_killed at_least=10"
            )
        if not bounds and self.measure is not None and self.measure not in FLAGS:
            raise ValueError(f"measure={self.measure}: is a number; should be given with at_least or at_most")
        if None not in (self.at_least, self.at_most) and self.at_least > self.at_most:  # type: ignore[operator]
            raise ValueError(f"at_least should be no more than at_most={self.at_most:g}; it is {self.at_least:g}")
        return self

    @property
    def interest(self) -> Interest:
        """Which raids are to be explained?"""
        words = (tuple(self.ending or ()), tuple(self.cause or ()))
        return Interest(self.measure, self.at_least, self.at_most, *words, self.failure)

    @property
    def wishes(self) -> "Wishes":
        """How is the box sought, and which is wanted?"""
        from sim.discovery.search import Wishes

        return Wishes(self.density, self.significance, self.peel, self.mass)


class DiscoverSettings[C: BaseModel](Settings):
    """A search for conditions, in raids that are played for it on a cluster of kind C or in results that are there."""

    results: Annotated[list[Path], Field(min_length=1)] | None
    format: Literal["text", "json"]
    cluster: C
    discover: DiscoverBlock

    @field_validator("results", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_source(self) -> "DiscoverSettings[C]":
        if self.results is not None and self.scenario_file is not None:
            raise ValueError("results, scenario_file: both are given; should be one, since results were played already")
        if self.results is not None and self.discover.factors is not None:
            raise ValueError("results, discover.factors: both are given; should be one, since results have their own factors")
        return self


def judge_discovery(job: Job) -> "DiscoverSettings[Any]":
    """Are these the settings of a discovery? Which cluster is meant says `kind`."""
    cluster = model_of(job, "cluster", CLUSTERS)
    return judge_settings(DiscoverSettings[cluster], job)  # type: ignore[valid-type]
