"""A sweep from its first shard to its last: what is left is played, whoever plays it, and nothing is played twice."""

import time
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from typing import Any, NamedTuple, Protocol

import pyarrow.parquet

from sim.mistakes import ConfigurationError
from sim.sweeps.engines import Engine
from sim.sweeps.folder import SweepFolder
from sim.sweeps.points import Prepared
from sim.sweeps.rounds import Rounds
from sim.sweeps.shard import Played, Round, play_places, play_shards

SHORTEST, LONGEST = 1.0, 5.0  # seconds a shard
SHARDS_A_WORKER = 20  # at least, while shards are longer than the shortest
MOST_RAIDS = 50_000  # a shard, however quick they are: a thread holds them in memory
PILOT_SECONDS, PILOT_RAIDS = 0.06, 512
LOOK_SECONDS = 0.5
MOST_LOST_AT_FIRST = 4  # shards that fail before any is kept: then all will


class Watcher(Protocol):
    """Who is told how it goes."""

    def begin(self, round_: Round, kept: int, mine: int) -> None:
        """A round begins: so many of its raids are there, so many are to be played here."""

    def advance(self, raids: int, failed: int) -> None:
        """So many more raids, of which so many failed."""

    def stopping(self, running: int) -> None:
        """No more shards are begun; so many are being finished."""


class Account(NamedTuple):
    """What a start of a sweep came to."""

    raids: int  # in the folder now
    played: int  # by this start
    failed: int  # raids in the folder that could not be played
    rounds: int
    waits_for: int  # shards that other starts have still to play before the next round
    unplayed: int  # shards of this start that were not played
    lost: tuple[str, ...]  # what went wrong with whole shards; they are played by the next start


class Interrupted(KeyboardInterrupt):
    """Somebody asked to stop; what was begun is finished and kept."""


class Stopped(Exception):  # noqa: N818 - what it says, as Interrupted does
    """The sweep cannot go on here; what is kept is kept."""


class Share(NamedTuple):
    """Which part of the shards falls to this start?"""

    part: int
    parts: int

    def has(self, shard: int) -> bool:
        """Is this shard ours?"""
        return shard % self.parts == self.part


def raids_a_shard(prepared: Prepared, round_: Round, seed: int, workers: int) -> int:
    """How many raids make a shard of one to five seconds? Found by playing a few, spread over the whole sweep."""
    taken, raids, size = 0.0, 0, 16
    play_places(prepared, *round_.places(range(1)), seed)  # loads the compiled rules
    while taken < PILOT_SECONDS and raids < min(PILOT_RAIDS, round_.raids):
        at, number = round_.places(range(raids, min(raids + size, round_.raids)))
        start = time.perf_counter()
        play_places(prepared, at, number, seed)
        taken, raids, size = taken + time.perf_counter() - start, raids + len(at), size * 2
    each = taken / max(1, raids)
    seconds = min(LONGEST, max(SHORTEST, each * round_.raids / (workers * SHARDS_A_WORKER)))
    return two_digits(min(MOST_RAIDS, max(1, int(seconds / each))))


def two_digits(number: int) -> int:
    """The number with only its first two digits, so that starts on machines of one kind cut alike."""
    scale = 10 ** max(0, len(str(number)) - 2)
    return number // scale * scale


