"""From a configuration to a raid ready to start: compose, judge, and turn into numbers."""

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from pydantic import ValidationError

from sim.config import Scenario, Span
from sim.mistakes import ConfigurationError, explain, nearest
from sim.state import (
    CONTINGENT_FACTS,
    GIVEN,
    GROUP_FACTS,
    MAX_GROUPS,
    MAX_UNITS,
    N_FACTS,
    RULES,
    Kind,
    Objective,
    Plan,
    Posture,
    ReliefMode,
)

PARTS = ("resistance", "garrison", "station", "air", "relief", "weather")
CODES = {"objective": Objective, "kind": Kind, "posture": Posture, "mode": ReliefMode}


def scenario_names() -> list[str]:
    """Which scenarios ship? Their names, in alphabetical order."""
    from importlib.resources import files

    return sorted(entry.name[:-5] for entry in files("configs").joinpath("scenario").iterdir() if entry.name.endswith(".yaml"))


def load_scenario(name: str, overrides: Sequence[str] = ()) -> Scenario:
    """Which raid is this? A shipped scenario, or a file of your own, with changes in Hydra's grammar.

    Parameters
    ----------
    name : str
        A shipped name such as ``"kyar_tat"``, or the path of a YAML file. A file may name a shipped scenario to start from
        in its key ``base`` and then holds only what differs. It is read as plain data and can run no code.
    overrides : sequence of str
        Such as ``"relief.delay_minutes=60"`` or ``"air=none"``; they win over the file.

    Returns
    -------
    Scenario
        Frozen and validated.

    Raises
    ------
    ConfigurationError
        With the path, the value, what would have been right, and the nearest valid name.
    """
    if isinstance(name, str) and (name.endswith((".yaml", ".yml")) or "/" in name):
        data = read_file(Path(name), overrides)
    else:
        names = scenario_names()
        if name not in names:
            raise ConfigurationError(f"scenario={name}: there is no such scenario{nearest(name, names)}; there are {', '.join(names)}")
        data = compose_scenario(name, overrides)
    return judge(data)


def judge(data: dict[str, Any]) -> Scenario:
    """Is this plain data a scenario? The door: one clear message per mistake."""
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise ConfigurationError(explain(error, data)) from None
    check_size(scenario)
    return scenario


def check_size(scenario: Scenario) -> None:
    """More units than anybody can look at are a mistake in the numbers."""
    plan = compile_plan(scenario)
    units = int(plan.squads_per_group.sum() + plan.sections_per_contingent.sum()) + plan.relief_sections
    if units > MAX_UNITS:
        raise ConfigurationError(
            f"the scenario makes {units} squads and sections; should be at most {MAX_UNITS}: raise squad_size or section_size"
        )


def compose_scenario(name: str, overrides: Iterable[str]) -> dict[str, Any]:
    """What does Hydra make of this scenario and these overrides? Plain data."""
    from hydra import compose, initialize_config_module
    from omegaconf import OmegaConf

    from sim.mistakes import explain_hydra, hydra_mistakes

    asked = [f"scenario={name}", *map(str, overrides)]
    try:
        with initialize_config_module(config_module="configs", version_base="1.3"):
            config = compose("base", overrides=asked)
        return OmegaConf.to_container(config, resolve=True, throw_on_missing=True)
    except hydra_mistakes() as error:
        raise ConfigurationError(explain_hydra(error)) from None


def read_file(path: Path, overrides: Sequence[str]) -> dict[str, Any]:
    """What does a scenario file of the user's own say? Read by a loader that knows data only."""
    try:
        own = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error})") from None
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{path}: is not plain YAML data ({' '.join(str(error).split())})") from None
    if not isinstance(own, dict):
        raise ConfigurationError(f"{path}: should be a mapping of names to values; it is {type(own).__name__}")
    base = own.pop("base", None)
    if base is not None and base not in scenario_names():
        raise ConfigurationError(
            f"{path}: base: {base!r} is no shipped scenario{nearest(str(base), scenario_names())}; there are {', '.join(scenario_names())}"
        )
    data = merged(compose_scenario(base, ()), own) if base else own
    return overridden(data, overrides) if overrides else data


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Two mappings as one; where both have a key, the second wins. A range is a value, not a mapping to merge."""
    result = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        is_range = isinstance(value, dict) and set(value) & {"low", "high"}
        result[key] = merged(result[key], value) if both and not is_range else value
    return result


def overridden(data: dict[str, Any], overrides: Sequence[str]) -> dict[str, Any]:
    """The same data with Hydra-style `path=value` changes."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    try:
        parsed = OverridesParser.create().parse_overrides(list(overrides))
    except HydraException as error:
        raise ConfigurationError(" ".join(str(error).split())) from None
    for override in parsed:
        change: Any = override.value()
        for key in reversed(override.key_or_group.split(".")):
            change = {key: change}
        data = merged(data, change)
    return data


