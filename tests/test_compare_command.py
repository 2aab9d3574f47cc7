"""`redoubt compare`, tried as a user would."""

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from tests.commands import ask, ask_afresh, is_refused, only

FIGURES = {"endings", "causes", "paired", "losses", "durations", "rounds", "strength"}


def test_scenarios_are_played_with_changes_and_compared(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "base: ma_sein\nname: mine\ntitle: A <b>station</b> of my own\nstation: {strongpoints: 4}\n"
    )
    words = [
        "scenarios=[ma_sein,drive_by]",
        "scenario_file=mine.yaml",
        "air=none",
        "replicates=40",
        "courses=5",
        "formats=[png,svg]",
    ]
    run = ask_afresh(tmp_path, "experiments.compare", *words, "baseline=ma_sein")
    assert run.returncode == 0, run.stderr
    page = only(tmp_path, "report.html").read_text(encoding="utf-8")
    assert "A &lt;b&gt;station&lt;/b&gt; of my own" in page
    assert "air=none" in page
    folder = only(tmp_path, "report.html").parent
    assert {path.stem for path in (folder / "figures").glob("*.png")} == FIGURES
    assert {path.stem for path in (folder / "figures").glob("*.svg")} == FIGURES
    assert {path.stem for path in (folder / "numbers").glob("*.csv")} == FIGURES
    assert (folder / "comparison.png").read_bytes().startswith(b"\x89PNG")
    summary = pyarrow.csv.read_csv(folder / "summary.csv").to_pylist()
    assert [row["scenario"] for row in summary] == ["ma_sein", "drive_by", "mine"]
    paired = pyarrow.csv.read_csv(folder / "numbers" / "paired.csv").to_pylist()
    assert {row["baseline"] for row in paired} == {"ma sein"}
    assert "report.html" in run.stdout
    assert "phase diagram is left out" in run.stdout


def test_results_of_a_sweep_are_compared_over_its_factors(tmp_path):
    swept = ask(tmp_path, "experiments.sweep", "scenario=kyar_tat", "replicates=30")
    assert swept.returncode == 0, swept.stderr
    words = ["results=outputs/sweep", "phase=[station.structure_strength,relief.delay_minutes]", "level=0.3", "formats=png"]
    run = ask(tmp_path, "experiments.compare", *words)
    assert run.returncode == 0, run.stderr
    folder = only(tmp_path, "report.html").parent
    phase = pyarrow.csv.read_csv(folder / "numbers" / "phase.csv").to_pylist()
    assert sum(row["raids"] or 0 for row in phase) == 9 * 30
    assert {row["share_percent"] for row in phase if row["kind"] == "line"} == {30.0}
    wrong = ask(tmp_path, "experiments.compare", "results=outputs/sweep", "phase=[relief.delay,station.structure_strength]")
    assert is_refused(wrong, "phase=relief.delay", "did you mean 'relief.delay_minutes'")
    wrong = ask(tmp_path, "experiments.compare", "results=outputs/sweep", "air=none")
    assert is_refused(wrong, "air=none", "these results were played")


def test_the_strength_over_time_of_a_sweep_comes_from_its_manifest(tmp_path):
    """Also of a scenario that does not ship, with choices and groups as factors, and of gathered jobs."""
    (tmp_path / "mine.yaml").write_text("base: ma_sein\nname: mine\nstation: {strongpoints: 4}\n")
    factors = "design.factors={air: [none, gunships], resistance.groups.*.rounds_per_fighter: [60, 120]}"
    swept = ask(tmp_path, "experiments.sweep", "scenario_file=mine.yaml", factors, "replicates=30", "sweep.figure=false")
    assert swept.returncode == 0, swept.stderr
    jobs = ask(
        tmp_path, "experiments.sweep", "-m", "scenario=ma_sein,shadaw", "air=none,gunships", "replicates=20", "sweep.dir=jobs"
    )
    assert jobs.returncode == 0, jobs.stderr
    for results in ("outputs/sweep", "jobs", "jobs/raids.parquet"):
        folder = tmp_path / "compared" / results.replace("/", "-")
        words = [f"results={results}", "courses=8", "formats=png", f"hydra.run.dir={folder}"]
        run = ask(tmp_path, "experiments.compare", *words)
        assert run.returncode == 0, run.stderr
        assert (folder / "figures" / "strength.png").exists(), run.stdout


def test_raids_that_failed_to_be_played_are_left_out_and_counted(tmp_path):
    from sim import load_scenario, play
    from sim.store import plain

    table = plain(play(load_scenario("drive_by"), 30))
    table = table.add_column(0, "scenario", pa.array(["drive_by"] * 30))
    lost = pa.table({"scenario": ["drive_by"] * 3, "raid": [30, 31, 32], "error": ["too hot"] * 3})
    (tmp_path / "there").mkdir()
    pyarrow.parquet.write_table(
        pa.concat_tables([table, lost], promote_options="default"), tmp_path / "there" / "raids.parquet"
    )
    run = ask(tmp_path, "experiments.compare", "results=there", "formats=png")
    assert run.returncode == 0, run.stderr
    assert "3 of 33 raids failed to be played" in run.stdout
    assert "3 of 33 raids failed to be played" in only(tmp_path, "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ["scenarios, results: neither is given", "scenarios=all"]),
        (["scenarios=all", "results=there"], ["scenarios, results: both are given"]),
        (["results=nowhere"], ["results: nowhere: there is no such file or folder"]),
        (["scenarios=[kyar_tta]"], ["kyar_tta", "did you mean 'kyar_tat'"]),
        (["scenarios=all", "baseline=zee_pya"], ["baseline=zee_pya", "did you mean 'zee_pyar'"]),
        (["scenarios=all", "formats=[bmp]"], ["formats", "png, svg, pdf", "bmp"]),
        (["scenarios=all", "replicates=1"], ["replicates", "1"]),
        (["scenarios=all", "level=1.5"], ["level", "1.5"]),
        (["scenarios=all", "phase=[relief.delay_minutes]"], ["phase", "at least 2"]),
        (["scenarios=all", "phase=[a.b,a.b]"], ["phase", "two different factors"]),
        (["scenarios=all", "phase_by=air"], ["phase_by=air", "sweep"]),
        (["scenarios=all", "relief.delay_minuts=3"], ["relief.delay_minuts", "did you mean"]),
        (["scenario=kyar_tat"], ["scenarios"]),
    ],
)
def test_a_mistake_gets_one_clear_message_before_anything_is_played(tmp_path, words, said):
    assert is_refused(ask(tmp_path, "experiments.compare", *words), *said)
    assert not list(tmp_path.rglob("report.html"))
