"""The cache of compiled rules may never play an old rule.

`step_towards` stands in one file and asks `distance`, which stands in another: just what Numba's own cache does not notice.
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim import compiled, warm
from sim.table import play
from tests.scenarios import raid

ROOT = Path(__file__).parents[1]
PROGRAM = """
from sim.compiled import CACHE_FOLDER
from sim.rules.movement import step_towards
print(step_towards(0.0, 0.0, 10.0, 0.0, 1.0)[0], CACHE_FOLDER)
"""


@pytest.fixture
def copy(tmp_path):
    """The sources in a folder of their own, without any cache."""
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def without_ours():
    """The environment of somebody who names no cache: the cache that these tests are run with is not theirs to remove."""
    return {name: value for name, value in os.environ.items() if name != "REDOUBT_CACHE_DIR"}


def start(folder, **environment):
    """Start Python on these sources."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env=without_ours() | environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finished(process):
    """How far does a step of one metre go there, and what is in the cache?"""
    out, problems = process.communicate()
    assert process.returncode == 0, problems
    metres, cache = out.split()
    kept = {path: path.stat().st_mtime_ns for path in Path(cache).rglob("*") if path.is_file()}
    return SimpleNamespace(metres=float(metres), cache=Path(cache), kept=kept)


def played(folder, **environment):
    return finished(start(folder, **environment))


def change_the_rule(folder):
    """Make everything twice as far away."""
    file = folder / "sim" / "rules" / "units.py"
    text = file.read_text()
    changed = text.replace("return math.sqrt(", "return 2.0 * math.sqrt(", 1)
    assert changed != text
    file.write_text(changed)


def test_a_changed_rule_is_played_at_once_though_its_caller_was_cached(copy):
    before = played(copy)
    change_the_rule(copy)
    after = played(copy)
    assert (before.metres, after.metres) == (1.0, 0.5)
    assert played(copy, REDOUBT_CACHE_DIR=str(copy / "fresh")).metres == after.metres
    assert after.cache != before.cache


def test_the_cache_of_the_old_rules_is_removed(copy):
    before = played(copy)
    change_the_rule(copy)
    after = played(copy)
    assert not before.cache.exists()
    assert [folder.name for folder in after.cache.parent.glob("rules-*")] == [after.cache.name]


def test_a_second_start_compiles_nothing(copy):
    first = played(copy)
    second = played(copy)
    assert first.kept
    assert second.kept == first.kept


def test_two_that_start_together_do_not_disturb_each_other(copy):
    both = [start(copy) for _ in range(2)]
    assert [finished(process).metres for process in both] == [1.0, 1.0]


def test_a_raid_goes_on_though_its_cache_is_removed_by_a_newer_start(copy):
    """The folder turns into a file, in which nothing can be kept, after the rules are loaded and before they are compiled."""
    program = """
import shutil
from sim.compiled import CACHE_FOLDER
from sim.rules.movement import step_towards
shutil.rmtree(CACHE_FOLDER); CACHE_FOLDER.write_text("no folder")
print(step_towards(0.0, 0.0, 10.0, 0.0, 1.0)[0])
"""
    found = subprocess.run([sys.executable, "-c", program], cwd=copy, env=without_ours(), capture_output=True, text=True)
    assert found.stdout.split() == ["1.0"], found.stderr


def test_without_compiling_the_rule_is_the_same(copy):
    assert played(copy, NUMBA_DISABLE_JIT="1").metres == played(copy).metres


def test_once_compiled_raids_are_played_from_the_cache():
    play(raid(), 1)
    program = "from sim import *; from sim.batch import play_block as b; play(load_scenario('drive_by'), 1); print(sum(b.stats.cache_misses.values()))"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["0"]


@pytest.mark.parametrize("is_lockable", [True, False])
def test_of_starts_that_find_nothing_compiled_one_compiles_and_the_others_wait(tmp_path, monkeypatch, is_lockable):
    """Where nothing can be locked, each compiles for itself."""
    compiled_by, done = [], threading.Event()

    def compile_slowly():
        compiled_by.append(threading.get_ident())
        time.sleep(0.3)
        done.set()

    folder = tmp_path if is_lockable else tmp_path / "nowhere"
    monkeypatch.setattr(compiled, "CACHE_FOLDER", folder)
    monkeypatch.setattr(warm, "is_compiled", done.is_set)
    monkeypatch.setattr(warm, "_compile", compile_slowly)
    with ThreadPoolExecutor(3) as starts:
        list(starts.map(lambda _: warm.warm_up.__wrapped__(), range(3)))
    assert (len(compiled_by) == 1) == is_lockable


# ---- the folder's name -------------------------------------------------------------------------------------------


def compiled_sources(folder, files=compiled.COMPILED_FILES):
    for name in files:
        path = folder / name
        yield from path.glob("*.py") if path.is_dir() else [path]


def test_a_change_in_any_compiled_file_gives_the_cache_another_name(copy, monkeypatch):
    monkeypatch.setattr(compiled, "PACKAGE", copy / "sim")
    seen = {compiled.source_digest()}
    for file in compiled_sources(copy / "sim"):
        file.write_text(file.read_text() + "\n# changed\n")
        assert compiled.source_digest() not in seen, file.name
        seen.add(compiled.source_digest())


