"""Suppression: rises with the rounds that pass close, decays with time; fire answers to its mean over the tick."""

import math

from sim.compiled import rule
from sim.rules.units import first_enemy, in_field, past_last_enemy
from sim.state import Side


@rule
def next_suppression(suppression, rise, decay_minutes, minutes):
    """How suppressed is the unit after so many minutes of a steady rise? Solved exactly: `ds/dt = rise (1 - s) - s / decay`."""
    rate = rise + 1.0 / decay_minutes
    level = rise / rate
    return level + (suppression - level) * math.exp(-rate * minutes)


@rule
def mean_suppression(suppression, rise, decay_minutes, minutes):
    """How suppressed is it on average over these minutes?"""
    rate = rise + 1.0 / decay_minutes
    level = rise / rate
    return level - (suppression - level) * math.expm1(-rate * minutes) / (rate * minutes)


@rule
def count_incoming(raid, i):
    """How many units fire at unit `i` at this tick, and how many rounds?"""
    unit, world = raid.units[i], raid.world
    unit.incoming, unit.under_fire = 0, 0
    if not in_field(unit):
        return
    for j in range(first_enemy(world, unit), past_last_enemy(world, unit)):
        shooter = raid.units[j]
        if shooter.target == i and shooter.firing > 0:
            unit.incoming += shooter.fired
            unit.under_fire += 1


@rule
def press(raid, i):
    """What the fire of this tick does to the heads of unit `i`."""
    unit, rules, minutes = raid.units[i], raid.rules, raid.given.tick_minutes
    count_incoming(raid, i)
    if not in_field(unit):
        unit.suppression = 0.0
        return
    unit.pinned = unit.suppression
    rise = rules.suppression_per_round * unit.incoming / minutes / unit.fit
    if unit.side == Side.RESISTANCE and raid.air.targets > 0:
        rise += rules.strike_suppression * raid.air.strikes / minutes / raid.air.targets
    if rise > 0.0 or unit.suppression > 0.0:
        unit.pinned = mean_suppression(unit.suppression, rise, rules.suppression_decay_minutes, minutes)
        unit.suppression = next_suppression(unit.suppression, rise, rules.suppression_decay_minutes, minutes)
