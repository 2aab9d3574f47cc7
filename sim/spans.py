"""Numbers a scenario may hold: known, or a range between two bounds, each judged against the bounds of its field.

A number may be given as `{low: a, high: b}` where a fact is unknown; it is then drawn afresh for each raid.
"""

import reprlib
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, PlainSerializer


class Span(NamedTuple):
    """A number between two bounds; where both are equal, it is known."""

    low: float
    high: float

    def times(self, factor: float, is_whole: bool = False, least: float = 0.0) -> "Span":
        """So many times as much; of a whole number the nearest whole one, at least `least`."""
        if is_whole:
            return Span(*(max(least, float(round(factor * end))) for end in self))
        return Span(factor * self.low, factor * self.high)


def shown(value: Any, depth: int = 2) -> str:
    """A value as it stands in YAML, short enough for a line."""
    if isinstance(value, Span):
        value = written(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else "a number of more than 30 digits"
    if isinstance(value, dict) and depth:
        return "{" + _listed((f"{_key(key)}: {shown(inner, depth - 1)}" for key, inner in value.items()), len(value)) + "}"
    if isinstance(value, (list, tuple)) and depth:
        return "[" + _listed((shown(inner, depth - 1) for inner in value), len(value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if value == "" or isinstance(value, (dict, list, tuple)):
        return "..." if value else "empty"
    return reprlib.Repr(maxstring=60, maxother=60).repr(value)


def _key(key: Any) -> str:
    return key if isinstance(key, str) and key.isprintable() and len(key) <= 40 else shown(key, 0)


def _listed(parts: Iterable[str], number: int, most: int = 5) -> str:
    return ", ".join([*islice(parts, most), *(["..."] if number > most else [])])


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"should be a number, or a range {{low: a, high: b}}; it is {shown(value)}")
    if not -1e300 < value < 1e300:
        raise ValueError(f"should be a finite number; it is {shown(value)}")
    return float(value)


def _read_span(value: Any) -> Span:
    if isinstance(value, Span):
        return value
    if isinstance(value, dict):
        if set(value) != {"low", "high"}:
            raise ValueError(f"a range has the two keys low and high; it is {shown(value)}")
        span = Span(_number(value["low"]), _number(value["high"]))
        if span.low > span.high:
            raise ValueError(f"the range starts at low={span.low:g} and ends before that, at high={span.high:g}")
        return span
    return Span(_number(value), _number(value))


def written(span: Span) -> float | dict[str, float]:
    """The span as it stands in a configuration: a number where it is known, a range where it is not."""
    return span.low if span.low == span.high else {"low": span.low, "high": span.high}


def _bounded(low: float, high: float, whole: bool):
    def _read(value: Any) -> Span:
        span = _read_span(value)
        for end in span:
            if not low <= end <= high:
                raise ValueError(f"should lie between {low:.12g} and {high:.12g}; it is {shown(end)}")
            if whole and end != int(end):
                raise ValueError(f"should be a whole number; it is {shown(end)}")
        return span

    return BeforeValidator(_read)


def real(low: float, high: float, unit: str, meaning: str, whole: bool = False) -> Any:
    """A bounded number or range, as the type of a field."""
    return Annotated[
        Span,
        _bounded(low, high, whole),
        PlainSerializer(written),
        Field(description=meaning, json_schema_extra={"unit": unit, "low": low, "high": high, "whole": whole}),
    ]


def whole(low: int, high: int, unit: str, meaning: str) -> Any:
    """A bounded whole number or range, as the type of a field."""
    return real(low, high, unit, meaning, whole=True)


def count(low: int, high: int, unit: str, meaning: str) -> Any:
    """A bounded whole number that must be known, since it says how many rows a raid has; as the type of a field."""

    def _read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
            raise ValueError(f"should be one whole number; it is {shown(value)}")
        if not low <= value <= high:
            raise ValueError(f"should lie between {low} and {high}; it is {shown(value)}")
        return int(value)

    extra: dict[str, Any] = {"unit": unit, "low": low, "high": high, "whole": True}
    return Annotated[int, BeforeValidator(_read), Field(description=meaning, json_schema_extra=extra)]


def share(meaning: str) -> Any:
    """A number between 0 and 1, as the type of a field."""
    return real(0, 1, "share", meaning)


def choice(kind: Any, meaning: str) -> Any:
    """One of a few words, as the type of a field."""
    return Annotated[kind, Field(description=meaning)]
