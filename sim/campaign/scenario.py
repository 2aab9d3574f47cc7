"""From a configuration to a campaign ready to start: compose, judge, and turn into numbers."""

import math
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from sim.campaign.config import FAMILIES, Campaign
from sim.campaign.ground import distances, lay_out, linked, road_distances
from sim.campaign.state import (
    AREA_FACTS,
    GIVEN,
    KIND_FACTS,
    MAX_AIRCRAFT,
    MAX_AREAS,
    MAX_COLUMNS,
    MAX_GARRISON,
    MAX_GROUPS,
    MAX_KINDS,
    MAX_PARTNERS,
    MAX_POSTS,
    N_FACTS,
    Plan,
    Templates,
)
from sim.config import Scenario
from sim.mistakes import ConfigurationError, Form, explain, no_choice
from sim.reading import Change, apply_changes, merged, read_changes, read_yaml, refuse_interpolations
from sim.scenario import compile_plan as compile_raid
from sim.scenario import hydra_of_our_own, is_whole, load_scenario
from sim.spans import Span
from sim.state import MAX_UNITS, rows_for

FORM = Form("campaign", Campaign, FAMILIES)
PARTS = ("groups", "arms", "fleet", "reserve", "policy", "season", "counted")


def campaign_names() -> list[str]:
    """Which campaigns ship? Their names, in alphabetical order."""
    from importlib.resources import files

    return sorted(entry.name[:-5] for entry in files("configs").joinpath("campaign").iterdir() if entry.name.endswith(".yaml"))


def load_campaign(name: str, overrides: Sequence[str] = ()) -> Campaign:
    """Which campaign is this? A shipped one, or a file of your own, with changes in Hydra's grammar.

    Parameters
    ----------
    name : str
        A shipped name such as ``"country"``, or the path of a YAML file, which may name a shipped campaign to start from in its
        key ``base`` and then holds only what differs.
    overrides : sequence of str
        Such as ``"policy=draw_back"`` or ``"fleet.gunships=4"``.

    Returns
    -------
    Campaign
        Frozen and validated.

    Raises
    ------
    ConfigurationError
        With the path, the value, what would have been right, and the nearest valid name.
    """
    name = str(name)
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return load_file(Path(name), read_changes(overrides))
    if name not in campaign_names():
        raise ConfigurationError(no_choice("campaign", name, campaign_names()))
    return judge(compose_campaign(name, list(overrides)))


def load_file(path: Path, changes: Sequence[Change] = ()) -> Campaign:
    """Which campaign does a file of the user's own describe?"""
    own = read_yaml(path)
    base = own.pop("base", None)
    if base is None:
        return judge(apply_changes(own, changes))
    if base not in campaign_names():
        raise ConfigurationError(f"{path}: {no_choice('base', base, campaign_names())}")
    return judge(apply_changes(merged(compose_campaign(base, []), own), changes))


def compose_campaign(name: str, overrides: Sequence[str]) -> dict[str, Any]:
    """What does Hydra make of this campaign and these overrides? Plain data."""
    from hydra import compose
    from omegaconf import OmegaConf

    from sim.mistakes import explain_hydra, hydra_mistakes

    try:
        with hydra_of_our_own():
            config = compose("campaign_base", overrides=[f"campaign={name}", *overrides])
        return OmegaConf.to_container(config, resolve=False, throw_on_missing=True)  # type: ignore[return-value]
    except hydra_mistakes() as error:
        raise ConfigurationError(explain_hydra(error, form=FORM)) from None


def judge(data: dict[str, Any]) -> Campaign:
    """Is this plain data a campaign? The door: one clear message per mistake."""
    refuse_interpolations(data)
    try:
        campaign = Campaign.model_validate(with_raids(data))
    except ValidationError as error:
        raise ConfigurationError(explain(error, data, form=FORM)) from None
    check_size(campaign)
    return campaign


def with_raids(data: dict[str, Any]) -> dict[str, Any]:
    """The same data, in which names of shipped scenarios stand for their raids."""
    region, ambush = data.get("region"), data.get("ambush")
    kinds = region.get("kinds") if isinstance(region, dict) else None
    if isinstance(region, dict) and isinstance(kinds, dict):
        found = {name: with_raid(kind, f"region.kinds.{name}") for name, kind in kinds.items()}
        data = data | {"region": region | {"kinds": found}}
    return data | ({"ambush": with_raid(ambush, "ambush")} if ambush is not None else {})


