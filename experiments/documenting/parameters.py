"""Parameter tables out of the configuration: meaning, unit, default, range, and what each number rests on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from experiments.documenting.blocks import table
from sim.config import Air, Contingent, Garrison, Group, Relief, Resistance, Rules, Scenario, Station, Weather
from sim.grounds import Kind, ground_of
from sim.spans import shown

PARTS: dict[str, type[BaseModel]] = {
    "resistance": Resistance, "group": Group, "garrison": Garrison, "contingent": Contingent, "station": Station, "air": Air,
    "relief": Relief, "weather": Weather,
}  # fmt: skip
KINDS: tuple[Kind, ...] = ("published", "derived", "calibrated", "assumed")
ABOUT = ("defaults", "name", "title", "source", "assumed", "reported")  # of a scenario, not its values


def makers() -> dict[str, Callable[[], str]]:
    """What makes each block of parameters?"""
    return {
        "footing": footing,
        "rules": rules_table,
        "top": top_table,
        **{part: _of_part(part) for part in PARTS},
        "shipped": shipped,
    }


def _of_part(part: str) -> Callable[[], str]:
    return lambda: part_table(part)


def footing() -> str:
    """How many rules rest on what?"""
    kinds = [ground_of(f"rules.{name}").kind for name in Rules.model_fields]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in KINDS)
    return f"Of the {len(kinds)} rates that all scenarios share: {counts}."


def rules_table() -> str:
    """All rates, in the order of the configuration."""
    values = choice("rules", "base")
    rows = [
        [f"`rules.{name}`", meaning(field), unit(field), written(values[name]), bounds(field), rests_on(f"rules.{name}")]
        for name, field in plain_fields(Rules)
    ]
    return table(["path", "meaning", "unit", "default", "range", "rests on"], rows)


def top_table() -> str:
    """What stands at the top of a scenario."""
    rows = [
        [f"`{name}`", meaning(field), unit(field), bounds(field), rests_on(name)]
        for name, field in plain_fields(Scenario)
        if field.json_schema_extra
    ]
    return table(["path", "meaning", "unit", "range", "rests on"], rows)


def part_table(part: str) -> str:
    """A part of a scenario, a column for the values of each shipped choice."""
    choices = {name: choice(part, name) for name in choices_of(part)}
    rows = [
        [
            f"`{part}.{name}`", meaning(field), unit(field), bounds(field),
            *(written(values[name]) for values in choices.values()), rests_on(f"{part}.{name}"),
        ]
        for name, field in plain_fields(PARTS[part])
    ]  # fmt: skip
    return table(["path", "meaning", "unit", "range", *(f"`{name}`" for name in choices), "rests on"], rows)


def plain_fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The fields of a part that are numbers, words or flags."""
    for name, field in model.model_fields.items():
        if field.description:
            yield name, field


def choices_of(part: str) -> list[str]:
    """The names of the shipped choices of this part."""
    return sorted(entry.name[:-5] for entry in files("configs").joinpath(part).iterdir() if entry.name.endswith(".yaml"))


def choice(part: str, name: str) -> dict[str, Any]:
    """The values of one shipped choice."""
    from pathlib import Path

    from sim.reading import read_yaml

    return read_yaml(Path(str(files("configs").joinpath(part, f"{name}.yaml"))))


def meaning(field: FieldInfo) -> str:
    """In words."""
    return str(field.description)


def known(field: FieldInfo) -> Mapping[str, Any]:
    """Unit and bounds of a number; nothing of a word or a flag."""
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def unit(field: FieldInfo) -> str:
    """The unit of a number."""
    return str(known(field).get("unit") or "-")


def bounds(field: FieldInfo) -> str:
    """Between which numbers it may lie, or which words it may be."""
    from typing import get_args

    ends = ends_of(field)
    return f"{min(ends):g} to {max(ends):g}" if ends else ", ".join(map(str, get_args(field.annotation))) or "true, false"


def ends_of(field: FieldInfo) -> list[float]:
    """The bounds of a number, of ours or of pydantic's; none of a word or a flag."""
    if "low" in known(field):
        return [known(field)["low"], known(field)["high"]]
    ends = [getattr(mark, name, None) for mark in field.metadata for name in ("ge", "gt", "le", "lt")]
    return [float(end) for end in ends if end is not None]


def rests_on(path: str) -> str:
    """The kind, and the reason."""
    ground = ground_of(path)
    return f"*{ground.kind}*: {ground.reason}"


def written(value: Any) -> str:
    """A value as people write it; a range as one."""
    if isinstance(value, Mapping) and set(value) == {"low", "high"}:
        return f"{written(value['low'])} to {written(value['high'])}"
    return f"{value:g}" if isinstance(value, float) else str(value) if isinstance(value, str) else shown(value)


def shipped() -> str:
    """For each shipped scenario its choices, and the values it sets over them."""
    from sim.scenario import scenario_names

    return "\n\n".join(one_scenario(name) for name in scenario_names())


def one_scenario(name: str) -> str:
    """Its title, its choices on a line, its own values in a table."""
    data = choice("scenario", name)
    chosen = ", ".join(f"`{key}={value}`" for key, value in choices_in(data["defaults"]))
    own = {
        key: value for key, value in data.items() if key not in ("defaults", "name", "title", "source", "assumed", "reported")
    }
    rows = [[f"`{path}`", written(value)] for path, value in leaves(own)]
    head = f"### {name}\n\n{data['title']}. Source: {data['source']}. Assumed: {data['assumed']}."
    return f"{head}\n\nChoices: {chosen}.\n\n{table(['path', 'value'], rows)}"


def choices_in(defaults: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """The choices of a list of defaults, as they are written on the command line."""
    for entry in defaults:
        if isinstance(entry, Mapping):
            yield from ((key.lstrip("/"), value) for key, value in entry.items())


def leaves(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value below a mapping, with its path; a range is a value."""
    for key, value in node.items():
        if isinstance(value, Mapping) and set(value) != {"low", "high"}:
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value
