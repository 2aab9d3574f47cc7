"""Choice of targets: which groups are ready, which post is worth it, who comes along, and when."""

import math

from sim.campaign.state import DAY_MINUTES, MAX_ATTACKS, MAX_GROUPS, MAX_PARTNERS, WEEK_MINUTES, Question, Standing
from sim.compiled import rule
from sim.draws import chance, uniform
from sim.rules.muster import draw_fact
from sim.state import GIVEN

START_HOUR = GIVEN.names.index("start_hour")


@rule
def armed(group, given):
    """How many armed fighters would the group send?"""
    return min(group.fighters, group.firearms, int(given.groups_sent_fighters))


@rule
def is_ready(group, given, week):
    """Has the group people, rounds and rest enough, and no other plan this week?"""
    enough = group.fighters >= given.groups_least_fighters and group.rounds >= given.groups_ready_rounds * group.fighters
    return enough and week >= group.rested_week and group.committed == 0


@rule
def strength_of(people, structure, wall_weight):
    """How strong does a post look from outside? Its people, and the more for its walls."""
    return people * (1.0 + wall_weight * structure)


@rule
def is_open(post, week):
    """Can the post be chosen: held, manned, and not chosen by others this week?"""
    return post.standing == Standing.HELD and post.people > 0 and post.raided_week < week


@rule
def next_partner(campaign, plan, attack):
    """The ready group nearest to the post that does not take part yet; -1 where there is none within reach."""
    found, given, week = -1, campaign.given, campaign.world.tick
    for g in range(campaign.world.groups):
        km = plan.reach_km[g, attack.post]
        near = km <= given.groups_reach_km and (found < 0 or km < plan.reach_km[found, attack.post])
        if near and not takes_part(attack, g) and is_ready(campaign.groups[g], given, week):
            found = g
    return found


@rule
def partner(attack, k):
    """Which group is number `k` of those that take part?"""
    return (attack.group_0, attack.group_1, attack.group_2, attack.group_3)[k]


@rule
def takes_part(attack, g):
    """Is this group one of those that take part?"""
    for k in range(attack.partners):
        if partner(attack, k) == g:
            return True
    return False


@rule
def add_partner(attack, g):
    """One more takes part."""
    if attack.partners == 0:
        attack.group_0 = g
    elif attack.partners == 1:
        attack.group_1 = g
    elif attack.partners == 2:
        attack.group_2 = g
    else:
        attack.group_3 = g
    attack.partners += 1


@rule
def gather(campaign, plan, attack, needed, most):
    """Ask groups to come along, the nearest first, until so many are armed; are they?"""
    strength = armed(campaign.groups[attack.group_0], campaign.given)
    while strength < needed and attack.partners < most:
        g = next_partner(campaign, plan, attack)
        if g < 0:
            return False
        add_partner(attack, g)
        strength += armed(campaign.groups[g], campaign.given)
    return strength >= needed


@rule
def most_worth(campaign, plan, g, key):
    """The post within reach of group `g` that is worth most for its strength, of those it did not look at; -1: none."""
    found, best, given, week = -1, 0.0, campaign.given, campaign.world.tick
    for p in range(campaign.world.posts):
        post = campaign.posts[p]
        if plan.reach_km[g, p] <= given.groups_reach_km and is_open(post, week) and post.looked_at != key:
            worth = campaign.kind_facts[post.kind].value / strength_of(post.people, post.structure, given.groups_wall_weight)
            if worth > best:
                found, best = p, worth
    return found


@rule
def open_attack(campaign, p, g):
    """A plan that is not settled yet: this group, that post."""
    attack = campaign.attacks[campaign.world.attacks]
    attack.post = p
    attack.ambush = 0
    attack.partners = 0
    add_partner(attack, g)
    return attack


@rule
def look_of(world, g):
    """By which number is it known that group `g` has looked at a post this week? No other look has it."""
    return world.tick * MAX_GROUPS + g + 1


@rule
def choose_raid(campaign, plan, g):
    """Group `g` looks at posts, the one worth most first, until enough armed people would come to one; is one found?"""
    given, key = campaign.given, look_of(campaign.world, g)
    p = most_worth(campaign, plan, g, key)
    while p >= 0:
        post = campaign.posts[p]
        post.looked_at = key
        attack = open_attack(campaign, p, g)
        needed = given.groups_wanted_ratio * strength_of(post.people, post.structure, given.groups_wall_weight)
        if gather(campaign, plan, attack, needed, min(MAX_PARTNERS, plan.templates.groups[post.kind])):
            settle(campaign, plan, attack)
            return True
        p = most_worth(campaign, plan, g, key)
    return False


