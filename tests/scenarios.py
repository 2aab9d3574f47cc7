"""Raids to test with: a small one with sensible defaults, and a strategy that makes up many."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.config import Scenario
from sim.reading import read_yaml
from sim.rules.muster import muster
from sim.scenario import compile_plan, judge
from sim.state import Workspace, make_workspace

CONFIGS = Path(__file__).parents[1] / "configs"
GROUP, CONTINGENT = "resistance.groups.first", "garrison.contingents.soldiers"  # of the small raid


@cache
def choice(group: str, name: str) -> Mapping[str, Any]:
    """The values of one shipped choice, such as ``choice("air", "none")``; not to be written to."""
    return read_yaml(CONFIGS / group / f"{name}.yaml")


def small_raid() -> dict[str, Any]:
    """A dozen attackers against eight soldiers, no help, clear weather, as plain data."""
    group = {**choice("group", "local"), "fighters": 12, "squad_size": 6}
    soldiers = {**choice("contingent", "soldiers"), "people": 8}
    return {
        "name": "small",
        "title": "a small raid",
        "source": "made up",
        "assumed": "everything",
        "reported": {"incident": "", "endings": [], "causes": [], "facts": {}},
        "tick_minutes": 1.0,
        "limit_minutes": 120,
        "start_hour": 8,
        "resistance": {**choice("resistance", "storm"), "groups": {"first": group}},
        "garrison": {**choice("garrison", "post"), "contingents": {"soldiers": soldiers}},
        "station": choice("station", "outpost"),
        "air": choice("air", "none"),
        "relief": choice("relief", "none"),
        "weather": choice("weather", "clear"),
        "rules": choice("rules", "base"),
    }


def changed(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The same data with other values at these paths, such as ``{"relief.delay_minutes": 60}``."""
    for path, value in changes.items():
        data = with_value(data, path.split("."), value)
    return data


def with_value(data: Any, keys: list[str], value: Any) -> Any:
    """A copy of the data with this value at the end of these keys."""
    if not keys:
        return value
    return data | {keys[0]: with_value(data.get(keys[0], {}), keys[1:], value)}


def raid(changes: dict[str, Any] | None = None) -> Scenario:
    """The small raid, with other values at these paths."""
    return judge(changed(small_raid(), changes or {}))


