"""What a campaign may say: every field with its unit, its meaning and its bounds. The one judge at the door.

As in `sim.config`: unknown keys are refused, nothing changes once judged, and every value stands in `configs/`. A number may be
given as `{low: a, high: b}` where a fact is unknown; it is then drawn afresh for each campaign. The raids that are played are
scenarios of `sim.config`, whole, each under the kind of post it is played at; a name stands for a shipped one.
"""

from typing import Annotated

from pydantic import Field, model_validator

from sim.config import Fact, Flag, Name, Part, Scenario, Text
from sim.spans import count, real, share, shown, whole

FAMILIES = ("region.areas", "region.kinds")


class Place(Part):
    """Where something is on the map of the region."""

    x_km: Annotated[float, Field(ge=0, le=5000, description="eastward on the map", json_schema_extra={"unit": "km"})]
    y_km: Annotated[float, Field(ge=0, le=5000, description="northward on the map", json_schema_extra={"unit": "km"})]


class Kind(Part):
    """A kind of post, and the raid that is played at it."""

    title: Text
    raid: Scenario
    people: whole(1, 2000, "people", "people at a post of this kind at the start, on average")
    people_spread: share("how far posts of one kind differ: half the range, as a share of the average")
    structure: real(0, 100, "multiple", "strength of all buildings, as a multiple of the raid's own")
    value: real(0, 1000, "", "how much it is wanted, against posts of other kinds")


class Area(Place):
    """Part of the region: a base in its middle, posts around it, groups between them."""

    title: Text
    radius_km: Annotated[
        float, Field(gt=0, le=2000, description="how far posts and groups lie from its base", json_schema_extra={"unit": "km"})
    ]
    posts: Annotated[
        dict[Name, count(0, 1000, "posts", "posts of each kind")],
        Field(description="posts of each kind", json_schema_extra={"unit": "posts", "low": 0, "high": 1000}),
    ]
    groups: count(0, 100, "groups", "resistance groups")
    fighters: whole(0, 2000, "people", "fighters of a group at the start")
    firearms_share: share("share of them with a proper firearm")
    rounds_per_fighter: real(0, 1e6, "rounds", "rounds for each fighter at the start")
    breaching_rounds: whole(0, 10_000, "rounds", "breaching rounds of a group at the start")
    recruits: whole(0, 1_000_000, "people", "people who may still join the groups of the area")
    arms_inflow: real(0, 100, "multiple", "inflow of arms to a group, as a multiple of the general one")
    rain_factor: real(0, 10, "multiple", "rain, as a multiple of the season's")


class Region(Part):
    """The map: areas with their posts and groups, airfields, and the kinds of posts."""

    title: Text
    road_winding: Annotated[
        float,
        Field(
            ge=1, le=5, description="length of a road, as a multiple of the distance", json_schema_extra={"unit": "multiple"}
        ),
    ]
    airfields: dict[Name, Place]
    kinds: Annotated[dict[Name, Kind], Field(min_length=1, max_length=8)]
    areas: Annotated[dict[Name, Area], Field(min_length=1, max_length=40)]


class Groups(Part):
    """How resistance groups choose, recruit and take heart."""

    reach_km: real(0, 5000, "km", "distance within which a group goes for a post, as the crow flies")
    tempo_per_week: real(0, 100, "1/week", "rate at which a ready group of full morale decides for a raid")
    rest_weeks: whole(0, 520, "weeks", "weeks between two plans of one group")
    least_fighters: real(1, 2000, "people", "fighters without which a group is not ready")
    sent_fighters: whole(1, 2000, "people", "fighters a group sends to a raid, at most")
    ready_rounds: real(0, 1e6, "rounds", "rounds for each fighter without which a group is not ready")
    wanted_ratio: real(0, 100, "ratio", "armed attackers they want for each point of a post's strength as it looks")
    wall_weight: real(0, 100, "", "how much stronger full walls make a post look, as a multiple of its people")
    ambush_per_week: real(
        0, 100, "1/week", "rate at which a ready group of full morale that has no raid waits for people off post"
    )
    ambush_fighters: whole(1, 2000, "people", "fighters who go to an ambush")
    recruits_share_per_week: real(0, 100, "1/week", "rate at which those who may join do, at full morale")
    return_share_per_week: real(0, 100, "1/week", "rate at which wounded fighters are fit again")
    morale: share("morale at the start, and where it comes back to; it is the firmness of the group in a raid")
    morale_weeks: real(0.01, 1e6, "weeks", "time over which it comes back")
    morale_gain: share("share of what is missing to 1 that a success gives")
    morale_loss: share("share of it that a failure takes")


class Arms(Part):
    """How firearms and rounds come in, and spread."""

    firearms_per_week: real(0, 1000, "arms/week", "firearms that reach a group, at the full inflow")
    rounds_per_week: real(0, 1e6, "rounds/week", "rounds that reach a group, at the full inflow")
    breaching_per_week: real(0, 1000, "rounds/week", "breaching rounds that reach a group, at the full inflow")
    onset_week: real(-1000, 1000, "weeks", "week in which half of the full inflow is reached")
    growth_weeks: real(0.01, 1000, "weeks", "time scale of its growth")
    spread_share_per_week: share("share of its firearms and rounds that a group passes on to neighbours that have none")
    rounds_carried: real(0, 1e6, "rounds", "rounds for each fighter that are taken along to a raid, at most")
    breaching_carried: whole(0, 10_000, "rounds", "breaching rounds a group takes along, at most")
    lost_share: share("share of the firearms of killed and captured fighters that is lost where the field is left")


