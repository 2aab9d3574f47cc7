"""Structure: breaching rounds, bullets and assault wear a building down; it is taken when nobody holds it any more."""

from sim.compiled import rule
from sim.rules.units import in_contact, in_field, share_left
from sim.state import NEVER, Stance


@rule
def wear_by(squad, is_at_the_wall, rules, minutes):
    """How much strength does this squad take from the building at this tick?"""
    wear = squad.breaching_hits * rules.breaching_damage + squad.fired * rules.bullet_damage
    if is_at_the_wall:
        wear += squad.fit * rules.assault_damage * minutes
    return wear


@rule
def wear(raid, p):
    """What happens to place `p` at this tick."""
    place, rules, world = raid.places[p], raid.rules, raid.world
    reached = False
    place.besiegers = 0
    for i in range(world.squads):
        squad = raid.units[i]
        if squad.goal == p and in_field(squad):
            if squad.stance == Stance.FIRING or squad.stance == Stance.ASSAULTING:
                place.besiegers += squad.fit
            at_the_wall = in_contact(squad, place, rules.contact_m)
            reached = reached or at_the_wall
            if place.taken == 0:
                place.strength -= wear_by(squad, at_the_wall, rules, raid.given.tick_minutes)
    place.strength = max(0.0, place.strength)
    now = world.minute + raid.given.tick_minutes
    if place.breached_minute == NEVER and place.full_strength > 0.0 and share_left(place) <= 1.0 - rules.breached_share:
        place.breached_minute = now
    place.holders = holders_of(raid, p)
    if place.taken == 0 and is_lost(place, reached):
        place.taken = 1
        place.taken_minute = now


@rule
def holders_of(raid, p):
    """How many fit people of the garrison are in this place, or on the way into it?"""
    people = 0
    for i in range(raid.world.squads, raid.world.units):
        if raid.units[i].place == p and in_field(raid.units[i]):
            people += raid.units[i].fit
    return people


@rule
def is_lost(place, is_reached):
    """Is it the attackers'? A strongpoint once its people have fallen or left, the main building once they are in it."""
    if place.holders > 0:
        return False
    return is_reached or (place.main == 0 and place.manned > 0)


@rule
def walls_left(raid):
    """Which share of the strength of all buildings is left?"""
    left, full = 0.0, 0.0
    for p in range(raid.world.places):
        left += raid.places[p].strength
        full += raid.places[p].full_strength
    return left / full if full > 0.0 else 0.0
