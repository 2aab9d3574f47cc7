"""Cores are shared fairly: a person with a hundred requests does not keep another from the next turn."""

import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.workshop.fair import LONGEST_SECONDS, SHORTEST_SECONDS, BusyError, Cores

PEOPLE = ["greedy", "other", "third"]


class Gate:
    """A task that is played when the test says so, and notes its turn."""

    def __init__(self):
        self.turns, self.open = [], threading.Semaphore(0)

    def task(self, name):
        def play():
            self.open.acquire()
            self.turns.append(name)
            return name

        return play

    async def let(self, turns):
        """Let so many turns pass."""
        for _ in range(turns):
            before = len(self.turns)
            self.open.release()
            while len(self.turns) == before:
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.001)


def at_the_cores(story, count=1, most=1000):
    """Play a story of people who wait; `story` gets the cores, the gate, and a way to ask for a turn."""

    async def play():
        cores, gate, tasks = Cores(most, count), Gate(), []

        async def ask(person, first=True, name=None):
            tasks.append(asyncio.create_task(cores.turn(person, gate.task(name or person), first)))
            await asyncio.sleep(0)
            return tasks[-1]

        await story(cores, gate, ask)
        for _ in range(2000):
            gate.open.release()
        await asyncio.gather(*tasks, return_exceptions=True)
        cores.close()

    asyncio.run(play())


@pytest.mark.parametrize("cores", [1, 2, 4])
def test_another_waits_for_one_turn_of_each_core_at_most(cores):
    async def story(found, gate, ask):
        for _ in range(100):
            await ask("greedy")
        await ask("other")
        await gate.let(cores + 1 + 1)  # those that are being played, one more of the greedy, then the other's
        assert "other" in gate.turns[: cores + 2]

    at_the_cores(story, count=cores)


@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.booleans()), min_size=1, max_size=30))
def test_turns_go_round(asked):
    """Of one kind, nobody gets a second turn while somebody waits for the first; first answers go before refinements."""

    async def story(cores, gate, ask):
        await ask("opener", name=("opener", True))  # holds the core while all others queue up
        for person, first in asked:
            await ask(person, first, (person, first))
        await gate.let(1 + len(asked))
        turns = gate.turns[1:]
        assert sorted(turns) == sorted(asked)
        assert [first for _, first in turns] == sorted((first for _, first in turns), reverse=True)
        for kind in (True, False):
            own = [person for person, first in turns if first is kind]
            for k, person in enumerate(own):
                served = own[:k].count(person)
                assert all(own[:k].count(other) >= min(served, own.count(other)) for other in set(own)), own

    at_the_cores(story)


def test_better_odds_wait_for_first_ones():
    async def story(cores, gate, ask):
        for _ in range(20):
            await ask("looks on", first=False)
        await ask("comes in", first=True)
        await gate.let(2)
        assert gate.turns == ["looks on", "comes in"]

    at_the_cores(story)


def test_who_goes_gives_the_turn_away():
    async def story(cores, gate, ask):
        await ask("opener")
        waiting = [await ask("gone") for _ in range(50)]
        await ask("other")
        assert cores.waiting == 51
        for task in waiting:
            task.cancel()
        await asyncio.sleep(0)
        assert cores.waiting == 1
        await gate.let(2)
        assert gate.turns == ["opener", "other"]

    at_the_cores(story)


def test_nothing_that_was_asked_is_dropped_for_what_was_asked_later():
    async def story(cores, gate, ask):
        tasks = [await ask("one person", name=number) for number in range(1, 6)]
        await gate.let(5)
        assert [await task for task in tasks] == list(range(1, 6))
        assert gate.turns == list(range(1, 6))

    at_the_cores(story)


def test_a_full_line_says_so():
    async def story(cores, gate, ask):
        tasks = [await ask(f"person {number}", name="many") for number in range(4)]  # one is played, three wait
        late = await ask("late")
        with pytest.raises(BusyError):
            await late
        await gate.let(4)
        assert [await task for task in tasks] == ["many"] * 4

    at_the_cores(story, most=3)


def test_nobody_takes_all_the_places_to_wait():
    async def story(cores, gate, ask):
        greedy = [await ask("greedy", first=number % 2 == 0) for number in range(30)]
        other = await ask("other")
        await gate.let(3)
        assert await other == "other"
        refused = [task for task in greedy if task.done() and isinstance(task.exception(), BusyError)]
        assert len(refused) == 30 - 1 - 10  # one is played, a tenth of all places is theirs

    at_the_cores(story, most=100)


def test_a_mistake_in_a_turn_is_the_askers_and_the_core_is_free_again():
    async def story(cores, gate, ask):
        def wrong():
            raise ValueError("wrong")

        with pytest.raises(ValueError, match="wrong"):
            await cores.turn("one", wrong)
        await ask("other")
        await gate.let(1)
        assert gate.turns == ["other"]

    at_the_cores(story)


def test_turns_are_long_where_nobody_else_waits_and_short_where_many_do():
    async def story(cores, gate, ask):
        assert cores.seconds("me") == LONGEST_SECONDS
        await ask("opener")
        await ask("me")
        assert cores.seconds("me") == LONGEST_SECONDS  # one's own requests do not count
        for number in range(100):
            await ask(f"other {number}")
        assert cores.seconds("me") == SHORTEST_SECONDS

    at_the_cores(story)