@rule
def choose_ambush(campaign, plan, g):
    """Group `g` waits for people off post, at the nearest post within reach; is there one?"""
    found, given, week = -1, campaign.given, campaign.world.tick
    for p in range(campaign.world.posts):
        near = plan.reach_km[g, p] <= given.groups_reach_km and (found < 0 or plan.reach_km[g, p] < plan.reach_km[g, found])
        if near and is_open(campaign.posts[p], week):
            found = p
    if found < 0:
        return False
    attack = open_attack(campaign, found, g)
    attack.ambush = 1
    settle(campaign, plan, attack)
    return True


@rule
def settle(campaign, plan, attack):
    """It is settled: who, where, and in which minute of the week, at an hour at which such raids begin."""
    world, post = campaign.world, campaign.posts[attack.post]
    template = template_of(campaign, plan, attack)
    day = math.floor(7.0 * uniform(world, post.address, Question.MOMENT))
    earliest, latest = plan.templates.own_low[template, START_HOUR], plan.templates.own_high[template, START_HOUR]
    attack.hour = draw_fact(earliest, latest, 0, uniform(world, post.address, Question.HOUR))
    attack.minute = world.tick * WEEK_MINUTES + day * DAY_MINUTES + 60.0 * attack.hour
    post.raided_week = world.tick
    for k in range(attack.partners):
        group = campaign.groups[partner(attack, k)]
        group.committed = 1
        group.rested_week = world.tick + int(campaign.given.groups_rest_weeks)
    world.attacks += 1


@rule
def template_of(campaign, plan, attack):
    """Which of the raids that are played is this? The one of the post's kind; the last is the ambush."""
    return len(plan.templates.groups) - 1 if attack.ambush > 0 else campaign.posts[attack.post].kind


@rule
def next_turn(campaign, last):
    """Whose turn is next, of all whose turn comes after this? Turns are drawn anew each week; -1 where all have had theirs."""
    found = -1
    for g in range(campaign.world.groups):
        turn = campaign.groups[g].turn
        if turn > last and (found < 0 or turn < campaign.groups[found].turn):
            found = g
    return found


@rule
def take_turn(campaign, plan, g):
    """A ready group that decides to do something this week looks for a raid; where there is none, or else, for an ambush."""
    group, given, world = campaign.groups[g], campaign.given, campaign.world
    if not is_ready(group, given, world.tick) or world.attacks >= MAX_ATTACKS:
        return
    willing = chance(given.groups_tempo_per_week * group.morale, 1.0)
    if uniform(world, group.address, Question.READINESS) < willing and choose_raid(campaign, plan, g):
        return
    if uniform(world, group.address, Question.AMBUSH) < chance(given.groups_ambush_per_week * group.morale, 1.0):
        choose_ambush(campaign, plan, g)


@rule
def draw_turn(campaign, g):
    """In which order do groups look for targets this week? Nobody profits from a place in a list."""
    group = campaign.groups[g]
    group.committed = 0
    group.turn = uniform(campaign.world, group.address, Question.TURN)


@rule
def choose(campaign, plan):
    """All groups choose in turn; then the attacks of the week stand in the order of time."""
    campaign.world.attacks = 0
    g = next_turn(campaign, 0.0)
    while g >= 0:
        take_turn(campaign, plan, g)
        g = next_turn(campaign, campaign.groups[g].turn)
    sort_attacks(campaign)


@rule
def sort_attacks(campaign):
    """The attacks of the week in the order of time."""
    for k in range(1, campaign.world.attacks):
        j = k
        while j > 0 and campaign.attacks[j].minute < campaign.attacks[j - 1].minute:
            swap(campaign.attacks[j], campaign.attacks[j - 1])
            j -= 1


@rule
def swap(one, other):
    """Two attacks change places."""
    one.post, other.post = other.post, one.post
    one.ambush, other.ambush = other.ambush, one.ambush
    one.partners, other.partners = other.partners, one.partners
    one.group_0, other.group_0 = other.group_0, one.group_0
    one.group_1, other.group_1 = other.group_1, one.group_1
    one.group_2, other.group_2 = other.group_2, one.group_2
    one.group_3, other.group_3 = other.group_3, one.group_3
    one.minute, other.minute = other.minute, one.minute
    one.hour, other.hour = other.hour, one.hour
