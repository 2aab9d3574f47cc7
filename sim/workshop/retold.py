"""The words in which a raid is told, in each language."""

from collections.abc import Mapping
from functools import cache

from sim.reading import read_yaml
from sim.sentences import ENGLISH
from sim.workshop.catalogue import WORDS


@cache
def story_words(language: str) -> Mapping[str, str]:
    """The sentences of this language, as `sim.story.milestones` takes them; English where there are none."""
    path = WORDS / f"story.{language}.yaml"
    return read_yaml(path)["story"] if path.is_file() else ENGLISH
