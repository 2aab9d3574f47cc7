"""What the documents show is made by a list of commands, and what they tabulate is what the configuration says."""

import json
import re
from pathlib import Path

import pytest
import yaml

from experiments.cli import COMMANDS
from experiments.documenting import maker
from experiments.documenting.blocks import BLOCK, filled, table
from experiments.documenting.made import Recipe, chosen, digest, folder_of, read_record, reason_to_make
from experiments.documenting.results import convergence_table, sweep_table
from sim import grounds
from sim.config import Air, Contingent, Garrison, Group, Relief, Resistance, Rules, Scenario, Station, Weather
from sim.mistakes import ConfigurationError
from tests.commands import ROOT, ask, ask_afresh, is_refused

DOCS = ROOT / "docs"
LIST = [Recipe(**made) for made in yaml.safe_load((ROOT / "configs" / "document.yaml").read_text())["document"]["made"]]
PARTS = {"rules": Rules, "group": Group, "contingent": Contingent, "resistance": Resistance, "garrison": Garrison, "station": Station, "air": Air,
         "relief": Relief, "weather": Weather}  # fmt: skip


# ---- what stands in the documents --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_every_generated_table_is_current(path):
    """Else: ``redoubt document``, or without any playing ``redoubt document 'document.what=[]'``."""
    text = path.read_text(encoding="utf-8")
    assert filled(text, maker(DOCS)) == text


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_every_mark_of_a_block_has_its_end(path):
    text = path.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) == len(re.findall("<!-- made by", text)) == len(re.findall("<!-- end of", text))


def test_every_picture_and_every_table_of_numbers_is_made_by_the_list():
    made = {target for recipe in LIST for target in recipe.files}
    there = {str(path.relative_to(DOCS)) for folder in ("pictures", "numbers") for path in (DOCS / folder).iterdir()}
    assert there - made <= {"numbers/made.json"}


def test_the_list_makes_nothing_twice_and_names_real_commands():
    targets = [target for recipe in LIST for target in recipe.files]
    assert len(targets) == len(set(targets))
    assert all(recipe.command.split()[0] in COMMANDS for recipe in LIST)


def test_what_was_made_was_made_by_the_command_that_the_list_names():
    by_list = {target: recipe.command for recipe in LIST for target in recipe.files}
    for target, made in json.loads((DOCS / "numbers" / "made.json").read_text()).items():
        assert by_list[target] == made["command"]


def test_every_table_of_numbers_stands_in_a_document():
    """As a block, or as a link."""
    text = "".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))
    assert all(f"numbers/{path.name}" in text for path in (DOCS / "numbers").glob("*.csv"))


def test_links_to_headings_lead_to_headings():
    for path in DOCS.glob("*.md"):
        for target, heading in re.findall(r"\]\(([\w.]*)#([\w-]+)\)", path.read_text(encoding="utf-8")):
            headings = re.findall(r"^#+ (.*)$", (DOCS / (target or path.name)).read_text(encoding="utf-8"), re.M)
            assert heading in {re.sub(r"[^\w -]", "", words).lower().replace(" ", "-") for words in headings}


# ---- what the numbers rest on ------------------------------------------------------------------------------------


def described(model):
    return {name for name, field in model.model_fields.items() if field.description}


def test_every_parameter_says_what_it_rests_on_and_nothing_else_does():
    parameters = {f"{part}.{name}" for part, model in PARTS.items() for name in described(model)}
    parameters |= {name for name in described(Scenario) if Scenario.model_fields[name].json_schema_extra}
    assert set(grounds.GROUNDS) == parameters


def test_every_ground_has_a_kind_and_one_clause():
    for path, (kind, reason) in grounds.GROUNDS.items():
        assert kind in ("published", "derived", "assumed"), path
        assert 0 < len(reason) <= 120, path
        assert not reason.endswith("."), path


def test_what_is_calibrated_is_a_rate():
    assert set(grounds.CALIBRATED) <= set(Rules.model_fields)


def test_a_name_in_the_list_makes_a_rate_calibrated(monkeypatch):
    monkeypatch.setattr(grounds, "CALIBRATED", ("hit_chance",))
    assert grounds.ground_of("rules.hit_chance").kind == "calibrated"
    assert grounds.ground_of("rules.hit_range_m").kind == "assumed"
    assert "1 calibrated" in maker(DOCS)("footing")


# ---- how it is made ----------------------------------------------------------------------------------------------

TEXT = "before\n<!-- made by `redoubt document`: x -->\nold\n<!-- end of x -->\nafter"


def test_a_block_is_filled_and_the_rest_is_left_alone():
    new = filled(TEXT, lambda _: "new\nlines")
    assert new == TEXT.replace("old", "new\nlines")
    assert filled(new, lambda _: "new\nlines") == new


def test_a_block_that_nobody_makes_is_refused():
    with pytest.raises(ConfigurationError, match="did you mean 'weather'"):
        maker(DOCS)("wether")


def test_a_table_that_is_not_yet_made_says_so(tmp_path):
    assert "redoubt document" in maker(tmp_path)("numbers/nothing.csv")


def test_a_bar_in_a_cell_does_not_end_it():
    assert table(["a"], [["b|c"]]) == "| a |\n| --- |\n| b\\|c |"


