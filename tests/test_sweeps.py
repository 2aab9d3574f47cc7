"""Sweeps that survive: every raid once, whoever plays it, however often the machine dies."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.outcome import COLUMNS
from sim.scenario import load_scenario
from sim.sweeps.folder import SweepFolder, create_once
from sim.sweeps.shard import Round, stride
from sim.table import play
from tests.commands import ROOT, ask, environment_with, is_refused

SLOW = ["scenario=kyar_tat", "sweep.figure=false"]  # nine points; about a thousand raids a second on one core
QUICK = ["scenario=drive_by", "sweep.figure=false"]


def sweep(folder, *words, **environment):
    return ask(folder, "experiments.sweep", *words, **environment)


def raids_in(folder):
    """The table of a sweep as anybody would read it."""
    return pyarrow.parquet.read_table(folder / "raids")


def is_the_same(folder, other):
    """The tables are equal bit for bit, and no raid stands twice."""
    first, second = raids_in(folder), raids_in(other)
    keys = first.select(["point", "raid"]).to_pandas()
    assert not keys.duplicated().any()
    assert first.equals(second, check_metadata=False)
    return True


def start(folder, *words, **environment):
    """A sweep in a process of its own, which can be killed."""
    command = [sys.executable, "-m", "experiments.sweep", *words]
    return subprocess.Popen(
        command, cwd=folder, env=environment_with(**environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def pasted(folder, said):
    """Run the command that stands in the last line, as a shell would."""
    return subprocess.run(
        said.strip().splitlines()[-1], shell=True, cwd=folder, env=environment_with(), capture_output=True, text=True
    )


def wait_for_parts(folder, count, seconds=90):
    """Wait until so many parts are there."""
    end = time.time() + seconds
    while len(list((folder / "raids").glob("*.parquet"))) < count:
        assert time.time() < end, "no parts"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An uninterrupted sweep on one worker: 1,800 raids of nine points."""
    folder = tmp_path_factory.mktemp("whole")
    run = sweep(folder, *SLOW, "replicates=200", "sweep.dir=x", "workers=1")
    assert run.returncode == 0, run.stderr
    return folder / "x"


# ---- the order of raids -------------------------------------------------------------------------------------------


@given(st.integers(1, 300), st.integers(0, 5), st.integers(1, 40), st.integers(1, 200))
def test_shards_hold_every_replicate_of_every_point_once(points, first, replicates, shard_raids):
    round_ = Round(0, points, first, replicates)
    shards = [round_.places(round_.runs(k, shard_raids)) for k in range(round_.shards(shard_raids))]
    seen = {(int(at), int(rep)) for places in shards for at, rep in zip(*places, strict=True)}
    assert seen == {(at, first + rep) for at in range(points) for rep in range(replicates)}
    assert sum(len(at) for at, _ in shards) == points * replicates


@given(st.integers(1, 500), st.integers(1, 5), st.floats(0, 1))
def test_whatever_was_played_first_is_an_even_sample_of_points(points, replicates, share):
    round_ = Round(0, points, 0, replicates)
    at, _ = round_.places(range(int(share * round_.raids)))
    counts = np.bincount(at, minlength=points)
    assert counts.max() - counts.min() <= 1


def test_the_first_tenth_of_a_factorial_has_all_levels_equally_often():
    levels = np.indices((8, 5, 5)).reshape(3, 200)
    at, _ = Round(0, 200, 0, 1).places(range(40))
    for factor, count in zip(levels, (8, 5, 5), strict=True):
        assert np.bincount(factor[at], minlength=count).min() >= 40 // count - 2


@given(st.integers(1, 10**6))
def test_the_stride_visits_every_point(points):
    assert np.gcd(stride(points), points) == 1


# ---- one table, whoever plays ---------------------------------------------------------------------------------------


