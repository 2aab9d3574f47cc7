"""Who takes part in a campaign, as Mesa agents: windows on its rows, with the rules for a voice.

As in `sim.agents` an agent holds no state. Each method is what it does in the pass of that name (`week.PASSES`). Posts, groups,
bases and relief columns stand on the roads, a Mesa network; aircraft are on their airfields.
"""

import mesa
from mesa.discrete_space import Cell, FixedAgent

from sim.agents import Window
from sim.campaign import voices
from sim.campaign.state import Standing
from sim.campaign.week import play_attack


class Actor(Window):
    """A window on one row of the campaign."""

    def __init__(self, model: mesa.Model, row: int, name: str) -> None:
        super().__init__(model, model.field.campaigns[0], row)
        self.name = name
        self.campaigns = model.field.campaigns


class Placed(Actor, FixedAgent):
    """One that has its place on the roads."""

    def __init__(self, model: mesa.Model, row: int, name: str, cell: Cell) -> None:
        super().__init__(model, row, name)
        self.cell = cell


class Area(Placed):
    """A part of the region: its season, its people, and the command in its base."""

    rows = "areas"

    def turn_season(self) -> None:
        """Have the rain of the week."""
        voices.turn_season(self.campaigns, self.row)

    def recruit(self) -> None:
        """Let people join the groups."""
        voices.recruit(self.campaigns, self.row)

    def draft(self) -> None:
        """Take in new people, and those who are fit again."""
        voices.draft(self.campaigns, self.row)

    def replace(self) -> None:
        """Send people to posts and columns that lack some."""
        voices.replace(self.campaigns, self.row)

    def draw_back(self) -> None:
        """Give up small posts, or hold."""
        voices.draw_back(self.campaigns, self.model.plan, self.row)

    def rebuild(self) -> None:
        """Man lost posts again."""
        voices.rebuild(self.campaigns, self.row)


class Post(Placed):
    """A post of the garrison side."""

    rows = "posts"

    @property
    def standing_name(self) -> str:
        """Whose it is, in a word."""
        return Standing(int(self.record.standing)).name.lower()

    def repair(self) -> None:
        """Mend the walls."""
        voices.repair(self.campaigns, self.row)


class Group(Placed):
    """A resistance group, at the place on the roads that is nearest to its home."""

    rows = "groups"

    def supply(self) -> None:
        """Receive arms and rounds."""
        voices.supply(self.campaigns, self.row)

    def reckon_exchange(self) -> None:
        """Reckon what to pass on to neighbours, and what to get."""
        voices.reckon_exchange(self.campaigns, self.model.plan, self.row)

    def exchange(self) -> None:
        """Pass it on."""
        voices.exchange(self.campaigns, self.row)

    def recover(self) -> None:
        """Be fit again, take heart."""
        voices.recover(self.campaigns, self.row)

    def draw_turn(self) -> None:
        """Draw one's turn."""
        voices.draw_turn(self.campaigns, self.row)

    def choose(self) -> None:
        """Look for a raid, or an ambush."""
        voices.choose(self.campaigns, self.model.plan, self.row)

    def raid(self) -> None:
        """Lead the attack whose time has come, and have it noted."""
        play_attack(self.model.field, self.model.plan, self.model.attack, self.model.note(), 0)


class Column(Placed):
    """A relief column, at its base."""

    rows = "columns"


class Aircraft(Actor):
    """A gunship or a transport."""

    rows = "aircraft"
