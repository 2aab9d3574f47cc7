"""Why the attackers left, over the minutes of the raid, and beside it what each reason accounts for."""

from typing import TYPE_CHECKING

import numpy as np

from sim.figures import style
from sim.figures.sheets import in_lines, wrapped
from sim.why.answer import Answer, Row
from sim.why.causes import SUCCEEDED, Incidence
from sim.why.words import ranked_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, HIGH, LEFT, COURSE, BETWEEN, BARS, BOTTOM, UP = 13.2, 6.3, 0.75, 6.6, 2.1, 3.4, 1.15, 3.75  # inches
SUCCESS = style.Fill("#F4F4F4", "/")
ENOUGH = 0.98  # of the raids that have ended: the axis ends a little after that
NOTE = (
    "Left: cumulative incidence of each way in which a raid ends, as competing risks (Aalen and Johansen 1978). "
    "Right: the reason for which attackers left is the one that tipped the scales (proximate cause); what a factor "
    "accounts for also counts how it wore them down, kept them waiting or out, whatever they named in the end "
    "(Shapley value, of all that relief gains)."
)


def draw_causes(answer: Answer, said: str) -> "Figure":
    """By which minute have how many raids ended for which cause, and what does each account for?

    Parameters
    ----------
    answer : Answer
        Of one scenario.
    said : str
        What stands behind it.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with style.styled():
        figure = style.blank(WIDE, HIGH)
        course = style.place(figure, LEFT, BOTTOM, COURSE, UP)
        beside = style.place(figure, LEFT + COURSE + BETWEEN, BOTTOM, BARS, UP)
        draw_course(course, answer.causes)
        draw_beside(beside, answer)
        title = f"Why they left, and what kept them from succeeding: {answer.case.scenario.title}"
        figure.text(0.2 / WIDE, 1 - 0.3 / HIGH, title, fontsize=12.5, fontweight="bold", color=style.INK)
        note = f"{in_lines(NOTE, 225)}\n{said[:1].upper()}{said[1:]}."
        figure.text(0.2 / WIDE, 0.08 / HIGH, note, fontsize=7, color=style.GREY, va="bottom")
    return figure


def draw_course(axes: "Axes", causes: list[Incidence]) -> None:
    """Stacked areas: success at the bottom, then the causes, the commonest first."""
    if not causes:
        axes.text(0.5, 0.5, "no raid came to an end", ha="center", transform=axes.transAxes)
        return
    ordered = sorted(causes, key=lambda one: (one.event != SUCCEEDED, -one.last))
    minutes = np.append(causes[0].minutes, 2.0 * causes[0].minutes[-1])  # the last step goes on
    under = np.zeros(len(minutes))
    for one in ordered:
        fill = SUCCESS if one.event == SUCCEEDED else style.CAUSE_FILLS[one.event]
        look = style.fill_of(fill) | ({"edgecolor": style.GREY} if one.event == SUCCEEDED else {})
        name = "succeeded" if one.event == SUCCEEDED else "nobody left" if one.event == "none" else f"left: {one.event}"
        words = f"{name} {100 * one.last:.0f} % (± {100 * one.half_width[-1]:.0f})"
        share = np.append(one.share, one.last)
        axes.fill_between(minutes, 100 * under, 100 * (under + share), step="post", label=words, **look)
        under = under + share
    ended = 1.05 * float(minutes[np.searchsorted(under, ENOUGH * under[-1])])
    axes.set(xlim=(0.0, ended), ylim=(0.0, 100.0), xlabel="minutes from the start", ylabel="share of all raids (%)")
    axes.set_title("By when have they ended, and how?", y=1.17)
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles, labels, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, borderaxespad=0.3, columnspacing=1.1)


def draw_beside(axes: "Axes", answer: Answer) -> None:
    """Each factor twice: how often it was the reason to leave, and which share of the total it accounts for."""
    rows = ranked_rows(answer)
    for k, row in enumerate(rows):
        two_bars(axes, k, row, answer)
    axes.set_yticks(range(len(rows)), [wrapped(row.label, 24) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    axes.grid(axis="x")
    axes.set_xlabel("share (%)")
    axes.set_title("Named, and accounting for", y=1.17)
    axes.axvline(0.0, color=style.GREY, linewidth=0.8)
    handles, labels = axes.get_legend_handles_labels()
    by_label = dict(zip(labels, handles, strict=True))
    axes.legend(by_label.values(), by_label.keys(), loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=1, borderaxespad=0.3)


def two_bars(axes: "Axes", k: int, row: Row, answer: Answer) -> None:
    """The proximate bar above, the counterfactual one below."""
    named, total = row.named if answer.is_success else None, answer.total if answer.part(1.0) else 1.0
    part, half = 100 * row.share.value / total, 100 * np.nan_to_num(row.share.half_width) / abs(total)
    words = "accounts for, of all that relief gains" if answer.part(1.0) else "accounts for, points of the chance"
    axes.barh(k + 0.19, part, height=0.34, label=words, **style.fill_of(style.Fill(style.SKY, "")))
    if row.is_active:
        axes.errorbar(part, k + 0.19, xerr=half, color=style.INK, linewidth=0.9, capsize=2)
    if row.cause is None:
        axes.text(0.0, k - 0.19, " is no reason to leave", va="center", fontsize=7, color=style.GREY)
    if named is None:
        return
    look = style.fill_of(style.Fill(style.ORANGE, "\\\\"))
    axes.barh(k - 0.19, 100 * named, height=0.34, label="the reason why they left, of raids that failed", **look)