def test_a_sweep_is_what_play_gives(whole):
    table = raids_in(whole).to_pandas()
    mine = table[table["point"] == 4].sort_values("raid")
    point = mine.iloc[0]
    changes = [f"{path}={point[path]:g}" for path in ("relief.delay_minutes", "station.structure_strength")]
    alone = play(load_scenario("kyar_tat", changes), 200).to_pandas()
    for column in COLUMNS:
        assert (mine[column.name].to_numpy() == alone[column.name].to_numpy()).all() or (
            pd.isna(mine[column.name].to_numpy()) == pd.isna(alone[column.name].to_numpy())
        ).all(), column.name


def test_workers_and_parts_change_nothing(whole, tmp_path):
    assert sweep(tmp_path, *SLOW, "replicates=200", "sweep.dir=two", "workers=2").returncode == 0
    runs = [start(tmp_path, *SLOW, "replicates=200", "sweep.dir=parts", f"part={k}", "parts=3") for k in (2, 0, 1)]
    said = [run.communicate(timeout=300) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    assert is_the_same(whole, tmp_path / "two")
    assert is_the_same(whole, tmp_path / "parts")


def test_a_part_says_what_is_missing_and_the_last_sums_up(tmp_path):
    first = sweep(tmp_path, *QUICK, "replicates=100", "sweep.dir=x", "part=0", "parts=2")
    assert "of other parts are missing" in first.stdout
    assert not (tmp_path / "x" / "summary.csv").exists()
    last = sweep(tmp_path, *QUICK, "replicates=100", "sweep.dir=x", "part=1", "parts=2")
    assert "main cause" in last.stdout
    assert (tmp_path / "x" / "summary.csv").exists()


def test_parts_may_be_the_jobs_of_a_multirun(whole, tmp_path):
    run = sweep(tmp_path, "-m", *SLOW, "replicates=200", "sweep.dir=x", "part=0,1", "parts=2",
                "design.factors={relief.delay_minutes: [60, 180, 480], station.structure_strength: [0.5, 1.0, 2.0]}")  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert is_the_same(whole, tmp_path / "x")


def test_parts_need_a_folder_that_they_share(tmp_path):
    assert is_refused(sweep(tmp_path, *QUICK, "part=0", "parts=2"), "needs sweep.dir=FOLDER")
    assert is_refused(sweep(tmp_path, *QUICK, "part=2", "parts=2", "sweep.dir=x"), "more than part=2")
    assert not (tmp_path / "x").exists()


def test_points_meet_the_same_luck_unless_it_is_not_wanted(tmp_path):
    words = [
        *QUICK,
        "design.factors={garrison.alert_minutes: [5, 6]}",
        "replicates=200",
    ]  # the patrol is gone before anybody calls
    for name, common in (("same", "true"), ("other", "false")):
        assert sweep(tmp_path, *words, f"sweep.dir={name}", f"common_random_numbers={common}").returncode == 0
    for name, is_equal in (("same", True), ("other", False)):
        table = raids_in(tmp_path / name).to_pandas().sort_values(["point", "raid"])
        one, two = (table[table["point"] == k]["attackers_rounds_fired"].to_numpy() for k in (0, 1))
        assert (one == two).all() == is_equal
        assert not table.duplicated(["point", "raid"]).any()


# ---- it survives ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parts_before", [1, 5])
def test_killed_at_any_moment_the_same_command_plays_the_rest(whole, tmp_path, parts_before):
    words = [*SLOW, "replicates=200", "sweep.dir=x", "workers=2"]
    run = start(tmp_path, *words)
    wait_for_parts(tmp_path / "x", parts_before)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "x" / "raids").iterdir()}
    assert 0 < len(kept) < len(list((whole / "raids").iterdir()))
    for path in kept:
        pyarrow.parquet.read_table(path)  # none is torn
    again = sweep(tmp_path, *words)
    assert again.returncode == 0, again.stderr
    assert "found)" in again.stdout
    assert {path: path.stat().st_mtime_ns for path in kept} == kept  # nothing was played twice
    assert is_the_same(whole, tmp_path / "x")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_sweep_ends_tidily_and_prints_how_to_go_on(whole, tmp_path, how):
    run = start(tmp_path, *SLOW, "replicates=200", "sweep.dir=x")
    wait_for_parts(tmp_path / "x", 2)
    run.send_signal(how)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in said
    assert pasted(tmp_path, said).returncode == 0
    assert is_the_same(whole, tmp_path / "x")


