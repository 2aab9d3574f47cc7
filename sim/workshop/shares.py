"""The shortfall of a setting shared out among its causes, combination by combination."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim.batch import play_block
from sim.changes import with_levels
from sim.config import Scenario
from sim.outcome import N_COLUMNS
from sim.scenario import compile_plan
from sim.state import Plan
from sim.why.relieved import Factor, conditions_of
from sim.why.shares import Shares, exact_shares
from sim.workshop.many import workspace
from sim.workshop.odds import succeeded


class Sharing:
    """The combinations of what is as it is and what is relieved, and the raids of each that were played.

    Parameters
    ----------
    scenario : Scenario
        As it is.
    factors : mapping
        What may be relieved, by name.
    seed, raids : int
        Which luck, the same in every combination, and how many raids of each.
    """

    def __init__(self, scenario: Scenario, factors: Mapping[str, Factor], seed: int, raids: int) -> None:
        self.scenario, self.seed, self.raids = scenario, seed, raids
        self.causes = {name: factor.cause for name, factor in factors.items()}
        self.conditions = {name: levels for name, levels in conditions_of(scenario, factors).items() if levels}
        self.values = np.full((2 ** len(self.conditions), raids), np.nan)

    def plans(self) -> Iterator[tuple[int, Scenario, Plan]]:
        """Each combination by its number, in which bit k says that the k-th factor that changes anything is relieved."""
        for number in range(len(self.values)):
            relieved = [own for bit, own in enumerate(self.conditions.values()) if number >> bit & 1]
            scenario = with_levels(self.scenario, {path: level for own in relieved for path, level in own.items()})
            yield number, scenario, compile_plan(scenario)

    def play(self, number: int, scenario: Scenario, plan: Plan) -> None:
        """Play the raids of one combination."""
        rows = np.zeros((self.raids, N_COLUMNS))
        play_block(workspace(), plan, self.seed, 0, rows)
        self.values[number] = succeeded(scenario, rows)

    def told(self) -> dict[str, Any]:
        """What each factor accounts for, once all are played; what changes nothing here accounts for nothing."""
        shares = exact_shares(self.values)
        return {
            "start": shares.start._asdict(),
            "end": shares.end._asdict(),
            "rows": [self._row(n, shares) for n in self.causes],
        }

    def _row(self, name: str, shares: Shares) -> dict[str, Any]:
        if name not in self.conditions:
            return {"factor": name, "cause": self.causes[name], "share": 0.0, "half_width": 0.0, "alone": 0.0}
        bit = list(self.conditions).index(name)
        alone = float((self.values[1 << bit] - self.values[0]).mean())
        value, half_width = shares.factors[bit]
        return {"factor": name, "cause": self.causes[name], "share": value, "half_width": half_width, "alone": alone}
