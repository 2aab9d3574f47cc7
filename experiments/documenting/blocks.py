"""Blocks of a document that are made: found by their marks, filled, left alone everywhere else."""

import re
from collections.abc import Callable
from pathlib import Path

BLOCK = re.compile(r"<!-- made by `redoubt document`: (\S+) -->\n(.*?)<!-- end of \1 -->", re.S)


def filled(text: str, make: Callable[[str], str]) -> str:
    """The document with each of its blocks made again.

    Parameters
    ----------
    text : str
        Markdown, blocks of which stand between their two marks.
    make : callable
        From the name of a block to its text.
    """

    def made(found: re.Match[str]) -> str:
        name = found.group(1)
        return f"<!-- made by `redoubt document`: {name} -->\n{make(name).strip()}\n<!-- end of {name} -->"

    return BLOCK.sub(made, text)


def fill(document: Path, make: Callable[[str], str]) -> bool:
    """Make the blocks of this document again; did anything change?"""
    from sim.store import aside

    old = document.read_text(encoding="utf-8")
    new = filled(old, make)
    if new != old:
        with aside(document) as temporary:
            temporary.write_text(new, encoding="utf-8")
    return new != old


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown; a bar within a cell is kept from ending it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
