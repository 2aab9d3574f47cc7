"""What differs between two raids before their first minute? What was asked for, and the people, rounds and walls it makes."""

from collections.abc import Iterator
from typing import Any

from sim.config import shown
from sim.scenario import fact_slots
from sim.state import Side as Camp
from sim.why.difference import AS_IT_IS, CHANGED, Difference
from sim.why.ground import column
from sim.why.spoken import Side

TEXTS = ("name", "title", "source", "assumed", "reported")  # nobody plays by them
COUNTED = {"people": "people", "rounds": "rounds", "breaching": "breaching rounds"}


def at_the_start(sides: tuple[Side, Side]) -> list[Difference]:
    """What differs at the start: settings as they were drawn, then what they make of people, rounds and buildings?"""
    found = [*_settings(sides), *_muster(sides)]
    return [
        Difference("start", 0.0, -1, "muster", who, field, one, other, None, f"{field}: {one} {AS_IT_IS}, {other} {CHANGED}")
        for who, field, one, other in found
        if one != other
    ]


def _settings(sides: tuple[Side, Side]) -> Iterator[tuple[str, str, str, str]]:
    flat = [dict(leaves(side.scenario.model_dump(exclude=set(TEXTS)))) for side in sides]
    for path in dict.fromkeys([*flat[0], *flat[1]]):
        if flat[0].get(path) != flat[1].get(path):
            one, other = (as_drawn(side, path, its.get(path)) for side, its in zip(sides, flat, strict=True))
            yield "the scenario", path, one, other


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of plain data with its path; a range is a value."""
    if isinstance(node, dict) and set(node) != {"low", "high"}:
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    else:
        yield path, node


def as_drawn(side: Side, path: str, value: Any) -> str:
    """The value in this raid: of a range, the number that was drawn."""
    if value is None:
        return "not there"
    if isinstance(value, dict):
        value = float(side.workspace.facts[fact_slots(side.scenario)[path]])
        return f"{value:.4g}"
    return shown(value)


def _muster(sides: tuple[Side, Side]) -> Iterator[tuple[str, str, str, str]]:
    one, other = (totals(side) for side in sides)
    for what in one:
        yield "everybody", what, f"{one[what]:,.6g}", f"{other[what]:,.6g}"


def totals(side: Side) -> dict[str, float]:
    """People, units, rounds and walls at the start."""
    workspace, world = side.workspace, side.workspace.raid.world
    units = {
        name: column(workspace, "units", name)[: int(world.units)]
        for name in ("side", "group", "people", "rounds", "breaching")
    }
    camps = {
        "attackers": units["side"] == Camp.RESISTANCE,
        "garrison": (units["side"] == Camp.GARRISON) & (units["group"] >= 0),
        "relief": units["group"] < 0,
    }
    sums = {f"{what} of the {camp}": units[name][who].sum() for camp, who in camps.items() for name, what in COUNTED.items()}
    walls = column(workspace, "places", "full_strength")[: int(world.places)]
    return {**sums, "buildings": float(world.places), "strength of all walls in points": float(walls.sum())}
