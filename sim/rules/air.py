"""Air support: called, perhaps busy elsewhere, grounded by rain or night, overhead for a while, away to rearm."""

from sim.compiled import rule
from sim.draws import Question, poisson, uniform
from sim.rules.units import in_field
from sim.state import NEVER, AirStatus

ENOUGH_LIGHT = 0.3


@rule
def can_fly(rain, light, rain_limit, flies_at_night):
    """Do rain and light let aircraft fly?"""
    return rain <= rain_limit and (light >= ENOUGH_LIGHT or flies_at_night > 0.0)


@rule
def fly(raid):
    """What the aircraft do at this tick: change their place if it is time, strike if they are overhead."""
    air, given, world = raid.air, raid.given, raid.world
    flyable = can_fly(world.rain, world.light, given.air_rain_limit, given.air_flies_at_night)
    if air.status == AirStatus.IDLE and raid.defence.called_minute >= 0.0 and can_come(air, given):
        air.status = AirStatus.CALLED
        air.due_minute = world.minute + air.busy_minutes
    if air.status == AirStatus.CALLED and world.minute >= air.due_minute and flyable:
        take_off(air, world, given.air_delay_minutes * air.travel_factor)
    if air.status == AirStatus.IN_FLIGHT and world.minute >= air.due_minute:
        arrive(air, world, given, flyable)
    elif air.status == AirStatus.OVERHEAD and (world.minute >= air.off_minute or not flyable):
        send_to_rearm(air, world, given)
    elif air.status == AirStatus.REARMING and world.minute >= air.due_minute:
        air.status = AirStatus.CALLED if air.sorties_left > 0 else AirStatus.SPENT
        air.due_minute = world.minute
    strike(raid)


@rule
def can_come(air, given):
    """Is there any aircraft, with a sortie left?"""
    return given.air_available > 0.0 and given.air_aircraft > 0.0 and air.sorties_left > 0


@rule
def take_off(air, world, minutes):
    """On the way."""
    air.status = AirStatus.IN_FLIGHT
    air.due_minute = world.minute + minutes
    air.sorties_left -= 1


@rule
def arrive(air, world, given, flyable):
    """Overhead, or turned back by the weather over the place."""
    if not flyable:
        send_to_rearm(air, world, given)
        return
    air.status = AirStatus.OVERHEAD
    air.off_minute = world.minute + given.air_endurance_minutes
    if air.first_minute == NEVER:
        air.first_minute = world.minute


@rule
def send_to_rearm(air, world, given):
    """Away, to come back with full racks if a sortie is left."""
    air.status = AirStatus.REARMING
    air.due_minute = world.minute + given.air_rearm_minutes


@rule
def strike(raid):
    """How many strikes fall at this tick, and on how many squads may they fall?"""
    air, given, world = raid.air, raid.given, raid.world
    air.strikes = 0
    air.targets = 0
    if air.status != AirStatus.OVERHEAD:
        return
    expected = given.air_strikes_per_minute * given.air_aircraft * given.tick_minutes
    air.strikes = poisson(expected, uniform(world, air.address, Question.AIR_STRIKES))
    air.strikes_fired += air.strikes
    air.overhead_minutes += given.tick_minutes
    for i in range(world.squads):
        if in_field(raid.units[i]):
            air.targets += 1
