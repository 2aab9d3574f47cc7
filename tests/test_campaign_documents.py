"""What a campaign's numbers rest on, and the tables in which they stand."""

import re

import pytest

from experiments.documenting import maker
from experiments.documenting.campaigns import PARTS, PLACES, REPEATED, makers
from sim.campaign import grounds
from sim.campaign.config import Campaign, Counted, Kind
from sim.campaign.outcome import COLUMNS, EVENTS, SERIES
from sim.campaign.scenario import campaign_names, load_campaign, value_at
from sim.campaign.state import MONTHS
from tests.commands import ROOT

DOCS = ROOT / "docs"
PARAMETERS = (DOCS / "parameters.md").read_text(encoding="utf-8")
MODELS = {"": Campaign, "counted": Counted, "region.kinds.*": Kind, **PLACES, **PARTS}


def described(under, model):
    """Paths of the fields of this part that are numbers, words or flags."""
    return {f"{under}.{name}".lstrip(".") for name, field in model.model_fields.items() if field.description}


def test_every_parameter_of_a_campaign_says_what_it_rests_on_and_nothing_else_does():
    assert set(grounds.GROUNDS) == set().union(*(described(under, model) for under, model in MODELS.items()))


def test_every_ground_has_a_kind_and_one_clause():
    for path, (kind, reason) in grounds.GROUNDS.items():
        assert kind in ("published", "derived", "assumed"), path
        assert 0 < len(reason) <= 120, path
        assert not reason.endswith("."), path


def test_what_is_calibrated_is_a_parameter():
    assert set(grounds.CALIBRATED) <= set(grounds.GROUNDS)


def test_a_path_in_the_list_makes_a_rate_calibrated(monkeypatch):
    monkeypatch.setattr(grounds, "CALIBRATED", ("groups.tempo_per_week",))
    assert grounds.ground_of("groups.tempo_per_week").kind == "calibrated"
    assert grounds.ground_of("groups.rest_weeks").kind == "assumed"
    assert "1 calibrated" in maker(DOCS)("campaign.footing")
    assert "*calibrated*: chosen beside the reported figures" in maker(DOCS)("campaign.groups")


def test_every_table_of_a_campaign_stands_among_the_parameters():
    assert set(re.findall(r"made by `redoubt document`: (campaign\.\w+) -->", PARAMETERS)) == set(makers())


def test_every_parameter_stands_in_a_table_with_its_bounds():
    for path in grounds.GROUNDS:
        row = re.search(rf"^\| `{re.escape(path)}` \| (.*) \|$", PARAMETERS, re.M).group(1).split(" | ")
        assert re.fullmatch(r"\S+ to \S+|true, false", row[2]), path


def test_every_measure_stands_in_a_table():
    for column in (*COLUMNS, *SERIES, *EVENTS):
        assert column.name in REPEATED or f"| `{column.name}` |" in PARAMETERS, column.name


@pytest.mark.parametrize("name", campaign_names())
def test_the_numbers_of_an_area_are_those_that_are_played(name):
    """The tables are read from the files; what is played is what Hydra composes of them."""
    campaign = load_campaign(name)
    head, *rows = [line.strip("| ").split(" | ") for line in maker(DOCS)("campaign.areas").splitlines()]
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    for area in campaign.region.areas:
        own = told[f"{name}: {area}"]
        for field in ("fighters", "firearms_share", "rounds_per_fighter", "recruits", "arms_inflow", "rain_factor"):
            assert float(own[f"`{field}`"]) == value_at(campaign, f"region.areas.{area}.{field}").low, (area, field)


def test_a_rain_factor_is_a_ratio_of_yearly_rains():
    """As its ground says: the dry zone and the coast against the season that the campaigns ship with."""
    own = load_campaign("country")
    rain = {name: yearly(load_campaign("country", [f"season={name}"])) for name in ("north_west", "dry_zone", "delta")}
    for area, station in (("north_west", "north_west"), ("dry_zone", "dry_zone"), ("west", "delta")):
        assert own.region.areas[area].rain_factor.low == pytest.approx(rain[station] / rain["north_west"], abs=0.05)


def yearly(campaign):
    """Rain of a year, in millimetres."""
    return sum(value_at(campaign, f"season.{month}_mm").low for month in MONTHS)


def test_the_yearly_rain_is_what_the_comment_of_the_season_says():
    for name in ("north_west", "delta", "dry_zone"):
        comment = (ROOT / "configs" / "season" / f"{name}.yaml").read_text(encoding="utf-8").partition("title:")[0]
        said = {float(number.replace(",", "")) for number in re.findall(r"([\d,]+) mm a year", comment)}
        assert yearly(load_campaign("country", [f"season={name}"])) in said
