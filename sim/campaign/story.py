"""The story of a campaign in plain sentences: how it began, when the first post was raided and lost, when and where most were,
who could help and who could not, and how it ended.

Everything is read from the course of a campaign that was played. What has nothing to say is left out.
"""

from collections.abc import Iterator, Mapping

from sim.campaign import account as found
from sim.campaign.account import LEFT, MISSED, Account, account_of
from sim.campaign.called import (
    called,
    counted,
    counted_when,
    counted_where,
    figure,
    in_area,
    listed,
    month_words,
    months_listed,
    week_words,
    when_and_where,
)
from sim.campaign.config import Campaign
from sim.campaign.outcome import ENDINGS
from sim.campaign.sentences import ENGLISH
from sim.campaign.state import Standing
from sim.campaign.table import Course
from sim.story import listed as listed_with

MOST_NAMED = 3  # of several that have most; more are not worth a sentence


def tell(course: Course, words: Mapping[str, str] = ENGLISH) -> list[str]:
    """How did this campaign go, in about a dozen lines?

    Parameters
    ----------
    course : Course
        From `sim.campaign.table.trace`.
    words : mapping, optional
        The sentences to tell it in, with the keys of `sim.campaign.sentences.ENGLISH`.

    Returns
    -------
    list of str
        One or a few sentences each.
    """
    account = account_of(course, words)
    parts = (
        beginning, first_raid, what_was_made, busiest_months, season, aircraft, relief, arms, given_up, places, ending, losses,
        reports,
    )  # fmt: skip
    told = (" ".join(part(account)) for part in parts)
    return [line for line in told if line]


def verdict(course: Course, words: Mapping[str, str] = ENGLISH) -> str:
    """What came of this campaign, in one sentence?"""
    row = course.outcome
    return words["verdict"].format(
        weeks=counted(course.series.num_rows, "weeks", words),
        raids=counted(row["raids"], "raids", words),
        held=figure(row["bases_held"], words),
        posts=counted(len(course.ground.posts), "posts", words),
        lost=figure((course.standings[-1] == Standing.LOST).sum(), words),
        given_up=figure(row["bases_given_up"], words),
    )


def beginning(account: Account) -> Iterator[str]:
    """Who stood where, and with how many firearms?"""
    course, words = account.course, account.words
    yield words["begin"].format(
        posts=counted(len(course.ground.posts), "posts", words),
        areas=counted(len(account.campaign.region.areas), "areas", words),
        people=counted(course.people[0].sum(), "people", words),
        groups=counted(len(course.ground.groups), "groups", words),
    )
    if course.ground.groups:
        first = course.series.slice(0, 1).to_pylist()[0]
        yield words["begin_armed"].format(**{name: counted(first[name], name, words) for name in ("fighters", "firearms")})


def first_raid(account: Account) -> Iterator[str]:
    """When was a raid possible, when was the first, and when was the first post lost?"""
    words, ready = account.words, found.first_ready(account)
    if ready is None:
        yield words["never_ready"]
        return
    if not account.raids:
        yield words["never_raided"].format(ready=week_words(account.campaign, ready, words))
        return
    first = account.raids[0]
    yield words["first_raid"].format(
        ready=week_words(account.campaign, ready, words), **when_and_where(account.course, first, words)
    )
    if account.lost and account.lost[0] is not first:
        yield words["first_lost"].format(**when_and_where(account.course, account.lost[0], words))


def what_was_made(account: Account) -> Iterator[str]:
    """How many raids and ambushes, how did the raids end, and why did the attackers leave?"""
    words, raids = account.words, account.raids
    if not account.attacks:
        return
    ambushes = len(account.attacks) - len(raids)
    yield words["made"].format(raids=counted(len(raids), "raids", words), ambushes=counted(ambushes, "ambushes", words))
    counts = {one: found.how_many(raids, ending=(one,)) for one in ENDINGS}
    if raids:
        said = [words[f"ended_{one}"].format(n=count) for one, count in counts.items() if count]
        yield words["how_ended"].format(endings=listed(said, words))
    left = [raid for raid in raids if raid["ending"] in LEFT]
    causes, number = found.most(found.tally((raid for raid in left if raid["cause"] != "none"), lambda raid: raid["cause"]))
    if len(left) > 1 and 0 < len(causes) <= MOST_NAMED:
        key = "commonest_reason" if len(causes) == 1 else "commonest_reasons"
        yield words[key].format(reasons=listed([words[f"reason_{one}"] for one in causes], words), n=number, all=len(left))


