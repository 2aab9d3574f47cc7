"""What a scenario may say: every field with its unit, its meaning and its bounds. The one judge at the door.

The models forbid unknown keys, are frozen and have no defaults of their own: every value stands in `configs/`.
A number may be given as `{low: a, high: b}` where a fact is unknown; it is then drawn afresh for each raid.
"""

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from sim.spans import choice, count, real, share, shown, whole

NAMED = ("resistance.groups", "garrison.contingents")  # mappings whose keys are names of one's own
MAX_TICKS = 2_000_000


Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=4000)]


class Part(BaseModel):
    """A part of a scenario: frozen, and closed to unknown keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True
    )  # built at first use: most parts are judged inside a scenario alone


class Group(Part):
    """One resistance group of the coalition; it may leave on its own."""

    fighters: whole(1, 2000, "people", "fighters at the start")
    squad_size: count(1, 900, "people", "fighters a squad")
    armed_share: share("share with a proper firearm; the others carry makeshift arms")
    rounds_per_fighter: real(0, 1e9, "rounds", "rounds for each fighter at the start")
    breaching_rounds: whole(0, 100_000, "rounds", "breaching rounds of the whole group")
    training: real(0, 3, "multiple", "hits for each round, as a multiple of an average fighter's")
    resolve: share("firmness it comes back to when left in peace")
    bearing_degrees: real(0, 360, "degrees", "side it comes from, clockwise from north")
    shares_rounds: Flag = Field(description="rounds are pooled within the group")
    loyalty: share("1: never leaves before the others; 0: weighs its own reasons alone")


class Resistance(Part):
    """The attackers' plan, and their groups."""

    objective: choice(Literal["occupy", "raid", "ambush", "harass"], "what they have come for")
    wanted: real(0, 100_000, "people, people or minutes", "captives (raid), casualties (ambush) or minutes of fire (harass)")
    start_distance_m: real(1, 20_000, "m", "distance of the start line from the centre of the field")
    standoff_m: real(1, 5_000, "m", "distance from which they fire at their goal")
    planned_minutes: real(0, 100_000, "min", "time they mean to spend; beyond it time becomes a reason to leave")
    hold_minutes: real(0, 100_000, "min", "time they mean to hold the station after an occupation")
    burn_minutes: real(0, 100_000, "min", "time after the occupation when it is burned; 0: it is not burned")
    rounds_per_minute: real(0, 100, "rounds/min", "rounds a rifle fires in a minute")
    breaching_per_minute: real(0, 50, "rounds/min", "breaching rounds a squad fires in a minute while all its people are fit")
    surprise: share("how little the garrison expects it: the share not at its post at the first shot; it is also shaken")
    groups: Annotated[dict[Name, Group], Field(min_length=1, max_length=50)]


class Contingent(Part):
    """People of one kind in the garrison, split into sections."""

    kind: choice(Literal["soldiers", "police", "militia"], "what sort of people they are")
    people: whole(1, 2000, "people", "people at the start")
    section_size: count(1, 900, "people", "people a section")
    posture: choice(Literal["strongpoints", "main_building", "outside", "off_post"], "where they stand when it begins")
    armed_share: share("share with a proper firearm")
    rounds_per_person: real(0, 1e9, "rounds", "rounds for each person at the start")
    training: real(0, 3, "multiple", "hits for each round, as a multiple of an average fighter's")
    resolve: share("firmness it comes back to when left in peace")


class Garrison(Part):
    """Those who hold the station."""

    alert_minutes: real(0, 100_000, "min", "time from the first shot to the call for help")
    rounds_per_minute: real(0, 100, "rounds/min", "rounds a rifle fires in a minute")
    contingents: Annotated[dict[Name, Contingent], Field(min_length=1, max_length=50)]