def test_a_sweeps_table_shows_what_was_varied_and_nothing_else():
    row = {"point": 0, "scenario": "here", "air": "none", "relief": "road", "failed": 0, "raids": 1000, "occupied": 0.25, "occupied_low": 0.2,
           "occupied_high": 0.3, "objective_met": 0.0, "main_ending": "forced_out", "main_cause": "air", "main_cause_share": 0.5,
           "median_duration_minutes": 60.4, "attackers_lost": 1.0, "defenders_lost": 2.0}  # fmt: skip
    text = sweep_table([row, row | {"air": "gunships"}])
    assert text.startswith("| scenario | air | raids |")
    assert "objective met" not in text
    assert "| 20.0% to 30.0% | 50.0% | forced out |" in sweep_table([row | {"objective_met": 0.5}])
    assert "| here | none | 1,000 | 25.0% | 20.0% to 30.0% | forced out | air (50%) | 60 | 1.0 | 2.0 |" in text


def test_any_other_table_is_shown_as_it_is(tmp_path):
    (tmp_path / "x.csv").write_text("case_name,score\nhere,0.123456\nthere,\n")
    assert maker(tmp_path)("x.csv") == "| case name | score |\n| --- | --- |\n| here | 0.1235 |\n| there |  |"


def test_a_table_of_convergence_says_met_and_missed():
    row = {"scenario": "here", "own_tick": 0.125, "own": 0.5, "limit": 0.48, "limit_error": 0.004, "bias": 0.02, "bias_error": 0.005, "raids": 4000,
           "allowed": 0.01, "verdict": "missed", "is_sure": False}  # fmt: skip
    losses = {
        name: row | {"measure": name, "bias": 0.001, "verdict": "met", "is_sure": True}
        for name in ("both_lost", "attackers_lost")
    }
    rows = [row | {"measure": "chance"}, *losses.values(), row | {"measure": "defenders_lost", "allowed": None}]
    text = convergence_table(rows)
    assert "| here | 1/8 | 4,000 | 50.00% | 48.00% ± 0.40 | +2.00 ± 0.50 pp, missed (not for sure) |" in text
    assert "+0.10 ± 0.50 %, met |" in text


RECIPE = Recipe("raid scenario=drive_by", {"pictures/raid.png": "raid.png"})


def test_there_is_a_reason_to_make_what_is_missing_or_old(tmp_path):
    assert "missing" in reason_to_make(RECIPE, tmp_path, {}, "rules")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "raid.png").touch()
    assert "not made by this list" in reason_to_make(RECIPE, tmp_path, {}, "rules")
    made = {"pictures/raid.png": {"command": RECIPE.command, "rules": "rules"}}
    assert reason_to_make(RECIPE, tmp_path, made, "rules") == ""
    assert "other rules" in reason_to_make(RECIPE, tmp_path, made, "others")
    assert "another command" in reason_to_make(RECIPE._replace(command="raid"), tmp_path, made, "rules")


def test_one_asks_for_what_is_made_by_its_name():
    assert chosen([RECIPE], ["raid"]) == [RECIPE]
    assert chosen([RECIPE], None) == [RECIPE]
    with pytest.raises(ConfigurationError, match="did you mean 'raid'"):
        chosen([RECIPE], ["raidd"])


def test_results_go_to_a_folder_of_this_command_and_these_rules():
    folders = {
        folder_of(recipe, rules, Path("x")) for recipe in (RECIPE, RECIPE._replace(command="raid")) for rules in ("1", "2")
    }
    assert len(folders) == 4
    assert len(digest()) == 12


def prepared(folder):
    """A folder of documents with one block."""
    (folder / "docs").mkdir()
    (folder / "docs" / "page.md").write_text("<!-- made by `redoubt document`: weather -->\n<!-- end of weather -->\n")
    return "document.made=[{command: 'raid scenario=drive_by', files: {pictures/raid.png: raid.png}}]"


def test_the_command_makes_what_is_missing_and_nothing_twice(tmp_path):
    one = prepared(tmp_path)
    first = ask_afresh(tmp_path, "experiments.document", one)
    assert first.returncode == 0, first.stderr
    assert (tmp_path / "docs" / "pictures" / "raid.png").read_bytes().startswith(b"\x89PNG")
    assert "`weather.rain_mean`" in (tmp_path / "docs" / "page.md").read_text()
    assert read_record(tmp_path / "docs")["pictures/raid.png"]["command"] == "raid scenario=drive_by"
    assert "is missing" in first.stderr
    second = ask(tmp_path, "experiments.document", one)
    assert "is of today" in second.stderr


def test_a_command_that_fails_is_named_and_the_others_go_on(tmp_path):
    prepared(tmp_path)
    made = "[{command: 'raid scenario=nowhere', files: {a.png: raid.png}}, {command: 'raid scenario=drive_by', files: {b.csv: outcome.csv}}]"
    run = ask(tmp_path, "experiments.document", f"document.made={made}")
    assert run.returncode == 3
    assert "failed: raid scenario=nowhere: exit code 2" in run.stderr
    assert (tmp_path / "docs" / "b.csv").exists()


def test_it_is_refused_where_there_are_no_documents(tmp_path):
    assert is_refused(ask(tmp_path, "experiments.document"), "document.docs", "checkout")


@pytest.mark.parametrize(
    ("words", "said"),
    [(["document.what=[nothing]"], ["document.what", "nothing"]), (["document.made=[{command: fly, files: {a: b}}]"], ["command", "fly"]),
     (["document.again=perhaps"], ["document.again"]), (["air=none"], ["air"])],
)  # fmt: skip
def test_a_mistake_is_said_in_one_line(tmp_path, words, said):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").touch()
    assert is_refused(ask(tmp_path, "experiments.document", *words), *said)