@pytest.mark.parametrize("where", ["my folder/x", "a,b", "n=5", "run (1)", "it's données"])
def test_the_command_that_is_printed_can_be_pasted_whatever_the_folder_is_called(whole, tmp_path, where):
    words = [*SLOW, "replicates=200", "sweep.dir='" + where.replace("'", "\\'") + "'"]
    run = start(tmp_path, *words)
    wait_for_parts(tmp_path / where, 1)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130, said
    again = pasted(tmp_path, said)
    assert "found)" in again.stdout, again.stderr
    assert is_the_same(whole, tmp_path / where)


def test_an_interrupted_multirun_goes_on_with_the_command_that_is_printed(tmp_path):
    run = start(tmp_path, "-m", "scenario=kyar_tat,zee_pyar", "replicates=1000", "sweep.figure=false", "sweep.dir=x")
    wait_for_parts(tmp_path / "x" / "0", 2)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130, said
    again = pasted(tmp_path, said)
    assert again.returncode == 0, again.stderr
    assert "found)" in again.stdout
    assert pyarrow.parquet.read_table(tmp_path / "x" / "raids.parquet").num_rows == 2000


def test_a_sweep_above_another_keeps_to_its_own_raids(small):
    run = sweep(small, *QUICK, "replicates=50", "sweep.dir=.")  # small/x is another sweep
    assert run.returncode == 0, run.stderr
    assert pd.read_csv(small / "summary.csv")["raids"].tolist() == [50] * 9


def test_points_that_were_left_behind_are_not_played(small):
    (small / "x" / "manifest.json").unlink()
    for part in parts_of(small):
        part.unlink()
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), "points", "not known")
    assert sweep(small, *QUICK, "replicates=100", "sweep.dir=y", "design.factors={air.delay_minutes: [1, 2]}").returncode == 0
    for part in (small / "y" / "raids").iterdir():
        part.unlink()
    (small / "y" / "points" / "round-000.parquet").write_bytes((small / "x" / "points" / "round-000.parquet").read_bytes())
    run = sweep(small, *QUICK, "replicates=100", "sweep.dir=y", "design.factors={air.delay_minutes: [1, 2]}")
    assert is_refused(run, "holds other points")


