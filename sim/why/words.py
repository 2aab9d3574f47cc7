"""An answer in plain sentences."""

from collections.abc import Iterator, Sequence

from sim.outcome import COLUMNS
from sim.why.answer import Answer, Row
from sim.why.shares import Estimate

LITTLE = 0.05  # a shortfall below this is hardly one
FAILURES = {
    "occupied": "do not occupy the station",
    "objective_met": "miss what they came for",
    "burned": "do not burn it",
}


def sentences(answer: Answer) -> list[str]:
    """What accounts for the shortfall, what works together, and what the attackers named when they left."""
    return [line for line in (first_sentence(answer), rest_of(answer), on_pairs(answer), on_causes(answer)) if line]


def first_sentence(answer: Answer) -> str:
    """The shortfall, and what each factor accounts for, the largest first."""
    ranked = ranked_rows(answer)
    gains = [
        row for row in ranked if is_clear(row.share) and row.share.value * answer.total > 0 and is_worth_saying(answer, row)
    ]
    accounts = listed([f"{row.label} {amount(answer, row.share)}" for row in gains]) or "no factor by itself"
    if not answer.is_chance:
        what = f"{answer.measure.replace('_', ' ')} {unit_words(answer)}"
        return (
            f"{name_of(answer)}: {what}go from {answer.start.value:.3g} as it is to {answer.end.value:.3g} with everything "
            f"relieved; of that difference {accounts}."
        )
    failures = 1.0 - answer.start.value
    if failures < LITTLE:
        return (
            f"{name_of(answer)}: only {per_hundred(failures)} of 100 raids {FAILURES[answer.measure]}, so there is hardly a "
            f"shortfall to share out ({accounts})."
        )
    return (
        f"{name_of(answer)}: {per_hundred(failures)} of 100 raids {FAILURES[answer.measure]}. With everything relieved it "
        f"would be {per_hundred(1.0 - answer.end.value)}; of the {per_hundred(answer.total)} points between them, {accounts}."
    )


def rest_of(answer: Answer) -> str:
    """What helps the attackers as it is, and what does nothing here."""
    helps = [row for row in answer.rows if is_clear(row.share) and row.share.value * answer.total < 0]
    idle = [row.label for row in answer.rows if not row.is_active]
    lines = [
        f"{capital(row.label)} helps the attackers as it is ({amount(answer, row.share)}): without it they gain less."
        for row in helps
    ]
    if idle:
        lines.append(f"Nothing to relieve here: {listed(idle)}.")
    return " ".join(lines)


def on_pairs(answer: Answer) -> str:
    """Which two stand in for each other most, and which need each other most?"""
    pairs = list(clear_pairs(answer))
    if not pairs:
        return ""
    (low, a, b), (high, c, d) = min(pairs, key=lambda pair: pair[0]), max(pairs, key=lambda pair: pair[0])
    lines = []
    if low < 0:
        lines.append(
            f"{capital(a)} and {b} stand in for each other ({signed(answer, low)}: relieving one leaves less for the other)"
        )
    if high > 0:
        lines.append(
            f"{c if lines else capital(c)} and {d} need each other ({signed(answer, high)}: together more than one by one)"
        )
    return "; ".join(lines) + "."


def on_causes(answer: Answer) -> str:
    """What did the attackers name, and what would it change?"""
    named = [row for row in answer.rows if row.named]
    if not answer.is_chance or not named:
        return ""
    most = max(named, key=lambda row: row.named or 0.0)
    top = max(answer.rows, key=lambda row: row.share.value)
    same = "which also accounts for most" if top is most else f"while {top.label} accounts for most"
    return (
        f"Of 100 raids that failed, {per_hundred(most.named or 0.0)} were left for {most.label}, the commonest reason, {same}; "
        f"relieving {most.label} alone would gain {amount(answer, most.alone)} points."
    )


def name_of(answer: Answer) -> str:
    """The scenario for a sentence."""
    return answer.case.scenario.title


def ranked_rows(answer: Answer) -> list[Row]:
    """The factors, what accounts for most first; in the direction of the total."""
    sign = 1.0 if answer.total >= 0 else -1.0
    return sorted(answer.rows, key=lambda row: (not row.is_active, -sign * row.share.value))


def clear_pairs(answer: Answer) -> Iterator[tuple[float, str, str]]:
    """Pairs whose interaction is not just chance."""
    for i, line in enumerate(answer.interactions):
        for j, estimate in enumerate(line[:i]):
            if is_clear(estimate):
                yield estimate.value, answer.rows[j].label, answer.rows[i].label


def is_worth_saying(answer: Answer, row: Row) -> bool:
    """Does it come to a point at least, in whole numbers?"""
    return not answer.is_chance or abs(row.share.value) >= 0.005


def is_clear(estimate: Estimate) -> bool:
    """Does the interval leave out nothing?"""
    return abs(estimate.value) > estimate.half_width


def amount(answer: Answer, estimate: Estimate) -> str:
    """A share with its interval, in points of a chance."""
    low, high = estimate.value - estimate.half_width, estimate.value + estimate.half_width
    if answer.is_chance:
        return f"{100 * estimate.value:.0f} ({100 * low:.0f} to {100 * high:.0f})"
    return f"{estimate.value:.3g} ({low:.3g} to {high:.3g})"


def signed(answer: Answer, value: float) -> str:
    """An interaction with its sign."""
    return f"{100 * value:+.0f} points" if answer.is_chance else f"{value:+.3g}"


def unit_words(answer: Answer) -> str:
    """The unit of a measure in brackets, where it has one."""
    unit = next((column.unit for column in COLUMNS if column.name == answer.measure), "")
    return f"({unit}) " if unit else ""


def per_hundred(share: float) -> str:
    """A share as so many of a hundred; small ones with a decimal."""
    return f"{100 * share:.1f}" if 0 < abs(share) < 0.095 else f"{100 * share:.0f}"


def listed(words: Sequence[str]) -> str:
    """Words with commas, and an 'and' before the last."""
    return ", ".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def capital(words: str) -> str:
    """With a capital."""
    return words[:1].upper() + words[1:]


def number_of(answer: Answer, value: float) -> str:
    """A value of the measure."""
    return f"{value:.1%}" if answer.is_chance else f"{value:.3g}"
