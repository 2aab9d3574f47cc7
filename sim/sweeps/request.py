"""What a sweep is asked for: a design, replicates, engines. Judged once, at the door."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from sim.spans import shown
from sim.subject import RAID, Subject
from sim.sweeps.factors import Factor, read_factors

MOST_POINTS = 2**20
MOST_REPLICATES = 10_000_000
MEASURES = RAID.measures

Points = Annotated[int, Field(ge=1, le=MOST_POINTS, strict=True)]
Seed = Annotated[int, Field(ge=0, lt=2**63, strict=True)]


class Asked(BaseModel):
    """A block of settings: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class FactorsAsked(Asked):
    """Designs that combine or sample factors."""

    factors: Any  # {PATH: [VALUE, ...] or {low, high, log, integer}}; null: the usual ones that are not fixed
    usual: Any

    @field_validator("factors", "usual")
    @classmethod
    def _read(cls, value: Any) -> tuple[Factor, ...] | None:
        return None if value is None else read_factors(value)


class ZippedAsked(FactorsAsked):
    """Designs in which factors may move together."""

    zipped: list[list[str]]  # lists of paths

    @model_validator(mode="after")
    def _zipped_are_factors(self) -> "ZippedAsked":
        paths = {factor.path for factor in self.factors or self.usual or ()}
        for family in self.zipped:
            for path in family:
                if path not in paths:
                    raise ValueError(f"zipped should name factors of the design; it names {shown(path)}")
        flat = [path for family in self.zipped for path in family]
        if len(flat) != len(set(flat)):
            raise ValueError("zipped should name each factor once")
        return self


class FactorialDesign(ZippedAsked):
    """Every level of each factor with every level of the others."""

    kind: Literal["factorial"]
    n: Annotated[int, Field(ge=2, le=1000, strict=True)]  # levels of a factor that is given as a range


class SampledDesign(ZippedAsked):
    """So many points spread over the ranges of the factors."""

    kind: Literal["sobol", "lhs", "nolh"]
    n: Points
    seed: Seed


class BoundaryDesign(FactorsAsked):
    """Points where the chance of occupation crosses a level."""

    kind: Literal["boundary"]
    n: Annotated[int, Field(ge=8, le=4000, strict=True)]  # points in all
    first: Annotated[int, Field(ge=4, le=1000, strict=True)]  # spread evenly, before any is known
    batch: Annotated[int, Field(ge=1, le=500, strict=True)]  # chosen at once
    level: Annotated[float, Field(gt=0.0, lt=1.0)]


class ListDesign(Asked):
    """Points one by one."""

    kind: Literal["list"]
    points: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_POINTS)]

    @field_validator("points", mode="before")
    @classmethod
    def _is_given(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("is missing; should be a list such as [{air.delay_minutes: 60}, {air.delay_minutes: 120}]")
        return value


class CsvDesign(Asked):
    """Points from a table: a column for each factor, named by its path."""

    kind: Literal["csv"]
    file: Path

    @field_validator("file", mode="before")
    @classmethod
    def _is_given(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("is missing; should be a table of points, such as design.file=points.csv")
        return value


Design = FactorialDesign | SampledDesign | BoundaryDesign | ListDesign | CsvDesign
DESIGNS: dict[str, type[Any]] = {
    "factorial": FactorialDesign,
    "sobol": SampledDesign,
    "lhs": SampledDesign,
    "nolh": SampledDesign,
    "boundary": BoundaryDesign,
    "list": ListDesign,
    "csv": CsvDesign,
}


def subject_asked(info: ValidationInfo) -> Subject:
    """What is to be played? Raids, unless the context of the judgement says otherwise."""
    return (info.context or {}).get("subject", RAID)


class Replicates(Asked):
    """Raids of each point: so many, or until a measure is known well enough."""

    min: Annotated[int, Field(ge=1, le=MOST_REPLICATES, strict=True)]
    max: Annotated[int, Field(ge=1, le=MOST_REPLICATES, strict=True)]
    measure: str = RAID.usual
    half_width: Annotated[float, Field(gt=0.0)] | None = None
    relative: Annotated[bool, Field(strict=True)] = False

    @model_validator(mode="before")
    @classmethod
    def _number_is_fixed(cls, value: Any, info: ValidationInfo) -> Any:
        usual = {"measure": subject_asked(info).usual}
        if isinstance(value, int) and not isinstance(value, bool):
            return {"min": value, "max": value} | usual
        if not isinstance(value, dict):
            raise ValueError(
                f"should be a whole number, or {{min: a, max: b, measure: {usual['measure']}, half_width: 0.02, "
                f"relative: false}}; it is {shown(value)}"
            )
        return usual | value

    @field_validator("measure")
    @classmethod
    def _is_a_measure(cls, value: str, info: ValidationInfo) -> str:
        from sim.mistakes import nearest

        known = subject_asked(info).measures
        if value not in known:
            near = nearest(value, known)
            raise ValueError(f"should be a measure{near}; it is {shown(value)}; measures are {', '.join(known)}")
        return value

    @model_validator(mode="after")
    def _min_before_max(self) -> "Replicates":
        if self.min > self.max:
            raise ValueError(f"min should be at most max={self.max}; it is {self.min}")
        if self.half_width is None and self.min != self.max:
            raise ValueError("half_width is missing; it says when a point has raids enough, between min and max")
        return self

    @property
    def is_fixed(self) -> bool:
        """Is the number of raids known beforehand?"""
        return self.half_width is None or self.min == self.max


class LocalCluster(Asked):
    """Threads of this machine."""

    kind: Literal["local"]


class DaskCluster(Asked):
    """A Dask scheduler at an address, or one with local worker processes that is started for this sweep."""

    kind: Literal["dask"]
    address: str | None
    processes: Annotated[int, Field(ge=1, le=4096, strict=True)] | None


class SlurmCluster(Asked):
    """Jobs of a Slurm cluster, or with `where: local` the same through processes of this machine."""

    kind: Literal["slurm"]
    where: Literal["slurm", "local"]
    jobs: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    cores: Annotated[int, Field(ge=1, le=1024, strict=True)]
    memory_gb: Annotated[float, Field(gt=0.0)]
    minutes: Annotated[int, Field(ge=1, strict=True)]
    partition: str | None


Cluster = LocalCluster | DaskCluster | SlurmCluster
CLUSTERS: dict[str, type[Any]] = {"local": LocalCluster, "dask": DaskCluster, "slurm": SlurmCluster}
