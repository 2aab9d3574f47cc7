"""`campaign`, and what else campaigns go through, tried as a user would: told, swept, killed, compared, explained."""

import os
import signal
import subprocess
import sys
import time

import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet
import pytest

from sim.campaign.reported import holds
from sim.campaign.scenario import load_campaign
from sim.campaign.table import play
from tests.commands import ask, ask_afresh, environment_with, is_refused, only

SHORT = ["campaign=brigade", "weeks=30", "arms.onset_week=5"]
POLICIES = "design.factors={policy: [hold, draw_back]}"


def campaigns_of(folder):
    """All campaigns of the one sweep below the folder, in the order of points and numbers."""
    return pyarrow.parquet.read_table(only(folder, "campaigns")).sort_by([("point", "ascending"), ("campaign", "ascending")])


@pytest.fixture(scope="module")
def policies(tmp_path_factory):
    """Two policies on the same luck."""
    folder = tmp_path_factory.mktemp("policies")
    run = ask_afresh(folder, "experiments.campaign", *SHORT, POLICIES, "replicates=12", "courses=2")
    assert run.returncode == 0, run.stderr
    return folder, run.stdout


def test_campaigns_are_told_kept_and_drawn(policies):
    folder, said = policies
    assert "policy=draw_back against policy=hold:" in said
    assert "At the start the garrison side held 44 posts in 1 area" in said
    for name in ("map.png", "fan.png", "raids.png", "air.png", "stocks.png"):
        assert only(folder, name).read_bytes().startswith(b"\x89PNG")
    raids = pyarrow.csv.read_csv(only(folder, "raids.csv"))
    first = campaigns_of(folder).to_pylist()[0]
    assert raids.num_rows == first["raids"] + first["ambushes"] > 0
    assert pyarrow.csv.read_csv(only(folder, "weeks.csv")).num_rows == 30


def test_the_table_is_what_python_plays(policies):
    table = campaigns_of(policies[0])
    for point, policy in enumerate(("hold", "draw_back")):
        own = play(load_campaign("brigade", [f"policy={policy}", *SHORT[1:]]), runs=12)
        mine = table.slice(12 * point, 12)
        for name in own.column_names:
            assert mine[name].to_pylist() == own[name].to_pylist(), name


def test_what_was_played_is_compared_again(policies):
    run = ask(policies[0], "experiments.compare", "results=[outputs/campaign]", 'baseline="policy=draw_back"')
    assert run.returncode == 0, run.stderr
    assert "policy=hold against policy=draw_back:" in run.stdout
    assert len(list((policies[0] / "outputs" / "compare").rglob("fan.png"))) == 1
    assert is_refused(ask(policies[0], "experiments.compare", "results=[outputs/campaign]", "baseline=hold"), "policy=hold")


def test_a_raid_of_a_campaign_is_played_alone(tmp_path):
    run = ask(tmp_path, "experiments.campaign", *SHORT, "replicates=1", "courses=1", "raid=2", "sweep.figure=false")
    assert run.returncode == 0, run.stderr
    words = next(line for line in run.stdout.splitlines() if line.startswith("  redoubt raid ")).split()[2:]
    alone = ask(tmp_path, "experiments.raid", *words)
    assert alone.returncode == 0, alone.stderr
    second = pyarrow.csv.read_csv(only(tmp_path, "raids.csv")).to_pylist()[1]
    outcome = pyarrow.csv.read_csv(only(tmp_path, "outcome.csv")).to_pylist()[0]
    for name in ("ending", "cause", "duration_minutes", "attackers", "defenders", "attackers_killed", "arms_captured"):
        assert outcome[name] == second[name], name
    assert is_refused(
        ask(tmp_path, "experiments.campaign", *SHORT, "replicates=1", "courses=1", "raid=999"), "raid: should be at most"
    )


