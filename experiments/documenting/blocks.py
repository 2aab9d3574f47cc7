"""Blocks of a document that are made: found by their marks, filled, left alone everywhere else."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

BEGIN, END = "<!-- made by `redoubt document`: {name} -->", "<!-- end of {name} -->"
BLOCK = re.compile(r"<!-- made by `redoubt document`: (\S+) -->\n(.*?)<!-- end of \1 -->", re.S)

Makers = Mapping[str, Callable[[], str]]


def filled(text: str, makers: Makers) -> str:
    """The document with each of its blocks made again.

    Parameters
    ----------
    text : str
        Markdown, blocks of which stand between their two marks.
    makers : mapping
        From the name of a block to what makes its text.

    Raises
    ------
    ConfigurationError
        If a block has a name that nobody makes.
    """

    def make(found: re.Match[str]) -> str:
        name = found.group(1)
        _refuse_unknown(name, makers)
        return f"{BEGIN.format(name=name)}\n{makers[name]().strip()}\n{END.format(name=name)}"

    return BLOCK.sub(make, text)


def _refuse_unknown(name: str, makers: Makers) -> None:
    from sim.mistakes import ConfigurationError, no_choice

    if name not in makers:
        raise ConfigurationError(no_choice("block of a document", name, list(makers)))


def fill(document: Path, makers: Makers) -> bool:
    """Make the blocks of this document again; did anything change?"""
    from sim.store import aside

    old = document.read_text(encoding="utf-8")
    new = filled(old, makers)
    if new != old:
        with aside(document) as temporary:
            temporary.write_text(new, encoding="utf-8")
    return new != old


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown; a bar within a cell is kept from ending it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
