"""What is measured when a shortfall is shared out."""

import numpy as np
import pyarrow as pa

from sim.config import Scenario
from sim.sweeps.request import MEASURES

SUCCESS = "success"  # what the scenario's own objective says
FLAGS = ("occupied", "objective_met", "burned")  # measures that are a share of the raids


def refuse_measure(measure: str) -> str:
    """Is there such a measure, with a value in every raid?

    Raises
    ------
    ValueError
        With what would have been right.
    """
    from sim.mistakes import nearest

    known = (SUCCESS, *MEASURES)
    if measure not in known:
        raise ValueError(f"should be a measure{nearest(measure, known)}; it is {measure}; measures are {', '.join(known)}")
    return measure


def measured_by(scenario: Scenario, measure: str) -> str:
    """What is it in this scenario? Success is occupation at some time where the attackers came for that."""
    if measure != SUCCESS:
        return measure
    return "occupied" if scenario.resistance.objective == "occupy" else "objective_met"


def stored_as(measure: str) -> str:
    """In which column of a table of raids does it stand?"""
    return "ending" if measure == "objective_met" else measure


def column_in(table: pa.Table, measure: str) -> np.ndarray:
    """A measure as numbers, shape (raids,)."""
    if measure == "objective_met":
        return (np.array(table["ending"].to_pylist()) == measure).astype(float)
    return table[measure].cast(pa.float64()).to_numpy()
