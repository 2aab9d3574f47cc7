"""What each command may be asked, judged once."""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from experiments.door import Job
from sim.calibration.statements import Statement
from sim.config import Name
from sim.history.blind import Mapping
from sim.mistakes import ConfigurationError, explain, no_choice
from sim.sweeps.request import CLUSTERS, DESIGNS, Replicates
from sim.sweeps.subjects import fetched
from sim.theory.duel import Duel

MAX_RUNS = 10_000_000
STRICT = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # each command needs but its own: built at first use


class Settings(BaseModel):
    """What all commands share."""

    model_config = STRICT

    seed: Annotated[int, Field(ge=0, lt=2**63, strict=True)]
    scenario_file: str | None
    workers: Annotated[int, Field(ge=1, le=1024, strict=True)] | None


class WithoutScenario(Settings):
    """What commands share that choose their scenarios themselves."""

    why_none: ClassVar[str]

    @field_validator("scenario_file")
    @classmethod
    def _no_scenario(cls, value: Any) -> Any:
        if value is not None:
            raise ValueError(f"should be null, since {cls.why_none}; it is {value!r}")
        return value


class RaidSettings(Settings):
    """One raid."""

    raid: Annotated[int, Field(ge=0, lt=2**32, strict=True)]
    animate: Annotated[bool, Field(strict=True)]
    animation: Literal["gif", "mp4"]
    what_if: Annotated[list[Annotated[str, Field(strict=True)]], Field(min_length=1)] | None

    @model_validator(mode="after")
    def _one_film_shows_one_raid(self) -> "RaidSettings":
        if self.what_if is not None and self.animate:
            raise ValueError("animate: should be false with what_if, since a film shows one raid; it is true")
        return self


def all_or_names(value: Any) -> Any:
    """`all`, or a list of names; one name is a list of one."""
    names = [value] if isinstance(value, str) and value != "all" else value
    if names != "all" and (not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names)):
        raise ValueError(f"should be all, or a list of names of scenarios; it is {value!r}")
    return names


class SweepBlock(BaseModel):
    """Where a sweep goes, and what is made of it."""

    model_config = STRICT

    dir: Path
    scenarios: Any  # "all", or a list of names
    figure: Annotated[bool, Field(strict=True)]
    csv: Annotated[bool, Field(strict=True)]

    @field_validator("scenarios", mode="before")
    @classmethod
    def _all_or_names(cls, value: Any) -> Any:
        return all_or_names(value)


class SweepSettings[D: BaseModel, C: BaseModel](Settings):
    """A sweep, with a design of kind D on a cluster of kind C."""

    sweep: SweepBlock
    design: D
    replicates: Replicates
    cluster: C
    common_random_numbers: Annotated[bool, Field(strict=True)]
    part: Annotated[int, Field(ge=0, strict=True)]
    parts: Annotated[int, Field(ge=1, le=100_000, strict=True)]

    @field_validator("parts")
    @classmethod
    def _part_is_one_of_parts(cls, value: int, info: ValidationInfo) -> int:
        if info.data.get("part", 0) >= value:
            raise ValueError(f"should be more than part={info.data['part']}, which counts from 0; it is {value}")
        return value


def judge_sweep(job: Job) -> "SweepSettings[Any, Any]":
    """Are these the settings of a sweep? Which design and which cluster are meant says `kind`."""
    design, cluster = model_of(job, "design", DESIGNS), model_of(job, "cluster", CLUSTERS)
    return judge_settings(SweepSettings[design, cluster], job)  # type: ignore[valid-type]


def model_of(job: Job, block: str, models: dict[str, type[Any]]) -> type[Any]:
    """Which kind of design, or of cluster, is meant?"""
    asked = job.settings.get(block)
    kind = asked.get("kind") if isinstance(asked, dict) else asked
    if kind not in models:
        raise ConfigurationError(no_choice(f"{block}.kind" if isinstance(asked, dict) else block, kind, list(models)))
    return models[kind]


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


class HistoryBlock(BaseModel):
    """How cases are predicted and scored."""

    model_config = STRICT

    raids: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    posterior: Annotated[bool, Field(strict=True)]
    discrepancy: Annotated[float, Field(gt=0, le=1)]
    bins: Annotated[int, Field(ge=2, le=20, strict=True)]
    logistic_strength: Annotated[float, Field(gt=0, lt=1e6)]
    resamples: Annotated[int, Field(ge=2, le=100_000, strict=True)]


class HistorySettings(WithoutScenario):
    """Historical cases."""

    why_none = "scenarios are made of cases (cases=FILE)"
    cases: Path | None
    format: Literal["text", "json"]
    history: HistoryBlock
    mapping: Mapping


class CalibrateBlock(BaseModel):
    """How a calibration is made."""

    model_config = STRICT

    dir: Path
    draws: Annotated[int, Field(ge=16, le=2**17, strict=True)]
    raids: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    prior: dict[str, Any] | None
    usual: dict[str, Any]
    least_discrepancy: Annotated[float, Field(ge=0, lt=1)]
    least_tick: Annotated[float, Field(gt=0, le=10)]
    tolerance: Annotated[float, Field(ge=1, le=100)]
    ridge: Annotated[float, Field(gt=0, le=1e6)]
    candidates: Annotated[int, Field(ge=64, le=2**20, strict=True)]
    kept: Annotated[int, Field(ge=2, le=100_000, strict=True)]
    write: Annotated[bool, Field(strict=True)]


