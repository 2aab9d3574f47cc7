"""After a raid: who is left on either side, what was taken, and whose the post is now."""

from sim.campaign.rules.choose import partner
from sim.campaign.rules.help import air_answer, release_air, release_relief
from sim.campaign.state import WEEKS_A_MONTH, AirAnswer, Question, Standing
from sim.compiled import rule
from sim.draws import binomial, uniform
from sim.rules.muster import whole_share
from sim.rules.structure import walls_left
from sim.state import Ending


@rule
def settle_up(field, plan, attack):
    """Everything that a raid changes in the campaign."""
    campaign, raid = field.campaigns[0], field.raid.raids[0]
    release_air(campaign, plan, attack, raid)
    release_relief(campaign, attack, raid)
    attack.air_answer = air_answer(campaign, plan, attack, raid)
    count_air(campaign.world, attack)
    for k in range(attack.partners):
        bring_home(campaign, campaign.groups[partner(attack, k)], raid, k, attack.partners)
    campaign.world.firearms_captured += raid.world.arms_captured
    campaign.world.rounds_captured += raid.world.rounds_captured
    muster_again(campaign, attack, raid)
    return_relief(campaign, attack, raid)
    tally(campaign, attack, raid)
    if attack.ambush == 0:
        judge_post(campaign, campaign.posts[attack.post], raid)


@rule
def count_air(world, attack):
    """How often were aircraft called, did they come, were they elsewhere?"""
    world.air_called += 1 if attack.air_answer != AirAnswer.NOT_CALLED else 0
    world.air_came += 1 if attack.air_answer == AirAnswer.CAME else 0
    world.air_elsewhere += 1 if attack.air_answer == AirAnswer.AT_ANOTHER_RAID else 0


@rule
def is_success(ending):
    """Did the attackers get what they came for?"""
    return ending == Ending.OCCUPIED or ending == Ending.OBJECTIVE_MET


@rule
def bring_home(campaign, group, raid, k, partners):
    """What group number `k` of the raid brings back: its people, rounds and arms, its part of what was taken, its morale."""
    world, given = campaign.world, campaign.given
    killed, wounded, captured, fired, left, breaching_fired, lost, breaching_lost = count_group(raid, k)
    carried = min(group.fighters, group.firearms)
    group.fighters -= killed + wounded + captured
    group.recovering += wounded
    group.killed += killed
    group.captured += captured
    group.rounds += left - raid.groups[k].rounds
    group.breaching -= breaching_fired + breaching_lost
    group.raids += 1
    world.rounds_fired += fired
    world.rounds_lost += lost
    world.breaching_fired += breaching_fired
    world.breaching_lost += breaching_lost
    dropped = 0
    if raid.world.ending != Ending.OCCUPIED:
        u = uniform(world, group.address, Question.FIREARMS_LOST)
        dropped = binomial(min(carried, killed + captured), given.arms_lost_share, u)
    group.firearms += whole_share(raid.world.arms_captured, k, partners) - dropped
    world.firearms_lost += dropped
    if is_success(raid.world.ending):
        group.morale += given.groups_morale_gain * (1.0 - group.morale)
    else:
        group.morale -= given.groups_morale_loss * group.morale


@rule
def count_group(raid, k):
    """Of one group: killed, wounded, captured; rounds fired, left; breaching rounds fired; both sorts left with nobody."""
    killed, wounded, captured, fired, left, breaching_fired, lost, breaching_lost = 0, 0, 0, 0, 0, 0, 0, 0
    for i in range(raid.groups[k].first_row, raid.groups[k].past_row):
        unit = raid.units[i]
        killed += unit.killed
        wounded += unit.wounded
        captured += unit.captured
        fired += unit.rounds_fired
        breaching_fired += unit.breaching_fired
        if unit.fit + unit.wounded > 0:
            left += unit.rounds
        else:
            lost += unit.rounds
            breaching_lost += unit.breaching
    return killed, wounded, captured, fired, left, breaching_fired, lost, breaching_lost


@rule
def count_sections(raid, is_relief):
    """Of garrison or relief: killed, wounded, captured, fled."""
    killed, wounded, captured, fled = 0, 0, 0, 0
    for i in range(raid.world.squads, raid.world.units):
        unit = raid.units[i]
        if (unit.group < 0) == is_relief:
            killed += unit.killed
            wounded += unit.wounded
            captured += unit.captured
            fled += unit.fled
    return killed, wounded, captured, fled


@rule
def muster_again(campaign, attack, raid):
    """Who is left at the post; the wounded recover in the area's base, and those who fled come to its reserve."""
    post = campaign.posts[attack.post]
    area = campaign.areas[post.area]
    killed, wounded, captured, fled = count_sections(raid, False)
    post.people -= killed + wounded + captured + fled
    area.recovering += wounded
    area.reserve += fled
    area.killed += killed
    area.captured += captured


@rule
def return_relief(campaign, attack, raid):
    """The same for the relief column, if it landed."""
    if attack.column < 0:
        return
    column = campaign.columns[attack.column]
    area = campaign.areas[column.area]
    killed, wounded, captured, fled = count_sections(raid, True)
    column.people -= killed + wounded + captured + fled
    area.recovering += wounded
    area.reserve += fled
    area.killed += killed
    area.captured += captured


@rule
def tally(campaign, attack, raid):
    """How many raids ended in which way, and why were they broken off?"""
    if attack.ambush > 0:
        campaign.world.ambushes += 1
        return
    campaign.world.raids += 1
    campaign.posts[attack.post].raids += 1
    campaign.tally.endings[raid.world.ending] += 1
    campaign.tally.causes[raid.attack.cause] += 1


@rule
def judge_post(campaign, post, raid):
    """Walls are worn; an occupied post is lost, and whoever is left of its people comes to the reserve."""
    world, given = campaign.world, campaign.given
    post.structure *= walls_left(raid)
    if raid.world.ending != Ending.OCCUPIED:
        return
    area = campaign.areas[post.area]
    area.reserve += post.people
    post.people = 0
    post.standing = Standing.LOST
    post.burned = 1 if raid.world.burned_minute >= 0.0 else 0
    post.lost_week = world.tick
    area.lost += 1
    world.bases_lost += 1
    campaign.tally.month_lost[min(36, int(world.tick / WEEKS_A_MONTH))] += 1
    if given.counted_from_week <= world.tick < given.counted_to_week and post.area == given.counted_area:
        world.counted_lost += 1
