"""Words around a figure of campaigns: what the signs mean, and the small print."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.figures import style
from sim.figures.sheets import WIDTH, in_lines

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LETTERS_AN_INCH = 18  # of small print
TITLE, LINE, GAP = 0.45, 0.18, 0.12  # inches: the title, a line of the key, and below it
SIGN, LETTER = 0.45, 0.06  # inches of a sign of the key, and of a letter beside it
SMALL_LINE = 0.125  # inches of a line of small print


def room_of(handles: Sequence[Any]) -> float:
    """How many inches do the title and the key take?"""
    return TITLE + LINE * -(-len(handles) // columns_of(handles)) + GAP


def label_of(handle: Any) -> str:
    """What is written beside this sign?"""
    return (handle[0] if type(handle) is tuple else handle).get_label()


def columns_of(handles: Sequence[Any]) -> int:
    """In how many columns does the key fit across the sheet?"""
    letters = [len(label_of(handle)) for handle in handles]
    for columns in range(len(letters), 1, -1):
        widest = [max(part) for part in np.array_split(letters, columns)]
        if SIGN * columns + LETTER * sum(widest) <= WIDTH - 0.5:
            return columns
    return 1


def explain(figure: "Figure", handles: Sequence[Any]) -> None:
    """What the signs mean, below the title."""
    write_key(figure, handles, (0.25, figure.get_size_inches()[1] - TITLE), columns_of(handles))


def write_key(figure: "Figure", handles: Sequence[Any], corner: tuple[float, float], columns: int, **more: Any) -> None:
    """What the signs mean, with its upper left corner at these inches; a handle of two marks is drawn one over the other."""
    from matplotlib.legend_handler import HandlerTuple

    wide, high = figure.get_size_inches()
    labels = [label_of(handle) for handle in handles]
    figure.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(corner[0] / wide, corner[1] / high), ncols=columns, borderpad=0.0,
        borderaxespad=0.0, handlelength=1.6, columnspacing=1.4, handler_map={tuple: HandlerTuple(ndivide=1)}, **more,
    )  # fmt: skip


def room_below(words: str) -> float:
    """How many inches does this small print take, across a whole sheet?"""
    return 0.12 + SMALL_LINE * (in_lines(words, int(WIDTH * LETTERS_AN_INCH)).count("\n") + 1)


def small_print(figure: "Figure", words: str) -> None:
    """What a careful reader wants to know, in the lower left corner."""
    wide, high = figure.get_size_inches()
    said = in_lines(words, int(wide * LETTERS_AN_INCH))
    figure.text(0.25 / wide, 0.1 / high, said, fontsize=7, color=style.GREY, va="bottom")


def counted(number: int, thing: str) -> str:
    """So many of a thing, in words."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
