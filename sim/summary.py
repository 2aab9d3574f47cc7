"""A table of raids in a few lines: a row for each combination of scenario and factors."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from sim.subject import Subject

SUCCESSES = ("occupied", "objective_met")
MARKS = (
    "scenario",
    "seed",
    "point",
    "luck",
    "error",
)  # columns beside the measures that say which raid it is, not what was varied


def wilson(successes: np.ndarray, trials: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Between which shares does the true chance lie, with this confidence? Wilson's score interval (1927).

    Parameters
    ----------
    successes, trials : numpy.ndarray
        Counts, of one shape.
    confidence : float
        Of the interval.

    Returns
    -------
    low, high : numpy.ndarray
        Shares; 0 and 1 where nothing was tried.
    """
    from statistics import NormalDist

    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    n = np.maximum(np.asarray(trials, float), 1.0)
    p = np.asarray(successes, float) / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    nothing = np.asarray(trials) == 0
    return np.where(nothing, 0.0, np.maximum(0.0, centre - half)), np.where(nothing, 1.0, np.minimum(1.0, centre + half))


def factors_of(table: pa.Table) -> list[str]:
    """Which columns hold factors?"""
    return factors_among(table.column_names)


def factors_among(names: Iterable[str]) -> list[str]:
    """Which of these columns of a table of raids hold factors?"""
    from sim.subject import subject_among

    names = list(names)
    others = {column.name for column in subject_among(names).columns} | set(MARKS)
    return [name for name in names if name not in others]


def varied_factors_of(table: pa.Table) -> list[str]:
    """Which factors take more than one level? That nothing was set is a level too."""
    return [name for name in factors_of(table) if pc.count_distinct(table[name], mode="all").as_py() > 1]


def levels_coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[Any]]:
    """A column as whole numbers, shape (raids,), and its levels in the order in which they first stand there, null too."""
    plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    if len(plain) == 0:
        return np.zeros(0, np.int64), []
    encoded = pc.dictionary_encode(plain.combine_chunks(), null_encoding="encode")
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary.to_pylist()


