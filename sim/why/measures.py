"""What is measured when a shortfall is shared out."""

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ValidationInfo

from sim.subject import subject_of
from sim.sweeps.request import subject_asked

SUCCESS = "success"  # what the scenario's own objective says
MET = "objective_met"  # an ending of raids


def refuse_measure(measure: str, info: ValidationInfo) -> str:
    """Is there such a measure, with a value in every raid?

    Raises
    ------
    ValueError
        With what would have been right.
    """
    from sim.mistakes import nearest

    known = (SUCCESS, *subject_asked(info).measures)
    if measure not in known:
        raise ValueError(f"should be a measure{nearest(measure, known)}; it is {measure}; measures are {', '.join(known)}")
    return measure


def measured_by(scenario: BaseModel, measure: str) -> str:
    """What is it in this scenario?"""
    return subject_of(scenario).success(scenario) if measure == SUCCESS else measure


def is_share(scenario: BaseModel, measure: str) -> bool:
    """Is this measure, summed up, a share of the raids?"""
    return measure == MET or subject_of(scenario).is_flag(measure)


def stored_as(measure: str) -> str:
    """In which column of a table of raids does it stand?"""
    return "ending" if measure == MET else measure


def column_in(table: pa.Table, measure: str) -> np.ndarray:
    """A measure as numbers, shape (raids,)."""
    if measure == MET:
        return (np.array(table["ending"].to_pylist()) == measure).astype(float)
    return table[measure].cast(pa.float64()).to_numpy()
