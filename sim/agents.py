"""The people and things of a raid as Mesa agents: windows on its rows, with the rules for a voice.

An agent holds no state. Each method is what it does in the pass of that name (`tick.PASSES`); it reads everybody and
writes its own row alone, so agents may be activated in any order.
"""

from typing import Any

import mesa

from sim.rules import air, command, decide, fire, help, movement, relief, resolve, sight, structure, suppression, weather
from sim.state import AirStatus, Cause, Kind, ReliefStatus, Stance


class Window(mesa.Agent):
    """A Mesa agent that looks at one row of the raid; its fields can be read as attributes."""

    rows = ""  # which records of the raid

    def __init__(self, model: mesa.Model, row: int | None = None) -> None:
        super().__init__(model)
        self.row = row
        self.raid = model.workspace.raid
        records = getattr(self.raid, self.rows)
        self.record = records if row is None else records[row]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "record" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self.record, name)


class Unit(Window):
    """People who move, fire, suffer and waver."""

    rows = "units"

    @property
    def stance_name(self) -> str:
        """What the unit is doing, in a word."""
        return Stance(int(self.record.stance)).name.lower()

    def sight(self) -> None:
        """Be seen, or not."""
        sight.spot(self.raid, self.row)

    def decide(self) -> None:
        """Form an intention."""
        decide.decide(self.raid, self.row)

    def move(self) -> None:
        """Move as intended."""
        movement.move(self.raid, self.row)

    def share(self) -> None:
        """Take one's share of the group's rounds."""
        fire.share_rounds(self.raid, self.row)

    def shoot(self) -> None:
        """Fire as intended."""
        fire.shoot(self.raid, self.row)

    def suffer(self) -> None:
        """Take what all that fire does."""
        fire.suffer(self.raid, self.row)

    def suppression(self) -> None:
        """Heads down, heads up."""
        suppression.press(self.raid, self.row)

    def resolve(self) -> None:
        """Waver, recover."""
        resolve.waver(self.raid, self.row)


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
        command.hold_or_yield(self.raid, self.row)


class Place(Window):
    """A strongpoint, or the main building."""

    rows = "places"

    def structure(self) -> None:
        """Wear down; be taken."""
        structure.wear(self.raid, self.row)

    def assault(self) -> None:
        """Be assaulted, if the attackers' commander says so."""
        command.order_assault(self.raid, self.row)


class Strongpoint(Place):
    """A strongpoint on the ring."""


class MainBuilding(Place):
    """The station's main building."""


class Group(Window):
    """A resistance group of the coalition."""

    rows = "groups"

    @property
    def cause_name(self) -> str:
        """Why it left on its own, in a word; 'none' if it did not."""
        return Cause(int(self.record.cause)).name.lower()

    def lead_group(self) -> None:
        """Stay, or leave on one's own."""
        command.lead_group(self.raid, self.row)


class AirSupport(Window):
    """Aircraft that may come."""

    rows = "air"

    @property
    def status_name(self) -> str:
        """Where they are, in a word."""
        return AirStatus(int(self.record.status)).name.lower()

    def air(self) -> None:
        """Fly, strike, rearm."""
        air.fly(self.raid)


class Relief(Window):
    """Troops that may come."""

    rows = "relief"

    @property
    def status_name(self) -> str:
        """Where they are, in a word."""
        return ReliefStatus(int(self.record.status)).name.lower()

    def relief(self) -> None:
        """Set out, travel, land."""
        relief.travel(self.raid)


class Weather(Window):
    """Rain and light."""

    rows = "world"

    def weather(self) -> None:
        """Change the sky."""
        weather.change(self.raid)


class GarrisonCommander(Window):
    """Who calls for help."""

    rows = "defence"

    def help(self) -> None:
        """Call, or not yet."""
        help.call(self.raid)


class AttackCommander(Window):
    """Who orders everybody to leave, and knows why."""

    rows = "attack"

    def lead_attack(self) -> None:
        """Weigh the reasons to leave."""
        command.lead_attack(self.raid)
