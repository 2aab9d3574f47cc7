"""Why raids fall short, for many scenarios at once: a row a scenario, a column a factor, beside what was reported."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.figures import style
from sim.figures.sheets import in_lines, wrapped
from sim.why.answer import Answer
from sim.why.causes import SUCCEEDED
from sim.why.words import is_clear

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, CELL, BEFORE, AFTER = 1.45, 0.98, 1.35, 3.7  # inches across
ROW, ABOVE, BELOW = 0.52, 1.35, 0.95  # inches up
NOTE = (
    "Numbers: {unit} that a factor accounts for (Shapley value: what changes when it is relieved, averaged over "
    "orders of relief); bold where the 95 % interval leaves out 0; a dash: it is so already. Blue: more "
    "when the factor is relieved; orange: less (of an ambush fewer people off post are also fewer to hit). Frames: "
    "reported as a reason. Success: occupied at some time; of ambushes, the objective met. It explains the model, not "
    "the war."
)


def draw_answers(answers: Sequence[Answer], said: str) -> "Figure":
    """What do the shortfalls of these scenarios come from, and what was reported?

    Parameters
    ----------
    answers : sequence of Answer
        A row each, the largest shortfall on top; the same factors in all.
    said : str
        What stands behind it.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = sorted(answers, key=lambda answer: answer.start.value)
    columns = len(answers[0].rows)
    grid, high = CELL * columns, ROW * len(rows)
    with style.styled():
        wide = LEFT + BEFORE + grid + AFTER
        figure = style.blank(wide, ABOVE + high + BELOW)
        cells = style.place(figure, LEFT + BEFORE, BELOW, grid, high)
        draw_cells(cells, rows)
        write_beside(cells, rows)
        tall = figure.get_size_inches()[1]
        title: style.Look = {"fontsize": 13, "fontweight": "bold", "color": style.INK}
        figure.text(0.2 / wide, 1 - 0.32 / tall, "Why raids on outposts fall short, in the model and in reports", **title)
        note = f"{in_lines(NOTE.format(unit=unit_of(rows[0])), int(wide * 17))}\n{said[:1].upper()}{said[1:]}."
        figure.text(0.2 / wide, 0.1 / tall, note, fontsize=7, color=style.GREY, va="bottom")
    return figure


def unit_of(answer: Answer) -> str:
    """What the numbers are."""
    return "points of the chance of success" if answer.is_chance else answer.measure.replace("_", " ")


def draw_cells(axes: "Axes", rows: Sequence[Answer]) -> None:
    """The heat map."""
    from matplotlib.patches import Rectangle

    scale = 100.0 if rows[0].is_chance else 1.0
    shares = np.array([[row.share.value for row in answer.rows] for answer in rows])
    values = np.round(scale * shares, 0 if rows[0].is_chance else 2) + 0.0
    reach = float(np.abs(values).max()) or 1.0
    axes.imshow(values, cmap=style.diverging(), vmin=-reach, vmax=reach, aspect="auto")
    for i, answer in enumerate(rows):
        for j, row in enumerate(answer.rows):
            dark = abs(values[i, j]) > 0.6 * reach
            text = f"{values[i, j]:g}" if row.is_active else "–"
            look: style.Look = {"fontweight": "bold" if is_clear(row.share) and values[i, j] else "normal", "fontsize": 9.5}
            axes.text(j, i, text, ha="center", va="center", color="white" if dark else style.INK, **look)
            if row.cause in answer.case.scenario.reported.causes:
                frame: style.Look = {"fill": False, "edgecolor": style.INK, "linewidth": 2.0}
                axes.add_patch(Rectangle((j - 0.46, i - 0.43), 0.92, 0.86, **frame))
    names = [wrapped(row.label, 13) for row in rows[0].rows]
    axes.set_xticks(range(len(names)), names)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows)), [answer.case.scenario.name.replace("_", " ") for answer in rows])
    axes.tick_params(length=0, labelsize=9, pad=4)
    axes.tick_params(axis="y", pad=1.32 * 72)
    axes.spines[:].set_visible(False)


def write_beside(axes: "Axes", rows: Sequence[Answer]) -> None:
    """On the left the chances, on the right what was reported and what the attackers named."""
    top = -0.62
    heads: style.Look = {"fontsize": 8.5, "color": style.INK, "va": "bottom", "fontweight": "bold"}
    left, right = -0.5 - 0.66 / CELL, len(rows[0].rows) - 0.5 + 0.15 / CELL
    axes.text(left, top, "succeed as it is\n→ all relieved", ha="center", **heads)
    axes.text(right, top, "reported:\nending, reasons", ha="left", **heads)
    axes.text(right + 1.75 / CELL, top, "in the model they\nleave most often for", ha="left", **heads)
    body: style.Look = {"fontsize": 8.5, "color": style.INK, "va": "center"}
    for k, answer in enumerate(rows):
        start, end = (
            f"{100 * one.value:.0f} %" if answer.is_chance else f"{one.value:.3g}" for one in (answer.start, answer.end)
        )
        axes.text(left, k, f"{start} → {end}", ha="center", **body)
        axes.text(right, k, reported_words(answer), ha="left", **body)
        axes.text(right + 1.75 / CELL, k, left_for(answer), ha="left", **body)


def plain(answer: Answer, value: float) -> str:
    """A chance in per cent, anything else as it is."""
    return f"{100 * value:.0f} %" if answer.is_chance else f"{value:.3g}"


def reported_words(answer: Answer) -> str:
    """Ending and reasons as they were reported."""
    reported = answer.case.scenario.reported
    causes = ", ".join(cause for cause in reported.causes if cause != "none")
    ending = ", ".join(ending.replace("_", " ") for ending in reported.endings) or "not reported"
    return f"{ending}\n{causes}" if causes else ending


def left_for(answer: Answer) -> str:
    """The two commonest reasons for leaving, as shares of all raids."""
    causes = [one for one in answer.causes if one.event not in (SUCCEEDED, "none")][:2]
    return "\n".join(f"{one.event} {100 * one.last:.0f} %" for one in causes if one.last >= 0.005) or "hardly any leaves"