def test_tasks_that_are_cancelled_from_elsewhere_leave_the_sweep_unfinished_and_say_so(tmp_path):
    code = """
from concurrent.futures import Future
import sim.sweeps.engines as engines
class Fickle(engines.ThreadPoolExecutor):
    calls = 0
    def submit(self, *args, **kwargs):
        Fickle.calls += 1
        if Fickle.calls % 2:
            return super().submit(*args, **kwargs)
        future = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future
engines.ThreadPoolExecutor = Fickle
from experiments.sweep import main
main()
"""
    command = [sys.executable, "-c", code, *QUICK, "replicates=100", "sweep.dir=x"]
    run = subprocess.run(command, cwd=tmp_path, env=environment_with(), capture_output=True, text=True)
    assert run.returncode == 3, run.stderr
    assert "shards were not played" in run.stdout
    assert not (tmp_path / "x" / "summary.csv").exists()
    assert sweep(tmp_path, *QUICK, "replicates=100", "sweep.dir=x").returncode == 0
    assert raids_in(tmp_path / "x").num_rows == 900


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["name=foo"], ["name=foo", "not played"]),
        (["scenario=drive_by", "design.factors={resistance: [5]}"], ["resistance", "ambush"]),
        (
            ["scenario=drive_by", "design.factors={relief.people: {low: 1, high: 8}}", "design=lhs"],
            ["relief.people", "integer: true"],
        ),
        (["scenario=drive_by", "relief.delay_minutes=5", "design.factors={relief.delay_minutes: [1]}"], ["fixed", "varied"]),
        (
            ["scenario=drive_by", "design.factors={resistance.groups.*.training: [1], resistance.groups.riders.training: [2]}"],
            ["both set", "riders"],
        ),
        (
            [
                "scenario=drive_by",
                "design=sobol",
                "design.n=2",
                "design.factors={station.structure_strength: {low: -0.5, high: 9}}",
            ],
            ["station.structure_strength", "-0.5"],
        ),
        (
            ["scenario=drive_by", "design=list", "design.points=[{air.delay_minutes: 5}, {air: {delay_minutes: 5}}]"],
            ["points 0 and 1 are equal"],
        ),
        (["design=boundary"], ["scenario: should be one"]),
        (
            ["scenario=drive_by", "design=boundary", "replicates={min: 2, max: 5, half_width: 0.1}"],
            ["replicates", "design=boundary"],
        ),
        (["design=list"], ["design.points", "is missing"]),
        (["design=csv"], ["design.file", "is missing"]),
        (["design=list", "design.points=[{scenario: 5}]"], ["scenario", "names of scenarios"]),
        (["design=list", "design.points=[{air.delay_minutes: [1, 2]}]"], ["air.delay_minutes", "point 0"]),
        (["design=csv", "design.file=nowhere.csv"], ["nowhere.csv", "cannot be read"]),
        (["sweep.dir="], ["sweep.dir", "is empty"]),
        (["design=sobol", "design.n=1e3"], ["design.n", "whole number"]),
        (["design=sobol", "design.n=1048576", "sweep.scenarios=all"], ["points with all scenarios", "1,048,576"]),
        (["design=sobol", "design.n=1000000", "scenario=drive_by", "replicates=2000"], ["replicates", "2,000,000,000"]),
        (["sweep.factors={a: [1]}"], ["sweep.factors", "did you mean 'design.factors'"]),
    ],
)
def test_a_mistake_is_said_in_one_line_before_anything_is_played(tmp_path, words, said):
    assert is_refused(sweep(tmp_path, "sweep.dir=x", *words), *said)
    assert not list(tmp_path.rglob("*.parquet"))


def test_a_sweep_that_is_whole_is_not_played_again(whole):
    before = {path: path.stat().st_mtime_ns for path in (whole / "raids").iterdir()}
    run = sweep(whole.parent, *SLOW, "replicates=200", "sweep.dir=x", "workers=2")
    assert "1,800 raids (0 played now, 1,800 found)" in run.stdout
    assert {path: path.stat().st_mtime_ns for path in (whole / "raids").iterdir()} == before


def test_two_starts_of_the_same_sweep_at_once_make_one_table(whole, tmp_path):
    runs = [start(tmp_path, *SLOW, "replicates=200", "sweep.dir=x", "workers=1") for _ in range(2)]
    assert [run.wait(timeout=300) for run in runs] == [0, 0]
    assert is_the_same(whole, tmp_path / "x")


def test_two_sweeps_started_in_the_same_second_do_not_share_a_folder(tmp_path):
    runs = [start(tmp_path, *QUICK, "replicates=20") for _ in range(2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert len(list((tmp_path / "outputs").rglob("manifest.json"))) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to make a small disk")
def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path):
    (tmp_path / "disk").mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(tmp_path / "disk")], capture_output=True)
    if made.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        words = [*QUICK, "replicates=3000", "sweep.dir=disk/x"]
        assert is_refused(sweep(tmp_path, *words), "No space left on device", "what was played is kept", "experiments.sweep")
        kept = list((tmp_path / "disk" / "x" / "raids").iterdir())
        assert kept
        assert all(pyarrow.parquet.read_metadata(path).num_rows for path in kept)
        subprocess.run(["mount", "-o", "remount,size=20m", str(tmp_path / "disk")], check=True)
        again = sweep(tmp_path, *words)
        assert again.returncode == 0, again.stderr
        assert "found)" in again.stdout
        assert raids_in(tmp_path / "disk" / "x").num_rows == 9 * 3000
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path / "disk")], check=True)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "taken").write_text("a file")
    assert is_refused(sweep(tmp_path, *QUICK, "sweep.dir=taken/x"), "taken")


