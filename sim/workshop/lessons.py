"""Lessons: two raids or campaigns to compare, what to predict before the answer shows, and what to look for then."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from sim.mistakes import ConfigurationError, explain
from sim.outcome import COLUMNS
from sim.reading import NOT_DATA, PlainLoader
from sim.spans import shown
from sim.state import Cause, Ending
from sim.workshop.asked import CampaignSetting, Raid, Seed, Setting, Word
from sim.workshop.campaigns import SHOWN

NAME = re.compile(r"\d\d-([a-z][a-z0-9_]{0,39})\.md")
FILE = re.compile(
    r"---\n(?P<header>.*?\n)---\n(?P<before>.*?)^## Look\n(?P<look>.*?)^## Questions\n(?P<questions>.*)",
    re.DOTALL | re.MULTILINE,
)
NUMERIC = {column.name for column in COLUMNS if column.kind in ("count", "real") and column.name != "raid"}
MEASURES = {
    "success",
    *(f"ending.{ending.name.lower()}" for ending in Ending if ending != Ending.RUNNING),
    *(f"cause.{cause.name.lower()}" for cause in Cause if cause != Cause.NONE),
    *(f"mean.{name}" for name in NUMERIC),
}
OF_CAMPAIGNS = [f"mean.{name}" for name in SHOWN]


def _known(measure: str) -> str:
    if measure not in MEASURES:
        raise ValueError(f"should be success, ending.NAME, cause.NAME or mean.COLUMN; it is {shown(measure)}")
    return measure


def _known_of_campaigns(measure: str) -> str:
    if measure not in OF_CAMPAIGNS:
        raise ValueError(f"should be one of {', '.join(OF_CAMPAIGNS)}; it is {shown(measure)}")
    return measure


Measure = Annotated[str, AfterValidator(_known)]
CampaignMeasure = Annotated[str, AfterValidator(_known_of_campaigns)]
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=400)]


class Part(BaseModel):
    """A part of a lesson's header: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(Part):
    """One answer to bet on: values from `low` on and below `high`; null is open."""

    text: Text
    low: float | None
    high: float | None


class Question(Part):
    """A question that the odds of A and B will answer."""

    id: Word
    question: Text
    of: Literal["a", "b", "b - a", "b / a"]
    options: Annotated[list[Option], Field(min_length=2, max_length=6)]

    @model_validator(mode="after")
    def _options_cover_everything_once(self) -> "Question":
        ends, starts = [option.high for option in self.options], [option.low for option in self.options]
        edges = [edge for edge in ends if edge is not None]
        if [*edges, None] != ends or [None, *edges] != starts or sorted(set(edges)) != edges:
            raise ValueError(
                "options: should begin with low: null, rise, each where the one before it ends, and end with high: null"
            )
        return self


class Prediction(Question):
    """One about raids."""

    measure: Measure
    per: Measure | None
    unit: Literal["points", "people", "minutes", "times"]


class CampaignPrediction(Question):
    """One about campaigns."""

    measure: CampaignMeasure
    per: CampaignMeasure | None
    unit: Literal["posts", "people", "times"]


class Head[P: Question](Part):
    """What every lesson's file says before its text."""

    title: Text
    minutes: Annotated[int, Field(ge=1, le=120, strict=True)]
    summary: Text
    seed: Seed
    predict: Annotated[list[P], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _each_question_has_its_own_id(self) -> "Head[P]":
        ids = [prediction.id for prediction in self.predict]
        if len(set(ids)) < len(ids):
            raise ValueError(f"predict: each id should stand once; they are {', '.join(ids)}")
        return self


class Header(Head[Prediction]):
    """What a lesson on raids says beside."""

    a: Setting
    b: Setting
    raid: Raid
    show: Annotated[list[Word], Field(min_length=1)]


class CampaignHeader(Head[CampaignPrediction]):
    """What a lesson on campaigns says beside."""

    plays: Literal["campaigns"]
    a: CampaignSetting
    b: CampaignSetting
    number: Raid


class Lesson(NamedTuple):
    """One lesson in one language."""

    name: str  # its file's, without the number; the same in all languages
    header: Header | CampaignHeader
    before: str  # HTML, before the prediction
    look: str  # HTML, once the bet is locked
    questions: list[str]  # HTML, one each

    @property
    def told(self) -> dict[str, Any]:
        """What the page needs to know of it: the header, and beside it `name`, `before`, `look` and `questions`."""
        texts = {"name": self.name, "before": self.before, "look": self.look, "questions": self.questions}
        return texts | self.header.model_dump()


def lessons(language: str, folder: Path | None = None) -> list[Lesson]:
    """Which lessons are there in this language, in their order?

    Parameters
    ----------
    language : str
        Such as ``en``.
    folder : Path, optional
        With a folder for each language; the shipped lessons by default.

    Returns
    -------
    list of Lesson
        Empty where there are none in this language.

    Raises
    ------
    ConfigurationError
        With the file, and what would have been right.
    """
    folder = folder or Path(str(files("sim.workshop").joinpath("lessons")))
    return [read_lesson(path) for path in sorted((folder / language).glob("*.md"))]


def read_lesson(path: Path) -> Lesson:
    """What does this file teach? It is read again where it was changed."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(256)
def _read(path: Path, changed_ns: int) -> Lesson:
    named, parts = NAME.fullmatch(path.name), FILE.fullmatch(path.read_text(encoding="utf-8"))
    if named is None:
        raise ConfigurationError(f"{path.name}: should be two digits, a dash, and a name in lower case, as in 02-ammunition.md")
    if parts is None:
        raise ConfigurationError(f"{path.name}: should be a header between ---, a text, ## Look, and then ## Questions")
    questions = list(items(parts["questions"]))
    if not questions:
        raise ConfigurationError(f"{path.name}: ## Questions should be a list of questions, each after a dash")
    header = read_header(path.name, parts["header"])
    return Lesson(named[1], header, rendered(parts["before"]), rendered(parts["look"]), questions)


def read_header(file: str, text: str) -> Header | CampaignHeader:
    """What does a lesson's header say? It is about raids unless it says that it `plays` something else."""
    model: type[Header] | type[CampaignHeader] = Header
    try:
        said = yaml.load(text, PlainLoader)
        model = CampaignHeader if isinstance(said, dict) and "plays" in said else Header
        return model.model_validate(said)
    except ValidationError as error:
        why = explain(error, known=list(model.model_fields)).replace("the scenario", "the header")
        raise ConfigurationError(f"{file}: {why}") from None
    except NOT_DATA as error:
        raise ConfigurationError(f"{file}: the header should be plain YAML data: {' '.join(str(error).split())}") from None


def rendered(text: str) -> str:
    """Markdown as HTML; HTML in it is shown as it was written."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).render(text).strip()


def items(text: str) -> Iterator[str]:
    """The items of a list in Markdown, each as HTML."""
    for item in re.split(r"^- ", text, flags=re.M)[1:]:
        yield rendered(" ".join(item.split())).removeprefix("<p>").removesuffix("</p>")
