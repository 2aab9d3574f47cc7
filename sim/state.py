"""What a raid consists of: facts that are given, and rows that change.

A raid is one NumPy record with arrays of records in it. Mesa agents are windows on its rows, the batch plays on the same
rows. Its type is the same for every scenario (room for the largest one), so the rules are compiled once; and it is passed
as one pointer, which is what makes a call cheap. Facts are what a scenario says, with every range already drawn; they are
all float64 and come first, so that they are also one flat vector, and a million design points are a matrix.

Distances are in metres, times in minutes, bearings in degrees, people and rounds in whole numbers, shares between 0 and 1.
A minute of -1 means "never".
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

NEVER = -1.0
MAX_UNITS, MAX_PLACES, MAX_GROUPS, MAX_CONTINGENTS = 1000, 41, 50, 50


class Side(IntEnum):
    """Who is it?"""

    RESISTANCE = 0
    GARRISON = 1


class Kind(IntEnum):
    """What sort of people are in the unit?"""

    SQUAD = 0
    SOLDIERS = 1
    POLICE = 2
    MILITIA = 3


class Stance(IntEnum):
    """What is the unit doing? From APPROACHING upwards it is in the field."""

    ABSENT = 0  # relief that has not landed, rows this raid does not use
    GONE = 1  # left the field
    APPROACHING = 2
    FIRING = 3
    ASSAULTING = 4
    HOLDING = 5  # squads inside an occupied station
    LEAVING = 6
    MANNING = 7  # a section in a strongpoint or in the main building
    OUTSIDE = 8  # a section in the open at the station
    OFF_POST = 9  # a section away from the station
    MOVING = 10  # a section on its way to the main building


class AirStatus(IntEnum):
    """Where are the aircraft?"""

    IDLE = 0
    CALLED = 1
    IN_FLIGHT = 2
    OVERHEAD = 3
    REARMING = 4
    SPENT = 5


class ReliefStatus(IntEnum):
    """Where is the relief?"""

    IDLE = 0
    CALLED = 1
    TRAVELLING = 2
    BLOCKED = 3
    LANDED = 4


class ReliefMode(IntEnum):
    """How does the relief come?"""

    NONE = 0
    ROAD = 1
    AIRLIFT = 2


class Objective(IntEnum):
    """What have the attackers come for?"""

    OCCUPY = 0
    RAID = 1
    AMBUSH = 2
    HARASS = 3


class Posture(IntEnum):
    """Where does a contingent of the garrison stand when the raid begins?"""

    STRONGPOINTS = 0
    MAIN_BUILDING = 1
    OUTSIDE = 2
    OFF_POST = 3


class Cause(IntEnum):
    """Why did somebody leave?"""

    NONE = 0
    AMMUNITION = 1
    LOSSES = 2
    STRUCTURE = 3
    AIR = 4
    RELIEF = 5
    WEATHER = 6
    TIME = 7
    COALITION = 8


class Ending(IntEnum):
    """How did the raid end?"""

    RUNNING = 0
    OCCUPIED = 1
    FORCED_OUT = 2
    WITHDREW = 3
    REPULSED = 4
    OBJECTIVE_MET = 5
    UNDECIDED = 6


def floats(*names: str) -> np.dtype:
    """A record of numbers."""
    return np.dtype((np.record, [(name, np.float64) for name in names]))


def mixed(wholes: str, reals: str) -> np.dtype:
    """A record of whole numbers, then of numbers; names with blanks between."""
    fields = [(name, np.int64) for name in wholes.split()] + [(name, np.float64) for name in reals.split()]
    return np.dtype((np.record, fields))


# Facts. A field is named after its path in the configuration, dots as underscores; `docs/ODD.md` has the units.
GIVEN = floats(
    "tick_minutes", "limit_minutes", "start_hour",
    "resistance_objective", "resistance_wanted", "resistance_start_distance_m", "resistance_standoff_m",
    "resistance_planned_minutes", "resistance_hold_minutes", "resistance_burn_minutes", "resistance_rounds_per_minute",
    "resistance_breaching_per_minute", "resistance_surprise",
    "garrison_alert_minutes", "garrison_rounds_per_minute",
    "station_structure_strength", "station_perimeter_m", "station_main_strength", "station_main_exposure",
    "station_strongpoint_strength", "station_strongpoint_exposure", "station_off_post_m",
    "air_available", "air_aircraft", "air_delay_minutes", "air_busy_chance", "air_busy_minutes", "air_endurance_minutes",
    "air_strikes_per_minute", "air_sorties", "air_rearm_minutes", "air_rain_limit", "air_flies_at_night",
    "relief_mode", "relief_people", "relief_delay_minutes", "relief_rain_limit", "relief_block_chance",
    "relief_block_minutes", "relief_seen_minutes", "relief_landing_m", "relief_training", "relief_resolve",
    "relief_rounds_per_person",
    "weather_rain", "weather_rain_mean", "weather_rain_swing", "weather_rain_memory_minutes",
    "weather_sunrise_hour", "weather_sunset_hour",
)  # fmt: skip

GROUP_FACTS = floats(
    "fighters", "armed_share", "rounds_per_fighter", "breaching_rounds", "training", "resolve", "bearing_degrees",
    "shares_rounds", "loyalty",
)  # fmt: skip

CONTINGENT_FACTS = floats("people", "kind", "posture", "armed_share", "rounds_per_person", "training", "resolve")

RULES = floats(
    # weather and light
    "rain_sight_loss", "night_sight", "rain_fire_loss", "rain_slow",
    # travel times of aircraft and relief
    "travel_shape",
    # sight
    "sight_rate", "sight_range_m", "firing_signature", "manning_signature", "lose_rate",
    # movement
    "walk_m_per_minute", "assault_pace",
    # fire
    "hit_chance", "hit_range_m", "hit_falloff", "fire_reach_m", "area_factor", "makeshift_arms", "frontage", "assault_fire",
    "squad_exposure", "assault_exposure", "outside_exposure", "contact_m", "contact_exposure", "cover_falloff",
    "wounded_per_killed", "strike_casualties",
    # structure
    "breaching_reach_m", "breaching_hit_chance", "breaching_range_m", "breaching_damage", "bullet_damage", "assault_damage",
    "breached_share",
    # suppression and resolve
    "suppression_per_round", "suppression_decay_minutes", "strike_suppression", "rouse_minutes", "resolve_recovery_minutes",
    "loss_shock", "air_shock",
    # the hazards of leaving, per minute
    "leave_losses", "loss_scale", "loss_power", "leave_ammunition", "ammunition_reserve", "leave_structure", "patience_minutes",
    "progress_share", "leave_air", "leave_relief", "leave_weather", "leave_time", "time_scale_minutes",
    "leave_coalition", "group_share", "doubt",
    # assault, falling back, surrender
    "assault_rate", "assault_stop", "close_m", "ring_m", "fall_back_rate", "yield_rate", "militia_yield", "police_yield",
    "siege_pressure", "empty_yield", "yield_losses", "yield_loss_scale", "surrender_share", "militia_surrender_share",
    # claims: whom either side counts, and how far reports of one raid lie apart
    "claim_killed_seen", "claim_fallen_as_killed", "claim_wounded_seen", "claim_own_losses", "claim_spread",
    "claim_counted_spread",
)  # fmt: skip

# Rows that change.
UNIT = mixed(
    "address side kind group stance place goal target aimed seen fit wounded killed captured fled rounds to_hand breaching "
    "firing under_fire fired breaching_hits hits incoming rounds_fired breaching_fired people cause",
    "x y armed training nerve resolve suppression pinned unready exposure range_m range_chance accuracy left_minute",
)
PLACE = mixed(
    "address main taken assaulted holders manned besiegers", "x y full_strength strength exposure breached_minute taken_minute"
)
GROUP = mixed("address first_row past_row fighters rounds cause left_tick", "left_minute bearing_degrees")
AIR = mixed(
    "address status sorties_left strikes strikes_fired targets",
    "due_minute off_minute first_minute overhead_minutes travel_factor busy_minutes",
)
RELIEF = mixed("address status landed_people", "due_minute landed_minute blocked_minute travel_factor block_minutes")
ATTACK = mixed(
    "address cause leaving met fighters rounds fit lost",
    "leave_minute contact_minute progress_minute progress_mark losses ammunition structure air relief weather time coalition",
)
DEFENCE = mixed("address people rounds fit", "called_minute")
WORLD = mixed(
    "key_0 key_1 raid tick units squads places groups contingents ending rounds_captured arms_captured",
    "minute rain rain_level light visibility occupied_minute burned_minute forced_out_minute end_minute center_x center_y "
    "rain_minutes",
)


FACTS_PARTS = [
    ("given", GIVEN),
    ("rules", RULES),
    ("group_facts", np.dtype((GROUP_FACTS, (MAX_GROUPS,)))),
    ("contingent_facts", np.dtype((CONTINGENT_FACTS, (MAX_CONTINGENTS,)))),
]
STATE_PARTS = [
    ("world", WORLD),  # clock, weather and what became of the station
    ("air", AIR),
    ("relief", RELIEF),
    ("attack", ATTACK),  # the attackers' commander; its last eight fields are the hazards of leaving, per minute
    ("defence", DEFENCE),  # the garrison's commander
    ("groups", np.dtype((GROUP, (MAX_GROUPS,)))),
    ("places", np.dtype((PLACE, (MAX_PLACES,)))),  # strongpoints, then the main building
    ("units", np.dtype((UNIT, (MAX_UNITS,)))),  # squads, then the garrison's sections, then those of the relief
]
RAID = np.dtype((np.record, FACTS_PARTS + STATE_PARTS))

WORD = 8  # bytes; every field is one word
N_FACTS = sum(kind.itemsize for _, kind in FACTS_PARTS) // WORD
HEADER_WORDS = sum(kind.itemsize for _, kind in STATE_PARTS[:-1]) // WORD
UNIT_WORDS = UNIT.itemsize // WORD
# Where in the vector of facts stand those that say how many rows a raid needs?
RELIEF_MODE_SLOT, RELIEF_PEOPLE_SLOT = GIVEN.names.index("relief_mode"), GIVEN.names.index("relief_people")
GROUPS_SLOT = len(GIVEN.names) + len(RULES.names)
CONTINGENTS_SLOT = GROUPS_SLOT + MAX_GROUPS * len(GROUP_FACTS.names)
GROUP_WIDTH, CONTINGENT_WIDTH = len(GROUP_FACTS.names), len(CONTINGENT_FACTS.names)  # people come first in both


class Workspace(NamedTuple):
    """One raid's memory, seen three ways. It is reused from raid to raid."""

    raids: np.ndarray  # (1,) of RAID
    facts: np.ndarray  # (N_FACTS,) float64: all facts
    memory: np.ndarray  # (n_words,) int64: all that changes, so that it can be wiped or kept

    @property
    def raid(self) -> np.record:
        """The raid, to look at from Python."""
        return self.raids[0]


class Plan(NamedTuple):
    """What a scenario says, as numbers: from this alone a raid is made ready, again and again."""

    low: np.ndarray  # (N_FACTS,) the lower bound of each fact
    high: np.ndarray  # (N_FACTS,) the upper bound; equal to `low` where the fact is known
    whole: np.ndarray  # (N_FACTS,) 1 where the fact is a whole number
    addresses: np.ndarray  # (N_FACTS,) where chance is asked for a fact with a range
    squad_sizes: np.ndarray  # (n_groups,) people a squad
    section_sizes: np.ndarray  # (n_contingents,) people a section
    group_addresses: np.ndarray  # (n_groups,)
    contingent_addresses: np.ndarray  # (n_contingents,)
    relief_section_size: int  # people a section
    strongpoints: int


def rows_for(people, size):
    """How many units of this size hold so many people?"""
    return -(-int(people) // size)


def make_workspace() -> Workspace:
    """Make the empty memory that raids are played in.

    Returns
    -------
    Workspace
        All zeros; `rules.muster.muster` makes a raid of it.
    """
    raids = np.zeros(1, RAID)
    return Workspace(raids, raids.view(np.float64)[:N_FACTS], raids.view(np.int64)[N_FACTS:])