@pytest.fixture
def small(tmp_path):
    """A finished sweep of little size."""
    assert sweep(tmp_path, *QUICK, "replicates=100", "sweep.dir=x").returncode == 0
    return tmp_path


def parts_of(folder):
    return sorted((folder / "x" / "raids").iterdir())


def test_another_sweep_in_the_same_folder_is_refused_and_says_what_differs(small):
    before = [path.read_bytes() for path in parts_of(small)]
    assert is_refused(sweep(small, *QUICK, "replicates=101", "sweep.dir=x"), "replicates.min was 100, is 101")
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x", "seed=2"), "seed was 1, is 2")
    changed = sweep(small, *QUICK, "replicates=100", "sweep.dir=x", "weather.rain=0.5")
    assert is_refused(changed, "holds another sweep")
    assert [path.read_bytes() for path in parts_of(small)] == before


def test_a_torn_part_is_named_and_left_as_it_is(small):
    torn = parts_of(small)[1]
    torn.write_bytes(torn.read_bytes()[:1000])
    assert is_refused(
        sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), torn.name, "is no readable Parquet table", "Move it away"
    )
    assert torn.stat().st_size == 1000
    torn.unlink()
    assert "found)" in sweep(small, *QUICK, "replicates=100", "sweep.dir=x").stdout


@pytest.mark.parametrize("place", [200, 0.1])
def test_a_part_with_a_flipped_bit_is_named(small, place):
    part = parts_of(small)[0]
    spoilt = bytearray(part.read_bytes())
    spoilt[place if place > 1 else int(place * len(spoilt))] ^= 1
    part.write_bytes(spoilt)
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), part.name, "is no readable Parquet table")


def test_parts_of_others_are_named_and_left_as_they_are(small):
    one, two, *_ = parts_of(small)
    mine = one.read_bytes()
    one.write_bytes(two.read_bytes())
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), one.name, "belongs to another shard")
    assert sweep(small, *QUICK, "replicates=100", "sweep.dir=y", "seed=9").returncode == 0
    one.write_bytes((small / "y" / "raids" / one.name).read_bytes())
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), one.name, "belongs to another sweep")
    one.write_bytes(mine)
    (small / "x" / "raids" / "notes.txt").write_text("mine")
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), "notes.txt", "does not belong")
    assert (small / "x" / "raids" / "notes.txt").read_text() == "mine"


def test_a_manifest_that_is_none_and_raids_without_one_are_refused(small):
    manifest = small / "x" / "manifest.json"
    manifest.write_text("{")
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), "manifest.json", "no manifest of a sweep")
    manifest.unlink()
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), "the sweep they belong to is not known")
    assert parts_of(small)


def test_other_rules_do_not_go_on_with_a_sweep(small):
    manifest = small / "x" / "manifest.json"
    kept = json.loads(manifest.read_text())
    kept["code"]["rules"] = "000000000000"
    kept["digest"] = "0" * 64
    manifest.write_text(json.dumps(kept))
    assert is_refused(sweep(small, *QUICK, "replicates=100", "sweep.dir=x"), "rules was '000000000000'")


def test_a_file_is_created_once_however_many_try(tmp_path):
    for text in ("first", "second"):
        create_once(tmp_path / "m", lambda file, text=text: file.write_text(text), tmp_path / ".writing")
    assert (tmp_path / "m").read_text() == "first"
    assert not list((tmp_path / ".writing").iterdir())


