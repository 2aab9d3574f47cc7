"""Closed forms of the chance that the attackers win a fight to the finish, in exact arithmetic."""

from fractions import Fraction
from math import comb, factorial


def square_law_chance(attackers: int, defenders: int, alpha: float, beta: float) -> Fraction:
    """How likely do attackers win when both sides aim? `sum_k (-1)^(m-k) k^m / (k! (m-k)!) prod_j r k / (r k + j)`."""
    ratio, total = Fraction(alpha) / Fraction(beta), Fraction(0)
    for k in range(1, attackers + 1):
        weight = Fraction((-1) ** (attackers - k) * k**attackers, factorial(k) * factorial(attackers - k))
        for j in range(1, defenders + 1):
            weight *= ratio * k / (ratio * k + j)
        total += weight
    return total


def linear_law_chance(attackers: int, defenders: int, alpha: float, beta: float) -> Fraction:
    """How likely do attackers win when both sides fire at an area? The last defender falls before the last attacker does."""
    wins = Fraction(alpha) / (Fraction(alpha) + Fraction(beta))
    ways = (comb(defenders - 1 + lost, lost) * (1 - wins) ** lost for lost in range(attackers))
    return wins**defenders * sum(ways, Fraction(0))
