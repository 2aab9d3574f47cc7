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
        "interactions": [row for row in table_of_pairs(answers) if row["interaction"] == row["interaction"]],
        "causes": {answer.case.scenario.name: {one.event: one.last for one in answer.causes} for answer in answers},
        "files": [str(readable(path)) for path in files],
    }
    print(json.dumps(told, indent=1, allow_nan=False))


def print_as_text(answers: "list[Answer]", settings: "WhySettings[Any]", files: list[Path]) -> None:
    """Of each scenario the sentences, the shares, the pairs; then where the files lie."""
    from rich.console import Console

    from experiments.screen import print_files
    from sim.why.words import sentences

    console = Console(width=None if Console().is_terminal else 150)
    for answer in answers:
        console.print()
        for line in sentences(answer):
            console.print(line, highlight=False)
        console.print(table_of_shares(answer))
        if len(answers) == 1 and any(row.is_active for row in answer.rows):
            console.print(table_of_pairs(answer))
    for line in how_to_read(answers[0], settings):
        print(line)
    print_files(*files)


def table_of_shares(answer: "Answer") -> "Table":
    """A row a factor, what accounts for most first."""
    from rich import box
    from rich.table import Table

    from sim.why.words import ranked_rows

    unit = "points" if answer.is_chance else answer.measure.replace("_", " ")
    table = Table(title=title_of(answer), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("factor")
    for words in (
        f"accounts for\n({unit})",
        "95 %\ninterval",
        "share of\nthe total",
        f"alone\n({unit})",
        "named when\nthey left",
    ):
        table.add_column(words, justify="right", no_wrap=True)
    table.add_column("relieved means")
    for row in ranked_rows(answer):
        part = f"{row.share.value / answer.total:.0%}" if answer.total and row.is_active else "-"
        named = "-" if row.named is None else f"{row.named:.0%}"
        numbers = [number(answer, row.share.value), interval(answer, row.share), part, number(answer, row.alone.value), named]
        if not row.is_active:
            numbers = [number(answer, 0.0), "exactly", "-", "-", named]
        table.add_row(row.label, *numbers, row.means if row.is_active else f"{row.means}: it is so already")
    total = sum(row.share.value for row in answer.rows)
    table.add_section()
    table.add_row("all together", number(answer, total), "", "100%" if answer.total else "-", "", "", "")
    return table


def title_of(answer: "Answer") -> str:
    """From where to where."""
    from sim.why.words import number_of

    what = answer.measure.replace("_", " ")
    from_to = (
        f"{number_of(answer, answer.start.value)} as it is, {number_of(answer, answer.end.value)} with everything relieved"
    )
    return f"{answer.case.scenario.name}: {what} {from_to}"


def number(answer: "Answer", value: float) -> str:
    """A share of the total."""
    return f"{100 * value:+.1f}" if answer.is_chance else f"{value:+.3g}"


def interval(answer: "Answer", estimate: "Estimate") -> str:
    """Its interval."""
    scale, form = (100.0, "+.1f") if answer.is_chance else (1.0, "+.3g")
    low, high = (scale * (estimate.value + side * estimate.half_width) for side in (-1, 1))
    return f"{low:{form}} to {high:{form}}"


def table_of_pairs(answer: "Answer") -> "Table":
    """How factors work together: a small matrix, clear ones in bold."""
    from rich import box
    from rich.table import Table

    from sim.why.words import is_clear

    active = [k for k, row in enumerate(answer.rows) if row.is_active]
    unit = "points" if answer.is_chance else answer.measure.replace("_", " ")
    title = f"How they work together ({unit}): below 0 one stands in for the other, above 0 they need each other"
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for j in active[:-1]:
        table.add_column(answer.rows[j].label, justify="right")
    for i in active[1:]:
        cells = [answer.interactions[i][j] for j in active if j < i]
        shown = [f"[bold]{number(answer, c.value)}[/bold]" if is_clear(c) else number(answer, c.value) for c in cells]
        table.add_row(answer.rows[i].label, *shown)
    return table


def how_to_read(answer: "Answer", settings: "WhySettings[Any]") -> list[str]:
    """What the columns mean, and what stands behind them."""
    how = "every combination was played" if answer.is_exact else "so many that orders of relief were drawn"
    return [
        "accounts for: Shapley value, the gain from relieving it averaged over orders of relief; alone: relieving it first.",
        "named: share of the raids left without success whose attackers left for it (proximate cause); in bold: clearly not 0.",
        "They differ because the reason named is what tipped the scales last; a factor also counts for what it did before,",
        "and for what would have stopped them next had it been relieved.",
        f"{answer.coalitions} combinations, {answer.raids:,} raids each on the same luck, seed {settings.seed}; {how}.",
    ]
