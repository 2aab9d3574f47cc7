"""What is a case read as? Its words as classes of the mapping, its numbers as ranges; all that an auditor wants to see."""

from collections.abc import Mapping as Named
from math import sqrt
from typing import NamedTuple

from sim.history.before import Before, Bounds
from sim.history.blind import Kind, Mapping, Regime
from sim.history.words import Found, clock_in, first_class, found_in, numbers_before, year_in
from sim.spans import Span

NO_WORD = Found("", "", 0, 0)


class Part(NamedTuple):
    """One kind of people in the garrison."""

    kind: str
    word: str  # that named it; empty where nothing did
    share: float


class Reading(NamedTuple):
    """One case as the mapping reads it. A word is what named the class; empty where nothing did."""

    attackers: str
    attackers_word: str
    groups: int
    garrison: tuple[Part, ...]
    scale: str
    works: str
    works_word: str
    hours: str
    start_hour: Span
    skies: str
    skies_word: str
    regime: str
    attackers_people: Span
    defenders_people: Span
    strongpoints: int

    @property
    def force_ratio(self) -> float:
        """Attackers for each defender, of the medians of what the numbers may be."""
        return sum(self.attackers_people) / sum(self.defenders_people)


def read_as(before: Before, mapping: Mapping) -> Reading:
    """What does the mapping make of what was known before?

    Parameters
    ----------
    before : Before
        A case before its first shot.
    mapping : Mapping
        The written mapping.

    Returns
    -------
    Reading
        Classes, numbers, and the words they come from.
    """
    attackers = first_class([before.attacker], words_of(mapping.attackers)) or NO_WORD._replace(name=mapping.unsaid.attackers)
    garrison = parts_of(before, mapping)
    scale = scale_of(before, mapping)
    people = people_of(before, mapping, attackers.name, scale)
    works = first_class([before.structure, before.place], words_of(mapping.works))
    works = works or NO_WORD._replace(name=getattr(mapping.unsaid.works, scale))
    skies = first_class([before.weather], words_of(mapping.skies)) or NO_WORD._replace(name=mapping.unsaid.skies)
    hours, start_hour = hours_of(before, mapping)
    return Reading(
        attackers.name, attackers.word, groups_of(before, mapping), garrison, scale, works.name, works.word, hours, start_hour,
        skies.name, skies.word, regime_of(before, mapping, garrison), *people,
        strongpoints_of(before, mapping, works.name, people[1]),
    )  # fmt: skip


def words_of(kinds: Named[str, Kind]) -> dict[str, list[str]]:
    """The keywords of each class."""
    return {name: kind.words for name, kind in kinds.items()}


# ---- people ------------------------------------------------------------------------------------------------------


def groups_of(before: Before, mapping: Mapping) -> int:
    """As how many groups do the attackers come?"""
    together = found_in(before.attacker, {"": mapping.coalition.words})
    return mapping.coalition.groups if together else 1


def parts_of(before: Before, mapping: Mapping) -> tuple[Part, ...]:
    """Who holds the place, and in which shares? By their counts where each is counted, else by the weights of their kinds."""
    words = words_of(mapping.defenders)
    text = next((text for text in (before.defender, before.structure, before.place) if found_in(text, words)), "")
    found = found_in(text, words)
    if not found:
        return (Part(mapping.unsaid.defenders, "", 1.0),)
    counts = counts_of(text, found, mapping)
    named = [name for name in mapping.defenders if any(one.name == name for one in found)]
    size = {name: sum(n for one, n in counts.items() if one.name == name) for name in named} if counts else {}
    size = size or {name: mapping.defenders[name].weight.low for name in named}
    return tuple(
        Part(name, next(one.word for one in found if one.name == name), size[name] / sum(size.values())) for name in named
    )


def counts_of(text: str, found: list[Found], mapping: Mapping) -> dict[Found, int]:
    """How many of each are said to be there? Nothing, unless every kind is counted."""
    least, units = mapping.numbers.least_counted, mapping.numbers.units
    counts = {one: n for one, n in numbers_before(text, found).items() if n >= least and one.word not in units}
    counted = {one.name for one in counts}
    return counts if counted == {one.name for one in found} else {}


