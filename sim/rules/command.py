"""Command: who orders the assault, who falls back or gives up, who leaves and why.

Leaving is never one hard threshold: competing hazards, each a rate per minute, add up; when one fires, the cause is
drawn in proportion to the rates, and is logged.
"""

import math

from sim.compiled import rule
from sim.draws import SETUP_TICK, Question, chance, uniform_pair
from sim.rules import relief
from sim.rules.structure import walls_left
from sim.rules.units import distance, heads_down, in_contact, in_field, share_in_line, share_left
from sim.state import AirStatus, Kind, Objective, Side, Stance

HEAVIEST = 1e12


@rule
def ramp(x):
    """A smooth step: 0 at 0, one half at 1, 1 far beyond."""
    return x * x / (1.0 + x * x)


@rule
def doubt_factor(resolve, doubt):
    """How much stronger does every reason to leave weigh on people of this resolve? 1 at a resolve of one half."""
    return math.exp(doubt * (0.5 - resolve))


@rule
def weight_of_losses(lost_share, scale, power):
    """How heavily do own losses weigh? 1 at the scale; the higher the power, the more that is a hard break point."""
    return min(HEAVIEST, math.pow(lost_share / scale, power))


@rule
def losses_hazard(lost_share, rules):
    """Leaving because of own losses."""
    return rules.leave_losses * weight_of_losses(lost_share, rules.loss_scale, rules.loss_power)


@rule
def ammunition_hazard(left_share, reserve, rate):
    """Leaving because the rounds run out: from the reserve downwards."""
    short = max(0.0, 1.0 - left_share / reserve)
    return rate * short * short


@rule
def sum_of(hazards):
    """All of them together, per minute."""
    total = 0.0
    for hazard in hazards:
        total += hazard
    return total


@rule
def pick_cause(hazards, u):
    """Which of these competing hazards fired? In proportion to the rates; causes are numbered from 1."""
    mark, summed, cause = u * sum_of(hazards), 0.0, 0
    for hazard in hazards:
        cause += 1
        summed += hazard
        if mark < summed:
            return cause
    return cause


# ---- the garrison's sections -------------------------------------------------------------------------------------


@rule
def attackers_within(raid, section, metres):
    """How many fit attackers, firing or assaulting, are within so many metres of this section?"""
    people = 0
    for i in range(raid.world.squads):
        squad = raid.units[i]
        fights = squad.stance == Stance.ASSAULTING or squad.stance == Stance.FIRING
        if in_field(squad) and fights and distance(squad.x, squad.y, section.x, section.y) <= metres:
            people += squad.fit
    return people


@rule
def attackers_upon(raid, section):
    """How many fit attackers press this section: those in line who assault its place, or in the open those who are close?"""
    if section.stance != Stance.MANNING:
        return 1.0 * attackers_within(raid, section, raid.rules.close_m)
    people = 0
    for i in range(raid.world.squads):
        squad = raid.units[i]
        if (
            squad.goal == section.place
            and in_field(squad)
            and in_contact(squad, raid.places[section.place], raid.rules.close_m)
        ):
            people += squad.fit
    return people * share_in_line(people, raid.rules.frontage)


@rule
def kind_factor(kind, rules):
    """How much sooner than soldiers do such people give up?"""
    if kind == Kind.MILITIA:
        return rules.militia_yield
    if kind == Kind.POLICE:
        return rules.police_yield
    return 1.0


@rule
def pressure_on(raid, section, attackers_near):
    """How hard is it to stay? People upon it, no cover against a far stronger enemy, no rounds left, the garrison's losses."""
    rules = raid.rules
    outnumbered = raid.attack.fit / max(1, raid.defence.fit)
    pressure = ramp(attackers_near / section.fit) + rules.siege_pressure * section.exposure * ramp(0.5 * outnumbered)
    if rules.yield_losses > 0.0:
        pressure += rules.yield_losses * weight_of_losses(share_fallen(raid), rules.yield_loss_scale, rules.loss_power)
    return pressure + (rules.empty_yield if section.rounds == 0 else 0.0)


