"""Campaigns to test with: two small areas with small posts, as plain data, and a strategy that makes up many."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim.campaign.config import Campaign
from sim.campaign.outcome import N_EVENTS
from sim.campaign.rules.start import begin
from sim.campaign.scenario import compile_plan, judge, own_plan
from sim.campaign.state import make_field
from sim.campaign.warm import warm_up
from sim.campaign.week import play_week
from tests.scenarios import changed, choice, share, small_raid, span, whole_span

SEEDS = st.sampled_from([0, 1, 12345, 2**32 + 5, 2**63 - 1])
NUMBERS = st.sampled_from([0, 3, 2**32 - 1])
NOTHING_NOTED = np.zeros((0, N_EVENTS))


def raid_of_a_kind(people: int, **changes: Any) -> dict[str, Any]:
    """A small raid at which up to four groups may come, aircraft and relief too."""
    group = small_raid()["resistance"]["groups"]["first"] | {"fighters": 20, "squad_size": 10}
    groups = {name: group | {"bearing_degrees": 90 * k} for k, name in enumerate(("first", "second", "third", "fourth"))}
    more = {
        "resistance.groups": groups,
        "garrison.contingents.soldiers.people": people,
        "start_hour": {"low": 4, "high": 8},
        "air": choice("air", "gunships"),
        "relief": choice("relief", "airlift"),
        "weather": choice("weather", "showers"),
    }
    return changed(small_raid(), more | changes)


def raid_off_post() -> dict[str, Any]:
    """A small ambush: a few are off post, the others on it."""
    soldiers = small_raid()["garrison"]["contingents"]["soldiers"]
    few, guard = soldiers | {"people": {"low": 3, "high": 6}, "posture": "off_post"}, soldiers | {"people": 12}
    more = {"resistance.objective": "ambush", "resistance.wanted": 2, "relief": choice("relief", "road")}
    return changed(small_raid(), more | {"garrison.contingents": {"guard": guard, "few": few}, "station.off_post_m": 800})


def kind(title: str, people: int, value: float) -> dict[str, Any]:
    """A kind of post."""
    return {
        "title": title, "raid": raid_of_a_kind(people), "people": people, "people_spread": 0.3, "structure": 1.0, "value": value,
    }  # fmt: skip


def area(x_km: float) -> dict[str, Any]:
    """Six posts and four groups within 20 km."""
    return {
        "title": "an area", "x_km": x_km, "y_km": 100, "radius_km": 20, "posts": {"hut": 4, "fort": 2}, "groups": 4,
        "fighters": 24, "firearms_share": 0.6, "rounds_per_fighter": 80, "breaching_rounds": 6, "recruits": 100,
        "arms_inflow": 1.0, "rain_factor": 1.0,
    }  # fmt: skip


def small_campaign() -> dict[str, Any]:
    """Half a year in two areas, lively enough that something happens in most weeks; as plain data."""
    lively = {
        "reach_km": 30, "tempo_per_week": 0.6, "rest_weeks": 2, "least_fighters": 8, "ready_rounds": 20, "wanted_ratio": 1.2,
        "wall_weight": 0.3, "ambush_per_week": 0.3, "ambush_fighters": 10, "morale": 0.7,
    }  # fmt: skip
    return {
        "name": "small",
        "title": "a small campaign",
        "source": "made up",
        "assumed": "everything",
        "reported": {"incidents": [], "facts": {}},
        "weeks": 26,
        "region": {
            "title": "two areas",
            "road_winding": 1.3,
            "airfields": {"field": {"x_km": 150, "y_km": 100}},
            "kinds": {"hut": kind("a hut", 9, 1.0), "fort": kind("a fort", 20, 3.0)},
            "areas": {"one": area(100), "two": area(200)},
        },
        "groups": {**choice("groups", "local"), **lively},
        "arms": {
            **choice("arms", "growing"),
            "firearms_per_week": 1.0,
            "rounds_per_week": 200,
            "onset_week": 5,
            "growth_weeks": 3,
        },
        "fleet": {**choice("fleet", "few"), "gunships": 2, "transports": 1, "ready_minutes": 5, "km_per_minute": 4},
        "reserve": {
            **choice("reserve", "thin"),
            "people": 40,
            "columns": 1,
            "column_people": 12,
            "ready_minutes": 10,
            "road_km_per_minute": 1.0,
        },
        "policy": {
            **choice("policy", "hold"),
            "smallest_people": 12,
            "after_losses": 1,
            "rebuilt_share_per_week": 0.2,
            "rebuilt_after_weeks": 2,
        },
        "season": choice("season", "north_west"),
        "ambush": {"raid": raid_off_post()},
        "counted": {"area": "one", "from_week": 4, "to_week": 12},
    }


def campaign(changes: dict[str, Any] | None = None) -> Campaign:
    """The small campaign, with other values at these paths."""
    return judge(changed(small_campaign(), changes or {}))


def weeks_of(campaign: Campaign, seed: int = 1, number: int = 0) -> Iterator[np.record]:
    """The campaign's rows before its first week, then after each week; the same memory each time."""
    warm_up()
    field, plan = make_field(), own_plan(compile_plan(campaign))
    begin(field, plan, seed, number)
    yield field.campaigns[0]
    for _ in range(int(field.campaigns[0].given.weeks)):
        play_week(field, plan, NOTHING_NOTED, 0)
        yield field.campaigns[0]


