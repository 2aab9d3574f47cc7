"""Patterns of many battles: the model's estimates beside published values, and the two signs of rain."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.figures import style
from sim.figures.sheets import wrapped
from sim.patterns.findings import ALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, ABOVE, BELOW, GAP = 0.46, 1.15, 1.4, 1.05  # inches
LEFT, WIDTH, FAR_LEFT, FAR_WIDTH = 2.55, 4.2, 10.6, 1.95
LABEL = 38  # letters of a row's name on one line
SIGNS: dict[str, style.Look] = {
    "met": {"marker": "o", "color": style.GREEN},
    "in sign only": {"marker": "^", "color": style.ORANGE},
    "missed": {"marker": "X", "color": style.VERMILLION},
    "not judged": {"marker": "D", "color": style.GREY},
}
PANELS = (
    ("log-odds of occupation", "What raises the odds of occupation", "log-odds of occupation (a factor e is 1)", 1.0),
    ("share of the people", "Lost", "killed and wounded (%)", 100.0),
    ("share of the raids", "Raids that fail", "share of these raids (%)", 100.0),
    ("change in the share occupied", "Rain, from none to a cloudburst", "change in occupied (points of 100)", 100.0),
)  # fmt: skip
SOURCES = (
    "Published: log-odds from 614 battles of the data base CDB90; losses from McQuie 1987, divisions and brigades: signs and "
    "rough sizes are all that can be asked. The same raids are played at every level.\n"
    "Lines: 95 % intervals; log-odds from a logistic regression with an intercept for each scenario, errors clustered over "
    "raids of one number. Results of a model, not a forecast of any real event."
)


def draw_findings(findings: Sequence[dict[str, Any]], rain: Sequence[dict[str, Any]], said: str) -> "Figure":
    """Does the model show the patterns of many battles?

    Parameters
    ----------
    findings : sequence of dict
        Rows from `sim.patterns.findings.as_row`, of all scenarios together and of each.
    rain : sequence of dict
        Rows from `sim.patterns.counterfactuals.rain_curves`; may be empty.
    said : str
        How many raids stand behind it.

    Returns
    -------
    matplotlib.figure.Figure
        14.4 inches wide.
    """
    panels = [panel for panel in PANELS if any(row["unit"] == panel[0] for row in findings)]
    near, far = [p for p in panels if "change" not in p[0]], [p for p in panels if "change" in p[0]]
    high = ABOVE + BELOW + sum(ROW * len(pooled(findings, p[0])) + GAP for p in near) - GAP
    with style.styled():
        figure = style.blank(style.PAGE_WIDTH, high)
        write_words(figure, said)
        place_panels(figure, near, findings, (LEFT, WIDTH, LABEL))
        used = place_panels(figure, far, findings, (FAR_LEFT, FAR_WIDTH, LABEL))
        if rain:
            left = LEFT + WIDTH + 2.3
            draw_rain(style.place(figure, left, BELOW + 0.1, FAR_LEFT + FAR_WIDTH - left, used - BELOW - 0.35), rain)
        explain(figure)
    return figure


def place_panels(
    figure: "Figure",
    panels: Sequence[tuple[str, str, str, float]],
    findings: Sequence[dict[str, Any]],
    column: tuple[float, float, int],
) -> float:
    """Panels one below the other, in a column of left edge, width and letters; where does the next begin, in inches?"""
    left, width, letters = column
    top = figure.get_size_inches()[1] - ABOVE
    for unit, title, label, scale in panels:
        rows = pooled(findings, unit)
        axes = style.place(figure, left, top - ROW * len(rows), width, ROW * len(rows))
        draw_panel(axes, rows, findings, scale)
        axes.set_yticks(range(len(rows)), [wrapped(row["words"], letters) for row in rows])
        axes.set(title=title, xlabel=label)
        top -= ROW * len(rows) + GAP
    return top


def pooled(findings: Sequence[dict[str, Any]], unit: str) -> list[dict[str, Any]]:
    """The findings of all scenarios together that have this unit."""
    return [row for row in findings if row["unit"] == unit and row["scenario"] == ALL]


def draw_panel(axes: "Axes", rows: Sequence[dict[str, Any]], findings: Sequence[dict[str, Any]], scale: float) -> None:
    """A row a pattern: published band, estimate with its interval, small signs for single scenarios, verdict in words."""
    for y, row in enumerate(rows):
        draw_published(axes, y, row, scale)
        own = [one for one in findings if one["pattern"] == row["pattern"] and one["scenario"] != ALL]
        at = [scale * one["estimate"] for one in own]
        axes.plot(at, [y + 0.27] * len(at), "|", color=style.GREY, markersize=6)
        draw_estimate(axes, y, row, scale)
    axes.axvline(0.0, color=style.GREY, linewidth=1.0, zorder=0.8)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.margins(x=0.06)


def draw_published(axes: "Axes", y: int, row: dict[str, Any], scale: float) -> None:
    """The published value or band; an arrow where only its sign is known."""
    low, high = scale * row["published_low"], scale * row["published_high"]
    if np.isnan(low):
        return
    pad = 0.006 * scale if scale > 1.0 else 0.035
    axes.barh(y, high - low + 2 * pad, left=low - pad, height=0.62, color=style.PURPLE, alpha=0.55, zorder=1)


def draw_estimate(axes: "Axes", y: int, row: dict[str, Any], scale: float) -> None:
    """The model's own, and in words whether it agrees."""
    if np.isnan(row["estimate"]):
        axes.text(0.5, y, "no answer", transform=axes.get_yaxis_transform(), va="center", ha="center", color=style.GREY)
        return
    look = SIGNS[row["verdict"]]
    axes.hlines(y, scale * row["low"], scale * row["high"], color=look["color"], linewidth=2.2, zorder=2)
    axes.plot([scale * row["estimate"]], [y], linestyle="", markersize=8, markeredgecolor=style.INK, zorder=3, **look)
    axes.text(1.02, y, in_words(row, scale), transform=axes.get_yaxis_transform(), va="center", fontsize=8)


