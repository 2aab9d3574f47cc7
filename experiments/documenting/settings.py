"""What `document` may be asked, judged once."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from experiments.cli import COMMANDS
from experiments.settings import Settings


class MadeBlock(BaseModel):
    """A command, and which of its files becomes which file of the documents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    command: Annotated[str, Field(min_length=1)]
    files: Annotated[dict[str, str], Field(min_length=1)]

    @field_validator("command")
    @classmethod
    def _begins_with_a_command(cls, value: str) -> str:
        if value.split()[0] not in COMMANDS:
            raise ValueError(f"should begin with one of {', '.join(COMMANDS)}; it is {value!r}")
        return value


class DocumentBlock(BaseModel):
    """Which figures and tables of the documents are made again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    docs: Path
    what: list[str] | None
    again: Annotated[bool, Field(strict=True)]
    made: Annotated[list[MadeBlock], Field(min_length=1)]

    @field_validator("what", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


class DocumentSettings(Settings):
    """The documents."""

    document: DocumentBlock