def rows(whole: np.record, kind: str) -> np.ndarray:
    """The rows of this kind that the campaign uses."""
    return whole[kind][: int(whole.world[kind])]


@st.composite
def campaigns(draw: st.DrawFn, weeks: int = 16) -> Campaign:
    """Any small campaign: another region, other habits, arms, fleet, reserve, policy and season."""
    changes = {
        "weeks": weeks,
        "groups.reach_km": draw(span(0, 120)),
        "groups.tempo_per_week": draw(span(0.2, 5)),
        "groups.rest_weeks": draw(st.integers(0, 4)),
        "groups.wanted_ratio": draw(span(0.2, 2)),
        "groups.ready_rounds": draw(span(0, 60)),
        "groups.ambush_per_week": draw(span(0, 1)),
        "groups.morale": draw(share()),
        "groups.recruits_share_per_week": draw(span(0, 0.3)),
        "arms.firearms_per_week": draw(span(0, 3)),
        "arms.rounds_per_week": draw(span(0, 500)),
        "arms.breaching_per_week": draw(span(0, 3)),
        "arms.spread_share_per_week": draw(share()),
        "arms.rounds_carried": draw(span(5, 120)),
        "arms.lost_share": draw(share()),
        "fleet.gunships": draw(whole_span(0, 3)),
        "fleet.transports": draw(whole_span(0, 2)),
        "fleet.other_tasks": draw(share()),
        "fleet.turnaround_minutes": draw(span(0, 5000)),
        "reserve.people": draw(whole_span(0, 80)),
        "reserve.drafts_per_week": draw(span(0, 5)),
        "reserve.replaced_share_per_week": draw(share()),
        "reserve.columns": draw(whole_span(0, 2)),
        "policy.draws_back": draw(st.booleans()),
        "policy.given_up_per_week": draw(span(0, 3)),
        "region.kinds.hut.people": draw(whole_span(1, 15)),
        "region.kinds.hut.structure": draw(span(0, 2)),
        "region.kinds.hut.raid.resistance.burn_minutes": draw(st.sampled_from([0, 5])),
        "region.areas.one.fighters": draw(whole_span(0, 40)),
        "region.areas.one.posts": {"hut": draw(st.integers(0, 6)), "fort": draw(st.integers(0, 3))},
        "region.areas.one.groups": draw(st.integers(0, 6)),
        "region.areas.two.x_km": draw(st.integers(100, 300)),
        "season.spread": draw(span(0, 1)),
    }
    return campaign(changes)