def conduct(folder: SweepFolder, rounds: Rounds, engine: Engine, share: Share, watcher: Watcher) -> Account:
    """Play what is left of a sweep.

    Parameters
    ----------
    folder : SweepFolder
        Claimed, with its parts judged.
    rounds : iterator of Round
        From `sim.sweeps.rounds`; each is asked for when the one before is whole.
    engine : Engine
        Who plays.
    share : Share
        Which shards are this start's.
    watcher : Watcher
        Who is told.

    Raises
    ------
    Interrupted
        After Ctrl-C, when the shards that were being played are kept.
    OSError
        If parts cannot be written: a full disk, a folder that is read-only.
    """
    manifest = folder.read_manifest()
    assert manifest is not None
    played, count, waits_for, unplayed = 0, 0, 0, 0
    lost: list[str] = []
    for round_ in rounds:
        count += 1
        shards = range(round_.shards(manifest.shard_raids))
        kept = folder.parts_of(round_.number)
        todo = [shard for shard in shards if share.has(shard) and shard not in kept]
        there = sum(len(round_.runs(shard, manifest.shard_raids)) for shard in kept)
        watcher.begin(round_, there, sum(len(round_.runs(shard, manifest.shard_raids)) for shard in todo))
        if todo:
            report = play_round(folder, round_, todo, engine, watcher)
            played, lost = played + report.raids, lost + report.lost
        missing = set(shards) - folder.parts_of(round_.number)
        if missing:
            unplayed = len([shard for shard in missing if share.has(shard)])
            waits_for = len(missing) - unplayed
            break
    raids, failed = count_raids(folder)
    return Account(raids, played, failed, count, waits_for, unplayed, tuple(lost))


def play_round(folder: SweepFolder, round_: Round, todo: list[int], engine: Engine, watcher: Watcher) -> "Report":
    """Have these shards of a round played."""
    manifest = folder.read_manifest()
    assert manifest is not None
    path, report = str(folder.path.resolve()), Report(watcher)
    left: set[Future[Any]] = set()
    try:
        for task in tasks_of(todo, engine.tasks):
            left.add(engine.executor.submit(play_shards, path, manifest.digest, round_, task, engine.threads))
        while left:
            done, left = wait(left, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                report.take(future)
    except KeyboardInterrupt:
        finish(left, engine, report)
        raise Interrupted from None
    except BaseException:
        finish(left, engine, report)
        raise
    return report


def tasks_of(shards: list[int], tasks: int | None) -> list[list[int]]:
    """The shards gathered into so many tasks, each an even sample; or each by itself."""
    count = min(len(shards), tasks or len(shards))
    return [shards[k::count] for k in range(count)]


def finish(left: set[Future[Any]], engine: Engine, report: "Report") -> None:
    """Take back what has not begun, wait for what has; a second Ctrl-C waits no longer."""
    running = {future for future in left if not future.cancel()}
    engine.take_back()
    report.watcher.stopping(len(running))
    try:
        for future in wait(running).done:
            report.take(future, quietly=True)
    except KeyboardInterrupt:
        pass


class Report:
    """What came of the shards of one round.

    Parameters
    ----------
    watcher : Watcher
        Who is told.
    """

    def __init__(self, watcher: Watcher) -> None:
        self.watcher, self.raids, self.shards, self.lost = watcher, 0, 0, list[str]()

    def take(self, future: Future[list[Played]], quietly: bool = False) -> None:
        """Count what a task came to. What makes all others fail too ends the sweep."""
        try:
            for played in future.result():
                self.count(played)
        except CancelledError:
            if not quietly:
                self.lost.append("a task was cancelled from elsewhere")
        except (OSError, ConfigurationError):
            if not quietly:
                raise
        except Exception as error:
            self.lost.append(f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")
            if not quietly and not self.shards and len(self.lost) >= MOST_LOST_AT_FIRST:
                raise Stopped(f"the first {len(self.lost)} shards all failed: {self.lost[-1]}") from error

    def count(self, played: Played) -> None:
        """One more shard is kept."""
        self.shards += 1
        self.raids += 0 if played.was_there else played.raids
        self.watcher.advance(played.raids, played.failed)


def count_raids(folder: SweepFolder) -> tuple[int, int]:
    """How many raids are kept, and how many of them could not be played? From the footers alone."""
    raids, failed = 0, 0
    for path in folder.parts():
        metadata = pyarrow.parquet.read_metadata(path)
        at = metadata.schema.names.index("error")
        raids += metadata.num_rows
        for k in range(metadata.num_row_groups):
            group = metadata.row_group(k)
            failed += group.num_rows - group.column(at).statistics.null_count
    return raids, failed
