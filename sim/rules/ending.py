"""Ending: has the raid been decided, what becomes of an occupied station, and what was it worth."""

from sim.compiled import rule
from sim.rules.command import order_to_leave
from sim.rules.muster import whole_share
from sim.rules.units import in_field
from sim.state import NEVER, Cause, Ending, Objective, Stance


@rule
def judge(raid):
    """The last act of a tick: note what has been reached, end the raid if it is over, turn the clock."""
    world = raid.world
    world.tick += 1
    world.minute = world.tick * raid.given.tick_minutes
    if world.occupied_minute < 0.0 and is_occupied(raid):
        occupy(raid)
    if world.occupied_minute >= 0.0 and raid.attack.leaving == 0:
        hold(raid)
    if raid.attack.leaving == 0 and raid.attack.met == 0 and objective_is_met(raid):
        raid.attack.met = 1
        order_to_leave(raid, Cause.NONE, world.minute)
    elif raid.attack.leaving == 0 and has_come_too_late(raid):
        order_to_leave(raid, Cause.TIME, world.minute)
    world.ending = ending_now(raid)
    if world.ending != Ending.RUNNING:
        close(raid)


@rule
def is_occupied(raid):
    """Is the main building in the attackers' hands, and nobody of the garrison left in any place?"""
    main = raid.places[raid.world.places - 1]
    if main.taken == 0 or raid.attack.leaving > 0 or takers(raid) == 0:
        return False
    for i in range(raid.world.squads, raid.world.units):
        unit = raid.units[i]
        if unit.group >= 0 and in_field(unit) and unit.stance != Stance.OFF_POST:
            return False
    return True


@rule
def occupy(raid):
    """The station is in the attackers' hands: rounds and arms of the garrison that fell, gave up or fled are theirs."""
    world = raid.world
    world.occupied_minute = world.minute
    for p in range(world.places):
        if raid.places[p].taken == 0:
            raid.places[p].taken = 1
            raid.places[p].taken_minute = world.minute
    world.rounds_captured = strip_garrison(raid)
    dealt, number = 0, takers(raid)
    for i in range(world.squads):
        if may_take(raid.units[i]):
            raid.units[i].rounds += whole_share(world.rounds_captured, dealt, number)
            dealt += 1


@rule
def may_take(squad):
    """Is this squad here to stay?"""
    return in_field(squad) and squad.stance != Stance.LEAVING


@rule
def takers(raid):
    """How many squads are here to stay?"""
    squads = 0
    for i in range(raid.world.squads):
        squads += 1 if may_take(raid.units[i]) else 0
    return squads


@rule
def strip_garrison(raid):
    """Take the rounds and count the arms of sections that are no more; how many rounds are they?"""
    rounds = 0
    for i in range(raid.world.squads, raid.world.units):
        unit = raid.units[i]
        if unit.group >= 0 and unit.fit == 0:
            rounds += unit.rounds
            raid.world.arms_captured += int((unit.people - unit.fled) * unit.armed)
            unit.rounds = 0
    return rounds


@rule
def hold(raid):
    """Burn what is to be burned, and leave when the time that was meant to be held is over."""
    world, given = raid.world, raid.given
    held = world.minute - world.occupied_minute
    if world.burned_minute == NEVER and given.resistance_burn_minutes > 0.0 and held >= given.resistance_burn_minutes:
        world.burned_minute = world.minute
    if held >= given.resistance_hold_minutes:
        order_to_leave(raid, Cause.NONE, world.minute)


@rule
def objective_is_met(raid):
    """Have the attackers got what they came for, other than the station itself?"""
    objective, wanted = int(raid.given.resistance_objective), raid.given.resistance_wanted
    if objective == Objective.RAID:
        arms_are_theirs = raid.places[raid.world.places - 1].taken > 0
        return arms_are_theirs or (captives(raid) >= wanted and any_place_taken(raid))
    if objective == Objective.AMBUSH:
        return off_post(raid)[0] >= wanted
    if objective == Objective.HARASS:
        return raid.attack.contact_minute >= 0.0 and raid.world.minute >= raid.attack.contact_minute + wanted
    return False


@rule
def captives(raid):
    """How many of the garrison were captured?"""
    people = 0
    for i in range(raid.world.squads, raid.world.units):
        people += raid.units[i].captured
    return people


@rule
def any_place_taken(raid):
    """Is at least one place in the attackers' hands?"""
    for p in range(raid.world.places):
        if raid.places[p].taken > 0:
            return True
    return False


@rule
def off_post(raid):
    """How many of those off post were killed, wounded or captured, and how many are left?"""
    lost, left = 0, 0
    for i in range(raid.world.squads, raid.world.units):
        unit = raid.units[i]
        if unit.stance == Stance.OFF_POST:
            lost += unit.killed + unit.wounded + unit.captured
            left += unit.fit
    return lost, left


@rule
def has_come_too_late(raid):
    """Have those who were waited for off post all fallen or gone?"""
    return int(raid.given.resistance_objective) == Objective.AMBUSH and off_post(raid)[1] == 0


@rule
def attackers_in_field(raid):
    """How many fit attackers are still here?"""
    people = 0
    for i in range(raid.world.squads):
        if in_field(raid.units[i]):
            people += raid.units[i].fit
    return people


@rule
def ending_now(raid):
    """Which ending is this? RUNNING while attackers are in the field and time is left."""
    world, attack = raid.world, raid.attack
    field_is_empty = attackers_in_field(raid) == 0
    if not field_is_empty and world.minute < raid.given.limit_minutes:
        return Ending.RUNNING
    if world.occupied_minute >= 0.0:
        fallen = field_is_empty and attack.leaving == 0
        return Ending.FORCED_OUT if world.forced_out_minute >= 0.0 or fallen else Ending.OCCUPIED
    if attack.met > 0:
        return Ending.OBJECTIVE_MET
    if attack.leaving == 0:
        return Ending.REPULSED if field_is_empty else Ending.UNDECIDED
    return Ending.REPULSED if attack.cause == Cause.LOSSES else Ending.WITHDREW


@rule
def close(raid):
    """The field is empty, or time is up: who is left behind, and why it ended."""
    raid.world.end_minute = raid.world.minute
    holds_field = raid.world.ending == Ending.OCCUPIED or raid.world.ending == Ending.UNDECIDED
    for g in range(raid.world.groups):
        if not holds_field:
            leave_behind(raid, raid.groups[g])
    if raid.attack.leaving == 0 and raid.world.ending == Ending.REPULSED:
        raid.attack.cause = last_cause(raid)
        if raid.attack.cause != Cause.LOSSES:
            raid.world.ending = Ending.WITHDREW
    elif raid.attack.leaving == 0 and raid.world.ending == Ending.FORCED_OUT:
        raid.attack.cause = Cause.LOSSES
        raid.world.forced_out_minute = raid.world.minute
    elif raid.world.ending == Ending.UNDECIDED:
        raid.attack.cause = Cause.TIME


@rule
def leave_behind(raid, group):
    """The wounded of a group that has nobody fit left are captured."""
    for i in range(group.first_row, group.past_row):
        if raid.units[i].fit > 0:
            return
    for i in range(group.first_row, group.past_row):
        raid.units[i].captured += raid.units[i].wounded
        raid.units[i].wounded = 0


@rule
def last_cause(raid):
    """Nobody ordered the raid to end: why did the last group that left on its own leave? None did: they all fell."""
    cause, latest = Cause.LOSSES + 0, -1
    for g in range(raid.world.groups):
        group = raid.groups[g]
        if group.cause > 0 and group.left_tick > latest:
            cause, latest = group.cause, group.left_tick
    return cause