class Station(Part):
    """The buildings: a main building and strongpoints around it."""

    structure_strength: real(0, 1000, "multiple", "multiplies the strength of all buildings: how strong are the walls?")
    strongpoints: count(0, 40, "", "strongpoints on the ring")
    perimeter_m: real(1, 2000, "m", "radius of the ring of strongpoints")
    main_strength: real(0, 100_000, "points", "wear the main building takes until nothing of its cover is left")
    main_exposure: share("share of the rounds that matters to people in the main building while it is whole")
    strongpoint_strength: real(0, 100_000, "points", "wear one strongpoint takes until nothing of its cover is left")
    strongpoint_exposure: share("share of the rounds that matters to people in a strongpoint while it is whole")
    off_post_m: real(0, 50_000, "m", "distance from the station of those who are off post")


class Air(Part):
    """Aircraft that may come."""

    available: Flag = Field(description="can any aircraft come at all")
    aircraft: whole(0, 50, "aircraft", "aircraft that come together")
    delay_minutes: real(0, 100_000, "min", "mean flight time; gamma distributed")
    busy_chance: share("chance that they are busy elsewhere when called")
    busy_minutes: real(0, 100_000, "min", "mean time until they are free, if busy; gamma distributed")
    endurance_minutes: real(0, 10_000, "min", "time overhead in one sortie")
    strikes_per_minute: real(0, 4, "strikes/min", "strikes of one aircraft in a minute overhead")
    sorties: whole(0, 100, "sorties", "sorties they can fly in all")
    rearm_minutes: real(0, 100_000, "min", "time away between two sorties")
    rain_limit: real(0, 1.1, "share", "rain above which they do not fly")
    flies_at_night: Flag = Field(description="do they fly at night")


class Relief(Part):
    """Troops that may come to help."""

    mode: choice(Literal["none", "road", "airlift"], "how they come")
    people: whole(0, 5000, "people", "people who come")
    section_size: count(1, 900, "people", "people a section")
    delay_minutes: real(0, 1_000_000, "min", "mean travel time from the call to the landing; gamma distributed")
    rain_limit: real(0, 1.1, "share", "rain above which an airlift does not start")
    block_chance: share("chance that a road column is held up")
    block_minutes: real(0, 100_000, "min", "mean time it is held up, if so; gamma distributed")
    seen_minutes: real(0, 10_000, "min", "time before the landing when the attackers learn of it")
    landing_m: real(1, 20_000, "m", "distance of the landing place from the centre of the field")
    training: real(0, 3, "multiple", "hits for each round, as a multiple of an average fighter's")
    resolve: share("firmness it comes back to when left in peace")
    rounds_per_person: real(0, 1e9, "rounds", "rounds for each person")


class Weather(Part):
    """Rain, and the hours of light."""

    rain: share("rain at the start; 1 is a cloudburst")
    rain_mean: share("rain it wanders about")
    rain_swing: real(0, 2, "share", "standard deviation of its wandering")
    rain_memory_minutes: real(1e-9, 100_000, "min", "time over which it forgets")
    sunrise_hour: real(0, 24, "h", "sunrise")
    sunset_hour: real(0, 24, "h", "sunset")


