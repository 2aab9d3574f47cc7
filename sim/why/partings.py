"""Where do two raids part that are one raid with something changed? Both are played in lock-step, pass by pass.

Chance has an address, so both meet the same luck: whatever differs comes of the change, by a decision or by a draw that the
change has turned.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from sim.config import Scenario
from sim.model import RaidModel
from sim.state import HEADER_WORDS, UNIT_WORDS, Workspace, make_workspace
from sim.tick import PASSES
from sim.why.difference import AS_IT_IS, CHANGED, Difference, Parted
from sim.why.ground import AFAR, GROUND, NOBODY, Comparison, Spot, column
from sim.why.heard import Draw, listen
from sim.why.reasons import Reason, otherwise, reason_of
from sim.why.spoken import Side, both_said, name_of, what_is
from sim.why.starts import at_the_start

BEFORE_THE_CLOCK = ("weather", "help", "air", "relief")  # what these do has the minute at which the tick begins
DECIDED_IN = {  # passes in which somebody decides, and the fields that say what
    "hold_or_yield": ("stance", "captured", "fled"),
    "assault": ("assaulted",),
    "lead_group": ("left_minute",),
    "lead_attack": ("leaving",),
    "ending": ("leaving",),
}
DRAWN = (  # fields that a draw may decide
    "hits", "killed", "captured", "fled", "stance", "seen", "fired", "breaching_hits", "assaulted", "left_minute", "leaving",
)  # fmt: skip


def find_partings(scenario: Scenario, changed: Scenario, seed: int = 1, raid: int = 0) -> Parted:
    """Where does a raid part from the same raid with something changed, and by which draw or decision?

    Parameters
    ----------
    scenario, changed : Scenario
        As it is, and what if.
    seed, raid : int
        Which luck; the same for both.

    Returns
    -------
    Parted
        What differs at the start, the first differences afar, on the ground, of a draw and of a decision, and both raids.

    Raises
    ------
    ValueError
        If the length of a tick differs: chance is asked tick by tick, so it would be other luck.
    """
    lockstep = Lockstep(scenario, changed, seed, raid)
    for model in lockstep.models:
        if model.workspace.raid.given.tick_minutes != lockstep.tick_minutes:
            raise ValueError("tick_minutes: should be the same in both raids, since luck is asked tick by tick")
    while all(model.running for model in lockstep.models):
        lockstep.tick()
    for model in lockstep.models:
        while model.running:
            play_tick(model)
    return lockstep.parted()


def play_tick(model: RaidModel) -> None:
    """One tick that nobody looks into."""
    for _ in model.passes():
        pass


class Lockstep:
    """Two raids, pass by pass, and what has been found."""

    def __init__(self, scenario: Scenario, changed: Scenario, seed: int, raid: int) -> None:
        self.models = RaidModel(scenario, seed=seed, raid=raid), RaidModel(changed, seed=seed, raid=raid)
        workspaces = self.models[0].workspace, self.models[1].workspace
        self.sides = Side(scenario, workspaces[0]), Side(changed, workspaces[1])
        self.tick_minutes = float(workspaces[0].raid.given.tick_minutes)
        self.start = at_the_start(self.sides)
        self.ground, self.afar = Comparison(workspaces, GROUND), Comparison(workspaces, AFAR)
        self.actors = actors_of(self.models[0])
        self.first: dict[str, Difference] = {}  # of the ground, of a draw, of a decision
        self.first_afar: dict[str, Difference] = {}  # by record
        self.before = [self._kept(workspace) for workspace in workspaces]

    @property
    def is_done(self) -> bool:
        """Is there nothing left to be found?"""
        return len(self.first) == 3 and len(self.first_afar) == len(AFAR)

    def tick(self) -> None:
        """Both raids play a tick; after each pass they are compared."""
        if self.is_done:
            for model in self.models:
                play_tick(model)
            return
        when = int(self.sides[0].workspace.raid.world.tick)
        for name, _ in zip(self.models[0].passes(), self.models[1].passes(), strict=True):
            self._look(name, when)
            self.before = [self._kept(side.workspace) for side in self.sides]

    def _kept(self, workspace: Workspace) -> np.ndarray:
        world = workspace.raid.world
        return workspace.memory[: used_words(int(world.units))].copy()

    def _look(self, name: str, tick: int) -> None:
        for spot in self.afar.news():
            if spot.record not in self.first_afar:
                self.first_afar[spot.record] = self._difference("afar", name, tick, spot, "")
        news = self.ground.news()
        if news and "ground" not in self.first:
            self._part(name, tick, news)
        if news and "chance" not in self.first:
            self._find_a_draw(name, tick, news)
        if "decision" not in self.first:
            self._find_a_decision(name, tick, news)

    def _part(self, name: str, tick: int, news: Sequence[Spot]) -> None:
        spot = next((found for found in news if found.field in DRAWN and self._is_drawn(name, found)), news[0])
        reason, also = self._reason(name, spot), same_of_others(news, spot)
        by_then = "; ".join(self._says(far) for far in self.afar.standing())
        words = f"{reason.words}{f'. By then: {by_then}' if by_then else ''}"
        self.first["ground"] = self._difference("ground", name, tick, spot, also, reason._replace(words=words))

    def _find_a_draw(self, name: str, tick: int, news: Sequence[Spot]) -> None:
        for spot in news:
            if spot.field in DRAWN and self._is_drawn(name, spot):
                self.first["chance"] = self._difference("chance", name, tick, spot, "", self._reason(name, spot))
                return

    def _find_a_decision(self, name: str, tick: int, news: Sequence[Spot]) -> None:
        for spot in news:
            if spot.field in DECIDED_IN.get(name, ()) and not self._is_no_choice(spot):
                self.first["decision"] = self._difference("decision", name, tick, spot, "", self._reason(name, spot))
                return

    def _is_no_choice(self, spot: Spot) -> bool:
        """Nobody orders an assault on what has been taken; and a section that goes in both raids has decided the same."""
        values = [int(column(side.workspace, spot.record, spot.field)[row]) for side, row in self._at(spot)]
        if spot.field == "assaulted":
            return any(column(side.workspace, "places", "taken")[row] > 0 for side, row in self._at(spot))
        return spot.field in ("captured", "fled") and min(values) > 0

    def _at(self, spot: Spot) -> list[tuple[Side, int]]:
        return [(side, row) for side, row in zip(self.sides, spot.rows, strict=True) if row != NOBODY]

    def _is_drawn(self, name: str, spot: Spot) -> bool:
        pair = otherwise(*self._heard(name, spot))
        return pair is not None and None not in pair

    def _reason(self, name: str, spot: Spot) -> Reason:
        return reason_of(name, self._heard(name, spot))

    def _heard(self, name: str, spot: Spot) -> tuple[list[Draw], list[Draw]]:
        one, other = (self._listen(k, name, row) for k, row in enumerate(self._acting(name, spot)))
        return one, other

    def _acting(self, name: str, spot: Spot) -> tuple[int, int]:
        """Whose rows play this pass?"""
        return spot.rows if self.actors.get(name) == spot.record and spot.record in ("units", "places", "groups") else (0, 0)

    def _listen(self, k: int, name: str, row: int) -> list[Draw]:
        if row == NOBODY:
            return []
        again = make_workspace()
        again.facts[:] = self.sides[k].workspace.facts
        again.memory[: len(self.before[k])] = self.before[k]
        return listen(name, again.raids, row)

    def _says(self, spot: Spot) -> str:
        one, other = both_said(self.sides, spot)
        title = f", {what_is(spot.field)}" if what_is(spot.field) else ""
        return f"{self._who(spot)}{title}: {one} {AS_IT_IS}, {other} {CHANGED}"

    def _who(self, spot: Spot) -> str:
        k = int(spot.rows[0] == NOBODY)
        return name_of(self.sides[k], spot.record, spot.rows[k], spot.field)

    def _difference(self, level: str, name: str, tick: int, spot: Spot, also: str, reason: Reason | None = None) -> Difference:
        minute = (tick + (name not in BEFORE_THE_CLOCK)) * self.tick_minutes
        one, other = both_said(self.sides, spot)
        words = f"{self._says(spot)}{also}" + (f"; {reason.words}" if reason else "")
        draw = reason.draw if reason else None
        return Difference(level, minute, tick, name, self._who(spot), spot.field, one, other, draw, words)

    def parted(self) -> Parted:
        """Everything that was found, after the last tick."""
        ground, chance, decision = (self.first.get(level) for level in ("ground", "chance", "decision"))
        afar = sorted(self.first_afar.values(), key=lambda found: found.minute)
        raids = self.models[0].workspace.raid, self.models[1].workspace.raid
        outcomes = self.models[0].outcome or {}, self.models[1].outcome or {}
        return Parted(self.start, afar, ground, chance, decision, raids, outcomes)


def used_words(units: int) -> int:
    """How many words of a raid's memory hold what so many units need?"""
    return HEADER_WORDS + UNIT_WORDS * units


def actors_of(model: RaidModel) -> dict[str, str]:
    """Which records' agents act in each pass?"""
    kinds = {type(agent) for agent in model.agents}
    return {name: kind.rows for name in PASSES for kind in kinds if hasattr(kind, name)}


def same_of_others(news: Iterable[Spot], spot: Spot) -> str:
    """How many others differ in the same way at once?"""
    others = sum(found.record == spot.record and found.field == spot.field for found in news) - 1
    return f", and {others} more like it" if others else ""
