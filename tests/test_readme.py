"""README and docs tell the truth: the tree is the tree, what is named exists, commands are real."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TREE = README.split("## The tree")[1].split("```")[1]


def tracked(folder):
    return {
        p.name for p in (ROOT / folder).iterdir() if not p.name.startswith((".", "__pycache__")) and p.name != "__init__.py"
    }


def below(heading):
    """What the README's tree lists under this folder."""
    return re.search(rf"^{heading}/.*\n((?:  .*\n)*)", TREE, re.M).group(1)


def test_the_tree_names_every_configuration_group():
    groups = {name for name in tracked("configs") if (ROOT / "configs" / name).is_dir()}
    assert {name.strip("/") for name in below("configs").split()} == groups


def test_the_tree_names_every_command_file():
    assert {name.strip("/") for name in below("experiments").split()} == tracked("experiments")


def test_the_tree_names_every_part_of_the_simulation():
    named = {line.split()[0].strip("/") for line in below("sim").splitlines()}
    assert named - {"__init__.py"} == tracked("sim")


def test_the_tree_names_the_documents():
    named = {name.strip("/") for name in re.search(r"^docs/ +(.*)$", TREE, re.M).group(1).split()}
    assert named == tracked("docs")


def test_the_odd_has_one_section_for_each_file_of_rules():
    odd = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^### (\w+)$", odd, re.M))
    assert sections == {p.stem for p in (ROOT / "sim" / "rules").glob("*.py") if p.stem != "__init__"}


def test_the_odd_gives_the_order_of_the_tick():
    from sim.tick import PASSES

    odd = " ".join((ROOT / "docs" / "ODD.md").read_text(encoding="utf-8").split())
    assert ", ".join(PASSES) in odd


def test_links_and_pictures_exist():
    for name in ["README.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]:
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert ((ROOT / name).parent / target).exists(), (name, target)


def test_the_commands_shown_are_understood():
    """Each `redoubt` command of README and docs composes, without being played."""
    text = README + (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^redoubt (?:raid|sweep|campaign) .*?(?= +#|$)", text, re.M))
    assert len(shown) >= 5
    import shlex

    for command in sorted(shown):
        words = shlex.split(command)[1:]
        if any(word.startswith("scenario_file=") for word in words):
            continue
        words = [word for word in words if word != "-m"]
        words = [re.sub(r"^(scenario|relief.delay_minutes)=([^,]+),.*", r"\1=\2", word) for word in words]
        asked = [sys.executable, "-m", "experiments.cli", *words, "--cfg", "job"]
        run = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
        assert run.returncode == 0, (command, run.stderr)


def test_the_python_of_the_readme_runs():
    code = README.split("```python")[1].split("```")[0].replace("10_000", "64")
    exec(compile(code, "README.md", "exec"), {})


def test_nothing_names_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    for name in listed:
        path = ROOT / name
        if path.suffix in (".py", ".md", ".yaml", ".txt", ".toml", "") and path.is_file() and name != "tests/test_readme.py":
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert "pypi.org" not in text, name
            assert "/root/" not in text, name
            assert "/work/" not in text, name
