"""Movement: on foot, slower in rain and under fire; who has left does not move again."""

import math

from sim.compiled import rule
from sim.rules.decide import goal_position
from sim.rules.units import distance, in_field
from sim.state import NEVER, Stance

RELIEF_STANDOFF_M = 60.0
CRAWL = 0.15  # share of the pace that people under heavy fire still make
FIELD_EDGE_M = 60.0  # beyond the start line a squad is out of the field


@rule
def pace(walk, rain_slow, rain, suppression):
    """How many metres a minute?"""
    return walk * (1.0 - rain_slow * rain) * max(CRAWL, 1.0 - suppression)


@rule
def step_towards(x, y, to_x, to_y, metres):
    """Where does a step of so many metres towards a point end? It does not overshoot."""
    way = distance(x, y, to_x, to_y)
    if way <= metres or way == 0.0:
        return to_x, to_y
    return x + (to_x - x) * metres / way, y + (to_y - y) * metres / way


@rule
def move(raid, i):
    """Unit `i` moves as it means to."""
    unit, rules, world = raid.units[i], raid.rules, raid.world
    if not in_field(unit):
        return
    step = pace(rules.walk_m_per_minute, rules.rain_slow, world.rain, unit.suppression) * raid.given.tick_minutes
    if unit.stance == Stance.APPROACHING:
        approach(raid, unit, step)
    elif unit.stance == Stance.ASSAULTING or unit.stance == Stance.HOLDING:
        x, y = goal_position(raid, unit)
        unit.x, unit.y = step_towards(unit.x, unit.y, x, y, step * rules.assault_pace)
    elif unit.stance == Stance.LEAVING:
        withdraw(raid, unit, step * rules.assault_pace)
    elif unit.stance == Stance.MOVING:
        march(raid, unit, step)


@rule
def approach(raid, squad, step):
    """Towards the goal, as far as the stand-off distance."""
    x, y = goal_position(raid, squad)
    way = distance(squad.x, squad.y, x, y) - raid.given.resistance_standoff_m
    squad.x, squad.y = step_towards(squad.x, squad.y, x, y, min(step, max(0.0, way)))


@rule
def withdraw(raid, squad, step):
    """Straight away from the centre, on the side it came from, until out of the field."""
    world = raid.world
    bearing = raid.groups[squad.group].bearing_degrees * math.pi / 180.0
    squad.x += step * math.sin(bearing)
    squad.y += step * math.cos(bearing)
    edge = max(raid.given.resistance_start_distance_m, raid.given.resistance_standoff_m) + FIELD_EDGE_M
    if distance(squad.x, squad.y, world.center_x, world.center_y) >= edge:
        squad.stance = Stance.GONE
        if squad.left_minute == NEVER:
            squad.left_minute = world.minute + raid.given.tick_minutes


@rule
def march(raid, section, step):
    """A section on its way: one that falls back enters the main building, the relief stops outside it."""
    world = raid.world
    if section.place >= 0:
        place = raid.places[section.place]
        section.x, section.y = step_towards(section.x, section.y, place.x, place.y, step)
        if distance(section.x, section.y, place.x, place.y) < 1.0:
            section.stance = Stance.MANNING
        return
    way = distance(section.x, section.y, world.center_x, world.center_y) - RELIEF_STANDOFF_M
    section.x, section.y = step_towards(section.x, section.y, world.center_x, world.center_y, min(step, max(0.0, way)))
    if way <= step:
        section.stance = Stance.OUTSIDE
