"""The answer for one scenario: what each factor accounts for, alone and in all, beside the causes that were logged."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.subject import Subject, subject_of
from sim.why.causes import CENSORED, Incidence, first_events, incidences, shares_of_failures
from sim.why.coalitions import Case, Plan, left_open, orders_used, shares_of
from sim.why.measures import SUCCESS, is_share, measured_by
from sim.why.relieved import Factor
from sim.why.shares import Estimate, Shares, mean_of

NOTHING = Estimate(0.0, 0.0)
NO_EVENTS = np.zeros(0), np.zeros(0, str)


class Row(NamedTuple):
    """One factor of one scenario."""

    factor: str
    label: str
    means: str
    cause: str | None  # the logged cause of leaving that stands beside it
    share: Estimate  # of the total: its Shapley value
    alone: Estimate  # what relieving it alone gains
    named: float | None  # share of the raids that failed whose attackers left for it; None: it is no cause, or none failed
    is_active: bool  # it changes something in this scenario


class Answer(NamedTuple):
    """All of one scenario."""

    case: Case
    measure: str  # the column that is measured
    raids: int  # of each coalition
    coalitions: int  # that were played
    orders: int  # of relief that were drawn; 0 where every combination was played
    left_open: float  # how far orders that were not drawn may move a share, at most
    start: Estimate
    end: Estimate
    rows: list[Row]  # in the order of the factors
    interactions: list[list[Estimate]]  # (factors, factors)
    causes: list[Incidence]  # cumulative incidence, raids as they are
    undecided: float  # share of the raids as they are that nobody decided before the time limit

    @property
    def subject(self) -> Subject:
        """What is played?"""
        return subject_of(self.case.scenario)

    @property
    def is_chance(self) -> bool:
        """Is it a share of the raids that is shared out, so that there is something left to 1?"""
        return is_share(self.case.scenario, self.measure)

    @property
    def is_success(self) -> bool:
        """Is it the attackers' own success, so that causes of leaving stand beside it?"""
        return self.measure == measured_by(self.case.scenario, SUCCESS)

    def part(self, value: float) -> float | None:
        """A share of the total; none of a total of nothing, or of a chance that relief lowers."""
        return None if self.total == 0.0 or (self.is_chance and self.total < 0.0) else value / self.total

    @property
    def total(self) -> float:
        """What is shared out."""
        return self.end.value - self.start.value


def answer_of(
    case: Case, factors: Mapping[str, Factor], plan: Plan, measure: str, values: Mapping[int, np.ndarray], raids: pa.Table
) -> Answer:
    """Put it together.

    Parameters
    ----------
    case : Case
        The scenario.
    factors : mapping
        By name.
    plan : Plan
        What was played.
    measure : str
        `success`, or the name of a measure.
    values : mapping
        From `coalitions.values_of`.
    raids : pyarrow.Table
        The raids of the scenario as it is, with the columns `causes.needed_of`.
    """
    orders = orders_used(case, plan, values)
    minutes, events = first_events(raids) if subject_of(case.scenario).has_causes else NO_EVENTS
    shares = shares_of(case, plan, values, orders)
    named = shares_of_failures(events)
    rows = [row_of(name, factor, case, shares, values, named) for name, factor in factors.items()]
    return Answer(
        case=case,
        measure=measured_by(case.scenario, measure),
        raids=len(values[0]),
        coalitions=len(values),
        orders=orders,
        left_open=left_open(case, plan, values, orders) if orders else 0.0,
        start=shares.start,
        end=shares.end,
        rows=rows,
        interactions=[[pair_of(case, shares, one, other) for other in factors] for one in factors],
        causes=incidences(minutes, events),
        undecided=float(np.sum(events == CENSORED)) / max(1, len(events)),
    )


def row_of(
    name: str, factor: Factor, case: Case, shares: Shares, values: Mapping[int, np.ndarray], named: Mapping[str, float]
) -> Row:
    """What there is to say of one factor."""
    share, alone, is_active = NOTHING, NOTHING, name in case.active
    if is_active:
        bit = case.active.index(name)
        share, alone = shares.factors[bit], mean_of(values[1 << bit] - values[0])
    said = None if factor.cause is None else named.get(factor.cause, 0.0) if named else None
    return Row(name, factor.label, factor.means, factor.cause, share, alone, said, is_active)


def pair_of(case: Case, shares: Shares, one: str, other: str) -> Estimate:
    """How two factors work together; nothing where one of them does nothing here."""
    if one not in case.active or other not in case.active:
        return NOTHING
    return shares.interactions[case.active.index(one)][case.active.index(other)]


def known(value: float) -> float | None:
    """The number, if there is one."""
    return None if np.isnan(value) else value


def table_of_shares(answers: list[Answer]) -> list[dict[str, Any]]:
    """A row for each scenario and factor."""
    return [
        {
            "scenario": answer.case.scenario.name, "measure": answer.measure, "as_it_is": answer.start.value,
            "all_relieved": answer.end.value, "factor": row.factor, "relieved_means": row.means, "share": row.share.value,
            "share_half_width": known(row.share.half_width),
            "share_of_total": answer.part(row.share.value), "alone": row.alone.value,
            "alone_half_width": known(row.alone.half_width), "named_when_leaving": row.named,
            "raids": answer.raids, "combinations": answer.coalitions, "orders": answer.orders,
        }
        for answer in answers for row in answer.rows
    ]  # fmt: skip


def table_of_pairs(answers: list[Answer]) -> list[dict[str, Any]]:
    """A row for each scenario and pair of factors."""
    return [
        {
            "scenario": answer.case.scenario.name, "factor": answer.rows[i].factor, "other": answer.rows[j].factor,
            "interaction": known(estimate.value), "half_width": known(estimate.half_width),
        }
        for answer in answers for i, line in enumerate(answer.interactions) for j, estimate in enumerate(line[:i])
    ]  # fmt: skip


def table_of_causes(answers: list[Answer]) -> list[dict[str, Any]]:
    """A row for each scenario, way of ending and minute at which a raid ended."""
    return [
        {"scenario": answer.case.scenario.name, "event": one.event, "minute": minute, "incidence": share, "half_width": half}
        for answer in answers for one in answer.causes
        for minute, share, half in zip(one.minutes.tolist(), one.share.tolist(), one.half_width.tolist(), strict=True)
    ]  # fmt: skip
