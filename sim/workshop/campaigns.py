"""Campaigns for a class: one to be watched week by week, and many under two policies on the same luck."""

import math
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.campaign.batch import play_points
from sim.campaign.config import Campaign
from sim.campaign.ground import Ground
from sim.campaign.outcome import COLUMNS, N_COLUMNS
from sim.campaign.scenario import compile_plan, load_campaign, own_plan
from sim.campaign.state import WEEKS_A_MONTH, Field, Plan, Standing, make_field
from sim.campaign.table import Course, trace
from sim.mistakes import ConfigurationError, no_choice
from sim.reading import choices
from sim.state import Ending
from sim.why.shares import mean_of
from sim.workshop.asked import CampaignSetting
from sim.workshop.many import Many

SHOWN = (  # what is told of many campaigns
    "bases_lost", "bases_given_up", "bases_rebuilt", "bases_held", "raids", "resistance_killed",
    "garrison_killed", "garrison_captured",
)  # fmt: skip
SERIES = ("bases_lost", "bases_given_up", "bases_held")  # what is told of one, week by week
FEWEST = 4  # campaigns, before anything is told of many
KEPT = 60  # settings and seeds; some 0.1 MB each
STANDINGS = {int(standing): standing.name.lower() for standing in Standing}
AT = {column.name: k for k, column in enumerate(COLUMNS)}


class Ready(NamedTuple):
    """A campaign under a policy, and its plan."""

    campaign: Campaign
    plan: Plan


class ManyCampaigns(Many):
    """The campaigns of one plan and one seed."""

    columns = N_COLUMNS

    def fill(self, first: int, rows: np.ndarray) -> None:
        """Play as many as there are rows, from this number on, and write what comes of each."""
        numbers, none = first + np.arange(len(rows)), np.zeros(0, np.int64)
        play_points(field(), own_plan(self.plan), self.seed, none, np.zeros((len(rows), 0)), numbers, rows)


_own = threading.local()


def field() -> Field:
    """Where does this thread play campaigns? In memory of its own."""
    if not hasattr(_own, "field"):
        _own.field = make_field()
    return _own.field


class Campaigns:
    """All campaigns that this workshop can play, under every policy."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names, self.shipped = list(names), dict[tuple[str, str], Ready]()
        self.many = lru_cache(KEPT)(self._many)

    def load(self) -> None:
        """Have them all at hand, and all code that a request needs: the first person should not wait for it."""
        for name in self.names:
            for policy in choices()["policy"]:
                campaign = load_campaign(name, [f"policy={policy}"])
                self.shipped[name, policy] = Ready(campaign, compile_plan(campaign))
        for name, policy in self.shipped:
            self.course(CampaignSetting(campaign=name, policy=policy), 1, 0)
        between(*np.zeros((2, 2, N_COLUMNS)))

    def ready(self, setting: CampaignSetting) -> Ready:
        """The campaign of this setting.

        Raises
        ------
        ConfigurationError
            With the name, and what would have been right.
        """
        for what, name, known in (
            ("campaign", setting.campaign, self.names),
            ("policy", setting.policy, choices()["policy"]),
        ):
            if name not in known:
                raise ConfigurationError(no_choice(what, name, known))
        return self.shipped[setting.campaign, setting.policy]

    def _many(self, setting: CampaignSetting, seed: int) -> ManyCampaigns:
        return ManyCampaigns(self.ready(setting).plan, seed)

    def course(self, setting: CampaignSetting, seed: int, number: int) -> dict[str, Any]:
        """One campaign, week by week, ready to be drawn."""
        campaign, plan = self.ready(setting)
        return course_told(trace(campaign, seed, number, plan, field()))


def course_told(course: Course) -> dict[str, Any]:
    """What does the browser need of one campaign?

    Returns
    -------
    dict
        `kinds` of posts; `posts`, `groups`, `bases`, `airfields` with their places in kilometres, `roads` from place to place;
        `standings`, shape (weeks + 1, posts), first as it began; `series` of the same length; `raids` on posts, in
        the order of time, each with the week at whose end its outcome stands; `outcome`, the row of measures.
    """
    ground = course.ground
    return {
        "seed": course.seed,
        "number": course.number,
        "weeks": len(course.standings) - 1,
        "weeks_a_month": WEEKS_A_MONTH,
        "kinds": list(course.campaign.region.kinds),
        "posts": places(ground.post_km) | {"kind": [post.kind for post in ground.posts]},
        "groups": places(ground.group_km),
        "bases": places(ground.area_km),
        "airfields": places(ground.airfield_km),
        "roads": roads_of(ground),
        "standings": [[STANDINGS[code] for code in row] for row in course.standings.tolist()],
        "series": series_of(course),
        "raids": raids_of(course),
        "outcome": course.outcome,
    }


def places(km: np.ndarray) -> dict[str, list[float]]:
    """Eastward and northward, in kilometres."""
    return {"x": km[:, 0].tolist(), "y": km[:, 1].tolist()}


def roads_of(ground: Ground) -> list[list[float]]:
    """From where to where does each road lead: x, y, x, y?"""
    at = ground.roads.nodes
    return [[at[one]["x_km"], at[one]["y_km"], at[other]["x_km"], at[other]["y_km"]] for one, other in ground.roads.edges]


def raids_of(course: Course) -> list[dict[str, Any]]:
    """Which posts were raided at the end of which week, in the order of time, and which of them were taken?"""
    named = course.events.select(["week", "post", "ambush", "ending"]).to_pylist()
    return [
        {"week": raid["week"] + 1, "post": raid["post"], "taken": raid["ending"] == Ending.OCCUPIED.name.lower()}
        for raid in named
        if not raid["ambush"]
    ]


def series_of(course: Course) -> dict[str, list[float]]:
    """How many posts were taken, given up, and are held, from the start on? At the start nothing has happened."""
    begun = dict.fromkeys(SERIES, 0) | {"bases_held": int(course.held(0).sum())}
    return {name: [begun[name], *course.series[name].to_pylist()] for name in SERIES}


def between(a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    """What came of these campaigns, and what differs?

    Parameters
    ----------
    a, b : numpy.ndarray
        Shape (campaigns, N_COLUMNS), the same luck in the same row.

    Returns
    -------
    dict
        `campaigns`, and of each of `measures` the `mean` and `half_width` of its 95 % interval: of A, of B, and of B less A in
        campaigns of the same luck; None where all are nothing.
    """
    measures = {
        name: {"a": mean(a[:, AT[name]]), "b": mean(b[:, AT[name]]), "difference": mean(b[:, AT[name]] - a[:, AT[name]])}
        for name in SHOWN
    }
    return {"campaigns": len(a), "measures": measures}


def mean(values: np.ndarray) -> dict[str, float | None]:
    """The mean with its interval."""
    value, half_width = mean_of(values)
    return {"mean": value, "half_width": None if math.isnan(half_width) else half_width}
