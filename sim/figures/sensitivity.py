"""What outcomes hang on: a panel for each measure side by side, a row for each factor, luck set apart below."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.figures import style
from sim.figures.factors import factor_label
from sim.figures.sheets import head, wrapped
from sim.sensitivity.indices import Share, in_order, split_of
from sim.sensitivity.sample import Sample
from sim.sensitivity.words import MEANINGS, UNITS, is_too_loose
from sim.sweeps.points import LUCK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES, PANEL, BETWEEN, RIGHT, LEAST = 2.7, 2.35, 0.32, 0.3, 9.0  # inches across
ROW, ABOVE, BELOW, SPLIT, APART = 0.42, 1.05, 1.2, 0.3, 0.62  # inches up
GAP = 0.6  # rows between the factors and luck
LETTERS, TITLE_LETTERS = 32, 34  # of a line
FIRST, TOTAL = style.Fill(style.BLUE, ""), style.Fill(style.SKY, "//")
PARTS = (
    ("luck alone", style.Fill(style.ORANGE, "")),
    ("luck and factors together", style.Fill(style.YELLOW, "xx")),
    ("the factors without luck", style.Fill(style.GREEN, "\\\\")),
)
WHISKER: style.Look = {"color": style.INK, "linewidth": 1.0, "zorder": 4}

Rows = Sequence[Any]  # of Share, or of Effect


def draw_sensitivity(sample: Sample, rows: Mapping[str, Rows], title: str, said: str) -> "Figure":
    """Which factors, and how much of luck, do these measures hang on?

    Parameters
    ----------
    sample : Sample
        Where the raids were played.
    rows : mapping of str to sequence of Share or Effect
        Of each measure; empty where it does not vary.
    title : str
        Of what.
    said : str
        How many raids stand behind it.

    Returns
    -------
    matplotlib.figure.Figure
        As wide as the measures need, as high as the factors do.
    """
    is_shares = sample.method == "sobol"
    names = in_order(sample.names, [row for own in rows.values() for row in own])
    high = ROW * (len(names) + GAP)
    below = BELOW + (SPLIT + APART - 0.25 if is_shares else -0.1)
    with style.styled():
        wide = max(PANEL, (LEAST - NAMES - RIGHT + BETWEEN) / len(rows) - BETWEEN)
        figure = style.blank(NAMES + len(rows) * (wide + BETWEEN) - BETWEEN + RIGHT, ABOVE + high + below)
        for k, (measure, own) in enumerate(rows.items()):
            left = NAMES + k * (wide + BETWEEN)
            axes = style.place(figure, left, below, wide, high)
            lay(axes, names if k == 0 else [""] * len(names), measure)
            draw_rows(axes, names, measure, own, is_shares)
            if is_shares:
                scale_shares(axes, [row for others in rows.values() for row in others])
                draw_split(style.place(figure, left, BELOW - 0.25, wide, SPLIT), own, k == 0)
        head(figure, title)
        explain(figure, is_shares, said)
    return figure


def lay(axes: "Axes", names: Sequence[str], measure: str) -> None:
    """Rows from top to bottom, luck set apart; what is measured above."""
    at = places(len(names))
    axes.set_yticks(at, [in_lines(factor_label(name)) for name in names])
    axes.set_ylim(at[-1] + 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.axhline(at[-1] - 0.5 - GAP / 2, color=style.GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.grid(axis="x")
    meaning = MEANINGS.get(measure, "")
    axes.set_title(
        measure if meaning == measure.replace("_", " ") else f"{measure}\n{wrapped(meaning, TITLE_LETTERS)}", fontsize=8
    )


def in_lines(label: str) -> str:
    """A long path with its last key on a line of its own."""
    above, dot, last = label.rpartition(".")
    return f"{above}{dot}\n{last}" if dot and len(label) > LETTERS else label


def places(count: int) -> np.ndarray:
    """Where do the rows stand? The last, luck, a little lower."""
    return np.arange(count) + np.where(np.arange(count) == count - 1, GAP, 0.0)


def draw_rows(axes: "Axes", names: Sequence[str], measure: str, rows: Rows, is_shares: bool) -> None:
    """The indices of one measure; where there are none, that."""
    by_name = {row.factor: row for row in rows}
    if not rows:
        axes.text(0.5, 0.5, "the same in all raids", transform=axes.transAxes, ha="center", color=style.GREY)
    for at, name in zip(places(len(names)), names, strict=True):
        if name in by_name:
            (draw_share if is_shares else draw_effect)(axes, float(at), by_name[name], unit_scale(measure))
    if not is_shares:
        axes.set_xlabel(f"change over one step ({UNITS.get(measure) or 'number'})")


def scale_shares(axes: "Axes", rows: Rows) -> None:
    """One scale for all panels, so wide that every interval is whole, within reason."""
    low = max(-0.25, min([0.0, *(row.first - row.first_half_width for row in rows)]))
    high = min(1.25, max([1.0, *(row.total + row.total_half_width for row in rows)]))
    axes.set(xlim=(low - 0.02, high + 0.02), xlabel="share of the variance")
    axes.set_xticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0", "0.25", "0.5", "0.75", "1"])


def unit_scale(measure: str) -> float:
    """Chances are shown in points, hundredths."""
    return 100.0 if UNITS.get(measure) == "points" else 1.0


def draw_share(axes: "Axes", at: float, row: Share, _: float) -> None:
    """What a factor decides alone, within what it takes part in."""
    axes.barh(at - 0.17, row.total, height=0.32, **style.fill_of(TOTAL))
    axes.barh(at + 0.17, row.first, height=0.32, **style.fill_of(FIRST))
    whisker(axes, at - 0.17, row.total, row.total_half_width)
    whisker(axes, at + 0.17, row.first, row.first_half_width)


def draw_effect(axes: "Axes", at: float, row: Any, scale: float) -> None:
    """How far a factor moves the measure, and how unevenly."""
    axes.barh(at, scale * row.mu_star, height=0.5, **style.fill_of(FIRST))
    whisker(axes, at, scale * row.mu_star, scale * row.mu_star_half_width)
    axes.plot([scale * row.sigma], [at], "D", color=style.VERMILLION, markersize=5, zorder=5, markeredgecolor="white")
    axes.plot([scale * row.mu], [at], "o", color=style.INK, markerfacecolor="white", markersize=5, zorder=5)


def whisker(axes: "Axes", at: float, middle: float, half: float) -> None:
    """An interval."""
    axes.plot([middle - half, middle + half], [at, at], **WHISKER)
    axes.plot([middle - half, middle + half], [at, at], "|", markersize=5, **WHISKER)


def draw_split(axes: "Axes", rows: Sequence[Share], is_first: bool) -> None:
    """The variance in three parts, as one bar."""
    left = 0.0
    luck = next((row for row in rows if row.factor == LUCK), None)
    if luck is not None and is_too_loose(luck):
        axes.text(0.5, 0.0, "too few points to tell", ha="center", va="center", fontsize=7.5, color=style.GREY)
    elif rows:
        split = split_of(rows)
        for share, (_, fill) in zip((split.luck, split.both, split.factors), PARTS, strict=True):
            shown = min(max(0.0, share), 1.0 - left)  # an estimate may lie outside
            axes.barh(0.0, shown, left=left, height=0.8, **style.fill_of(fill))
            if shown > 0.09:
                box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.85}
                axes.text(left + shown / 2, 0.0, f"{share:.0%}", ha="center", va="center", fontsize=7.5, bbox=box)
            left += shown
    axes.set(xlim=(0.0, 1.0), ylim=(-0.5, 0.5), xticks=[], yticks=[0.0])
    axes.set_yticklabels(["all of the variance"] if is_first else [""])
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)


def explain(figure: "Figure", is_shares: bool, said: str) -> None:
    """What bars and marks mean, and the small print."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    interval = Line2D([], [], marker="|", markersize=6, label="95 % interval", **WHISKER)
    if is_shares:
        marks = [Patch(label="with all it takes part in (total)", **style.fill_of(TOTAL)),
                 Patch(label="alone (first order)", **style.fill_of(FIRST)), interval,
                 *(Patch(label=label, **style.fill_of(fill)) for label, fill in PARTS)]  # fmt: skip
    else:
        diamond = Line2D([], [], color=style.VERMILLION, marker="D", linestyle="", markersize=5, label="its spread (σ)")
        ring = Line2D(
            [], [], color=style.INK, marker="o", linestyle="", markersize=5, markerfacecolor="white", label="mean (µ)"
        )
        marks = [Patch(label="mean size of the change (µ*)", **style.fill_of(FIRST)), interval, ring, diamond]
    across, up = figure.get_size_inches()
    columns = 3 if is_shares else 4
    figure.legend(handles=marks, loc="lower left", bbox_to_anchor=(0.25 / across, 0.33 / up), ncols=columns, borderaxespad=0.0)
    figure.text(0.25 / across, 0.16 / up, said, fontsize=7.5, color=style.GREY)
