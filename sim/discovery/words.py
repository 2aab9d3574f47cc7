"""A box in a sentence, and what has to be said beside it."""

import numpy as np

from sim.discovery.box import Limit, Limits, Restriction, Shares
from sim.discovery.conditions import Conditions, Split
from sim.discovery.search import Discovery, Wishes
from sim.discovery.testing import Tested
from sim.story import listed
from sim.summary import wilson
from sim.sweeps.factors import unit_of

BARE = ("share", "multiple")  # units that are not spoken


def sentence_of(found: Discovery, conditions: Conditions, hits: str, split: Split) -> str:
    """The box in one sentence, as counted on raids that the search has not seen.

    Parameters
    ----------
    found : Discovery
        With a box that is claimed.
    conditions : Conditions
        Whose factors it limits.
    hits : str
        What raids of interest do, such as "occupy the station".
    split : Split
        Whether raids are independent, and so whether an interval can be given.
    """
    counted = found.box.counted
    interval = f" (95 % interval {interval_of(counted)})" if has_interval(split) else ""
    return (
        f"Where {where(found.box.limits, found.kept, conditions)}, {percent(counted.density)} of the raids {hits}{interval}; "
        f"{percent(counted.coverage)} of all raids that {hits} lie there, and {percent(counted.mass)} of all that were played. "
        f"Elsewhere it is {percent(counted.outside)}, altogether {percent(counted.base)}."
    )


def has_interval(split: Split) -> bool:
    """Is every raid independent of every other?"""
    return not split.is_luck_shared and (split.raids_a_point == 1.0 or split.by == "raids")


def interval_of(shares: Shares) -> str:
    """Wilson's interval of the density."""
    low, high = wilson(np.array(shares.hits), np.array(shares.raids))
    return f"{100.0 * float(low):.0f} to {100.0 * float(high):.0f} %"


def percent(share: float) -> str:
    """A share for people."""
    return "none" if share != share else f"{100.0 * share:.0f} %"


def where(limits: Limits, kept: list[Tested], conditions: Conditions) -> str:
    """The conditions, the one that matters most first."""
    factors = dict.fromkeys(one.restriction.factor for one in kept)
    phrases = [condition_words(conditions.factors[k], limits[k], conditions.words[k]) for k in factors]
    said = [" is ".join(phrases[0]), *(" ".join(phrase) for phrase in phrases[1:])]
    return listed(said)


def condition_words(path: str, limit: Limit, words: tuple[str, ...] | None) -> tuple[str, str]:
    """One condition, such as "relief delay" and "at least 140 min"."""
    name, unit = spoken(path), unit_of(path)
    unit = "" if not unit or unit in (*BARE, *name.split()) else f" {unit}"
    if words is not None:
        return name, " or ".join(words[k] for k in sorted(limit.levels or range(len(words))))
    if np.isfinite(limit.low) and np.isfinite(limit.high):
        return name, f"between {rounded(limit.low)} and {rounded(limit.high)}{unit}"
    bound, sign = (limit.low, "at least") if np.isfinite(limit.low) else (limit.high, "at most")
    return name, f"{sign} {rounded(bound)}{unit}"


def spoken(path: str) -> str:
    """A path as words: its last name with that of its part before it, and without the unit it ends with."""
    *parts, tail = path.split(".")
    tail = tail.removesuffix("_minutes") if unit_of(path) == "min" else tail
    if parts and parts[-1] == "*":
        return f"{tail} of all {parts[-2]}".replace("_", " ")
    return " ".join([*parts[-1:], tail]).replace("_", " ")


def rounded(number: float) -> str:
    """A limit to three digits; PRIM knows it no better than to a slice."""
    return f"{float(f'{number:.3g}'):g}"


def remarks(found: Discovery, conditions: Conditions, split: Split, wishes: Wishes) -> list[str]:
    """What has to be known to read the box rightly, a line each."""
    sought = found.box.sought
    return [
        f"In the raids in which the box was sought: density {percent(sought.density)}, coverage {percent(sought.coverage)}.",
        *([not_dense(found, wishes)] if not found.is_dense and wishes.density is not None else []),
        *dropped_words(found, conditions, wishes.significance),
        *split_words(split),
        chance_words(found),
    ]


def not_dense(found: Discovery, wishes: Wishes) -> str:
    """No box was dense enough, or not any more when the sides that luck would close were opened."""
    densest, chosen = max(step.sought.density for step in found.steps), found.steps[found.chosen].sought.density
    if chosen >= (wishes.density or 0.0):
        left = f"{100.0 * found.box.sought.density:.1f} %"
        return (
            f"The box that was sought held {100.0 * chosen:.1f} %, not less than {percent(wishes.density or 0.0)}; "
            f"without the sides that cannot be told from luck it holds {left} of the raids it was sought in."
        )
    return (
        f"No box holds {percent(wishes.density or 0.0)} (the densest {percent(densest)}), so it is the one nearest to a "
        "coverage and a density of one."
    )


def chance_words(found: Discovery) -> str:
    """Why no box of raids is pure."""
    densest = max(step.counted.density for step in found.steps if step.counted.raids)
    return (
        "Chance is in every raid, so the same conditions do not always end alike and a density of 100 % cannot be asked for; "
        f"the densest box of the trajectory reaches {percent(densest)}."
    )


def dropped_words(found: Discovery, conditions: Conditions, significance: float) -> list[str]:
    """Which sides were opened?"""
    if not found.dropped:
        return []
    names = [side_words(conditions.factors[one.restriction.factor], one.restriction) for one in found.dropped]
    return [f"Opened, since luck would close them as often as once in {1.0 / significance:.0f} times: {', '.join(names)}."]


def side_words(path: str, restriction: Restriction) -> str:
    """A side of a box in words."""
    return f"{path} ({restriction.side})"


def split_words(split: Split) -> list[str]:
    """How raids were kept back, and what they share."""
    apart = "points" if split.by == "points" else "raid numbers, since there are few points"
    lines = [f"The box was sought, tested and counted in raids of different {apart}."]
    if split.is_luck_shared:
        lines.append(
            "Points share their luck, so their raids are not independent: no interval, and quasi-p-values are too small."
        )
    return lines


def left_out_words(conditions: Conditions) -> list[str]:
    """Which factors could not be conditions?"""
    if not conditions.left_out:
        return []
    return [f"Left out, since some raids had them at their scenario's own level: {', '.join(conditions.left_out)}."]


def nothing_found(found: Discovery | None, share: float, hits: str, wishes: Wishes) -> str:
    """Why there is no box, in one sentence."""
    if found is None:
        return nothing_to_tell(share, hits)
    if found.chosen == 0 and found.is_dense and wishes.density is not None:
        return (
            f"Of all raids {percent(share)} {hits}, which is as dense as was asked for (discover.density={wishes.density:g}): "
            "no condition is needed, and there is no box. Ask for a higher density, or for discover.failure=true."
        )
    return (
        f"Of all raids {percent(share)} {hits}, and no condition on these factors that changes it can be told from luck in "
        "so many raids: there is no box."
    )


def nothing_to_tell(share: float, hits: str) -> str:
    """All raids went alike, or all of one of the parts."""
    if share in (0.0, 1.0):
        return f"{'None of the' if share == 0.0 else 'All'} raids {hits}: there is nothing to tell apart, and no box."
    return (
        f"Of all raids {100.0 * share:.2g} % {hits}, but in one of the parts in which a box is sought, tested and counted all "
        "went alike, so there is no box: more raids are needed (discover.n)."
    )
