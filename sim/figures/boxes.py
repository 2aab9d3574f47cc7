"""A box of conditions: drawn over the chance it stands out from, beside the trajectory on which it was found."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from sim.discovery.box import Limit, Limits, inside
from sim.discovery.conditions import Conditions
from sim.discovery.search import Discovery
from sim.figures import style
from sim.figures.boxpanels import draw_levels, draw_map, draw_trajectory

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_MAPS, MOST_BARS, MOST_PANELS = 3, 2, 3
SIDE, LEFT, GAP, BOTTOM, ABOVE, KEY = 2.5, 0.75, 0.75, 1.05, 0.95, 0.95  # inches
TITLE = "The box of conditions that PRIM finds"
LETTERS = 15.5  # of the sentence, an inch


class Drawn(NamedTuple):
    """What the figure is about."""

    found: Discovery
    conditions: Conditions
    is_hit: np.ndarray  # (raids,)
    hits: str  # what raids of interest do
    density: float | None  # that was asked for
    sentence: str
    source: str  # small print


def draw_box(drawn: Drawn) -> "Figure":
    """Where does the box lie, and what would a larger or a smaller one be worth?

    Parameters
    ----------
    drawn : Drawn
        A discovery with a box, the raids, and words.

    Returns
    -------
    matplotlib.figure.Figure
        For ``figure.savefig(path)``: one to three panels of conditions, and the trajectory.
    """
    panels = panels_of(drawn)
    width = LEFT + len(panels) * (SIDE + GAP) + KEY + SIDE + 0.3
    lines = textwrap.wrap(drawn.sentence.replace(" %", "\u00a0%"), int(LETTERS * (width - 2 * 0.35)))
    high = BOTTOM + SIDE + ABOVE + 0.17 * len(lines)
    with style.styled():
        figure = style.blank(width, high)
        mesh = None
        for k, panel in enumerate(panels):
            axes = style.place(figure, LEFT + k * (SIDE + GAP), BOTTOM, SIDE, SIDE)
            mesh = draw_panel(axes, panel, drawn) or mesh
        if mesh is not None:
            draw_key(figure, mesh, drawn.hits, LEFT + len(panels) * (SIDE + GAP) - GAP + 0.12)
        draw_trajectory(style.place(figure, width - SIDE - 0.3, BOTTOM, SIDE, SIDE), drawn.found, drawn.density)
        write_words(figure, drawn, lines)
    return figure


def panels_of(drawn: Drawn) -> list[tuple[int, ...]]:
    """Which factors does each panel show? Pairs of numbers for maps, single factors of words for bars."""
    restricted = list(dict.fromkeys(one.restriction.factor for one in drawn.found.kept))
    words = drawn.conditions.words
    numbers = [k for k in restricted if words[k] is None]
    bars = [(k,) for k in restricted if words[k] is not None][:MOST_BARS]
    free = [k for k in range(len(words)) if words[k] is None and k not in restricted]
    pairs: list[tuple[int, ...]] = []
    pairs += [(a, b) for j, b in enumerate(numbers) for a in numbers[:j]][:MOST_MAPS]
    if len(numbers) == 1:
        pairs = [(numbers[0], free[0])] if free else [(numbers[0],)]
    return [*bars, *pairs][:MOST_PANELS]


def draw_panel(axes: "Axes", panel: tuple[int, ...], drawn: Drawn) -> object:
    """One panel, of the raids that meet the box's conditions on the other factors."""
    kept = inside(elsewhere(drawn.found.box.limits, panel), drawn.conditions.values)
    names = [drawn.conditions.factors[k] for k in panel]
    table = pa.table({name: column_of(drawn.conditions, k, kept) for name, k in zip(names, panel, strict=True)})
    limits = [drawn.found.box.limits[k] for k in panel]
    if len(panel) == 1:
        draw_levels(axes, table, drawn.is_hit[kept], limits[0], drawn.conditions.words[panel[0]])
        return None
    return draw_map(axes, table, drawn.is_hit[kept], limits)


def elsewhere(limits: Limits, panel: Sequence[int]) -> Limits:
    """The box, open in the factors that a panel shows."""
    return tuple(Limit() if k in panel else limit for k, limit in enumerate(limits))


def column_of(conditions: Conditions, k: int, kept: np.ndarray) -> pa.Array:
    """One factor of some raids."""
    values, words = conditions.values[kept, k], conditions.words[k]
    return pa.array(values) if words is None else pa.array([words[int(code)] for code in values])


def draw_key(figure: "Figure", mesh: object, hits: str, left: float) -> None:
    """Which colour is which share?"""
    bar = figure.colorbar(mesh, cax=style.place(figure, left, BOTTOM, 0.14, SIDE))  # type: ignore[arg-type]
    bar.set_label(f"raids that {hits} (%)")


def write_words(figure: "Figure", drawn: Drawn, lines: Sequence[str]) -> None:
    """The title, the sentence, and how to read it."""
    wide, high = figure.get_size_inches()
    left = 0.35 / wide
    figure.text(left, 1 - 0.3 / high, TITLE, fontsize=12, fontweight="bold", va="center")
    figure.text(left, 1 - 0.52 / high, "\n".join(lines), fontsize=9, va="top", linespacing=1.3)
    read = (
        "Panels: the conditions that matter most. "
        "Colour: share of the raids that meet the box's conditions on all other factors, smoothed where points lie scattered "
        "(logistic regression on splines, scikit-learn); the frame is the box."
    )
    small = "\n".join(textwrap.wrap(f"{read} {drawn.source}", int(18.5 * (wide - 0.7))))
    figure.text(left, 0.12 / high, small, fontsize=7.5, color=style.GREY, va="bottom", linespacing=1.3)
