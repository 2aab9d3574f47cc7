"""Claims: what each side reports is the truth seen through that side's eyes.

Who falls on the other side is judged from afar: most of the killed are counted, of the wounded some are taken for killed,
some are seen to be wounded, the others are not seen. One's own killed are admitted in part. What a report then says of a
figure is blurred: two reports of one raid differ by that. Each person's classification hangs on the unit's address, each
blur on the address of its figure, so that no figure moves another.
"""

import math
from enum import IntEnum

from sim.compiled import rule
from sim.draws import Question, binomial, normal, uniform
from sim.state import Side

CLAIM_ADDRESS = 5_000_000


class Figure(IntEnum):
    """Which figure of a report is it? The end of the address of its blur; a number is never given to another figure."""

    KILLED = 0
    CAPTURED = 1
    OWN_KILLED = 2
    GARRISON_KILLED = 3  # attackers killed, as the garrison's side reports it
    GARRISON_OWN_KILLED = 4
    WOUNDED = 5
    FLED = 6
    ARMS = 7
    ROUNDS = 8
    HOURS = 9


@rule
def blurred(seen, spread, z):
    """What does a report say of a quantity that was seen? Log-normal, with the quantity as its median."""
    return min(1e9, seen) * math.exp(spread * z)


@rule
def in_whole_numbers(value):
    """The nearest whole number; a half goes up."""
    return float(math.floor(min(1e9, value) + 0.5))


@rule
def taken_for(killed, wounded, luck, rules):
    """Of so many fallen, how many are counted as killed, and how many as wounded? `luck` are three numbers in (0, 1)."""
    mistaken = binomial(wounded, rules.claim_fallen_as_killed, luck[1])
    seen = binomial(killed, rules.claim_killed_seen, luck[0])
    return seen + mistaken, binomial(wounded - mistaken, rules.claim_wounded_seen, luck[2])


@rule
def seen_to_fall(raid, first, past):
    """Of the people in rows `first` to `past`, how many does the other side count as killed, and how many as wounded?"""
    killed, wounded, world = 0, 0, raid.world
    for i in range(first, past):
        unit = raid.units[i]
        left_behind = unit.captured if unit.side == Side.RESISTANCE else 0  # squads are captured only when wounded
        luck = (
            uniform(world, unit.address, Question.KILLED_SEEN),
            uniform(world, unit.address, Question.WOUNDED_AS_KILLED),
            uniform(world, unit.address, Question.WOUNDED_SEEN),
        )
        as_killed, as_wounded = taken_for(unit.killed, unit.wounded + left_behind, luck, raid.rules)
        killed += as_killed
        wounded += as_wounded
    return killed, wounded


@rule
def admitted(raid, first, past):
    """How many of the killed in these rows does their own side count?"""
    killed, share = 0, raid.rules.claim_own_losses
    for i in range(first, past):
        unit = raid.units[i]
        killed += binomial(unit.killed, share, uniform(raid.world, unit.address, Question.KILLED_ADMITTED))
    return killed


@rule
def claim(raid, figure, seen, spread):
    """What is reported of a figure of which so much was seen?"""
    return blurred(seen, spread, normal(raid.world, CLAIM_ADDRESS + figure, Question.CLAIM)) if seen > 0 else 0.0


@rule
def claim_number(raid, figure, seen, spread):
    """The same, in whole people, arms or rounds."""
    return in_whole_numbers(claim(raid, figure, seen, spread))


@rule
def claims_of_attackers(raid, captured, fled, rounds, fight_minutes):
    """The attackers' report: killed, wounded, captured, fled, arms, own killed, rounds, hours."""
    squads, units = raid.world.squads, raid.world.units
    spread, counted = raid.rules.claim_spread, raid.rules.claim_counted_spread
    killed, wounded = seen_to_fall(raid, squads, units)
    return (
        claim_number(raid, Figure.KILLED, killed, spread), claim_number(raid, Figure.WOUNDED, wounded, spread),
        claim_number(raid, Figure.CAPTURED, captured, counted), claim_number(raid, Figure.FLED, fled, spread),
        claim_number(raid, Figure.ARMS, raid.world.arms_captured, counted),
        claim_number(raid, Figure.OWN_KILLED, admitted(raid, 0, squads), spread),
        claim_number(raid, Figure.ROUNDS, rounds, spread), claim(raid, Figure.HOURS, fight_minutes / 60.0, spread),
    )  # fmt: skip


@rule
def claims_of_garrison(raid):
    """The other side's report: attackers killed, own killed."""
    squads, spread = raid.world.squads, raid.rules.claim_spread
    killed, _ = seen_to_fall(raid, 0, squads)
    own = admitted(raid, squads, raid.world.units)
    return (
        claim_number(raid, Figure.GARRISON_KILLED, killed, spread),
        claim_number(raid, Figure.GARRISON_OWN_KILLED, own, spread),
    )
