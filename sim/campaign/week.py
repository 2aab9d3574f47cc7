"""The order of one week. Everybody decides on the same picture; then the raids are played, in the order of time."""

from sim.batch import play_raid
from sim.campaign.outcome import note_after, note_before
from sim.campaign.rules import aftermath, brief, choose, people, policy, season, supply
from sim.compiled import rule
from sim.rules.muster import address_chance

# Pass after pass; within a pass the order of agents does not matter. The Mesa model walks through this list.
PASSES = (
    "turn_season", "supply", "reckon_exchange", "exchange", "recruit", "recover", "draft", "replace", "repair", "draw_back",
    "rebuild", "draw_turn", "choose", "raid",
)  # fmt: skip


@rule
def play_week(field, plan, events, written):
    """One week of a campaign, from the season to the last raid. Returns the number of rows of `events` that are written."""
    campaign = field.campaigns[0]
    prepare(campaign, plan)
    for k in range(campaign.world.attacks):
        written = play_attack(field, plan, k, events, written)
    campaign.world.tick += 1
    return written


@rule
def prepare(campaign, plan):
    """All of a week that comes before its raids."""
    world = campaign.world
    areas, groups, posts = world.areas, world.groups, world.posts
    for a in range(areas):
        season.turn_season(campaign, a)
    for g in range(groups):
        supply.supply(campaign, g)
    for g in range(groups):
        supply.reckon_exchange(campaign, plan, g)
    for g in range(groups):
        supply.exchange(campaign, g)
    for a in range(areas):
        people.recruit(campaign, a)
    for g in range(groups):
        people.recover(campaign, g)
    for a in range(areas):
        people.draft(campaign, a)
    for a in range(areas):
        people.replace(campaign, a)
    for p in range(posts):
        policy.repair(campaign, p)
    for a in range(areas):
        policy.draw_back(campaign, plan, a)
    for a in range(areas):
        policy.rebuild(campaign, a)
    for g in range(groups):
        choose.draw_turn(campaign, g)
    choose.choose(campaign, plan)


@rule
def play_attack(field, plan, k, events, written):
    """One raid of the week, by the raid's own rules: briefed, played to its end, and what it changes in the campaign."""
    campaign = field.campaigns[0]
    attack = campaign.attacks[k]
    seed = brief.raid_seed(campaign.world)
    number = brief.raid_number(campaign.world.tick, attack.post, attack.ambush)
    address_chance(field.raid.raids[0].world, seed, number)
    raid_plan = brief.brief(field, plan, attack)
    if written < len(events):
        note_before(campaign, attack, number, events[written])
    play_raid(field.raid, raid_plan, seed, number)
    aftermath.settle_up(field, plan, attack)
    if written < len(events):
        note_after(attack, field.raid.raids[0], events[written])
        written += 1
    return written
