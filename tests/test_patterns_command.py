"""`redoubt patterns`, tried as a user would, and its figures."""

import json

import pyarrow.csv
import pytest

from sim.figures.patterns import draw_findings
from sim.figures.reports import draw_reports, panels_of
from sim.patterns.facts import facts_of
from sim.patterns.findings import as_row, findings_of_losses
from sim.patterns.reports import compare_endings, compare_figures
from sim.scenario import compile_plan, load_scenario, scenario_names
from sim.table import play_rows
from tests.commands import ask, ask_afresh, is_refused, only
from tests.scenarios import raid

QUICK = ["patterns.raids=60", "patterns.point_raids=40", "patterns.force_factors=[0.5,2]", "patterns.rain_levels=[0,1]"]


def test_reports_and_published_values_are_compared_told_kept_and_drawn(tmp_path):
    run = ask_afresh(tmp_path, "experiments.patterns", "scenarios=[ma_sein,paya_taung]", *QUICK)
    assert run.returncode == 0, run.stderr
    for words in ("How it ended, and why", "What was reported", "Patterns of many battles", "Missed:", "Commonest endings"):
        assert words in run.stdout
    figures = pyarrow.csv.read_csv(only(tmp_path, "figures.csv")).to_pylist()
    assert [(row["scenario"], row["figure"], row["reported"]) for row in figures[:2]] == [
        ("ma_sein", "defenders_killed", 7), ("ma_sein", "burned", 1),
    ]  # fmt: skip
    assert [row["reported"] for row in figures if row["figure"] == "defenders_killed"] == [7, 13, 11]
    endings = pyarrow.csv.read_csv(only(tmp_path, "endings.csv")).to_pylist()
    shares = [value for name, value in endings[0].items() if name.startswith("ended_")]
    assert sum(shares) == pytest.approx(1.0)
    found = pyarrow.csv.read_csv(only(tmp_path, "findings.csv")).to_pylist()
    assert {row["scenario"] for row in found} == {"all", "ma_sein", "paya_taung"}
    assert {row["aircraft"] for row in pyarrow.csv.read_csv(only(tmp_path, "rain.csv")).to_pylist()} == {True, False}
    for name in ("reports.png", "aggregates.png"):
        assert only(tmp_path, name).read_bytes().startswith(b"\x89PNG")


def test_one_json_object_and_nothing_else_on_stdout(tmp_path):
    words = ["scenarios=[drive_by]", "patterns.raids=50", "format=json", "rules.claim_spread=0"]
    run = ask(tmp_path, "experiments.patterns", *words)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["asked"]["raids"] == 50
    assert told["endings"][0]["reported_endings"] == ["objective_met"]
    assert [row["figure"] for row in told["figures"]] == ["defenders_killed"]
    assert told["findings"] == []
    assert "do the attackers mean to occupy" in told["notes"][0]
    assert not list(tmp_path.rglob("aggregates.png"))


def test_changed_rules_change_what_is_claimed_and_the_same_command_says_the_same(tmp_path):
    told = []
    for k, changes in enumerate(([], [], ["rules.claim_killed_seen=0", "rules.claim_fallen_as_killed=0"])):
        (tmp_path / str(k)).mkdir()
        words = ["scenarios=[drive_by]", "patterns.raids=50", "format=json", f"workers={1 + k % 2}", *changes]
        told.append(json.loads(ask(tmp_path / str(k), "experiments.patterns", *words).stdout)["figures"])
    assert told[0] == told[1] != told[2]
    assert told[2][0]["q95"] == 0