def with_raid(block: Any, path: str) -> Any:
    """A block whose `raid` is the name of a shipped scenario, or one to start from in `base`, or a scenario, whole."""
    said = block.get("raid") if isinstance(block, dict) else None
    name = said if isinstance(said, str) else said.get("base") if isinstance(said, dict) else None
    if name is None:
        return block
    own = {key: value for key, value in said.items() if key != "base"} if isinstance(said, dict) else {}
    try:
        return block | {"raid": merged(shipped_raid(str(name)), own)}
    except ConfigurationError as error:
        raise ConfigurationError(f"{path}.raid: {error}") from None


@cache
def shipped_raid(name: str) -> dict[str, Any]:
    """A shipped scenario as plain data."""
    return load_scenario(name).model_dump()


def check_size(campaign: Campaign) -> None:
    """More of anything than there is room for is a mistake in the numbers."""
    region = campaign.region
    posts = sum(sum(area.posts.values()) for area in region.areas.values())
    aircraft = len(region.airfields) * (campaign.fleet.gunships.high + campaign.fleet.transports.high)
    for path, number, most in (
        ("region.areas.*.posts", posts, MAX_POSTS),
        ("region.areas.*.groups", sum(area.groups for area in region.areas.values()), MAX_GROUPS),
        ("region.areas", len(region.areas), MAX_AREAS),
        ("region.kinds", len(region.kinds), MAX_KINDS),
        ("fleet.gunships", int(aircraft), MAX_AIRCRAFT),
        ("reserve.columns", int(campaign.reserve.columns.high) * len(region.areas), MAX_COLUMNS),
    ):
        if number > most:
            raise ConfigurationError(f"{path}: {number} in all; should be at most {most}")
    for name, kind in region.kinds.items():
        people = math.ceil(kind.people.high * (1.0 + kind.people_spread.high))
        if people > MAX_GARRISON:
            raise ConfigurationError(
                f"region.kinds.{name}.people: makes up to {people} with its people_spread; should be at most {MAX_GARRISON}"
            )
    for path, raid in zip(raid_paths(campaign), campaign.raids, strict=True):
        units = most_units(campaign, raid)
        if units > MAX_UNITS:
            raise ConfigurationError(
                f"{path}: makes up to {units} squads and sections in one raid of the campaign; should be at most {MAX_UNITS}: "
                "raise squad_size or section_size, or lower groups.sent_fighters"
            )
        if raid.rules.travel_shape.low != raid.rules.travel_shape.high:
            raise ConfigurationError(f"{path}.rules.travel_shape: should be one number in a campaign; it is a range")


def most_units(campaign: Campaign, raid: Scenario) -> int:
    """How many squads and sections can this raid have, when the largest groups meet the largest garrison?"""
    ambush = raid is campaign.ambush.raid
    sent = (campaign.groups.ambush_fighters if ambush else campaign.groups.sent_fighters).high
    groups = list(raid.resistance.groups.values())[: 1 if ambush else MAX_PARTNERS]
    units = sum(rows_for(sent, group.squad_size) for group in groups)
    units += max(rows_for(MAX_GARRISON, part.section_size) for part in raid.garrison.contingents.values())
    units += len(raid.garrison.contingents)  # one more where people divide unevenly
    return units + rows_for(campaign.reserve.column_people.high, raid.relief.section_size)


def raid_paths(campaign: Campaign) -> list[str]:
    """Where does each raid that is played stand in the configuration?"""
    return [*(f"region.kinds.{name}.raid" for name in campaign.region.kinds), "ambush.raid"]


def given_path(name: str) -> str:
    """Where in the configuration does this given fact stand?"""
    part, _, rest = name.partition("_")
    return f"{part}.{rest}" if part in PARTS else name


def fact_slots(campaign: Campaign) -> dict[str, int]:
    """Where in the vector of facts does each path of the configuration stand?"""
    slots = {given_path(name): slot for slot, name in enumerate(GIVEN.names)}
    first = len(GIVEN.names)
    for family, named, kind, room in (
        ("region.areas", campaign.region.areas, AREA_FACTS, MAX_AREAS),
        ("region.kinds", campaign.region.kinds, KIND_FACTS, 0),
    ):
        for row, name in enumerate(named):
            slots |= {f"{family}.{name}.{field}": first + row * len(kind.names) + k for k, field in enumerate(kind.names)}
        first += room * len(kind.names)
    return slots


