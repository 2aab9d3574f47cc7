"""Relief: by road, where it may be blocked, or by airlift, which needs weather it can fly in."""

import math

from sim.compiled import rule
from sim.rules.air import can_fly
from sim.state import NEVER, ReliefMode, ReliefStatus, Stance

ALWAYS = 1.0  # an airlift also flies at night


@rule
def can_fly_or_drive(raid):
    """Does the weather let the relief start, or land?"""
    if int(raid.given.relief_mode) == ReliefMode.ROAD:
        return True
    return can_fly(raid.world.rain, raid.world.light, raid.given.relief_rain_limit, ALWAYS)


@rule
def travel(raid):
    """What the relief does at this tick."""
    relief, given, world = raid.relief, raid.given, raid.world
    called = raid.defence.called_minute >= 0.0 and int(given.relief_mode) != ReliefMode.NONE and given.relief_people > 0.0
    if relief.status == ReliefStatus.IDLE and called:
        relief.status = ReliefStatus.CALLED
    if relief.status == ReliefStatus.CALLED and can_fly_or_drive(raid):
        relief.status = ReliefStatus.TRAVELLING
        relief.due_minute = world.minute + given.relief_delay_minutes * relief.travel_factor
    due = world.minute >= relief.due_minute
    if relief.status == ReliefStatus.TRAVELLING and due and is_held_up(relief, given):
        relief.status = ReliefStatus.BLOCKED
        relief.blocked_minute = world.minute
        relief.due_minute = world.minute + relief.block_minutes
    elif (relief.status == ReliefStatus.TRAVELLING or relief.status == ReliefStatus.BLOCKED) and due and can_fly_or_drive(raid):
        land(raid)


@rule
def is_held_up(relief, given):
    """Is the road blocked before the end of the way? Only a column can be, and only once."""
    return int(given.relief_mode) == ReliefMode.ROAD and relief.block_minutes > 0.0 and relief.blocked_minute == NEVER


@rule
def in_sight(raid):
    """Do the attackers see the relief coming, or come?"""
    relief = raid.relief
    if relief.status == ReliefStatus.LANDED:
        return True
    close = raid.world.minute >= relief.due_minute - raid.given.relief_seen_minutes
    comes = relief.status == ReliefStatus.TRAVELLING and not is_held_up(relief, raid.given)
    return close and (comes or relief.status == ReliefStatus.BLOCKED)


@rule
def land(raid):
    """The relief's sections enter the field, side by side at the landing place."""
    relief, world, given = raid.relief, raid.world, raid.given
    relief.status = ReliefStatus.LANDED
    relief.landed_minute = world.minute
    for i in range(world.squads, raid.world.units):
        unit = raid.units[i]
        if unit.group < 0:
            aside = 0.12 * (i - world.squads)
            unit.stance = Stance.MOVING
            unit.x = world.center_x - given.relief_landing_m * math.cos(aside)
            unit.y = world.center_y - given.relief_landing_m * math.sin(aside)
            relief.landed_people += unit.fit
