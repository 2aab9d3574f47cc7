"""The written mapping as a model: keywords make classes, classes make values. Every number stands in `configs/mapping/`."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import StringConstraints, create_model, model_validator

from sim.config import Air, Contingent, Flag, Garrison, Group, Name, Part, Relief, Resistance, Scenario, Station, Weather
from sim.history.words import plain
from sim.spans import count, real, share, shown, whole


def picked(name: str, model: type[Part], fields: str) -> Any:
    """Some fields of a part of a scenario, with their bounds and meanings, as a model of its own."""
    own: dict[str, Any] = {field: (model.__annotations__[field], ...) for field in fields.split()}
    return create_model(name, __base__=Part, **own)


Words = list[Annotated[str, StringConstraints(strict=True, min_length=1, max_length=60)]]
Clock = picked("Clock", Scenario, "tick_minutes limit_minutes")
Approach = picked("Approach", Resistance, "start_distance_m standoff_m rounds_per_minute breaching_per_minute")
Fighters = picked("Fighters", Group, "armed_share rounds_per_fighter training resolve loyalty")
Answer = picked("Answer", Garrison, "alert_minutes rounds_per_minute")
Holders = picked("Holders", Contingent, "kind posture armed_share rounds_per_person training resolve")
Walls = picked("Walls", Station, "main_strength main_exposure strongpoint_strength strongpoint_exposure")
Sky = picked("Sky", Weather, "rain rain_mean rain_swing rain_memory_minutes")
Light = picked("Light", Weather, "sunrise_hour sunset_hour")


class Kind(Part):
    """A class that is read from keywords."""

    words: Words


class BySize[Value](Part):
    """One value where the place is a post, another where it is a base."""

    post: Value
    base: Value


class Mode(Part):
    """One way to attack."""

    clock: Clock
    approach: Approach


class Attackers(Kind):
    """One kind of attackers."""

    mode: BySize[Name]
    ratio: BySize[real(0.01, 100, "ratio", "attackers for each defender, where one of the two numbers is unknown")]
    planned_minutes: BySize[real(0, 100_000, "min", "time they mean to spend")]
    surprise: share("how little the garrison expects them by day")
    breaching_per_fighter: real(0, 100, "rounds", "breaching rounds for each fighter")
    fighters: Fighters


class Defenders(Kind):
    """One kind of people in a garrison."""

    weight: real(0.01, 100, "multiple", "its part of a mixed garrison whose parts are not counted")
    answer: Answer
    holders: Holders


class Works(Kind):
    """One kind of place."""

    people_each: count(1, 1000, "people", "one strongpoint for so many people, where bunkers are not counted")
    most_strongpoints: count(0, 40, "", "at most so many")
    perimeter_m: BySize[real(1, 2000, "m", "radius of the ring of strongpoints")]
    walls: Walls


class Hours(Kind):
    """One part of the day."""

    start_hour: real(0, 24, "h", "when the raid begins, where only words say it")
    surprise: real(-1, 1, "share", "added to the attackers' surprise")


class Skies(Kind):
    """One kind of weather."""

    sky: Sky
    held_chance: share("chance that cloud or wind hold aircraft on the ground when they are called")
    held_minutes: real(0, 100_000, "min", "mean time it holds them, if so")


class Scale(Kind):
    """One size of place."""

    defenders: whole(1, 5000, "people", "defenders, where neither side's number is known")


class Years(Part):
    """The first and the last year in which a regime holds."""

    first: count(1800, 2100, "", "first year")
    last: count(1800, 2100, "", "last year")


class Regime(Kind):
    """Who could come to help, how, and from how far? The words are countries; where there are none it holds everywhere."""

    years: Years | None
    defenders: list[Name]  # classes of defenders, one of which must be there; none: any
    air: Name
    relief: Name


class Coalition(Kind):
    """Attackers of several groups."""

    groups: count(1, 20, "", "groups they are played as")


class Numbers(Part):
    """What becomes of numbers of people that are half known, or too large to be played."""

    above_low: real(1, 10, "multiple", "the upper end, as a multiple of the lower, where only that is given")
    below_high: real(0.01, 1, "multiple", "the lower end, as a multiple of the upper, where only that is given")
    most_people: count(10, 2000, "people", "the larger side; beyond that both sides are played as so much smaller")
    least_counted: count(1, 1000, "people", "the least number before a word for defenders that counts people")
    units: Words  # words for defenders that a number before them does not count, but names or counts units of


class Units(Part):
    """Into how many units people are divided."""

    most_squads: count(1, 200, "", "squads")
    most_sections: count(1, 200, "", "sections of the garrison")
    least_people: count(1, 200, "people", "people a unit, where there are few")


class Unsaid(Part):
    """The class where no keyword is found."""

    attackers: Name
    defenders: Name
    scale: Name
    works: BySize[Name]
    hours: Name
    skies: Name


class Always(Part):
    """What is the same for all cases."""

    plan: picked("Plan", Resistance, "objective wanted hold_minutes burn_minutes")
    shares_rounds: Flag
    ground: picked("Ground", Station, "structure_strength off_post_m")
    light: Light


class Mapping(Part):
    """The whole mapping. Where several classes of one kind are found, the one that stands first is taken."""

    always: Always
    numbers: Numbers
    units: Units
    unsaid: Unsaid
    scales: dict[Name, Scale]
    modes: dict[Name, Mode]
    attackers: dict[Name, Attackers]
    coalition: Coalition
    defenders: dict[Name, Defenders]
    works: dict[Name, Works]
    hours: dict[Name, Hours]
    skies: dict[Name, Skies]
    air: dict[Name, Air]
    relief: dict[Name, Relief]
    regimes: dict[Name, Regime]

    @model_validator(mode="after")
    def _names_are_there(self) -> "Mapping":
        for path, name, family in self._named():
            known = getattr(self, family)
            if name not in known:
                raise ValueError(f"{path}: should be one of {family}: {', '.join(known)}; it is {shown(name)}")
        return self

    def _named(self) -> Iterator[tuple[str, str, str]]:
        """Each name that stands for a class elsewhere: its path, itself, the family it belongs to."""
        for family in ("attackers", "defenders", "scale", "hours", "skies"):
            yield f"unsaid.{family}", getattr(self.unsaid, family), {"scale": "scales"}.get(family, family)
        for size in ("post", "base"):
            yield f"unsaid.works.{size}", getattr(self.unsaid.works, size), "works"
            for name, kind in self.attackers.items():
                yield f"attackers.{name}.mode.{size}", getattr(kind.mode, size), "modes"
        for name, regime in self.regimes.items():
            yield f"regimes.{name}.air", regime.air, "air"
            yield f"regimes.{name}.relief", regime.relief, "relief"
            for defenders in regime.defenders:
                yield f"regimes.{name}.defenders", defenders, "defenders"

    @model_validator(mode="after")
    def _scales_are_sizes(self) -> "Mapping":
        if set(self.scales) != set(BySize.model_fields):
            raise ValueError(f"scales: should be {', '.join(BySize.model_fields)}; it is {', '.join(self.scales)}")
        return self

    @model_validator(mode="after")
    def _somebody_always_comes_last(self) -> "Mapping":
        *_, last = self.regimes.values()
        if last.words or last.years or last.defenders:
            raise ValueError("regimes: the last should hold everywhere, always and for all: no words, years or defenders")
        return self

    @model_validator(mode="after")
    def _a_word_means_one_thing(self) -> "Mapping":
        for family in ("scales", "attackers", "defenders", "works", "hours", "skies"):
            seen: dict[str, str] = {}
            for name, kind in getattr(self, family).items():
                for word in kind.words:
                    if not plain(word):
                        raise ValueError(f"{family}.{name}.words: {shown(word)} holds neither letter nor figure")
                    if seen.setdefault(plain(word), name) != name:
                        raise ValueError(f"{family}.{name}.words: {shown(word)} already stands in {seen[plain(word)]}")
        return self