FAILING = """
import sim.sweeps.shard as shard
from experiments.sweep import main
from sim.subject import RAID, register
inner = RAID.play_points
def play_points(workspace, plan, seed, slots, levels, numbers, rows):
    if 7 in numbers:
        if len(numbers) == 1:
            raise MemoryError("this raid is too much")
        raise RuntimeError("together")
    return inner(workspace, plan, seed, slots, levels, numbers, rows)
register(RAID._replace(play_points=play_points))
main()
"""


def test_a_raid_that_fails_is_a_row_and_the_exit_code_tells(tmp_path):
    """Raid 7 of each point cannot be played: memory runs out, say."""
    command = [sys.executable, "-c", FAILING, *QUICK, "replicates=100", "sweep.dir=x"]
    run = subprocess.run(command, cwd=tmp_path, env=environment_with(), capture_output=True, text=True)
    assert run.returncode == 3, run.stderr
    assert "9 could not be played" in run.stdout
    table = raids_in(tmp_path / "x").to_pandas()
    failed = table[table["error"].notna()]
    assert len(table) == 900
    assert list(failed["raid"].unique()) == [7]
    assert set(failed["error"]) == {"MemoryError: this raid is too much"}
    assert failed[["ending", "duration_minutes", "attackers_killed"]].isna().all(axis=None)
    summary = pd.read_csv(tmp_path / "x" / "summary.csv")
    assert (summary["failed"] == 1).all()
    assert (summary["raids"] == 99).all()
    clean = sweep(tmp_path, *QUICK, "replicates=100", "sweep.dir=y")
    assert clean.returncode == 0
    other = raids_in(tmp_path / "y").to_pandas()
    good = table["error"].isna()
    pd.testing.assert_frame_equal(table[good], other[good], check_dtype=False, check_exact=True)


def test_when_every_shard_fails_the_sweep_stops_and_says_why(tmp_path):
    code = FAILING.replace("if 7 in numbers:", "if True:").replace("if len(numbers) == 1:", "if False:").replace(
        "register(RAID._replace(play_points=play_points))", "shard.table_of_raids = None"
    )  # fmt: skip
    command = [sys.executable, "-c", code, *QUICK, "replicates=100", "sweep.dir=x"]
    run = subprocess.run(command, cwd=tmp_path, env=environment_with(), capture_output=True, text=True)
    assert run.returncode == 3
    assert "shards all failed: TypeError" in run.stderr
    assert "Traceback" not in run.stderr


# ---- results --------------------------------------------------------------------------------------------------------


def test_results_are_read_with_one_line_by_polars_pandas_and_duckdb(whole):
    by_polars = pl.read_parquet(f"{whole}/raids/*.parquet")
    by_pandas = pd.read_parquet(whole / "raids")
    by_duckdb = duckdb.sql(f"from '{whole}/raids/*.parquet'").df()
    assert len(by_polars) == len(by_pandas) == len(by_duckdb) == 1800
    assert by_polars["occupied"].sum() == by_pandas["occupied"].sum() == by_duckdb["occupied"].sum() > 0
    assert by_polars["ending"].to_list() == by_pandas["ending"].to_list() == by_duckdb["ending"].to_list()


def test_every_column_has_a_meaning_that_travels_with_it(whole):
    dictionary = pd.read_csv(whole / "columns.csv").set_index("column")
    schema = pyarrow.parquet.read_schema(next((whole / "raids").iterdir()))
    assert list(dictionary.index) == schema.names
    assert dictionary["meaning"].notna().all()
    assert dictionary.loc["duration_minutes", "unit"] == schema.field("duration_minutes").metadata[b"unit"].decode() == "min"
    assert dictionary.loc["relief.delay_minutes", "unit"] == "min"


