"""More people than there is room for are refused at the door: the compiled rules would write beyond their rows."""

import pytest
from hypothesis import given, settings

from sim.campaign.replay import raids_played
from sim.campaign.scenario import campaign_names, load_campaign, most_units
from sim.campaign.state import MAX_GARRISON
from sim.mistakes import ConfigurationError
from tests.campaigns import campaign, campaigns, rows

SMALL_SQUADS = {
    f"region.kinds.{kind}.raid.resistance.groups.{group}.squad_size": 1
    for kind in ("hut", "fort")
    for group in ("first", "second", "third", "fourth")
}
HOPELESS = {"ambush.raid.resistance.groups.first.squad_size": 1, "groups.ambush_fighters": 2000}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"groups.sent_fighters": 300} | SMALL_SQUADS, r"region\.kinds\.hut\.raid: makes up to \d{4} squads and sections"),
        (
            {"reserve.column_people": 2000, "region.kinds.hut.raid.relief.section_size": 1},
            r"region\.kinds\.hut\.raid: makes up to",
        ),
        (HOPELESS, r"ambush\.raid: makes up to \d{4} squads and sections in one raid of the campaign; should be at most 1000"),
        (
            {"region.kinds.hut.people": 1900},
            r"region\.kinds\.hut\.people: makes up to 2470 with its people_spread; should be at most 2000",
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
@given(campaigns(weeks=20))
def test_no_raid_has_more_squads_and_sections_than_were_foreseen(made_up):
    for played in raids_played(made_up, seed=3, number=0):
        assert played.field.raid.raid.world.units <= most_units(made_up, made_up.raids[played.template])
        assert rows(played.field.campaigns[0], "posts")["people"].max() <= MAX_GARRISON
