"""What a campaign consists of: facts that are given, and rows that change from week to week.

As in `sim.state`: one NumPy record with arrays of records in it, of one type for every campaign. Facts are what a campaign
says, with every range already drawn; they are all float64 and come first, so that they are also one flat vector.
The record `world` has the fields by which `sim.draws` addresses chance: `raid` is the number of the campaign, `tick` its week.

Distances are in kilometres, times in weeks, or in minutes since the campaign began; people, firearms, rounds and aircraft in
whole numbers, shares between 0 and 1.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from sim.state import WORD, Workspace, floats, make_workspace, mixed

MAX_POSTS, MAX_GROUPS, MAX_AREAS, MAX_KINDS, MAX_AIRCRAFT, MAX_COLUMNS, MAX_ATTACKS = 1000, 200, 40, 8, 120, 200, 200
MAX_PARTNERS = 4  # groups in one raid
MAX_GARRISON = 2000  # people at one post
WEEK_MINUTES, DAY_MINUTES = 10_080.0, 1_440.0
WEEKS_A_MONTH = 365.25 / 12.0 / 7.0
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class Standing(IntEnum):
    """Whose is the post?"""

    HELD = 0
    LOST = 1
    GIVEN_UP = 2


class Question(IntEnum):
    """What a draw of the layer decides. Numbers that no question of a raid has."""

    RAID_SEED = 32
    GARRISON = 33
    RAIN = 34
    FIREARMS = 35
    ROUNDS = 36
    BREACHING = 37
    RECRUITS = 38
    GROUP_RETURNS = 39
    AREA_RETURNS = 40
    DRAFTS = 41
    READINESS = 42
    TURN = 43
    MOMENT = 44
    HOUR = 45
    FIREARMS_LOST = 46
    REBUILT = 47
    AMBUSH = 48
    GIVEN_UP = 49


class AirAnswer(IntEnum):
    """What came of a call for aircraft?"""

    NOT_CALLED = 0
    CAME = 1
    AT_ANOTHER_RAID = 2  # all within reach were elsewhere
    OTHER_TASK = 3  # busy for reasons outside the layer
    OUT_OF_REACH = 4
    GROUNDED = 5  # called and free, but rain or night, or over before they came
    NONE_THERE = 6


# Facts. A field is named after its path in the configuration, dots as underscores.
GIVEN = floats(
    "weeks",
    "groups_reach_km", "groups_tempo_per_week", "groups_rest_weeks", "groups_least_fighters",
    "groups_sent_fighters", "groups_ready_rounds",
    "groups_wanted_ratio", "groups_wall_weight", "groups_ambush_per_week", "groups_ambush_fighters",
    "groups_recruits_share_per_week", "groups_return_share_per_week", "groups_morale", "groups_morale_weeks",
    "groups_morale_gain", "groups_morale_loss",
    "arms_firearms_per_week", "arms_rounds_per_week", "arms_breaching_per_week", "arms_onset_week", "arms_growth_weeks",
    "arms_spread_share_per_week", "arms_rounds_carried", "arms_breaching_carried", "arms_lost_share",
    "fleet_gunships", "fleet_transports", "fleet_flight", "fleet_km_per_minute", "fleet_ready_minutes", "fleet_reach_km",
    "fleet_other_tasks", "fleet_other_minutes", "fleet_turnaround_minutes",
    "reserve_people", "reserve_drafts_per_week", "reserve_replaced_share_per_week", "reserve_return_share_per_week",
    "reserve_repaired_share_per_week", "reserve_columns", "reserve_column_people", "reserve_road_km_per_minute",
    "reserve_ready_minutes", "reserve_blocked_chance", "reserve_blocked_minutes", "reserve_rest_minutes",
    "policy_draws_back", "policy_smallest_people", "policy_after_losses", "policy_memory_weeks", "policy_given_up_per_week",
    "policy_fortified_per_week", "policy_strongest", "policy_rebuilt_share_per_week", "policy_rebuilt_after_weeks",
    "season_first_month", *[f"season_{month}_mm" for month in MONTHS], "season_rain_per_mm", "season_spread",
    "counted_area", "counted_from_week", "counted_to_week",
)  # fmt: skip

AREA_FACTS = floats(
    "fighters", "firearms_share", "rounds_per_fighter", "breaching_rounds", "recruits", "arms_inflow", "rain_factor"
)

KIND_FACTS = floats("people", "people_spread", "structure", "value")

# Rows that change.
POST = mixed(
    "address area kind people establishment standing burned lost_week raided_week raids looked_at",
    "x_km y_km structure full_structure",
)
GROUP = mixed(
    "address area fighters recovering firearms rounds breaching firearms_due rounds_due raids rested_week committed killed "
    "captured",
    "x_km y_km morale turn",
)
AREA = mixed(
    "address recruits reserve recovering lost given_up rebuilt killed captured", "x_km y_km rain"
)  # fmt: skip
AIRCRAFT = mixed("airfield transport post", "free_minute")
COLUMN = mixed("area people post", "free_minute")
ATTACK = mixed(
    "post ambush partners group_0 group_1 group_2 group_3 gunships airfield air_waits transports air_answer elsewhere column",
    "minute hour",
)
WORLD = mixed(
    "key_0 key_1 raid tick posts groups areas aircraft columns attacks raids ambushes bases_lost counted_lost given_up rebuilt "
    "recruits_joined drafts firearms_in firearms_captured firearms_lost rounds_in rounds_captured rounds_fired "
    "rounds_lost breaching_in breaching_fired breaching_lost air_called air_came air_elsewhere",
    "minute",
)
ENDINGS = 7  # of `sim.state.Ending`
TALLY = np.dtype((np.record, [("endings", np.int64, (ENDINGS,)), ("causes", np.int64, (9,)), ("month_lost", np.int64, (37,))]))

FACTS_PARTS = [
    ("given", GIVEN),
    ("area_facts", np.dtype((AREA_FACTS, (MAX_AREAS,)))),
    ("kind_facts", np.dtype((KIND_FACTS, (MAX_KINDS,)))),
]
STATE_PARTS = [
    ("world", WORLD),
    ("tally", TALLY),
    ("areas", np.dtype((AREA, (MAX_AREAS,)))),
    ("groups", np.dtype((GROUP, (MAX_GROUPS,)))),
    ("posts", np.dtype((POST, (MAX_POSTS,)))),
    ("aircraft", np.dtype((AIRCRAFT, (MAX_AIRCRAFT,)))),
    ("columns", np.dtype((COLUMN, (MAX_COLUMNS,)))),
    ("attacks", np.dtype((ATTACK, (MAX_ATTACKS,)))),
]
CAMPAIGN = np.dtype((np.record, FACTS_PARTS + STATE_PARTS))
N_FACTS = sum(kind.itemsize for _, kind in FACTS_PARTS) // WORD


class Field(NamedTuple):
    """A campaign's memory, seen three ways, and that of the raid that is being played in it."""

    campaigns: np.ndarray  # (1,) of CAMPAIGN
    facts: np.ndarray  # (N_FACTS,) float64: all facts
    memory: np.ndarray  # (n_words,) int64: all that changes
    raid: Workspace


