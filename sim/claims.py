"""Claims: what each side reports is the truth seen through that side's eyes.

A report multiplies the truth by a bias (losses of the enemy are over-counted, one's own are under-counted) and blurs
it. The blur has its own address for each raid and each figure.
"""

import math

from sim.compiled import rule
from sim.draws import Question, normal

CLAIM_ADDRESS = 5_000_000


@rule
def claimed(truth, bias, spread, z):
    """What number is reported? Log-normal about `truth * bias` (its median), in whole people."""
    return float(math.floor(min(1e9, truth * bias * math.exp(spread * z)) + 0.5))


@rule
def claim(raid, figure, truth, bias):
    """The reported value of figure number `figure` of this raid."""
    if truth <= 0:
        return 0.0
    z = normal(raid.world, CLAIM_ADDRESS + figure, Question.CLAIM)
    return claimed(truth, bias, raid.rules.claim_spread, z)
