"""The facilitator's guide: every command in it works, every snippet gives the figures beside it, every lesson has its section."""

import re
import shlex

import pytest

from sim.workshop.lessons import lessons
from tests.commands import ROOT, ask

GUIDE = (ROOT / "docs" / "workshop.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### \d\. (.+?)\n(.*?)(?=^##)", GUIDE, re.M | re.S))
COMMANDS = re.findall(r"`redoubt ((?:sweep|campaign) [^`]+)`", "".join(SECTIONS.values()))
SNIPPETS = {title: code for title, text in SECTIONS.items() for code in re.findall(r"```python\n(.*?)```", text, re.S)}


def test_each_lesson_has_its_section_with_aim_figures_misunderstandings_and_answers():
    assert list(SECTIONS) == [lesson.header.title for lesson in lessons("en")]
    for lesson in lessons("en"):
        text = SECTIONS[lesson.header.title]
        for part in (
            "*Aim:*",
            f"*{lesson.header.minutes} minutes",
            "*Look for:*",
            "*Misunderstandings.*",
            "*Closing questions.*",
        ):
            assert part in text, (lesson.name, part)
        assert ("`redoubt sweep" in text) + ("`redoubt campaign" in text) + ("```python" in text) == 1, (
            "a command beside the figures"
        )


@pytest.mark.parametrize("command", COMMANDS, ids=range(len(COMMANDS)))
def test_every_command_of_the_guide_works(tmp_path, command):
    few = re.sub(r"replicates=\d+", "replicates=6", command) + (" courses=1" if command.startswith("campaign") else "")
    run = ask(tmp_path, "experiments.cli", *shlex.split(few))
    assert run.returncode == 0, run.stderr
    assert "played now" in run.stdout


def printed(code, capsys):
    exec(compile(code, "docs/workshop.md", "exec"), {})
    return [float(number) for number in capsys.readouterr().out.split()]


def came_out(lesson, prediction):
    return float(re.search(rf"^\| `{lesson}.{prediction}` \| ([−+]?[\d.]+)", GUIDE, re.M)[1].replace("−", "-"))


def test_the_snippet_on_claims_gives_the_figures_beside_it(capsys):
    told = [came_out("claims", name) for name in ("attackers_count", "garrison_counts", "captives")]
    assert printed(SNIPPETS["Claims and truth"], capsys) == pytest.approx(told, abs=0.006)


def test_the_snippet_on_walls_gives_the_figures_beside_it(capsys):
    chance_a, killed_a, chance_b, killed_b = printed(SNIPPETS["Walls, people and a square root"], capsys)
    assert 100 * (chance_b - chance_a) == pytest.approx(came_out("walls", "walls_or_people"), abs=0.06)
    assert killed_b / killed_a == pytest.approx(came_out("walls", "price"), abs=0.006)


def test_the_page_of_keys_has_its_place():
    assert re.search(r"^## Keyboard\n.*^<!-- keys -->\n.*^<!-- keys end -->$", GUIDE, re.M | re.S)
