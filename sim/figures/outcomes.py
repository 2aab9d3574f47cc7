"""How raids end, and why those fail that fail: shares with the interval in which the true chance lies."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.cases import Cases
from sim.figures.picture import Picture, table_of
from sim.figures.sheets import WIDTH, lay_rows
from sim.summary import column_of, counts_by, failed, wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OCCUPIED = "occupied at some time"


def endings_picture(table: pa.Table, cases: Cases) -> Picture:
    """How do the raids of each case end?"""
    numbers = shares_of_endings(table, cases)
    return Picture(
        "endings",
        "How raids end",
        "For each case the share of its raids with each ending, and first the share in which the attackers held the "
        "whole station "
        "at some time, kept or not.",
        "A bar is a share, the fine line at its end Wilson's 95 % interval for the true chance. The endings of a case make "
        "100 % together; the first column is not one of them.",
        numbers,
        draw_endings,
        side_by_side(numbers, "ending"),
    )


def causes_picture(table: pa.Table, cases: Cases) -> Picture:
    """Why do those raids fail that fail?"""
    numbers = shares_of_causes(table, cases)
    return Picture(
        "causes",
        "Why raids fail",
        "For each case the share of each cause among its raids that failed, those forced out of an occupied station "
        "among them. "
        "The number beside the name counts the failed raids.",
        "The causes of a case make 100 % together. Lines are Wilson's 95 % intervals; they are long where few raids failed.",
        numbers,
        draw_causes,
        side_by_side(numbers, "cause"),
    )


def shares_of_endings(table: pa.Table, cases: Cases) -> pa.Table:
    """A row for each case and ending: raids, count, share and interval in per cent."""
    words, counts = counts_by(table["ending"], cases.code, cases.number)
    occupied = np.bincount(cases.code, column_of(table, "occupied"), minlength=cases.number).astype(np.int64)
    raids = np.bincount(cases.code, minlength=cases.number)
    known = [word for word in style.ENDING_FILLS if word in words]
    columns = [counts[:, list(words).index(word)] for word in known]
    return shares("ending", [OCCUPIED, *known], np.column_stack([occupied, *columns]), raids, cases)


def shares_of_causes(table: pa.Table, cases: Cases) -> pa.Table:
    """A row for each case and cause of failure: failed raids, count, share and interval in per cent."""
    words, counts = counts_by(table["cause"], cases.code, cases.number, failed(table))
    known = [word for word in style.CAUSE_FILLS if word in words and counts[:, list(words).index(word)].any()]
    kept = counts[:, [list(words).index(word) for word in known]]
    return shares("cause", known, kept.reshape(cases.number, len(known)), counts.sum(axis=1), cases)


def shares(what: str, words: list[str], counts: np.ndarray, raids: np.ndarray, cases: Cases) -> pa.Table:
    """Counts of shape (cases, words) as a long table; without raids there is no share."""
    trials = np.broadcast_to(raids[:, None], counts.shape)
    low, high = wilson(counts, trials)
    return table_of(
        {
            "case": [name for name in cases.names for _ in words],
            what: words * cases.number,
            "raids": trials.ravel(),
            "count": counts.ravel(),
            "share_percent": np.where(trials > 0, 100.0 * counts / np.maximum(1, trials), np.nan).ravel(),
            "low_percent": 100.0 * low.ravel(),
            "high_percent": 100.0 * high.ravel(),
        }
    )


def side_by_side(numbers: pa.Table, what: str) -> pa.Table:
    """A row a case and a column a word: the share in per cent and its interval."""
    cases = list(dict.fromkeys(numbers["case"].to_pylist()))
    words = list(dict.fromkeys(numbers[what].to_pylist()))
    columns: dict[str, list] = {"case": cases, "raids": numbers["raids"].to_pylist()[:: max(1, len(words))]}
    for k, word in enumerate(words):
        rows = numbers.take(pa.array(np.arange(k, numbers.num_rows, len(words)))).to_pylist()
        columns[f"{word}, % (95 % interval)"] = [
            f"{row['share_percent']:.1f} ({row['low_percent']:.1f} to {row['high_percent']:.1f})" if row["raids"] else "none"
            for row in rows
        ]
    return table_of(columns)


def draw_endings(numbers: pa.Table) -> "Figure":
    """Bars of the endings."""
    looks = {OCCUPIED: style.Fill(style.INK, "")} | style.ENDING_FILLS
    return draw_shares(numbers, "ending", looks, "% of the raids")


def draw_causes(numbers: pa.Table) -> "Figure":
    """Bars of the causes."""
    return draw_shares(numbers, "cause", style.CAUSE_FILLS, "% of the failed raids")


def draw_shares(numbers: pa.Table, what: str, looks: dict[str, style.Fill], label: str) -> "Figure":
    """A column of bars for each word, a row for each case."""
    words = list(dict.fromkeys(numbers[what].to_pylist()))
    if not words:
        return nothing_failed()
    rows = numbers["case"].to_pylist()[:: len(words)]
    raids = column_of(numbers, "raids").reshape(-1, len(words))[:, 0]
    names = [f"{name} ({count:,})" for name, count in zip(rows, raids, strict=True)]
    sheet = lay_rows(names, [1.0] * len(words), gap=0.3)
    share, low, high = (column_of(numbers, f"{name}_percent").reshape(-1, len(words)) for name in ("share", "low", "high"))
    for k, (axes, word) in enumerate(zip(sheet.axes, words, strict=True)):
        draw_bars(axes, share[:, k], low[:, k], high[:, k], looks[word])
        axes.set_title(word.replace("_", " ").replace("occupied at ", "occupied at\n"))
    sheet.figure.text(1.0 - 0.3 / WIDTH, 0.1 / sheet.figure.get_size_inches()[1], label, ha="right", fontsize=8.5)
    return sheet.figure


def draw_bars(axes: "Axes", share: np.ndarray, low: np.ndarray, high: np.ndarray, fill: style.Fill) -> None:
    """One column: bars and the intervals at their ends."""
    rows = np.arange(len(share))
    axes.barh(rows, np.nan_to_num(share), height=0.72, **style.fill_of(fill))
    known = ~np.isnan(share)
    axes.hlines(rows[known], low[known], high[known], color="white", linewidth=3.2)
    axes.hlines(rows[known], low[known], high[known], color=style.INK, linewidth=1.1)
    axes.set(xlim=(0.0, 100.0), xticks=(0, 50, 100))


def nothing_failed() -> "Figure":
    """A sheet that says that there is nothing to see."""
    figure = style.blank(6.4, 1.6)
    figure.text(0.5, 0.5, "No raid failed.", ha="center", va="center", color=style.GREY)
    return figure
