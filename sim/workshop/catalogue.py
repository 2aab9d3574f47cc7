"""Every text a person reads on the page, in one catalogue a language."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sim.reading import read_yaml

WORDS = Path(str(files("sim.workshop").joinpath("words")))


@cache
def catalogue(language: str) -> dict[str, Any]:
    """What the files of this language say, each a part of the page."""
    return {key: said for file in sorted((WORDS / language).glob("*.yaml")) for key, said in read_yaml(file).items()}
