"""The campaign as something that is played: through the designs, sweeps, comparisons and shares that raids go through."""

from typing import Any

import numpy as np

from sim.campaign import batch
from sim.campaign.outcome import COLUMNS
from sim.campaign.scenario import (
    FORM,
    campaign_names,
    compile_plan,
    fact_slots,
    judge,
    load_campaign,
    own_plan,
    value_at,
)
from sim.campaign.state import make_field
from sim.campaign.warm import warm_up
from sim.compiled import CAMPAIGN_FILES, source_digest
from sim.scenario import is_whole
from sim.subject import Subject, register


def play_points(field: Any, plan: Any, seed: int, slots: Any, levels: Any, numbers: Any, rows: Any) -> None:
    """As `sim.campaign.batch.play_points`, with a plan that is this call's own."""
    batch.play_points(field, own_plan(plan), seed, slots, levels, numbers, rows)


def is_unended(rows: np.ndarray) -> np.ndarray:
    """Which of these rows are of campaigns without an end? None: a campaign ends when its weeks are over."""
    return ~np.isfinite(rows).all(axis=1)


CAMPAIGN = register(
    Subject(
        name="campaign",
        many="campaigns",
        form=FORM,
        choices=("region", "groups", "arms", "fleet", "reserve", "policy", "season"),
        told=("name", "title", "source", "assumed", "reported"),
        columns=COLUMNS,
        codes={},
        usual="bases_lost",
        success=lambda _: "bases_lost",
        lacking={},
        names=campaign_names,
        load=load_campaign,
        judge=judge,
        fact_slots=fact_slots,
        value_at=value_at,
        is_whole=is_whole,
        compile_plan=compile_plan,
        make_workspace=make_field,
        play_points=play_points,
        is_unended=is_unended,
        warm_up=warm_up,
        source_digest=lambda: source_digest(CAMPAIGN_FILES),
    )
)