class Rules(Part):
    """The few rates that all scenarios share."""

    rain_sight_loss: share("share of the sight lost in a cloudburst")
    night_sight: share("share of the clear-day sight left at night")
    rain_fire_loss: share("share of the hits lost in a cloudburst")
    rain_slow: share("share of the pace lost in a cloudburst")
    travel_shape: real(1, 1e12, "", "shape of the gamma distribution of travel times (coefficient of variation 1/sqrt(shape))")
    sight_rate: real(0, 1e12, "1/min", "rate at which one watcher spots a unit at no distance")
    sight_range_m: real(1, 1e6, "m", "distance over which that rate falls by a factor e, by day in the clear")
    firing_signature: real(0, 1e12, "multiple", "how much more a unit shows itself while it fires")
    manning_signature: real(0, 1e12, "multiple", "how much a silent section in a building shows itself")
    lose_rate: real(0, 1e6, "1/min", "rate at which a silent unit is lost from sight")
    walk_m_per_minute: real(0, 1e9, "m/min", "pace in the field")
    assault_pace: real(0, 100, "multiple", "pace in an assault or withdrawal, as a multiple of that")
    hit_chance: share("chance that an aimed round hits a person in the open at no distance")
    hit_range_m: real(1, 1e9, "m", "distance where that has fallen by a factor e")
    hit_falloff: real(0.1, 10, "", "exponent of the fall with distance")
    fire_reach_m: real(1, 1e9, "m", "distance beyond which nobody fires")
    area_factor: share("hits of a round fired at an area, for each person in it, as a share of an aimed round's")
    makeshift_arms: share("fire of makeshift arms, as a share of a rifle's")
    frontage: real(1, 1e12, "people", "attackers who find room to fire at one place at once, however many have come")
    assault_fire: real(0, 100, "multiple", "rate of fire in an assault")
    squad_exposure: share("share of the rounds that matters to squads that use the ground")
    assault_exposure: share("... to squads in an assault")
    outside_exposure: share("... to sections outside the buildings")
    contact_m: real(0.1, 1000, "m", "distance within which a squad is at the wall or inside")
    contact_exposure: share("least share of the rounds that matters between people in one place")
    cover_falloff: real(0.01, 1e7, "", "exponent of the loss of cover with the loss of strength")
    wounded_per_killed: real(0, 100, "ratio", "wounded for each killed")
    strike_casualties: real(0, 100, "people", "hits of one strike, on average")
    breaching_reach_m: real(1, 10_000, "m", "distance beyond which no breaching round is fired")
    breaching_hit_chance: share("chance that a breaching round hits the wall at no distance")
    breaching_range_m: real(1, 1e6, "m", "distance where that has fallen by a factor e")
    breaching_damage: real(0, 1e6, "points", "wear of one breaching round that hits")
    bullet_damage: real(0, 1e6, "points", "wear of one round")
    assault_damage: real(0, 1e6, "points/min", "wear of one fighter at the wall in a minute")
    breached_share: share("share of the strength that must be gone before a building is called breached")
    suppression_per_round: real(0, 1e6, "", "rate of suppression for one round a minute on one person")
    suppression_decay_minutes: real(0.001, 1e6, "min", "time over which suppression decays")
    strike_suppression: real(0, 1e6, "", "rate of suppression for one strike a minute on one squad")
    rouse_minutes: real(0.001, 1e6, "min", "time over which a surprised garrison comes to its posts after the first shot")
    resolve_recovery_minutes: real(0.001, 1e6, "min", "time over which resolve comes back")
    loss_shock: real(0, 1000, "", "resolve lost by people of a nerve of one half when everybody is hit")
    air_shock: real(0, 1000, "1/min", "resolve lost in a minute with aircraft overhead")
    leave_losses: real(0, 1e6, "1/min", "rate of leaving at the loss scale")
    loss_scale: real(1e-4, 1000, "share", "share lost at which that rate stands")
    loss_power: real(0.1, 1e6, "", "power of the share lost, on both sides; a very high one makes a hard break point")
    leave_ammunition: real(0, 1e6, "1/min", "rate of leaving without a round")
    ammunition_reserve: real(1e-6, 1, "share", "share of the rounds at which ammunition begins to be a reason")
    leave_structure: real(0, 1e6, "1/min", "rate of leaving after long without progress, all of the defence standing")
    patience_minutes: real(0.1, 1e6, "min", "time without progress at which half of that rate stands")
    progress_share: real(0, 1, "share", "share of the defence that must fall to count as progress")
    leave_air: real(0, 1e6, "1/min", "rate of leaving with aircraft overhead")
    leave_relief: real(0, 1e6, "1/min", "rate of leaving with far stronger relief in sight")
    leave_weather: real(0, 1e6, "1/min", "rate of leaving in a cloudburst")
    leave_time: real(0, 1e6, "1/min", "rate of leaving long after the planned time")
    time_scale_minutes: real(0.1, 1e6, "min", "time after the planned end at which half of that rate stands")
    leave_coalition: real(0, 1e6, "1/min", "rate of leaving when all partner groups have left")
    group_share: real(0, 1000, "multiple", "weight of a disloyal group's own reasons")
    doubt: real(0, 20, "", "how much more the reasons weigh when resolve is low")
    assault_rate: real(0, 1e6, "1/min", "rate at which an assault is ordered on an open, unheld place")
    assault_stop: real(0, 1e6, "1/min", "rate at which an assault is called off when all are suppressed")
    close_m: real(0.1, 10_000, "m", "distance within which attackers press a section")
    ring_m: real(0.1, 10_000, "m", "distance within which attackers stand in the way of those who flee")
    fall_back_rate: real(0, 1e6, "1/min", "rate of falling back from a broken, pressed strongpoint")
    yield_rate: real(0, 1e6, "1/min", "rate at which a pressed section without resolve gives up")
    militia_yield: real(0, 1000, "multiple", "how much sooner militia give up than soldiers")
    police_yield: real(0, 1000, "multiple", "how much sooner police give up than soldiers")
    siege_pressure: real(0, 1000, "", "pressure on people without cover, far outnumbered, though nobody is upon them")
    empty_yield: real(0, 1000, "", "pressure of having no rounds left")
    yield_losses: real(0, 1e12, "", "pressure of the garrison's losses at their scale")
    yield_loss_scale: real(1e-4, 1000, "share", "share of the garrison fallen at which that pressure stands")
    surrender_share: share("share of those giving up, with attackers all around, who are captured; the others flee")
    militia_surrender_share: share("the same for militia")
    claim_killed_seen: share("share of the other side's killed who are counted as killed")
    claim_fallen_as_killed: share("share of the other side's wounded who are counted as killed")
    claim_wounded_seen: share("share of the other side's other wounded who are counted as wounded")
    claim_own_losses: share("share of the own killed who are admitted")
    claim_spread: real(0, 5, "", "standard deviation of the logarithm of what is estimated: fallen, fled, rounds, hours")
    claim_counted_spread: real(0, 5, "", "... of a figure that is counted: captives, arms")


