"""A finding: an estimate of the model beside what was published; and those that are read from raids as they come."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.patterns.facts import column, has_cause, has_ending
from sim.patterns.logit import NOTHING, Estimate
from sim.patterns.published import CONFIDENT, PUBLISHED, verdict

ALL = "all"
BROKEN_OFF = ("withdrew", "repulsed")
FAILED = (*BROKEN_OFF, "forced_out", "undecided")


class Finding(NamedTuple):
    """One pattern in all scenarios together, or in one of them."""

    pattern: str  # a key of `WORDS`
    scope: str  # "all", or the name of a scenario
    estimate: Estimate
    raids: int
    verdict: str  # of all together; empty for a single scenario


WORDS = {
    "heavy_loss": "failed raids in which the garrison lost {heavy:.0f} % or more",
    "attackers_lost": "attackers' loss when the raid was broken off (median)",
    "defenders_lost": "defenders' loss where the station fell (median)",
    "because_of_losses": "break-offs because of losses",
    "force_ratio": "force ratio, for each factor e",
    "force_ratio_across": "force ratio across scenarios, as across battles",
    "walls": "walls twice as strong",
    "no_walls": "walls as they are, against none",
    "surprise": "surprise, for each of two levels",
    "no_aircraft": "no aircraft",
    "rain_ground": "a cloudburst: on the ground",
    "rain_aircraft": "a cloudburst: on aircraft",
    "rain": "a cloudburst: both together",
}
UNITS = {
    **dict.fromkeys(("heavy_loss", "because_of_losses"), "share of the raids"),
    **dict.fromkeys(("attackers_lost", "defenders_lost"), "share of the people"),
    **dict.fromkeys(
        ("force_ratio", "force_ratio_across", "walls", "no_walls", "surprise", "no_aircraft"), "log-odds of occupation"
    ),
    **dict.fromkeys(("rain_ground", "rain_aircraft", "rain"), "change in the share occupied"),
}


def finding(pattern: str, scope: str, estimate: Estimate, raids: int, within: float) -> Finding:
    """An estimate, and whether it agrees with what was published."""
    return Finding(pattern, scope, estimate, raids, verdict(estimate, PUBLISHED[pattern], within) if scope == ALL else "")


def as_row(found: Finding, heavy: float) -> dict[str, Any]:
    """A finding as a row of a table."""
    published, (value, error) = PUBLISHED[found.pattern], found.estimate
    return {
        "pattern": found.pattern,
        "words": WORDS[found.pattern].format(heavy=100 * heavy),
        "scenario": found.scope,
        "unit": UNITS[found.pattern],
        "estimate": value,
        "standard_error": error,
        "low": value - CONFIDENT * error,
        "high": value + CONFIDENT * error,
        "raids": found.raids,
        "published": published.said,
        "published_low": published.low,
        "published_high": published.high,
        "source": published.source,
        "verdict": found.verdict,
    }


def findings_of_losses(played: Mapping[str, np.ndarray], heavy: float, within: float) -> list[Finding]:
    """What do those lose who break off, and those whose station falls?

    Parameters
    ----------
    played : mapping of str to numpy.ndarray
        Rows of raids, shape (raids, N_COLUMNS), of each scenario whose attackers mean to occupy.
    heavy : float
        Share of the garrison, killed and wounded, from which a loss is called heavy.
    within : float
        The factor within which a published size is met.

    Returns
    -------
    list of Finding
        Of all raids together, and of each scenario.
    """
    found = []
    for scope, rows in {ALL: np.concatenate(list(played.values())), **played}.items():
        failed, broken_off = rows[has_ending(rows, FAILED)], rows[has_ending(rows, BROKEN_OFF)]
        fell = rows[column(rows, "occupied") > 0]
        own = column(broken_off, "attackers_lost_before_leaving") / column(broken_off, "attackers")
        for pattern, estimate, raids, factor in (
            ("heavy_loss", share(garrison_loss(failed) >= heavy), len(failed), 1.0),
            ("attackers_lost", median(own), len(own), within),
            ("defenders_lost", median(garrison_loss(fell)), len(fell), within),
            ("because_of_losses", share(has_cause(broken_off, ["losses"])), len(broken_off), within),
        ):
            found.append(finding(pattern, scope, estimate, raids, factor))
    return found


def garrison_loss(rows: np.ndarray) -> np.ndarray:
    """The share of the garrison that was killed or wounded, shape (raids,)."""
    return (column(rows, "defenders_killed") + column(rows, "defenders_wounded")) / column(rows, "defenders")


def share(which: np.ndarray) -> Estimate:
    """The share of the raids, with its binomial error."""
    if len(which) == 0:
        return NOTHING
    part = float(which.mean())
    return Estimate(part, float(np.sqrt(part * (1.0 - part) / len(which))))


def median(values: np.ndarray) -> Estimate:
    """The median; its error from the two order statistics that enclose it with 95 %."""
    if len(values) == 0:
        return NOTHING
    half = 0.5 * CONFIDENT / np.sqrt(len(values))
    low, middle, high = np.quantile(values, np.clip((0.5 - half, 0.5, 0.5 + half), 0.0, 1.0))
    return Estimate(float(middle), float((high - low) / (2.0 * CONFIDENT)))
