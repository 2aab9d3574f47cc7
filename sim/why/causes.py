"""Why the attackers left, as competing risks: by which minute had how many left for which cause?

A raid ends in one of several ways that rule each other out: the attackers leave for one of eight causes, or they get what they
came for first. The cumulative incidence of a cause is the share of all raids that it has ended by then (Aalen and Johansen
1978; the estimator is that of statsmodels). A raid that is undecided at the time limit is censored there.
"""

import warnings
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sim.subject import Subject
from sim.why.shares import Z

SUCCEEDED, CENSORED = "succeeded", "undecided"
COLUMNS = ("ending", "cause", "duration_minutes", "leave_minute", "occupied_minute")


def needed_of(subject: Subject) -> tuple[str, ...]:
    """Which columns tell why attackers left? None, where it is not logged."""
    return COLUMNS if subject.has_causes else ()


class Incidence(NamedTuple):
    """One way in which raids end."""

    event: str  # a cause of leaving, or SUCCEEDED
    minutes: np.ndarray  # (times,)
    share: np.ndarray  # (times,) of all raids that ended so by then
    half_width: np.ndarray  # (times,) of its 95 % interval

    @property
    def last(self) -> float:
        """The share of all raids that end so."""
        return float(self.share[-1])


def first_events(raids: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """What came first in each raid, and when?

    Parameters
    ----------
    raids : pyarrow.Table
        With the columns COLUMNS.

    Returns
    -------
    minutes : numpy.ndarray
        Shape (raids,): of the occupation, of the order to leave, or of the end where nobody gave one.
    events : numpy.ndarray
        Shape (raids,) of str: SUCCEEDED, CENSORED or the logged cause.
    """
    ending, cause = (np.array(raids[name].to_pylist()) for name in ("ending", "cause"))
    left, occupied, end = (minutes_in(raids, name) for name in ("leave_minute", "occupied_minute", "duration_minutes"))
    has_succeeded = ~np.isnan(occupied) | (ending == "objective_met")
    minutes = np.where(~np.isnan(occupied), occupied, np.where(np.isnan(left), end, left))
    events = np.where(has_succeeded, SUCCEEDED, np.where(ending == "undecided", CENSORED, cause))
    return minutes, events


def minutes_in(raids: pa.Table, name: str) -> np.ndarray:
    """A column of minutes; NaN where it never came to that."""
    return raids[name].cast(pa.float64()).to_numpy(zero_copy_only=False)


def incidences(minutes: np.ndarray, events: np.ndarray) -> list[Incidence]:
    """The cumulative incidence of each way in which raids end, the commonest first.

    Parameters
    ----------
    minutes, events : numpy.ndarray
        From `first_events`.
    """
    from statsmodels.duration.survfunc import CumIncidenceRight

    names, counts = np.unique(events[events != CENSORED], return_counts=True)
    ordered = [str(name) for name in names[np.argsort(-counts, kind="stable")]]
    if not ordered:
        return []
    status = np.zeros(len(events), int)
    for code, name in enumerate(ordered, start=1):
        status[events == name] = code
    with warnings.catch_warnings(), np.errstate(all="ignore"):  # where the last raid has ended nobody is left to divide by
        warnings.simplefilter("ignore")
        found = CumIncidenceRight(minutes, status)
    first_censored = float(minutes[events == CENSORED].min()) if CENSORED in events else np.inf
    return [
        Incidence(name, found.times, share, Z * errors_of(share, error, found.times < first_censored, len(events)))
        for name, share, error in zip(ordered, found.cinc, found.cinc_se, strict=True)
    ]


def errors_of(share: np.ndarray, errors: np.ndarray, is_before: np.ndarray, raids: int) -> np.ndarray:
    """Standard errors: binomial before anything is censored, then the estimator's, the last known one where it has none."""
    binomial = np.sqrt(np.maximum(0.0, share * (1.0 - share)) / raids)
    known = np.where(is_before, binomial, errors)
    last = np.maximum.accumulate(np.where(np.isfinite(known), np.arange(len(known)), 0))
    return np.nan_to_num(known[last])


def shares_of_failures(events: np.ndarray) -> dict[str, float]:
    """For which causes did the attackers leave, as shares of all raids without success, undecided ones among them?"""
    failed = events[events != SUCCEEDED]
    names, counts = np.unique(failed, return_counts=True)
    return {str(name): count / len(failed) for name, count in zip(names, counts, strict=True)}
