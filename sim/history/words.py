"""What a source's words say: keywords in a text, numbers before them, clock times, years."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

INITIALS = re.compile(r"\b(?:\w\.){2,}")
CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-4])[:.h]([0-5]\d)(?![\d:.])|(?<!\d)([01]\d|2[0-3])([0-5]\d)(?!\d)")
TWELVE = re.compile(r"(?<![\d:.])(1[0-2]|0?\d)(?:[:.]([0-5]\d))?\s*([ap])\.?m\b")
YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


class Found(NamedTuple):
    """A keyword that stands in a text."""

    name: str  # of the class it belongs to
    word: str
    at: int  # where it begins in the plain text
    past: int


def plain(text: str) -> str:
    """The text in small letters without accents, words divided by single blanks."""
    text = INITIALS.sub(lambda match: match.group().replace(".", ""), text)
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’")
    return " ".join(re.sub(r"[^0-9a-z]+", " ", kept).split())


@cache
def pattern_of(word: str) -> re.Pattern[str]:
    """A keyword as a pattern: whole words, a plural with them; a star at the end stands for any ending."""
    ending = "[0-9a-z]*" if word.endswith("*") else "(?:s|es)?"
    return re.compile(rf"\b{re.escape(plain(word))}{ending}\b")


def found_in(text: str, words: Mapping[str, Iterable[str]]) -> list[Found]:
    """Which keywords of which classes stand in the text? The longest first; what one has taken no other finds again.

    Parameters
    ----------
    text : str
        As the source has it.
    words : mapping
        The keywords of each class.

    Returns
    -------
    list of Found
        In the order of the text.
    """
    left, found = plain(text), list[Found]()
    pairs = [(word, name) for name, own in words.items() for word in own]
    for word, name in sorted(pairs, key=lambda pair: -len(plain(pair[0]))):
        for match in pattern_of(word).finditer(left):
            found.append(Found(name, word, *match.span()))
        left = pattern_of(word).sub(lambda match: "|" * len(match.group()), left)
    return sorted(found, key=lambda one: one.at)


def first_class(texts: Sequence[str], words: Mapping[str, Iterable[str]]) -> Found | None:
    """Which class do the texts name? The first text that names any decides, and of its classes the one listed first."""
    order = list(words)
    for text in texts:
        if found := found_in(text, words):
            return min(found, key=lambda one: order.index(one.name))
    return None


def numbers_before(text: str, found: Iterable[Found]) -> dict[Found, int]:
    """How many are said to be there, as in '120 soldiers' or '70 local police'? A number counts those named first after it."""
    numbers: dict[Found, int] = {}
    past = 0
    for one in found:
        if match := re.search(r"\b(\d{1,6}) (?:[a-z]+ )?$", plain(text)[past : one.at]):
            numbers[one] = int(match.group(1))
        past = one.past
    return numbers


def clock_in(text: str) -> tuple[float, float] | None:
    """Between which hours does the text say it began? None if it names no clock time; past midnight is cut off there."""
    hours = [hour for _, hour in sorted([*_hours_of_twelve(text), *_hours_of_day(TWELVE.sub(_blanks, text))])]
    if not hours:
        return None
    first, last = hours[0], hours[-1]
    return (first, last if last >= first else 24.0)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _hours_of_twelve(text: str) -> list[tuple[int, float]]:
    found = TWELVE.finditer(text.casefold())
    return [(m.start(), int(m[1]) % 12 + (12 if m[3] == "p" else 0) + int(m[2] or 0) / 60) for m in found]


def _hours_of_day(text: str) -> list[tuple[int, float]]:
    found = CLOCK.finditer(text.casefold())
    return [(m.start(), min(24.0, int(m[1] or m[3]) + int(m[2] or m[4]) / 60)) for m in found]


def year_in(text: str) -> int | None:
    """Which year does a date name? None if it names none."""
    match = YEAR.search(text)
    return int(match.group()) if match else None
