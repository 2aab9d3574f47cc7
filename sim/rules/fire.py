"""Fire: whole rounds are spent; what they hit depends on distance, cover, suppression, skill, rain, and on being seen.

Who is hit during a tick has fired through half of it; that half is taken from the next tick, so that the exchange of fire
is right to the second order of the tick's length.
"""

import math

from sim.compiled import rule
from sim.draws import Question, binomial, chance, poisson, uniform
from sim.rules.units import distance, first_enemy, in_field, past_last_enemy, share_in_line, share_left
from sim.state import Side, Stance

NEARLY_CERTAIN = 1.0 - 1e-12
FEW = 16.0  # rounds


@rule
def hit_chance(at_no_distance, metres, range_m, falloff):
    """What is the chance that an aimed round hits somebody in the open so far away?"""
    return at_no_distance * math.exp(-math.pow(metres / range_m, falloff))


@rule
def exposure_behind(intact_exposure, strength_left, falloff):
    """Which share of the rounds still matters to people behind this wall? A breached wall protects less."""
    if strength_left >= 1.0:
        return intact_exposure
    return intact_exposure + (1.0 - intact_exposure) * math.pow(1.0 - strength_left, falloff)


@rule
def rifles(people, armed_share, makeshift_arms):
    """How many rifles' worth of fire have so many people? The rest carry makeshift arms."""
    return people * (armed_share + (1.0 - armed_share) * makeshift_arms)


@rule
def whole_rounds(expected, u):
    """How many whole rounds are fired when so many are expected? The mean is kept; a few come at random, many in a stream."""
    if expected < FEW:
        return poisson(expected, u)
    return math.floor(expected + u)


@rule
def rate_of_hits(rounds, hits_each, people):
    """At what rate is each of so many people hit, if so many rounds fall among them? One hits `hits_each` on average."""
    return -rounds * math.log1p(-min(hits_each / people, NEARLY_CERTAIN))


@rule
def share_rounds(raid, i):
    """How many rounds has the unit to hand? Groups that share pool what they have and deal it out by heads."""
    unit = raid.units[i]
    unit.to_hand = unit.rounds
    if unit.side != Side.RESISTANCE or unit.fit == 0 or raid.group_facts[unit.group].shares_rounds <= 0.0:
        return
    pool, heads, before, group, here = 0, 0, 0, raid.groups[unit.group], in_field(unit)
    for j in range(group.first_row, group.past_row):
        if j == i:
            before = heads
        other = raid.units[j]
        if other.fit > 0 and in_field(other) == here:
            pool += other.rounds
            heads += other.fit
    unit.to_hand = int(pool * (before + unit.fit) / heads) - int(pool * before / heads)


@rule
def shoot(raid, i):
    """Unit `i` fires what its target deserves: rounds are whole and come out of its own."""
    unit, given, rules = raid.units[i], raid.given, raid.rules
    unit.rounds = unit.to_hand
    firing = unit.fit - (0.5 * unit.hits if unit.firing > 0 else 0.0)
    unit.firing = 0
    unit.fired = 0
    unit.breaching_hits = 0
    unit.exposure = exposure(raid, unit)
    if not in_field(unit) or unit.target < 0 or not may_fire(unit):
        return
    if unit.rounds > 0:
        unit.firing = 1
        aim(raid, unit, raid.units[unit.target])
        due = rate_of_fire(raid, unit) * rifles(max(0.0, firing), unit.armed, rules.makeshift_arms) * given.tick_minutes
        unit.fired = min(whole_rounds(due, uniform(raid.world, unit.address, Question.ROUNDS)), unit.rounds)
        unit.rounds -= unit.fired
        unit.rounds_fired += unit.fired
    if unit.breaching > 0 and unit.goal >= 0 and raid.places[unit.goal].taken == 0:
        breach(raid, unit)


@rule
def rate_of_fire(raid, unit):
    """How many rounds a minute fires a rifle of this unit? Less where not all find room, or not all are at their posts."""
    given, rules = raid.given, raid.rules
    if unit.side == Side.GARRISON:
        return given.garrison_rounds_per_minute * (1.0 - unit.unready)
    rate = given.resistance_rounds_per_minute
    if unit.stance == Stance.ASSAULTING:
        rate *= rules.assault_fire
    if unit.goal >= 0:
        rate *= share_in_line(raid.places[unit.goal].besiegers, rules.frontage)
    return rate


