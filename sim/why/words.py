"""An answer in plain sentences."""

from collections.abc import Iterator

from sim.story import listed
from sim.why.answer import Answer, Row
from sim.why.causes import SUCCEEDED
from sim.why.shares import Estimate

LITTLE = 0.05  # a shortfall below this is hardly one


def sentences(answer: Answer) -> list[str]:
    """What accounts for the shortfall, what works together, and what the attackers left for."""
    return [line for line in (first_sentence(answer), rest_of(answer), on_pairs(answer), on_causes(answer)) if line]


def first_sentence(answer: Answer) -> str:
    """The shortfall, and what each factor accounts for, the largest first."""
    if not answer.is_chance:
        return on_difference(answer)
    failures, left = 1.0 - answer.start.value, 1.0 - answer.end.value
    how_many = f"{per_hundred(failures)} of 100 {answer.subject.many} {lacking(answer)}"
    if answer.total < 0:
        return f"{name_of(answer)}: {how_many}. With everything relieved it would be more, {per_hundred(left)}."
    if failures < LITTLE:
        return f"{name_of(answer)}: only {how_many}, so there is hardly a shortfall to share out."
    accounts = listed(gains_in(answer)) or "no factor by itself accounts for a point"
    between = f"of the {per_hundred(answer.total)} points between them, {accounts}"
    return f"{name_of(answer)}: {how_many}. With everything relieved it would be {per_hundred(left)}; {between}."


def lacking(answer: Answer) -> str:
    """What do those do in which the measure is false?"""
    return answer.subject.lacking.get(answer.measure, f"end without {answer.measure.replace('_', ' ')}")


def on_difference(answer: Answer) -> str:
    """The same of a measure that is no chance."""
    what = answer.measure.replace("_", " ") + unit_words(answer)
    if answer.start.value == answer.end.value:
        return f"{name_of(answer)}: {what}: {figure(answer.start.value)}, whatever is relieved together."
    accounts = listed(gains_in(answer)) or "no factor by itself accounts for much"
    start, end = figure(answer.start.value), figure(answer.end.value)
    return f"{name_of(answer)}: {what}: {start} as it is, {end} with everything relieved; of that difference, {accounts}."


def gains_in(answer: Answer) -> list[str]:
    """The factors that clearly go the way of the whole, the largest first, each with its number."""
    return [
        f"{row.label} {amount(answer, row.share)}"
        for row in ranked_rows(answer)
        if is_clear(row.share) and row.share.value * direction(answer) > 0 and is_worth_saying(answer, row)
    ]


def direction(answer: Answer) -> float:
    """Which way is a gain? Up for a chance of success; else the way of the whole."""
    return 1.0 if answer.is_chance or answer.total >= 0 else -1.0


def rest_of(answer: Answer) -> str:
    """What goes the other way, and what does nothing here."""
    others = [row for row in answer.rows if is_clear(row.share) and row.share.value * direction(answer) < 0]
    idle = [row.label for row in answer.rows if not row.is_active]
    what = "the chance" if answer.is_chance else answer.measure.replace("_", " ")
    way = "lowers" if direction(answer) > 0 else "raises"
    lines = [
        f"The other way goes {row.label}, {amount(answer, row.share)}: relieved, it {way} {what}."
        for row in others
        if is_worth_saying(answer, row)
    ]
    if idle:
        lines.append(f"Nothing to relieve here: {listed(idle)}.")
    return " ".join(lines)


def on_pairs(answer: Answer) -> str:
    """Which two stand in for each other most, and which need each other most?"""
    pairs = [(value * sign_of(answer), value, one, other) for value, one, other in clear_pairs(answer)]
    if not pairs or not sign_of(answer):
        return ""
    low, high, lines = min(pairs), max(pairs), list[str]()
    if low[0] < 0:
        less = f"({signed(answer, low[1])}: relieving one leaves less for the other)"
        lines.append(f"{low[2]} and {low[3]} stand in for each other {less}")
    if high[0] > 0:
        more = f"({signed(answer, high[1])}: together they bring more than one by one)"
        lines.append(f"{high[2]} and {high[3]} need each other {more}")
    return capital("; ".join(lines)) + "."


def sign_of(answer: Answer) -> float:
    """The sign of the whole; nothing where nothing is shared out."""
    return float((answer.total > 0) - (answer.total < 0))


