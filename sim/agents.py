"""The people and things of a raid as Mesa agents: windows on its rows, with the rules for a voice.

An agent holds no state. Each method is what it does in the pass of that name (`tick.PASSES`); it reads everybody and
writes its own row alone, so agents may be activated in any order.
"""

from typing import Any

import mesa

from sim import voices
from sim.state import AirStatus, Cause, Kind, ReliefStatus, Stance


class Window(mesa.Agent):
    """A Mesa agent that looks at one row of a record; its fields can be read as attributes."""

    rows = ""  # which of the records in it

    def __init__(self, model: mesa.Model, whole: Any, row: int | None = None) -> None:
        super().__init__(model)
        self.row = row
        records = getattr(whole, self.rows)
        self.record = records if row is None else records[row]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "record" not in self.__dict__ or name not in self.record.dtype.names:
            raise AttributeError(name)
        return self.record[name]


class Actor(Window):
    """A window on one row of the raid."""

    def __init__(self, model: mesa.Model, row: int | None = None) -> None:
        super().__init__(model, model.workspace.raid, row)
        self.raids = model.workspace.raids


class Unit(Actor):
    """People who move, fire, suffer and waver."""

    rows = "units"

    @property
    def stance_name(self) -> str:
        """What the unit is doing, in a word."""
        return Stance(int(self.record.stance)).name.lower()

    def sight(self) -> None:
        """Be seen, or not."""
        voices.sight(self.raids, self.row)

    def decide(self) -> None:
        """Form an intention."""
        voices.decide(self.raids, self.row)

    def move(self) -> None:
        """Move as intended."""
        voices.move(self.raids, self.row)

    def share(self) -> None:
        """Take one's share of the group's rounds."""
        voices.share(self.raids, self.row)

    def shoot(self) -> None:
        """Fire as intended."""
        voices.shoot(self.raids, self.row)

    def suffer(self) -> None:
        """Take what all that fire does."""
        voices.suffer(self.raids, self.row)

    def press(self) -> None:
        """Heads down, heads up."""
        voices.press(self.raids, self.row)

    def waver(self) -> None:
        """Waver, recover."""
        voices.waver(self.raids, self.row)


class Squad(Unit):
    """A squad of one resistance group."""


class Section(Unit):
    """A section of the garrison or of the relief."""

    @property
    def kind_name(self) -> str:
        """Soldiers, police or militia."""
        return Kind(int(self.record.kind)).name.lower()

    def hold_or_yield(self) -> None:
        """Hold, fall back, surrender or flee."""
        voices.hold_or_yield(self.raids, self.row)


class Place(Actor):
    """A strongpoint, or the main building."""

    rows = "places"

    def structure(self) -> None:
        """Wear down; be taken."""
        voices.structure(self.raids, self.row)

    def assault(self) -> None:
        """Be assaulted, if the attackers' commander says so."""
        voices.assault(self.raids, self.row)


class Strongpoint(Place):
    """A strongpoint on the ring."""


class MainBuilding(Place):
    """The station's main building."""


class Group(Actor):
    """A resistance group of the coalition."""

    rows = "groups"

    @property
    def cause_name(self) -> str:
        """Why it left on its own, in a word; 'none' if it did not."""
        return Cause(int(self.record.cause)).name.lower()

    def lead_group(self) -> None:
        """Stay, or leave on one's own."""
        voices.lead_group(self.raids, self.row)


class AirSupport(Actor):
    """Aircraft that may come."""

    rows = "air"

    @property
    def status_name(self) -> str:
        """Where they are, in a word."""
        return AirStatus(int(self.record.status)).name.lower()

    def air(self) -> None:
        """Fly, strike, rearm."""
        voices.air(self.raids, 0)


class Relief(Actor):
    """Troops that may come."""

    rows = "relief"

    @property
    def status_name(self) -> str:
        """Where they are, in a word."""
        return ReliefStatus(int(self.record.status)).name.lower()

    def relief(self) -> None:
        """Set out, travel, land."""
        voices.relief(self.raids, 0)


class Weather(Actor):
    """Rain and light."""

    rows = "world"

    def weather(self) -> None:
        """Change the sky."""
        voices.weather(self.raids, 0)


class GarrisonCommander(Actor):
    """Who calls for help."""

    rows = "defence"

    def help(self) -> None:
        """Call, or not yet."""
        voices.help(self.raids, 0)


class AttackCommander(Actor):
    """Who orders everybody to leave, and knows why."""

    rows = "attack"

    def lead_attack(self) -> None:
        """Weigh the reasons to leave."""
        voices.lead_attack(self.raids, 0)
