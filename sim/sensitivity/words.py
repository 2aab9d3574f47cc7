"""Indices in plain sentences: one or two for each measure."""

from collections.abc import Sequence

from sim.outcome import COLUMNS
from sim.sensitivity.indices import Effect, Share, size_of, split_of
from sim.story import listed
from sim.sweeps.points import LUCK

MOST_NAMED = 3
LOOSE = 0.12  # half of an interval
MEANINGS = {column.name: column.meaning for column in COLUMNS}
UNITS = {column.name: "points" if column.kind == "flag" else column.unit for column in COLUMNS}


def sentence_of(measure: str, rows: Sequence[Share] | Sequence[Effect]) -> str:
    """What do these indices of one measure say?"""
    what = f"{measure} ({MEANINGS[measure]})" if measure in MEANINGS else measure
    if not rows:
        return f"{what}: was the same in all raids by which it is judged, so there is nothing to explain."
    said = said_of_effects(measure, rows) if isinstance(rows[0], Effect) else said_of_shares(rows)  # type: ignore[arg-type]
    idle = [row.factor for row in rows if size_of(row) == 0.0]
    return f"{what}: {said}" + (f" In none of the raids that were compared did it hang on {listed(idle)}." if idle else "")


def said_of_shares(rows: Sequence[Share]) -> str:
    """The variance in three parts, and the factors that decide most of it alone."""
    split = split_of(rows)
    own = [row for row in rows if row.factor != LUCK]
    telling = sorted((row for row in own if row.first > row.first_half_width), key=lambda row: -row.first)[:MOST_NAMED]
    alone = listed([f"{row.factor} {percent(row.first)}" for row in telling])
    luck = next(row for row in rows if row.factor == LUCK)
    if is_too_loose(luck):
        return "so few points cannot tell luck and factors apart; should be more (design.n)."
    alone_of_luck, without = f"± {100.0 * luck.first_half_width:.0f}", f"± {100.0 * luck.total_half_width:.0f}"
    parts = (
        f"of the variance luck alone decides {percent(split.luck)} ({alone_of_luck}), the factors without luck "
        f"{percent(split.factors)} ({without}), luck and factors together {percent(split.both)}."
    )
    return parts + (f" Each alone: {alone}." if telling else " No factor alone can be told from nothing.") + hidden(own)


def is_too_loose(luck: Share) -> bool:
    """Is it known so badly that the parts of the variance would mislead?"""
    return max(luck.first_half_width, luck.total_half_width) > LOOSE


def hidden(rows: Sequence[Share]) -> str:
    """Which factor takes part in most beyond what it decides alone?"""
    most = max(rows, key=lambda row: row.total - row.first)
    is_sure = most.total - most.first > most.first_half_width + most.total_half_width
    return f" {most.factor} takes part in {percent(most.total)}, most of all beyond its own share." if is_sure else ""


def said_of_effects(measure: str, rows: Sequence[Effect]) -> str:
    """The factors that move the measure most, and luck beside them."""
    own = sorted((row for row in rows if row.factor != LUCK), key=lambda row: -row.mu_star)
    luck = next(row for row in rows if row.factor == LUCK)
    moved = listed([f"{row.factor} ({amount(measure, row.mu_star)})" for row in own[:MOST_NAMED] if row.mu_star > 0.0])
    first = f"moved most by {moved}, on average over one step;" if moved else "moved by no factor;"
    return f"{first} another luck alone moves it by {amount(measure, luck.mu_star)}."


def amount(measure: str, value: float) -> str:
    """A size in the unit of the measure; chances in points, hundredths."""
    unit = UNITS.get(measure, "")
    return f"{100.0 * value if unit == 'points' else value:.3g} {unit}".strip()


def percent(share: float) -> str:
    """A share in hundredths."""
    return f"{100.0 * share:.0f} %".replace("-0 %", "0 %")
