"""The map of a campaign: where posts, groups, bases and airfields are, the roads between them, and how far everything is.

Positions are schematic. They are spread evenly over each area by a low-discrepancy sequence whose start hangs on the area's
name, so the same region is the same map wherever it is made.
"""

import math
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.campaign.config import Area, Campaign

if TYPE_CHECKING:
    import networkx

PLASTIC = 1.32471795724474602596  # the generalised golden ratio of the plane (Roberts 2018, the R2 sequence)
LINKED_GROUPS = 3


class Post(NamedTuple):
    """A post before anything has happened."""

    name: str
    area: int
    kind: int


class Ground(NamedTuple):
    """Where everything is."""

    posts: list[Post]
    groups: list[tuple[str, int]]  # name and area
    post_km: np.ndarray  # (posts, 2): eastward, northward
    group_km: np.ndarray  # (groups, 2)
    area_km: np.ndarray  # (areas, 2)
    airfield_km: np.ndarray  # (airfields, 2)
    roads: "networkx.Graph"  # nodes are names of posts and areas, edges have `km`


def spread_over(area: Area, name: str, family: str, number: int) -> np.ndarray:
    """So many places spread evenly over the area, shape (number, 2), in kilometres."""
    start = zlib.crc32(f"{name}.{family}".encode()) % 10_000
    k = start + 1.0 + np.arange(number)
    first, second = (k / PLASTIC) % 1.0, (k / PLASTIC**2) % 1.0
    radius, angle = area.radius_km * np.sqrt(first), 2.0 * math.pi * second
    return np.stack([area.x_km + radius * np.sin(angle), area.y_km + radius * np.cos(angle)], axis=1)


def lay_out(campaign: Campaign) -> Ground:
    """Where is everything in this campaign?"""
    region = campaign.region
    posts, groups, post_km, group_km = [], [], [np.zeros((0, 2))], [np.zeros((0, 2))]
    for a, (name, area) in enumerate(region.areas.items()):
        mine = [
            Post(f"{name}.{kind}.{k + 1}", a, list(region.kinds).index(kind))
            for kind, number in area.posts.items()
            for k in range(number)
        ]
        posts += mine
        post_km.append(shuffled(spread_over(area, name, "posts", len(mine))))
        groups += [(f"{name}.group.{k + 1}", a) for k in range(area.groups)]
        group_km.append(spread_over(area, name, "groups", area.groups))
    areas = np.array([[area.x_km, area.y_km] for area in region.areas.values()])
    fields = np.array([[field.x_km, field.y_km] for field in region.airfields.values()]).reshape(-1, 2)
    placed = np.concatenate(post_km)
    roads = road_network(
        [post.name for post in posts] + list(region.areas), np.concatenate([placed, areas]), region.road_winding
    )
    return Ground(posts, groups, placed, np.concatenate(group_km), areas, fields, roads)


def shuffled(places: np.ndarray) -> np.ndarray:
    """The same places in another order, so that kinds of posts lie among each other."""
    order = sorted(range(len(places)), key=lambda k: zlib.crc32(str(k).encode()))
    return places[order]


def distances(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """How far is each place from each other one, as the crow flies? Shape (one, other), in kilometres."""
    return np.sqrt(((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2))


def road_network(names: list[str], places: np.ndarray, winding: float) -> "networkx.Graph":
    """The roads between these places: two are joined where no third lies in the circle between them.

    That is the Gabriel graph (Gabriel and Sokal 1969): it is connected, and looks like roads do.
    """
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from((name, {"x_km": float(x), "y_km": float(y)}) for name, (x, y) in zip(names, places, strict=True))
    squared = distances(places, places) ** 2
    for i in range(len(names)):
        for j in range(i + 1, len(names)):
            through = squared[i] + squared[j]
            through[[i, j]] = np.inf
            if not (through < squared[i, j]).any():
                graph.add_edge(names[i], names[j], km=winding * math.sqrt(squared[i, j]))
    return graph


def road_distances(ground: Ground, areas: list[str]) -> np.ndarray:
    """How far is each post by road from the base of each area? Shape (posts, areas), in kilometres."""
    import networkx

    found = [networkx.single_source_dijkstra_path_length(ground.roads, area, weight="km") for area in areas]
    return np.array([[lengths.get(post.name, np.inf) for lengths in found] for post in ground.posts])


def linked(group_km: np.ndarray) -> np.ndarray:
    """Which groups exchange arms? Each with the few nearest to it; shape (groups, groups), 1 where they do."""
    number = len(group_km)
    links = np.zeros((number, number), np.int64)
    for g, row in enumerate(distances(group_km, group_km)):
        for other in np.argsort(row, kind="stable")[1 : LINKED_GROUPS + 1]:
            links[g, other] = links[other, g] = 1
    return links
