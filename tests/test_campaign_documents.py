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


# ---- tables of results -------------------------------------------------------------------------------------------


def test_a_table_of_campaigns_shows_what_was_varied_and_the_spread(tmp_path):
    measures = ("bases_lost", "counted_lost", "bases_given_up", "bases_rebuilt", "bases_held", "raids", "raids_forced_out", "raids_withdrew",
                "ambushes")  # fmt: skip
    names = [f"{measure}_{quantile}" for measure in measures for quantile in ("mean", "q05", "q50", "q95")]
    rows = [f"0,country,hold,0,1000,{','.join(['5.5,1,5,1200'] * len(measures))}"]
    (tmp_path / "x.csv").write_text("\n".join([",".join(["point,scenario,policy,failed,campaigns", *names]), *rows]))
    told = maker(tmp_path)("x.csv")
    assert told.startswith("| scenario | policy | campaigns | posts lost |")
    assert "| country | hold | 1,000 | 5 (1 to 1,200) |" in told


POINTS = "point,scenario,weeks,groups.tempo_per_week,policy,bases_lost_agrees,counted_lost_agrees,distance\n"


def test_a_table_of_agreement_shows_where_the_points_lie_that_agree_with_all_reports(tmp_path):
    agreeing = "".join(f"{k},country,88,{0.4 + k / 1000},hold,true,true,0.1\n" for k in range(101))
    others = "200,country,88,0.1,hold,false,true,3\n201,country,88,0.9,hold,true,false,3\n"
    (tmp_path / "x.csv").write_text(POINTS + agreeing + others)
    told = maker(tmp_path)("x.csv")
    assert "| varied (103 points) | agreeing (101 points), nine in ten |" in told
    assert "| `groups.tempo_per_week` | 0.1 to 0.9 | 0.405 to 0.495 |" in told
    assert "weeks`" not in told


def test_where_no_point_agrees_no_range_is_told(tmp_path):
    (tmp_path / "x.csv").write_text(POINTS + "0,country,88,0.1,hold,false,true,3\n1,country,88,0.9,hold,true,false,3\n")
    assert "| agreeing (0 points), nine in ten |" in maker(tmp_path)("x.csv")
    assert "| `groups.tempo_per_week` | 0.1 to 0.9 | - |" in maker(tmp_path)("x.csv")


@pytest.mark.parametrize(("measure", "told"), [("occupied", "+25.0 ± 5.0"), ("bases_lost_month_20", "+0.2 ± 0.1")])
def test_shares_of_a_chance_are_told_in_points_and_shares_of_a_count_as_counted(tmp_path, measure, told):
    head = "scenario,measure,as_it_is,all_relieved,factor,relieved_means,share,share_half_width,share_of_total,alone,named_when_leaving"
    (tmp_path / "x.csv").write_text(f"{head}\nhere,{measure},0,1,arms,fewer,0.25,0.05,1,0.25,\n")
    assert f"| arms | fewer | {told} | 100% |" in maker(tmp_path)("x.csv")
