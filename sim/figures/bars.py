"""What became of the raids of each scenario: rows of bars that share their names on the left."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.factors import coded
from sim.summary import SUCCESSES, wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOST = ("killed", "wounded", "captured")


def draw_endings(axes: "Axes", table: pa.Table, scenario: np.ndarray, count: int) -> None:
    """How did the raids end?"""
    code, names = coded(table["ending"])
    shares = shares_of(scenario, code, names, list(style.ENDING_FILLS), count)
    stack(axes, shares, style.ENDING_FILLS, "share of the raids (%)")
    axes.set_title("How they end")


def draw_causes(axes: "Axes", table: pa.Table, scenario: np.ndarray, count: int) -> None:
    """Why did those fail that failed? Being forced out of an occupied station is a failure."""
    ending, endings = coded(table["ending"])
    code, names = coded(table["cause"])
    failed = ~np.isin(ending, [k for k, name in enumerate(endings) if name in SUCCESSES])
    shares = shares_of(scenario[failed], code[failed], names, list(style.CAUSE_FILLS), count)
    stack(axes, shares, style.CAUSE_FILLS, "share of the failed raids (%)")
    axes.set_title("Why they fail")
    for row, failures in enumerate(np.bincount(scenario[failed], minlength=count)):
        text, side, x = (f"{failures:,}", "left", 101.5) if failures else ("none failed", "center", 50.0)
        axes.text(x, row, text, ha=side, va="center", fontsize=7.5, color=style.GREY)


def shares_of(scenario: np.ndarray, code: np.ndarray, names: list[str], order: list[str], count: int) -> dict[str, np.ndarray]:
    """Which share of each scenario's raids has each of these words, in this order? In per cent, shape (scenarios,)."""
    total = np.maximum(1, np.bincount(scenario, minlength=count))
    found = {word: np.bincount(scenario[code == names.index(word)], minlength=count) for word in order if word in names}
    return {word: 100.0 * counts / total for word, counts in found.items() if counts.any()}


def stack(axes: "Axes", shares: dict[str, np.ndarray], fills: dict[str, style.Fill], label: str) -> None:
    """Stacked bars, one row a scenario, and what the fillings mean below."""
    left: np.ndarray | float = 0.0
    for word, share in shares.items():
        look = style.fill_of(fills[word])
        axes.barh(np.arange(len(share)), share, left=left, height=0.72, label=word.replace("_", " "), **look)
        left = left + share
    axes.set(xlim=(0.0, 100.0), xlabel=label)
    if shares:
        explain(axes, 3)


def explain(axes: "Axes", columns: int) -> None:
    """The legend below the axis."""
    high = axes.get_window_extent().height / axes.figure.dpi
    axes.legend(
        loc="upper left", bbox_to_anchor=(0.0, -0.5 / high), ncols=columns, borderaxespad=0.0, borderpad=0.0, handlelength=1.6,
        columnspacing=1.2,
    )  # fmt: skip


def draw_losses(axes: "Axes", table: pa.Table, scenario: np.ndarray, count: int) -> None:
    """How much did either side lose? The median, and the middle half of the raids."""
    for side, shift, marker in (("attackers", -0.16, "o"), ("defenders", 0.16, "s")):
        lost = sum(numbers(table, f"{side}_{what}") for what in LOST)
        share = 100.0 * lost / np.maximum(1.0, numbers(table, side))
        draw_middle(axes, share, scenario, count, style.SIDE_COLOURS[side], shift, marker, side)
    axes.set_title("Losses")
    axes.set_xlabel("killed, wounded, captured (%)")
    explain(axes, 1)


def draw_durations(axes: "Axes", table: pa.Table, scenario: np.ndarray, count: int) -> None:
    """How long did they last? The median, and the middle half of the raids."""
    minutes = numbers(table, "duration_minutes")
    long = float(minutes.max()) > 180.0
    draw_middle(axes, minutes / (60.0 if long else 1.0), scenario, count, style.INK, 0.0, "D", "median and middle half")
    axes.set_title("Duration")
    axes.set_xlabel("hours" if long else "minutes")
    explain(axes, 1)


def draw_chances(axes: "Axes", table: pa.Table, scenario: np.ndarray, count: int) -> None:
    """How often is the station occupied? With the interval in which the true chance lies."""
    occupied = numbers(table, "occupied")
    trials, successes = np.bincount(scenario, minlength=count), np.bincount(scenario, occupied, minlength=count)
    share = 100.0 * successes / np.maximum(1, trials)
    low, high = (100.0 * bound for bound in wilson(successes, trials))
    axes.hlines(np.arange(count), low, high, color=style.INK, linewidth=1.4)
    axes.plot(share, np.arange(count), "o", color=style.INK, markersize=5, label="share and 95 % interval")
    axes.set(xlim=(-2.0, 102.0), xlabel="share of the raids (%)")
    axes.set_title("Occupied at some time")
    axes.grid(axis="x")
    explain(axes, 1)


def draw_middle(
    axes: "Axes", values: np.ndarray, scenario: np.ndarray, count: int, colour: str, shift: float, marker: str, label: str
) -> None:
    """Median and quartiles of each scenario's raids."""
    quartiles = np.array([np.quantile(values[scenario == k], (0.25, 0.5, 0.75)) for k in range(count)]).T
    rows = np.arange(count) + shift
    axes.hlines(rows, quartiles[0], quartiles[2], color=colour, linewidth=2.0, alpha=0.55)
    axes.plot(quartiles[1], rows, marker, color=colour, markersize=4.5, label=label, clip_on=False, zorder=3)
    axes.set_xlim(left=0.0, right=max(1e-9, axes.dataLim.x1) * 1.06)
    axes.grid(axis="x")


def numbers(table: pa.Table, name: str) -> np.ndarray:
    """One column as an array of numbers."""
    return table[name].combine_chunks().to_numpy(zero_copy_only=False).astype(float)