def busiest_months(account: Account) -> Iterator[str]:
    """In which months were most raids, and in which most losses?"""
    words, months = account.words, found.months(account)
    raided, raids = found.most({one.month: one.raids for one in months})
    lost, losses = found.most({one.month: one.lost for one in months})
    if len(raided) == 1 and raided == lost and raids > 1:
        yield words["most_raids_and_losses"].format(
            months=month_list(account, raided), raids=counted(raids, "raids", words), posts=counted(losses, "posts", words)
        )
        return
    for key, where, number in (("most_raids", raided, raids), ("most_losses", lost, losses)):
        if number > 1 and len(where) <= MOST_NAMED:
            yield words[key + ("_each" if len(where) > 1 else "")].format(months=month_list(account, where), n=number)


def month_list(account: Account, months: list[int]) -> str:
    """These months of the campaign."""
    return listed([month_words(account.campaign, month, account.words) for month in months], account.words)


def season(account: Account) -> Iterator[str]:
    """Were raids rarer, or did fewer succeed, in the rainy months? Only where the difference is more than chance makes."""
    words, halves = account.words, found.halves(account)
    if halves is None:
        return
    months, said = months_listed(halves.months, words), False
    (wet_weeks, dry_weeks), (wet_raids, dry_raids), (wet_lost, dry_lost) = halves[1:]
    if found.is_rate_clear(halves.raids, halves.weeks):
        said = True
        yield words["season_raids"].format(
            months=months, wet_rate=f"{wet_raids / wet_weeks:.1f}", dry_rate=f"{dry_raids / dry_weeks:.1f}",
            wet_raids=counted(wet_raids, "raids", words), dry_raids=counted(dry_raids, "raids", words),
            wet_weeks=counted(wet_weeks, "weeks", words), dry_weeks=counted(dry_weeks, "weeks", words),
        )  # fmt: skip
    if found.is_share_clear(halves.lost, halves.raids):
        said = True
        yield words["season_taken"].format(
            months=months, wet_lost=figure(wet_lost, words), dry_lost=figure(dry_lost, words),
            wet_raids=counted(wet_raids, "raids", words), dry_raids=counted(dry_raids, "raids", words),
        )  # fmt: skip
    if said:
        yield words["season_and_more"]


def aircraft(account: Account) -> Iterator[str]:
    """How often were aircraft called, did they come, and why not? With one example of those that were elsewhere."""
    words, attacks = account.words, account.attacks
    counts = {one: found.how_many(attacks, air=(one,)) for one in ("came", *MISSED)}
    if not sum(counts.values()) - counts["none_there"]:
        return
    yield words["air"].format(attacks=counted(sum(counts.values()), "attacks", words), came=figure(counts["came"], words))
    why = [words[f"air_{one}"].format(n=counts[one]) for one in MISSED if counts[one]]
    if why:
        yield words["air_missed"].format(why="; ".join(why))
    example = found.air_example(account)
    if example:
        attack, other = example
        yield words["air_example"].format(
            **when_and_where(account.course, attack, words),
            other=called(account.course, other["post"], words),
            minutes=f"{attack['minute'] - other['minute']:,.0f}",
        )


def relief(account: Account) -> Iterator[str]:
    """How often did relief arrive, and was the post taken all the same?"""
    words, relieved = account.words, [one for one in account.attacks if one["relief_people"] > 0]
    if not relieved:
        return
    people, lost = sum(one["relief_people"] for one in relieved), found.how_many(relieved, ending=("occupied",))
    yield words["relief"].format(attacks=counted(len(relieved), "attacks", words), people=counted(people, "people", words))
    yield words["relief_in_vain" if lost else "relief_held"].format(n=lost)


