"""One campaign as a Mesa model: a step is one week, all passes through AgentSets, on a Mesa network of the roads."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet
from mesa.discrete_space import Cell, Network

from sim.campaign import agents, voices
from sim.campaign.config import Campaign
from sim.campaign.ground import lay_out
from sim.campaign.outcome import N_EVENTS, N_SERIES, SERIES
from sim.campaign.rules.start import begin
from sim.campaign.scenario import compile_plan, own_plan
from sim.campaign.state import make_field
from sim.campaign.table import Course, course_of
from sim.campaign.warm import warm_up
from sim.campaign.week import PASSES
from sim.table import check_numbers

TRACKED = ("standing", "people", "structure")


class CampaignModel(mesa.Model):
    """One campaign, to be looked at. Equal to the last bit to the same campaign of `trace`.

    Parameters
    ----------
    campaign : Campaign
        From `load_campaign`.
    seed, number : int
        Which luck.
    shuffled : bool
        Activate agents in a random order in each pass. It changes nothing, and a test says so.

    Attributes
    ----------
    roads : mesa.discrete_space.Network
        Posts and bases, joined by roads; each agent but the aircraft has its cell there.
    datacollector : mesa.DataCollector
        The course week by week, column by column of `sim.campaign.outcome.SERIES`, and of each post `TRACKED`.
    """

    def __init__(self, campaign: Campaign, seed: int = 1, number: int = 0, shuffled: bool = False) -> None:
        check_numbers(1, seed, number)
        warm_up()
        super().__init__(rng=seed % 2**32)
        self.campaign, self.luck, self.shuffled = campaign, (seed, number), shuffled
        self.running: bool = True
        self.field, self.plan, self.ground = make_field(), own_plan(compile_plan(campaign)), lay_out(campaign)
        self.now, self.attack = np.zeros(N_SERIES), 0
        self.noted: list[np.ndarray] = []
        begin(self.field, self.plan, seed, number)
        self._place_agents()
        self.began = self._posts()
        self.datacollector = mesa.DataCollector(
            model_reporters={column.name: partial(_now, k) for k, column in enumerate(SERIES)},
            agenttype_reporters={agents.Post: {name: partial(_of, name) for name in TRACKED}},
        )
        self._passes = [(name, self._taking_part(name)) for name in PASSES]

    @property
    def world(self) -> Any:
        """The campaign's clock and counts."""
        return self.field.campaigns[0].world

    def _place_agents(self) -> None:
        ground, names = self.ground, list(self.campaign.region.areas)
        self.roads = Network(ground.roads, random=self.random, layout=places_of(ground.roads))
        self.areas = [agents.Area(self, a, name, self._cell(name)) for a, name in enumerate(names)]
        self.posts = [agents.Post(self, p, post.name, self._cell(post.name)) for p, post in enumerate(ground.posts)]
        near = [self.roads.find_nearest_cell(home) for home in ground.group_km]
        self.groups = [agents.Group(self, g, name, near[g]) for g, (name, _) in enumerate(ground.groups)]
        bases = [names[a] for a in self._rows("columns")["area"]]
        self.columns = [agents.Column(self, c, f"{base}.column", self._cell(base)) for c, base in enumerate(bases)]
        fields = [list(self.campaign.region.airfields)[f] for f in self._rows("aircraft")["airfield"]]
        self.aircraft = [agents.Aircraft(self, k, f"{field}.aircraft") for k, field in enumerate(fields)]

    def _cell(self, name: str) -> Cell:
        return self.roads._cells[name]

    def _rows(self, kind: str) -> np.ndarray:
        """The rows of this kind that the campaign uses."""
        return self.field.campaigns[0][kind][: int(self.world[kind])]

    def _taking_part(self, name: str) -> AgentSet:
        return AgentSet([agent for agent in self.agents if hasattr(type(agent), name)], random=self.random)

    def step(self) -> None:
        """One week, pass after pass; nothing once the campaign has ended."""
        if self.running:
            for _ in self.passes():
                pass
            self.datacollector.collect(self)

    def passes(self) -> Iterator[str]:
        """What does one week do, pass by pass? For whoever looks between the passes; `step` alone collects the course.

        Yields
        ------
        str
            The name of each pass of `week.PASSES`, once it is done; nothing once the campaign has ended.
        """
        if not self.running:
            return
        for name, taking_part in self._passes:
            if name == "choose":
                self._choose(taking_part)
            elif name == "raid":
                self._raid()
            else:
                (taking_part.shuffle_do if self.shuffled else taking_part.do)(name)
            yield name
        self.world.tick += 1
        voices.record(self.field.campaigns, self.now)
        self.running = self.world.tick < int(self.field.campaigns[0].given.weeks)

    def _choose(self, groups: AgentSet) -> None:
        """All groups choose, each in the turn that it drew."""
        self.world.attacks = 0
        groups.sort("turn", ascending=True).do("choose")
        voices.sort_attacks(self.field.campaigns)

    def _raid(self) -> None:
        """The attacks of the week, each led by its group, in the order of time."""
        for k, leader in enumerate(self._rows("attacks")["group_0"]):
            self.attack = k
            self.groups[leader].raid()

    def note(self) -> np.ndarray:
        """An empty row for the raid that is about to be played, shape (1, N_EVENTS)."""
        self.noted.append(np.zeros((1, N_EVENTS)))
        return self.noted[-1]

    def run(self) -> Course:
        """Play the campaign to its end; its course."""
        while self.running:
            self.step()
        return self.course

    @property
    def course(self) -> Course:
        """The campaign so far, as `sim.campaign.table.trace` gives it."""
        series = np.array(list(self.datacollector.model_vars.values())).T.reshape(-1, N_SERIES)
        events = np.concatenate([np.zeros((0, N_EVENTS)), *self.noted])
        return course_of(self.campaign, self.ground, self.luck, self.field, series, self._tracks(), events)

    def _posts(self) -> np.ndarray:
        """How each post stands, shape (1, posts, 3), the last axis as in `TRACKED`."""
        return np.array([[[_of(name, post) for name in TRACKED] for post in self.posts]]).reshape(1, -1, len(TRACKED))

    def _tracks(self) -> np.ndarray:
        if not self.posts or not self.datacollector.model_vars["week"]:
            return np.repeat(self.began, len(self.datacollector.model_vars["week"]) + 1, axis=0)
        frame = self.datacollector.get_agenttype_vars_dataframe(agents.Post)
        kept = frame[list(TRACKED)].to_numpy(float).reshape(-1, len(self.posts), len(TRACKED))
        return np.concatenate([self.began, kept])


def places_of(roads: Any) -> dict[str, tuple[float, float]]:
    """Where is each node of the roads? In kilometres."""
    return {name: (place["x_km"], place["y_km"]) for name, place in roads.nodes.items()}


def _of(name: str, post: agents.Post) -> float:
    return float(post.record[name])


def _now(column: int, model: CampaignModel) -> float:
    return float(model.now[column])