class Templates(NamedTuple):
    """The raids that are played, as plans of `sim.state.Plan` side by side: one for each kind of post, then the ambush."""

    low: np.ndarray  # (templates, facts of a raid); written to, just before a raid is played
    high: np.ndarray
    own_low: np.ndarray  # (templates, facts of a raid): as the scenario has them
    own_high: np.ndarray
    whole: np.ndarray
    addresses: np.ndarray
    squad_sizes: np.ndarray  # (templates, MAX_PARTNERS)
    section_sizes: np.ndarray  # (templates, contingents)
    group_addresses: np.ndarray
    contingent_addresses: np.ndarray
    contingents: np.ndarray  # (templates,)
    groups: np.ndarray  # (templates,): how many groups may take part
    relief_section_size: np.ndarray  # (templates,)
    strongpoints: np.ndarray  # (templates,)


class Plan(NamedTuple):
    """What a campaign says, as numbers: from this alone a campaign is made ready, again and again."""

    low: np.ndarray  # (N_FACTS,)
    high: np.ndarray
    whole: np.ndarray
    addresses: np.ndarray
    area_addresses: np.ndarray  # (areas,)
    area_km: np.ndarray  # (areas, 2): where its base is
    post_addresses: np.ndarray  # (posts,)
    post_area: np.ndarray
    post_kind: np.ndarray
    post_km: np.ndarray  # (posts, 2)
    group_addresses: np.ndarray  # (groups,)
    group_area: np.ndarray
    group_km: np.ndarray  # (groups, 2)
    links: np.ndarray  # (groups, groups): 1 where two groups exchange arms
    reach_km: np.ndarray  # (groups, posts): how far from the group is the post, as the crow flies?
    road_km: np.ndarray  # (posts, areas): how far by road from the base of the area?
    air_km: np.ndarray  # (posts, airfields): how far from the airfield?
    near_km: np.ndarray  # (posts, posts): how far from each other?
    templates: Templates


def make_field() -> Field:
    """Make the empty memory that campaigns are played in."""
    campaigns = np.zeros(1, CAMPAIGN)
    return Field(campaigns, campaigns.view(np.float64)[:N_FACTS], campaigns.view(np.int64)[N_FACTS:], make_workspace())