@rule
def aim(raid, unit, target):
    """How likely does a round hit a person in the open at the target, heads up? The range is kept: most stand still."""
    rules, metres = raid.rules, distance(unit.x, unit.y, target.x, target.y)
    if metres != unit.range_m or unit.range_chance == 0.0:
        unit.range_m = metres
        unit.range_chance = hit_chance(rules.hit_chance, metres, rules.hit_range_m, rules.hit_falloff)
    unit.accuracy = unit.range_chance * unit.training * (1.0 - rules.rain_fire_loss * raid.world.rain)


@rule
def may_fire(unit):
    """Those who approach or leave hold their fire."""
    return unit.stance != Stance.APPROACHING and unit.stance != Stance.LEAVING


@rule
def breach(raid, squad):
    """Breaching rounds against the wall of the goal."""
    world, given, rules, place = raid.world, raid.given, raid.rules, raid.places[squad.goal]
    metres = distance(squad.x, squad.y, place.x, place.y)
    if metres > rules.breaching_reach_m or place.strength <= 0.0:
        return
    expected = given.resistance_breaching_per_minute * given.tick_minutes * squad.fit / squad.people
    shots = min(squad.breaching, poisson(expected, uniform(world, squad.address, Question.BREACHING_SHOTS)))
    on_target = hit_chance(rules.breaching_hit_chance, metres, rules.breaching_range_m, rules.hit_falloff)
    on_target *= (1.0 - squad.suppression) * squad.training * (1.0 - rules.rain_fire_loss * world.rain)
    squad.firing = max(squad.firing, min(shots, 1))
    squad.breaching -= shots
    squad.breaching_fired += shots
    squad.breaching_hits = binomial(shots, on_target, uniform(world, squad.address, Question.BREACHING_HITS))


@rule
def exposure(raid, unit):
    """Which share of the rounds that reach the unit's position matters?"""
    rules = raid.rules
    if unit.side == Side.GARRISON:
        if unit.stance == Stance.MANNING:
            place = raid.places[unit.place]
            return exposure_behind(place.exposure, share_left(place), rules.cover_falloff)
        return 1.0 if unit.stance == Stance.OFF_POST else rules.outside_exposure
    if unit.stance == Stance.ASSAULTING:
        return rules.assault_exposure
    if unit.stance == Stance.HOLDING:
        place = raid.places[raid.world.places - 1]
        return exposure_behind(place.exposure, share_left(place), rules.cover_falloff)
    return rules.squad_exposure


@rule
def hits_of_a_round(raid, shooter, unit):
    """How many of the unit does one round of this shooter hit, on average?"""
    rules, exposed = raid.rules, unit.exposure
    if shooter.range_m <= rules.contact_m:
        exposed = max(exposed, rules.contact_exposure)
    if shooter.aimed == 0:
        exposed *= rules.area_factor * unit.fit
    return shooter.accuracy * (1.0 - shooter.pinned) * exposed


@rule
def suffer(raid, i):
    """What all that fire does to unit `i`: the hits of this tick, its killed and its wounded."""
    unit, world, rules = raid.units[i], raid.world, raid.rules
    unit.hits = 0
    if not in_field(unit):
        return
    rate, aimed, expected = 0.0, 0, 0.0
    for j in range(first_enemy(world, unit), past_last_enemy(world, unit)):
        shooter = raid.units[j]
        if shooter.target == i and shooter.fired > 0:
            hits_each = hits_of_a_round(raid, shooter, unit)
            if shooter.aimed > 0:
                aimed += shooter.fired
                expected += shooter.fired * min(1.0, hits_each)
            else:
                rate += rate_of_hits(shooter.fired, hits_each, unit.fit)
    if unit.side == Side.RESISTANCE and raid.air.strikes > 0 and raid.air.targets > 0:
        rate += rate_of_hits(raid.air.strikes, rules.strike_casualties / raid.air.targets, unit.fit)
    if rate > 0.0:
        unit.hits = binomial(unit.fit, chance(rate, 1.0), uniform(world, unit.address, Question.HITS))
    if expected > 0.0:
        unit.hits += hits_of_aimed_fire(
            unit.fit - unit.hits, aimed, expected, uniform(world, unit.address, Question.AIMED_HITS)
        )
    if unit.hits > 0:
        fall(raid, unit)


@rule
def hits_of_aimed_fire(people, rounds, expected, u):
    """How many of so many people do so many aimed rounds hit? They are aimed at those who stand: none is wasted on who fell."""
    return min(people, binomial(rounds, expected / rounds, u))


@rule
def fall(raid, unit):
    """Who of the hit is killed?"""
    killed_share = 1.0 / (1.0 + raid.rules.wounded_per_killed)
    killed = binomial(unit.hits, killed_share, uniform(raid.world, unit.address, Question.KILLED))
    unit.fit -= unit.hits
    unit.killed += killed
    unit.wounded += unit.hits - killed
