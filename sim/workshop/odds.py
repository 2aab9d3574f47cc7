"""What becomes of many raids of one setting: endings, causes, means, and where among them one raid lies."""

from typing import Any

import numpy as np

from sim.config import Scenario
from sim.outcome import COLUMNS
from sim.playing import AT
from sim.state import Cause, Ending
from sim.summary import wilson
from sim.why.measures import SUCCESS, measured_by
from sim.workshop.spread import SPREAD, sums

ENDINGS = {ending.name.lower(): int(ending) for ending in Ending if ending != Ending.RUNNING}
CAUSES = {cause.name.lower(): int(cause) for cause in Cause if cause != Cause.NONE}
MEANS = [column.name for column in COLUMNS if column.kind in ("count", "real") and column.name != "raid"]
MOST_BARS = 24


def succeeded(scenario: Scenario, rows: np.ndarray) -> np.ndarray:
    """Which of these raids, shape (raids, N_COLUMNS), succeeded? As `sim.why` has it."""
    measure = measured_by(scenario, SUCCESS)
    return rows[:, AT["occupied"]] > 0 if measure == "occupied" else rows[:, AT["ending"]] == Ending.OBJECTIVE_MET


def odds_of(scenario: Scenario, rows: np.ndarray) -> dict[str, Any]:
    """What came of these raids?

    Parameters
    ----------
    scenario : Scenario
        Which they are raids of.
    rows : numpy.ndarray
        Shape (raids, N_COLUMNS).

    Returns
    -------
    dict
        `raids`; `success`, `endings` and `causes` (of those that did not succeed) as shares with 95 % intervals; `means` of
        columns; `spread`: bars of equal width with the number of raids of each ending.
    """
    success, ending, cause = succeeded(scenario, rows), rows[:, AT["ending"]], rows[:, AT["cause"]]
    failures = ~success
    return {
        "raids": len(rows),
        "success": share(int(success.sum()), len(rows)),
        "endings": {name: share(int((ending == code).sum()), len(rows)) for name, code in ENDINGS.items()},
        "failures": int(failures.sum()),
        "causes": {name: share(int((cause[failures] == code).sum()), int(failures.sum())) for name, code in CAUSES.items()},
        "means": dict(zip(MEANS, rows[:, [AT[name] for name in MEANS]].mean(axis=0).tolist(), strict=True)),
        "spread": {name: bars(sums(rows, columns), ending, least) for name, (columns, least) in SPREAD.items()},
    }


def share(count: int, of: int) -> dict[str, float]:
    """A share with its 95 % interval."""
    low, high = wilson(np.array(count), np.array(of))
    return {"share": count / of if of else 0.0, "low": float(low), "high": float(high)}


def bars(values: np.ndarray, ending: np.ndarray, least: float) -> dict[str, Any]:
    """How many raids of each ending lie in each bar? Bars are as wide as `least` times a power of two, so that two agree."""
    width = least
    while values.max() >= MOST_BARS * width:
        width *= 2.0
    at = (values // width).astype(int)
    counts = {name: np.bincount(at[ending == code], minlength=at.max() + 1).tolist() for name, code in ENDINGS.items()}
    return {"width": width, "counts": {name: own for name, own in counts.items() if any(own)}}