def value_at(campaign: Campaign, path: str) -> Span:
    """What does the campaign say at this path? A span of numbers; flags and names as numbers."""
    node: Any = campaign
    for key in path.split("."):
        node = node[key] if isinstance(node, dict) else getattr(node, key)
    if path == "counted.area":
        node = -1 if node is None else list(campaign.region.areas).index(node)
    return node if isinstance(node, Span) else Span(float(node), float(node))


def compile_plan(campaign: Campaign) -> Plan:
    """The campaign as numbers, ready for the compiled rules.

    Parameters
    ----------
    campaign : Campaign
        A validated campaign.

    Returns
    -------
    Plan
        Bounds of every fact, its address of chance, the map, and the plans of the raids that are played.
    """
    low, high = np.zeros(N_FACTS), np.zeros(N_FACTS)
    whole, addresses = np.zeros(N_FACTS, np.int64), np.zeros(N_FACTS, np.int64)
    for path, slot in fact_slots(campaign).items():
        low[slot], high[slot] = value_at(campaign, path)
        whole[slot] = int(is_whole(campaign, path))
        addresses[slot] = zlib.crc32(path.encode())
    ground, areas = lay_out(campaign), list(campaign.region.areas)
    return Plan(
        low=low,
        high=high,
        whole=whole,
        addresses=addresses,
        area_addresses=addresses_of(f"area {name}" for name in areas),
        area_km=ground.area_km,
        post_addresses=addresses_of(f"post {post.name}" for post in ground.posts),
        post_area=np.array([post.area for post in ground.posts], np.int64),
        post_kind=np.array([post.kind for post in ground.posts], np.int64),
        post_km=ground.post_km,
        group_addresses=addresses_of(f"group {name}" for name, _ in ground.groups),
        group_area=np.array([area for _, area in ground.groups], np.int64),
        group_km=ground.group_km,
        links=linked(ground.group_km),
        reach_km=distances(ground.group_km, ground.post_km),
        road_km=road_distances(ground, areas),
        air_km=distances(ground.post_km, ground.airfield_km),
        near_km=distances(ground.post_km, ground.post_km),
        templates=templates_of(campaign.raids),
    )


def addresses_of(names: Any) -> np.ndarray:
    """Where is chance asked for each of these? Fixed by the name alone."""
    return np.array([zlib.crc32(name.encode()) for name in names], np.int64)


def templates_of(raids: Sequence[Scenario]) -> Templates:
    """The plans of these raids side by side."""
    plans = [compile_raid(raid) for raid in raids]

    def stacked(name: str) -> np.ndarray:
        return np.stack([getattr(plan, name) for plan in plans])

    def padded(name: str, width: int) -> np.ndarray:
        rows = np.zeros((len(plans), width), np.int64)
        for row, plan in zip(rows, plans, strict=True):
            own = getattr(plan, name)[:width]
            row[: len(own)] = own
        return rows

    contingents = np.array([len(plan.section_sizes) for plan in plans], np.int64)
    return Templates(
        low=stacked("low"),
        high=stacked("high"),
        own_low=stacked("low"),
        own_high=stacked("high"),
        whole=stacked("whole"),
        addresses=stacked("addresses"),
        squad_sizes=padded("squad_sizes", MAX_PARTNERS),
        section_sizes=padded("section_sizes", int(contingents.max())),
        group_addresses=padded("group_addresses", MAX_PARTNERS),
        contingent_addresses=padded("contingent_addresses", int(contingents.max())),
        contingents=contingents,
        groups=np.array([min(MAX_PARTNERS, len(plan.squad_sizes)) for plan in plans], np.int64),
        relief_section_size=np.array([plan.relief_section_size for plan in plans], np.int64),
        strongpoints=np.array([plan.strongpoints for plan in plans], np.int64),
    )


def own_plan(plan: Plan) -> Plan:
    """The same plan for one thread alone: what is written to while campaigns are played is its own."""
    raids = plan.templates
    return plan._replace(
        low=plan.low.copy(),
        high=plan.high.copy(),
        templates=raids._replace(low=raids.own_low.copy(), high=raids.own_high.copy()),
    )
