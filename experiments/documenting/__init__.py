"""What the documents say in tables, made from the configuration and from results."""

from collections.abc import Callable
from pathlib import Path


def all_makers(docs: Path) -> dict[str, Callable[[], str]]:
    """What makes each block of the documents in this folder?"""
    from experiments.documenting import parameters, results

    return parameters.makers() | results.makers(docs / "numbers")
