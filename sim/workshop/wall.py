"""The wall: bets and what came of them, in memory alone, gone when the server stops."""

import csv
import io
from collections import Counter
from typing import Any

from sim.workshop.asked import Bet

COLUMNS = ("number", *Bet.model_fields)
MOST_EACH = 60  # bets of one person
FORMULA = tuple("=+-@\t\r＝＋－＠")  # what a spreadsheet takes for the start of one


class FullError(Exception):
    """The wall has room for no more."""


class Wall:
    """What the class has bet, the latest of each person and prediction."""

    def __init__(self, most: int) -> None:
        self.most, self.bets = most, dict[tuple[str, str, str], Bet]()

    def pin(self, person: str, bet: Bet) -> None:
        """Put it up; another bet of the same person on the same prediction takes its place.

        Raises
        ------
        FullError
            If there is no room.
        """
        key = (person, bet.lesson, bet.prediction)
        own = sum(whose == person for whose, _, _ in self.bets)
        if key not in self.bets and (len(self.bets) >= self.most or own >= MOST_EACH):
            raise FullError
        self.bets[key] = bet

    def told(self) -> dict[str, Any]:
        """Every bet, and for each prediction how many chose each option. Nobody's address or number is told."""
        counts = Counter((bet.lesson, bet.prediction, bet.bet) for bet in self.bets.values())
        return {
            "bets": [bet.model_dump() for bet in self.bets.values()],
            "counts": [{"lesson": a, "prediction": b, "bet": c, "count": n} for (a, b, c), n in sorted(counts.items())],
        }

    def as_csv(self) -> str:
        """A row a bet."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        for number, bet in enumerate(self.bets.values(), 1):
            writer.writerow({"number": number, **{key: plain(value) for key, value in bet.model_dump().items()}})
        return text.getvalue()

    def clear(self) -> None:
        """A new class."""
        self.bets.clear()


def plain(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
