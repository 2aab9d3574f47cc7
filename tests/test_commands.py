"""Every command, tried as a user would: in a folder of his own, in another process."""

import json
import os
import re
import subprocess
import sys

import pyarrow.csv
import pyarrow.parquet
import pytest

from tests.commands import ROOT, ask, ask_afresh, is_refused, only

COMMANDS = (
    "raid", "sweep", "compare", "why", "sensitivity", "discover", "patterns", "theory", "history", "calibrate", "conclusions", "bench",
    "workshop", "load", "campaign",
)  # fmt: skip
QUICK = ["replicates=40", "sweep.scenarios=[drive_by,ma_sein]"]


def raids_of(folder):
    """All raids of the one sweep below the folder."""
    return pyarrow.parquet.read_table(only(folder, "raids"))


def test_a_raid_is_told_kept_and_drawn(tmp_path):
    run = ask_afresh(tmp_path, "experiments.raid", "scenario=drive_by", "seed=7", "animate=true")
    assert run.returncode == 0, run.stderr
    assert "the first shots are fired" in run.stdout
    assert "Ending:" in run.stdout
    series = pyarrow.parquet.read_table(only(tmp_path, "series.parquet"))
    assert series.num_rows == pyarrow.csv.read_csv(only(tmp_path, "series.csv")).num_rows > 0
    assert pyarrow.csv.read_csv(only(tmp_path, "milestones.csv")).column_names[:2] == ["minute", "event"]
    assert only(tmp_path, "raid.png").read_bytes().startswith(b"\x89PNG")
    assert only(tmp_path, "raid.gif").read_bytes().startswith(b"GIF8")


def test_the_raid_that_is_told_is_the_row_of_the_table(tmp_path):
    from sim import load_scenario, play

    run = ask(tmp_path, "experiments.raid", "scenario=ma_sein", "seed=5", "raid=3", "station.structure_strength=2")
    assert run.returncode == 0, run.stderr
    told = pyarrow.csv.read_csv(only(tmp_path, "outcome.csv")).to_pylist()[0]
    row = play(load_scenario("ma_sein", ["station.structure_strength=2"]), runs=4, seed=5).to_pylist()[3]
    for name in ("ending", "cause", "duration_minutes", "defenders_killed", "attackers_rounds_fired"):
        assert told[name] == row[name], name


def test_a_sweep_writes_one_table_with_its_provenance_and_a_figure(tmp_path):
    run = ask_afresh(tmp_path, "experiments.sweep", *QUICK)
    assert run.returncode == 0, run.stderr
    table = raids_of(tmp_path)
    assert table.num_rows == 2 * 3 * 3 * 40
    manifest = json.loads(only(tmp_path, "manifest.json").read_text())
    assert manifest["identity"]["seed"] == 1
    assert manifest["identity"]["bases"][1]["scenario"]["name"] == "ma_sein"
    assert manifest["code"]["redoubt"]
    assert table.schema.field("duration_minutes").metadata[b"unit"] == b"min"
    summary = pyarrow.csv.read_csv(only(tmp_path, "summary.csv"))
    assert summary.num_rows == 18
    assert only(tmp_path, "comparison.png").stat().st_size > 20_000
    assert "95 % interval" in run.stdout


def test_what_the_command_line_fixes_is_not_varied(tmp_path):
    run = ask(tmp_path, "experiments.sweep", "scenario=ma_sein", "relief.delay_minutes=60", "replicates=20")
    assert run.returncode == 0, run.stderr
    table = raids_of(tmp_path)
    assert set(table["scenario"].to_pylist()) == {"ma_sein"}
    assert set(table["relief.delay_minutes"].to_pylist()) == {60.0}
    assert set(table["station.structure_strength"].to_pylist()) == {0.5, 1.0, 2.0}


def test_multirun_plays_each_combination_and_its_results_compare(tmp_path):
    swept = ask(tmp_path, "experiments.sweep", "-m", "scenario=drive_by,ma_sein", "relief.delay_minutes=30,90", "replicates=20")
    assert swept.returncode == 0, swept.stderr
    assert pyarrow.parquet.read_table(only(tmp_path, "raids.parquet")).num_rows == 4 * 20  # gathered
    compared = ask_afresh(tmp_path, "experiments.compare", "results=[outputs/sweep]")
    assert compared.returncode == 0, compared.stderr
    folder = next((tmp_path / "outputs" / "compare").rglob("summary.csv")).parent
    summary = pyarrow.csv.read_csv(folder / "summary.csv").to_pylist()
    assert [(row["scenario"], row["relief.delay_minutes"]) for row in summary] == [
        ("drive_by", 30), ("drive_by", 90), ("ma_sein", 30), ("ma_sein", 90),
    ]  # fmt: skip
    assert (folder / "comparison.png").exists()


def test_the_same_sweep_gives_the_same_table(tmp_path):
    for name, workers in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        assert ask(tmp_path / name, "experiments.sweep", *QUICK, f"workers={workers}").returncode == 0
    first, second = (raids_of(tmp_path / name) for name in "ab")
    assert first.equals(second)


def test_a_scenario_file_of_ones_own_is_played_with_overrides(tmp_path):
    (tmp_path / "mine.yaml").write_text("base: ma_sein\nname: mine\ntitle: A station of my own\nstation: {strongpoints: 4}\n")
    changes = ["station.structure_strength=0.5", "resistance.groups.kalewa.fighters=33", "air=gunships"]
    run = ask(tmp_path, "experiments.raid", "scenario_file=mine.yaml", *changes)
    assert run.returncode == 0, run.stderr
    assert "of 33" in run.stdout
    assert "A station of my own" in run.stdout
    assert "of 4 strongpoints taken" in run.stdout


