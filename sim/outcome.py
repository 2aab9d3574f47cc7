"""What became of a raid: one row of measures, and one row a tick of its course.

The columns stand in `COLUMNS` and `SERIES` once, in the order in which `measure` and `record` write them.
"""

from typing import NamedTuple

from sim.claims import claims_of_attackers, claims_of_garrison
from sim.compiled import rule
from sim.draws import SETUP_TICK
from sim.rules.structure import walls_left
from sim.rules.units import in_field
from sim.state import NEVER, AirStatus, Stance


class Column(NamedTuple):
    """One measure of a raid."""

    name: str
    kind: str  # code, count, real, minute, flag
    unit: str
    meaning: str


COLUMNS = (
    Column("raid", "count", "", "number of the raid; with the seed and the scenario it fixes everything"),
    Column("ending", "code", "", "how the raid ended"),
    Column("cause", "code", "", "why the attackers left; 'none' where nobody forced them"),
    Column("duration_minutes", "real", "min", "from the start line to the last attacker out of the field"),
    Column(
        "fight_minutes", "real", "min", "from the first shot to the occupation, else to the order to leave, else to the end"
    ),
    Column("occupied", "flag", "", "the attackers held the whole station at some time"),
    Column("burned", "flag", "", "the station was burned"),
    Column("attackers", "count", "people", "attackers at the start"),
    Column("attackers_killed", "count", "people", "attackers killed"),
    Column("attackers_wounded", "count", "people", "attackers wounded and brought away"),
    Column("attackers_captured", "count", "people", "wounded attackers left behind with nobody fit to carry them"),
    Column(
        "attackers_lost_before_leaving",
        "count",
        "people",
        "attackers killed and wounded when the order to leave is given; at the end where none was",
    ),
    Column("defenders", "count", "people", "garrison at the start, on and off post"),
    Column("defenders_killed", "count", "people", "garrison killed"),
    Column("defenders_wounded", "count", "people", "garrison wounded"),
    Column("defenders_captured", "count", "people", "garrison captured"),
    Column("defenders_fled", "count", "people", "garrison that fled"),
    Column("relief_people", "count", "people", "people of the relief that landed"),
    Column("relief_killed", "count", "people", "relief killed"),
    Column("relief_wounded", "count", "people", "relief wounded"),
    Column(
        "loss_exchange_ratio",
        "ratio",
        "",
        "killed and wounded of garrison and relief for each attacker killed, wounded or left behind",
    ),
    Column("attackers_rounds_fired", "count", "rounds", "rounds fired by the attackers"),
    Column("attackers_rounds_left", "count", "rounds", "rounds the attackers had left, captured ones included"),
    Column("defenders_rounds_fired", "count", "rounds", "rounds fired by garrison and relief"),
    Column("breaching_rounds_fired", "count", "rounds", "breaching rounds fired"),
    Column("rounds_captured", "count", "rounds", "rounds taken from the garrison"),
    Column("arms_captured", "count", "arms", "firearms taken from the garrison"),
    Column("strongpoints", "count", "", "strongpoints of the station"),
    Column("strongpoints_taken", "count", "", "strongpoints lost to the attackers"),
    Column("structure_left", "real", "share", "strength left of all buildings together"),
    Column("groups_left_early", "count", "groups", "groups that left on their own"),
    Column("air_strikes", "count", "strikes", "strikes flown"),
    Column("air_minutes", "real", "min", "time with aircraft overhead"),
    Column("mean_rain", "real", "share", "mean rain over the raid"),
    Column("contact_minute", "minute", "min", "first shot"),
    Column("breach_minute", "minute", "min", "first building breached"),
    Column("strongpoint_minute", "minute", "min", "first strongpoint taken"),
    Column("call_minute", "minute", "min", "garrison calls for help"),
    Column("air_minute", "minute", "min", "aircraft first overhead"),
    Column("relief_minute", "minute", "min", "relief landed"),
    Column("group_left_minute", "minute", "min", "first group leaves on its own"),
    Column("leave_minute", "minute", "min", "order to leave"),
    Column("occupied_minute", "minute", "min", "station occupied"),
    Column("burned_minute", "minute", "min", "station burned"),
    Column("forced_out_minute", "minute", "min", "attackers forced out of the occupied station"),
    Column("attackers_claim_killed", "count", "people", "garrison and relief killed, as the attackers report it"),
    Column("attackers_claim_wounded", "count", "people", "garrison and relief wounded, as the attackers report it"),
    Column("attackers_claim_captured", "count", "people", "garrison captured, as the attackers report it"),
    Column("attackers_claim_fled", "count", "people", "garrison that fled, as the attackers report it"),
    Column("attackers_claim_arms", "count", "arms", "firearms taken, as the attackers report it"),
    Column("attackers_claim_own_killed", "count", "people", "own killed, as the attackers report them"),
    Column("attackers_claim_rounds", "count", "rounds", "rounds fired by the attackers, as they report it"),
    Column("attackers_claim_hours", "real", "h", "how long the fight lasted, as the attackers report it"),
    Column("garrison_claims_killed", "count", "people", "attackers killed, as the garrison's side reports it"),
    Column("garrison_claims_own_killed", "count", "people", "own killed, as the garrison's side reports them"),
)

