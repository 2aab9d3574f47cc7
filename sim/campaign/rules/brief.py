"""Before a raid: what the campaign knows is written over what the raid's scenario says, and nothing else."""

from sim.campaign.rules.choose import partner, template_of
from sim.campaign.rules.help import brief_air, brief_relief, set_fact
from sim.campaign.state import Question
from sim.compiled import rule
from sim.draws import MASK, SETUP_TICK, philox
from sim.state import (
    CONTINGENT_FACTS,
    CONTINGENT_WIDTH,
    CONTINGENTS_SLOT,
    GIVEN,
    GROUP_FACTS,
    GROUP_WIDTH,
    GROUPS_SLOT,
    Plan,
    Posture,
)

START_HOUR, STRUCTURE = GIVEN.names.index("start_hour"), GIVEN.names.index("station_structure_strength")
RAIN, RAIN_MEAN = GIVEN.names.index("weather_rain"), GIVEN.names.index("weather_rain_mean")
FIGHTERS, ARMED_SHARE = GROUP_FACTS.names.index("fighters"), GROUP_FACTS.names.index("armed_share")
ROUNDS, BREACHING = GROUP_FACTS.names.index("rounds_per_fighter"), GROUP_FACTS.names.index("breaching_rounds")
RESOLVE, POSTURE = GROUP_FACTS.names.index("resolve"), CONTINGENT_FACTS.names.index("posture")
RAIDS_A_WEEK = 2048  # numbers of raids: two for each post


@rule
def raid_seed(world):
    """The seed of all raids of this campaign: campaigns share no luck, but one campaign meets the same under any policy."""
    high, low, _, _ = philox(int(world.raid), SETUP_TICK, 0, Question.RAID_SEED + 0, int(world.key_0), int(world.key_1))
    return ((high & 0x7FFFFFFF) << 32) | low


@rule
def raid_number(week, post, ambush):
    """The number of a raid: fixed by week and post alone, so that a raid more elsewhere changes no other."""
    return (week * RAIDS_A_WEEK + 2 * post + ambush) & MASK


@rule
def brief(field, plan, attack):
    """The plan of the raid that this attack is."""
    campaign, templates = field.campaigns[0], plan.templates
    t = template_of(campaign, plan, attack)
    templates.low[t] = templates.own_low[t]
    templates.high[t] = templates.own_high[t]
    post = campaign.posts[attack.post]
    set_fact(templates, t, START_HOUR, attack.hour)
    rain = campaign.areas[post.area].rain
    set_fact(templates, t, RAIN, rain)
    set_fact(templates, t, RAIN_MEAN, rain)
    for k in range(attack.partners):
        brief_group(campaign, templates, t, k, campaign.groups[partner(attack, k)], attack.ambush)
    if attack.ambush > 0:
        brief_those_off_post(templates, t, post.people)
    else:
        set_fact(templates, t, STRUCTURE, templates.own_low[t, STRUCTURE] * post.structure)
        brief_garrison(templates, t, post.people)
    brief_air(field, plan, attack, t)
    brief_relief(field, plan, attack, t)
    return plan_of(templates, t, attack.partners)


@rule
def brief_group(campaign, templates, t, k, group, ambush):
    """Who comes in the raid's group number `k`, and with what. To an ambush only a party goes."""
    given, first = campaign.given, GROUPS_SLOT + k * GROUP_WIDTH
    fighters = min(group.fighters, int(given.groups_ambush_fighters if ambush > 0 else given.groups_sent_fighters))
    set_fact(templates, t, first + FIGHTERS, float(fighters))
    set_fact(templates, t, first + ARMED_SHARE, min(1.0, group.firearms / fighters))
    set_fact(templates, t, first + ROUNDS, min(given.arms_rounds_carried, group.rounds / fighters))
    breaching = 0 if ambush > 0 else min(group.breaching, int(given.arms_breaching_carried))
    set_fact(templates, t, first + BREACHING, float(breaching))
    set_fact(templates, t, first + RESOLVE, group.morale)


@rule
def brief_garrison(templates, t, people):
    """The people of the post, divided among contingents as in the raid's scenario."""
    whole, before = 0, 0
    for c in range(templates.contingents[t]):
        whole += int(templates.own_high[t, CONTINGENTS_SLOT + c * CONTINGENT_WIDTH])
    for c in range(templates.contingents[t]):
        slot = CONTINGENTS_SLOT + c * CONTINGENT_WIDTH
        part = int(templates.own_high[t, slot])
        set_fact(templates, t, slot, float((people * (before + part)) // whole - (people * before) // whole))
        before += part


@rule
def brief_those_off_post(templates, t, people):
    """So many as in the raid's scenario are off post, then so many on it, but together no more than there are."""
    left = float(people)
    for off_post in (True, False):
        for c in range(templates.contingents[t]):
            slot = CONTINGENTS_SLOT + c * CONTINGENT_WIDTH
            if (int(templates.own_low[t, slot + POSTURE]) == Posture.OFF_POST) == off_post:
                templates.low[t, slot] = min(templates.own_low[t, slot], left)
                templates.high[t, slot] = min(templates.own_high[t, slot], left)
                left -= templates.high[t, slot]


@rule
def plan_of(templates, t, groups):
    """The plan of a raid, as `sim.batch.play_raid` takes it, in which so many groups take part."""
    contingents = templates.contingents[t]
    return Plan(
        templates.low[t],
        templates.high[t],
        templates.whole[t],
        templates.addresses[t],
        templates.squad_sizes[t, :groups],
        templates.section_sizes[t, :contingents],
        templates.group_addresses[t, :groups],
        templates.contingent_addresses[t, :contingents],
        templates.relief_section_size[t],
        templates.strongpoints[t],
    )