def test_a_new_rule_file_gives_the_cache_another_name(copy, monkeypatch):
    monkeypatch.setattr(compiled, "PACKAGE", copy / "sim")
    before = compiled.source_digest()
    (copy / "sim" / "rules" / "morale.py").write_text("")
    assert compiled.source_digest() != before


def test_a_change_that_is_not_compiled_keeps_the_cache(copy, monkeypatch):
    monkeypatch.setattr(compiled, "PACKAGE", copy / "sim")
    before = compiled.source_digest()
    (copy / "sim" / "config.py").write_text("")
    assert compiled.source_digest() == before


def test_every_file_with_a_compiled_rule_is_watched():
    raids, campaigns = (
        set(compiled_sources(ROOT / "sim", files)) for files in (compiled.COMPILED_FILES, compiled.CAMPAIGN_FILES)
    )
    for file in (ROOT / "sim").rglob("*.py"):
        if re.search(r"^\s*@rule\b|from sim\.compiled import .*\brule\b|\bnjit\b", file.read_text(), re.MULTILINE):
            watched = campaigns if file.is_relative_to(ROOT / "sim" / "campaign") else raids
            assert file in watched, f"{file.name} is compiled but not watched"
    assert raids < campaigns


def digests():
    """The names of the two caches: of the rules of raids, and of those of campaigns."""
    return compiled.source_digest(), compiled.source_digest(compiled.CAMPAIGN_FILES)


def test_a_change_in_a_rule_of_campaigns_renews_their_cache_and_leaves_that_of_raids_alone(copy, monkeypatch):
    monkeypatch.setattr(compiled, "PACKAGE", copy / "sim")
    seen = [digests()]
    for file in set(compiled_sources(copy / "sim", compiled.CAMPAIGN_FILES)) - set(compiled_sources(copy / "sim")):
        file.write_text(file.read_text() + "\n# changed\n")
        seen.append(digests())
    raids, campaigns = zip(*seen, strict=True)
    assert len(set(raids)) == 1
    assert len(set(campaigns)) == len(seen) > 10


def test_a_change_in_a_rule_of_raids_renews_both_caches(copy, monkeypatch):
    monkeypatch.setattr(compiled, "PACKAGE", copy / "sim")
    before = digests()
    change_the_rule(copy)
    assert not set(digests()) & set(before)


WHERE = """
from sim.compiled import kept_in
from sim.campaign.rules import season
from sim.rules import weather
print(kept_in(season.month_of.py_func).name, kept_in(weather.change.py_func).name)
"""


def test_rules_of_campaigns_are_kept_apart_from_those_of_raids(copy):
    def folders():
        found = subprocess.run(
            [sys.executable, "-c", WHERE], cwd=copy, env=environment, capture_output=True, text=True, check=True
        )
        return found.stdout.split()

    environment = {name: value for name, value in os.environ.items() if name != "REDOUBT_CACHE_DIR"}
    campaigns, raids = folders()
    file = copy / "sim" / "campaign" / "rules" / "season.py"
    file.write_text(file.read_text() + "\n# changed\n")
    assert folders()[1] == raids
    assert folders()[0] != campaigns
    assert [folder.name for folder in (copy / "sim" / "__pycache__").glob("campaign-*")] == [folders()[0]]


def test_nobody_elses_folder_is_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("REDOUBT_CACHE_DIR", str(tmp_path))
    mine, theirs = tmp_path / "rules-of-the-house", tmp_path / "rules-0123456789ab"
    for folder in (mine, theirs):
        folder.mkdir()
    compiled.cache_folder.cache_clear()
    opened = compiled.cache_folder("rules", compiled.COMPILED_FILES)
    compiled.cache_folder.cache_clear()
    assert opened.is_dir()
    assert mine.is_dir()
    assert not theirs.exists()


def test_where_the_sources_cannot_be_written_the_users_cache_is_used(tmp_path, monkeypatch):
    (tmp_path / "sources").write_text("a file, in which no folder can be made")
    monkeypatch.delenv("REDOUBT_CACHE_DIR", raising=False)
    monkeypatch.setattr(compiled, "PACKAGE", tmp_path / "sources")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert compiled._home() == tmp_path / "cache" / "redoubt"


WARM = """
from sim.compiled import is_warm
from sim.rules.movement import step_towards
print(is_warm(step_towards))
"""


def test_what_was_kept_for_another_folder_is_not_called_at_hand(copy, tmp_path_factory):
    def is_at_hand(folder):
        told = subprocess.run([sys.executable, "-c", WARM], cwd=folder, env=environment, capture_output=True, text=True)
        return {"True\n": True, "False\n": False}[told.stdout]

    environment = {**os.environ, "REDOUBT_CACHE_DIR": str(copy / "cache")}
    assert not is_at_hand(copy)
    finished(subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=copy, env=environment, text=True, stdout=subprocess.PIPE))
    assert is_at_hand(copy)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(copy / "sim", elsewhere / "sim")
    assert not is_at_hand(elsewhere)
