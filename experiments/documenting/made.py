"""What was made, by which command, under which rules: so that only what is missing or old is made again."""

import hashlib
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

RECORD = "numbers/made.json"


class Recipe(NamedTuple):
    """One command of the list, and which of its files becomes which file of the documents."""

    command: str
    files: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        """What it makes, as it is asked for."""
        return [Path(target).stem for target in self.files]


def digest() -> str:
    """Which rules and configurations are these? Twelve hexadecimal digits over their sources alone."""
    from sim.compiled import CAMPAIGN_FILES, PACKAGE

    found = [file for name in CAMPAIGN_FILES for file in sorted((PACKAGE / name).glob("*.py")) or [PACKAGE / name]]
    found += sorted((PACKAGE.parent / "configs").rglob("*.yaml"))
    result = hashlib.sha256()
    for file in found:
        if file.name != "document.yaml":
            result.update(file.name.encode() + file.read_bytes())
    return result.hexdigest()[:12]


def read_record(docs: Path) -> dict[str, Any]:
    """By which command and rules was each file of the documents made?"""
    path = docs / RECORD
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def reason_to_make(recipe: Recipe, docs: Path, record: Mapping[str, Any], now: str) -> str:
    """Why is this command run, in a few words? Empty if all it makes is there and of today."""
    for target in recipe.files:
        made = record.get(target, {})
        if not (docs / target).exists():
            return f"{target} is missing"
        if made.get("command") != recipe.command:
            return f"{target} was made by another command" if made else f"{target} was not made by this list"
        if made.get("rules") != now:
            return f"{target} was made by other rules or configurations"
    return ""


def make(recipe: Recipe, docs: Path, folder: Path, workers: int | None, now: str) -> str:
    """Run the command, copy what it wrote, and note it; why did it fail? Its own words go to a file beside its results."""
    from sim.store import aside

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "words.txt").open("w", encoding="utf-8") as words:
        ended = subprocess.run(words_of(recipe.command, folder, workers), stdout=words, check=False)
    if ended.returncode != 0:
        return f"it was stopped by signal {-ended.returncode}" if ended.returncode < 0 else f"exit code {ended.returncode}"
    if missing := [source for source in recipe.files.values() if not (folder / source).exists()]:
        return f"it wrote no {missing[0]}"
    for target, source in recipe.files.items():
        with aside(docs / target) as temporary:
            shutil.copyfile(folder / source, temporary)
    note(recipe, docs, now)
    return ""


def words_of(command: str, folder: Path, workers: int | None) -> list[str]:
    """The command as a process, its results in this folder; a sweep goes on where it was."""
    name, *settings = shlex.split(command)
    where = "sweep.dir" if name in ("sweep", "campaign") else "hydra.run.dir"
    threads = [f"workers={workers}"] if workers else []
    return [sys.executable, "-m", f"experiments.{name}", *settings, f"{where}={folder}", *threads]


def note(recipe: Recipe, docs: Path, now: str) -> None:
    """Note by which command and rules these files were made."""
    from sim.store import aside

    record = read_record(docs) | {target: {"command": recipe.command, "rules": now} for target in recipe.files}
    with aside(docs / RECORD) as temporary:
        temporary.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def folder_of(recipe: Recipe, now: str, under: Path) -> Path:
    """Where the command's results go: the same folder as long as command and rules are the same."""
    address = hashlib.sha256(recipe.command.encode()).hexdigest()[:6]
    return under / f"{recipe.names[0]}-{address}-{now}"


def chosen(recipes: Sequence[Recipe], what: Sequence[str] | None) -> list[Recipe]:
    """Those that make what was asked for.

    Raises
    ------
    ConfigurationError
        If nothing of that name is made.
    """
    from sim.mistakes import ConfigurationError, no_choice

    known = [name for recipe in recipes for name in recipe.names]
    for name in what or []:
        if name not in known:
            raise ConfigurationError(no_choice("document.what", name, known))
    return [recipe for recipe in recipes if what is None or set(recipe.names) & set(what)]
