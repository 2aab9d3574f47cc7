"""Words around a figure of campaigns: what the signs mean, and the small print."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.figures import style
from sim.figures.sheets import in_lines

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LETTERS_AN_INCH = 18  # of small print
COLUMNS, TITLE, LINE, GAP = 7, 0.45, 0.18, 0.12  # of the key, and inches of the title, of a line of the key, and below it


def room_of(handles: Sequence[Any]) -> float:
    """How many inches do the title and the key take?"""
    return TITLE + LINE * -(-len(handles) // COLUMNS) + GAP


def explain(figure: "Figure", handles: Sequence[Any]) -> None:
    """What the signs mean, below the title."""
    write_key(figure, handles, (0.25, figure.get_size_inches()[1] - TITLE), COLUMNS)


def write_key(figure: "Figure", handles: Sequence[Any], corner: tuple[float, float], columns: int, **more: Any) -> None:
    """What the signs mean, with its upper left corner at these inches; a handle of two marks is drawn one over the other."""
    from matplotlib.legend_handler import HandlerTuple

    wide, high = figure.get_size_inches()
    labels = [(handle[0] if type(handle) is tuple else handle).get_label() for handle in handles]
    figure.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(corner[0] / wide, corner[1] / high), ncols=columns, borderpad=0.0,
        borderaxespad=0.0, handlelength=1.6, columnspacing=1.4, handler_map={tuple: HandlerTuple(ndivide=1)}, **more,
    )  # fmt: skip


def small_print(figure: "Figure", words: str) -> None:
    """What a careful reader wants to know, in the lower left corner."""
    wide, high = figure.get_size_inches()
    said = in_lines(words, int(wide * LETTERS_AN_INCH))
    figure.text(0.25 / wide, 0.1 / high, said, fontsize=7, color=style.GREY, va="bottom")


def counted(number: int, thing: str) -> str:
    """So many of a thing, in words."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
