"""Answers that come line by line while raids are played."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import orjson

from sim.mistakes import ConfigurationError
from sim.workshop.asked import HeatAsked, OddsAsked
from sim.workshop.campaigns import FEWEST, between
from sim.workshop.fair import Cores
from sim.workshop.heat import Cell
from sim.workshop.many import Many
from sim.workshop.odds import odds_of, share, succeeded
from sim.workshop.setting import Ready
from sim.workshop.shares import Sharing

EVERY_SECONDS = 0.1  # between two lines of one answer
LOOK_SECONDS = 0.002  # between two looks at what somebody else plays
AT_ONCE = os.cpu_count() or 1
A_FEW = 4  # parts of an answer, from which on it is known how long all take
Find = Callable[[Any, int], tuple[Ready, Many]]


def line(told: Any) -> bytes:
    """One line of JSON."""
    return orjson.dumps(told, option=orjson.OPT_SERIALIZE_NUMPY) + b"\n"


async def odds_lines(asked: OddsAsked, ready: Ready, many: Many, cores: Cores, person: str) -> AsyncGenerator[bytes]:
    """The odds from the first raids, then from more and more."""
    said, first = 0, True
    while said < asked.raids:
        await (play_on(many, asked.raids, cores, person) if first else refine(many, asked.raids, cores, person))
        raids = min(len(many.rows), asked.raids)
        if raids > said:
            yield line(odds_of(ready.scenario, many.rows[:raids]) | {"of": asked.raids})
            said, first = raids, False


async def between_lines(runs: int, pair: Sequence[Many], cores: Cores, person: str) -> AsyncGenerator[bytes]:
    """What differs between A and B, from the first campaigns of both, then from more and more."""
    for many in pair:
        await play_on(many, runs, cores, person)
    playing = [asyncio.create_task(play_all(many, runs, cores, person)) for _ in range(AT_ONCE) for many in pair]
    said = 0
    try:
        while said < runs:
            finished, _ = await asyncio.wait(playing, timeout=EVERY_SECONDS)
            for task in finished:
                task.result()
            a, b = (many.rows[:runs] for many in pair)
            both = min(len(a), len(b))
            if both > said and both >= min(FEWEST, runs):
                yield line(between(a[:both], b[:both]) | {"of": runs})
                said = both
    finally:
        await all_stopped(playing)


async def all_stopped(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Nobody waits for these any more."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def refine(many: Many, raids: int, cores: Cores, person: str) -> None:
    """Play on for a moment on all cores, or until there are so many."""
    until = time.monotonic() + EVERY_SECONDS

    async def play() -> None:
        while len(many.rows) < raids and time.monotonic() < until:
            await play_on(many, raids, cores, person, first=False)

    await asyncio.gather(*(play() for _ in range(AT_ONCE)))


async def play_on(many: Many, raids: int, cores: Cores, person: str, first: bool = True) -> None:
    """A turn's worth of raids more; a moment's rest where all are played, or being played by somebody else."""
    before = len(many.rows)
    if before < raids:
        await cores.turn(person, lambda: many.grow(raids, cores.seconds(person)), first)
    if len(many.rows) == before < raids:
        await asyncio.sleep(LOOK_SECONDS)


async def play_all(many: Many, raids: int, cores: Cores, person: str) -> float:
    """All of so many raids, turn by turn; how many seconds of a core they took."""
    while len(many.rows) < raids:
        await play_on(many, raids, cores, person, first=False)
    return many.seconds


async def heat_lines(
    asked: HeatAsked, cells: Sequence[Cell], find: Find, cores: Cores, person: str, seconds: float
) -> AsyncGenerator[bytes]:
    """The map, some cells at a time, in this order."""
    told = list[Any]()

    async def play(k: int) -> float:
        cell = cells[k]
        ready, many = find(cell.setting, asked.seed)
        spent = await play_all(many, asked.raids, cores, person)
        chance = share(int(succeeded(ready.scenario, many.rows[: asked.raids]).sum()), asked.raids)
        told.append([cell.x, cell.y, chance["share"], chance["low"], chance["high"]])
        return spent

    async for done in in_order(len(cells), play, seconds):
        said = line({"done": done, "of": len(cells), "cells": told})
        told.clear()  # before it is sent: meanwhile more cells are done
        yield said


async def shares_lines(sharing: Sharing, cores: Cores, person: str, seconds: float) -> AsyncGenerator[bytes]:
    """How far it is, then the shares."""

    async def play(k: int) -> float:
        many = await cores.turn(person, lambda: sharing.many(k), first=False)
        return await play_all(many, sharing.raids, cores, person)

    async for done in in_order(len(sharing), play, seconds):
        yield line({"done": done, "of": len(sharing)})
    yield line(await cores.turn(person, sharing.told, first=False))


async def in_order(count: int, play: Callable[[int], Awaitable[float]], most_seconds: float) -> AsyncIterator[int]:
    """Do it for each number, a few at once; how many are done is said now and then, and at the end.

    Raises
    ------
    ConfigurationError
        If the first few show that all would take longer than so many seconds, even if nobody else played.
    """
    numbers, done, spent = iter(range(count)), 0, 0.0

    async def work() -> None:
        nonlocal done, spent
        for k in numbers:
            spent += await play(k)
            done += 1
            if done == A_FEW:
                refuse_too_long(spent / A_FEW * count / AT_ONCE, most_seconds)

    tasks = [asyncio.create_task(work()) for _ in range(AT_ONCE)]
    try:
        while pending := [task for task in tasks if not task.done()]:
            finished, _ = await asyncio.wait(pending, timeout=EVERY_SECONDS, return_when=asyncio.FIRST_EXCEPTION)
            for task in finished:
                task.result()
            if done < count:
                yield done
        yield count
    finally:
        await all_stopped(tasks)


def refuse_too_long(seconds: float, most: float) -> None:
    """Is that work within the bounds?"""
    if seconds > most:
        raise ConfigurationError(f"raids: this would take about {seconds:.0f} s; should be at most {most:.0f} s: ask for fewer")
