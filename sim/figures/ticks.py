"""What the tick does to the results: two panels a scenario, its chance and its losses against the length of the tick."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.convergence import tick_words
from sim.figures import style
from sim.figures.sheets import head, in_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 4  # scenarios side by side
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 2.75, 1.5, 0.8, 0.2, 1.05, 0.85  # inches
GAP_ACROSS, GAP_UP, GAP_BLOCKS = 0.62, 0.34, 0.85
Z = 1.96  # of a 95 % interval
LEAST_REACH, MOST_REACH = 2.5, 8.0  # of a panel on either side of the limit, in tolerances; coarse ticks may lie outside
SIDES = (  # measure, words, colour, marker, and how far beside its tick it is drawn
    ("both_lost", "both sides", style.INK, "o", 1.0),
    ("attackers_lost", "attackers", style.SIDE_COLOURS["attackers"], "^", 0.9),
    ("defenders_lost", "defenders and relief", style.SIDE_COLOURS["defenders"], "s", 1.11),
)

Rows = Sequence[dict[str, Any]]


class Course(NamedTuple):
    """One measure of one scenario against the tick."""

    ticks: np.ndarray
    means: np.ndarray
    errors: np.ndarray
    finding: dict[str, Any]

    def times(self, factor: float, shift: float) -> "Course":
        """The same in other units."""
        limit, error = factor * self.finding["limit"] + shift, factor * self.finding["limit_error"]
        finding = self.finding | {"limit": limit, "limit_error": error}
        return Course(self.ticks, factor * self.means + shift, factor * self.errors, finding)


def draw_convergence(rows: Rows, findings: Rows, losses: float, said: str) -> "Figure":
    """How do chance and losses of each scenario change with the tick, and where would they be at a tick of nothing?

    Parameters
    ----------
    rows : sequence of dict
        A row for each scenario, tick and measure: `sim.convergence.level_rows`.
    findings : sequence of dict
        A row for each scenario and measure: `sim.convergence.Finding`.
    losses : float
        Share by which mean losses may be off.
    said : str
        How many raids stand behind it.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with style.styled():
        names = list(dict.fromkeys(row["scenario"] for row in rows))
        across, blocks = min(ACROSS, len(names)), -(-len(names) // ACROSS)
        block = 2 * HEIGHT + GAP_UP + GAP_BLOCKS
        wide = max(LEFT + RIGHT + across * WIDTH + (across - 1) * GAP_ACROSS, 7.4)
        figure = style.blank(wide, TOP + BOTTOM + blocks * block - GAP_BLOCKS)
        high = figure.get_size_inches()[1]
        for k, name in enumerate(names):
            line, column = divmod(k, ACROSS)
            left, top = LEFT + column * (WIDTH + GAP_ACROSS), high - TOP - line * block
            upper = style.place(figure, left, top - HEIGHT, WIDTH, HEIGHT)
            lower = style.place(figure, left, top - 2 * HEIGHT - GAP_UP, WIDTH, HEIGHT)
            draw_chance(upper, course_of(rows, findings, name, "chance"))
            draw_losses(lower, [course_of(rows, findings, name, side[0]) for side in SIDES], losses)
            name_panels(upper, lower, name, is_first=column == 0)
        head(figure, "What the length of a tick does to the results")
        explain(figure, said)
    return figure


def course_of(rows: Rows, findings: Rows, name: str, measure: str) -> Course:
    """The numbers of one line."""
    own = [row for row in rows if row["scenario"] == name and row["measure"] == measure]
    finding = next(one for one in findings if one["scenario"] == name and one["measure"] == measure)
    ticks, mean, error = (np.array([row[key] for row in own]) for key in ("tick_minutes", "mean", "error"))
    return Course(ticks, mean, error, finding)


def draw_chance(axes: "Axes", course: Course) -> None:
    """The chance in per cent, its tolerance as a band about the limit."""
    in_percent = course.times(100.0, 0.0)
    limit, allowed = in_percent.finding["limit"], 100.0 * (course.finding["allowed"] or 0.0)
    scale_ticks(axes, course)
    draw_band(axes, limit, allowed)
    draw_course(axes, in_percent, style.INK, "o", 1.0)
    reach = reach_of(in_percent, limit, allowed)
    axes.set_ylim(max(limit - reach, -0.05 * reach), min(limit + reach, 100.0 + 0.05 * reach))


def draw_losses(axes: "Axes", courses: Sequence[Course], losses: float) -> None:
    """Mean losses as a difference from their limit in per cent; a side that loses hardly anybody is not drawn."""
    scale_ticks(axes, courses[0])
    draw_band(axes, 0.0, 100.0 * losses)
    reach, left_out = LEAST_REACH * 100.0 * losses, []
    for (_, words, colour, marker, beside), course in zip(SIDES, courses, strict=True):
        if course.finding["allowed"] is None:
            left_out.append(f"{words}: {max(0.0, course.finding['limit']):.1f} lost, not judged")
            continue
        relative = course.times(100.0 / course.finding["limit"], -100.0)
        draw_course(axes, relative, colour, marker, beside)
        reach = max(reach, reach_of(relative, 0.0, 100.0 * losses))
    axes.set_ylim(-reach, reach)
    axes.text(0.02, 0.03, "\n".join(left_out), transform=axes.transAxes, fontsize=6.5, color=style.GREY, va="bottom")


def reach_of(course: Course, limit: float, allowed: float) -> float:
    """How far must the panel reach from the limit for all to be seen, within reason?"""
    farthest = 1.15 * float(np.max(np.abs(course.means - limit) + Z * course.errors))
    return min(MOST_REACH * allowed, max(LEAST_REACH * allowed, farthest))


def draw_band(axes: "Axes", limit: float, allowed: float) -> None:
    """What is allowed."""
    axes.axhspan(limit - allowed, limit + allowed, color=style.YELLOW, alpha=0.35, linewidth=0.0, zorder=0)
    axes.axhline(limit, color=style.GREY, linewidth=0.8, zorder=1)


def draw_course(axes: "Axes", course: Course, colour: str, marker: str, beside: float) -> None:
    """Means with their intervals; the scenario's own tick is filled; the limit stands at the left."""
    finding, at_nothing = course.finding, course.ticks.min() / 2.0 * beside
    look: style.Look = {"color": colour, "linewidth": 1.0, "capsize": 0.0}
    axes.errorbar(course.ticks * beside, course.means, Z * course.errors, fmt="-", alpha=0.75, zorder=2, **look)
    axes.errorbar([at_nothing], [finding["limit"]], [Z * finding["limit_error"]], fmt="D", markersize=4.5, **look)
    is_own = course.ticks == finding["own_tick"]
    for chosen, face, size in ((~is_own, "white", 4.0), (is_own, colour, 6.0)):
        axes.plot(
            course.ticks[chosen] * beside, course.means[chosen], marker, color=colour, markerfacecolor=face, markersize=size
        )


def scale_ticks(axes: "Axes", course: Course) -> None:
    """Ticks on a scale of ratios, nought at its left end, the scenario's own marked."""
    from matplotlib.ticker import NullLocator

    nothing = float(course.ticks.min()) / 2.0
    axes.set_xscale("log", base=2)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks([nothing, *course.ticks], ["0", *map(tick_words, course.ticks)])
    axes.tick_params(axis="x", labelsize=7)
    axes.set_xlim(nothing / 1.5, float(course.ticks.max()) * 1.5)
    axes.axvline(course.finding["own_tick"], color=style.PALE, linewidth=5.0, zorder=0.5)
    axes.axvline(nothing * 2**0.5, color=style.GREY, linewidth=0.6, linestyle=":", zorder=0.5)
    axes.grid(axis="y")


def name_panels(upper: "Axes", lower: "Axes", name: str, is_first: bool) -> None:
    """Whose panels they are, and what stands on their axes."""
    upper.set_title(name.replace("_", " "))
    upper.tick_params(labelbottom=False)
    lower.set_xlabel("tick (min)")
    if is_first:
        upper.set_ylabel("chance of\nsuccess (%)")
        lower.set_ylabel("mean losses,\ndifference from limit (%)")


def explain(figure: "Figure", said: str) -> None:
    """What the signs mean, in one line above and two below."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    wide, high = figure.get_size_inches()
    plain: style.Look = {"linewidth": 1.0, "markersize": 5}
    signs: list[Any] = [
        Line2D([], [], color=colour, marker=marker, label=words, **plain) for _, words, colour, marker, _ in SIDES
    ]
    signs += [
        Line2D([], [], color=style.INK, marker="o", linestyle="", markersize=6, label="the scenario's own tick"),
        Line2D([], [], color=style.INK, marker="D", linestyle="", markersize=4.5, label="limit at a tick of nothing"),
        Patch(color=style.YELLOW, alpha=0.35, label="allowed about the limit"),
    ]
    figure.legend(handles=signs, loc="upper left", bbox_to_anchor=(0.15 / wide, 1.0 - 0.38 / high), ncols=3 if wide < 9 else 6)
    words = (
        "Success: occupied at some time where the attackers came for that, else their objective met. Bars: 95 % intervals. "
        "Limit: a straight line through the finest ticks (Richardson 1911).\n"
        f"Each panel has its own scale; coarse ticks may lie outside. {said[:1].upper()}{said[1:]}."
    )
    figure.text(0.2 / wide, 0.12 / high, in_lines(words, int(wide * 18)), fontsize=7, color=style.GREY, va="bottom")
