"""What can be said of a unit at a glance: is it in the field, how far, how strong."""

import math

from sim.compiled import rule
from sim.state import Stance


@rule
def in_field(unit):
    """Does anybody of this unit still act here?"""
    return unit.fit > 0 and unit.stance > Stance.GONE


@rule
def distance(x1, y1, x2, y2):
    """How far apart, in metres?"""
    return math.sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2))


@rule
def first_enemy(world, unit):
    """The first row of the other side."""
    return world.squads if unit.side == 0 else 0


@rule
def past_last_enemy(world, unit):
    """One past the last row of the other side."""
    return world.units if unit.side == 0 else world.squads


@rule
def share_left(place):
    """Which share of its strength does this building have left? Nothing was ever there: nothing is left."""
    if place.full_strength <= 0.0:
        return 0.0
    return place.strength / place.full_strength


@rule
def in_contact(squad, place, contact_m):
    """Is this squad inside the place, or at its walls?"""
    inside = squad.stance == Stance.ASSAULTING or squad.stance == Stance.HOLDING
    return inside and distance(squad.x, squad.y, place.x, place.y) <= contact_m


@rule
def share_in_line(people, frontage):
    """Which share of so many attackers of one place finds room at it? All of a few, `frontage` people of very many."""
    return frontage / (frontage + people)


@rule
def heads_down(unit):
    """Which share of the unit neither watches nor fires, suppressed or not at its post?"""
    return 1.0 - (1.0 - unit.suppression) * (1.0 - unit.unready)
