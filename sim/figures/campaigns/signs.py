"""What stands for what on a map: posts by kind and by what became of them, raids by their ending, groups, airfields."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.campaign.config import Campaign
from sim.campaign.state import Standing
from sim.campaign.table import Course
from sim.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KIND_MARKERS = ("o", "^", "s", "D", "p", "h", "v", "P")
SMALLEST, LARGEST = 8.0, 22.0  # areas of the marks of posts, in square points
HELD, LATELY, LOST, GIVEN_UP = "held", "lost lately", "lost earlier", "given up"
LOOKS: dict[str, style.Look] = {
    HELD: {"facecolor": style.BLUE, "edgecolor": "white", "linewidth": 0.3},
    LATELY: {"facecolor": style.VERMILLION, "edgecolor": style.INK, "linewidth": 0.7},
    LOST: {"facecolor": "white", "edgecolor": style.VERMILLION, "linewidth": 0.7},
    GIVEN_UP: {"facecolor": "white", "edgecolor": style.GREY, "linewidth": 0.7},
}
STRUCK = {LOST: ("x", style.VERMILLION), GIVEN_UP: ("_", style.GREY)}  # a stroke over the mark, beside its colour
TAKEN, FAILED, AMBUSH = "taken", "failed", "ambush"
RAIDS: dict[str, tuple[str, str, float]] = {
    TAKEN: ("*", style.ORANGE, 34.0),
    FAILED: ("X", style.INK, 22.0),
    AMBUSH: ("d", style.PURPLE, 20.0),
}
ASIDE = 3.6  # points to the upper right of the post, so that both are seen


class Signs(NamedTuple):
    """Marks on one map, to be put where they belong."""

    posts: dict[tuple[str, int], Any]  # by what became of them and by kind
    strokes: dict[str, Any]
    raids: dict[str, Any]

    @property
    def all(self) -> list[Any]:
        """All of them, from the ground up."""
        return [*self.posts.values(), *self.strokes.values(), *self.raids.values()]


def sizes_of(campaign: Campaign) -> list[float]:
    """How large is the mark of each kind of post? Those with more people are larger."""
    people = [float(kind.people.low + kind.people.high) for kind in campaign.region.kinds.values()]
    ranks = np.argsort(np.argsort(people, kind="stable"), kind="stable")
    return [float(SMALLEST + (LARGEST - SMALLEST) * rank / max(1, len(people) - 1)) for rank in ranks]


def raise_signs(axes: "Axes", campaign: Campaign, larger: float = 1.0, **more: Any) -> Signs:
    """Marks that stand nowhere yet, so much larger than on a small map. Each bears as `gid` what it stands for."""
    sizes, empty = [larger * size for size in sizes_of(campaign)], np.zeros(0)
    posts = {
        (state, kind): axes.scatter(
            empty, empty, size, marker=KIND_MARKERS[kind], gid=f"{state}, {kind}", zorder=4, **look, **more
        )
        for state, look in LOOKS.items()
        for kind, size in enumerate(sizes)
    }
    strokes = {
        state: axes.scatter(empty, empty, 7.0 * larger, marker=marker, color=colour, linewidth=0.6, zorder=4.5, **more)
        for state, (marker, colour) in STRUCK.items()
    }
    return Signs(posts, strokes, raise_raids(axes, larger, **more))


def raise_raids(axes: "Axes", larger: float, **more: Any) -> dict[str, Any]:
    """Marks of raids, beside the posts they are at."""
    from matplotlib.transforms import ScaledTranslation

    aside = axes.transData + ScaledTranslation(ASIDE / 72.0, ASIDE / 72.0, axes.figure.dpi_scale_trans)
    look: style.Look = {"edgecolor": "white", "linewidth": 0.4, "zorder": 6, "transform": aside}
    return {
        name: axes.scatter([], [], larger * size, marker=marker, facecolor=colour, gid=name, **look, **more)
        for name, (marker, colour, size) in RAIDS.items()
    }


def put_signs(signs: Signs, course: Course, week: int, since: int, lately: int) -> None:
    """Put the marks where they belong at the end of this week, with the raids of all weeks after `since`.

    Posts that were lost after the week `lately` were lost lately.
    """
    states, at = states_of(course, week, lately), course.ground.post_km
    kinds = np.array([post.kind for post in course.ground.posts], int)
    for (state, kind), marks in signs.posts.items():
        marks.set_offsets(at[(states == state) & (kinds == kind)])
    for state, marks in signs.strokes.items():
        marks.set_offsets(at[states == state])
    for name, posts in raids_between(course, since, week).items():
        signs.raids[name].set_offsets(at[posts])


def states_of(course: Course, week: int, since: int) -> np.ndarray:
    """What has become of each post by the end of this week? A post lost after the week `since` was lost lately."""
    standing = course.standings[week]
    states = np.where(standing == Standing.HELD, HELD, np.where(standing == Standing.LOST, LOST, GIVEN_UP)).astype(object)
    lately = np.zeros(len(states), bool)
    lately[raids_between(course, since, week)[TAKEN]] = True
    states[lately & (standing == Standing.LOST)] = LATELY
    return states


def raids_between(course: Course, since: int, week: int) -> Mapping[str, np.ndarray]:
    """At which posts were there raids after the end of week `since` and up to the end of `week`? By how they came out."""
    weeks, posts = (course.events[name].to_numpy() for name in ("week", "post"))
    shown, said = (weeks >= since) & (weeks < week), outcomes_of(course)
    return {name: posts[shown & (said == name)] for name in RAIDS}


def outcomes_of(course: Course) -> np.ndarray:
    """How did each raid come out? Taken, failed, or an ambush. Shape (raids,)."""
    endings = np.array(course.events["ending"].to_pylist(), object)
    ambush = np.array(course.events["ambush"].to_pylist(), bool)
    return np.where(ambush, AMBUSH, np.where(endings == "occupied", TAKEN, FAILED))


@cache
def aircraft_path() -> Any:
    """The outline of an aircraft, as a mark."""
    from matplotlib.path import Path
    from matplotlib.textpath import TextPath

    outline = TextPath((0, 0), "✈", size=10)
    extents = outline.get_extents()
    middle = np.array([0.5 * (extents.x0 + extents.x1), 0.5 * (extents.y0 + extents.y1)])
    return Path(outline.vertices - middle, outline.codes)


def key_of(campaign: Campaign, lately: str, of_raids: str) -> list[Any]:
    """Handles of a legend of posts and raids; the words say since when posts are lost lately, and of when the raids are."""
    return [*key_of_kinds(campaign), *key_of_states(lately), *key_of_raids(of_raids), *key_of_ground()]


def mark(marker: Any, label: str, area: float, **look: Any) -> Any:
    """One handle, as large as the mark on the map."""
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="", marker=marker, markersize=max(4.0, float(np.sqrt(area))), label=label, **look)


def key_of_kinds(campaign: Campaign) -> list[Any]:
    """Kinds of posts."""
    looks = zip(campaign.region.kinds.items(), KIND_MARKERS, sizes_of(campaign), strict=False)
    return [mark(marker, kind.title or name, size, color=style.BLUE) for (name, kind), marker, size in looks]


def key_of_states(lately: str) -> list[Any]:
    """What may become of a post."""
    words = {HELD: "held", LATELY: f"lost {lately}", LOST: "lost earlier", GIVEN_UP: "given up"}
    handles = []
    for state, label in words.items():
        look = LOOKS[state]
        plain = mark("o", label, 26.0, markerfacecolor=look["facecolor"], markeredgecolor=look["edgecolor"])
        stroke = [mark(STRUCK[state][0], "", 26.0, color=STRUCK[state][1])] if state in STRUCK else []
        handles.append((plain, *stroke))
    return handles


def key_of_raids(of_raids: str) -> list[Any]:
    """How a raid may come out."""
    words = {TAKEN: "post taken", FAILED: "raid failed", AMBUSH: "ambush"}
    return [
        mark(
            marker,
            f"{words[name]} {of_raids}".strip(),
            size,
            markerfacecolor=colour,
            markeredgecolor="white",
            markeredgewidth=0.4,
        )
        for name, (marker, colour, size) in RAIDS.items()
    ]


def key_of_ground() -> list[Any]:
    """What does not change."""
    from matplotlib.lines import Line2D

    return [
        mark("P", "resistance group", 20.0, color=style.GREEN, markeredgewidth=0.0),
        mark(aircraft_path(), "airfield", 60.0, color=style.INK, markeredgewidth=0.0),
        Line2D([], [], color=style.GREY, linewidth=0.6, alpha=0.6, label="road"),
    ]
