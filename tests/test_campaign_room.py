"""More people than there is room for are refused at the door: the compiled rules would write beyond their rows."""

import pytest
from hypothesis import given, settings

from sim.campaign.room import most_defenders, most_fighters
from sim.campaign.scenario import campaign_names, load_campaign
from sim.mistakes import ConfigurationError
from tests.campaigns import campaign, campaigns, rows, weeks_of

SMALL_SQUADS = {
    f"region.kinds.{kind}.raid.resistance.groups.{group}.squad_size": 1
    for kind in ("hut", "fort")
    for group in ("first", "second", "third", "fourth")
}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"region.areas.one.fighters": 1990},
            r"region\.areas\.\*\.recruits: 2041 people might stand in one group or post; should be at most 2000",
        ),
        ({"region.areas.one.recruits": 1_000_000}, r"region\.areas\.\*\.recruits: 250050 people"),
        ({"region.kinds.hut.people": 1900}, r"region\.kinds\.\*\.people: 2470 people"),
        (
            {"region.areas.one.fighters": 300} | SMALL_SQUADS,
            r"region\.kinds\.hut\.raid: may make \d{4} squads and sections; should be at most 1000",
        ),
        (
            {"reserve.column_people": 2000, "region.kinds.hut.raid.relief.section_size": 1},
            r"region\.kinds\.hut\.raid: may make",
        ),
    ],
)
def test_more_people_than_there_is_room_for_are_refused(changes, message):
    with pytest.raises(ConfigurationError, match=message):
        campaign(changes)


@pytest.mark.parametrize("name", campaign_names())
@pytest.mark.parametrize("policy", ["hold", "draw_back"])
def test_shipped_campaigns_find_room(name, policy):
    assert load_campaign(name, [f"policy={policy}"])


@settings(max_examples=8)
@given(campaigns(weeks=30))
def test_no_group_and_no_post_grows_beyond_what_was_foreseen(made_up):
    for whole in weeks_of(made_up):
        assert rows(whole, "groups")["fighters"].max(initial=0) <= most_fighters(made_up)
        assert rows(whole, "posts")["people"].max(initial=0) <= most_defenders(made_up)
