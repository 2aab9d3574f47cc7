"""What each command may be asked, judged once."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from experiments.door import Job
from sim.mistakes import ConfigurationError, explain

MAX_RUNS = 10_000_000
MAX_CELLS = 20_000


class Settings(BaseModel):
    """What all commands share."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: Annotated[int, Field(ge=0, lt=2**63, strict=True)]
    scenario_file: str | None
    workers: Annotated[int, Field(ge=1, le=1024, strict=True)] | None


class RaidSettings(Settings):
    """One raid."""

    raid: Annotated[int, Field(ge=0, lt=2**32, strict=True)]
    animate: Annotated[bool, Field(strict=True)]
    animation: Literal["gif", "mp4"]


def all_or_names(value: Any) -> Any:
    """`all`, or a list of names; one name is a list of one."""
    names = [value] if isinstance(value, str) and value != "all" else value
    if names != "all" and (not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names)):
        raise ValueError(f"should be all, or a list of names of scenarios; it is {value!r}")
    return names


class SweepBlock(BaseModel):
    """Many raids of many scenarios."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenarios: Any  # "all", or a list of names
    runs: Annotated[int, Field(ge=1, le=MAX_RUNS, strict=True)]
    factors: dict[str, Annotated[list[Any], Field(min_length=1)]] | None
    usual_factors: dict[str, list[Any]]

    @field_validator("scenarios", mode="before")
    @classmethod
    def _all_or_names(cls, value: Any) -> Any:
        return all_or_names(value)

    @field_validator("factors")
    @classmethod
    def _levels_are_numbers(cls, value: Any) -> Any:
        for path, levels in (value or {}).items():
            for level in levels:
                if not isinstance(level, (int, float)):
                    raise ValueError(f"{path}: each level should be a number; one is {level!r}")
        return value


class SweepSettings(Settings):
    """A sweep."""

    sweep: SweepBlock


class CompareSettings(Settings):
    """A comparison, of raids that are played for it or of results that are there."""

    scenarios: Any  # "all", a list of names, or None
    results: Annotated[list[Path], Field(min_length=1)] | None
    replicates: Annotated[int, Field(ge=2, le=MAX_RUNS, strict=True)]
    courses: Annotated[int, Field(ge=2, le=100_000, strict=True)]
    baseline: str | None
    by: Annotated[list[str], Field(min_length=1)] | None
    phase: Annotated[list[str], Field(min_length=2, max_length=2)] | None
    phase_by: str | None
    level: Annotated[float, Field(gt=0, lt=1)]
    formats: Annotated[list[Literal["png", "svg", "pdf"]], Field(min_length=1)]

    @field_validator("results", "by", "formats", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("phase")
    @classmethod
    def _two_different(cls, value: Any) -> Any:
        if value is not None and value[0] == value[1]:
            raise ValueError(f"should be two different factors; both are {value[0]}")
        return value

    @field_validator("scenarios", mode="before")
    @classmethod
    def _all_or_names(cls, value: Any) -> Any:
        return value if value is None else all_or_names(value)

    @model_validator(mode="after")
    def _one_source(self) -> "CompareSettings":
        is_played = self.scenarios is not None or self.scenario_file is not None
        if is_played == (self.results is not None):
            have = "both are given" if is_played else "neither is given"
            raise ValueError(
                f"scenarios, results: {have}; should be one of them: scenarios=all or scenarios=[NAME, NAME] plays raids and "
                "compares them, results=[FOLDER, FOLDER] compares raids that were played"
            )
        return self


class BenchBlock(BaseModel):
    """A measurement of speed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    runs: Annotated[int, Field(ge=64, le=MAX_RUNS, strict=True)]
    mesa_runs: Annotated[int, Field(ge=1, le=1000, strict=True)]
    compile: Annotated[bool, Field(strict=True)]


class BenchSettings(Settings):
    """A bench."""

    bench: BenchBlock


def judge_settings[S: Settings](model: type[S], job: Job) -> S:
    """Are these the settings of this command?"""
    try:
        return model.model_validate(job.settings)
    except ValidationError as error:
        raise ConfigurationError(explain(error)) from None
