"""Two stories of one raid, line by line: what is told in both stands once until they part."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.story import Milestone, minute_words
from sim.why.difference import Difference, Parted

STORIES = ("as_it_is", "what_if")
MOST_AT_THE_START = 5


class Line(NamedTuple):
    """What happened in one minute, in either raid."""

    minute: float
    as_it_is: str  # empty where nothing happened
    what_if: str

    @property
    def is_shared(self) -> bool:
        """Did the same happen in both?"""
        return self.as_it_is == self.what_if


def side_by_side(one: Sequence[Milestone], other: Sequence[Milestone]) -> list[Line]:
    """Two lists of milestones, in the order of time; the same at the same minute is one line, in both columns."""
    theirs = {(milestone.minute, milestone.text): milestone for milestone in other}
    both = [milestone for milestone in one if theirs.pop((milestone.minute, milestone.text), None)]
    alone = [milestone for milestone in one if milestone not in both]
    lines = [Line(milestone.minute, milestone.text, milestone.text) for milestone in both]
    lines += paired(alone, list(theirs.values()))
    return sorted(lines, key=lambda line: line.minute)


def paired(one: Sequence[Milestone], other: Sequence[Milestone]) -> list[Line]:
    """What happened in one raid alone; two things of one minute share a line."""
    lines, waiting = [], list(other)
    for milestone in one:
        match = next((found for found in waiting if found.minute == milestone.minute), None)
        if match:
            waiting.remove(match)
        lines.append(Line(milestone.minute, milestone.text, match.text if match else ""))
    return [*lines, *(Line(milestone.minute, "", milestone.text) for milestone in waiting)]


class Cut(NamedTuple):
    """The lines of both stories, cut where the raids part."""

    shared: list[Line]  # the same in both, from the start
    nearing: list[Line]  # from the first that differs (help that comes otherwise), until they part
    apart: list[Line]


def cut(lines: Sequence[Line], parted: Parted) -> Cut:
    """Which lines stand before the parting, and which of them once for both?"""
    parting = parted.ground.minute if parted.ground else float("inf")
    before = [line for line in lines if line.minute < parting]
    first = next((k for k, line in enumerate(before) if not line.is_shared), len(before))
    return Cut(before[:first], before[first:], [line for line in lines if line.minute >= parting])


def why_they_part(parted: Parted) -> list[str]:
    """The whole reason in sentences, in the order of cause: the start, afar, the parting, a draw, a decision."""
    parting = parted.ground.minute if parted.ground else float("inf")
    far = [f"In minute {minute_words(found.minute)} {found.words}." for found in parted.afar if found.minute <= parting]
    told = [*_at_the_start(parted), *far]
    if parted.ground is None:
        return [*told, "They never part: the same happens on the ground in both, to the end."]
    told.append(f"They part in minute {minute_words(parted.ground.minute)}: {parted.ground.words}.")
    if parted.chance and not is_same(parted.chance, parted.ground):
        when = minute_words(parted.chance.minute)
        told.append(f"The first draw on the ground that comes out otherwise, in minute {when}: {parted.chance.words}.")
    return [*told, _on_decisions(parted)]


def _at_the_start(parted: Parted) -> list[str]:
    words = [found.words for found in parted.start]
    more = [f"and {len(words) - MOST_AT_THE_START} more"] if len(words) > MOST_AT_THE_START else []
    return [f"At the start: {'; '.join([*words[:MOST_AT_THE_START], *more]) or 'nothing differs'}."]


def _on_decisions(parted: Parted) -> str:
    found = parted.decision
    if found is None:
        return "No decision of a commander or a section differs while both last."
    if any(is_same(found, other) for other in (parted.ground, parted.chance)):
        return "That is also the first decision that differs."
    return f"The first decision that differs, in minute {minute_words(found.minute)}: {found.words}."


def is_same(one: Difference, other: Difference | None) -> bool:
    """Is the same told of both?"""
    return other is not None and (one.tick, one.pass_name, one.who, one.field) == (
        other.tick, other.pass_name, other.who, other.field,
    )  # fmt: skip