@rule
def share_fallen(raid):
    """Which share of the garrison was killed or wounded?"""
    fallen = 0
    for i in range(raid.world.squads, raid.world.units):
        unit = raid.units[i]
        if unit.group >= 0:
            fallen += unit.killed + unit.wounded
    return fallen / raid.defence.people


@rule
def yield_hazard(raid, section, attackers_near):
    """The rate at which a section gives up: the harder pressed and the less resolved, the sooner."""
    rules, shaken = raid.rules, 1.0 - section.resolve
    return rules.yield_rate * kind_factor(section.kind, rules) * pressure_on(raid, section, attackers_near) * shaken * shaken


@rule
def may_fall_back(raid, section):
    """From a strongpoint to the main building, while that is held or empty."""
    last = raid.world.places - 1
    return section.stance == Stance.MANNING and section.place < last and raid.places[last].taken == 0


@rule
def fall_back_hazard(raid, section, attackers_near):
    """The rate at which a section leaves a strongpoint for the main building: the more it is broken and pressed."""
    broken = 1.0 - share_left(raid.places[section.place])
    return raid.rules.fall_back_rate * (broken * broken + ramp(attackers_near / section.fit)) * (1.0 - section.resolve)


@rule
def hold_or_yield(raid, i):
    """Does section `i` fall back, surrender or flee?"""
    section, world = raid.units[i], raid.world
    if not in_field(section) or section.group < 0 or world.occupied_minute >= 0.0:
        return
    attackers_near = attackers_upon(raid, section)
    yields, back = yield_hazard(raid, section, attackers_near), 0.0
    if may_fall_back(raid, section):
        back = fall_back_hazard(raid, section, attackers_near)
    if yields + back <= 0.0:
        return
    u, how = uniform_pair(world, section.address, Question.YIELD)
    if u >= chance(yields + back, raid.given.tick_minutes):
        return
    if how * (yields + back) < back:
        section.place = raid.world.places - 1
        section.stance = Stance.MOVING
    else:
        give_up(raid, section, (how * (yields + back) - back) / yields)


@rule
def give_up(raid, section, u):
    """Surrender or flee: the more attackers stand around, the fewer get through; nobody surrenders to an empty field."""
    rules = raid.rules
    around = attackers_within(raid, section, rules.ring_m)
    share = rules.militia_surrender_share if section.kind == Kind.MILITIA else rules.surrender_share
    if u < share * around / (around + section.fit):
        section.captured += section.fit
    else:
        section.fled += section.fit
    section.fit = 0
    section.left_minute = raid.world.minute + raid.given.tick_minutes


# ---- the attackers' groups and their commander -------------------------------------------------------------------


@rule
def lead_group(raid, g):
    """Does group `g` leave on its own? A loyal one weighs its reasons less; one that came alone has a commander for that."""
    group, rules = raid.groups[g], raid.rules
    has_left = group.left_tick != SETUP_TICK or raid.attack.leaving > 0
    if has_left or raid.world.groups == 1 or raid.world.occupied_minute >= 0.0:
        return
    fit, rounds, nerve = 0, 0, 0.0
    for i in range(group.first_row, group.past_row):
        unit = raid.units[i]
        fit += unit.fit
        rounds += unit.rounds
        nerve += unit.resolve * unit.fit
    if fit == 0:
        return
    own = rules.group_share * (1.0 - raid.group_facts[g].loyalty) * doubt_factor(nerve / fit, rules.doubt)
    hazards = (
        own * ammunition_hazard(rounds / max(1, group.rounds), rules.ammunition_reserve, rules.leave_ammunition),
        own * losses_hazard(1.0 - fit / group.fighters, rules),
        0.0, 0.0, 0.0, 0.0, 0.0,
        own * rules.leave_coalition * share_gone(raid, raid.world.tick),
    )  # fmt: skip
    u, which = uniform_pair(raid.world, group.address + 1023, Question.GROUP_LEAVES)
    if u < chance(sum_of(hazards), raid.given.tick_minutes):
        group.left_tick = raid.world.tick
        group.left_minute = raid.world.minute + raid.given.tick_minutes
        group.cause = pick_cause(hazards, which)


