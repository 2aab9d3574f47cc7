"""The shortfall of a setting shared out among its causes, combination by combination."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.changes import with_levels
from sim.config import Scenario
from sim.scenario import compile_plan
from sim.why.relieved import Factor, conditions_of
from sim.why.shares import Shares, exact_shares
from sim.workshop.many import Many
from sim.workshop.odds import succeeded


class Sharing:
    """The combinations of what is as it is and what is relieved, and the raids of each, the same luck in every one.

    Parameters
    ----------
    scenario : Scenario
        As it is.
    factors : mapping
        What may be relieved, by name.
    seed, raids : int
        Which luck, and how many raids of each combination.
    """

    def __init__(self, scenario: Scenario, factors: Mapping[str, Factor], seed: int, raids: int) -> None:
        self.scenario, self.seed, self.raids = scenario, seed, raids
        self.causes = {name: factor.cause for name, factor in factors.items()}
        self.conditions = {name: levels for name, levels in conditions_of(scenario, factors).items() if levels}
        self._played = dict[int, tuple[Scenario, Many]]()

    def __len__(self) -> int:
        return int(2 ** len(self.conditions))

    def many(self, number: int) -> Many:
        """The raids of a combination, to be played; bit k of its number: the k-th factor that changes anything is relieved.

        Who asks for the same, even at the same time, gets the same raids: a class asks one question thirty times.
        """
        if number in self._played:
            return self._played[number][1]
        relieved = [own for bit, own in enumerate(self.conditions.values()) if number >> bit & 1]
        scenario = with_levels(self.scenario, {path: level for own in relieved for path, level in own.items()})
        return self._played.setdefault(number, (scenario, Many(compile_plan(scenario), self.seed)))[1]

    def told(self) -> dict[str, Any]:
        """What each factor accounts for, once all are played; what changes nothing here accounts for nothing."""
        values = np.array([self._values(number) for number in range(len(self))])
        shares = exact_shares(values)
        return {
            "total": shares.end.value - shares.start.value,
            "start": shares.start._asdict(),
            "end": shares.end._asdict(),
            "rows": [self._row(n, shares, values) for n in self.causes],
        }

    def _values(self, number: int) -> np.ndarray:
        scenario, many = self._played[number]
        return succeeded(scenario, many.rows).astype(float)

    def _row(self, name: str, shares: Shares, values: np.ndarray) -> dict[str, Any]:
        if name not in self.conditions:
            return {"factor": name, "cause": self.causes[name], "share": 0.0, "half_width": 0.0, "alone": 0.0}
        bit = list(self.conditions).index(name)
        value, half_width = shares.factors[bit]
        alone = float((values[1 << bit] - values[0]).mean())
        return {"factor": name, "cause": self.causes[name], "share": value, "half_width": half_width, "alone": alone}
