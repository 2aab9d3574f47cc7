"""Which raids are to be explained: those that succeed, or those of which something else is so."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sim.summary import SUCCESSES, column_of, levels_coded


class Interest(NamedTuple):
    """What is looked for in a raid; everything that is given must be so."""

    measure: str | None = None  # a flag, or a number with a bound
    at_least: float | None = None
    at_most: float | None = None
    endings: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    is_failure: bool = False  # the raids of which this is not so

    @property
    def is_own_success(self) -> bool:
        """Is nothing asked for but the raid's own success?"""
        return self.measure is None and not self.endings and not self.causes


def columns_needed(interest: Interest) -> list[str]:
    """Which measures of a raid have to be read?"""
    return list(dict.fromkeys(["raid", "ending", "cause", "occupied", *([interest.measure] if interest.measure else [])]))


def hits_of(table: pa.Table, interest: Interest) -> np.ndarray:
    """Of which raids is it so?

    Parameters
    ----------
    table : pyarrow.Table
        Raids that were played to their end, with the columns of `columns_needed`.
    interest : Interest
        What is looked for.

    Returns
    -------
    numpy.ndarray
        Flags, shape (raids,).
    """
    is_so = np.ones(table.num_rows, bool)
    if interest.is_own_success:
        is_so = succeeded(table)
    if interest.measure is not None:
        is_so &= within_bounds(column_of(table, interest.measure).astype(float), interest)
    for column, words in (("ending", interest.endings), ("cause", interest.causes)):
        if words:
            is_so &= is_one_of(table[column], words)
    return ~is_so if interest.is_failure else is_so


def succeeded(table: pa.Table) -> np.ndarray:
    """Which raids occupied the station at some time, or met another objective?"""
    return column_of(table, "occupied").astype(bool) | is_one_of(table["ending"], SUCCESSES)


def is_one_of(column: pa.ChunkedArray, words: Sequence[str]) -> np.ndarray:
    """Which raids have one of these words?"""
    code, there = levels_coded(column)
    return np.isin(code, [k for k, word in enumerate(there) if word in words])


def within_bounds(values: np.ndarray, interest: Interest) -> np.ndarray:
    """Which values are within the bounds? Without bounds: which are not nothing? What is not known is not."""
    if interest.at_least is None and interest.at_most is None:
        return np.nan_to_num(values) > 0.0
    low = -np.inf if interest.at_least is None else interest.at_least
    high = np.inf if interest.at_most is None else interest.at_most
    return (values >= low) & (values <= high)


def told(interest: Interest, table: pa.Table) -> str:
    """What raids of interest do, as the end of "81 % of the raids ..."."""
    parts = [part for part in (own_words(interest, table), measure_words(interest), *code_words(interest)) if part]
    words = " and ".join(parts)
    return f"do not ({words})" if interest.is_failure and len(parts) > 1 else negated(words) if interest.is_failure else words


def own_words(interest: Interest, table: pa.Table) -> str:
    """The raid's own success in words: where nothing but occupation counted, it is named."""
    if not interest.is_own_success:
        return ""
    return "succeed" if is_one_of(table["ending"], ("objective_met",)).any() else "occupy the station"


def measure_words(interest: Interest) -> str:
    """The measure with its bounds in words."""
    if interest.measure is None:
        return ""
    bounds = [
        f"{sign} {bound:g}"
        for sign, bound in (("at least", interest.at_least), ("at most", interest.at_most))
        if bound is not None
    ]
    if not bounds:
        return "occupy the station" if interest.measure == "occupied" else f"have {interest.measure}"
    return f"have {interest.measure} of {' and '.join(bounds)}"


def code_words(interest: Interest) -> list[str]:
    """Ending and cause in words."""
    pairs = (("end as", interest.endings), ("are ended by", interest.causes))
    return [f"{verb} {' or '.join(words)}".replace("_", " ") for verb, words in pairs if words]


def negated(words: str) -> str:
    """The contrary of what raids do."""
    return f"do not {words}" if not words.startswith("are ") else f"are not {words.removeprefix('are ')}"
