"""How a chance converges as the tick shrinks, beside its exact value."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 8.6, 5.1
LEFT, BOTTOM, RIGHT, TOP = 0.95, 1.2, 0.4, 1.25
INTERVAL = 1.96  # standard errors on either side
TOLERATED = 0.01  # the bias that a default tick may have


class Point(NamedTuple):
    """Raids of one tick."""

    tick: float  # in units of the law's time
    kills: float  # expected in the first tick
    chance: float  # that attackers win
    error: float  # its standard error


def draw_convergence(points: Sequence[Point], exact: float | None, duel: str, runs: int) -> "Figure":
    """Does the chance that attackers win go to its exact value as the tick shrinks?

    Parameters
    ----------
    points : sequence of Point
        One for each tick.
    exact : float, optional
        The exact chance; no line is drawn where it is not known.
    duel : str
        What was fought, in a line.
    runs : int
        Raids of each tick.

    Returns
    -------
    matplotlib.figure.Figure
        For ``figure.savefig(path)``.
    """
    with style.styled():
        figure = style.blank(WIDTH, HEIGHT)
        panel = style.place(figure, LEFT, BOTTOM, WIDTH - LEFT - RIGHT, HEIGHT - BOTTOM - TOP)
        if exact is not None:
            draw_exact(panel, exact)
        draw_points(panel, points)
        name_axes(panel, points)
        write_words(figure, duel, runs)
    return figure


def draw_exact(panel: "Axes", exact: float) -> None:
    """The exact chance, and one percentage point about it."""
    low, high = exact - TOLERATED, exact + TOLERATED
    panel.axhspan(low, high, color=style.SKY, alpha=0.18, linewidth=0, label="within one percentage point")
    panel.axhline(exact, color=style.INK, linewidth=1.2, linestyle=(0, (5, 2)), label=f"exact: {exact:.6f}")


def draw_points(panel: "Axes", points: Sequence[Point]) -> None:
    """Raids, with 95 % intervals."""
    panel.errorbar(
        [point.tick for point in points],
        [point.chance for point in points],
        yerr=[INTERVAL * point.error for point in points],
        fmt="o",
        markersize=4.5,
        capsize=3,
        color=style.VERMILLION,
        label="raids, with 95 % intervals",
    )


def name_axes(panel: "Axes", points: Sequence[Point]) -> None:
    """Ticks below, kills expected in them above."""
    panel.set_xscale("log")
    panel.set(xlabel="length of a tick (units of the law's time)", ylabel="chance that attackers win")
    panel.yaxis.get_major_formatter().set_useOffset(False)  # type: ignore[attr-defined]
    panel.grid(axis="y")
    panel.minorticks_off()
    ticks = sorted({point.tick: point.kills for point in points}.items())
    panel.set_xticks([tick for tick, _ in ticks], [f"{tick:g}" for tick, _ in ticks])
    above = panel.secondary_xaxis("top")
    above.set_xticks([tick for tick, _ in ticks], [f"{kills:.2g}" for _, kills in ticks])
    above.minorticks_off()
    above.set_xlabel("kills expected in the first tick")
    panel.legend(loc="upper left", bbox_to_anchor=(-0.01, -0.16), ncols=3)


def write_words(figure: "Figure", duel: str, runs: int) -> None:
    """The title, and where it comes from."""
    left, title = LEFT / WIDTH, "The chance converges as the tick shrinks"
    figure.text(left, 1 - 0.28 / HEIGHT, title, fontsize=12, fontweight="bold", va="center")
    figure.text(left, 1 - 0.53 / HEIGHT, duel, fontsize=8.5, color=style.INK, va="center")
    words = f"{runs:,} raids a tick, played by the compiled rules; exact value: Markov chain (sim/theory/exact.py)"
    figure.text(left, 0.16 / HEIGHT, words, fontsize=7.5, color=style.GREY, va="center")