def in_words(row: dict[str, Any], scale: float) -> str:
    """Estimate, published value, verdict."""
    value = f"{scale * row['estimate']:+.2f}" if scale == 1.0 else f"{scale * row['estimate']:.1f}"
    return f"{value.replace('-', '−')}; published: {row['published']}\n{row['verdict']}"


def draw_rain(axes: "Axes", rain: Sequence[dict[str, Any]]) -> None:
    """How often stations are occupied at each level of rain: with aircraft, and with none that could be grounded."""
    levels = sorted({row["rain"] for row in rain})
    for has_aircraft, colour, marker, line, words in (
        (True, style.BLUE, "o", "-", "with the aircraft of the scenario"),
        (False, style.VERMILLION, "s", "--", "without aircraft: the ground alone"),
    ):
        own = [row for row in rain if row["aircraft"] == has_aircraft]
        for scenario in dict.fromkeys(row["scenario"] for row in own):
            line_of = [100.0 * row["occupied"] for row in own if row["scenario"] == scenario]
            axes.plot(levels, line_of, line, color=colour, linewidth=0.8, alpha=0.45)
            if has_aircraft:
                axes.text(1.015, line_of[-1], scenario.replace("_", " "), fontsize=7, color=style.GREY, va="center")
        mean = [100.0 * np.mean([row["occupied"] for row in own if row["rain"] == level]) for level in levels]
        axes.plot(levels, mean, line, color=colour, marker=marker, markersize=5, label=words, clip_on=False)
    axes.set(xlabel="rain (1 is a cloudburst)", ylabel="occupied (%)", ylim=(-3.0, 103.0), xlim=(-0.02, 1.0))
    axes.set_title("Scenarios with aircraft: mean, and each of them (fine)")
    axes.grid(axis="y")
    axes.legend(loc="upper left", bbox_to_anchor=(0.0, -0.5 / (axes.get_window_extent().height / axes.figure.dpi)), ncols=2,
                borderaxespad=0.0)  # fmt: skip


def explain(figure: "Figure") -> None:
    """What the signs mean."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Line2D([], [], linestyle="", markersize=8, markeredgecolor=style.INK, label=words, **look)
        for words, look in SIGNS.items()
    ]
    handles += [
        Patch(facecolor=style.PURPLE, alpha=0.55, label="published"),
        Line2D([], [], linestyle="", marker="|", color=style.GREY, markersize=7, label="single scenarios"),
    ]
    wide, high = figure.get_size_inches()
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.3 / wide, 0.5 / high), ncols=6, borderaxespad=0.0)


def write_words(figure: "Figure", said: str) -> None:
    """Title, and where it comes from."""
    wide, high = figure.get_size_inches()
    figure.text(0.3 / wide, 1 - 0.3 / high, "Patterns of many battles", fontsize=15, fontweight="bold", va="center")
    figure.text(0.3 / wide, 1 - 0.6 / high, f"{said}.", fontsize=9.5, va="center", color=style.GREY)
    figure.text(0.3 / wide, 0.1 / high, SOURCES, fontsize=7.5, color=style.GREY)
