"""What an explanation may be asked for."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from experiments.door import Job
from experiments.settings import Settings, all_or_names, judge_settings, model_of
from sim.config import Name
from sim.mistakes import as_written, nearest
from sim.reading import read_yaml
from sim.sweeps.request import CLUSTERS
from sim.why.measures import refuse_measure
from sim.why.relieved import Factor, Factors


class WhyBlock(BaseModel):
    """What is relieved, what is measured, and how much is played."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dir: Path
    file: Path | None
    factors: Factors
    instead: dict[Name, dict[str, Any]] | None
    measure: Annotated[str, AfterValidator(refuse_measure)]
    raids: Annotated[int, Field(ge=2, le=100_000, strict=True)]
    only: Annotated[list[str], Field(min_length=1)] | None
    exact: Annotated[int, Field(ge=1, le=12, strict=True)]
    orders: Annotated[int, Field(ge=4, le=4096, multiple_of=2, strict=True)]
    half_width: Annotated[float, Field(gt=0)]

    @model_validator(mode="before")
    @classmethod
    def _of_a_file(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("file"), str):
            return value | {"factors": read_yaml(Path(value["file"])).get("factors")}
        return value

    @field_validator("only", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("only", "instead")
    @classmethod
    def _are_factors(cls, value: Any, info: ValidationInfo) -> Any:
        known = list(info.data.get("factors", {}))
        for name in value or []:
            if known and name not in known:
                near = nearest(name, known)
                raise ValueError(f"should name some of {', '.join(known)}; it names {as_written(name)}{near}")
        return value

    @property
    def chosen(self) -> dict[str, Factor]:
        """The factors that are asked for."""
        changes = self.instead or {}
        asked = {name: self.factors[name] for name in self.factors if self.only is None or name in self.only}
        return {name: factor.instead(changes[name]) if name in changes else factor for name, factor in asked.items()}


class WhySettings[C: BaseModel](Settings):
    """Why a raid falls short."""

    scenarios: Any  # "all", a list of names, or None
    format: Literal["text", "json"]
    why: WhyBlock
    cluster: C

    @field_validator("scenarios", mode="before")
    @classmethod
    def _all_or_names(cls, value: Any) -> Any:
        return value if value is None else all_or_names(value)


def judge_why(job: Job) -> "WhySettings[Any]":
    """Are these the settings of an explanation? Which cluster is meant says `kind`."""
    cluster = model_of(job, "cluster", CLUSTERS)
    return judge_settings(WhySettings[cluster], job)  # type: ignore[valid-type]