class Fleet(Part):
    """Aircraft: few, and shared by all posts within their reach."""

    gunships: whole(0, 20, "aircraft", "gunships on each airfield")
    transports: whole(0, 20, "aircraft", "transport aircraft on each airfield")
    flight: whole(1, 50, "aircraft", "gunships that come together, at most")
    km_per_minute: real(0.01, 100, "km/min", "how fast they fly")
    ready_minutes: real(0, 100_000, "min", "mean time to get ready")
    reach_km: real(0, 5000, "km", "how far from their airfield they help")
    other_tasks: share("chance that they are busy with something that is no raid")
    other_minutes: real(0, 100_000, "min", "mean time until they are free, if so")
    turnaround_minutes: real(0, 1e6, "min", "time after a raid until they can be called again")


class Reserve(Part):
    """People behind the posts: replacements, repairs, and columns that relieve a post under attack."""

    people: whole(0, 1_000_000, "people", "people in the reserve of each area at the start")
    drafts_per_week: real(0, 10_000, "people/week", "new people for the reserve of each area")
    replaced_share_per_week: share("share of its losses that a post, or a relief column, gets replaced in a week")
    return_share_per_week: real(0, 100, "1/week", "rate at which wounded are fit again")
    repaired_share_per_week: share("share of what walls lack that is repaired in a week")
    columns: whole(0, 20, "columns", "relief columns at the base of each area")
    column_people: whole(0, 2000, "people", "people of a relief column")
    road_km_per_minute: real(0.001, 10, "km/min", "how fast a relief column drives")
    ready_minutes: real(0, 100_000, "min", "mean time until relief starts")
    blocked_chance: share("chance that a relief column is held up on the road")
    blocked_minutes: real(0, 100_000, "min", "mean time it is held up, if so")
    rest_minutes: real(0, 1e6, "min", "time after a raid until a column can be called again")


class Policy(Part):
    """What the garrison side does with its posts."""

    draws_back: Flag = Field(description="are small posts given up once posts are lost in the area?")
    smallest_people: real(0, 2000, "people", "posts with fewer people count as small")
    after_losses: whole(0, 1000, "posts", "posts lost in an area, within its memory, at which small ones are given up")
    memory_weeks: whole(1, 1000, "weeks", "how long a lost post counts")
    given_up_per_week: real(0, 100, "1/week", "rate at which such an area gives up its smallest post, one a week at most")
    fortified_per_week: real(
        0, 100, "multiple/week", "strength the posts that are left gain in a week where others were given up"
    )
    strongest: real(0, 100, "multiple", "how strong they become, as a multiple of the kind's own")
    rebuilt_share_per_week: real(
        0, 100, "1/week", "rate at which lost posts are manned again, once there are people and time is up"
    )
    rebuilt_after_weeks: whole(0, 1000, "weeks", "weeks before that")


class Season(Part):
    """The rains: mean rain of each month, and what it means for a raid."""

    title: Text
    first_month: real(1, 13, "month", "when the campaign begins: 1 is the first of January, 2.5 the middle of February")
    january_mm: real(0, 5000, "mm", "mean rain in January")
    february_mm: real(0, 5000, "mm", "... in February")
    march_mm: real(0, 5000, "mm", "... in March")
    april_mm: real(0, 5000, "mm", "... in April")
    may_mm: real(0, 5000, "mm", "... in May")
    june_mm: real(0, 5000, "mm", "... in June")
    july_mm: real(0, 5000, "mm", "... in July")
    august_mm: real(0, 5000, "mm", "... in August")
    september_mm: real(0, 5000, "mm", "... in September")
    october_mm: real(0, 5000, "mm", "... in October")
    november_mm: real(0, 5000, "mm", "... in November")
    december_mm: real(0, 5000, "mm", "... in December")
    rain_per_mm: real(
        0, 1, "share/mm", "mean rain of a raid, on the raid's scale from 0 to 1, for each millimetre of the month"
    )
    spread: real(0, 5, "", "standard deviation of the logarithm of a week's rain about its month's")


class Ambush(Part):
    """The raid that is played where people are met off post."""

    raid: Scenario


class Counted(Part):
    """What is counted apart, to be compared with a report."""

    area: Name | None
    from_week: whole(0, 1000, "weeks", "first week that counts")
    to_week: whole(0, 1000, "weeks", "first week that does not")


class Reported(Part):
    """What was reported; compared with, never used by the rules."""

    incidents: list[str]
    facts: dict[Name, Fact]


class Campaign(Part):
    """Many raids over many months."""

    name: Name
    title: Text
    source: Text
    assumed: Text
    reported: Reported
    weeks: whole(1, 520, "weeks", "how long it lasts")
    region: Region
    groups: Groups
    arms: Arms
    fleet: Fleet
    reserve: Reserve
    policy: Policy
    season: Season
    ambush: Ambush
    counted: Counted

    @model_validator(mode="after")
    def _areas_have_known_posts(self) -> "Campaign":
        known = ", ".join(self.region.kinds)
        for name, area in self.region.areas.items():
            for kind in area.posts:
                if kind not in self.region.kinds:
                    raise ValueError(f"region.areas.{name}.posts: should name kinds of posts, {known}; it names {shown(kind)}")
        return self

    @model_validator(mode="after")
    def _counted_area_is_there(self) -> "Campaign":
        if self.counted.area is not None and self.counted.area not in self.region.areas:
            known = ", ".join(self.region.areas)
            raise ValueError(f"counted.area: should be null or one of {known}; it is {shown(self.counted.area)}")
        return self

    @property
    def raids(self) -> list[Scenario]:
        """The raids that are played: one for each kind of post, then the ambush."""
        return [*(kind.raid for kind in self.region.kinds.values()), self.ambush.raid]
