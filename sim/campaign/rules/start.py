"""The campaign before its first week: facts drawn, posts manned, groups and reserves in their places."""

import math

from sim.campaign.state import Question, Standing
from sim.compiled import rule
from sim.draws import uniform
from sim.rules.muster import address_chance, draw_facts


@rule
def begin(field, plan, seed, number):
    """Make campaign `number` of this seed ready to start."""
    campaign = field.campaigns[0]
    field.memory[:] = 0
    address_chance(campaign.world, seed, number)
    draw_facts(field.facts, plan, campaign.world)
    world = campaign.world
    world.posts = len(plan.post_area)
    world.groups = len(plan.group_area)
    world.areas = len(plan.area_addresses)
    for a in range(world.areas):
        open_area(campaign, plan, a)
    for p in range(world.posts):
        man_post(campaign, plan, p)
    for g in range(world.groups):
        raise_group(campaign, plan, g)
    station_aircraft(campaign, plan.air_km.shape[1])
    station_columns(campaign)
    world.tick = 0


@rule
def open_area(campaign, plan, a):
    """Who may still join, and who waits in the area's base."""
    area = campaign.areas[a]
    area.address = plan.area_addresses[a]
    area.x_km = plan.area_km[a, 0]
    area.y_km = plan.area_km[a, 1]
    area.recruits = int(campaign.area_facts[a].recruits)
    area.reserve = int(campaign.given.reserve_people)


@rule
def garrison_of(people, spread, u):
    """How many people has a post, about the number of its kind?"""
    return max(1, math.floor(people * (1.0 + spread * (2.0 * u - 1.0)) + 0.5))


@rule
def man_post(campaign, plan, p):
    """A post of its kind, at its full strength."""
    post = campaign.posts[p]
    post.address = plan.post_addresses[p]
    post.area = plan.post_area[p]
    post.kind = plan.post_kind[p]
    post.x_km = plan.post_km[p, 0]
    post.y_km = plan.post_km[p, 1]
    kind = campaign.kind_facts[post.kind]
    post.people = garrison_of(kind.people, kind.people_spread, uniform(campaign.world, post.address, Question.GARRISON))
    post.establishment = post.people
    post.structure = kind.structure
    post.full_structure = kind.structure
    post.standing = Standing.HELD
    post.lost_week = -1
    post.raided_week = -1


@rule
def raise_group(campaign, plan, g):
    """A group with its people, arms and rounds."""
    group = campaign.groups[g]
    group.address = plan.group_addresses[g]
    group.area = plan.group_area[g]
    group.x_km = plan.group_km[g, 0]
    group.y_km = plan.group_km[g, 1]
    facts = campaign.area_facts[group.area]
    group.fighters = int(facts.fighters)
    group.firearms = int(group.fighters * facts.firearms_share + 0.5)
    group.rounds = int(group.fighters * facts.rounds_per_fighter)
    group.breaching = int(facts.breaching_rounds)
    group.morale = campaign.given.groups_morale


@rule
def station_aircraft(campaign, airfields):
    """Gunships, then transports, on each airfield."""
    given, row = campaign.given, 0
    for f in range(airfields):
        gunships = int(given.fleet_gunships)
        for k in range(gunships + int(given.fleet_transports)):
            campaign.aircraft[row].airfield = f
            campaign.aircraft[row].transport = 1 if k >= gunships else 0
            campaign.aircraft[row].post = -1
            row += 1
    campaign.world.aircraft = row


@rule
def station_columns(campaign):
    """Relief columns wait at the base of each area."""
    given, row = campaign.given, 0
    for a in range(campaign.world.areas):
        for _ in range(int(given.reserve_columns)):
            campaign.columns[row].area = a
            campaign.columns[row].people = int(given.reserve_column_people)
            campaign.columns[row].post = -1
            row += 1
    campaign.world.columns = row
