"""A picture of a comparison: its numbers, its words, and how it is drawn from nothing but these numbers."""

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from sim.figures import style
from sim.figures.sheets import head
from sim.store import aside, write_csv

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
NAMELESS: dict[str, dict[str, Any]] = {  # neither date nor address of a maker: the same numbers make the same file
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
MOST_INCHES_OF_DETAIL, DETAIL, COARSE = 30.0, 150, 100  # dots per inch; fewer for a page as high as a house
MOST_BYTES = 450_000  # of lines in the report


class Picture(NamedTuple):
    """One figure of the report."""

    name: str  # of its files
    title: str
    seen: str  # what is seen
    read: str  # how it is read
    numbers: pa.Table  # every number that is drawn
    draw: Callable[[pa.Table], "Figure"]  # from these numbers alone
    short: pa.Table | None = None  # the same in few rows, for the report


class Kept(NamedTuple):
    """A picture that has been drawn and written."""

    picture: Picture
    files: list[Path]
    image: str  # the drawing as a data address, for the report
    inches: float  # how wide it is


def keep_picture(picture: Picture, folder: Path, formats: Sequence[str]) -> Kept:
    """Draw it once, write it in each format, and its numbers beside it."""
    numbers = write_csv(picture.numbers, folder / "numbers" / f"{picture.name}.csv")
    with style.styled():
        figure = picture.draw(picture.numbers)
        head(figure, picture.title)
        drawn = {kind: drawn_as(figure, kind) for kind in dict.fromkeys(formats)}
        image = embedded(figure, drawn)
    files = [write_bytes(content, folder / "figures" / f"{picture.name}.{kind}") for kind, content in drawn.items()]
    return Kept(picture, [*files, numbers], image, float(figure.get_size_inches()[0]))


def drawn_as(figure: "Figure", kind: str) -> bytes:
    """The content of a file of this kind."""
    from io import BytesIO

    fine = DETAIL if figure.get_size_inches()[1] <= MOST_INCHES_OF_DETAIL else COARSE
    content = BytesIO()
    figure.savefig(content, format=kind, dpi=fine, metadata=NAMELESS[kind])
    return content.getvalue()


def write_bytes(content: bytes, path: Path) -> Path:
    """Whoever watches the folder never sees half a file."""
    with aside(path) as temporary:
        temporary.write_bytes(content)
    return path


def embedded(figure: "Figure", drawn: dict[str, bytes]) -> str:
    """The drawing as a data address: lines that stay sharp, unless there are so many that dots are shorter."""
    lines = re.sub(rb"<!DOCTYPE[^>]*>", b"", drawn.get("svg") or drawn_as(figure, "svg"), count=1)
    kind, content = ("svg+xml", lines) if len(lines) <= MOST_BYTES else ("png", drawn.get("png") or drawn_as(figure, "png"))
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def alt_of(picture: Picture) -> str:
    """What a person hears who cannot see it."""
    return f"{picture.title}. {picture.seen} The numbers stand in the table below the figure."


def table_of(columns: Mapping[str, Iterable[Any]]) -> pa.Table:
    """Columns of numbers and words as a table."""
    return pa.table(
        {name: pa.array(list(values)) if isinstance(values, list) else pa.array(values) for name, values in columns.items()}
    )
