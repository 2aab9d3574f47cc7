"""Under which share of the posterior of the rates does a statement hold? Raids of each draw, and what is measured in them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.calibration.statements import Changes, Statement, changed_scenario
from sim.history.prediction import Rates, RuleDraws
from sim.mistakes import ConfigurationError
from sim.playing import Asked, Progress, Varied, play_asked, varied
from sim.spans import Span
from sim.state import Ending

MEASURED = (
    "occupied", "ending", "cause", "attackers", "attackers_killed", "attackers_wounded", "attackers_captured",
    "defenders", "defenders_killed", "defenders_wounded",
)  # fmt: skip
SUCCESSES = (Ending.OCCUPIED, Ending.OBJECTIVE_MET)
SURE = 2.0  # standard errors
CENTRAL = (0.05, 0.95)  # of the posterior
Kind = tuple[str, str]  # a scenario, and the changes to it as text


class Quantities(NamedTuple):
    """What a statement measures, draw by draw; not-a-number where no raid of a draw can be measured."""

    values: np.ndarray  # (draws,)
    errors: np.ndarray  # (draws,) standard errors, by the number of raids


class Conclusion(NamedTuple):
    """How a statement fares over the posterior; shares of draws."""

    name: str
    says: str
    measured: str  # what its quantity is, in a word or two
    holds_if: str
    holds: float  # its quantity passes
    surely_holds: float  # it passes by two standard errors
    surely_fails: float  # it fails by two standard errors
    no_answer: float  # no raid could be measured; counted as failing, not surely
    mean: float  # of the quantity
    low: float  # 5 % and 95 % of it, once the luck of so few raids is taken out
    high: float
    seen_low: float  # as measured, luck and all
    seen_high: float
    luck: float  # typical standard error of the quantity of one draw


def evenly(draws: RuleDraws, count: int) -> RuleDraws:
    """So many of the draws, at even steps through them; all where there are no more."""
    have = len(draws.values)
    return draws._replace(values=draws.values[np.arange(min(count, have)) * have // min(count, have)])


def kind_of(statement: Statement, changes: Changes) -> Kind:
    """Which kind of raids is this? Statements that speak of the same share them."""
    return statement.scenario, json.dumps(changes, sort_keys=True)


def plans_of(statements: Mapping[str, Statement], rules: Rates, draws: RuleDraws) -> dict[Kind, Varied]:
    """The plan of each kind of raids, each once; all draws are judged together, as ranges.

    Raises
    ------
    ConfigurationError
        With the statement, the path, the value and what would have been right.
    """
    spans = {name: Span(float(own.min()), float(own.max())) for name, own in zip(draws.names, draws.values.T, strict=True)}
    paths = [f"rules.{name}" for name in draws.names]
    plans: dict[Kind, Varied] = {}
    for name, statement in statements.items():
        for changes in (*statement.of, *statement.minus):
            kind = kind_of(statement, changes)
            try:
                plans[kind] = plans.get(kind) or varied(changed_scenario(statement, changes, {**rules, **spans}), paths)
            except ConfigurationError as error:
                raise ConfigurationError(f"conclusions.statements.{name}: {error}") from None
    return plans


def played_kinds(
    plans: Mapping[Kind, Varied],
    draws: RuleDraws,
    raids: int,
    seed: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> dict[Kind, np.ndarray]:
    """The raids of each kind with each draw.

    Parameters
    ----------
    plans : mapping
        From `plans_of`.
    draws : RuleDraws
        The rates.
    raids : int
        Of each kind with each draw. All kinds meet the same luck; every draw meets luck of its own, since shared luck would not
        average out over the posterior.
    seed, workers, progress
        As for `sim.playing.play_asked`.

    Returns
    -------
    dict
        Of each kind the columns MEASURED, shape (draws, raids, columns).
    """
    count = len(draws.values)
    asked = Asked(list(plans.values()), draws.values, np.repeat(np.arange(count), raids), np.arange(count * raids), seed)
    rows = play_asked(asked, MEASURED, workers, progress)
    return {kind: own.reshape(count, raids, -1) for kind, own in zip(plans, rows, strict=True)}


def column(rows: np.ndarray, name: str) -> np.ndarray:
    """One measure of each raid, shape (draws, raids)."""
    return rows[..., MEASURED.index(name)]


def quantities(statement: Statement, played: Mapping[Kind, np.ndarray]) -> Quantities:
    """What does this statement measure under each draw?"""
    first = played[kind_of(statement, statement.of[0])]
    if statement.measure.kind == "failed for":
        return mean_of(lead(first, statement.measure.codes))
    if statement.measure.kind == "losses apart":
        return mean_of(losses_apart(first))
    plus, minus = ([happened(statement, played[kind_of(statement, c)]) for c in own] for own in (statement.of, statement.minus))
    return mean_of(np.sum(plus, axis=0) - np.sum(minus, axis=0))


def happened(statement: Statement, rows: np.ndarray) -> np.ndarray:
    """Was it occupied, or did it end so? 1 or 0, shape (draws, raids)."""
    if statement.measure.kind == "occupied":
        return (column(rows, "occupied") > 0.0).astype(float)
    return np.isin(column(rows, "ending"), statement.measure.codes).astype(float)


def lead(rows: np.ndarray, named: Sequence[int]) -> np.ndarray:
    """By how much are these causes commoner than any other among the raids that failed? Shape (draws, raids).

    1 where a raid failed for that of them which is least common under its draw, -1 where for the commonest other one.
    """
    cause = np.where(np.isin(column(rows, "ending"), SUCCESSES), np.nan, column(rows, "cause"))
    counts = np.stack([(cause == code).sum(axis=1) for code in range(1 + int(max(*named, np.nanmax(cause, initial=0))))])
    others = [code for code in range(len(counts)) if code not in named] or [-1]
    least = np.array(named)[np.argmin(counts[list(named)], axis=0)]
    most = np.array(others)[np.argmax(counts[others], axis=0)]
    led = (cause == least[:, None]).astype(float) - (cause == most[:, None])
    return np.where(np.isnan(cause), np.nan, led)


def losses_apart(rows: np.ndarray) -> np.ndarray:
    """In withdrawals: the share the garrison lost of itself minus that of the attackers; shape (draws, raids)."""
    theirs = column(rows, "defenders_killed") + column(rows, "defenders_wounded")
    ours = sum(column(rows, f"attackers_{what}") for what in ("killed", "wounded", "captured"))
    apart = theirs / column(rows, "defenders") - ours / column(rows, "attackers")
    return np.where(column(rows, "ending") == Ending.WITHDREW, apart, np.nan)


def mean_of(each: np.ndarray) -> Quantities:
    """Means over the raids that can be measured, and their standard errors."""
    known = ~np.isnan(each)
    count = known.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, each, 0.0).sum(axis=1) / count
        squares = np.where(known, (each - mean[:, None]) ** 2, 0.0).sum(axis=1)
        return Quantities(mean, np.sqrt(squares / np.maximum(count - 1, 1) / count))


def conclude(name: str, statement: Statement, found: Quantities, raids: int) -> Conclusion:
    """How does the statement fare over the draws?

    Parameters
    ----------
    name : str
        Of the statement.
    statement : Statement
        What is said.
    found : Quantities
        What it measures.
    raids : int
        Of each kind with each draw. No quantity is taken to be surer than one raid in so many, even if all raids went alike.
    """
    known = ~np.isnan(found.values)
    passes = statement.holds.passed(found.values)
    is_sure = np.abs(found.values - statement.holds.limit) > SURE * np.maximum(found.errors, 1.0 / raids)
    return Conclusion(
        name=name,
        says=statement.says,
        measured=measured_words(statement),
        holds_if=f"{statement.holds.order} {statement.holds.limit:g}",
        holds=float(passes.mean()),
        surely_holds=float((passes & is_sure).mean()),
        surely_fails=float((~passes & is_sure).mean()),
        no_answer=float((~known).mean()),
        **spread_of(found.values[known], found.errors[known]),
    )


def measured_words(statement: Statement) -> str:
    """What is the quantity?"""
    words = {"failed for": "lead among causes", "losses apart": "losses apart", "occupied": "occupied", "ended": "ended so"}
    return words[statement.measure.kind] + (", gain" if statement.minus else "")


def without_luck(values: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """The same quantities, as far apart as they would be if each were measured in very many raids.

    Values that are measured in a few raids lie wider apart than what they measure: they are drawn towards their mean until
    their variance is that of the values less that of their errors.
    """
    variance = values.var(ddof=1) if len(values) > 1 else 0.0
    if variance == 0.0:
        return values
    return values.mean() + np.sqrt(max(0.0, 1.0 - np.mean(errors**2) / variance)) * (values - values.mean())


def spread_of(values: np.ndarray, errors: np.ndarray) -> dict[str, float]:
    """The mean, where 90 % lie with the luck taken out and as measured, and the typical error of one value."""
    if not len(values):
        return dict.fromkeys(("mean", "low", "high", "seen_low", "seen_high", "luck"), float("nan"))
    low, high = np.quantile(without_luck(values, errors), CENTRAL)
    seen_low, seen_high = np.quantile(values, CENTRAL)
    numbers = (values.mean(), low, high, seen_low, seen_high, np.sqrt(np.mean(errors**2)))
    return dict(zip(("mean", "low", "high", "seen_low", "seen_high", "luck"), map(float, numbers), strict=True))


def rows_of_draws(draws: RuleDraws, found: Mapping[str, Quantities]) -> dict[str, Any]:
    """Columns: the rates of each draw, and the quantity of each statement with its standard error."""
    columns: dict[str, Any] = dict(zip(draws.names, draws.values.T, strict=True))
    for name, own in found.items():
        columns |= {name: own.values, f"{name}_error": own.errors}
    return columns
