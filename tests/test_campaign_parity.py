"""Two voices, one tale, also of campaigns: the Mesa agents and the compiled rules tell the same one to the last bit.

Everything is compared with ``==``. No tolerance anywhere.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from sim.campaign import agents
from sim.campaign.model import CampaignModel
from sim.campaign.scenario import judge, load_campaign
from sim.campaign.state import make_field
from sim.campaign.table import trace
from sim.campaign.week import PASSES
from tests.campaigns import NUMBERS, SEEDS, campaign, campaigns

FEWER = settings().max_examples // 4  # Mesa takes its time


def assert_same(one, other):
    """Are two courses the same to the last bit?"""
    assert one.outcome == other.outcome
    assert one.series.equals(other.series)
    assert one.events.equals(other.events)
    for name in ("standings", "people", "structure"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@settings(max_examples=FEWER)
@given(campaigns(weeks=8), SEEDS, NUMBERS)
def test_mesa_and_the_compiled_rules_tell_the_same_campaign(made_up, seed, number):
    """Week by week and raid by raid, whatever the order of agents; at the end no row differs."""
    field = make_field()
    course = trace(made_up, seed, number, field=field)
    for shuffled in (False, True):
        model = CampaignModel(made_up, seed, number, shuffled=shuffled)
        assert_same(model.run(), course)
        assert np.array_equal(model.field.memory, field.memory)


@pytest.mark.parametrize("policy", ["hold", "draw_back"])
def test_mesa_and_the_compiled_rules_tell_the_same_country(policy):
    country = load_campaign("country", [f"policy={policy}", "weeks=26"])
    assert_same(CampaignModel(country, 7, 3, shuffled=True).run(), trace(country, 7, 3))


# ---- a model to be looked at -------------------------------------------------------------------------------------


def test_a_week_goes_through_all_passes_and_the_campaign_through_all_weeks():
    model = CampaignModel(campaign({"weeks": 3}))
    assert tuple(model.passes()) == PASSES
    model.run()
    assert model.world.tick == 3
    assert not list(model.passes())
    model.step()
    assert model.course.series.num_rows == 2  # the week that was looked at pass by pass was not collected


def test_before_its_first_week_a_model_shows_the_campaign_as_it_begins():
    model, course = CampaignModel(campaign(), 5, 1), trace(campaign(), 5, 1)
    assert (model.course.people == course.people[:1]).all()
    assert model.course.series.num_rows == model.course.events.num_rows == 0


def test_posts_bases_groups_and_columns_have_their_place_on_the_roads():
    model = CampaignModel(campaign())
    assert {post.cell.coordinate for post in model.posts} == {post.name for post in model.ground.posts}
    assert [area.cell.coordinate for area in model.areas] == ["one", "two"]
    assert [column.cell for column in model.columns] == [area.cell for area in model.areas]
    for post in model.posts:
        assert set(post.cell.connections) == set(model.ground.roads.neighbors(post.name))
    for group in model.groups:
        km = {post.name: np.hypot(post.x_km - group.x_km, post.y_km - group.y_km) for post in [*model.posts, *model.areas]}
        assert km[group.cell.coordinate] == min(km.values())


def test_an_agent_is_a_window_on_its_row():
    model = CampaignModel(campaign(), 3)
    model.run()
    standing = {"held": 0, "lost": 1, "given_up": 2}
    assert [standing[post.standing_name] for post in model.posts] == model.course.standings[-1].tolist()
    assert sum(post.people for post in model.posts) == model.course.outcome["garrison_people"]
    assert sum(group.fighters for group in model.groups) == model.course.outcome["fighters"]
    assert [column.area for column in model.columns] == [0, 1]
    with pytest.raises(AttributeError):
        _ = model.posts[0].fighters


def kinds_of_agents():
    return [kind for kind in vars(agents).values() if isinstance(kind, type) and issubclass(kind, agents.Actor) and kind.rows]


def test_every_pass_has_one_kind_of_agent_and_no_agent_acts_in_another():
    for name in PASSES:
        assert len([kind for kind in kinds_of_agents() if hasattr(kind, name)]) == 1, name
    for kind in kinds_of_agents():
        own = {name for name, what in vars(kind).items() if callable(what) and not name.startswith("_")}
        assert own <= set(PASSES), kind.__name__


def test_every_field_of_a_row_can_be_read_from_its_agent():
    """No method of an agent hides a field of its row."""
    for kind in kinds_of_agents():
        fields = make_field().campaigns[0][kind.rows].dtype.names
        assert not [name for name in fields if hasattr(kind, name)], kind.__name__


# ---- interpreted -------------------------------------------------------------------------------------------------

TINY = {
    "weeks": 3,
    "groups.tempo_per_week": 5,
    "groups.rest_weeks": 1,
    "groups.ambush_per_week": 2,
    "region.kinds.hut.raid.limit_minutes": 12,
    "region.kinds.hut.raid.tick_minutes": 2,
    "region.kinds.hut.raid.resistance.start_distance_m": 60,
    "ambush.raid.limit_minutes": 6,
    "region.areas.one.posts": {"hut": 1},
    "region.areas.one.groups": 2,
    "region.areas.two.posts": {"hut": 2},
    "region.areas.two.groups": 2,
}


def bits_of(made_up):
    """The course and all rows of a campaign at its end, as hexadecimal bits, as Mesa tells it and without."""
    field = make_field()
    course, model = trace(made_up, 11, 1, field=field), CampaignModel(made_up, 11, 1)
    assert_same(model.run(), course)
    numbers = [column.to_numpy().astype(float).tobytes().hex() for column in course.series.columns]
    return [course.events.num_rows, *numbers, field.memory.tobytes().hex(), model.field.memory.tobytes().hex()]


PROGRAM = """
import json, sys
from sim.campaign.scenario import judge
from tests.test_campaign_parity import bits_of
print(json.dumps(bits_of(judge(json.load(sys.stdin)))))
"""


def test_interpreted_rules_tell_the_same_campaign_as_compiled_ones():
    """Once here and once with Numba switched off."""
    data = campaign(TINY).model_dump()
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=Path(__file__).parents[1],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        input=json.dumps(data),
        capture_output=True,
        text=True,
        check=True,
    )
    interpreted = json.loads(found.stdout.splitlines()[-1])
    assert interpreted == bits_of(judge(data))
    assert interpreted[0] > 3
