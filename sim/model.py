"""One raid as a Mesa model: a step is one tick, all passes through AgentSets."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import mesa
import numpy as np
import pyarrow as pa
from mesa.agent import AgentSet

from sim import agents, voices
from sim.config import Scenario
from sim.outcome import N_COLUMNS, N_SERIES, SERIES
from sim.rules.muster import muster
from sim.scenario import compile_plan
from sim.state import Ending, make_workspace
from sim.table import check_numbers, check_scenario, outcome_of, series_table
from sim.tick import PASSES
from sim.warm import warm_up

TRACKED = ("x", "y", "fit", "stance", "suppression")


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
    datacollector : mesa.DataCollector
        The course of the raid, column by column of `sim.outcome.SERIES`, and of each squad and section `TRACKED`.
    """

    def __init__(self, scenario: Scenario, seed: int = 1, raid: int = 0, shuffled: bool = False) -> None:
        check_scenario(scenario)
        check_numbers(1, seed, raid)
        warm_up()
        super().__init__(rng=seed % 2**32)
        self.running: bool = True
        self.shuffled = shuffled
        self.workspace = make_workspace()
        self.outcome: dict[str, Any] | None = None
        self.now = np.zeros(N_SERIES)
        muster(self.workspace, compile_plan(scenario), seed, raid)
        self._muster_agents()
        self.datacollector = mesa.DataCollector(
            model_reporters={column.name: partial(_now, k) for k, column in enumerate(SERIES)},
            agenttype_reporters={
                kind: {name: partial(_of, name) for name in TRACKED} for kind in (agents.Squad, agents.Section)
            },
        )
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
        if self.running:
            for _ in self.passes():
                pass
            self.datacollector.collect(self)

    def passes(self) -> Iterator[str]:
        """What does one tick do, pass by pass? For whoever looks between the passes; `step` alone collects the course.

        Yields
        ------
        str
            The name of each pass of `tick.PASSES`, once it is done; nothing once the raid has ended.
        """
        if not self.running:
            return
        for name, taking_part in self._passes:
            (taking_part.shuffle_do if self.shuffled else taking_part.do)(name)
            yield name
        voices.ending(self.workspace.raids)
        voices.record(self.workspace.raids, self.now)
        if self.workspace.raid.world.ending != Ending.RUNNING:
            self._close()
        yield "ending"

    def _close(self) -> None:
        row = np.zeros(N_COLUMNS)
        voices.measure(self.workspace.raids, row)
        self.outcome = outcome_of(row)
        self.running = False

    def run(self) -> dict[str, Any]:
        """Play the raid to its end; its outcome."""
        while self.running:
            self.step()
        assert self.outcome is not None
        return self.outcome

    @property
    def tracks(self) -> np.ndarray:
        """Where everybody was: shape (ticks, units, 5), the last axis as in `TRACKED`."""
        parts = [self._track(agents.Squad, len(self.squads)), self._track(agents.Section, len(self.sections))]
        return np.concatenate(parts, axis=1)

    def _track(self, kind: type, count: int) -> np.ndarray:
        if count == 0 or not self.datacollector.model_vars["minute"]:
            return np.zeros((len(self.datacollector.model_vars["minute"]), count, len(TRACKED)))
        frame = self.datacollector.get_agenttype_vars_dataframe(kind)
        return frame[list(TRACKED)].to_numpy(float).reshape(-1, count, len(TRACKED))

    @property
    def series(self) -> pa.Table:
        """The course of the raid so far: a row a tick, columns of `sim.outcome.SERIES`."""
        return series_table(np.array(list(self.datacollector.model_vars.values())).T.reshape(-1, N_SERIES))


def _of(name: str, unit: agents.Unit) -> float:
    return float(unit.record[name])


def _now(column: int, model: RaidModel) -> float:
    return float(model.now[column])
