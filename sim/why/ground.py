"""What counts as a difference between two raids? Rows are matched by their address, for numbers of people may differ.

On the ground counts what people do and what becomes of them and of the buildings. What they feel as a rate (hazards), what
they carry and what a rule works with on its way count only by what comes of them. Afar are the sky, the call for help, the
aircraft and the relief. A field of a row that differs at the start differs for that reason, and is set aside.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.state import N_FACTS, RAID, WORD, Stance, Workspace

# The most telling first: where several differ at once, the first is told.
GROUND = {
    "world": ("ending", "occupied_minute", "burned_minute", "forced_out_minute", "rounds_captured", "arms_captured"),
    "attack": ("leaving", "cause", "met", "leave_minute"),
    "groups": ("left_minute", "cause"),
    "places": ("taken", "assaulted", "breached_minute", "taken_minute", "strength", "holders", "besiegers"),
    "units": (
        "hits", "killed", "wounded", "captured", "fled", "fit", "stance", "place", "seen", "goal", "target", "aimed", "fired",
        "breaching_hits", "firing", "breaching_fired", "rounds_fired", "x", "y", "resolve", "suppression", "unready", "pinned",
        "under_fire", "incoming", "rounds", "breaching", "left_minute",
    ),
}  # fmt: skip
AFAR = {
    "defence": ("called_minute",),
    "air": ("status", "due_minute", "strikes"),
    "relief": ("status", "due_minute"),
    "world": ("rain", "light"),
}
POINTS_TO = {"place": "places", "goal": "places", "target": "units"}  # fields that hold a row of another record
NOBODY = -1
RECORDS: Any = RAID.fields  # of each record its type, and where it begins


class Spot(NamedTuple):
    """One field of one agent, in both raids."""

    record: str
    field: str
    rows: tuple[int, int]  # of the agent in either raid; -1 where it is not there


def block(workspace: Workspace, record: str) -> np.ndarray:
    """All rows of a record as words, shape (rows, fields); it follows the raid."""
    kind, offset = RECORDS[record][:2]
    first, width = offset // WORD - N_FACTS, kind.base.itemsize // WORD
    return workspace.memory[first : first + kind.itemsize // WORD].reshape(-1, width)


def column(workspace: Workspace, record: str, field: str) -> np.ndarray:
    """One field of all rows, in its own type."""
    kind = RECORDS[record][0].base
    return block(workspace, record)[:, kind.names.index(field)].view(kind[field])


def rows_of(workspace: Workspace, record: str) -> np.ndarray:
    """Which rows of a record does this raid use?"""
    world = workspace.raid.world
    if record not in ("units", "places", "groups"):
        return np.zeros(1, np.int64)
    rows = np.arange(int(world[record]))
    return rows if record != "units" else rows[column(workspace, "units", "people")[rows] > 0]


def names_of(workspace: Workspace, record: str) -> np.ndarray:
    """By what is each row of a record known in any raid?"""
    return column(workspace, record, "address") if record != "world" else np.zeros(1, np.int64)


class Watched:
    """The fields of one record that are compared, in rows that are in both raids."""

    def __init__(self, workspaces: tuple[Workspace, Workspace], record: str, fields: tuple[str, ...]) -> None:
        self.workspaces, self.record, self.fields = workspaces, record, fields
        kind = RECORDS[record][0].base
        self.columns = np.array([kind.names.index(field) for field in fields])
        self.is_real = np.array([kind[field] == np.float64 for field in fields])
        used = [rows_of(workspace, record) for workspace in workspaces]
        self.names = [names_of(workspace, record)[rows] for workspace, rows in zip(workspaces, used, strict=True)]
        _, *at = np.intersect1d(*self.names, return_indices=True)
        order = np.argsort(at[0])
        self.rows = [rows[k[order]] for rows, k in zip(used, at, strict=True)]
        self.set_aside = np.zeros((len(order), len(fields)), bool)
        self.set_aside = self.differs()
        self.before = self.differs()

    def differs(self) -> np.ndarray:
        """Which fields of which rows differ? Shape (rows, fields)."""
        one, other = (self._words(k) for k in (0, 1))
        found = one != other
        if found.any():  # nought has two signs
            reals = one.view(np.float64) != other.view(np.float64)
            found &= reals | ~self.is_real
        return found & ~self.set_aside

    def _words(self, k: int) -> np.ndarray:
        words = block(self.workspaces[k], self.record)[np.ix_(self.rows[k], self.columns)]
        for c, field in enumerate(self.fields):
            if self.record == "units" and field in POINTS_TO:
                words[:, c] = self._pointed_at(k, POINTS_TO[field], words[:, c])
        return words

    def _pointed_at(self, k: int, record: str, rows: np.ndarray) -> np.ndarray:
        return np.where(rows >= 0, names_of(self.workspaces[k], record)[rows], NOBODY)

    def news(self) -> list[Spot]:
        """What differs now and did not when this was asked last? The most telling field first."""
        found = self.differs()
        where = np.argwhere((found & ~self.before).T)
        self.before = found
        return [self._spot(r, c) for c, r in where]

    def standing(self) -> list[Spot]:
        """What differed when `news` was asked last?"""
        return [self._spot(r, c) for c, r in np.argwhere(self.before.T)]

    def _spot(self, row: int, column: int) -> Spot:
        return Spot(self.record, self.fields[column], (int(self.rows[0][row]), int(self.rows[1][row])))


class Newcomers:
    """Units that are in one raid alone: they count from when they come into the field."""

    def __init__(self, workspaces: tuple[Workspace, Workspace]) -> None:
        self.workspaces = workspaces
        used = [rows_of(workspace, "units") for workspace in workspaces]
        names = [names_of(workspace, "units")[rows] for workspace, rows in zip(workspaces, used, strict=True)]
        self.rows = [used[k][~np.isin(names[k], names[1 - k])] for k in (0, 1)]
        self.before = self._in_field()

    def _in_field(self) -> list[np.ndarray]:
        stances = [column(workspace, "units", "stance") for workspace in self.workspaces]
        return [stance[rows] > Stance.GONE for stance, rows in zip(stances, self.rows, strict=True)]

    def news(self) -> list[Spot]:
        """Who came into the field of one raid since this was asked last, and is not in the other at all?"""
        found = []
        for k, here in enumerate(self._in_field()):
            for row in self.rows[k][here & ~self.before[k]]:
                found.append(Spot("units", "stance", (int(row), NOBODY) if k == 0 else (NOBODY, int(row))))
            self.before[k] |= here
        return found


class Comparison:
    """Everything of these records that is compared, from the start on."""

    def __init__(self, workspaces: tuple[Workspace, Workspace], level: dict[str, tuple[str, ...]]) -> None:
        self.watched = [Watched(workspaces, record, fields) for record, fields in level.items()]
        self.newcomers = Newcomers(workspaces) if "units" in level else None

    def news(self) -> list[Spot]:
        """Where do the two raids differ now, and did not when this was asked last? The most telling first."""
        return [*(self.newcomers.news() if self.newcomers else []), *(spot for w in self.watched for spot in w.news())]

    def standing(self) -> list[Spot]:
        """Where did they differ when `news` was asked last?"""
        return [spot for watched in self.watched for spot in watched.standing()]