def counted_defenders(before: Before, mapping: Mapping) -> Bounds:
    """The garrison's number: as given, else as the words for the defenders count it."""
    if before.defenders != Bounds(None, None):
        return before.defenders
    total = sum(counts_of(before.defender, found_in(before.defender, words_of(mapping.defenders)), mapping).values())
    return Bounds(total, total) if total else before.defenders


def scale_of(before: Before, mapping: Mapping) -> str:
    """Post or base? As it is called, else by the number of its garrison, else by the words for the place."""
    words = words_of(mapping.scales)
    if found := first_class([before.scale], words):
        return found.name
    known = known_span(counted_defenders(before, mapping), mapping)
    if known is not None:
        return "base" if sum(known) / 2 >= mapping.scales["base"].defenders.low else "post"
    found = first_class([before.structure, before.place, before.defender], words)
    return found.name if found else mapping.unsaid.scale


def people_of(before: Before, mapping: Mapping, attackers: str, scale: str) -> tuple[Span, Span]:
    """How many on each side? Who attacks chooses to, so one number tells of the other."""
    ours = known_span(before.attackers, mapping)
    theirs = known_span(counted_defenders(before, mapping), mapping)
    ratio: Span = getattr(mapping.attackers[attackers].ratio, scale)
    if theirs is None:
        theirs = mapping.scales[scale].defenders if ours is None else Span(middle(ours) / ratio.high, middle(ours) / ratio.low)
    if ours is None:
        ours = Span(middle(theirs) * ratio.low, middle(theirs) * ratio.high)
    shrink = min(1.0, mapping.numbers.most_people / max(ours.high, theirs.high))
    return whole_span(ours, shrink), whole_span(theirs, shrink)


def known_span(bounds: Bounds, mapping: Mapping) -> Span | None:
    """The range of a number of which one end or both are given."""
    if bounds.low is None and bounds.high is None:
        return None
    low = bounds.low if bounds.low is not None else mapping.numbers.below_high.low * (bounds.high or 0)
    high = bounds.high if bounds.high is not None else mapping.numbers.above_low.low * low
    return Span(low, high)


def middle(span: Span) -> float:
    """The middle of a range of ratios."""
    return sqrt(span.low * span.high)


def whole_span(span: Span, times: float) -> Span:
    """The same range, so many times, in whole people."""
    return Span(float(max(1, round(span.low * times))), float(max(1, round(span.high * times))))


def strongpoints_of(before: Before, mapping: Mapping, works: str, defenders: Span) -> int:
    """How many strongpoints? As many as bunkers were counted, else as many as the garrison can hold."""
    kind = mapping.works[works]
    count = before.bunkers if before.bunkers is not None else round(sum(defenders) / 2 / kind.people_each)
    return min(kind.most_strongpoints, count if before.bunkers is not None else max(1, count))


# ---- time and help -----------------------------------------------------------------------------------------------


def hours_of(before: Before, mapping: Mapping) -> tuple[str, Span]:
    """In which part of the day, and between which hours, did it begin?"""
    if clock := clock_in(before.start_local):
        inside = [name for name, kind in mapping.hours.items() if kind.start_hour.low <= clock[0] < kind.start_hour.high]
        return (inside or [mapping.unsaid.hours])[0], Span(*clock)
    found = first_class([before.start_local, before.time_of_day], words_of(mapping.hours))
    name = found.name if found else mapping.unsaid.hours
    return name, mapping.hours[name].start_hour


def regime_of(before: Before, mapping: Mapping, garrison: tuple[Part, ...]) -> str:
    """Who could come to help? The first regime that fits country, year and garrison."""
    year, kinds = year_in(before.date), {part.kind for part in garrison}
    return next(name for name, regime in mapping.regimes.items() if fits(regime, before.country, year, kinds))


def fits(regime: Regime, country: str, year: int | None, kinds: set[str]) -> bool:
    """Does the regime hold there, then, and for them?"""
    there = not regime.words or bool(found_in(country, {"": regime.words}))
    in_doubt = bool(regime.words)  # a country whose wars are known; the world at large has no usual year
    then = regime.years is None or (in_doubt if year is None else regime.years.first <= year <= regime.years.last)
    return there and then and (not regime.defenders or bool(kinds & set(regime.defenders)))
