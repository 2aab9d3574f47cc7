"""Something that is no raid, to try the machinery for raids on: what a garden of beans brings in."""

from typing import Annotated, Any, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.mistakes import ConfigurationError, Form, explain
from sim.outcome import Column
from sim.scenario import is_whole, value_at
from sim.spans import count, real
from sim.subject import Subject, register

COLUMNS = (
    Column("harvest", "count", "", "number of the harvest"),
    Column("beans", "real", "kg", "beans brought in"),
    Column("wet_days", "count", "days", "days of rain"),
    Column("is_plenty", "flag", "", "there are more beans than can be eaten"),
)


class Part(BaseModel):
    """Frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bed(Part):
    """A bed of beans."""

    plants: real(0, 1000, "plants", "plants in the bed")


class Beds(Part):
    """All beds, by name."""

    of: Annotated[dict[str, Bed], Field(min_length=1)]


class Garden(Part):
    """What is grown."""

    name: str
    title: str
    rain: real(0, 1, "share", "chance of rain on a day")
    enough: real(0, 1e6, "kg", "beans that can be eaten")
    days: count(1, 100, "days", "days until the harvest")
    beds: Beds


GARDEN = Form("garden", Garden, ("beds.of",))


class Grown(NamedTuple):
    """A garden as numbers."""

    low: np.ndarray
    high: np.ndarray
    days: int


def slots(garden: Garden) -> dict[str, int]:
    paths = ["rain", "enough", *(f"beds.of.{name}.plants" for name in garden.beds.of)]
    return {path: slot for slot, path in enumerate(paths)}


def judge(data: dict[str, Any]) -> Garden:
    try:
        return Garden.model_validate(data)
    except ValidationError as error:
        raise ConfigurationError(explain(error, data, form=GARDEN)) from None


def compiled(garden: Garden) -> Grown:
    low, high = np.array([value_at(garden, path) for path in slots(garden)], float).T
    return Grown(low.copy(), high.copy(), garden.days)


def play_points(played, plan, seed, at, levels, numbers, rows):
    """Rain falls on the same days wherever the number is the same, and on more days where it is likelier."""
    for k, number in enumerate(numbers):
        plan.low[at] = plan.high[at] = levels[k]
        rain, enough, *plants = plan.low
        wet = int((np.random.default_rng([seed, int(number)]).random(plan.days) < rain).sum())
        beans = 0.1 * sum(plants) * wet
        rows[k] = (number, beans, wet, beans > enough)
        played.append(int(number))


def garden(**changes: Any) -> Garden:
    """A small garden of two beds."""
    beds = {"of": {"north": {"plants": 10}, "south": {"plants": 20}}}
    return judge({"name": "small", "title": "a small garden", "rain": 0.5, "enough": 20, "days": 30, "beds": beds} | changes)


def harvest(played: list[int]) -> Subject:
    """The subject; whatever is played is noted in `played`."""
    return register(
        Subject(
            name="harvest",
            many="harvests",
            form=GARDEN,
            choices=(),
            told=("name", "title"),
            columns=COLUMNS,
            codes={},
            usual="is_plenty",
            success=lambda garden: "is_plenty",
            lacking={"is_plenty": "leave somebody hungry"},
            names=lambda: ["small"],
            load=lambda name, changes: garden(**{path: float(value) for path, _, value in (c.partition("=") for c in changes)}),
            judge=judge,
            fact_slots=slots,
            value_at=value_at,
            is_whole=is_whole,
            compile_plan=compiled,
            make_workspace=lambda: played,
            play_points=play_points,
            is_unended=lambda rows: ~np.isfinite(rows[:, 1]),
            warm_up=lambda: None,
            source_digest=lambda: "beans",
        )
    )
