"""Reading a table of historical cases: what was known before, kept apart from what came of it; every mistake with its place."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from sim.history.before import NUMBERS, TEXTS, Before, Bounds
from sim.mistakes import ConfigurationError, nearest
from sim.spans import shown

NEEDED = ("id", *TEXTS, *NUMBERS, "occupied")
MOST_BYTES, MOST_PEOPLE = 20_000_000, 1_000_000
COUNTED_AFTERWARDS = ("dur_h", "def_killed", "def_wounded", "def_captured", "att_killed", "att_wounded")


class Afterwards(NamedTuple):
    """What came of a case. It scores a prediction and is never read by one."""

    occupied: bool | None
    told: Mapping[str, str]  # every other column, as it stands in the file


class Case(NamedTuple):
    """One historical case."""

    id: str
    before: Before
    afterwards: Afterwards


class Row(NamedTuple):
    """A row of the file: where it stands, and its cells by column."""

    place: str
    cells: dict[str, str]


def read_cases(path: Path) -> list[Case]:
    """Which cases does this file hold?

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8, separated by commas, with the columns `NEEDED` and any others.

    Returns
    -------
    list of Case
        In the order of the file.

    Raises
    ------
    ConfigurationError
        With file, line, column, value, and what would have been right.
    """
    lines: dict[str, str] = {}
    cases = []
    for row in rows_of(path):
        name = row.cells["id"]
        if not name:
            raise ConfigurationError(f"{row.place}, column id: is empty; every case needs a name of its own")
        if name in lines:
            raise ConfigurationError(f"{row.place}, column id: {shown(name)} stands twice, first in {lines[name]}")
        lines[name] = row.place.rpartition(": ")[2]
        cases.append(Case(name, before_of(row), afterwards_of(row)))
    if not cases:
        raise ConfigurationError(f"{path}: holds no case; should have a line of column names, then a line for each case")
    return cases


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of the file below its header, blank lines left out."""
    reader = csv.reader(io.StringIO(text_of(path), newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            place, line = f"{path}: line {line}", reader.line_num + 1
            cells = [cell.strip() for cell in cells]
            if header is None:
                header = judged_header(path, cells)
            elif any(cells):
                refuse_ragged(place, cells, header)
                yield Row(place, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise ConfigurationError(f"{path}: line {line}: cannot be read as CSV: {error}") from None


def text_of(path: Path) -> str:
    """The whole file as text."""
    try:
        if path.exists() and not path.is_file():
            raise ConfigurationError(f"{path}: is not a regular file; should be a CSV file")
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise ConfigurationError(f"{path}: has {path.stat().st_size:,} bytes; should have at most {MOST_BYTES:,}")
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ConfigurationError(f"{path}: line {line}: is not UTF-8 text (byte {content[error.start]:#04x})") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror or error}") from None


def judged_header(path: Path, header: list[str]) -> list[str]:
    """Are the columns there, each once?"""
    if not any(header):
        raise ConfigurationError(f"{path}: line 1: is empty; should hold the names of the columns, {', '.join(NEEDED)}")
    for name in header:
        if name and header.count(name) > 1:
            raise ConfigurationError(f"{path}: line 1: the column {shown(name)} stands twice")
    lacking = [name for name in NEEDED if name not in header]
    if lacking:
        near = nearest(lacking[0], [name for name in header if name not in NEEDED]) if len(lacking) == 1 else ""
        raise ConfigurationError(f"{path}: line 1: lacks the column{'s' * (len(lacking) > 1)} {', '.join(lacking)}{near}")
    return header


def refuse_ragged(place: str, cells: list[str], header: list[str]) -> None:
    """A row has a cell for each column."""
    if len(cells) != len(header):
        raise ConfigurationError(
            f"{place}: has {len(cells)} cells; should have {len(header)}, one for each column "
            "(text with commas stands in quotes)"
        )


def before_of(row: Row) -> Before:
    """What was known before: these columns and no others."""
    texts = {name: row.cells[name] for name in TEXTS}
    return Before(
        **texts,
        attackers=bounds_of(row, "att"),
        defenders=bounds_of(row, "def"),
        bunkers=people_of(row, "bunkers_total", least=0),
    )


def bounds_of(row: Row, side: str) -> Bounds:
    """How many people of this side do the sources give?"""
    bounds = Bounds(people_of(row, f"{side}_low"), people_of(row, f"{side}_high"))
    if bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
        raise ConfigurationError(
            f"{row.place}, columns {side}_low and {side}_high: low should be at most high; it is {bounds.low} and {bounds.high}"
        )
    return bounds


def people_of(row: Row, column: str, least: int = 1) -> int | None:
    """A whole number of people or things; None where the cell is empty."""
    text = row.cells[column]
    if not text:
        return None
    value = number_in(text)
    if value is None or value % 1 or not least <= value <= MOST_PEOPLE:
        raise ConfigurationError(
            f"{row.place}, column {column}: should be a whole number from {least} to {MOST_PEOPLE:,}, or empty; "
            f"it is {shown(text)}"
        )
    return int(value)


def number_in(text: str) -> float | None:
    """The finite number a text is, in plain figures; None if it is none."""
    try:
        value = float(text) if text.isascii() and "_" not in text else float("nan")
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None


def afterwards_of(row: Row) -> Afterwards:
    """What came of it: the verdict, and all that no prediction reads."""
    text = row.cells["occupied"]
    value = number_in(text)
    if text and value not in (0.0, 1.0):
        raise ConfigurationError(f"{row.place}, column occupied: should be 0, 1 or empty; it is {shown(text)}")
    told = {name: cell for name, cell in row.cells.items() if name not in NEEDED}
    return Afterwards(bool(value) if text else None, told)


def oddities(case: Case) -> Iterator[str]:
    """Numbers of what came of a case that are none, or run backwards. Nothing reads them, so they are said, not refused."""
    told = case.afterwards.told
    for name in COUNTED_AFTERWARDS:
        texts = [told.get(f"{name}_low", ""), told.get(f"{name}_high", "")]
        values = [number_in(text) for text in texts]
        for end, text, value in zip(("low", "high"), texts, values, strict=True):
            if text and value is None:
                yield f"case {case.id}, column {name}_{end}: {shown(text)} is no number; no prediction reads it"
        low, high = values
        if low is not None and high is not None and low > high:
            yield f"case {case.id}, columns {name}_low and {name}_high: {low:g} is above {high:g}; no prediction reads them"
