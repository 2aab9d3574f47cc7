"""One raid as a Mesa model: a step is one tick, all passes through AgentSets."""

from typing import Any

import mesa
import numpy as np
import pyarrow as pa
from mesa.agent import AgentSet

from sim import agents
from sim.config import Scenario
from sim.outcome import N_COLUMNS, N_SERIES, SERIES, measure, record
from sim.rules import ending
from sim.rules.muster import muster
from sim.scenario import compile_plan
from sim.state import Ending, make_workspace
from sim.table import check_numbers, outcome_of, series_table
from sim.tick import PASSES
from sim.warm import warm_up


class RaidModel(mesa.Model):
    """One raid, to be looked at. Equal to the last bit to the same raid of `play`.

    Parameters
    ----------
    scenario : Scenario
        From `load_scenario`.
    seed, raid : int
        Which luck: `raid` is the number of the row in the table of `play(scenario, ..., seed=seed)`.
    shuffled : bool
        Activate agents in a random order in each pass. It changes nothing, and a test says so.

    Attributes
    ----------
    outcome : dict or None
        The row of the table, once the raid has ended.
    tracks : list of numpy.ndarray
        Of each tick an array of shape (units, 5): x and y in metres, fit people, stance, suppression.
    """

    def __init__(self, scenario: Scenario, seed: int = 1, raid: int = 0, shuffled: bool = False) -> None:
        check_numbers(1, seed, raid)
        warm_up()
        super().__init__(rng=seed % 2**32)
        self.shuffled = shuffled
        self.raid_scenario = scenario
        self.workspace = make_workspace()
        self.outcome: dict[str, Any] | None = None
        self.tracks: list[np.ndarray] = []
        self._rows: list[np.ndarray] = []
        muster(self.workspace, compile_plan(scenario), seed, raid)
        self._muster_agents()
        self._passes = [(name, self._taking_part(name)) for name in PASSES if name != "ending"]

    def _muster_agents(self) -> None:
        world = self.workspace.raid.world
        self.weather = agents.Weather(self)
        self.garrison_commander = agents.GarrisonCommander(self)
        self.attack_commander = agents.AttackCommander(self)
        self.air_support, self.relief = agents.AirSupport(self), agents.Relief(self)
        self.squads = [agents.Squad(self, i) for i in range(world.squads)]
        self.sections = [agents.Section(self, i) for i in range(world.squads, world.units)]
        self.strongpoints = [agents.Strongpoint(self, p) for p in range(world.places - 1)]
        self.main_building = agents.MainBuilding(self, int(world.places) - 1)
        self.groups = [agents.Group(self, g) for g in range(world.groups)]

    def _taking_part(self, name: str) -> AgentSet:
        return AgentSet([agent for agent in self.agents if hasattr(type(agent), name)], random=self.random)

    def step(self) -> None:
        """One tick, pass after pass; nothing once the raid has ended."""
        if not self.running:
            return
        for name, taking_part in self._passes:
            (taking_part.shuffle_do if self.shuffled else taking_part.do)(name)
        ending.judge(self.workspace.raid)
        self._keep()
        if self.workspace.raid.world.ending != Ending.RUNNING:
            row = np.zeros(N_COLUMNS)
            measure(self.workspace.raid, row)
            self.outcome = outcome_of(row)
            self.running = False

    def _keep(self) -> None:
        raid, row = self.workspace.raid, np.zeros(N_SERIES)
        record(raid, row)
        self._rows.append(row)
        units = raid.units[: raid.world.units]
        self.tracks.append(np.stack([units[name].astype(float) for name in ("x", "y", "fit", "stance", "suppression")], axis=1))

    def run(self) -> dict[str, Any]:
        """Play the raid to its end; its outcome."""
        while self.running:
            self.step()
        assert self.outcome is not None
        return self.outcome

    @property
    def series(self) -> pa.Table:
        """The course of the raid so far: a row a tick, columns of `sim.outcome.SERIES`."""
        return series_table(np.array(self._rows).reshape(-1, len(SERIES)))
