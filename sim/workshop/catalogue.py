"""Every text a person reads on the page, in one catalogue a language."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sim.reading import read_yaml

WORDS = Path(str(files("sim.workshop").joinpath("words")))


def catalogue(language: str, languages: list[str]) -> dict[str, Any]:
    """The words of this language, if it is one of these; else of the first of them."""
    return words_of(language if language in languages else languages[0])


@cache
def words_of(language: str) -> dict[str, Any]:
    """What its files say, each a part of the page."""
    return {key: said for file in sorted((WORDS / language).glob("*.yaml")) for key, said in read_yaml(file).items()}
