"""A table of raids in a few lines: a row for each combination of scenario and factors."""

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa

SUCCESSES = ("occupied", "objective_met")


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
    from sim.outcome import COLUMNS

    measures = {column.name for column in COLUMNS} | {"scenario"}
    return [name for name in table.column_names if name not in measures]


def cells_of(table: pa.Table) -> list[tuple[dict[str, Any], pa.Table]]:
    """The table cut into its combinations of scenario and factors, in the order in which they first stand there."""
    keys = ["scenario", *factors_of(table)]
    columns = [table[name].combine_chunks().to_pylist() for name in keys]
    rows: dict[tuple[Any, ...], list[int]] = {}
    for row, key in enumerate(zip(*columns, strict=True)):
        rows.setdefault(key, []).append(row)
    return [(dict(zip(keys, key, strict=True)), table.take(pa.array(at))) for key, at in rows.items()]


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
        cause of failure with its share among failures; median duration (min); mean killed and wounded on both sides.
    """
    return [key | summary_of(cell) for key, cell in cells_of(table)]


def summary_of(cell: pa.Table) -> dict[str, Any]:
    """The summary of raids of one combination."""
    raids = cell.num_rows
    occupied = int(np.count_nonzero(column_of(cell, "occupied")))
    low, high = wilson(np.array([occupied]), np.array([raids]))
    endings, causes = Counter(words_of(cell, "ending")), causes_of_failure(cell)
    cause, count = min(causes.items(), key=lambda item: (-item[1], item[0])) if causes else ("none", 0)
    return {
        "raids": raids,
        "occupied": occupied / raids,
        "occupied_low": float(low[0]),
        "occupied_high": float(high[0]),
        "objective_met": endings["objective_met"] / raids,
        "main_ending": min(endings.items(), key=lambda item: (-item[1], item[0]))[0],
        "main_cause": cause,
        "main_cause_share": count / sum(causes.values()) if causes else 0.0,
        "median_duration_minutes": float(np.median(column_of(cell, "duration_minutes"))),
        "attackers_lost": float(np.mean(losses_of(cell, "attackers"))),
        "defenders_lost": float(np.mean(losses_of(cell, "defenders") + losses_of(cell, "relief"))),
    }


def causes_of_failure(table: pa.Table) -> Counter[str]:
    """Why did the raids fail that failed? An occupation from which the attackers were forced out counts as failed."""
    pairs = zip(words_of(table, "ending"), words_of(table, "cause"), strict=True)
    return Counter(cause for ending, cause in pairs if ending not in SUCCESSES)


def losses_of(table: pa.Table, side: str) -> np.ndarray:
    """Killed and wounded of one side in each raid; of the attackers also the wounded that were left behind."""
    lost = column_of(table, f"{side}_killed") + column_of(table, f"{side}_wounded")
    return lost + column_of(table, "attackers_captured") if side == "attackers" else lost


def column_of(table: pa.Table, name: str) -> np.ndarray:
    """One column of numbers as an array; null becomes NaN."""
    return table[name].combine_chunks().to_numpy(zero_copy_only=False)


def words_of(table: pa.Table, name: str) -> list[str]:
    """One column of words."""
    return table[name].combine_chunks().to_pylist()
