"""The campaign's rules as Mesa agents call them, one compiled door for each pass of `week.PASSES` but the raids themselves.

As in `sim.voices` a door takes the array that holds the campaign instead of the campaign itself. They are compiled when a
Mesa model of a campaign is first made, not with the rules. Nothing is decided here.
"""

from sim.campaign import outcome
from sim.campaign.rules import choose as choose_rules
from sim.campaign.rules import people, policy, season
from sim.campaign.rules import supply as supply_rules
from sim.compiled import rule


@rule
def turn_season(campaigns, a):
    """The week's rain in area `a`."""
    season.turn_season(campaigns[0], a)


@rule
def supply(campaigns, g):
    """What reaches group `g` from outside."""
    supply_rules.supply(campaigns[0], g)


@rule
def reckon_exchange(campaigns, plan, g):
    """What group `g` will have more, or less, after the exchange."""
    supply_rules.reckon_exchange(campaigns[0], plan, g)


@rule
def exchange(campaigns, g):
    """What group `g` reckoned changes hands."""
    supply_rules.exchange(campaigns[0], g)


@rule
def recruit(campaigns, a):
    """People of area `a` join its groups."""
    people.recruit(campaigns[0], a)


@rule
def recover(campaigns, g):
    """Wounded of group `g` are fit again, and it takes heart."""
    people.recover(campaigns[0], g)


@rule
def draft(campaigns, a):
    """New people for the reserve of area `a`."""
    people.draft(campaigns[0], a)


@rule
def replace(campaigns, a):
    """The reserve of area `a` replaces losses."""
    people.replace(campaigns[0], a)


@rule
def repair(campaigns, p):
    """The walls of post `p` are mended."""
    policy.repair(campaigns[0], p)


@rule
def draw_back(campaigns, plan, a):
    """Small posts of area `a` are given up, or held."""
    policy.draw_back(campaigns[0], plan, a)


@rule
def rebuild(campaigns, a):
    """Lost posts of area `a` are manned again."""
    policy.rebuild(campaigns[0], a)


@rule
def draw_turn(campaigns, g):
    """When is it the turn of group `g`?"""
    choose_rules.draw_turn(campaigns[0], g)


@rule
def choose(campaigns, plan, g):
    """Group `g` looks for a raid, or an ambush."""
    choose_rules.take_turn(campaigns[0], plan, g)


@rule
def sort_attacks(campaigns):
    """What was settled stands in the order of time."""
    choose_rules.sort_attacks(campaigns[0])


@rule
def record(campaigns, row):
    """A row of the campaign's course is written."""
    outcome.record(campaigns[0], row)
