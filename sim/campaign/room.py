"""Is there room for a campaign, and in each of its raids for all who may ever come?

The compiled rules write into rows that are there or not, and neither ask nor repair; so it is asked at the door.
"""

import math
from collections.abc import Iterator

from sim.campaign.config import Area, Campaign
from sim.campaign.state import MAX_AIRCRAFT, MAX_AREAS, MAX_COLUMNS, MAX_GROUPS, MAX_KINDS, MAX_PARTNERS, MAX_POSTS
from sim.config import Scenario
from sim.mistakes import ConfigurationError
from sim.state import MAX_UNITS, rows_for

MOST_PEOPLE = 2000  # of one group or contingent, as in `sim.config`


def check_room(campaign: Campaign) -> None:
    """More of anything than there is room for is a mistake in the numbers."""
    check_counts(campaign)
    for path, people in (
        ("region.areas.*.recruits", most_fighters(campaign)),
        ("region.kinds.*.people", most_defenders(campaign)),
    ):
        if people > MOST_PEOPLE:
            raise ConfigurationError(
                f"{path}: {people} people might stand in one group or post; should be at most {MOST_PEOPLE}"
            )
    for path, raid in zip(raid_paths(campaign), campaign.raids, strict=True):
        if raid.rules.travel_shape.low != raid.rules.travel_shape.high:
            raise ConfigurationError(f"{path}.rules.travel_shape: should be one number in a campaign; it is a range")
        rows = sum(rows_of(campaign, raid, raid is campaign.ambush.raid))
        if rows > MAX_UNITS:
            raise ConfigurationError(
                f"{path}: may make {rows} squads and sections; should be at most {MAX_UNITS}: raise squad_size or section_size"
            )


def check_counts(campaign: Campaign) -> None:
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


def most_fighters(campaign: Campaign) -> int:
    """How many may one group ever have? As at the start, and its part of those who may join, whole people each week."""
    weeks = int(campaign.weeks.high)
    return max(
        (int(area.fighters.high) + joining(area, weeks) for area in campaign.region.areas.values() if area.groups > 0),
        default=0,
    )


def joining(area: Area, weeks: int) -> int:
    """How many may join one group? They are dealt out evenly, but people are whole, so it may be one more in each week."""
    recruits = int(area.recruits.high)
    return min(recruits, recruits // area.groups + weeks)


def most_defenders(campaign: Campaign) -> int:
    """How many may ever hold one post? Where small ones are given up, all of their people may come to one that is kept."""
    policy, kinds = campaign.policy, campaign.region.kinds
    most = {name: math.ceil(kind.people.high * (1.0 + kind.people_spread.high)) for name, kind in kinds.items()}
    small = {name: min(people, math.ceil(policy.smallest_people.high)) for name, people in most.items()}
    given_up = [sum(small[kind] * number for kind, number in area.posts.items()) for area in campaign.region.areas.values()]
    return max(most.values()) + (max(given_up) if policy.draws_back else 0)


def rows_of(campaign: Campaign, raid: Scenario, is_ambush: bool) -> Iterator[int]:
    """Squads of the groups that may come, sections of the garrison and of the relief, at the most."""
    party, people = int(campaign.groups.ambush_fighters.high), most_defenders(campaign)
    fighters = min(party, most_fighters(campaign)) if is_ambush else most_fighters(campaign)
    for group in list(raid.resistance.groups.values())[: 1 if is_ambush else MAX_PARTNERS]:
        yield rows_for(fighters, group.squad_size)
    contingents = raid.garrison.contingents.values()
    whole = sum(part.people.high for part in contingents)
    for part in contingents:
        yield rows_for(part.people.high if is_ambush else math.ceil(people * part.people.high / whole), part.section_size)
    yield rows_for(campaign.reserve.column_people.high, raid.relief.section_size)


def raid_paths(campaign: Campaign) -> list[str]:
    """Where does each raid that is played stand in the configuration?"""
    return [*(f"region.kinds.{name}.raid" for name in campaign.region.kinds), "ambush.raid"]
