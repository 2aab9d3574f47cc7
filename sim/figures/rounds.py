"""How many rounds raids take, by how they end: a panel a case, a row an ending."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.cases import Cases, on_choice, shown_panels
from sim.figures.losses import MARKERS, QUANTILES, SHARES, SHIFT
from sim.figures.picture import Picture, table_of
from sim.figures.sheets import lay_panels, log_scale, name_axes
from sim.summary import column_of, levels_coded, quantiles_by

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIRED = {"attackers": "attackers_rounds_fired", "defenders": "defenders_rounds_fired"}


def rounds_picture(table: pa.Table, cases: Cases) -> Picture:
    """How many rounds are fired in the raids of each case, by ending?"""
    return Picture(
        "rounds",
        "Rounds fired, by ending",
        "For each case and ending the rounds fired by the attackers, and by garrison and relief." + on_choice(cases),
        "The sign is the median, the thick line the middle half of the raids with this ending, the fine line nine tenths. The "
        "number on the right counts these raids: of few, quantiles say little. The scale is one of ratios.",
        numbers_of_rounds(table, cases),
        draw_rounds,
    )


def numbers_of_rounds(table: pa.Table, cases: Cases) -> pa.Table:
    """A row for each case, ending and side: raids and quantiles of the rounds fired."""
    own, words = levels_coded(table["ending"])
    order = [word for word in style.ENDING_FILLS if word in words]
    rank = np.array([order.index(word) for word in words])
    code, count = cases.code * len(order) + rank[own], cases.number * len(order)
    raids = np.bincount(code, minlength=count)
    shown = np.isin(np.arange(count) // len(order), shown_panels(cases)) & (raids > 0)
    parts = []
    for side, column in FIRED.items():
        quantiles = quantiles_by(column_of(table, column).astype(float), code, count, SHARES)[:, shown]
        at = np.flatnonzero(shown)
        parts.append(
            {
                "case": [cases.names[k // len(order)] for k in at], "ending": [order[k % len(order)] for k in at],
                "side": [side] * len(at), "raids": raids[at], **dict(zip(QUANTILES, quantiles, strict=True)),
            }
        )  # fmt: skip
    return pa.concat_tables([table_of(part) for part in parts])


def draw_rounds(numbers: pa.Table) -> "Figure":
    """Small multiples with the same rows."""
    rows = numbers.to_pylist()
    names = list(dict.fromkeys(row["case"] for row in rows))
    endings = [word for word in style.ENDING_FILLS if any(row["ending"] == word for row in rows)]
    sheet = lay_panels(names, height=max(1.3, 0.32 * len(endings)), left=1.1, right=0.6, below=0.85)
    highest = max(row["q95"] for row in rows)
    least = min((row["q05"] for row in rows if row["q05"] > 0), default=1.0)
    for axes, name in zip(sheet.axes, names, strict=True):
        axes.set_xlim(least / 1.5, max(10.0 * least, highest) * 1.4)
        log_scale(axes)
        for row in rows:
            if row["case"] == name:
                draw_row(axes, row, endings.index(row["ending"]), least / 1.45)
        axes.set_ylim(len(endings) - 0.5, -0.5)
        axes.set_yticks(range(len(endings)), [word.replace("_", " ") for word in endings])
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x")
    name_axes(sheet, "rounds fired", "")
    explain_sides(sheet.figure, MARKERS, {})
    return sheet.figure


def draw_row(axes: "Axes", row: dict, at: int, floor: float) -> None:
    """One side in one ending; no round at all stands at the left edge."""
    side = row["side"]
    colour, y = style.SIDE_COLOURS[side], at + SHIFT[side]
    low, quarter, median, three, high = (max(floor, row[name]) for name in QUANTILES)
    axes.hlines(y, low, high, color=colour, linewidth=0.9)
    axes.hlines(y, quarter, three, color=colour, linewidth=3.2, alpha=0.5)
    axes.plot([median], [y], MARKERS[side], color=colour, markersize=4, clip_on=False, zorder=3)
    if side == "attackers":
        axes.text(
            1.01, at, f"{row['raids']:,}", transform=axes.get_yaxis_transform(), va="center", fontsize=7, color=style.GREY
        )


def explain_sides(figure: "Figure", markers: dict[str, str], lines: dict[str, Any]) -> None:
    """Which side is which, in the lower left corner."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=colour, marker=markers.get(side, ""), markersize=4.5, label=side, linestyle=lines.get(side, "-"))
        for side, colour in style.SIDE_COLOURS.items()
    ]
    figure.legend(handles=handles, loc="lower left", ncols=2, bbox_to_anchor=(0.005, 0.0))