SERIES = (
    Column("minute", "real", "min", "time since the start"),
    Column("attackers_fit", "count", "people", "fit attackers in the field"),
    Column("defenders_fit", "count", "people", "fit garrison and relief in the field"),
    Column("attackers_rounds", "count", "rounds", "rounds of attackers in the field"),
    Column("defenders_rounds", "count", "rounds", "rounds of garrison and relief in the field"),
    Column("structure", "real", "share", "strength left of all buildings together"),
    Column("attackers_suppression", "real", "share", "mean suppression of fit attackers in the field"),
    Column("defenders_suppression", "real", "share", "mean suppression of fit garrison and relief in the field"),
    Column("attackers_resolve", "real", "share", "mean resolve of fit attackers in the field"),
    Column("defenders_resolve", "real", "share", "mean resolve of fit garrison and relief in the field"),
    Column("rain", "real", "share", "rain"),
    Column("light", "real", "share", "light"),
    Column("aircraft_overhead", "flag", "", "aircraft overhead"),
    Column("relief_people", "count", "people", "people of the relief that landed"),
    Column("assaulting", "count", "people", "attackers in an assault"),
    Column("hazard_ammunition", "real", "1/min", "the commander's rate of leaving because of ammunition"),
    Column("hazard_losses", "real", "1/min", "... because of losses"),
    Column("hazard_structure", "real", "1/min", "... because of no progress against the structure"),
    Column("hazard_air", "real", "1/min", "... because of aircraft overhead"),
    Column("hazard_relief", "real", "1/min", "... because of relief in sight"),
    Column("hazard_weather", "real", "1/min", "... because of rain"),
    Column("hazard_time", "real", "1/min", "... because of the time spent"),
    Column("hazard_coalition", "real", "1/min", "... because partner groups left"),
)

N_COLUMNS = len(COLUMNS)
N_SERIES = len(SERIES)


@rule
def count_side(raid, first, last, is_relief):
    """Killed, wounded, captured, fled, fired, left over rows `first` to `last`, of the relief or of all others."""
    killed, wounded, captured, fled, fired, left = 0, 0, 0, 0, 0, 0
    for i in range(first, last):
        unit = raid.units[i]
        if (unit.group < 0) == is_relief:
            killed += unit.killed
            wounded += unit.wounded
            captured += unit.captured
            fled += unit.fled
            fired += unit.rounds_fired
            left += unit.rounds
    return killed, wounded, captured, fled, fired, left


@rule
def earlier(a, b):
    """The earlier of two minutes, of which either may be never."""
    if a < 0.0:
        return b
    return a if b < 0.0 else min(a, b)


@rule
def measure(raid, row):
    """Write the measures of a raid that has ended into `row`, shape (N_COLUMNS,), in the order of COLUMNS."""
    at = measure_people(raid, row, measure_verdict(raid, row))
    at = measure_means(raid, row, at)
    at = measure_minutes(raid, row, at)
    measure_claims(raid, row, at)


@rule
def write(row, at, values):
    """Put these values side by side; where does the next one go?"""
    for value in values:
        row[at] = value
        at += 1
    return at


@rule
def measure_verdict(raid, row):
    """Number, ending, cause, durations, what became of the station."""
    world = raid.world
    return write(row, 0, (
        float(world.raid), float(world.ending), float(raid.attack.cause), world.end_minute, fight_minutes(raid),
        1.0 if world.occupied_minute >= 0.0 else 0.0, 1.0 if world.burned_minute >= 0.0 else 0.0,
    ))  # fmt: skip


@rule
def fight_minutes(raid):
    """How long was it fought about? The holding of an occupied station and the way home are left aside."""
    world, attack = raid.world, raid.attack
    if attack.contact_minute < 0.0:
        return 0.0
    until = attack.leave_minute if attack.leave_minute >= 0.0 else world.end_minute
    if world.occupied_minute >= 0.0:
        until = world.occupied_minute
    return max(0.0, until - attack.contact_minute)