def combinations_of(table: pa.Table, keys: Sequence[str]) -> tuple[np.ndarray, list[dict[str, Any]]]:
    """Which combination of these columns has each raid, shape (raids,), and which are there, in the order of appearance?"""
    code = np.zeros(table.num_rows, np.int64)
    for key in keys:
        own, levels = levels_coded(table[key])
        code = np.unique(code * max(1, len(levels)) + own, return_inverse=True)[1]
    _, first, code = np.unique(code, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[code], table.select(list(keys)).take(pa.array(first[order])).to_pylist()


def quantiles_by(values: np.ndarray, code: np.ndarray, count: int, shares: Sequence[float]) -> np.ndarray:
    """Which values do these shares of each group's raids not exceed? As `numpy.quantile` has it.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (raids,); NaN is left aside.
    code : numpy.ndarray
        Shape (raids,): the group of each raid, from 0 to `count` - 1.
    count : int
        How many groups there are.
    shares : sequence of float
        Between 0 and 1.

    Returns
    -------
    numpy.ndarray
        Shape (shares, groups); NaN where a group has no value.
    """
    known = ~np.isnan(values)
    values, code = values[known], code[known]
    ordered = np.append(values[np.lexsort((values, code))], np.nan)
    sizes = np.bincount(code, minlength=count)
    starts = np.cumsum(sizes) - sizes
    place = np.asarray(shares, float)[:, None] * np.maximum(0, sizes - 1)
    low = np.floor(place).astype(np.int64)
    below = ordered[starts + low]
    above = ordered[starts + np.minimum(low + 1, np.maximum(0, sizes - 1))]
    part, step = place - low, above - below
    return np.where(sizes > 0, np.where(part < 0.5, below + step * part, above - step * (1.0 - part)), np.nan)


def means_by(values: np.ndarray, code: np.ndarray, count: int) -> np.ndarray:
    """The mean of each group, shape (groups,)."""
    return np.bincount(code, values, minlength=count) / np.maximum(1, np.bincount(code, minlength=count))


def summarise(table: pa.Table) -> list[dict[str, Any]]:
    """What came of the raids of each combination?

    Parameters
    ----------
    table : pyarrow.Table
        Raids, with a leading column `scenario` and a column for each factor.

    Returns
    -------
    list of dict
        Scenario and factors; raids; the chance of occupation with its 95 % interval; the commonest ending; the commonest
        cause of failure with its share among failures; median duration (min); mean killed and wounded on both sides. Of what
        is no raid each measure, as `columns_by` has it.
    """
    from sim.subject import subject_among

    code, keys = combinations_of(table, ["scenario", *factors_of(table)])
    found = summary_by(table, code, len(keys), subject_among(table.column_names))
    measures = {name: values.tolist() for name, values in found.items()}
    return [key | {name: values[k] for name, values in measures.items()} for k, key in enumerate(keys)]


SHARES = {"q05": 0.05, "q50": 0.5, "q95": 0.95}  # quantiles of a number, and how their columns end


def summary_by(table: pa.Table, code: np.ndarray, count: int, subject: "Subject") -> dict[str, np.ndarray]:
    """The summary of each group, whatever was played."""
    return measures_by(table, code, count) if subject.name == "raid" else columns_by(table, code, count, subject)


def columns_by(table: pa.Table, code: np.ndarray, count: int, subject: "Subject") -> dict[str, np.ndarray]:
    """How many are in each group; of each flag the share with its 95 % interval, of each number mean and quantiles."""
    number = np.bincount(code, minlength=count)
    found = {subject.many: number}
    for name in subject.measures:
        values = column_of(table, name).astype(float)
        mean = np.where(number > 0, means_by(values, code, count), np.nan)
        if subject.is_flag(name):
            low, high = wilson(np.bincount(code, values, minlength=count), number)
            found |= {name: mean, f"{name}_low": low, f"{name}_high": high}
        else:
            quantiles = quantiles_by(values, code, count, tuple(SHARES.values()))
            found |= {f"{name}_mean": mean, **{f"{name}_{of}": at for of, at in zip(SHARES, quantiles, strict=True)}}
    return found


def measures_by(table: pa.Table, code: np.ndarray, count: int) -> dict[str, np.ndarray]:
    """The summary of each group of raids, each measure of shape (groups,)."""
    raids = np.bincount(code, minlength=count)
    occupied = np.bincount(code, column_of(table, "occupied"), minlength=count)
    low, high = wilson(occupied, raids)
    endings, ended = counts_by(table["ending"], code, count)
    causes, caused = counts_by(table["cause"], code, count, failed(table))
    failures = caused.sum(axis=1)
    return {
        "raids": raids,
        "occupied": occupied / raids,
        "occupied_low": low,
        "occupied_high": high,
        "objective_met": ended[:, endings.tolist().index("objective_met")] / raids
        if "objective_met" in endings
        else 0.0 * raids,
        "main_ending": endings[ended.argmax(axis=1)],
        "main_cause": np.where(failures > 0, causes[caused.argmax(axis=1)], "none"),
        "main_cause_share": caused.max(axis=1) / np.maximum(1, failures),
        "median_duration_minutes": quantiles_by(column_of(table, "duration_minutes"), code, count, (0.5,))[0],
        "attackers_lost": means_by(losses_of(table, "attackers"), code, count),
        "defenders_lost": means_by(losses_of(table, "defenders") + losses_of(table, "relief"), code, count),
    }


def counts_by(
    column: pa.ChunkedArray, code: np.ndarray, count: int, mask: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The words of this column in alphabetical order, and how many raids of each group have them, shape (groups, words)."""
    own, words = levels_coded(column)
    order = np.argsort(np.array(words, dtype=object))
    rank = np.argsort(order)
    at = code * len(words) + rank[own]
    counts = np.bincount(at if mask is None else at[mask], minlength=count * len(words)).reshape(count, len(words))
    return np.array(words, dtype=object)[order], counts


def failed(table: pa.Table) -> np.ndarray:
    """Which raids failed? An occupation from which the attackers were forced out counts as failed."""
    code, words = levels_coded(table["ending"])
    return ~np.isin(code, [k for k, word in enumerate(words) if word in SUCCESSES])


def losses_of(table: pa.Table, side: str) -> np.ndarray:
    """Killed and wounded of one side in each raid; of the attackers also the wounded that were left behind."""
    lost = column_of(table, f"{side}_killed") + column_of(table, f"{side}_wounded")
    return lost + column_of(table, "attackers_captured") if side == "attackers" else lost


def column_of(table: pa.Table, name: str) -> np.ndarray:
    """One column of numbers as an array; null becomes NaN."""
    return table[name].combine_chunks().to_numpy(zero_copy_only=False)
