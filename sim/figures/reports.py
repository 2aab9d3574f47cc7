"""What was reported beside what the model claims: dots for reports, bands for claims, bars for endings and causes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.figures import style
from sim.figures.bars import stack
from sim.patterns.facts import CLAIMED

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, TITLE, AXIS, ABOVE, BELOW = 0.3, 0.42, 0.62, 0.95, 1.1  # inches: a row, a panel's title and axis, the page's edges
LEFTS, WIDTHS = (1.6, 6.55, 10.05), (3.6, 2.15, 3.75)  # of the three columns
LEGEND = 0.75  # below stacked bars
BAND_LOOK: Any = {"color": style.SKY, "zorder": 1}
LINEAR = ("arms", "strongpoints")
SHARE = CLAIMED["burned"].unit
UNITS = {SHARE: "share of the raids (%)", "h": "hours"}
SOURCES = (
    "Reports: press reports of 2022 as each scenario names them; one-sided claims that nobody verified. Claims: what the "
    "attackers of the model would report (docs/ODD.md, section 8).\n"
    "Results of a model, not a forecast of any real event."
)


class Row(NamedTuple):
    """One figure of one scenario, with all its reports; or a heading, which has none."""

    name: str
    reports: list[dict[str, Any]]


class Panel(NamedTuple):
    """Rows that share an axis."""

    title: str
    unit: str
    rows: list[Row]

    @property
    def height(self) -> float:
        """How high is it, with title and axis?"""
        return TITLE + ROW * len(self.rows) + AXIS


def draw_reports(endings: Sequence[dict[str, Any]], figures: Sequence[dict[str, Any]], said: str) -> "Figure":
    """Where do the reports lie among the model's claims?

    Parameters
    ----------
    endings : sequence of dict
        A row a scenario, from `sim.patterns.reports.compare_endings`.
    figures : sequence of dict
        A row a report, from `sim.patterns.reports.compare_figures`.
    said : str
        How many raids stand behind it.

    Returns
    -------
    matplotlib.figure.Figure
        14.4 inches wide, as high as the number of rows asks for.
    """
    panels = panels_of(figures)
    columns = [[p for p in panels if p.unit == "people"], [p for p in panels if p.unit != "people"]]
    bars = 2 * (TITLE + ROW * len(endings) + AXIS + LEGEND)
    high = ABOVE + BELOW + max(bars, *(sum(panel.height for panel in column) for column in columns))
    with style.styled():
        figure = style.blank(style.PAGE_WIDTH, high)
        write_words(figure, said)
        for left, width, column in zip(LEFTS, WIDTHS, columns, strict=False):
            top = high - ABOVE
            for panel in column:
                draw_panel(style.place(figure, left, top - panel.height + AXIS, width, ROW * len(panel.rows)), panel)
                top -= panel.height
        draw_bars(figure, endings, high - ABOVE)
        explain(figure)
    return figure


def panels_of(figures: Sequence[dict[str, Any]]) -> list[Panel]:
    """People in one panel, with a heading for each figure; everything else in panels of their own."""
    people: list[Row] = []
    others: list[Panel] = []
    for name, claimed in CLAIMED.items():
        own = [row for row in figures if row["figure"] == name]
        rows = [Row(who.replace("_", " "), [row for row in own if row["scenario"] == who]) for who in unique(own)]
        if rows and claimed.unit == "people":
            people += [Row(claimed.words, []), *rows]
        elif rows:
            others.append(Panel(claimed.words.capitalize(), claimed.unit, rows))
    return ([Panel("People", "people", people)] if people else []) + others


def unique(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The scenarios in these rows, in their order."""
    return list(dict.fromkeys(row["scenario"] for row in rows))


def draw_panel(axes: "Axes", panel: Panel) -> None:
    """Bands of claims and dots of reports, a row for each figure."""
    scale = 100.0 if panel.unit == SHARE else 1.0
    bounds = bounds_of(panel, scale)
    set_scale(axes, panel.unit, bounds)
    for y, row in enumerate(panel.rows):
        if row.reports:
            draw_claims(axes, y, row.reports[0], scale, panel.unit == SHARE, bounds[0])
        for report in row.reports:
            draw_report(axes, y, scale * report["reported"], report["met"])
    axes.set_ylim(len(panel.rows) - 0.4, -0.6)
    axes.set_yticks(range(len(panel.rows)), [row.name for row in panel.rows])
    for label, row in zip(axes.get_yticklabels(), panel.rows, strict=True):
        label.set_fontweight("normal" if row.reports else "bold")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.set(title=panel.title, xlabel=UNITS.get(panel.unit, panel.unit))


def bounds_of(panel: Panel, scale: float) -> tuple[float, float]:
    """The least and the largest number of a panel."""
    reports = [report for row in panel.rows for report in row.reports]
    values = [scale * report[key] for report in reports for key in ("reported", "q05", "q95") if report[key] is not None]
    return min(values), max(values)


