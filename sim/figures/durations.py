"""How long raids last: the share that has ended after so many minutes, a panel a case."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.cases import Cases, on_choice, shown_panels
from sim.figures.picture import Picture, table_of
from sim.figures.sheets import lay_panels, log_scale, name_axes
from sim.summary import column_of, quantiles_by

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_STEPS = 500  # of one curve
QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
RATIO_FOR_LOG = 20.0  # between the longest and the shortest


def durations_picture(table: pa.Table, cases: Cases) -> Picture:
    """How long do the raids of each case last?"""
    return Picture(
        "durations",
        "How long raids last",
        "For each case the share of its raids that had ended after so many minutes (the empirical distribution "
        "function), in the "
        "pale curves those of the other panels." + on_choice(cases),
        "Where a curve is steep, many raids end. The dotted line leads to the median. The band is where the true curve "
        "lies with 95 % confidence (Dvoretzky, Kiefer, Wolfowitz). From the start line to the last attacker out of the field.",
        durations_ended(table, cases),
        draw_durations,
        short_durations(table, cases),
    )


def durations_ended(table: pa.Table, cases: Cases) -> pa.Table:
    """A row for each step of each curve: minutes, share of the raids ended by then, and the band, in per cent."""
    minutes = column_of(table, "duration_minutes").astype(float)
    parts = []
    for k in shown_panels(cases):
        at, share, raids = ended_by(minutes[cases.code == k])
        band = np.sqrt(np.log(2.0 / 0.05) / (2.0 * raids))
        parts.append(
            {
                "case": [cases.names[k]] * len(at), "raids": np.full(len(at), raids), "duration_minutes": at,
                "ended_percent": 100.0 * share, "low_percent": 100.0 * np.maximum(0.0, share - band),
                "high_percent": 100.0 * np.minimum(1.0, share + band),
            }
        )  # fmt: skip
    return pa.concat_tables([table_of(part) for part in parts])


def ended_by(minutes: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """At which minutes does the empirical distribution function step, up to which share, and of how many raids?

    Of more than 500 steps as many are kept, evenly by share; there the function is exact.
    """
    at, counts = np.unique(minutes, return_counts=True)
    share = np.cumsum(counts) / len(minutes)
    if len(at) > MOST_STEPS:
        kept = np.unique([0, *np.searchsorted(share, np.linspace(0.0, 1.0, MOST_STEPS)).clip(0, len(at) - 1)])
        at, share = at[kept], share[kept]
    return at, share, len(minutes)


def short_durations(table: pa.Table, cases: Cases) -> pa.Table:
    """A row a case: quantiles of the duration in minutes."""
    minutes = column_of(table, "duration_minutes").astype(float)
    quantiles = quantiles_by(minutes, cases.code, cases.number, QUANTILES)
    names = ("shortest", "5 %", "25 %", "median", "75 %", "95 %", "longest")
    columns = {f"{name}_minutes": row for name, row in zip(names, quantiles, strict=True)}
    return table_of({"case": cases.names, "raids": np.bincount(cases.code, minlength=cases.number), **columns})


def draw_durations(numbers: pa.Table) -> "Figure":
    """Small multiples of the curves."""
    case = np.array(numbers["case"].to_pylist())
    at, share, low, high = (
        column_of(numbers, name) for name in ("duration_minutes", "ended_percent", "low_percent", "high_percent")
    )
    names = list(dict.fromkeys(case.tolist()))
    sheet = lay_panels(names)
    for axes, name in zip(sheet.axes, names, strict=True):
        for other in names:
            if other != name:
                axes.step(at[case == other], share[case == other], where="post", color=style.PALE, linewidth=0.8, zorder=1)
        own = case == name
        scale_minutes(axes, at)
        draw_curve(axes, at[own], share[own], low[own], high[own])
    name_axes(sheet, "minutes", "ended (% of the raids)")
    return sheet.figure


def draw_curve(axes: "Axes", at: np.ndarray, share: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
    """One curve with its band and its median."""
    axes.fill_between(at, low, high, step="post", color=style.INK, alpha=0.15, linewidth=0.0, zorder=2)
    axes.step([at[0], *at], [0.0, *share], where="post", color=style.INK, linewidth=1.6, zorder=3)
    median = at[np.searchsorted(share, 50.0 - 1e-9)]
    axes.plot([median, median], [0.0, 50.0], ":", color=style.INK, linewidth=1.0)
    axes.plot([median], [50.0], "o", color=style.INK, markersize=4)
    is_left = axes.transAxes.inverted().transform(axes.transData.transform((median, 50.0)))[0] < 0.6
    shift, side = ((6, -10), "left") if is_left else ((-6, 4), "right")
    words = f"{median:.0f} min" if median >= 10.0 else f"{median:.1f} min"
    axes.annotate(words, (median, 50.0), shift, textcoords="offset points", ha=side, fontsize=8)


def scale_minutes(axes: "Axes", at: np.ndarray) -> None:
    """The same axes for all panels; ratios where the shortest raid is a twentieth of the longest."""
    low, high = float(at.min()), float(at.max())
    axes.set(ylim=(0.0, 101.0), yticks=(0, 25, 50, 75, 100), xlim=(0.0, 1.03 * high))
    if low > 0.0 and high / low > RATIO_FOR_LOG:
        axes.set_xlim(low / 1.15, high * 1.15)
        log_scale(axes)
    axes.grid()