def on_causes(answer: Answer) -> str:
    """What did the attackers leave for, and what would it change?"""
    causes = [one for one in answer.causes if one.event not in (SUCCEEDED, "none")]
    if not answer.is_success or not causes:
        return ""
    most = causes[0]
    row = next((row for row in answer.rows if row.cause == most.event and row.is_active), None)
    failed = 1.0 - next((one.last for one in answer.causes if one.event == SUCCEEDED), 0.0)
    share = f"Of 100 raids that failed, {per_hundred(most.last / failed)} were left for {most.event}, the commonest reason"
    undecided = f" ({per_hundred(answer.undecided / failed)} were undecided at the time limit)" if answer.undecided else ""
    if row is None:
        return f"{share}{undecided}, which no factor here stands for."
    alone = f"relieving {row.label} alone would gain {amount(answer, row.alone)} points"
    return f"{share}{undecided}{beside(answer, row)}; {alone}."


def beside(answer: Answer, row: Row) -> str:
    """Is the commonest reason also what accounts for most?"""
    ranked = [other for other in ranked_rows(answer) if other.is_active]
    if len(ranked) < 2 or not is_clear(ranked[0].share):
        return ""
    return ", and it also accounts for most" if ranked[0] is row else f", while most is due to {ranked[0].label}"


def name_of(answer: Answer) -> str:
    """The scenario for a sentence."""
    return answer.case.scenario.title


def ranked_rows(answer: Answer) -> list[Row]:
    """The factors, what accounts for most first; in the direction of a gain."""
    return sorted(answer.rows, key=lambda row: (not row.is_active, -direction(answer) * row.share.value))


def clear_pairs(answer: Answer) -> Iterator[tuple[float, str, str]]:
    """Pairs whose interaction is not just chance, and comes to a point at least."""
    for i, line in enumerate(answer.interactions):
        for j, estimate in enumerate(line[:i]):
            if is_clear(estimate) and (not answer.is_chance or abs(estimate.value) >= 0.005):
                yield estimate.value, answer.rows[j].label, answer.rows[i].label


def is_worth_saying(answer: Answer, row: Row) -> bool:
    """Does it come to a point at least, in whole numbers?"""
    return not answer.is_chance or round(100 * row.share.value) != 0


def is_clear(estimate: Estimate) -> bool:
    """Does the interval leave out nothing?"""
    return abs(estimate.value) > estimate.half_width


def amount(answer: Answer, estimate: Estimate) -> str:
    """A share with its interval, in points of a chance."""
    ends = (estimate.value, estimate.value - estimate.half_width, estimate.value + estimate.half_width)
    value, low, high = (f"{100 * end + 0.0:.0f}" if answer.is_chance else figure(end) for end in ends)
    return f"{value} ({low} to {high})".replace("-0 ", "0 ").replace("-0)", "0)")


def signed(answer: Answer, value: float) -> str:
    """An interaction with its sign."""
    return f"{100 * value:+.0f} points" if answer.is_chance else f"{value:+.3g}"


def figure(value: float) -> str:
    """A number for people: thousands with commas, small ones with three digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def unit_words(answer: Answer) -> str:
    """The unit of a measure in brackets, where it has one that its name does not say."""
    unit = next((column.unit for column in answer.subject.columns if column.name == answer.measure), "")
    return f" ({unit})" if unit and unit not in answer.measure else ""


def number_of(answer: Answer, value: float) -> str:
    """A value of the measure."""
    return f"{value:.1%}" if answer.is_chance else figure(value)


def per_hundred(share: float) -> str:
    """A share as so many of a hundred; small ones with a decimal."""
    return f"{100 * share:.1f}".removesuffix(".0") if abs(share) < 0.095 else f"{100 * share:.0f}"


def behind(answer: Answer) -> str:
    """What was played for it?"""
    played = "1 combination" if answer.coalitions == 1 else f"{answer.coalitions:,} combinations"
    if not answer.orders:
        return f"{played}, all there are"
    open_ = f"{100 * answer.left_open:.1f} points" if answer.is_chance else figure(answer.left_open)
    return f"{answer.orders} orders of relief drawn at random ({played}); those not drawn may move a share by {open_} at most"


def capital(words: str) -> str:
    """With a capital."""
    return words[:1].upper() + words[1:]
