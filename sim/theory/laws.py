"""The four laws of attrition: who aims at people he sees, and who fires at an area where people are.

Lanchester (1916) for aimed fire on both sides (square) and area fire on both sides (linear), Deitchman (1962) for the mixed
ones. Here they are stochastic: people are whole, and each loss is a step of a Markov chain.
"""

from typing import Any, NamedTuple


class Law(NamedTuple):
    """Does each side aim, or does it fire at an area?"""

    attackers_aim: bool
    defenders_aim: bool


LAWS = {
    "square": Law(attackers_aim=True, defenders_aim=True),
    "linear": Law(attackers_aim=False, defenders_aim=False),
    "ambush": Law(attackers_aim=True, defenders_aim=False),  # the attackers are hidden
    "siege": Law(attackers_aim=False, defenders_aim=True),  # the defenders are hidden
}


def loss_rate(kills: float, shooters: Any, targets: Any, aims: bool) -> Any:
    """How many targets fall in a unit of time? Aimed fire finds somebody; area fire finds more where more are."""
    return kills * shooters * (1.0 if aims else targets)


def conserved(law: str, alpha: float, beta: float, attackers: Any, defenders: Any) -> Any:
    """Which quantity keeps its mean until the fight ends, whenever that is? A martingale; of people alive on each side.

    Whoever loses people to aimed fire is worth the sum 1 + 2 + ... of his people, to area fire their number. In the square
    law both are doubled, as it is usually written.
    """
    fight = LAWS[law]
    scale = 2.0 if law == "square" else 1.0
    ours = alpha * worth(attackers, fight.defenders_aim)
    theirs = beta * worth(defenders, fight.attackers_aim)
    return scale * (ours - theirs)


def worth(people: Any, is_aimed_at: bool) -> Any:
    """What are so many people worth in the conserved quantity?"""
    return 0.5 * people * (people + 1.0) if is_aimed_at else 1.0 * people
