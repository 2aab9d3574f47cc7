"""Which draws does one agent ask for in one pass, and against what are they held?

The rules themselves are listened to: their own source runs once more, as plain Python, on a copy of the raid as it stood
before the pass, and whoever asks chance is noted. So no formula stands here, and a chance that is told is the rule's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from sim import draws, voices
from sim.draws import Question
from sim.rules import command, fire

RULES = ("sim.rules", "sim.draws", "sim.voices")  # whose functions are run as plain Python


@dataclass
class Draw:
    """One answer of chance, and what it was held against."""

    question: Question
    part: int  # 0, or 1 of the second of a pair
    value: float  # between 0 and 1
    chance: float | None = None  # it falls below this, or not
    count: int | None = None  # or it makes a number: hits, rounds, strikes, a cause
    of: str = ""  # what that number comes from

    @property
    def verdict(self) -> Any:
        """What came of it: whether it fell below its chance, or the number; None if nothing that can be heard did."""
        if self.count is not None:
            return self.count
        return None if self.chance is None else self.value < self.chance


class Answer(float):
    """A draw that notes what it is compared with, also when it has been multiplied."""

    draw: Draw
    weight = 1.0

    def __lt__(self, mark: Any) -> bool:
        self.draw.chance = float(mark) / self.weight
        return float(self) < mark

    def __ge__(self, mark: Any) -> bool:
        return not self < mark

    def __mul__(self, weight: Any) -> "Answer":
        product = Answer(float(self) * weight)
        product.draw, product.weight = self.draw, float(weight)
        return product


class Interpreted:
    """Compiled rules as plain Python, some of them replaced."""

    def __init__(self, replaced: Mapping[str, Callable[..., Any]]) -> None:
        self.replaced = replaced  # by module and name
        self.modules: dict[str, dict[str, Any]] = {}

    def function(self, compiled: Any) -> Callable[..., Any]:
        """The same rule, whose every call goes to a rule as plain Python."""
        plain = plain_of(compiled)
        name = f"{plain.__module__}.{plain.__name__}"
        if name in self.replaced:
            return self.replaced[name]
        return FunctionType(plain.__code__, self.module(plain.__module__, plain.__globals__), plain.__name__)

    def module(self, name: str, its: dict[str, Any]) -> dict[str, Any]:
        """What the names of a module mean to these rules."""
        if name not in self.modules:
            names = self.modules[name] = dict(its)
            names.update({key: self.function(value) for key, value in its.items() if is_rule(value)})
            names.update({key: self.whole(value) for key, value in its.items() if is_module_of_rules(value)})
        return self.modules[name]

    def whole(self, module: ModuleType) -> SimpleNamespace:
        """A module, for rules that name it."""
        return SimpleNamespace(**self.module(module.__name__, vars(module)))


def plain_of(compiled: Any) -> Any:
    """The source of a compiled function; what is not compiled is its own."""
    return getattr(compiled, "py_func", compiled)


def is_rule(value: Any) -> bool:
    """Is this a function of the rules?"""
    plain = plain_of(value)
    return isinstance(plain, FunctionType) and plain.__module__.startswith(RULES)


def is_module_of_rules(value: Any) -> bool:
    """Is this a module of rules that another one names?"""
    return isinstance(value, ModuleType) and value.__name__.startswith(RULES)


DEAF = Interpreted({})


class Ears:
    """Stands in for chance, answers as chance would, and notes what was asked."""

    def __init__(self) -> None:
        self.noted: list[Draw] = []

    def stand_ins(self) -> dict[str, Callable[..., Any]]:
        """By module and name, what is called instead."""
        mine: list[tuple[Any, Callable[..., Any]]] = [
            (draws.uniform, self.uniform), (draws.uniform_pair, self.uniform_pair), (draws.binomial, self.binomial),
            (draws.poisson, self.poisson), (fire.whole_rounds, self.whole_rounds), (command.pick_cause, self.pick_cause),
        ]  # fmt: skip
        return {f"{plain_of(rule).__module__}.{plain_of(rule).__name__}": ear for rule, ear in mine}

    def _note(self, question: int, part: int, value: float) -> Answer:
        answer = Answer(value)
        answer.draw = Draw(Question(question), part, value)
        self.noted.append(answer.draw)
        return answer

    def uniform(self, world: Any, agent: Any, question: int) -> Answer:
        """A draw."""
        return self._note(question, 0, DEAF.function(draws.uniform)(world, agent, question))

    def uniform_pair(self, world: Any, agent: Any, question: int) -> tuple[Answer, Answer]:
        """Two draws at one address."""
        first, second = DEAF.function(draws.uniform_pair)(world, agent, question)
        return self._note(question, 0, first), self._note(question, 1, second)

    def binomial(self, trials: Any, probability: float, u: Any) -> int:
        """So many of so many."""
        count = DEAF.function(draws.binomial)(trials, probability, float(u))
        return self._count(u, count, f"of {int(trials)}, each with a chance of {plain(probability)}")

    def poisson(self, mean: float, u: Any) -> int:
        """So many when so many are expected."""
        return self._count(u, DEAF.function(draws.poisson)(mean, float(u)), f"{plain(mean)} expected")

    def whole_rounds(self, expected: float, u: Any) -> int:
        """So many rounds when so many are expected."""
        return self._count(u, DEAF.function(fire.whole_rounds)(expected, float(u)), f"{plain(expected)} expected")

    def pick_cause(self, hazards: Any, u: Any) -> int:
        """One of several causes."""
        return self._count(u, DEAF.function(command.pick_cause)(hazards, float(u)), "in proportion to the rates")

    def _count(self, u: Any, count: Any, of: str) -> int:
        if isinstance(u, Answer):
            u.draw.count, u.draw.of = int(count), of
        return count


def plain(number: float, digits: int = 3) -> str:
    """So many digits that count, and no powers of ten."""
    return np.format_float_positional(float(number), precision=digits, fractional=False, trim="-")


def listen(name: str, raids: np.ndarray, row: int) -> list[Draw]:
    """What does this agent ask chance in this pass?

    Parameters
    ----------
    name : str
        A pass of `tick.PASSES`.
    raids : numpy.ndarray
        Shape (1,) of `state.RAID`, as it stood before the pass; the pass is played on it.
    row : int
        The agent's row; 0 for those who are alone.

    Returns
    -------
    list of Draw
        In the order in which they were asked; empty where the rule asks nothing.
    """
    ears = Ears()
    voice = Interpreted(ears.stand_ins()).function(getattr(voices, name))
    with np.errstate(all="ignore"):
        voice(*(raids,) if name == "ending" else (raids, row))
    return ears.noted
