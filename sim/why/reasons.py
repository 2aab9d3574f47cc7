"""Why did this field of this agent come out otherwise in this pass: by which draw, or without any?"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.why.difference import AS_IT_IS, CHANGED
from sim.why.heard import Draw, plain
from sim.why.spoken import ASKED, MADE

NOT_DRAWN = {
    "air": "nothing is drawn when aircraft come or go: how long they take was settled before the raid",
    "relief": "nothing is drawn when the relief sets out or lands: how long it takes was settled before the raid",
    "decide": "nothing is drawn: what to do and whom to fire at follows from what is seen",
    "move": "nothing is drawn when people move: they go where they mean to, as fast as rain and fire let them",
    "share": "nothing is drawn when rounds are dealt out",
    "press": "nothing is drawn: heads go down with the rounds and strikes that come in",
    "waver": "nothing is drawn: resolve follows from losses, aircraft and time",
    "structure": "nothing is drawn: walls wear by what is fired at them, and a place falls when nobody holds it",
    "ending": "nothing is drawn: the end of a tick follows from what has happened",
}
NOT_OTHERWISE = "no draw came out otherwise: the rule itself gives another result, from what had changed"


class Reason(NamedTuple):
    """A draw, if there was one, and a clause."""

    draw: float | None
    words: str


def reason_of(pass_name: str, heard: tuple[Sequence[Draw], Sequence[Draw]]) -> Reason:
    """What is the reason, as far as chance was asked?

    Parameters
    ----------
    pass_name : str
        Of `tick.PASSES`.
    heard : tuple of two sequences of Draw
        What the agent asked in either raid, from `heard.listen`.
    """
    pair = otherwise(*heard)
    if pair is None:
        return Reason(None, NOT_OTHERWISE if any(heard) else NOT_DRAWN.get(pass_name, "nothing is drawn"))
    one, other = pair
    if one is not None and other is not None:
        return Reason(one.value, _of_both(one, other))
    draw = one or other
    assert draw is not None
    return Reason(draw.value, f"a draw, {plain(draw.value, 4)}, asked for only {AS_IT_IS if one else CHANGED}: {_made(draw)}")


def otherwise(one: Sequence[Draw], other: Sequence[Draw]) -> tuple[Draw | None, Draw | None] | None:
    """Which is the first question that chance answered with another result, or that was asked in one raid alone?"""
    theirs = {(draw.question, draw.part): draw for draw in other}
    for draw in one:
        match = theirs.pop((draw.question, draw.part), None)
        if (match.verdict if match else None) != draw.verdict and (match or draw.verdict):
            return draw, match
    return next(((None, draw) for draw in theirs.values() if draw.verdict), None)


def _of_both(one: Draw, other: Draw) -> str:
    if one.chance is None or other.chance is None:
        return f"the same draw, {plain(one.value, 4)}, makes {_made(one)} {AS_IT_IS}, and {_made(other)} {CHANGED}"
    value, mine, theirs = apart(one.value, one.chance, other.chance)
    what = "that it falls back, and does not give up," if one.part else ASKED.get(one.question, "")
    where = AS_IT_IS if one.value < one.chance else CHANGED
    against = f"a chance {what} of {mine} {AS_IT_IS} and of {theirs} {CHANGED}"
    return f"the same draw, {value}, against {against}: it happens only {where}"


def _made(draw: Draw) -> str:
    """What came of a draw by itself."""
    if draw.count is not None:
        return f"{draw.count} {MADE.get(draw.question, '')} ({draw.of})"
    if draw.chance is None:
        return "it is held against nothing"
    return f"the chance {ASKED.get(draw.question, '')} was {plain(draw.chance, 4)}"


def apart(*numbers: float) -> list[str]:
    """Numbers with as many digits as tell them apart."""
    written = [[plain(number, digits) for number in numbers] for digits in range(3, 17)]
    return next((words for words in written if len(set(words)) == len(set(numbers))), written[-1])
