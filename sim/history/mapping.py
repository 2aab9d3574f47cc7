"""From what was known before the fight to a scenario. Nothing here knows what came of a case."""

import re
from collections.abc import Mapping as Named
from typing import Any

from sim.config import Scenario
from sim.history.before import Before
from sim.history.blind import Mapping
from sim.history.read_as import Part, Reading, read_as
from sim.scenario import judge
from sim.spans import Span


def scenario_of(before: Before, mapping: Mapping, rules: Named[str, Any], name: str = "case") -> Scenario:
    """Which raid does the mapping make of a case?

    Parameters
    ----------
    before : Before
        What was known before its first shot.
    mapping : Mapping
        The written mapping.
    rules : mapping
        The rates all scenarios share, as plain data.
    name : str
        Of the case; any text.

    Returns
    -------
    Scenario
        Judged; what is unknown is a range.

    Raises
    ------
    ConfigurationError
        If the mapping's values make no scenario.
    """
    reading = read_as(before, mapping)
    return judge({**told(name), **played(reading, mapping), "rules": dict(rules)})


def safe_name(name: str) -> str:
    """The name of a case as a scenario may bear it."""
    return ("case_" + re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"))[:40].rstrip("_")


def told(name: str) -> dict[str, Any]:
    """What a scenario says of itself."""
    return {
        "name": safe_name(name),
        "title": f"Historical case {safe_name(name)}",
        "source": "a table of historical cases, read by a blind mapping",
        "assumed": "whatever the table does not say",
        "reported": {"incident": "", "endings": [], "causes": [], "facts": {}},
    }


def played(reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """What a scenario plays, its rules left aside."""
    attackers = mapping.attackers[reading.attackers]
    clock = mapping.modes[getattr(attackers.mode, reading.scale)].clock
    return {
        **clock.model_dump(),
        "start_hour": reading.start_hour,
        "resistance": resistance_of(reading, mapping),
        "garrison": garrison_of(reading, mapping),
        "station": station_of(reading, mapping),
        "air": air_of(reading, mapping),
        "relief": relief_of(reading, mapping),
        "weather": mapping.skies[reading.skies].sky.model_dump() | mapping.always.light.model_dump(),
    }


def resistance_of(reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """The attackers: their plan, and their groups from as many sides."""
    kind, number = mapping.attackers[reading.attackers], reading.groups
    surprise, more = kind.surprise, mapping.hours[reading.hours].surprise
    return {
        **mapping.always.plan.model_dump(),
        **mapping.modes[getattr(kind.mode, reading.scale)].approach.model_dump(),
        "planned_minutes": getattr(kind.planned_minutes, reading.scale),
        "surprise": Span(share(surprise.low + more.low), share(surprise.high + more.high)),
        "groups": {f"group_{g}": group_of(reading, mapping, g, number) for g in range(number)},
    }


def share(value: float) -> float:
    """The nearest number between 0 and 1."""
    return min(1.0, max(0.0, value))


def group_of(reading: Reading, mapping: Mapping, g: int, number: int) -> dict[str, Any]:
    """Group `g` of so many."""
    kind = mapping.attackers[reading.attackers]
    people = part_of(reading.attackers_people, g / number, (g + 1) / number)
    each = kind.breaching_per_fighter
    return {
        **kind.fighters.model_dump(),
        "fighters": people,
        "squad_size": unit_size(people, mapping.units.most_squads / number, mapping),
        "breaching_rounds": Span(float(round(people.low * each.low)), float(round(people.high * each.high))),
        "bearing_degrees": 360.0 * g / number,
        "shares_rounds": mapping.always.shares_rounds,
    }


def part_of(people: Span, start: float, end: float) -> Span:
    """The part of these people between two shares of the whole; parts of a known number add up to it, and nobody is none."""
    low, high = (max(1, round(number * end) - round(number * start)) for number in people)
    return Span(float(low), float(max(low, high)))


def unit_size(people: Span, most_units: float, mapping: Mapping) -> int:
    """How many people a unit, so that there are at most so many units?"""
    return int(max(mapping.units.least_people, -(-people.high // max(1.0, most_units // 1))))


def garrison_of(reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """Those who hold the place; the kind that stands first in the mapping says how the garrison answers."""
    contingents, start = {}, 0.0
    for part in reading.garrison:
        contingents[part.kind] = contingent_of(part, start, reading, mapping)
        start += part.share
    return mapping.defenders[reading.garrison[0].kind].answer.model_dump() | {"contingents": contingents}


def contingent_of(part: Part, start: float, reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """One kind of people in the garrison, whose share of it begins at `start`."""
    people = part_of(reading.defenders_people, start, start + part.share)
    return {
        **mapping.defenders[part.kind].holders.model_dump(),
        "people": people,
        "section_size": unit_size(people, mapping.units.most_sections * part.share, mapping),
    }


def station_of(reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """The place itself."""
    kind = mapping.works[reading.works]
    return {
        **mapping.always.ground.model_dump(),
        **kind.walls.model_dump(),
        "strongpoints": reading.strongpoints,
        "perimeter_m": getattr(kind.perimeter_m, reading.scale),
    }


def air_of(reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """The aircraft and guns of the regime; cloud that holds them down counts as being busy, not guns or what flies at night."""
    air = mapping.air[mapping.regimes[reading.regime].air]
    skies = mapping.skies[reading.skies]
    busy, held = air.busy_chance, skies.held_chance
    if sum(held) == 0.0 or not air.available or air.flies_at_night:
        return air.model_dump()
    weight = sum(held) / (sum(busy) + sum(held))
    return air.model_dump() | {
        "busy_chance": Span(*(1.0 - (1.0 - b) * (1.0 - h) for b, h in zip(busy, held, strict=True))),
        "busy_minutes": Span(
            *((1.0 - weight) * b + weight * h for b, h in zip(air.busy_minutes, skies.held_minutes, strict=True))
        ),
    }


def relief_of(reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """The relief of the regime; an airlift waits for the sky as long as it is likely to be held."""
    relief, skies = mapping.relief[mapping.regimes[reading.regime].relief], mapping.skies[reading.skies]
    if relief.mode != "airlift":
        return relief.model_dump()
    waits = (chance * minutes for chance, minutes in zip(skies.held_chance, skies.held_minutes, strict=True))
    return relief.model_dump() | {"delay_minutes": Span(*(d + w for d, w in zip(relief.delay_minutes, waits, strict=True)))}