Ending = Literal["occupied", "forced_out", "withdrew", "repulsed", "objective_met", "undecided"]
Cause = Literal["none", "ammunition", "losses", "structure", "air", "relief", "weather", "time", "coalition"]


def _fact(value: Any) -> Any:
    for number in value if isinstance(value, list) and value else [value]:
        if not isinstance(number, (bool, int, float)) or not abs(number) < math.inf:
            raise ValueError(f"should be a number, true or false, or a list of numbers; it is {shown(value)}")
    return value


Fact = Annotated[Any, BeforeValidator(_fact)]


class Reported(Part):
    """What was reported of the incident; compared with, never used by the rules."""

    incident: Annotated[str, StringConstraints(strict=True, max_length=40)]
    endings: list[Ending]
    causes: list[Cause]
    facts: dict[Name, Fact]


class Scenario(Part):
    """One raid, with everything that is known of it and a range where it is not."""

    name: Name
    title: Text
    source: Text
    assumed: Text
    reported: Reported
    tick_minutes: real(0.0001, 10, "min", "length of one tick")
    limit_minutes: real(0.0001, 1_000_000, "min", "time at which the raid is undecided")
    start_hour: real(0, 24, "h", "local time at the start")
    resistance: Resistance
    garrison: Garrison
    station: Station
    air: Air
    relief: Relief
    weather: Weather
    rules: Rules

    @model_validator(mode="after")
    def _sunrise_before_sunset(self) -> "Scenario":
        rises, sets = self.weather.sunrise_hour, self.weather.sunset_hour
        if rises.high >= sets.low:
            raise ValueError(f"weather.sunrise_hour: should be before weather.sunset_hour={shown(sets)}; it is {shown(rises)}")
        return self

    @model_validator(mode="after")
    def _not_too_many_ticks(self) -> "Scenario":
        ticks = self.limit_minutes.high / self.tick_minutes.low
        if ticks > MAX_TICKS:
            raise ValueError(
                f"tick_minutes: should divide limit_minutes={shown(self.limit_minutes)} into at most {MAX_TICKS} ticks; "
                f"it is {shown(self.tick_minutes)}, which makes {ticks:.0f}"
            )
        return self

    @model_validator(mode="after")
    def _ambush_has_a_target(self) -> "Scenario":
        postures = {contingent.posture for contingent in self.garrison.contingents.values()}
        if self.resistance.objective == "ambush" and "off_post" not in postures:
            found = ", ".join(sorted(postures))
            raise ValueError(f"resistance.objective: ambush should find a contingent with posture off_post; it finds {found}")
        return self
