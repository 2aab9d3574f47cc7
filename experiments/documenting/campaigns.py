"""Parameter tables of a campaign: what can be set, between which bounds, the shipped values, and what each rests on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from experiments.documenting.blocks import table
from experiments.documenting.parameters import KINDS, bounds, choice, choices_of, meaning, plain_fields, unit, written
from experiments.documenting.results import columns_table
from sim.campaign.config import Area, Arms, Campaign, Counted, Fleet, Groups, Kind, Place, Policy, Region, Reserve, Season
from sim.campaign.grounds import GROUNDS, ground_of
from sim.campaign.outcome import COLUMNS, EVENTS, SERIES

PARTS: dict[str, type[BaseModel]] = {
    "groups": Groups, "arms": Arms, "fleet": Fleet, "reserve": Reserve, "policy": Policy, "season": Season,
}  # fmt: skip
PLACES: dict[str, type[BaseModel]] = {"region": Region, "region.airfields.*": Place, "region.areas.*": Area}
REPEATED = tuple(f"bases_lost_month_{month:02d}" for month in range(2, 25))  # as the first month, said once
Cells = Sequence[str]


def makers() -> dict[str, Callable[[], str]]:
    """What makes each block about campaigns?"""
    tables = {
        "footing": footing,
        "top": top_table,
        "region": region_table,
        "areas": areas_table,
        "kinds": kinds_table,
        "measures": lambda: columns_table(column for column in COLUMNS if column.name not in REPEATED),
        "course": lambda: columns_table(SERIES),
        "raids": lambda: columns_table(EVENTS),
        **{part: _of_part(part) for part in PARTS},
    }
    return {f"campaign.{name}": make for name, make in tables.items()}


def _of_part(part: str) -> Callable[[], str]:
    return lambda: shipped_table(part, PARTS[part], {name: choice(part, name) for name in choices_of(part)})


def footing() -> str:
    """How many parameters rest on what?"""
    kinds = [ground_of(path).kind for path in GROUNDS]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in KINDS)
    return f"Of the {len(kinds)} parameters of a campaign: {counts}."


def row_of(path: str, field: FieldInfo, values: Cells = ()) -> list[str]:
    """One parameter: what it is, its bounds, its shipped values if any, and what it rests on."""
    ground = ground_of(path)
    return [f"`{path}`", meaning(field), unit(field), bounds(field), *values, f"*{ground.kind}*: {ground.reason}"]


def headed(rows: list[list[str]], names: Cells = ()) -> str:
    """These parameters as a table, a column for each shipped choice."""
    return table(["path", "meaning", "unit", "range", *(f"`{name}`" for name in names), "rests on"], rows)


def shipped_table(under: str, model: type[BaseModel], choices: Mapping[str, Mapping[str, Any]]) -> str:
    """A part of a campaign, a column for the values of each shipped choice."""
    rows = [
        row_of(f"{under}.{name}", field, [written(values[name]) for values in choices.values()])
        for name, field in plain_fields(model)
    ]
    return headed(rows, list(choices))


def kinds_table() -> str:
    """Kinds of posts."""
    return shipped_table("region.kinds.*", Kind, {name: choice("post", name) for name in choices_of("post")})


def top_table() -> str:
    """How long a campaign lasts, and what is counted apart."""
    shipped = {name: choice("campaign", name) for name in choices_of("campaign")}
    rows = [
        row_of(name, field, [written(values[name]) for values in shipped.values()]) for name, field in plain_fields(Campaign)
    ]
    rows += [
        row_of(f"counted.{name}", field, [written(values["counted"][name]) for values in shipped.values()])
        for name, field in plain_fields(Counted)
    ]
    return headed(rows, list(shipped))


def region_table() -> str:
    """What a map says."""
    return headed([row_of(f"{under}.{name}", field) for under, model in PLACES.items() for name, field in plain_fields(model)])


def areas_table() -> str:
    """The areas of the shipped maps, a row each."""
    names = [name for name, _ in plain_fields(Area)]
    rows = [
        [f"{region}: {area}", *(area_cell(values[name]) for name in names)]
        for region in choices_of("region")
        for area, values in choice("region", region)["areas"].items()
    ]
    return table(["region: area", *(f"`{name}`" for name in names)], rows)


def area_cell(value: Any) -> str:
    """What an area says, on a line."""
    if isinstance(value, Mapping) and set(value) != {"low", "high"}:
        return ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in value.items())
    return written(value)
