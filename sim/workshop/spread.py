"""In what are raids compared with each other, and where does one of them lie?"""

import numpy as np

from sim.playing import AT

SPREAD = {  # what is shown of how the raids lie: the columns that are added up, and the narrowest bar
    "duration_minutes": (("duration_minutes",), 5.0),
    "attackers_lost": (("attackers_killed", "attackers_wounded", "attackers_captured"), 1.0),
    "defenders_lost": (("defenders_killed", "defenders_wounded", "relief_killed", "relief_wounded"), 1.0),
}


def sums(rows: np.ndarray, columns: tuple[str, ...]) -> np.ndarray:
    """These columns of each raid, added up."""
    return rows[:, [AT[name] for name in columns]].sum(axis=1)


def lies(row: np.ndarray) -> dict[str, float]:
    """Where does one raid, shape (N_COLUMNS,), lie in each of them?"""
    return {name: float(sums(row[None], columns)[0]) for name, (columns, _) in SPREAD.items()}
