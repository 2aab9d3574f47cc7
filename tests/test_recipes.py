"""Every recipe of docs/sweeps.md does what it says: each command is run, with fewer raids."""

import re
import shlex

from tests.commands import ROOT, ask

TEXT = (ROOT / "docs" / "sweeps.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, re.M | re.S)
SMALLER = [
    (r"design\.n=\d+", "design.n=16"),
    (r"discover\.n=\d+", "discover.n=256"),
    (r"replicates=\d+", "replicates=6"),
    (r"max: \d+", "max: 40"),
    (r"half_width: [\d.]+", "half_width: 0.2"),
]


def commands():
    """The commands in the order of the recipes; one may run over several lines."""
    for language, block in BLOCKS:
        if language == "":
            yield from (text.strip() for text in re.split(r"^(?=redoubt )", block, flags=re.M) if text.strip())


def smaller(command):
    for pattern, few in SMALLER:
        command = re.sub(pattern, few, command)
    return shlex.split(command)[1:]


def test_there_are_twelve_recipes():
    assert len(re.findall(r"^## \d+\. ", TEXT, re.M)) == 12
    assert len(list(commands())) >= 14


def test_every_recipe_works_one_after_the_other_and_its_results_are_read(tmp_path, monkeypatch):
    """Read by polars, pandas and DuckDB as the page says; the line for R is not run here."""
    (tmp_path / "points.csv").write_text("scenario,relief.delay_minutes\nma_sein,60\nshadaw,90\n")
    for command in commands():
        words = smaller(command)
        more = ["replicates=30", "courses=8"] if words[0] == "compare" and "scenarios" in command else []
        run = ask(tmp_path, "experiments.cli", *words, *more)
        assert run.returncode == 0, (command, run.stderr)
        plays = words[0] in ("sweep", "sensitivity") or (words[0] == "discover" and "results=" not in command)
        assert ("played now" in run.stdout) == plays, command
    monkeypatch.chdir(tmp_path)
    read = [block for language, block in BLOCKS if language == "python"]
    assert len(read) == 3
    for block in read:
        names: dict = {}
        exec(compile(block, "docs/sweeps.md", "exec"), names)
        assert len(names["raids"]) == 16 * 6
