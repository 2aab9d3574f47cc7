"""Sight: the rate at which the other side spots a unit falls with distance, rain and night, and rises when it fires."""

import math

from sim.compiled import rule
from sim.draws import Question, chance, uniform
from sim.rules.units import distance, first_enemy, heads_down, in_field, past_last_enemy
from sim.state import Stance


@rule
def watch(fit, heads_down, metres, reach_m):
    """How well do these people watch a spot so far away? In watching persons at no distance."""
    return fit * (1.0 - heads_down) * math.exp(-metres / reach_m)


@rule
def signature(unit, rules):
    """How much does the unit show itself?"""
    if unit.firing > 0:
        return rules.firing_signature
    if unit.stance == Stance.MANNING:
        return rules.manning_signature
    return 1.0


@rule
def spot(raid, i):
    """Is unit `i` seen by the other side from now on?"""
    unit, world, rules = raid.units[i], raid.world, raid.rules
    minutes = raid.given.tick_minutes
    if not in_field(unit):
        unit.seen = 0
        return
    if unit.seen > 0:
        if unit.firing == 0 and uniform(world, unit.address, Question.LOST) < chance(rules.lose_rate, minutes):
            unit.seen = 0
        return
    reach_m = max(1.0, rules.sight_range_m * world.visibility)
    watching = 0.0
    for j in range(first_enemy(world, unit), past_last_enemy(world, unit)):
        other = raid.units[j]
        if in_field(other):
            watching += watch(other.fit, heads_down(other), distance(unit.x, unit.y, other.x, other.y), reach_m)
    rate = rules.sight_rate * signature(unit, rules) * watching
    if rate > 0.0 and uniform(world, unit.address, Question.SPOTTED) < chance(rate, minutes):
        unit.seen = 1