def test_a_file_of_ones_own_is_compared_alone_with_its_own_reports(tmp_path):
    reported = "{incident: mine, endings: [occupied], causes: [none], facts: {defenders_killed: 3, horses: 2}}"
    (tmp_path / "mine.yaml").write_text(f"base: ma_sein\nname: mine\nreported: {reported}\n")
    run = ask(tmp_path, "experiments.patterns", "scenario_file=mine.yaml", "patterns.raids=40", "patterns.aggregate=false")
    assert run.returncode == 0, run.stderr
    assert "mine" in run.stdout
    assert "horses" in run.stdout
    assert "kyar_tat" not in run.stdout
    assert not list(tmp_path.rglob("findings.csv"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["scenarios=[kyar_tta]"], ["kyar_tta", "did you mean 'kyar_tat'"]),
        (["scenario=kyar_tat"], ["scenarios=[kyar_tat]"]),
        (["patterns.raids=1"], ["patterns.raids", "1"]),
        (["patterns.rais=100"], ["patterns.rais", "patterns.raids"]),
        (["format=xml"], ["format", "xml", "json"]),
        (["patterns.rain_levels=[1,0]"], ["patterns.rain_levels", "the least first"]),
        (["patterns.force_factors=[1]"], ["patterns.force_factors", "2"]),
        (["patterns.within=0.5"], ["patterns.within", "0.5"]),
        (["rules.claim_spred=0"], ["rules.claim_spred", "claim_spread"]),
        (["scenarios=[kyar_tat]", "resistance.groups.pale.fighters=1500"], ["resistance.groups.pale.fighters", "2000"]),
    ],
)
def test_a_mistake_gets_one_clear_message_before_anything_is_played(tmp_path, words, said):
    assert is_refused(ask(tmp_path, "experiments.patterns", *words), *said)
    assert not list(tmp_path.rglob("*.png"))


# ---- figures -----------------------------------------------------------------------------------------------------


def compared(names, raids=80):
    """Endings and figures of these scenarios."""
    endings, figures, rows = [], [], {}
    for name in names:
        scenario = load_scenario(name)
        facts, rows[name] = facts_of(scenario), play_rows(compile_plan(scenario), raids, 1)
        endings.append(compare_endings(facts, rows[name]))
        figures += compare_figures(facts, rows[name])
    return endings, figures, rows


def markers(figure, *kinds):
    """How many signs of these kinds does the figure hold?"""
    lines = [line for axes in figure.axes for line in axes.lines if line.get_marker() in kinds]
    return sum(len(line.get_xdata()) for line in lines)


def test_every_report_is_drawn_and_so_is_whether_it_is_met():
    endings, figures, _ = compared(scenario_names())
    drawn = draw_reports(endings, figures, "some raids")
    missed = sum(not row["met"] for row in figures) + sum(
        not row[key] for row in endings for key in ("ending_met", "cause_met")
    )
    assert markers(drawn, "X") == missed
    assert markers(drawn, "o") == len(figures) + 2 * len(endings) - missed


def test_people_share_a_panel_and_everything_else_has_its_own():
    _, figures, _ = compared(["kyar_tat", "zee_pyar"])
    assert [panel.title for panel in panels_of(figures)] == [
        "People", "Rounds fired by the attackers", "Strongpoints taken", "Duration of the fight",
    ]  # fmt: skip


def test_a_scenario_without_reports_can_be_drawn():
    scenario = raid()
    rows = play_rows(compile_plan(scenario), 20, 1)
    facts = facts_of(scenario)
    drawn = draw_reports([compare_endings(facts, rows)], compare_figures(facts, rows), "twenty raids")
    assert markers(drawn, "o", "X") == 0


def is_within(figure, text):
    """Does this text lie on the page?"""
    box, page = text.get_window_extent(), figure.bbox
    return box.x0 >= page.x0 and box.x1 <= page.x1 and box.y0 >= page.y0 and box.y1 <= page.y1


def test_the_words_of_both_figures_stay_on_the_page():
    endings, figures, rows = compared(scenario_names())
    findings = [as_row(one, 0.1) for one in findings_of_losses({"kyar_tat": rows["kyar_tat"]}, 0.1, 1.5)]
    for drawn in (draw_reports(endings, figures, "some raids"), draw_findings(findings, [], "some raids")):
        drawn.canvas.draw()
        texts = [*drawn.texts, *(text for axes in drawn.axes for text in (*axes.texts, *axes.get_yticklabels()))]
        assert all(is_within(drawn, text) for text in texts if text.get_text())