def arms(account: Account) -> Iterator[str]:
    """How many firearms were captured, against those that came in from outside?"""
    words, row = account.words, account.course.outcome
    captured, supplied = row["firearms_captured"], row["firearms_supplied"]
    if captured or supplied:
        yield words["arms"].format(captured=counted(captured, "firearms", words), supplied=counted(supplied, "firearms", words))


def given_up(account: Account) -> Iterator[str]:
    """Which posts did the garrison side give up, where did their people go, and were others made stronger?"""
    course, words = account.course, account.words
    changes = found.changes_to(course, Standing.HELD, Standing.GIVEN_UP)
    if not changes:
        return
    yield words["given_up"].format(
        posts=counted(len(changes), "posts", words),
        when=week_words(account.campaign, changes[0][0], words),
        people=figure(found.people_given_up(course), words),
    )
    stronger = found.strengthened(course)
    if stronger:
        yield words["strengthened"].format(posts=counted(stronger, "posts", words))


def places(account: Account) -> Iterator[str]:
    """Which area lost most posts, and which post was raided most often?"""
    words, all_lost = account.words, account.lost
    areas, lost = found.most(found.tally(all_lost, lambda raid: found.area_of(account, raid)))
    if lost > 1 and len(areas) <= MOST_NAMED and len(account.campaign.region.areas) > 1:
        where = listed([in_area(account.campaign, area, words) for area in areas], words)
        yield words["area_most" if len(areas) == 1 else "area_most_each"].format(areas=where, n=lost, all=len(all_lost))
    posts, times = found.most(found.tally(account.raids, lambda raid: raid["post"]))
    if times > 1:
        yield words["contested" if len(posts) == 1 else "contested_too"].format(
            post=called(account.course, posts[0], words),
            posts=counted(len(posts), "posts", words),
            times=counted(times, "times", words),
        )
        fell = sum(raid["post"] == posts[0] for raid in all_lost)
        yield words["contested_lost" if fell else "contested_held"].format(times=counted(fell, "times", words))


def ending(account: Account) -> Iterator[str]:
    """How many posts are held, lost and given up at the end, and how many were manned again?"""
    words, row = account.words, account.course.outcome
    yield verdict(account.course, words)
    if row["bases_rebuilt"]:
        lost, rebuilt = (counted(row[name], "times", words) for name in ("bases_lost", "bases_rebuilt"))
        yield words["rebuilt"].format(lost=lost, rebuilt=rebuilt)


def losses(account: Account) -> Iterator[str]:
    """How many people did either side lose?"""
    row = account.course.outcome
    names = ("resistance_killed", "resistance_captured", "garrison_killed", "garrison_captured")
    if any(row[name] for name in names):
        killed, left, garrison_killed, garrison_captured = (figure(row[name], account.words) for name in names)
        yield account.words["losses"].format(
            killed=killed, left=left, garrison_killed=garrison_killed, garrison_captured=garrison_captured
        )


def reports(account: Account) -> Iterator[str]:
    """What was reported, beside what happened here?"""
    words, campaign, row = account.words, account.campaign, account.course.outcome
    lost = reported_words(campaign, "bases_lost", words)
    if lost:
        yield words["reported"].format(lost=lost, n=figure(row["bases_lost"], words))
    apart = reported_words(campaign, "counted_lost", words)
    if apart and campaign.counted.area:
        yield words["reported_counted"].format(
            lost=apart,
            where=counted_where(campaign, words),
            when=counted_when(campaign, words),
            n=figure(row["counted_lost"], words),
        )


def reported_words(campaign: Campaign, measure: str, words: Mapping[str, str]) -> str:
    """The number of posts that was reported, or the numbers that were; empty where nobody said."""
    numbers = [f"{number:,g}" for number in found.reported(campaign, measure)]
    if len(numbers) == 1:
        return counted(found.reported(campaign, measure)[0], "posts", words)
    return words["posts"].format(n=listed_with(numbers, words["or"])) if numbers else ""