def test_the_summary_is_what_polars_makes_of_the_raids(whole):
    summary = pl.read_csv(whole / "summary.csv").sort("point")
    grouped = (
        pl.read_parquet(f"{whole}/raids/*.parquet")
        .group_by("point")
        .agg(
            pl.len().alias("raids"), pl.col("occupied").mean(), pl.col("duration_minutes").median(),
            (pl.col("attackers_killed") + pl.col("attackers_wounded") + pl.col("attackers_captured")).mean().alias("lost"),
        )
        .sort("point")
    )  # fmt: skip
    assert summary["raids"].to_list() == grouped["raids"].to_list()
    assert summary["occupied"].to_list() == pytest.approx(grouped["occupied"].to_list())
    assert summary["median_duration_minutes"].to_list() == pytest.approx(grouped["duration_minutes"].to_list())
    assert summary["attackers_lost"].to_list() == pytest.approx(grouped["lost"].to_list())


def test_raids_can_be_had_as_text(tmp_path):
    assert sweep(tmp_path, *QUICK, "replicates=50", "sweep.dir=x", "sweep.csv=true").returncode == 0
    text = pyarrow.csv.read_csv(tmp_path / "x" / "raids.csv")
    table = raids_in(tmp_path / "x")
    assert text.column_names == table.column_names
    assert text["attackers_rounds_fired"].to_pylist() == table["attackers_rounds_fired"].to_pylist()


def test_a_folder_knows_its_parts_in_the_order_of_their_raids(whole):
    names = [path.name for path in SweepFolder(whole).parts()]
    assert names == sorted(names)
    assert len(names) >= 16


@pytest.mark.parametrize("kind", sorted(path.stem for path in (ROOT / "configs" / "design").glob("*.yaml")))
def test_every_shipped_design_is_played(tmp_path, kind):
    (tmp_path / "p.csv").write_text("relief.delay_minutes\n30\n60\n90\n")
    asked = {
        "list": ["design.points=[{air.delay_minutes: 30, relief.mode: none}, {air.delay_minutes: 60, relief.mode: road}]"],
        "csv": ["design.file=p.csv"],
        "factorial": [],
        "boundary": ["design.n=12", "design.first=8"],
    }.get(kind, ["design.n=8"])
    run = sweep(tmp_path, *QUICK, f"design={kind}", *asked, "replicates=3", "sweep.dir=x")
    assert run.returncode == 0, run.stderr
    points = {"list": 2, "csv": 3, "factorial": 9, "boundary": 12}.get(kind, 8)
    assert raids_in(tmp_path / "x").num_rows == 3 * points
    assert pd.read_csv(tmp_path / "x" / "summary.csv")["raids"].tolist() == [3] * points


# ---- progress -------------------------------------------------------------------------------------------------------


def test_without_a_terminal_progress_is_a_line_now_and_then(tmp_path):
    code = "import experiments.screen as s; s.SECONDS_BETWEEN_LINES = 0.3; from experiments.sweep import main; main()"
    command = [sys.executable, "-c", code, *SLOW, "replicates=300", "sweep.dir=x", "workers=1"]
    run = subprocess.run(command, cwd=tmp_path, env=environment_with(), capture_output=True, text=True)
    lines = [line for line in run.stderr.splitlines() if line.startswith("sweep: ")]
    assert len(lines) >= 4
    assert lines[0] == "sweep: 0 of 2,700 raids, 0 failed"
    assert "raids/s" in lines[1]
    assert "left" in lines[1]
    assert lines[-1].startswith("sweep: 2,700 of 2,700 raids")


def test_on_a_terminal_progress_is_a_bar(tmp_path):
    words = [sys.executable, "-m", "experiments.sweep", *QUICK, "replicates=100", "sweep.dir=x"]
    command = ["script", "-qec", shlex.join(words), "/dev/null"]
    run = subprocess.run(command, cwd=tmp_path, env=environment_with(TERM="xterm"), capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    assert "900 of 900 raids" in run.stdout
    assert "raids/s" in run.stdout


def test_this_test_reads_the_checkout_it_stands_in():
    found = subprocess.run(
        [sys.executable, "-c", "import sim; print(sim.__file__)"], env=environment_with(), capture_output=True, text=True
    )
    assert found.stdout.strip() == str(ROOT / "sim" / "__init__.py")
