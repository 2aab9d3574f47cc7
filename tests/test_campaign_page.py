"""What docs/campaign.md shows can be done: its commands are understood, its Python runs, its file is a campaign."""

import re
import shlex

import pytest
import yaml

from sim.campaign.scenario import load_campaign
from tests.commands import ROOT, ask

PAGE = (ROOT / "docs" / "campaign.md").read_text(encoding="utf-8")
SHOWN = sorted({line.strip() for line in re.findall(r"^redoubt .*?(?= +#|$)", PAGE, re.M)})


@pytest.mark.parametrize("command", [one for one in SHOWN if "results=" not in one and "scenario_file" not in one])
def test_a_command_is_understood(tmp_path, command):
    run = ask(tmp_path, "experiments.cli", *shlex.split(command)[1:], "--cfg", "job")
    assert run.returncode == 0, run.stderr


def test_every_command_that_plays_campaigns_is_shown():
    assert {shlex.split(one)[1] for one in SHOWN} >= {"campaign", "why", "compare"}


def test_the_command_beside_each_table_is_the_one_that_made_it():
    """The list of the documents says which command made a table; the page says it in words just above, the long one in a block."""
    made = yaml.safe_load((ROOT / "configs" / "document.yaml").read_text(encoding="utf-8"))["document"]["made"]
    by_table = {target: one["command"] for one in made for target in one["files"]}
    above = " ".join(PAGE.split())
    for table in re.findall(r"made by `redoubt document`: (\S+\.csv)", PAGE):
        assert f"redoubt {by_table[table]}" in above.partition(f"redoubt document`: {table}")[0], table


def test_the_python_runs_and_a_raid_alone_is_the_raid_of_the_campaign(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    names: dict = {}
    exec(compile(code.replace("runs=100", "runs=2"), "docs/campaign.md", "exec"), names)
    assert names["table"].num_rows == 2
    for figure in ("duration_minutes", "attackers_killed", "attackers_wounded"):
        assert names["alone"][figure][0] == names["course"].events[figure][0]
    assert (tmp_path / "first.yaml").read_text(encoding="utf-8").startswith("# redoubt raid scenario_file=first.yaml")


def test_the_file_of_ones_own_is_the_campaign_it_says(tmp_path):
    (text,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    mine = load_campaign(str(tmp_path / "mine.yaml"))
    assert mine.title == yaml.safe_load(text)["title"]
    assert set(mine.region.airfields) == {"southern", "eastern"}
    assert mine.weeks == load_campaign("brigade").weeks
