"""Reports beside claims: is the reported ending the commonest one, and does each figure lie where the model's claims lie?"""

from typing import Any

import numpy as np

from sim.patterns.facts import CLAIMED, INTERVAL, Facts, claims, column, has_cause, has_ending
from sim.state import Cause, Ending

QUANTILES = ("q05", "q25", "median", "q75", "q95")
ENDINGS = [member for member in Ending if member != Ending.RUNNING]


def compare_endings(facts: Facts, rows: np.ndarray) -> dict[str, Any]:
    """Do these raids mostly end as was reported, and for the reported causes?

    Parameters
    ----------
    facts : Facts
        What was reported.
    rows : numpy.ndarray
        Shape (raids, N_COLUMNS).

    Returns
    -------
    dict
        The commonest ending with its share; the share of the reported ones; and the same of the causes, among the raids that
        ended as was reported. `None` where nothing was reported, or no raid ended so.
    """
    ended = has_ending(rows, facts.endings)
    so = rows[ended]
    ending_shares = shares(column(rows, "ending"), ENDINGS)
    cause_shares = shares(column(so, "cause"), list(Cause))
    return {
        "scenario": facts.scenario,
        "raids": len(rows),
        "reported_endings": list(facts.endings),
        "commonest_ending": commonest(ending_shares),
        "share_of_reported_endings": float(ended.mean()),
        "ending_met": commonest(ending_shares) in facts.endings if facts.endings else None,
        "raids_ended_so": len(so),
        "reported_causes": list(facts.causes),
        "commonest_cause": commonest(cause_shares),
        "share_of_reported_causes": float(has_cause(so, facts.causes).mean()) if len(so) else None,
        "cause_met": commonest(cause_shares) in facts.causes if facts.causes else None,
        "endings": ending_shares,
        "causes": cause_shares,
    }


def shares(codes: np.ndarray, members: list[Any]) -> dict[str, float]:
    """Which share of the raids has each of these words? Those that nobody has are left out."""
    counts = {member.name.lower(): int((codes == member).sum()) for member in members}
    return {word: count / len(codes) for word, count in counts.items() if count}


def commonest(shares: dict[str, float]) -> str | None:
    """The word with the largest share."""
    return max(shares, key=shares.__getitem__) if shares else None


def compare_figures(facts: Facts, rows: np.ndarray) -> list[dict[str, Any]]:
    """Does each reported figure lie within the central 90 % of the model's claims?

    Parameters
    ----------
    facts : Facts
        What was reported.
    rows : numpy.ndarray
        Shape (raids, N_COLUMNS).

    Returns
    -------
    list of dict
        A row for each figure and report: quantiles of the claims of all raids and of those that ended as was reported,
        whether the report lies inside, and at which share of the claims it stands. Of what is true or false the share of
        the raids is given, and it is met where it is the rule.
    """
    so = rows[has_ending(rows, facts.endings)]
    return [
        {"scenario": facts.scenario, "figure": name, "unit": CLAIMED[name].unit, "reported": report}
        | compare(claims(rows, name), report, name in facts.flags)
        | {f"{key}_ended_so": value for key, value in compare(claims(so, name), report, name in facts.flags).items()}
        for name, reports in facts.figures.items()
        for report in reports
    ]


def compare(claimed: np.ndarray, report: float, is_flag: bool) -> dict[str, Any]:
    """One report beside these claims."""
    if len(claimed) == 0:
        return dict.fromkeys((*QUANTILES, "met", "stands_at"))
    at = np.full(len(INTERVAL), claimed.mean()) if is_flag else np.quantile(claimed, INTERVAL)
    met = bool((at[0] > 0.5) == (report > 0.5)) if is_flag else bool(at[0] <= report <= at[-1])
    return dict(zip(QUANTILES, map(float, at), strict=True)) | {"met": met, "stands_at": float(stands_at(claimed, report))}


def stands_at(claimed: np.ndarray, report: float) -> np.ndarray:
    """Which share of the claims, shape (..., raids), lies below the report? Equal ones count half; shape (...)."""
    return (claimed < report).mean(axis=-1) + 0.5 * (claimed == report).mean(axis=-1)
