"""What each unit means to do at this tick: its stance, the place it goes for, the enemy it fires at."""

from sim.compiled import rule
from sim.draws import SETUP_TICK
from sim.rules.units import distance, first_enemy, in_field, past_last_enemy
from sim.state import Objective, Side, Stance

SLACK_M = 5.0  # a squad that has halted moves on when its goal is farther than that beyond the stand-off
ARRIVED_M = 1e-6


@rule
def decide(raid, i):
    """The unit's intention, from the picture at the start of the tick."""
    unit = raid.units[i]
    if not in_field(unit):
        unit.target = -1
        return
    if unit.side == Side.RESISTANCE:
        unit.goal = next_place(raid, unit)
        unit.stance = squad_stance(raid, unit)
    choose_target(raid, unit)


@rule
def next_place(raid, squad):
    """The nearest strongpoint that is still held, then the main building; none where people are off post."""
    if int(raid.given.resistance_objective) == Objective.AMBUSH:
        return -1
    last = raid.world.places - 1
    goal, best = last, 1e18
    for p in range(last):
        place = raid.places[p]
        if place.holders > 0:
            square = (squad.x - place.x) * (squad.x - place.x) + (squad.y - place.y) * (squad.y - place.y)
            if square < best:
                goal, best = p, square
    return goal


@rule
def squad_stance(raid, squad):
    """Leave if told to, hold what is occupied, assault if ordered, else fire from the stand-off distance."""
    if raid.attack.leaving > 0 or raid.groups[squad.group].left_tick != SETUP_TICK:
        return Stance.LEAVING
    if raid.world.occupied_minute >= 0.0:
        return Stance.HOLDING
    if squad.goal >= 0 and raid.places[squad.goal].assaulted > 0:
        return Stance.ASSAULTING
    x, y = goal_position(raid, squad)
    slack = ARRIVED_M if squad.stance == Stance.APPROACHING else SLACK_M
    if distance(squad.x, squad.y, x, y) > raid.given.resistance_standoff_m + slack:
        return Stance.APPROACHING
    return Stance.FIRING


@rule
def goal_position(raid, squad):
    """Where is what the squad goes for?"""
    if squad.goal < 0:
        return raid.world.center_x, raid.world.center_y
    return raid.places[squad.goal].x, raid.places[squad.goal].y


@rule
def choose_target(raid, unit):
    """The nearest enemy that is seen; failing that, an area where the enemy must be."""
    seen, unseen = nearest_enemies(raid, unit)
    unit.target, unit.aimed = seen, 1
    if seen < 0 and knows_where(unit):
        unit.target, unit.aimed = unseen, 0


@rule
def knows_where(unit):
    """Would the unit fire at what it does not see? Squads know the buildings; sections answer fire."""
    return unit.side == Side.RESISTANCE or unit.under_fire > 0


@rule
def nearest_enemies(raid, unit):
    """The rows of the nearest enemy that is seen and of the nearest that is not but gives itself away, or -1, in reach."""
    reach = raid.rules.fire_reach_m * raid.rules.fire_reach_m
    seen, unseen, seen_at, unseen_at = -1, -1, reach, reach
    x, y, attacked = unit.x, unit.y, unit.side == Side.GARRISON
    for j in range(first_enemy(raid.world, unit), past_last_enemy(raid.world, unit)):
        other = raid.units[j]
        if in_field(other):
            square = (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
            if other.seen > 0:
                if square < seen_at:
                    seen, seen_at = j, square
            elif square < unseen_at and (other.firing > 0 or not attacked):
                unseen, unseen_at = j, square
    return seen, unseen
