"""One look for all figures: fonts, sizes, and colours that the colour-blind can tell apart.

Colours are those of Okabe and Ito (2008, "Color universal design"); where areas touch, a hatch says the same again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILLION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
INK, GREY, PALE, EARTH = "#222222", "#767676", "#D9D9D9", "#F6F3EC"

SIDE_COLOURS = {"attackers": VERMILLION, "defenders": BLUE}
RELIEF_COLOUR, AIR_COLOUR, NIGHT_COLOUR, RAIN_COLOUR = GREEN, SKY, "#3B3F58", SKY
GROUP_COLOURS = (VERMILLION, ORANGE, PURPLE, "#8C510A", "#B2182B")
PAGE_WIDTH = 14.4  # of a still picture, in inches

GROUP_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h", "p", "<", ">", "8")


class Fill(NamedTuple):
    """How an area is filled."""

    colour: str
    hatch: str


ENDING_FILLS = {
    "occupied": Fill(VERMILLION, ""),
    "objective_met": Fill(ORANGE, "//"),
    "forced_out": Fill(PURPLE, "xx"),
    "undecided": Fill(PALE, "..."),
    "withdrew": Fill(SKY, "\\\\"),
    "repulsed": Fill(BLUE, ""),
}
CAUSE_FILLS = {
    "ammunition": Fill(ORANGE, "//"),
    "losses": Fill(VERMILLION, ""),
    "structure": Fill(GREY, "xx"),
    "air": Fill(SKY, "\\\\"),
    "relief": Fill(GREEN, ""),
    "weather": Fill(BLUE, "..."),
    "time": Fill(YELLOW, ""),
    "coalition": Fill(PURPLE, "++"),
    "none": Fill(PALE, ""),
}

Look = dict[str, Any]  # keywords that say how something is drawn

LOOK: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 5,
    "axes.labelsize": 8.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "text.parse_math": False,  # names are words, whatever signs stand in them
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.7,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.6,
    "hatch.linewidth": 0.6,
    "hatch.color": "white",
    "figure.facecolor": "white",
    "figure.dpi": 100,
    "savefig.dpi": 150,
    "svg.hashsalt": "redoubt",
}


@contextmanager
def styled() -> Iterator[None]:
    """Within this block, what does a figure look like? Like all the others."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(LOOK)
        yield


def blank(width: float, height: float) -> "Figure":
    """An empty figure of so many inches that needs no screen."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure


def place(figure: "Figure", left: float, bottom: float, width: float, height: float) -> "Axes":
    """Axes at so many inches from the lower left corner of the figure."""
    across, up = figure.get_size_inches()
    return figure.add_axes((left / across, bottom / up, width / across, height / up))


def group_look(g: int) -> tuple[str, str]:
    """Which colour and which marker has group number `g`? Both together repeat after sixty groups."""
    return GROUP_COLOURS[g % len(GROUP_COLOURS)], GROUP_MARKERS[g % len(GROUP_MARKERS)]


def darker(colour: str) -> str:
    """The same colour, dark enough for words on a light ground."""
    return "#" + "".join(f"{int(int(colour[k : k + 2], 16) * 0.72):02X}" for k in (1, 3, 5))


def sign_colours() -> list[str]:
    """Which colours tell units apart? Of signs, and of the words beside them."""
    return [*GROUP_COLOURS, *map(darker, GROUP_COLOURS), BLUE, GREEN, INK]


def fill_of(fill: Fill) -> Look:
    """The same as keywords of a bar or an area."""
    light = fill.colour in (PALE, YELLOW)
    return {
        "facecolor": fill.colour,
        "hatch": fill.hatch,
        "edgecolor": GREY if light and fill.hatch else "white",
        "linewidth": 0.6,
    }


def diverging() -> Any:
    """A scale of colours from orange over white to blue, that the colour-blind can read too."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("orange_blue", [VERMILLION, "#F3B58A", "#FFFFFF", "#8CBBDD", BLUE])


def rising() -> Any:
    """A scale of colours from white to a dark blue."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("blues", ["#FFFFFF", "#BFDCEF", SKY, BLUE, "#00395C"])