class CalibrateSettings(WithoutScenario):
    """A calibration."""

    why_none = "a calibration is on all scenarios that ship"
    cases: Path | None
    calibrate: CalibrateBlock
    mapping: Mapping


class ConclusionsBlock(BaseModel):
    """What is said, and with how many draws and raids it is judged."""

    model_config = STRICT

    draws: Annotated[int, Field(ge=1, le=100_000, strict=True)]
    raids: Annotated[int, Field(ge=2, le=100_000, strict=True)]
    statements: Annotated[dict[Name, Statement], Field(min_length=1, max_length=1000)]


class ConclusionsSettings(WithoutScenario):
    """Statements over the posterior of the rates."""

    why_none = "each statement names its scenario or file"
    draws: Path | None
    format: Literal["text", "json"]
    conclusions: ConclusionsBlock


class BoundaryBlock(BaseModel):
    """A comparison of the boundary design with a full grid."""

    model_config = STRICT

    seeds: Annotated[int, Field(ge=1, le=1000, strict=True)]
    level: Annotated[float, Field(gt=0.0, lt=1.0)]
    cube: Annotated[bool, Field(strict=True)]
    same_raids: Annotated[bool, Field(strict=True)]


class BenchBlock(BaseModel):
    """A measurement of speed."""

    model_config = STRICT

    what: Annotated[list[Literal["raids", "compile", "sweeps", "boundary"]], Field(min_length=1)]
    runs: Annotated[int, Field(ge=64, le=MAX_RUNS, strict=True)]
    mesa_runs: Annotated[int, Field(ge=1, le=1000, strict=True)]
    sweep_raids: Annotated[int, Field(ge=64, le=MAX_RUNS, strict=True)]
    points: Annotated[int, Field(ge=2, le=1000, strict=True)]
    jobs: Annotated[int, Field(ge=1, le=1000, strict=True)]
    boundary: BoundaryBlock


class BenchSettings(Settings):
    """A bench."""

    bench: BenchBlock


class PatternsBlock(BaseModel):
    """How many raids are compared with reports, and what is varied for the aggregate patterns."""

    model_config = STRICT

    raids: Annotated[int, Field(ge=2, le=MAX_RUNS, strict=True)]
    aggregate: Annotated[bool, Field(strict=True)]
    point_raids: Annotated[int, Field(ge=2, le=MAX_RUNS, strict=True)]
    force_factors: Annotated[list[Annotated[float, Field(ge=0.05, le=20)]], Field(min_length=2, max_length=50)]
    rain_levels: Annotated[list[Annotated[float, Field(ge=0, le=1)]], Field(min_length=2, max_length=50)]
    heavy_loss: Annotated[float, Field(gt=0, lt=1)]
    within: Annotated[float, Field(ge=1, le=100)]

    @field_validator("force_factors", "rain_levels")
    @classmethod
    def _ascending(cls, value: list[float]) -> list[float]:
        if value != sorted(set(value)):
            raise ValueError(f"should be different numbers, the least first; it is {value}")
        return value


class PatternsSettings(Settings):
    """Reports and published values beside what the model gives."""

    scenarios: Any  # "all", a list of names, or None
    format: Literal["text", "json"]
    patterns: PatternsBlock

    @field_validator("scenarios", mode="before")
    @classmethod
    def _all_or_names(cls, value: Any) -> Any:
        return value if value is None else all_or_names(value)


Tick = Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False, strict=True)]


class TheorySettings(Duel, Settings):
    """A duel, and how it is played."""

    runs: Annotated[int, Field(ge=2, le=MAX_RUNS, strict=True)]
    tick: Tick | None
    ticks: Annotated[list[Tick], Field(min_length=2, max_length=50)] | None
    format: Literal["text", "json"]

    @model_validator(mode="after")
    def _one_kind_of_ticks(self) -> "TheorySettings":
        if self.tick is not None and self.ticks is not None:
            raise ValueError(f"tick, ticks: both are given; should be one of them; tick is {self.tick:g}")
        return self

    @model_validator(mode="after")
    def _no_scenario(self) -> "TheorySettings":
        if self.scenario_file is not None:
            raise ValueError(f"scenario_file: should be null, since a duel is no scenario of yours; it is {self.scenario_file}")
        return self


class ConvergenceBlock(BaseModel):
    """At which ticks raids are played, and how far the scenario's own may be off."""

    model_config = STRICT

    ticks: Annotated[list[Annotated[float, Field(ge=0.001, le=10)]], Field(min_length=1, max_length=20)]
    raids: Annotated[int, Field(ge=2, le=MAX_RUNS // 10, strict=True)]
    line: Annotated[int, Field(ge=2, le=20, strict=True)]
    chance: Annotated[float, Field(gt=0, lt=1)]
    losses: Annotated[float, Field(gt=0, lt=1)]
    least: Annotated[float, Field(ge=0, le=1000)]


class ConvergenceSettings(Settings):
    """What the tick does to the results."""

    scenarios: Any  # "all", a list of names, or None
    format: Literal["text", "json"]
    convergence: ConvergenceBlock

    @field_validator("scenarios", mode="before")
    @classmethod
    def _all_or_names(cls, value: Any) -> Any:
        return value if value is None else all_or_names(value)


def judge_settings[S: Settings](model: type[S], job: Job) -> S:
    """Are these the settings of this command?"""
    try:
        return model.model_validate(job.settings, context={"subject": fetched(job.subject)})
    except ValidationError as error:
        raise ConfigurationError(explain(error)) from None
