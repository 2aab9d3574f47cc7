"""What was published of many battles, and whether an estimate of the model agrees with it.

The battles of the CDB90 data base are of divisions and brigades, not of posts: signs and rough sizes are all that can be asked.
"""

import math
from typing import NamedTuple

from sim.patterns.logit import Estimate

CONFIDENT = 1.96  # standard errors


class Published(NamedTuple):
    """A published value: a band, where several were given."""

    low: float
    high: float
    sign: int  # 1 or -1; 0: it is a share, whose sign says nothing
    said: str  # in words
    source: str


UNKNOWN = float("nan")
CDB90 = "614 battles of the data base CDB90"
MCQUIE = "McQuie 1987, divisions and brigades"
PRESS = "press reports of 2022"
PUBLISHED = {
    "heavy_loss": Published(0.5, 1.0, 0, "often", PRESS),
    "attackers_lost": Published(0.07, 0.07, 0, "7 %", MCQUIE),
    "defenders_lost": Published(0.14, 0.14, 0, "14 %", MCQUIE),
    "because_of_losses": Published(0.1, 0.1, 0, "a tenth", MCQUIE),
    "force_ratio": Published(0.40, 0.46, 1, "0.40 to 0.46", CDB90),
    "force_ratio_across": Published(0.40, 0.46, 1, "0.40 to 0.46", CDB90),
    "walls": Published(-0.74, -0.74, -1, "−0.74", CDB90),
    "no_walls": Published(-0.74, -0.74, -1, "−0.74", CDB90),
    "surprise": Published(0.72, 0.72, 1, "0.72", CDB90),
    "no_aircraft": Published(1.19, 1.19, 1, "1.19", CDB90),
    "rain_ground": Published(UNKNOWN, UNKNOWN, -1, "lowers it", PRESS),
    "rain_aircraft": Published(UNKNOWN, UNKNOWN, 1, "raises it", "aircraft are grounded by rain"),
    "rain": Published(UNKNOWN, UNKNOWN, 0, "not detectable", CDB90),
}


def verdict(estimate: Estimate, published: Published, within: float) -> str:
    """Is the published value met, in sign only, or missed?

    Parameters
    ----------
    estimate : Estimate
        Of the model.
    published : Published
        What to compare with.
    within : float
        The factor, at least 1, within which a size is met.

    Returns
    -------
    str
        ``"met"``: sign and size, or the sign where no size was published; ``"in sign only"``; ``"missed"``; ``"no answer"``;
        ``"not judged"`` where neither was published. A sign counts where it is beyond 1.96 standard errors.
    """
    if math.isnan(estimate.value):
        return "no answer"
    has_size = not math.isnan(published.low)
    if published.sign == 0:
        return ("met" if is_of_size(estimate.value, published, within) else "missed") if has_size else "not judged"
    if published.sign * estimate.value <= CONFIDENT * estimate.error:
        return "missed"
    return "met" if not has_size or is_of_size(estimate.value, published, within) else "in sign only"


def is_of_size(value: float, published: Published, within: float) -> bool:
    """Does the value lie in the published band, widened by this factor?"""
    low, high = sorted((abs(published.low), abs(published.high)))
    return low / within <= abs(value) <= high * within
