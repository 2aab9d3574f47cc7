"""The sentences in which a campaign is told. Another language needs the same keys, and the same places in braces.

It may add `kind_NAME` and `area_NAME` for the titles of kinds of posts and of areas; else their own titles are said.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.sentences import ENGLISH as OF_A_RAID


def forms(noun: str, none: str, one: str, many: str) -> dict[str, str]:
    """How are none, one and several of these named?"""
    return {f"{noun}_none": none, f"{noun}_one": one, noun: many}


ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        # shared with the story of a raid: why attackers leave, and how several things are named in one breath
        **{key: text for key, text in OF_A_RAID.items() if key.startswith("reason_") or key == "and"},
        # things that are counted
        **forms("posts", "no posts", "1 post", "{n} posts"),
        **forms("areas", "no area", "1 area", "{n} areas"),
        **forms("groups", "no group", "1 group", "{n} groups"),
        **forms("people", "no people", "1 person", "{n} people"),
        **forms("fighters", "no fit fighters", "1 fit fighter", "{n} fit fighters"),
        **forms("attackers", "no attackers", "1 attacker", "{n} attackers"),
        **forms("firearms", "no firearms", "1 firearm", "{n} firearms"),
        **forms("raids", "no raids", "1 raid", "{n} raids"),
        **forms("ambushes", "no ambushes of people off post", "1 ambush of people off post", "{n} ambushes of people off post"),
        **forms("attacks", "no raids or ambushes", "1 raid or ambush", "{n} raids and ambushes"),
        **forms("weeks", "no weeks", "1 week", "{n} weeks"),
        **forms("times", "not once", "once", "{n} times"),
        **forms("figure", "none", "1", "{n}"),
        **forms("campaigns", "no campaigns", "1 campaign", "{n} campaigns"),
        **forms("pairs", "no pairs", "1 pair", "{n} pairs"),
        # names and times
        "numbered": "{kind} {number} {where}",
        "group_numbered": "group {number} {where}",
        "in_area": "in the {area}",
        "in_named_area": "in {area}",
        "determiners": "the a an one",  # an area whose title begins with one of these takes no other
        "week": "week {week}",
        "week_of_month": "week {week} ({month})",
        "month": "month {month}",
        "month_named": "month {month} ({name})",
        "months_from_to": "{first} to {last}",
        **{
            name.lower(): name
            for name in (
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            )
        },
        # how it began
        "begin": "At the start the garrison side held {posts} in {areas} with {people}, and there were {groups}.",
        "begin_armed": "At the end of week 1 the groups had {fighters} and {firearms}.",
        "never_ready": "In no week had a group people and rounds enough for a raid, so none became possible.",
        "never_raided": "A group first had people and rounds enough for a raid in {ready}, but no post was raided.",
        "first_raid": "A group first had people and rounds enough for a raid in {ready}; the first raid on a post came in "
        "{when}, on {post}, and {ending}.",
        "first_lost": "The first post that was lost was {post}, in {when}.",
        # what was done, and when most of it
        "made": "In all the groups made {raids} and {ambushes}.",
        "how_ended": "How the raids ended: {endings}.",
        "ended_occupied": "in {n} the post was lost",
        "ended_forced_out": "in {n} the attackers took the post and were forced out again",
        "ended_withdrew": "in {n} the attackers withdrew",
        "ended_repulsed": "in {n} the attackers were repulsed",
        "ended_objective_met": "in {n} the attackers got what they came for",
        "ended_undecided": "in {n} nothing was decided when the time was over",
        "commonest_reason": "Where the attackers left, the commonest reason was {reasons}: {n} of {all}.",
        "commonest_reasons": "Where the attackers left, the commonest reasons were {reasons}: {n} each, of {all}.",
        "most_raids_and_losses": "Most raids and most losses fell in {months}: {raids}, and {posts} lost.",
        "most_raids": "Most raids fell in {months}: {n}.",
        "most_raids_each": "Most raids fell in {months}: {n} each.",
        "most_losses": "Most posts were lost in {months}: {n}.",
        "most_losses_each": "Most posts were lost in {months}: {n} each.",
        # the season
        "season_raids": "In the rainy months ({months}) there were {wet_rate} raids a week ({wet_raids} in {wet_weeks}), in "
        "the others {dry_rate} ({dry_raids} in {dry_weeks}), counted from the first week in which a group was ready.",
        "season_taken": "In the rainy months ({months}) {wet_lost} of {wet_raids} ended with the post lost, in the "
        "others {dry_lost} of {dry_raids}.",
        "season_and_more": "These months differ in more than rain.",
        # help
        "air": "Aircraft were called to {attacks} and came to {came}.",
        "air_missed": "Where they were missing: {why}.",
        "air_at_another_raid": "in {n} all within reach were at another raid or not yet ready again after it",
        "air_other_task": "in {n} they had another task",
        "air_grounded": "in {n} they could not fly, or the fight was over before they came",
        "air_out_of_reach": "in {n} none was near enough",
        "air_none_there": "in {n} there were none",
        "air_example": "For example, when {post} was attacked in {when}, the aircraft that would be free first were those sent "
        "to {other}, attacked {minutes} min earlier.",
        "relief": "Relief arrived at {attacks}, {people} in all.",
        "relief_in_vain": "In {n} of them the post was lost all the same.",
        "relief_held": "In none of them was the post lost.",
        # arms
        "arms": "The groups captured {captured}, and {supplied} came in from outside.",
        # what the garrison side did
        "given_up": "The garrison side gave up {posts} of its own accord, the first in {when}; their people, {people} at the "
        "end of the week before, went to larger posts of the area or to its reserve.",
        "strengthened": "At the end {posts} had stronger walls than at the start.",
        # where
        "area_most": "Most posts were lost {areas}: {n} of {all}.",
        "area_most_each": "Most posts were lost {areas}: {n} each, of {all}.",
        "contested": "Raided most often was {post}, {times}.",
        "contested_too": "Raided most often, {times} each, were {posts}; one of them is {post}.",
        "contested_lost": "It was lost {times}.",
        "contested_held": "It was never lost.",
        # how it ended
        "rebuilt": "On the way posts were lost {lost} and manned again {rebuilt}.",
        "losses": "The groups lost {killed} killed and {left} left behind wounded; the garrison side, relief among it, lost "
        "{garrison_killed} killed and {garrison_captured} captured.",
        "reported": "Reported, and not verified: {lost} lost; here {n}.",
        "reported_counted": "Reported, and not verified: {lost} lost {where}{when}; here {n}.",
        "in_weeks": " in weeks {first} to {last}",
        "or": "{others} or {last}",
        # the whole in a sentence
        "verdict": "After {weeks} and {raids} the garrison side held {held} of {posts}, with {lost} lost and "
        "{given_up} given up.",
        # a line of time
        "milestone_ready": "a group has people and rounds enough for a raid for the first time",
        "milestone_first_raid": "the first raid on a post: {post}; {ending}",
        "milestone_first_ambush": "the first ambush of people off post, near {post}",
        "milestone_first_lost": "the first post is lost: {post}",
        "milestone_first_air": "aircraft come to a fight for the first time, at {post}",
        "milestone_air_elsewhere": "aircraft are missed for the first time because of another raid, at {post}",
        "milestone_first_given_up": "the garrison side gives up a post for the first time: {post}",
        "milestone_first_rebuilt": "a lost post is manned again: {post}",
        "milestone_most_raids": "the month with most raids begins: {raids}",
        "milestone_most_losses": "the month with most losses begins: {posts} lost in it",
        "milestone_end": "the end: the garrison side holds {held} of {posts}",
        # one raid
        "raid": "In {when}, at {clock}, {attackers} of {groups}, led by {group}, raided {post}, held by {defenders}; {course}.",
        "ambush": "In {when}, at {clock}, {attackers}, of {group}, lay in ambush near {post} for people off post; {course}.",
        "raid_air_came": "aircraft came",
        "raid_air_at_another_raid": "aircraft were called, but all within reach were at another raid or not yet ready again "
        "after it",
        "raid_air_other_task": "aircraft were called, but had another task",
        "raid_air_grounded": "aircraft were called, but could not fly, or it was over before they came",
        "raid_air_out_of_reach": "aircraft were called, but none was near enough",
        "raid_air_none_there": "aircraft were called, but there were none",
        "raid_relief": "{people} arrived as relief",
        "raid_ending": "after {minutes} min {ending}",
        "raid_ending_because": "after {minutes} min {ending}: {reason}",
        "raid_losses": "The attackers had {killed} killed and {wounded} wounded, garrison and relief {garrison_killed} killed "
        "and {garrison_captured} captured; the attackers captured {firearms}.",
        "raid_again": "Its luck is that of raid {number} in campaign {campaign} of seed {seed}.",
        "ending_occupied": "the post was lost",
        "ending_forced_out": "the attackers were forced out of the post again",
        "ending_withdrew": "the attackers withdrew",
        "ending_repulsed": "the attackers were repulsed",
        "ending_objective_met": "the attackers got what they came for",
        "ending_undecided": "nothing was decided when the time was over",
        # many campaigns
        "no_campaigns": "No campaign was played.",
        "many_lost": "In {campaigns} the median of posts lost was {median}; the central 90 % lay between {low} and {high}.",
        "many_counted": "Of these, {where}{when}: median {median}, central 90 % {low} to {high}.",
        "many_raids": "Raids on posts: median {median}, central 90 % {low} to {high}.",
        "many_success": "Of 100 raids {share} ended with the post lost (central 90 % of campaigns: {low} to {high}).",
        "many_given_up": "Posts given up by the garrison side: median {median}, central 90 % {low} to {high}.",
        "many_inside": "The reported {lost} posts lost{where} lie inside the central 90 %; the report was not verified.",
        "many_below": "The reported {lost} posts lost{where} lie below the central 90 %, so the model has more; the "
        "report was not verified.",
        "many_above": "The reported {lost} posts lost{where} lie above the central 90 %, so the model has fewer; the "
        "report was not verified.",
        "no_pairs": "No campaign of {a} has the number of one of {b}, so nothing can be compared on the same luck.",
        "bases_lost_differ": "On the same luck, in {pairs}, {a} lost {n} posts {more} than {b} on average{interval}.",
        "bases_lost_alike": "On the same luck, in {pairs}, {a} and {b} lost as many posts on average{interval}.",
        "pairs_counted": "In {more} of {pairs} {a} lost more, in {fewer} fewer, and in {alike} as many.",
        "bases_held_differ": "At the end {a} held {n} posts {more} than {b} on average{interval}.",
        "bases_held_alike": "At the end {a} and {b} held as many posts on average{interval}.",
        "bases_given_up_means": "On average {a} gave up {mean_a} posts, {b} {mean_b}.",
        "more": "more",
        "fewer": "fewer",
        "interval": " (95 % interval of the difference {low} to {high})",
        "interval_of_chance": " (95 % interval of the difference {low} to {high}; as it includes 0, it may be chance)",
    }
)
