"""What raids cost: losses on both sides, and how many of the one stand for one of the other."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.cases import Cases
from sim.figures.picture import Picture, table_of
from sim.figures.sheets import lay_rows, log_scale
from sim.summary import column_of, losses_of, means_by, quantiles_by

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
QUANTILES = ("q05", "q25", "median", "q75", "q95")
PEOPLE, PERCENT, RATIO = "lost", "lost_percent", "loss_exchange_ratio"
SHIFT = {"attackers": -0.18, "defenders": 0.18}
MARKERS = {"attackers": "o", "defenders": "s"}


def losses_picture(table: pa.Table, cases: Cases) -> Picture:
    """What do the raids of each case cost either side?"""
    return Picture(
        "losses",
        "Losses on both sides",
        "For each case the losses in people and in per cent of those who took part: attackers killed, wounded and "
        "left behind; of "
        "garrison and landed relief killed and wounded. On the right the loss exchange ratio: lost defenders for each lost "
        "attacker; beside it the share of the raids in which no attacker was lost and there is no ratio.",
        "The sign is the median, the thick line the middle half of the raids, the fine line nine tenths of them. Right of the "
        "line at 1 the defenders lost more. A ratio of 0, where no defender was lost, stands at the left edge of its scale.",
        numbers_of_losses(table, cases),
        draw_losses,
    )


def numbers_of_losses(table: pa.Table, cases: Cases) -> pa.Table:
    """A row for each case, side and measure: raids, share without an answer, mean and quantiles."""
    own = losses_of(table, "attackers").astype(float)
    theirs = (losses_of(table, "defenders") + losses_of(table, "relief")).astype(float)
    took_part = column_of(table, "defenders") + column_of(table, "relief_people")
    measures = (
        ("attackers", PEOPLE, own), ("defenders", PEOPLE, theirs),
        ("attackers", PERCENT, 100.0 * own / np.maximum(1, column_of(table, "attackers"))),
        ("defenders", PERCENT, 100.0 * theirs / np.maximum(1, took_part)),
        ("both", RATIO, column_of(table, RATIO).astype(float)),
    )  # fmt: skip
    return pa.concat_tables([quantile_table(cases, side, what, values) for side, what, values in measures])


def quantile_table(cases: Cases, side: str, what: str, values: np.ndarray) -> pa.Table:
    """A row a case for one measure; NaN means that a raid has no answer."""
    known = ~np.isnan(values)
    raids = np.bincount(cases.code, minlength=cases.number)
    answers = np.bincount(cases.code[known], minlength=cases.number)
    means = np.where(answers > 0, means_by(values[known], cases.code[known], cases.number), np.nan)
    return table_of(
        {
            "case": cases.names, "side": [side] * cases.number, "measure": [what] * cases.number, "raids": raids,
            "undefined_percent": 100.0 * (raids - answers) / np.maximum(1, raids), "mean": means,
            **dict(zip(QUANTILES, quantiles_by(values, cases.code, cases.number, SHARES), strict=True)),
        }
    )  # fmt: skip


def draw_losses(numbers: pa.Table) -> "Figure":
    """Three columns: people, per cent, ratio."""
    names = of(numbers, "both", RATIO)["case"].to_pylist()
    sheet = lay_rows(names, (1.0, 1.0, 1.15), thick=1.3, below=0.85, right=0.7)
    people, percent, ratio = sheet.axes
    for axes, what in ((people, PEOPLE), (percent, PERCENT)):
        for side in ("attackers", "defenders"):
            draw_spans(axes, of(numbers, side, what), style.SIDE_COLOURS[side], MARKERS[side], SHIFT[side], side)
        axes.set_xlim(left=0.0, right=1.05 * max(1.0, axes.dataLim.x1))
    people.set(title="Lost", xlabel="people")
    percent.set(title="Lost of those who took part", xlabel="%")
    percent.set_xlim(right=min(104.0, percent.get_xlim()[1]))
    draw_ratio(ratio, of(numbers, "both", RATIO))
    handles, labels = people.get_legend_handles_labels()
    sheet.figure.legend(handles, labels, loc="lower left", ncols=2, bbox_to_anchor=(0.01, 0.0))
    return sheet.figure


def of(numbers: pa.Table, side: str, what: str) -> pa.Table:
    """The rows of one measure of one side."""
    import pyarrow.compute as pc

    return numbers.filter(pc.and_(pc.equal(numbers["side"], side), pc.equal(numbers["measure"], what)))


def draw_spans(
    axes: "Axes", rows: pa.Table, colour: str, marker: str, shift: float, label: str, floor: float = -np.inf
) -> None:
    """Median, middle half and nine tenths of each case; what lies below `floor` is drawn there."""
    low, quarter, median, three, high = (np.maximum(floor, column_of(rows, name).astype(float)) for name in QUANTILES)
    at = np.arange(rows.num_rows) + shift
    axes.hlines(at, low, high, color=colour, linewidth=0.9)
    axes.hlines(at, quarter, three, color=colour, linewidth=3.4, alpha=0.5)
    axes.plot(
        median, at, marker, color=colour, markersize=4.5 if rows.num_rows <= 30 else 3, label=label, clip_on=False, zorder=3
    )


def draw_ratio(axes: "Axes", rows: pa.Table) -> None:
    """The loss exchange ratio on a scale of ratios, and how often there is none."""
    values = np.concatenate([column_of(rows, name).astype(float) for name in QUANTILES])
    known = values[values > 0.0]
    low, high = (min(0.5, known.min()), max(2.0, known.max())) if len(known) else (0.5, 2.0)
    axes.set_xlim(low / 1.4, high * 1.25)
    log_scale(axes)
    axes.axvline(1.0, color=style.GREY, linewidth=1.0)
    draw_spans(axes, rows, style.INK, "D", 0.0, "ratio", low / 1.35)
    for row, undefined in enumerate(column_of(rows, "undefined_percent")):
        axes.text(
            1.03,
            row,
            in_whole_percent(undefined),
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=7.5,
            color=style.GREY,
        )
    axes.set(title="Loss exchange ratio", xlabel="lost defenders for each lost attacker")
    axes.text(1.03, 1.0, "no ratio", transform=axes.transAxes, va="bottom", fontsize=7.5, color=style.GREY)


def in_whole_percent(share: float) -> str:
    """A share of raids; neither all nor none is rounded to."""
    return "<1 %" if 0.0 < share < 0.5 else ">99 %" if 99.5 <= share < 100.0 else f"{share:.0f} %"