@rule
def share_of(part, whole):
    """The share, and all of it where there was nothing to begin with."""
    return part / whole if whole > 0 else 1.0


@rule
def share_gone(raid, before_tick):
    """Which share of the coalition's fighters belongs to groups that left on their own before this tick?"""
    gone = 0
    for g in range(raid.world.groups):
        left = raid.groups[g].left_tick
        if left != SETUP_TICK and left < before_tick:
            gone += raid.groups[g].fighters
    return share_of(gone, raid.attack.fighters)


@rule
def order_assault(raid, p):
    """Are the attackers sent at place `p`, or called back? Those who only harass never go in."""
    place, rules, world = raid.places[p], raid.rules, raid.world
    if place.taken > 0 or raid.attack.leaving > 0 or not goes_for_the_station(raid.given):
        place.assaulted = 0
        return
    ready, squads, suppression = 0, 0, 0.0
    for i in range(world.squads):
        squad = raid.units[i]
        if in_field(squad) and squad.goal == p and squad.stance >= Stance.FIRING and squad.stance <= Stance.ASSAULTING:
            ready += squad.fit
            squads += 1
            suppression += squad.suppression
    if squads == 0:
        place.assaulted = 0
        return
    u, _ = uniform_pair(world, place.address, Question.ASSAULT)
    if place.assaulted > 0:
        if u < chance(rules.assault_stop * suppression / squads, raid.given.tick_minutes):
            place.assaulted = 0
    elif place.holders == 0 or u < chance(assault_hazard(raid, p, ready), raid.given.tick_minutes):
        place.assaulted = 1


@rule
def assault_hazard(raid, p, ready):
    """The rate at which an assault on place `p` is ordered: the wall broken or the people in it pinned, and enough of us."""
    if raid.air.status == AirStatus.OVERHEAD:
        return 0.0
    holders, pinned = 0, 0.0
    for i in range(raid.world.squads, raid.world.units):
        section = raid.units[i]
        if section.place == p and in_field(section):
            holders += section.fit
            pinned += heads_down(section) * section.fit
    broken = 1.0 - share_left(raid.places[p])
    pinned = pinned / holders if holders > 0 else 1.0
    opening = broken + (1.0 - broken) * pinned * pinned * pinned
    in_line = ready * share_in_line(ready, raid.rules.frontage)
    superiority = in_line / (in_line + 2.0 * holders)
    return raid.rules.assault_rate * opening * opening * superiority


@rule
def survey(raid):
    """The attackers' commander takes stock: people and rounds left, resolve, the first contact, the last progress."""
    attack, world = raid.attack, raid.world
    now, contact = world.minute + raid.given.tick_minutes, False
    attack.fit, raid.defence.fit = 0, 0
    for i in range(world.units):
        unit = raid.units[i]
        contact = contact or unit.firing > 0
        if in_field(unit) and unit.side == Side.RESISTANCE:
            attack.fit += unit.fit
        elif in_field(unit):
            raid.defence.fit += unit.fit
    if contact and attack.contact_minute < 0.0:
        attack.contact_minute = now
        attack.progress_minute = now
    standing = standing_share(raid)
    if standing <= attack.progress_mark - raid.rules.progress_share:
        attack.progress_mark = standing
        attack.progress_minute = now


@rule
def standing_share(raid):
    """How much of the defence stands? Half of it is people still holding, half of it is walls."""
    holding = 0
    for i in range(raid.world.squads, raid.world.units):
        if raid.units[i].group >= 0 and in_field(raid.units[i]):
            holding += raid.units[i].fit
    return 0.5 * walls_left(raid) + 0.5 * share_of(holding, raid.defence.people)


