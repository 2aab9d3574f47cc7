"""From a configuration to a raid ready to start: compose, judge, and turn into numbers."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ValidationError

from sim.config import Scenario
from sim.mistakes import ConfigurationError, all_paths, explain, no_choice
from sim.reading import Change, apply_changes, merged, read_changes, read_yaml, refuse_interpolations
from sim.spans import Span
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
    rows_for,
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
        Such as ``"relief.delay_minutes=60"`` or ``"air=none"``; values win over all else. In a file, a choice such as
        ``air=none`` puts all of its values over the file's; in a shipped scenario it lies, as Hydra has it, below the
        scenario's own values.

    Returns
    -------
    Scenario
        Frozen and validated.

    Raises
    ------
    ConfigurationError
        With the path, the value, what would have been right, and the nearest valid name.
    """
    name, changes = str(name), read_changes(overrides)
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return load_file(Path(name), changes)
    if name not in scenario_names():
        raise ConfigurationError(no_choice("scenario", name, scenario_names()))
    return judge(compose_scenario(name, [change.text for change in changes]))


def load_file(path: Path, changes: Sequence[Change] = ()) -> Scenario:
    """Which raid does a file of the user's own describe?"""
    own = read_yaml(path)
    base = own.pop("base", None)
    if base is None:
        return judge_whole(path, apply_changes(own, changes))
    if base not in scenario_names():
        raise ConfigurationError(f"{path}: {no_choice('base', base, scenario_names())}")
    return judge(apply_changes(merged(compose_scenario(base, ()), own), changes))


def judge_whole(path: Path, data: dict[str, Any]) -> Scenario:
    """Is a file that starts from no shipped scenario one by itself?"""
    try:
        return judge(data)
    except ConfigurationError as error:
        hint = f"\n{path}: has no base; with one, such as 'base: kyar_tat', it need only say what differs"
        raise ConfigurationError(f"{error}{hint if 'the scenario: lacks' in str(error) else ''}") from None


def judge(data: dict[str, Any]) -> Scenario:
    """Is this plain data a scenario? The door: one clear message per mistake."""
    refuse_interpolations(data)
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise ConfigurationError(explain(error, data)) from None
    check_size(scenario)
    return scenario


def check_size(scenario: Scenario) -> None:
    """More units than anybody can look at are a mistake in the numbers."""
    relief = scenario.relief
    units = rows_for(relief.people.high, relief.section_size) if relief.mode != "none" else 0
    units += sum(rows_for(group.fighters.high, group.squad_size) for group in scenario.resistance.groups.values())
    units += sum(rows_for(part.people.high, part.section_size) for part in scenario.garrison.contingents.values())
    if units > MAX_UNITS:
        raise ConfigurationError(
            f"the scenario makes {units} squads and sections; should be at most {MAX_UNITS}: raise squad_size or section_size"
        )


def compose_scenario(name: str, overrides: Iterable[str]) -> dict[str, Any]:
    """What does Hydra make of this scenario and these overrides? Plain data, of the caller's own."""
    return deepcopy(_composed(f"scenario={name}", *map(str, overrides)))


@lru_cache(maxsize=256)  # Hydra takes a tenth of a second, and what ships does not change meanwhile
def _composed(*asked: str) -> dict[str, Any]:
    from hydra import compose
    from omegaconf import OmegaConf

    from sim.mistakes import explain_hydra, hydra_mistakes

    try:
        with hydra_of_our_own():
            config = compose("base", overrides=list(asked))
        return OmegaConf.to_container(config, resolve=False, throw_on_missing=True)
    except hydra_mistakes() as error:
        known = all_paths(_composed(asked[0])) if len(asked) > 1 else ()
        raise ConfigurationError(explain_hydra(error, known)) from None


@contextmanager
def hydra_of_our_own() -> Iterator[None]:
    """Hydra on the shipped configurations, also inside a command that Hydra already runs."""
    from hydra import initialize_config_module
    from hydra.core.global_hydra import GlobalHydra

    running = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    try:
        with initialize_config_module(config_module="configs", version_base="1.3"):
            yield
    finally:
        GlobalHydra.instance().hydra = running


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


def is_whole(scenario: BaseModel, path: str) -> bool:
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
        Bounds of every fact, its address of chance, and the sizes of units, from which the rows that a raid needs follow.
    """
    low, high = np.zeros(N_FACTS), np.zeros(N_FACTS)
    whole, addresses = np.zeros(N_FACTS, np.int64), np.zeros(N_FACTS, np.int64)
    for path, slot in fact_slots(scenario).items():
        low[slot], high[slot] = value_at(scenario, path)
        whole[slot] = int(is_whole(scenario, path))
        addresses[slot] = zlib.crc32(path.encode())
    groups, contingents = scenario.resistance.groups, scenario.garrison.contingents
    return Plan(
        low=low,
        high=high,
        whole=whole,
        addresses=addresses,
        squad_sizes=np.array([g.squad_size for g in groups.values()], np.int64),
        section_sizes=np.array([c.section_size for c in contingents.values()], np.int64),
        group_addresses=addresses_of("group", groups),
        contingent_addresses=addresses_of("contingent", contingents),
        relief_section_size=scenario.relief.section_size,
        strongpoints=scenario.station.strongpoints,
    )


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
