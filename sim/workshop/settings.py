"""What a workshop is set up with: which raids, which controls, and how much anybody may ask for."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.campaign.scenario import campaign_names
from sim.config import Name, Scenario
from sim.mistakes import all_paths
from sim.reading import choices, read_yaml
from sim.scenario import scenario_names
from sim.why.relieved import Factor

Several = Annotated[int, Field(ge=1, strict=True)]
LANGUAGE = r"^[a-z]{2,3}$"
MOST_RAIDS = 100_000


class Block(BaseModel):
    """A part of the configuration: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(Block):
    """The most that one request, one person or one address may ask for."""

    raids: Annotated[int, Field(ge=100, le=MOST_RAIDS, strict=True)]
    cells: Annotated[int, Field(ge=4, le=10_000, strict=True)]
    cell_raids: Annotated[int, Field(ge=10, le=MOST_RAIDS, strict=True)]
    shares_raids: Annotated[int, Field(ge=10, le=MOST_RAIDS, strict=True)]
    runs: Annotated[int, Field(ge=10, le=MOST_RAIDS, strict=True)]
    seconds: Annotated[float, Field(gt=0, le=3600)]
    body_bytes: Annotated[int, Field(ge=1024, le=10_000_000, strict=True)]
    requests_per_second: Annotated[float, Field(gt=0)]
    address_requests_per_second: Annotated[float, Field(gt=0)]
    waiting: Several
    bets: Several


class Control(Block):
    """Something that can be changed on the page: a number between bounds, or a choice."""

    group: Name
    paths: list[str] = []  # of a number
    choices: str | None = None  # of a choice: the group in `configs/`
    times: bool = False  # a multiple of the scenario's own
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> "Control":
        if bool(self.paths) == (self.choices is not None):
            raise ValueError("should have either paths, of a number, or choices, a group of configurations")
        if self.choices is not None and self.choices not in choices():
            raise ValueError(f"choices: should be one of {', '.join(choices())}; it is {self.choices}")
        if self.paths and not (self.low < self.high and self.step > 0):
            raise ValueError(f"low should be below high, and step above 0; they are {self.low}, {self.high}, {self.step}")
        return self

    @model_validator(mode="after")
    def _paths_are_there(self) -> "Control":
        known = all_paths()
        for path in self.paths:
            if path.replace("*", "NAME") not in known:
                raise ValueError(f"paths: there is no setting {path}")
        return self


class Workshop(Block):
    """All of it."""

    languages: Annotated[list[Annotated[str, Field(pattern=LANGUAGE)]], Field(min_length=1)]
    scenarios: Annotated[list[str], Field(min_length=1, max_length=40)]
    raids: Several
    campaigns: Annotated[list[str], Field(max_length=8)]
    runs: Several
    factors: Annotated[list[Name], Field(min_length=1, max_length=8)]
    limits: Limits
    controls: dict[Name, Control]

    def spoken(self, language: str) -> str:
        """Which language is shown to whoever asks for this one? The same, if the page has it; else the first."""
        return language if language in self.languages else self.languages[0]

    @model_validator(mode="after")
    def _what_is_named_is_there(self) -> "Workshop":
        for name in self.scenarios:
            if name not in scenario_names():
                raise ValueError(f"scenarios: should be some of {', '.join(scenario_names())}; it has {name}")
        for name in self.campaigns:
            if name not in campaign_names():
                raise ValueError(f"campaigns: should be some of {', '.join(campaign_names())}; it has {name}")
        for name in self.factors:
            if name not in shipped_factors():
                raise ValueError(f"factors: should be some of {', '.join(shipped_factors())}; it has {name}")
        if self.raids > self.limits.raids:
            raise ValueError(f"raids: should be at most limits.raids={self.limits.raids}; it is {self.raids}")
        if self.runs > self.limits.runs:
            raise ValueError(f"runs: should be at most limits.runs={self.limits.runs}; it is {self.runs}")
        return self


@cache
def shipped_factors() -> dict[str, Factor]:
    """What a shortfall can be shared out among."""
    return {
        name: Factor(**said)
        for name, said in read_yaml(Path(str(files("configs").joinpath("why", "seven.yaml"))))["factors"].items()
    }


def described(control: Control) -> dict[str, Any]:
    """What does the page need to know of this control?"""
    if control.choices is not None:
        return {"group": control.group, "choices": choices()[control.choices]}
    return {"group": control.group, "unit": unit_of(control), **control.model_dump(include={"times", "low", "high", "step"})}


def unit_of(control: Control) -> str:
    """In which unit is it told? A multiple has none of its own."""
    return "times" if control.times else unit_at(control.paths[0])


def unit_at(path: str) -> str:
    """The unit of the field at this path of a scenario; `*` stands for any group or contingent."""
    node: Any = Scenario
    *above, last = path.split(".")
    for key in above:
        node = get_args(node)[1] if key == "*" else node.model_fields[key].annotation
    extra = node.model_fields[last].json_schema_extra
    return str(extra["unit"]) if extra else ""