@rule
def weigh(raid):
    """The hazards of leaving as the attackers' commander feels them now, per minute, kept for all to read."""
    attack, rules, world, given = raid.attack, raid.rules, raid.world, raid.given
    fit, rounds, nerve = 0, 0, 0.0
    for i in range(world.squads):
        unit = raid.units[i]
        if raid.groups[unit.group].left_tick == SETUP_TICK:
            fit += unit.fit
            rounds += unit.rounds
            nerve += unit.resolve * unit.fit
    gone = share_gone(raid, world.tick + 1)
    staying = max(1.0, (1.0 - gone) * attack.fighters)
    factor = doubt_factor(nerve / fit if fit > 0 else 0.0, rules.doubt)
    occupied = world.occupied_minute >= 0.0
    fought = attack.contact_minute >= 0.0
    wants_in = goes_for_the_station(given)
    stalled = (world.minute - attack.progress_minute) / rules.patience_minutes if fought and wants_in else 0.0
    over = (world.minute - given.resistance_planned_minutes) / rules.time_scale_minutes
    left = rounds / max(1, rounds_brought(raid))
    attack.losses = factor * losses_hazard(max(0.0, 1.0 - fit / staying), rules)
    attack.ammunition = 0.0 if occupied else factor * ammunition_hazard(left, rules.ammunition_reserve, rules.leave_ammunition)
    attack.structure = 0.0 if occupied else factor * rules.leave_structure * ramp(max(0.0, stalled)) * attack.progress_mark
    attack.air = factor * rules.leave_air if raid.air.status == AirStatus.OVERHEAD else 0.0
    attack.relief = factor * rules.leave_relief * relief_weight(raid, fit)
    attack.weather = 0.0 if occupied else factor * rules.leave_weather * world.rain * world.rain
    attack.time = 0.0 if occupied else factor * rules.leave_time * ramp(max(0.0, over))
    attack.coalition = 0.0 if occupied else factor * rules.leave_coalition * gone


@rule
def goes_for_the_station(given):
    """Do the attackers want to get into the buildings at all?"""
    objective = int(given.resistance_objective)
    return objective == Objective.OCCUPY or objective == Objective.RAID


@rule
def relief_weight(raid, fit):
    """How heavily does the relief weigh on so many attackers? 0 out of sight, 1 where it is far stronger."""
    if not relief.in_sight(raid):
        return 0.0
    return raid.given.relief_people / (raid.given.relief_people + 0.5 * fit)


@rule
def lead_attack(raid):
    """The attackers' commander: take stock, weigh, and perhaps order everybody to leave."""
    attack, world = raid.attack, raid.world
    survey(raid)
    if attack.leaving > 0 or attack.fit == 0 or share_gone(raid, world.tick + 1) >= 1.0:
        forget(attack)
        return
    weigh(raid)
    hazards = (
        attack.ammunition, attack.losses, attack.structure, attack.air, attack.relief, attack.weather, attack.time,
        attack.coalition,
    )  # fmt: skip
    u, which = uniform_pair(world, attack.address, Question.LEAVES)
    if u < chance(sum_of(hazards), raid.given.tick_minutes):
        order_to_leave(raid, pick_cause(hazards, which), world.minute + raid.given.tick_minutes)
        if world.occupied_minute >= 0.0:
            world.forced_out_minute = attack.leave_minute


@rule
def forget(attack):
    """Nothing is weighed any more."""
    attack.ammunition = attack.losses = attack.structure = attack.air = 0.0
    attack.relief = attack.weather = attack.time = attack.coalition = 0.0


@rule
def rounds_brought(raid):
    """How many rounds did the groups bring that have not left on their own?"""
    rounds = 0
    for g in range(raid.world.groups):
        if raid.groups[g].left_tick == SETUP_TICK:
            rounds += raid.groups[g].rounds
    return rounds


@rule
def order_to_leave(raid, cause, minute):
    """Everybody out, from this minute on."""
    raid.attack.leaving = 1
    raid.attack.cause = cause
    raid.attack.leave_minute = minute
    for i in range(raid.world.squads):
        raid.attack.lost += raid.units[i].killed + raid.units[i].wounded