def fact_slots(scenario: Scenario) -> dict[str, int]:
    """Where in the vector of facts does each path of the configuration stand?"""
    paths = [given_path(name) for name in GIVEN.names] + [f"rules.{name}" for name in RULES.names]
    slots = {path: slot for slot, path in enumerate(paths)}
    first = len(paths)
    for part, named, kind, room in (
        ("resistance.groups", scenario.resistance.groups, GROUP_FACTS, MAX_GROUPS),
        ("garrison.contingents", scenario.garrison.contingents, CONTINGENT_FACTS, 0),
    ):
        for row, name in enumerate(named):
            slots |= {f"{part}.{name}.{field}": first + row * len(kind) + k for k, field in enumerate(kind.names)}
        first += room * len(kind)
    return slots


def given_path(name: str) -> str:
    """Where in the configuration does this given fact stand?"""
    part, _, rest = name.partition("_")
    return f"{part}.{rest}" if part in PARTS else name


def value_at(scenario: Scenario, path: str) -> Span:
    """What does the scenario say at this path? A span of numbers; words and flags as their codes."""
    node: Any = scenario
    for key in path.split("."):
        node = node[key] if isinstance(node, dict) else getattr(node, key)
    if isinstance(node, Span):
        return node
    if isinstance(node, str):
        node = CODES[path.rpartition(".")[2]][node.upper()]
    return Span(float(node), float(node))


def is_whole(scenario: Scenario, path: str) -> bool:
    """Is the fact at this path a whole number?"""
    keys = path.split(".")
    model: Any = scenario
    for key in keys[:-1]:
        model = model[key] if isinstance(model, dict) else getattr(model, key)
    extra = type(model).model_fields[keys[-1]].json_schema_extra
    return bool(extra and extra.get("whole"))


def compile_plan(scenario: Scenario) -> Plan:
    """The scenario as numbers, ready for the compiled rules.

    Parameters
    ----------
    scenario : Scenario
        A validated scenario.

    Returns
    -------
    Plan
        Bounds of every fact, its address of chance, and how many rows of each kind a raid needs.
    """
    low, high = np.zeros(N_FACTS), np.zeros(N_FACTS)
    whole, addresses = np.zeros(N_FACTS, np.int64), np.zeros(N_FACTS, np.int64)
    for path, slot in fact_slots(scenario).items():
        low[slot], high[slot] = value_at(scenario, path)
        whole[slot] = int(is_whole(scenario, path))
        addresses[slot] = zlib.crc32(path.encode())
    groups, contingents = scenario.resistance.groups, scenario.garrison.contingents
    relief_rows = 0
    if scenario.relief.mode != "none" and scenario.relief.people.high > 0:
        relief_rows = rows_for(scenario.relief.people.high, scenario.relief.section_size)
    return Plan(
        low=low,
        high=high,
        whole=whole,
        addresses=addresses,
        squads_per_group=np.array([rows_for(g.fighters.high, g.squad_size) for g in groups.values()], np.int64),
        sections_per_contingent=np.array([rows_for(c.people.high, c.section_size) for c in contingents.values()], np.int64),
        squad_sizes=np.array([g.squad_size for g in groups.values()], np.int64),
        section_sizes=np.array([c.section_size for c in contingents.values()], np.int64),
        group_addresses=addresses_of("group", groups),
        contingent_addresses=addresses_of("contingent", contingents),
        relief_sections=relief_rows,
        strongpoints=scenario.station.strongpoints,
    )


def rows_for(people: float, size: int) -> int:
    """How many units of this size hold so many people?"""
    return -(-int(people) // size)


def addresses_of(family: str, names: Iterable[str]) -> np.ndarray:
    """Where is chance asked for the units of each name? 1,024 addresses apart, fixed by the name alone."""
    first = {"group": 0x80000000, "contingent": 0xC0000000}[family]
    slots: list[int] = []
    for name in names:
        slot = zlib.crc32(name.encode()) % 0xFFFFF
        while slot in slots:
            slot += 1
        slots.append(slot)
    return np.array([first + 1024 * slot for slot in slots], np.int64)
