"""What is played in a sweep, and what stands in a table; whatever is no raid is fetched when it is first met."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from sim.subject import Subject, subject_among, subject_named

ELSEWHERE = {"campaign": "sim.campaign.subject"}  # modules that register a subject


def fetched(name: str) -> Subject:
    """The subject of this name."""
    if name in ELSEWHERE:
        import_module(ELSEWHERE[name])
    return subject_named(name)


def subject_in(identity: Mapping[str, Any]) -> Subject:
    """What is played in the sweep with this identity? Raids, where it says nothing."""
    return fetched(identity.get("subject", "raid"))


def said_of(subject: Subject) -> dict[str, str]:
    """What an identity says of it: nothing of raids."""
    return {} if subject.name == "raid" else {"subject": subject.name}


def subject_with(columns: Sequence[str]) -> Subject:
    """What stands in the table with these columns?"""
    return next((fetched(name) for name in ELSEWHERE if name in columns), None) or subject_among(columns)
