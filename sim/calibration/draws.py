"""Draws from the posterior of the calibrated rates, as they ship: each row is one set of values that goes together."""

import csv
from pathlib import Path

import numpy as np

from sim.config import Rules
from sim.history.prediction import RuleDraws
from sim.mistakes import ConfigurationError, nearest
from sim.spans import shown


def shipped_draws() -> Path:
    """Where the draws lie that the last calibration made."""
    from importlib.resources import files

    return Path(str(files("configs").joinpath("rules", "posterior.csv")))


def read_draws(path: Path) -> RuleDraws:
    """Which vectors of rates are in this file? A column for each rate, named as under `rules`, a row for each draw.

    Raises
    ------
    ConfigurationError
        With the file, the line and the value.
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            names, *rows = list(csv.reader(file)) or [[]]
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read as draws of rates: {error}") from None
    for name in names:
        if name not in Rules.model_fields:
            raise ConfigurationError(f"{path}: {shown(name)}: there is no such rate{nearest(name, list(Rules.model_fields))}")
    if not names or not rows:
        raise ConfigurationError(f"{path}: should have names of rates in its first line and a draw in each other; it has none")
    return RuleDraws(tuple(names), np.array([values_of(path, k, row, len(names)) for k, row in enumerate(rows, 2)]))


def values_of(path: Path, line: int, row: list[str], expected: int) -> list[float]:
    """The numbers of one line."""
    try:
        values = [float(cell) for cell in row]
    except ValueError:
        values = []
    if len(values) != expected or not np.isfinite(values).all():
        raise ConfigurationError(f"{path}, line {line}: should be {expected} numbers; it is {shown(','.join(row))}")
    return values


def write_draws(path: Path, draws: RuleDraws) -> Path:
    """Keep draws, to four figures."""
    from sim.store import aside

    with aside(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(draws.names)
        writer.writerows([f"{value:.4g}" for value in row] for row in draws.values)
    return path
