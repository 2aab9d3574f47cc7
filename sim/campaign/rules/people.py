"""People: who joins, who is fit again, who is drafted, who is sent to a post that has lost people."""

import math

from sim.campaign.state import Question, Standing
from sim.compiled import rule
from sim.draws import binomial, chance, poisson, uniform
from sim.rules.muster import whole_share


@rule
def groups_in(campaign, a):
    """How many groups has this area?"""
    found = 0
    for g in range(campaign.world.groups):
        found += 1 if campaign.groups[g].area == a else 0
    return found


@rule
def recruit(campaign, a):
    """Some of those who may still join do, the more the better the groups of the area are of heart; dealt out evenly."""
    area, given, world, groups = campaign.areas[a], campaign.given, campaign.world, groups_in(campaign, a)
    if groups == 0:
        return
    morale = 0.0
    for g in range(world.groups):
        if campaign.groups[g].area == a:
            morale += campaign.groups[g].morale / groups
    willing = chance(given.groups_recruits_share_per_week * morale, 1.0)
    joining = binomial(area.recruits, willing, uniform(world, area.address, Question.RECRUITS))
    area.recruits -= joining
    world.recruits_joined += joining
    dealt = int(world.tick)  # whoever got one more last week is not the one this week
    for g in range(world.groups):
        if campaign.groups[g].area == a:
            campaign.groups[g].fighters += whole_share(joining, dealt % groups, groups)
            dealt += 1


@rule
def recover(campaign, g):
    """Some of a group's wounded are fit again, and its morale comes back to where it was."""
    group, given, world = campaign.groups[g], campaign.given, campaign.world
    fit = binomial(
        group.recovering, chance(given.groups_return_share_per_week, 1.0), uniform(world, group.address, Question.GROUP_RETURNS)
    )
    group.recovering -= fit
    group.fighters += fit
    group.morale += (given.groups_morale - group.morale) * chance(1.0 / given.groups_morale_weeks, 1.0)


@rule
def draft(campaign, a):
    """New people for the reserve of an area, and its wounded who are fit again."""
    area, given, world = campaign.areas[a], campaign.given, campaign.world
    drafted = poisson(given.reserve_drafts_per_week, uniform(world, area.address, Question.DRAFTS))
    fit = binomial(
        area.recovering, chance(given.reserve_return_share_per_week, 1.0), uniform(world, area.address, Question.AREA_RETURNS)
    )
    area.recovering -= fit
    area.reserve += drafted + fit
    world.drafts += drafted


@rule
def asked_for(people, establishment, share):
    """How many replacements does a post, or a relief column, ask for?"""
    return math.ceil(share * max(0, establishment - people))


@rule
def asked_by_posts(campaign, a):
    """How many do all posts of this area ask for together?"""
    asked, share = 0, campaign.given.reserve_replaced_share_per_week
    for p in range(campaign.world.posts):
        post = campaign.posts[p]
        if post.area == a and post.standing == Standing.HELD:
            asked += asked_for(post.people, post.establishment, share)
    return asked


@rule
def asked_by_columns(campaign, a):
    """How many do the relief columns of this area's base ask for together?"""
    asked, given = 0, campaign.given
    for c in range(campaign.world.columns):
        column = campaign.columns[c]
        if column.area == a:
            asked += asked_for(column.people, int(given.reserve_column_people), given.reserve_replaced_share_per_week)
    return asked


@rule
def replace(campaign, a):
    """The reserve sends people to posts and relief columns; where it has too few, all get the same share of what they ask."""
    area, given, share = campaign.areas[a], campaign.given, campaign.given.reserve_replaced_share_per_week
    asked = asked_by_posts(campaign, a) + asked_by_columns(campaign, a)
    sent, before = min(area.reserve, asked), 0
    if sent == 0:
        return
    for p in range(campaign.world.posts):
        post = campaign.posts[p]
        if post.area == a and post.standing == Standing.HELD:
            wanted = asked_for(post.people, post.establishment, share)
            post.people += part_of(sent, before, wanted, asked)
            before += wanted
    for c in range(campaign.world.columns):
        column = campaign.columns[c]
        if column.area == a:
            wanted = asked_for(column.people, int(given.reserve_column_people), share)
            column.people += part_of(sent, before, wanted, asked)
            before += wanted
    area.reserve -= sent


@rule
def part_of(sent, before, wanted, asked):
    """Of `sent`, dealt out in proportion to what is asked, how many fall to this one? Whole numbers that add up exactly."""
    return (sent * (before + wanted)) // asked - (sent * before) // asked
