"""What a browser may ask for: every request judged at the door, with bounds on the work it makes."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, StringConstraints

from sim.spans import shown
from sim.workshop.settings import LANGUAGE

WORD = r"[a-z][a-z0-9_]{0,39}"
CONTROL = r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"  # also of the direction of writing


def a_value(value: Any) -> float | str:
    """A number, or a word."""
    if isinstance(value, str) and re.fullmatch(WORD, value):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300:
        return float(value)
    raise ValueError(f"should be a number or the name of a choice; it is {shown(value)}")


def a_line(value: str) -> str:
    """Text that can be shown anywhere, and is nothing but text."""
    if re.search(rf"{CONTROL}|[<>]", value):
        raise ValueError(f"should be plain text without < and >; it is {shown(value)}")
    return value


Word = Annotated[str, StringConstraints(strict=True, pattern=f"^{WORD}$")]
Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]
Value = Annotated[float | str, PlainValidator(a_value)]
Language = Annotated[str, Field(strict=True, pattern=LANGUAGE)]
Seed = Annotated[int, Field(ge=0, lt=2**53, strict=True)]  # a browser's whole numbers are exact up to there
Raid = Annotated[int, Field(ge=0, lt=2**32, strict=True)]
Raids = Annotated[int, Field(ge=1, strict=True)]  # its most stands in the settings
Line = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, max_length=24), AfterValidator(a_line)]


class Asked(BaseModel):
    """A request: closed to what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Setting(Asked):
    """A scenario with some controls moved."""

    scenario: Word
    controls: Annotated[dict[Word, Value], Field(max_length=40)] = {}

    @property
    def key(self) -> tuple[Any, ...]:
        """The same for the same setting, whatever the order of its controls."""
        return (self.scenario, *sorted(self.controls.items()))


class RaidAsked(Asked):
    """One raid, to be watched."""

    setting: Setting
    seed: Seed
    raid: Raid
    language: Language = "en"


class OddsAsked(Asked):
    """What becomes of so many raids."""

    setting: Setting
    seed: Seed
    raids: Raids


class DifferenceAsked(Asked):
    """How much more often B succeeds than A."""

    a: Setting
    b: Setting
    seed: Seed
    raids: Raids


class CampaignSetting(Asked):
    """A campaign, and what its garrison side does with its posts."""

    campaign: Word
    policy: Word


class CourseAsked(Asked):
    """One campaign, to be watched."""

    setting: CampaignSetting
    seed: Seed
    number: Raid


class CampaignsAsked(Asked):
    """What becomes of so many campaigns under A, under B, and what differs."""

    a: CampaignSetting
    b: CampaignSetting
    seed: Seed
    runs: Raids


class Axis(Asked):
    """One control of a heat map, at these levels."""

    control: Word
    levels: Annotated[list[Number], Field(min_length=2, max_length=40)]


class HeatAsked(Asked):
    """The chance of success over two controls."""

    setting: Setting
    seed: Seed
    raids: Raids
    x: Axis
    y: Axis


class SharesAsked(Asked):
    """The shortfall shared out among its causes."""

    setting: Setting
    seed: Seed
    raids: Raids


class Bet(Asked):
    """What a participant sends to the wall: a nickname at most."""

    lesson: Word
    prediction: Word
    bet: Annotated[int, Field(ge=0, le=20, strict=True)]  # which option
    result: Number | None = None
    right: Annotated[int, Field(ge=0, le=20, strict=True)] | None = None  # which option came out
    nickname: Line = ""