def test_a_change_is_judged_by_the_file_it_changes(tmp_path):
    (tmp_path / "mine.yaml").write_text("base: ma_sein\n")
    run = ask(tmp_path, "experiments.raid", "scenario_file=mine.yaml", "resistance.groups.pale.fighters=33")
    assert is_refused(run, "pale", "kalewa")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["scenario=kyar_tta"], ["kyar_tta", "did you mean 'kyar_tat'"]),
        (["relief.delay_minuts=60"], ["relief.delay_minuts", "did you mean 'relief.delay_minutes'"]),
        (["relief.delay_minutes=-5"], ["relief.delay_minutes", "-5", "0"]),
        (["relief.delay_minutes=soon"], ["relief.delay_minutes", "soon", "number"]),
        (["air=gunship"], ["air", "gunships"]),
        (["seed=-1"], ["seed", "-1"]),
        (["seed=abc"], ["seed", "abc"]),
        (["raid=1.5"], ["raid", "1.5"]),
        (["animate=maybe"], ["animate", "maybe"]),
        (["+nonsense=1"], ["nonsense"]),
        (["resistance.objective=ocupy"], ["resistance.objective", "ocupy", "occupy"]),
        (["a=["], ["a=["]),
        (["scenario_file=nowhere.yaml"], ["nowhere.yaml"]),
        (["~relief"], ["relief"]),
    ],
)
def test_a_mistake_gets_one_clear_message(tmp_path, words, said):
    assert is_refused(ask(tmp_path, "experiments.raid", *words), *said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["replicates=0"], ["replicates", "0"]),
        (["sweep.scenarios=[kyar_tat,nowhere]"], ["nowhere"]),
        (["design.factors={relief.delay:[1]}"], ["relief.delay", "did you mean 'relief.delay_minutes'"]),
        (["design.factors={relief.delay_minutes:[30,-1]}"], ["relief.delay_minutes", "-1"]),
        (["design.factors={relief.delay_minutes:30}"], ["design.factors", "30"]),
        (["workers=0"], ["workers", "0"]),
    ],
)
def test_a_mistake_in_a_sweep_is_found_before_anything_is_played(tmp_path, words, said):
    assert is_refused(ask(tmp_path, "experiments.sweep", *words), *said)
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize("words", [["results=[nowhere]"], [], ["results=[junk.parquet]"]])
def test_a_comparison_of_nothing_is_refused(tmp_path, words):
    (tmp_path / "junk.parquet").write_text("not a table")
    assert is_refused(ask(tmp_path, "experiments.compare", *words), "results")


def test_a_strangers_configuration_runs_nothing(tmp_path):
    folder = tmp_path / "theirs" / "scenario"
    folder.mkdir(parents=True)
    text = "# @package _global_\nhydra:\n  callbacks:\n    x:\n      _target_: pathlib.Path.touch\n      self: pwned\n"
    (folder / "theirs.yaml").write_text(text)
    run = ask(tmp_path, "experiments.raid", "--config-dir", "theirs", "scenario=theirs")
    assert is_refused(run, "theirs.yaml", "scenario_file=")
    run = ask(tmp_path, "experiments.raid", f"scenario_file={folder / 'theirs.yaml'}")
    assert is_refused(run, "hydra")
    assert not (tmp_path / "pwned").exists()


def test_a_folder_that_cannot_be_written_is_said_clearly(tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert is_refused(ask(tmp_path, "experiments.raid", "hydra.run.dir=taken/here"), "taken")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_the_command_does(tmp_path, command):
    run = ask(tmp_path, f"experiments.{command}", "--help")
    assert run.returncode == 0
    assert f"python -m experiments.{command}" in run.stdout


def test_redoubt_has_a_subcommand_for_each_experiment(tmp_path):
    run = ask_afresh(tmp_path, "experiments.cli")
    for command in COMMANDS:
        assert f"redoubt {command}" in run.stdout
        assert (ROOT / "experiments" / f"{command}.py").exists()
    assert is_refused(ask(tmp_path, "experiments.cli", "swep"), "swep", "did you mean 'sweep'")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("redoubt ", "sweep"),
        ("redoubt ra", "raid"),
        ("redoubt raid scenario=", "scenario=kyar_tat"),
        ("redoubt sweep station.structure", "station.structure_strength="),
    ],
)
def test_tab_completion_offers_commands_scenarios_and_settings(tmp_path, line, offered):
    run = ask(tmp_path, "experiments.cli", "-sc", "query=bash", COMP_LINE=line)
    assert offered in run.stdout.split(), run.stdout + run.stderr


def test_two_runs_in_the_same_second_do_not_share_a_folder(tmp_path):
    words = [sys.executable, "-m", "experiments.raid", "scenario=drive_by"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen(words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)
    ]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert len(list(tmp_path.rglob("outcome.csv"))) == 2


def test_the_bench_compares_the_batch_with_mesa(tmp_path):
    words = ["scenario=drive_by", "bench.runs=256", "bench.mesa_runs=1", "bench.what=[raids]"]
    run = ask_afresh(tmp_path, "experiments.bench", *words)
    assert run.returncode == 0, run.stderr
    figures = {row["name"]: row["value"] for row in pyarrow.csv.read_csv(only(tmp_path, "bench.csv")).to_pylist()}
    assert figures["batch over Mesa, one core"] > 1
    assert re.search(r"batch, one agent for one tick, one core\s+[\d.,]+\s+ns", run.stdout)
