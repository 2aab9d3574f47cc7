"""`redoubt history`, tried as a user would."""

import json
import re

import pyarrow.csv
import pyarrow.parquet
import pytest

from experiments.histories.said import json_of
from tests.commands import ROOT, ask, ask_afresh, is_refused, only
from tests.histories import mapping, shipped_rows, written

QUICK = ["history.raids=6"]


def test_the_shipped_cases_are_predicted_scored_kept_and_drawn(tmp_path):
    run = ask_afresh(tmp_path, "experiments.history", *QUICK)
    assert run.returncode == 0, run.stderr
    table = pyarrow.parquet.read_table(only(tmp_path, "cases.parquet"))
    assert table.num_rows == 25
    known = json.loads(table.schema.metadata[b"redoubt"])
    assert known["config"]["mapping"]["attackers"]["sappers"]
    assert known["config"]["rules"]["hit_chance"]
    assert table.schema.field("start_low").metadata[b"unit"] == b"h"
    assert pyarrow.csv.read_csv(only(tmp_path, "cases.csv")).num_rows == 25
    assert sum(pyarrow.csv.read_csv(only(tmp_path, "reliability.csv"))["cases"].to_pylist()) == 25
    assert only(tmp_path, "reliability.png").stat().st_size > 20_000
    assert "Cases scored: 25, of which 14 were occupied" in run.stdout
    assert "logistic regression" in run.stdout
    assert re.search(r"XX34 .* armed police, militia .* yes", run.stdout)


def test_json_stands_alone_and_is_the_table(tmp_path):
    run = ask(tmp_path, "experiments.history", "format=json", *QUICK)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["n"] == len(said["cases"]) == 25
    assert said["brier_base_rate"] == pytest.approx(14 / 25 * 11 / 25)
    assert said["brier"] == pytest.approx(sum((case["p"] - case["occupied"]) ** 2 for case in said["cases"]) / 25)
    table = pyarrow.parquet.read_table(only(tmp_path, "cases.parquet")).to_pylist()
    assert [(row["id"], row["chance"]) for row in table] == [(case["id"], case["p"]) for case in said["cases"]]


def test_a_file_of_ones_own_with_unknown_words_and_unknown_outcomes(tmp_path):
    blank = dict.fromkeys(shipped_rows()[0], "")
    rows = [
        blank | {"id": "Ünknown / 1", "country": "Ruritania", "occupied": ""},
        blank | {"id": "2", "attacker": "${oc.env:HOME}", "def_low": "20", "occupied": "1", "att_killed_low": "lots"},
        blank | {"id": "3", "att_high": "1000000", "def_high": "1000000", "occupied": "0", "scale": "hamlet"},
    ]
    run = ask(tmp_path, "experiments.history", f"cases={written(tmp_path, rows)}", "format=json", *QUICK)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert [(case["id"], case["occupied"]) for case in said["cases"]] == [("Ünknown / 1", None), ("2", 1), ("3", 0)]
    assert said["n"] == 2
    assert "case 2, column att_killed_low: 'lots'" in run.stderr


def test_without_a_known_outcome_nothing_is_scored(tmp_path):
    written(tmp_path, [row | {"occupied": "", "place": "[red]Somewhere[/red]"} for row in shipped_rows()[:2]])
    run = ask(tmp_path, "experiments.history", "cases=cases.csv", *QUICK)
    assert "nothing is scored" in run.stdout
    assert "[red]Somewhere" in run.stdout  # words of a source are no markup
    assert pyarrow.csv.read_csv(only(tmp_path, "reliability.csv")).num_rows == 0
    assert only(tmp_path, "reliability.png")


def test_json_of_nothing_scored_has_null_for_a_score():
    said = json.loads(json_of([], None, {}))
    assert (said["n"], said["brier"], said["brier_base_rate"], said["log_score"]) == (0, None, None, None)


def test_rules_can_be_changed_on_the_command_line(tmp_path):
    written(tmp_path, [row for row in shipped_rows() if row["id"] == "MM30"])
    chances = []
    for change in ("rules.hit_chance=0.02", "rules.hit_chance=0.0"):
        run = ask(tmp_path, "experiments.history", "cases=cases.csv", "format=json", "history.raids=40", change)
        chances.append(json.loads(run.stdout)["cases"][0]["p"])
    assert chances[0] != chances[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cases=nowhere.csv"], ["nowhere.csv", "No such file"]),
        (["cases=bad.csv"], ["bad.csv", "line 2", "att_low", "'dozens'"]),
        (["cases=5"], ["cases", "5"]),
        (["format=xml"], ["format", "xml", "json"]),
        (["history.raids=0"], ["history.raids", "0"]),
        (["air=none"], ["air", "there is no such setting"]),
        (["scenario_file=mine.yaml"], ["scenario_file", "cases=FILE"]),
        (["rules.hit_chance=3"], ["rules.hit_chance", "3"]),
        (["mapping.unsaid.attackers=nobody"], ["unsaid.attackers", "nobody", "sappers"]),
        (["mapping.attackers.sappers.surprise=5"], ["mapping.attackers.sappers.surprise", "5"]),
        (["mapping.attackers.sappers.suprise=0.5"], ["did you mean 'mapping.attackers.sappers.surprise'"]),
        (["mapping.sppers=0.5"], ["mapping.sppers", "there is no such setting"]),
    ],
)
def test_a_mistake_gets_one_clear_message(tmp_path, words, said):
    written(tmp_path, [shipped_rows()[0] | {"att_low": "dozens"}], "bad.csv")
    assert is_refused(ask(tmp_path, "experiments.history", *words), *said)


def test_the_document_names_every_class_of_the_mapping():
    text = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")
    for family in ("attackers", "defenders", "works", "hours", "skies", "air", "relief"):
        classes = next(line for line in text.splitlines() if line.startswith(f"| {family} |")).split("|")[2]
        assert re.findall(r"`(\w+)`", classes) == list(getattr(mapping(), family)), family
