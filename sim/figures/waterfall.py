"""Where a shortfall comes from: a waterfall from what is to what would be, and how the factors work together."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.figures import style
from sim.figures.sheets import in_lines, wrapped
from sim.why.answer import Answer, Row
from sim.why.words import behind, is_clear, number_of, ranked_rows, sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, LEFT, FALL, BETWEEN, SIDE = 13.2, 1.65, 5.9, 1.75, 3.4  # inches across
ROW, ABOVE, BELOW = 0.46, 1.3, 1.15  # inches up
LETTERS = 170  # of a line above
GAIN, LOSS, STATE, REST = (
    style.Fill(style.SKY, ""),
    style.Fill(style.ORANGE, "\\\\"),
    style.Fill(style.BLUE, ""),
    style.Fill(style.PALE, "..."),
)


def draw_waterfall(answer: Answer, said: str) -> "Figure":
    """What does each factor account for, from the raids as they are to everything relieved?

    Parameters
    ----------
    answer : Answer
        Of one scenario.
    said : str
        What stands behind it.

    Returns
    -------
    matplotlib.figure.Figure
        On the left a bar for each factor with its 95 % interval, on the right the interactions of pairs.
    """
    rows = ranked_rows(answer)
    high = ROW * (len(rows) + 2 + answer.is_chance)
    with style.styled():
        figure = style.blank(WIDE, ABOVE + high + BELOW)
        fall = style.place(figure, LEFT, BELOW, FALL, high)
        draw_fall(fall, answer, rows)
        active = [k for k, row in enumerate(answer.rows) if row.is_active]
        if len(active) > 1:
            side = min(SIDE, high - 0.3)
            matrix = style.place(figure, LEFT + FALL + BETWEEN, BELOW + high - side - 0.3, side, side)
            draw_pairs(matrix, answer, active)
        explain(figure, answer, said)
    return figure


def scale_of(answer: Answer) -> float:
    """A chance is shown in per cent."""
    return 100.0 if answer.is_chance else 1.0


def draw_fall(axes: "Axes", answer: Answer, rows: list[Row]) -> None:
    """Bars from left to right, each where the one above ends."""
    scale, at = scale_of(answer), answer.start.value
    names = ["as it is"]
    bar(axes, 0, (0.0, at), STATE, scale)
    whisker(axes, 0, at, answer.start.half_width, scale)
    for k, row in enumerate(rows, start=1):
        names.append(wrapped(row.label, 22))
        value = row.share.value
        bar(axes, k, (at, at + value), GAIN if value >= 0 else LOSS, scale)
        whisker(axes, k, at + value, row.share.half_width, scale)
        axes.plot([scale * at] * 2, [k - 0.75, k - 0.25], color=style.GREY, linewidth=0.7)
        half = np.nan_to_num(row.share.half_width)
        if value < 0:
            label(axes, k, at + value - half, said_share(answer, row), scale, on_left=True)
        else:
            label(axes, k, at + value + half, said_share(answer, row), scale)
        at += value
    end = len(rows) + 1
    names.append("everything\nrelieved")
    bar(axes, end, (0.0, answer.end.value), STATE, scale)
    axes.plot([scale * at] * 2, [end - 0.75, end - 0.25], color=style.GREY, linewidth=0.7)
    if answer.is_chance:
        names.append("still missing")
        bar(axes, end + 1, (answer.end.value, 1.0), REST, scale)
        label(axes, end + 1, answer.end.value, f"{100 * (1 - answer.end.value):.1f}", scale, on_left=True)
    for k, value in ((0, answer.start.value), (end, answer.end.value)):
        inside = value * scale > 0.12 * (100.0 if answer.is_chance else scale * max(answer.start.value, answer.end.value))
        words = number_of(answer, value).replace("%", " %")
        if inside:
            axes.text(scale * value / 2, k, words, ha="center", va="center", color="white", fontsize=9, fontweight="bold")
        else:
            label(axes, k, value + (answer.start.half_width if k == 0 else 0.0), words, scale)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    axes.grid(axis="x")
    if answer.is_chance:
        axes.set(xlim=(0.0, 124.0), xticks=range(0, 101, 20))
        axes.set_xlabel(f"chance: {answer.measure.replace('_', ' ')} (% of {answer.subject.many})")
    else:
        axes.set_xlabel(answer.measure.replace("_", " "))
        axes.margins(x=0.18)
        axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    axes.set_title("What each factor accounts for (Shapley value, 95 % interval)")


def bar(axes: "Axes", row: int, ends: tuple[float, float], fill: style.Fill, scale: float) -> None:
    """One bar between two values."""
    low, high = sorted(ends)
    axes.barh(row, scale * (high - low), left=scale * low, height=0.5, **style.fill_of(fill))


def whisker(axes: "Axes", row: int, value: float, half: float, scale: float) -> None:
    """Its interval."""
    if half > 0:
        axes.errorbar(scale * value, row, xerr=scale * half, color=style.INK, linewidth=1.0, capsize=2.5)


def label(axes: "Axes", row: int, value: float, words: str, scale: float, on_left: bool = False) -> None:
    """Words beside the end of a bar."""
    look: dict[str, Any] = {"va": "center", "fontsize": 8, "color": style.INK}
    side = "right" if on_left else "left"
    place: dict[str, Any] = {"xytext": (-5 if on_left else 5, 0), "textcoords": "offset points", "ha": side}
    axes.annotate(words, (scale * value, row), **place, **look)


def said_share(answer: Answer, row: Row) -> str:
    """The number beside a bar."""
    if not row.is_active:
        return "0: it is so already"
    return f"{100 * row.share.value:+.1f}" if answer.is_chance else f"{row.share.value:+,.3g}"


def draw_pairs(axes: "Axes", answer: Answer, active: list[int]) -> None:
    """The interactions as a triangle: a colour and a number; clear ones in bold."""
    values = np.array([[answer.interactions[i][j].value for j in active] for i in active]) * scale_of(answer)
    shown = np.where(np.tri(len(active), k=-1) > 0, values, np.nan)
    reach = (float(np.nanmax(np.abs(shown))) if np.isfinite(shown).any() else 0.0) or 1.0
    axes.imshow(shown[1:, :-1], cmap=style.diverging(), vmin=-reach, vmax=reach, aspect="auto")
    for i in range(1, len(active)):
        for j in range(i):
            if np.isfinite(shown[i, j]):
                weight = "bold" if is_clear(answer.interactions[active[i]][active[j]]) else "normal"
                dark = abs(shown[i, j]) > 0.6 * reach
                text = plain_sign(shown[i, j], answer.is_chance)
                axes.text(
                    j,
                    i - 1,
                    text,
                    ha="center",
                    va="center",
                    fontsize=8,
                    fontweight=weight,
                    color="white" if dark else style.INK,
                )
    few = len(active) <= 8
    names = [wrapped(answer.rows[k].label, 16) if few else answer.rows[k].label for k in active]
    axes.set_yticks(range(len(active) - 1), names[1:])
    axes.set_xticks(range(len(active) - 1), names[:-1], rotation=40 if few else 60, ha="right", rotation_mode="anchor")
    axes.tick_params(length=0, labelsize=7.5)
    axes.spines[:].set_visible(False)
    unit = " (points)" if answer.is_chance else ""
    axes.set_title(f"How two work together{unit}", y=1.0 + 0.32 / SIDE)
    stand_in, need = ("above", "below") if answer.total < 0 else ("below", "above")
    words = f"{stand_in} 0: one stands in for the other\n{need} 0: they need each other"
    axes.text(0.0, 1.0 + 0.04 / SIDE, words, transform=axes.transAxes, va="bottom", fontsize=7.5, color=style.GREY)


def plain_sign(value: float, is_chance: bool) -> str:
    """A number with its sign; what rounds to nothing has none."""
    text = f"{value:+.0f}" if is_chance else f"{value:+.2g}"
    return "0" if text in ("+0", "-0") else text


def explain(figure: "Figure", answer: Answer, said: str) -> None:
    """What is said above, and what relieved means below."""
    wide, high = figure.get_size_inches()
    where = answer.case.scenario.title
    what = "Why it falls short" if answer.is_chance and answer.total >= 0 else "What it hangs on"
    figure.text(0.2 / wide, 1 - 0.3 / high, f"{what}: {where}", fontsize=12.5, fontweight="bold", color=style.INK)
    words = in_lines(sentences(answer)[0], LETTERS)
    figure.text(0.2 / wide, 1 - 0.48 / high, words, fontsize=9, va="top", color=style.INK)
    relieved = "; ".join(f"{row.label}: {row.means}" for row in answer.rows)
    note = in_lines(f"Relieved means: {relieved}. {said[:1].upper()}{said[1:]}; {behind(answer)}.", 225)
    figure.text(0.2 / wide, 0.1 / high, note, fontsize=7, color=style.GREY, va="bottom")