@rule
def measure_people(raid, row, at):
    """People on each side, and the loss exchange ratio; NaN where no attacker was hit."""
    squads, units = raid.world.squads, raid.world.units
    k, w, c, _, _, _ = count_side(raid, 0, squads, False)
    dk, dw, dc, df, _, _ = count_side(raid, squads, units, False)
    rk, rw, _, _, _, _ = count_side(raid, squads, units, True)
    attackers_hit = k + w + c
    before_leaving = raid.attack.lost if raid.attack.leaving > 0 else attackers_hit
    ratio = (dk + dw + rk + rw) / attackers_hit if attackers_hit > 0 else math_nan()
    return write(row, at, (
        float(raid.attack.fighters), float(k), float(w), float(c), float(before_leaving), float(raid.defence.people),
        float(dk), float(dw), float(dc), float(df), float(raid.relief.landed_people), float(rk), float(rw), ratio,
    ))  # fmt: skip


@rule
def math_nan():
    """Not a number: there is no answer."""
    return float("nan")


@rule
def measure_means(raid, row, at):
    """Rounds, booty, buildings, groups, aircraft, rain."""
    world, squads, units = raid.world, raid.world.squads, raid.world.units
    _, _, _, _, fired, left = count_side(raid, 0, squads, False)
    _, _, _, _, garrison_fired, _ = count_side(raid, squads, units, False)
    _, _, _, _, relief_fired, _ = count_side(raid, squads, units, True)
    breaching, taken, gone = 0, 0, 0
    for i in range(squads):
        breaching += raid.units[i].breaching_fired
    for p in range(raid.world.places - 1):
        taken += raid.places[p].taken
    for g in range(raid.world.groups):
        gone += 1 if raid.groups[g].left_tick != SETUP_TICK else 0
    mean_rain = world.rain_minutes / world.end_minute if world.end_minute > 0.0 else 0.0
    return write(row, at, (
        float(fired), float(left), float(garrison_fired + relief_fired), float(breaching), float(world.rounds_captured),
        float(world.arms_captured), float(raid.world.places - 1), float(taken), walls_left(raid), float(gone),
        float(raid.air.strikes_fired), raid.air.overhead_minutes, mean_rain,
    ))  # fmt: skip


@rule
def measure_minutes(raid, row, at):
    """The minute of each milestone."""
    world, attack = raid.world, raid.attack
    breached, taken, left = NEVER, NEVER, NEVER
    for p in range(raid.world.places):
        place = raid.places[p]
        breached = earlier(breached, place.breached_minute)
        if place.main == 0:
            taken = earlier(taken, place.taken_minute)
    for g in range(raid.world.groups):
        left = earlier(left, raid.groups[g].left_minute)
    return write(row, at, (
        attack.contact_minute, breached, taken, raid.defence.called_minute, raid.air.first_minute,
        raid.relief.landed_minute, left, attack.leave_minute, world.occupied_minute, world.burned_minute,
        world.forced_out_minute,
    ))  # fmt: skip


@rule
def measure_claims(raid, row, at):
    """What either side reports. Whom it counts and the blur do not hang on how long the raid took."""
    squads, units, last_tick = raid.world.squads, raid.world.units, raid.world.tick
    raid.world.tick = SETUP_TICK
    _, _, _, _, rounds, _ = count_side(raid, 0, squads, False)
    _, _, captured, fled, _, _ = count_side(raid, squads, units, False)
    at = write(row, at, claims_of_attackers(raid, captured, fled, rounds, fight_minutes(raid)))
    at = write(row, at, claims_of_garrison(raid))
    raid.world.tick = last_tick
    return at


@rule
def side_means(raid, first, last):
    """Fit people, rounds, mean suppression, mean resolve and assaulting people of one side's rows in the field."""
    fit, rounds, suppression, resolve, assaulting = 0, 0, 0.0, 0.0, 0
    for i in range(first, last):
        unit = raid.units[i]
        if in_field(unit):
            fit += unit.fit
            rounds += unit.rounds
            suppression += unit.suppression * unit.fit
            resolve += unit.resolve * unit.fit
            if unit.stance == Stance.ASSAULTING:
                assaulting += unit.fit
    if fit > 0:
        suppression /= fit
        resolve /= fit
    return float(fit), float(rounds), suppression, resolve, float(assaulting)


@rule
def record(raid, row):
    """Write the state at the end of a tick into `row`, shape (N_SERIES,), in the order of SERIES."""
    world, attack, squads = raid.world, raid.attack, raid.world.squads
    fit, rounds, suppression, resolve, assaulting = side_means(raid, 0, squads)
    their_fit, their_rounds, their_suppression, their_resolve, _ = side_means(raid, squads, raid.world.units)
    write(row, 0, (
        world.minute, fit, their_fit, rounds, their_rounds, walls_left(raid), suppression, their_suppression, resolve,
        their_resolve, world.rain, world.light, 1.0 if raid.air.status == AirStatus.OVERHEAD else 0.0,
        float(raid.relief.landed_people), assaulting, attack.ammunition, attack.losses, attack.structure, attack.air,
        attack.relief, attack.weather, attack.time, attack.coalition,
    ))  # fmt: skip