def test_killed_it_goes_on_and_comes_to_the_same(tmp_path):
    words = ["experiments.campaign", *SHORT, "replicates=150", "sweep.figure=false", "courses=1", "workers=1"]
    whole = ask(tmp_path, *words, "sweep.dir=whole")
    assert whole.returncode == 0, whole.stderr
    run = subprocess.Popen(
        [sys.executable, "-m", *words, "sweep.dir=killed"],
        cwd=tmp_path,
        env=environment_with(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    parts = tmp_path / "killed" / "campaigns"
    while run.poll() is None and len(list(parts.glob("*.parquet"))) < 2:
        time.sleep(0.01)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    left = 150 - sum(pyarrow.parquet.read_metadata(part).num_rows for part in parts.glob("*.parquet"))
    assert 0 < left < 150
    again = ask(tmp_path, *words, "sweep.dir=killed")
    assert f"({left:,} played now" in again.stdout
    assert campaigns_of(tmp_path / "killed").equals(campaigns_of(tmp_path / "whole"))


def test_a_design_says_which_points_agree_with_the_reports(tmp_path):
    words = [*SHORT[:1], "design=lhs", "design.n=6", "replicates=4", "design.factors={arms.onset_week: {low: 10, high: 60}}"]
    run = ask(tmp_path, "experiments.campaign", *words, "weeks=88")
    assert run.returncode == 0, run.stderr
    assert "reported: counted lost 7; the central 90 % of" in run.stdout
    rows = pyarrow.csv.read_csv(only(tmp_path, "agreement.csv")).to_pylist()
    table = campaigns_of(tmp_path)
    for row in rows:
        own = table.filter(pyarrow.compute.equal(table["point"], row["point"]))["counted_lost"].to_numpy()
        assert row["counted_lost_agrees"] == holds(own, 7)


def test_shares_of_the_bases_lost_add_up(tmp_path):
    run = ask(tmp_path, "experiments.why", *SHORT, "why.only=[arms, aircraft, walls]", "why.raids=6", "why.measure=bases_lost")
    assert run.returncode == 0, run.stderr
    rows = pyarrow.csv.read_csv(only(tmp_path, "shares.csv")).to_pylist()
    assert sum(row["share"] for row in rows) == pytest.approx(rows[0]["all_relieved"] - rows[0]["as_it_is"], abs=1e-12)
    assert {row["combinations"] for row in rows} == {8}
    assert only(tmp_path, "waterfall.png").stat().st_size > 20_000


def test_a_campaign_of_ones_own_names_only_what_differs(tmp_path):
    (tmp_path / "mine.yaml").write_text("base: brigade\nname: mine\nweeks: 4\nregion: {areas: {brigade: {groups: 2}}}\n")
    run = ask(
        tmp_path, "experiments.campaign", "scenario_file=mine.yaml", "policy=hold", "replicates=3", "courses=1", "animate=true"
    )
    assert run.returncode == 0, run.stderr
    assert "there were 2 groups" in run.stdout
    assert only(tmp_path, "campaign.gif").read_bytes().startswith(b"GIF8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["campaign=contry"], ["did you mean 'country'"]),
        (["fleet.gunship=3"], ["did you mean 'fleet.gunships'"]),
        (["region.areas.north.fighters=-1"], ["region.areas.north.fighters", "between 0 and 2000", "-1"]),
        (["region.kinds.outpost.raid.relief.delay=3"], ["region.kinds.outpost.raid.relief.delay_minutes"]),
        (["groups.sent_fighters=2000"], ["region.kinds.police_post.raid", "at most 1000"]),
        (["counted.area=nort"], ["counted.area", "should be null or one of north"]),
        (["design=boundary"], ["campaigns have none"]),
        (["design.factors={arms.onset_wek: [1, 2]}"], ["did you mean 'arms.onset_week'"]),
        (["replicates={min: 5, max: 50, measure: bases_los, half_width: 1}"], ["did you mean 'bases_lost'"]),
        (["number=-1"], ["number", "-1"]),
    ],
)
def test_mistakes_are_said_in_one_line(tmp_path, words, said):
    assert is_refused(ask(tmp_path, "experiments.campaign", *words), *said)
    assert not list(tmp_path.rglob("*.json"))


def test_both_reported_figures_lie_within_the_shipped_campaign():
    campaign = load_campaign("country")
    table = play(campaign, runs=60)
    for measure, figure in campaign.reported.facts.items():
        assert holds(table[measure].to_numpy(), figure), measure
