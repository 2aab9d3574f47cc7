"""The line of time of a campaign: what happened for the first time, and when most of it did, each in its week."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.campaign import account as found
from sim.campaign.account import Account, Attack, account_of
from sim.campaign.called import called, counted, figure, when_and_where
from sim.campaign.sentences import ENGLISH
from sim.campaign.state import Standing
from sim.campaign.table import Course


class Milestone(NamedTuple):
    """One thing on the line of time of a campaign."""

    week: int  # the first is 1, as in the column `week` of the series
    kind: str  # the end of its key among the words, such as `first_lost`
    text: str


def milestones(course: Course, words: Mapping[str, str] = ENGLISH) -> list[Milestone]:
    """What stands on the line of time of this campaign, in order?"""
    account = account_of(course, words)
    happened = [*of_groups(account), *of_help(account), *of_posts(account), *of_months(account)]
    end = words["milestone_end"].format(
        held=figure(course.outcome["bases_held"], words), posts=counted(len(course.ground.posts), "posts", words)
    )
    told = [Milestone(tick + 1, kind, text) for tick, kind, text in happened]
    return [*sorted(told, key=lambda one: one.week), Milestone(course.series.num_rows, "end", end)]


Happened = Iterator[tuple[int, str, str]]  # a week from 0, a kind, a text


def of_groups(account: Account) -> Happened:
    """The first week in which a group was ready, the first raid, the first ambush, the first post lost."""
    ready = found.first_ready(account)
    if ready is not None:
        yield ready, "ready", account.words["milestone_ready"]
    ambushes = [attack for attack in account.attacks if attack["ambush"]]
    for kind, attacks in (("first_raid", account.raids), ("first_ambush", ambushes), ("first_lost", account.lost)):
        yield from first_of(account, kind, attacks)


def of_help(account: Account) -> Happened:
    """When did aircraft come first, and when were they at another raid first?"""
    for kind, answer in (("first_air", "came"), ("air_elsewhere", "at_another_raid")):
        yield from first_of(account, kind, [attack for attack in account.attacks if attack["air"] == answer])


def first_of(account: Account, kind: str, attacks: list[Attack]) -> Happened:
    """The first of these attacks, where there is one."""
    for attack in attacks[:1]:
        text = account.words[f"milestone_{kind}"]
        yield attack["week"], kind, text.format(**when_and_where(account.course, attack, account.words))


def of_posts(account: Account) -> Happened:
    """When was a post given up first, and when was a lost one manned again?"""
    changes = (("first_given_up", Standing.HELD, Standing.GIVEN_UP), ("first_rebuilt", Standing.LOST, Standing.HELD))
    for kind, before, after in changes:
        for tick, post in found.changes_to(account.course, before, after)[:1]:
            yield tick, kind, account.words[f"milestone_{kind}"].format(post=called(account.course, post, account.words))


def of_months(account: Account) -> Happened:
    """When began the month with most raids, and the one with most losses?"""
    months = found.months(account)
    for kind, counts, noun in (
        ("most_raids", {one.first_week: one.raids for one in months}, "raids"),
        ("most_losses", {one.first_week: one.lost for one in months}, "posts"),
    ):
        weeks, number = found.most(counts)
        if len(weeks) == 1 and number > 1:
            said = {noun: counted(number, noun, account.words)}
            yield weeks[0], kind, account.words[f"milestone_{kind}"].format(**said)
