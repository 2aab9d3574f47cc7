"""Answers in the terminal and as JSON."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.explaining.settings import WhySettings
    from sim.why.answer import Answer
    from sim.why.shares import Estimate


def print_as_json(answers: "list[Answer]", settings: "WhySettings[Any]", files: list[Path]) -> None:
    """One object."""
    from experiments.screen import readable
    from sim.why.answer import table_of_pairs, table_of_shares
    from sim.why.words import sentences

    told = {
        "seed": settings.seed,
        "words": {answer.case.scenario.name: sentences(answer) for answer in answers},
        "shares": table_of_shares(answers),
        "interactions": table_of_pairs(answers),
        "causes": {answer.case.scenario.name: {one.event: one.last for one in answer.causes} for answer in answers},
        "files": [str(readable(path)) for path in files],
    }
    print(json.dumps(told, indent=1, allow_nan=False))


def print_as_text(answers: "list[Answer]", settings: "WhySettings[Any]", files: list[Path]) -> None:
    """Of each scenario the sentences and the shares, of one alone also the pairs; then where the files lie."""
    from rich.console import Console

    from experiments.screen import print_files

    console = Console(width=None if Console().is_terminal else 120)
    for answer in answers:
        print_answer(console, answer, is_alone=len(answers) == 1)
    print("Relieved means:")
    for row in answers[0].rows:
        print(f"  {row.label}: {row.means}")
    for line in how_to_read(answers, settings):
        print(line)
    print_files(*files)


def print_answer(console: Any, answer: "Answer", is_alone: bool) -> None:
    """One scenario."""
    from sim.why.words import sentences

    console.print()
    for line in sentences(answer):
        console.print(line, highlight=False, markup=False)
    console.print(f"\n{title_of(answer)}", style="bold", highlight=False, markup=False)
    console.print(table_of_shares(answer))
    if is_alone and sum(row.is_active for row in answer.rows) > 1:
        console.print(pairs_title(answer), style="bold", highlight=False, markup=False)
        console.print(table_of_pairs(answer))


def table_of_shares(answer: "Answer") -> "Table":
    """A row a factor, what accounts for most first."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from sim.why.words import ranked_rows

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("factor", no_wrap=True)
    unit = unit_of(answer)
    heads = (f"accounts for\n({unit})", "95 %\ninterval", "of the\ntotal", f"alone\n({unit})", "left\nfor it")
    count = len(heads) if answer.subject.has_causes else len(heads) - 1
    for words in heads[:count]:
        table.add_column(words, justify="right", no_wrap=True)
    for row in ranked_rows(answer):
        named = "-" if row.named is None or not answer.is_success else f"{row.named:.0%}"
        numbers = [number(answer, row.share.value), interval(answer, row.share), percent(answer, row.share.value)]
        own = [*numbers, number(answer, row.alone.value)] if row.is_active else ["0", "so already", "-", "-"]
        table.add_row(escape(row.label), *[*own, named][:count])
    table.add_section()
    table.add_row("all together", number(answer, answer.total), "", percent(answer, answer.total), *[""] * (count - 3))
    return table


def unit_of(answer: "Answer") -> str:
    """Of what are the numbers?"""
    return "points" if answer.is_chance else answer.measure.replace("_", " ")


def percent(answer: "Answer", value: float) -> str:
    """A share of the total, where there is one to share."""
    part = answer.part(value)
    return "-" if part is None else f"{100 * part + 0.0:.0f} %".replace("-0 %", "0 %")


def title_of(answer: "Answer") -> str:
    """From where to where."""
    from sim.why.words import number_of

    what = answer.measure.replace("_", " ")
    start, end = number_of(answer, answer.start.value), number_of(answer, answer.end.value)
    return f"{answer.case.scenario.name}: {what} {start} as it is, {end} with everything relieved"


def number(answer: "Answer", value: float) -> str:
    """A share of the total."""
    return f"{100 * value:+.1f}" if answer.is_chance else f"{value:+,.0f}" if abs(value) >= 1000 else f"{value:+.3g}"


def interval(answer: "Answer", estimate: "Estimate") -> str:
    """Its interval."""
    if estimate.half_width != estimate.half_width:
        return "no raid differs"
    return " to ".join(number(answer, estimate.value + side * estimate.half_width) for side in (-1, 1))


def pairs_title(answer: "Answer") -> str:
    """What the signs mean; where relieving everything lowers the measure they mean the opposite."""
    stand_in, need = ("above", "below") if answer.total < 0 else ("below", "above")
    return (
        f"How two work together ({unit_of(answer)}): {stand_in} 0 one stands in for the other, "
        f"{need} 0 they need each other; clear ones are bold"
    )


def table_of_pairs(answer: "Answer") -> "Table":
    """How factors work together: a small matrix, clear ones in bold."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    active = [k for k, row in enumerate(answer.rows) if row.is_active]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for j in active[:-1]:
        table.add_column(escape(answer.rows[j].label), justify="right")
    for i in active[1:]:
        table.add_row(escape(answer.rows[i].label), *[pair(answer, answer.interactions[i][j]) for j in active if j < i])
    return table


def pair(answer: "Answer", estimate: "Estimate") -> str:
    """One interaction; a dash where no order that was drawn has the two side by side."""
    from sim.why.words import is_clear

    if estimate.value != estimate.value:
        return "-"
    return f"[bold]{number(answer, estimate.value)}[/bold]" if is_clear(estimate) else number(answer, estimate.value)


def how_to_read(answers: "list[Answer]", settings: "WhySettings[Any]") -> list[str]:
    """What the columns mean, and what stands behind them."""
    from sim.why.words import behind

    played, subject = list(dict.fromkeys(behind(answer) for answer in answers)), answers[0].subject
    value = "accounts for: Shapley value, the gain from relieving it averaged over orders of relief; alone: relieving it first"
    last = (
        f"{answers[0].raids:,} {subject.many} of each combination on the same luck, seed {settings.seed}; {'; '.join(played)}."
    )
    if not subject.has_causes:
        return [f"{value}.", last]
    return [
        f"{value};",
        "left for it: share of the raids that failed whose attackers left for this reason (proximate cause).",
        "The two differ because the reason named is what tipped the scales last; a factor also counts for what it did before,",
        "and for what would have stopped them next had it been relieved.",
        last,
    ]