def set_scale(axes: "Axes", unit: str, bounds: tuple[float, float]) -> None:
    """Shares and small counts on a plain axis, people from nought, hours and rounds by ratios."""
    from sim.figures.sheets import log_scale

    low, high = bounds
    if unit == SHARE:
        axes.set_xlim(-3.0, 103.0)
    elif unit == "people":
        axes.set_xscale("symlog", linthresh=2.0, linscale=0.6)
        ticks = [tick for tick in (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if tick <= 1.3 * high]
        axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        axes.minorticks_off()
        axes.set_xlim(-0.25, 1.35 * max(2.0, high))
    elif unit in LINEAR or low <= 0.0:
        axes.set_xlim(min(0.0, low) - 0.03 * high, 1.08 * high)
    else:
        axes.set_xlim(low / 1.25, high * 1.25)
        log_scale(axes)


def draw_claims(axes: "Axes", y: int, row: dict[str, Any], scale: float, is_flag: bool, floor: float) -> None:
    """The central 90 % and 50 % of the claims, their median, and below them the 90 % of raids that ended as was reported."""
    low, quarter, median, three, high = (scale * row[key] for key in ("q05", "q25", "median", "q75", "q95"))
    if is_flag:
        axes.barh(y, median, height=0.5, **BAND_LOOK, alpha=0.6)
        return
    axes.barh(y, high - low, left=low, height=0.42, **BAND_LOOK, alpha=0.45)
    axes.barh(y, three - quarter, left=quarter, height=0.42, **BAND_LOOK)
    axes.vlines(median, y - 0.26, y + 0.26, color=style.INK, linewidth=1.6, zorder=2)
    if row["q05_ended_so"] is not None:
        ends = [scale * row["q05_ended_so"], scale * row["q95_ended_so"]]
        axes.plot(ends, [y + 0.34] * 2, color=style.GREY, linewidth=1.1, linestyle=(0, (2, 1.2)), zorder=2)


def draw_report(axes: "Axes", y: int, report: float, met: bool) -> None:
    """A report: a ring within the claims, a cross outside."""
    axes.plot([report], [y], **sign_of(met))


def sign_of(met: bool) -> style.Look:
    """How is a report drawn that is met, or missed?"""
    shared: style.Look = {"linestyle": "", "markeredgecolor": style.INK, "markeredgewidth": 0.9, "zorder": 4, "clip_on": False}
    if met:
        return shared | {"marker": "o", "markersize": 7, "markerfacecolor": style.YELLOW}
    return shared | {"marker": "X", "markersize": 8.5, "markerfacecolor": style.VERMILLION}


def draw_bars(figure: "Figure", endings: Sequence[dict[str, Any]], top: float) -> None:
    """How raids end and why; what was reported is framed."""
    for what, title, label, fills, reported, met in (
        ("endings", "How they end", "share of the raids (%)", style.ENDING_FILLS, "reported_endings", "ending_met"),
        ("causes", "Why, of those that ended as was reported", "share of these raids (%)", style.CAUSE_FILLS,
         "reported_causes", "cause_met"),
    ):  # fmt: skip
        height = ROW * len(endings)
        axes = style.place(figure, LEFTS[2], top - TITLE - height, WIDTHS[2], height)
        order = [word for word in fills if any(word in row[what] for row in endings)]
        shares = {word: np.array([100.0 * row[what].get(word, 0.0) for row in endings]) for word in order}
        stack(axes, shares, fills, label)
        frame(axes, shares, endings, reported, met)
        axes.set_ylim(len(endings) - 0.4, -0.6)
        axes.set_yticks(range(len(endings)), [row["scenario"].replace("_", " ") for row in endings])
        axes.tick_params(axis="y", length=0)
        axes.set_title(title)
        top -= TITLE + height + AXIS + LEGEND


def frame(axes: "Axes", shares: dict[str, np.ndarray], endings: Sequence[dict[str, Any]], reported: str, met: str) -> None:
    """A frame around what was reported, and beside the bar whether it is the commonest."""
    left = np.zeros(len(endings))
    for word, share in shares.items():
        for y, row in enumerate(endings):
            if word in row[reported] and share[y] > 0.0:
                axes.barh(
                    y, share[y], left=left[y], height=0.72, facecolor="none", edgecolor=style.INK, linewidth=2.0, zorder=3
                )
        left = left + share
    for y, row in enumerate(endings):
        if row[met] is not None:
            axes.plot([104.5], [y], **sign_of(row[met]))


def explain(figure: "Figure") -> None:
    """What the signs mean."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Line2D([], [], **sign_of(True), label="reported, met: within the 90 %, or the commonest"),
        Line2D([], [], **sign_of(False), label="reported, missed"),
        Patch(facecolor=style.SKY, label="central 50 % of the claims"),
        Patch(facecolor=style.SKY, alpha=0.45, label="central 90 %"),
        Line2D([], [], color=style.INK, linestyle="", marker="|", markersize=10, markeredgewidth=1.6, label="median"),
        Line2D([], [], color=style.GREY, linestyle=(0, (2, 1.2)), label="90 % of raids that ended as was reported"),
        Patch(facecolor="none", edgecolor=style.INK, linewidth=2.0, label="reported ending, reported cause"),
    ]
    high = figure.get_size_inches()[1]
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.3 / style.PAGE_WIDTH, 0.55 / high), ncols=7,
                  borderaxespad=0.0, handlelength=1.6, columnspacing=1.4)  # fmt: skip


def write_words(figure: "Figure", said: str) -> None:
    """Title, and where it comes from."""
    wide, high = figure.get_size_inches()
    figure.text(
        0.3 / wide, 1 - 0.3 / high, "What was reported, and what the model claims", fontsize=15, fontweight="bold", va="center"
    )
    figure.text(0.3 / wide, 1 - 0.6 / high, f"{said}. Unknown facts are drawn from their ranges in each raid.", fontsize=9.5,
                va="center", color=style.GREY)  # fmt: skip
    figure.text(0.3 / wide, 0.12 / high, SOURCES, fontsize=7.5, color=style.GREY)
