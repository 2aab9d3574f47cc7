"""Strength over time: fit people of both sides as fans of quantiles, a panel a case."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.cases import Cases, on_choice
from sim.figures.courses import Sample
from sim.figures.picture import Picture, table_of
from sim.figures.rounds import explain_sides
from sim.figures.sheets import Sheet, lay_panels, name_axes
from sim.summary import column_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STEPS = 160  # of one fan
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
QUANTILES = ("q05", "q25", "median", "q75", "q95")
SIDES = ("attackers", "defenders")
DASHES = {"attackers": "-", "defenders": "--"}
SMALL = 0.25  # a panel that would fill less than this part of an axis gets its own


def fans_picture(sample: Sample, cases: Cases) -> Picture:
    """How does the strength of both sides run in each case?"""
    numbers = numbers_of_fans(sample, cases)
    raids = int(np.bincount(sample.case).max())
    return Picture(
        "strength",
        "Strength over time",
        f"Fit attackers and fit defenders (garrison and landed relief) in the field over the minutes of up to "
        f"{raids:,} raids of each "
        "case, picked evenly and played again." + on_choice(cases),
        "The line is the median, the dark band the middle half of the raids, the pale band nine tenths. A raid that has ended "
        "keeps its last strength: attackers who have left the field count as none, those who hold the station stay. "
        "At the dotted "
        "line half of the raids have ended. Axes are the same in all panels, except where a panel says "
        "'own scale': there the case would fill less than a quarter of the common one.",
        numbers,
        draw_fans,
        at_some_minutes(numbers),
    )


def numbers_of_fans(sample: Sample, cases: Cases) -> pa.Table:
    """A row for each case, side and minute: quantiles of the fit people, and the share of the raids that have ended."""
    parts = []
    for k in np.unique(sample.case):
        courses = [course for course, case in zip(sample.courses, sample.case, strict=True) if case == k]
        ends = np.array([course[-1, 0] for course in courses])
        minutes = np.linspace(0.0, float(np.quantile(ends, 0.99)), STEPS)
        strength = np.stack([strength_at(course, minutes) for course in courses])
        ended = 100.0 * np.mean(ends[:, None] <= minutes + 1e-9, axis=0)
        for s, side in enumerate(SIDES):
            quantiles = np.quantile(strength[:, :, s], SHARES, axis=0)
            parts.append(
                {
                    "case": [cases.names[k]] * STEPS, "side": [side] * STEPS, "minute": minutes,
                    "raids": np.full(STEPS, len(courses)), "ended_percent": ended,
                    **dict(zip(QUANTILES, quantiles, strict=True)),
                }
            )  # fmt: skip
    return pa.concat_tables([table_of(part) for part in parts])


def strength_at(course: np.ndarray, minutes: np.ndarray) -> np.ndarray:
    """Fit people of both sides at these minutes, shape (minutes, 2); ended raids keep their last strength."""
    at = np.searchsorted(course[:, 0], minutes + 1e-6, side="right") - 1
    return course[np.clip(at, 0, len(course) - 1), 1:]


def at_some_minutes(numbers: pa.Table) -> pa.Table:
    """Every sixteenth minute of the same, for the report."""
    return numbers.take(pa.array(np.arange(0, numbers.num_rows, 16)))


def draw_fans(numbers: pa.Table) -> "Figure":
    """Small multiples of the fans."""
    case, side = (np.array(numbers[name].to_pylist()) for name in ("case", "side"))
    minute, high, ended = (column_of(numbers, name) for name in ("minute", "q95", "ended_percent"))
    names = list(dict.fromkeys(case.tolist()))
    reach, most = minute.max(), high.max()
    sheet = lay_panels(names, below=0.85)
    for axes, name in zip(sheet.axes, names, strict=True):
        own = case == name
        for which in SIDES:
            draw_fan(axes, numbers.filter(pa.array(own & (side == which))), which)
        half = minute[own][np.searchsorted(ended[own & (side == SIDES[0])], 50.0).clip(0, STEPS - 1)]
        axes.axvline(half, color=style.GREY, linestyle=":", linewidth=1.0)
        scale_panel(axes, (minute[own].max(), reach), (high[own].max(), most))
    label_common(sheet)
    name_axes(sheet, "minutes", "fit people")
    explain_sides(sheet.figure, {}, DASHES)
    return sheet.figure


def label_common(sheet: Sheet) -> None:
    """Numbers beside the first and below the last panel on the common axes, where one with its own stands outermost."""
    across = len(sheet.lowest)
    common = [not axes.texts for axes in sheet.axes]
    for k, axes in enumerate(sheet.axes):
        if common[k] and not any(common[k - k % across : k]):
            axes.tick_params(labelleft=True)
        if common[k] and not any(common[k + across :: across]):
            axes.tick_params(labelbottom=True)


def draw_fan(axes: "Axes", rows: pa.Table, side: str) -> None:
    """One side's bands and median."""
    minute, low, quarter, median, three, high = (column_of(rows, name) for name in ("minute", *QUANTILES))
    colour = style.SIDE_COLOURS[side]
    axes.fill_between(minute, low, high, color=colour, alpha=0.16, linewidth=0.0)
    axes.fill_between(minute, quarter, three, color=colour, alpha=0.32, linewidth=0.0)
    axes.plot(minute, median, color=colour, linestyle=DASHES[side])


def scale_panel(axes: "Axes", minutes: tuple[float, float], people: tuple[float, float]) -> None:
    """The common axes, or own ones for a case that would be a speck on them; each an own value and that of all."""
    (own_reach, reach), (own_most, most) = minutes, people
    is_short, is_small = own_reach < SMALL * reach, own_most < SMALL * most
    axes.set_xlim(0.0, own_reach if is_short else reach)
    axes.set_ylim(0.0, 1.05 * (own_most if is_small else most))
    axes.grid()
    if is_short or is_small:
        axes.tick_params(labelbottom=True, labelleft=True, labelsize=7.5, labelcolor=style.darker(style.PURPLE), pad=2)
        axes.text(
            0.985, 0.97, "own scale", transform=axes.transAxes, ha="right", va="top", fontsize=8, fontstyle="italic",
            color=style.darker(style.PURPLE),
        )  # fmt: skip
