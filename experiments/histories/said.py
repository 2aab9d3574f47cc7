"""The predictions in words: a table and the scores for the terminal, or one JSON object."""

import json
from collections.abc import Sequence
from typing import Any

from experiments.histories.rows import Prediction
from sim.history.scores import Against, Scores
from sim.spans import Span


def json_of(predictions: Sequence[Prediction], scores: Scores | None, asked: dict[str, Any]) -> str:
    """Everything as one JSON object; null where there is no answer.

    Parameters
    ----------
    predictions : sequence of Prediction
        All cases.
    scores : Scores, optional
        Of those whose outcome is known.
    asked : dict
        What else is told: seed, raids.
    """
    cases = [{"id": one.case.id, "p": one.chance, "occupied": verdict(one)} for one in predictions]
    return json.dumps({**numbers_of(scores), **asked, "cases": cases}, allow_nan=False)


def verdict(one: Prediction) -> int | None:
    """1 where it was occupied, 0 where not, None where nobody says."""
    known = one.case.afterwards.occupied
    return None if known is None else int(known)


def numbers_of(scores: Scores | None) -> dict[str, Any]:
    """The scores under plain names."""
    if scores is None:
        return {"brier": None, "brier_base_rate": None, "log_score": None, "n": 0}
    simpler = {
        "base_rate": scores.base_rate,
        "base_rate_left_out": scores.base_rate_left_out,
        "logistic": scores.logistic,
    }
    flat = {f"{part}_{name}": value for name, one in simpler.items() for part, value in parts_of(one).items()}
    return {
        "brier": scores.brier,
        "brier_se": scores.brier_se,
        "log_score": scores.log_score,
        "n": scores.n,
        "occupied": scores.occupied,
        "mean_p": scores.mean_chance,
        "auc": scores.auc,
        **flat,
    }


def parts_of(one: Against | None) -> dict[str, float | None]:
    """Beside a simpler prediction: its own scores, our skill, the paired difference of the Brier scores."""
    return {name: getattr(one, name) if one else None for name in Against._fields}


def print_cases(predictions: Sequence[Prediction]) -> None:
    """A row a case, the most likely first."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for words, justify in (
        ("case", "left"), ("place", "left"), ("attackers", "left"), ("people", "right"), ("garrison", "left"),
        ("people", "right"), ("works", "left"), ("help", "left"), ("chance", "right"), ("occupied", "left"),
    ):  # fmt: skip
        table.add_column(words, justify=justify, no_wrap=True, overflow="ellipsis")  # type: ignore[arg-type]
    for one in sorted(predictions, key=lambda one: -one.chance):
        table.add_row(*cells_of(one))
    Console(width=None if Console().is_terminal else 170, markup=False, emoji=False).print(table)


def cells_of(one: Prediction) -> list[str]:
    """One case in a line."""
    reading = one.reading
    return [
        one.case.id[:14],
        one.case.before.place[:26],
        reading.attackers.replace("_", " "),
        span(reading.attackers_people),
        ", ".join(part.kind.replace("_", " ") for part in reading.garrison),
        span(reading.defenders_people),
        reading.works.replace("_", " "),
        reading.regime.replace("_", " ")[:28],
        f"{one.chance:.1%}",
        {None: "not known", True: "yes", False: "no"}[one.case.afterwards.occupied],
    ]


def span(people: Span) -> str:
    """A number of people, or a range of them."""
    return f"{people.low:.0f}" if people.low == people.high else f"{people.low:.0f}-{people.high:.0f}"


def scores_in_words(scores: Scores | None) -> list[str]:
    """The scores, a line each."""
    if scores is None:
        return ["No case says whether it was occupied; nothing is scored."]
    return [
        f"Cases scored: {scores.n}, of which {scores.occupied} were occupied; mean chance given {scores.mean_chance:.1%}.",
        f"Brier score {scores.brier:.3f}{plus_minus(scores.brier_se)} (0 is perfect, 0.25 is a coin); log score "
        f"{scores.log_score:.3f} (a coin: 0.693); the smaller the better.",
        line_of("the base rate, which knows these outcomes", scores.base_rate),
        line_of("the base rate of all other cases", scores.base_rate_left_out),
        line_of("a logistic regression on the log force ratio of all other cases", scores.logistic),
        f"An occupied case is given more than one that was not with chance {scores.auc:.2f}."
        if scores.auc is not None
        else "All cases ended alike; whether they are told apart cannot be said.",
    ]


def line_of(what: str, one: Against | None) -> str:
    """Beside one simpler prediction."""
    if one is None:
        return f"Beside {what}: too few cases to say."
    skill = "cannot be said" if one.skill is None else f"{one.skill:+.3f}{plus_minus(one.skill_se)}"
    sign, by = "better" if one.difference >= 0 else "worse", f"{abs(one.difference):.3f}{plus_minus(one.difference_se)}"
    return f"Beside {what} (Brier {one.brier:.3f}): skill {skill}; Brier {sign} by {by}."


def plus_minus(error: float | None) -> str:
    """A standard error, where there is one."""
    return "" if error is None else f" ± {error:.3f}"