def settings_of_the_small_raid(model: type[BaseModel] = Scenario, prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every setting of the small raid: its path, and what the model knows of it."""
    for name, field in model.model_fields.items():
        path, kind = f"{prefix}{name}", field.annotation
        members = [k for k in get_args(kind) if isinstance(k, type) and issubclass(k, BaseModel)]
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings_of_the_small_raid(kind, f"{path}.")
        elif members:
            yield from settings_of_the_small_raid(members[0], f"{GROUP if name == 'groups' else CONTINGENT}.")
        else:
            yield path, field


def bounds_of_numbers() -> dict[str, dict[str, Any]]:
    """Each number of the small raid, with its bounds: ``low`` and ``high``, ``unit``, ``whole``."""
    known = {path: field.json_schema_extra or {} for path, field in settings_of_the_small_raid()}
    return {path: extra for path, extra in known.items() if "unit" in extra}


def ready(scenario: Scenario, seed: int = 1, number: int = 0) -> Workspace:
    """This raid before its first minute, to be stepped by hand."""
    workspace = make_workspace()
    muster(workspace, compile_plan(scenario), seed, number)
    return workspace


def units_of(workspace: Workspace) -> np.ndarray:
    """The rows of all units of this raid, as a structured array that follows it."""
    return workspace.raid.units[: int(workspace.raid.world.units)]


# ---- raids made up by hypothesis ---------------------------------------------------------------------------------


def span(low: float, high: float) -> st.SearchStrategy[Any]:
    """A number between these bounds, now and then a range of numbers."""
    number = st.integers(0, 1000).map(lambda k: round(low + (high - low) * k / 1000, 4))
    return st.one_of(number, number, ranges(number))


def whole_span(low: int, high: int) -> st.SearchStrategy[Any]:
    """A whole number between these bounds, now and then a range of them."""
    number = st.integers(low, high)
    return st.one_of(number, number, ranges(number))


def ranges(number: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A range between two such numbers."""
    return st.tuples(number, number).map(lambda pair: {"low": min(pair), "high": max(pair)})


def share() -> st.SearchStrategy[Any]:
    """A share, often 0 or 1."""
    return st.one_of(st.sampled_from([0.0, 1.0]), span(0.0, 1.0), span(0.0, 1.0))


GROUPS = st.fixed_dictionaries(
    {
        "fighters": whole_span(1, 40),
        "squad_size": st.integers(3, 12),
        "armed_share": share(),
        "rounds_per_fighter": span(0, 80),
        "breaching_rounds": whole_span(0, 12),
        "training": span(0, 2),
        "resolve": share(),
        "bearing_degrees": span(0, 360),
        "shares_rounds": st.booleans(),
        "loyalty": share(),
    }
)
CONTINGENTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["soldiers", "police", "militia"]),
        "people": whole_span(1, 30),
        "section_size": st.integers(3, 12),
        "posture": st.sampled_from(["strongpoints", "main_building", "outside", "off_post"]),
        "armed_share": share(),
        "rounds_per_person": span(0, 80),
        "training": span(0, 2),
        "resolve": share(),
    }
)
RESISTANCES = st.fixed_dictionaries(
    {
        "objective": st.sampled_from(["occupy", "occupy", "raid", "ambush", "harass"]),
        "wanted": span(0, 12),
        "start_distance_m": span(30, 200),
        "standoff_m": span(20, 120),
        "planned_minutes": span(5, 240),
        "hold_minutes": span(0, 20),
        "burn_minutes": span(0, 15),
        "rounds_per_minute": span(0.5, 4),
        "breaching_per_minute": span(0, 1),
        "surprise": share(),
        "groups": st.dictionaries(st.sampled_from(["north", "east", "south", "west"]), GROUPS, min_size=1, max_size=4),
    }
)
GARRISONS = st.fixed_dictionaries(
    {
        "alert_minutes": span(0, 10),
        "rounds_per_minute": span(0.5, 4),
        "contingents": st.dictionaries(st.sampled_from(["guard", "police", "trainees"]), CONTINGENTS, min_size=1, max_size=3),
    }
)
STATIONS = st.fixed_dictionaries(
    {
        "structure_strength": st.sampled_from([0, 0.5, 1, 2]),
        "strongpoints": st.integers(0, 6),
        "perimeter_m": span(20, 80),
        "main_strength": span(0, 20),
        "main_exposure": share(),
        "strongpoint_strength": span(0, 8),
        "strongpoint_exposure": share(),
        "off_post_m": span(100, 800),
    }
)
AIRS = st.fixed_dictionaries(
    {
        "available": st.booleans(),
        "aircraft": whole_span(1, 3),
        "delay_minutes": span(0, 20),
        "busy_chance": share(),
        "busy_minutes": span(0, 10),
        "endurance_minutes": span(0, 30),
        "strikes_per_minute": span(0, 2),
        "sorties": whole_span(1, 3),
        "rearm_minutes": span(0, 20),
        "rain_limit": span(0.3, 1.1),
        "flies_at_night": st.booleans(),
    }
)
RELIEFS = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(["none", "road", "airlift"]),
        "people": whole_span(0, 30),
        "section_size": st.integers(3, 12),
        "delay_minutes": span(0, 30),
        "rain_limit": span(0, 1.1),
        "block_chance": share(),
        "block_minutes": span(0, 30),
        "seen_minutes": span(0, 20),
        "landing_m": span(50, 400),
        "training": span(0, 2),
        "resolve": share(),
        "rounds_per_person": span(0, 80),
    }
)
WEATHERS = st.fixed_dictionaries(
    {
        "rain": share(),
        "rain_mean": share(),
        "rain_swing": span(0, 0.5),
        "rain_memory_minutes": span(1, 120),
        "sunrise_hour": span(4, 8),
        "sunset_hour": span(16, 20),
    }
)
# Multiples of the shipped rates, so that all things happen within a few hundred ticks.
LIVELY = ("hit_chance", "sight_rate", "assault_rate", "yield_rate", "fall_back_rate", "leave_losses", "leave_ammunition",
          "leave_structure", "leave_air", "leave_relief", "leave_weather", "leave_time", "leave_coalition", "bullet_damage")  # fmt: skip


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """The shipped rules, some of their rates switched off or made livelier."""
    shipped = dict(choice("rules", "base"))
    for name in LIVELY:
        shipped[name] = min(1.0, shipped[name] * draw(st.sampled_from([1, 0, 4, 20])))
    return shipped


@st.composite
def raids(draw: st.DrawFn, most_ticks: int = 200) -> Scenario:
    """Any small raid: groups, contingents of each kind and posture, buildings, objectives, air, relief, weather, ticks."""
    tick = draw(st.sampled_from([0.25, 0.5, 1.0, 1.0, 2.0, 5.0]))
    data = small_raid() | {
        "tick_minutes": tick,
        "limit_minutes": tick * draw(st.integers(most_ticks // 4, most_ticks)),
        "start_hour": draw(span(0, 24)),
        "resistance": draw(RESISTANCES),
        "garrison": draw(GARRISONS),
        "station": draw(STATIONS),
        "air": draw(AIRS),
        "relief": draw(RELIEFS),
        "weather": draw(WEATHERS),
        "rules": draw(rules()),
    }
    if data["resistance"]["objective"] == "ambush":
        first = next(iter(data["garrison"]["contingents"]))
        data = changed(data, {f"garrison.contingents.{first}.posture": "off_post"})
    return judge(data)
