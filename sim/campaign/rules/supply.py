"""Supply: firearms and rounds come in, ever more of them, and pass from those who have many to those who have few."""

import math

from sim.campaign.state import Question
from sim.compiled import rule
from sim.draws import poisson, uniform


@rule
def spread_of_arms(week, onset_week, growth_weeks):
    """Which share of the full inflow of arms has been reached? A logistic curve: half of it in the week of the onset."""
    return 1.0 / (1.0 + math.exp(-(week - onset_week) / growth_weeks))


@rule
def whole_near(expected, u):
    """A whole number whose mean is what is expected: the one below, or the one above."""
    return math.floor(expected + u)


@rule
def supply(campaign, g):
    """What reaches one group from outside this week."""
    group, given, world = campaign.groups[g], campaign.given, campaign.world
    level = spread_of_arms(float(world.tick), given.arms_onset_week, given.arms_growth_weeks)
    level *= campaign.area_facts[group.area].arms_inflow
    firearms = poisson(given.arms_firearms_per_week * level, uniform(world, group.address, Question.FIREARMS))
    rounds = whole_near(given.arms_rounds_per_week * level, uniform(world, group.address, Question.ROUNDS))
    breaching = poisson(given.arms_breaching_per_week * level, uniform(world, group.address, Question.BREACHING))
    group.firearms += firearms
    group.rounds += rounds
    group.breaching += breaching
    world.firearms_in += firearms
    world.rounds_in += rounds
    world.breaching_in += breaching


@rule
def passed_on(own, own_each, other_each, share, ways):
    """How much does one group pass to a neighbour that has less for each fighter?"""
    if own_each <= other_each or ways == 0:
        return 0
    return int(own * share * (1.0 - other_each / own_each) / ways)


@rule
def for_each(stock, people):
    """How much is there for each of so many people?"""
    return stock / max(1, people)


@rule
def neighbours(plan, g):
    """With how many groups does this one exchange arms?"""
    ways = 0
    for other in range(plan.links.shape[0]):
        ways += plan.links[g, other]
    return ways


@rule
def reckon_exchange(campaign, plan, g):
    """What one group will have more, or less, after the exchange; all reckon on the same picture."""
    group, share = campaign.groups[g], campaign.given.arms_spread_share_per_week
    group.firearms_due = 0
    group.rounds_due = 0
    own_ways = neighbours(plan, g)
    for k in range(campaign.world.groups):
        if plan.links[g, k] > 0:
            other, ways = campaign.groups[k], neighbours(plan, k)
            mine, theirs = for_each(group.firearms, group.fighters), for_each(other.firearms, other.fighters)
            group.firearms_due += passed_on(other.firearms, theirs, mine, share, ways)
            group.firearms_due -= passed_on(group.firearms, mine, theirs, share, own_ways)
            mine, theirs = for_each(group.rounds, group.fighters), for_each(other.rounds, other.fighters)
            group.rounds_due += passed_on(other.rounds, theirs, mine, share, ways)
            group.rounds_due -= passed_on(group.rounds, mine, theirs, share, own_ways)


@rule
def exchange(campaign, g):
    """What was reckoned changes hands."""
    group = campaign.groups[g]
    group.firearms += group.firearms_due
    group.rounds += group.rounds_due
