"""What a command that plays campaigns may be asked for."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from experiments.door import Job
from experiments.settings import SweepSettings, judge_settings, model_of
from sim.sweeps.request import CLUSTERS, DESIGNS


class CampaignSettings[D: BaseModel, C: BaseModel](SweepSettings[D, C]):
    """Campaigns: a sweep of them, and which of them are told and drawn."""

    number: Annotated[int, Field(ge=0, lt=2**32, strict=True)]
    raid: Annotated[int, Field(ge=1, strict=True)] | None
    courses: Annotated[int, Field(ge=1, le=1000, strict=True)]
    animate: Annotated[bool, Field(strict=True)]
    animation: Literal["gif", "mp4"]


def judge_campaign(job: Job) -> "CampaignSettings[Any, Any]":
    """Are these the settings of campaigns? Which design and which cluster are meant says `kind`."""
    design, cluster = model_of(job, "design", DESIGNS), model_of(job, "cluster", CLUSTERS)
    if "usual" not in design.model_fields:  # points that are listed vary what they list
        asked = {key: value for key, value in job.settings["design"].items() if key != "usual"}
        job = job._replace(settings=job.settings | {"design": asked})
    return judge_settings(CampaignSettings[design, cluster], job)  # type: ignore[valid-type]
