"""Resolve: how firmly a unit means to go on; shaken by its losses and by aircraft, it comes back with time.

So does the readiness of a garrison that was surprised, from the first shot on.
"""

import math

from sim.compiled import rule
from sim.rules.units import in_field
from sim.state import AirStatus, Side


@rule
def next_resolve(resolve, nerve, shock, recovery_minutes, minutes):
    """How firm is the unit after so many minutes and this shock? Between 0 and 1."""
    calm = nerve + (resolve - nerve) * math.exp(-minutes / recovery_minutes)
    return min(1.0, max(0.0, calm - shock))


@rule
def shock_of_losses(share_hit, nerve, loss_shock):
    """How much resolve do losses cost? Those who are firm by nature are shaken less; a nerve of one half takes all of it."""
    return 2.0 * (1.0 - nerve) * loss_shock * share_hit


@rule
def waver(raid, i):
    """What losses and aircraft do to the resolve of unit `i`, and time to its surprise."""
    unit, rules, minutes = raid.units[i], raid.rules, raid.given.tick_minutes
    if not in_field(unit):
        return
    if unit.unready > 0.0 and raid.attack.contact_minute >= 0.0:
        unit.unready *= math.exp(-minutes / rules.rouse_minutes)
    shock = shock_of_losses(unit.hits / (unit.fit + unit.hits), unit.nerve, rules.loss_shock)
    if unit.side == Side.RESISTANCE and raid.air.status == AirStatus.OVERHEAD:
        shock += rules.air_shock * minutes
    if shock > 0.0 or unit.resolve != unit.nerve:
        unit.resolve = next_resolve(unit.resolve, unit.nerve, shock, rules.resolve_recovery_minutes, minutes)
