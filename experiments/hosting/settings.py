"""What the workshop, and its load test, may be asked."""

import re
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from experiments.settings import WithoutScenario
from sim.spans import shown
from sim.workshop.settings import Block, Workshop


def matching(pattern: str, right: str) -> BeforeValidator:
    """Is it text of this form? Else what would have been right."""

    def judged(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError(f"should be {right}; it is {shown(value)}")
        return value

    return BeforeValidator(judged)


Host = Annotated[str, matching(r"[A-Za-z0-9.:_-]{1,255}", "an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0")]
Port = Annotated[int, Field(ge=0, le=65535, strict=True)]
Token = Annotated[str, matching(r"[A-Za-z0-9_-]{6,64}", "null, or 6 to 64 letters, digits, - and _")]


class WorkshopSettings(WithoutScenario):
    """A workshop, and where it is found."""

    why_none: ClassVar[str] = "the workshop's scenarios are those of workshop.scenarios"
    host: Host
    port: Port
    token: Token | None
    workshop: Workshop


class LoadBlock(Block):
    """What the people of a load test do."""

    changes_per_second: Annotated[float, Field(gt=0, le=20)]
    same_luck: Annotated[float, Field(ge=0, le=1)]
    scenarios: Annotated[list[str], Field(min_length=1)]
    controls: Annotated[list[str], Field(min_length=1)]
    page: Annotated[bool, Field(strict=True)]
    picture: Path | None


Url = Annotated[str, matching(r"http://[^\s/?#]+/?", "null, or the address of a workshop, such as http://127.0.0.1:8765/")]


class LoadSettings(WithoutScenario):
    """A load test."""

    why_none: ClassVar[str] = "the people of a load test choose from load.scenarios"
    people: Annotated[int, Field(ge=1, le=1000, strict=True)]
    seconds: Annotated[float, Field(gt=0, le=3600)]
    url: Url | None
    format: Literal["text", "json"]
    load: LoadBlock
