"""Every figure and generated table of the documents, made again. `python -m experiments.document`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.door import SOME_FAILED, Job, through_door

if TYPE_CHECKING:
    from experiments.documenting.made import Recipe
    from experiments.documenting.settings import DocumentSettings


def work(job: Job) -> int:
    """Run what is missing or old, then fill the blocks of every document."""
    from experiments.documenting.made import Recipe, chosen
    from experiments.documenting.settings import DocumentSettings
    from experiments.settings import judge_settings

    settings = judge_settings(DocumentSettings, job)
    asked = settings.document
    refuse_elsewhere(asked.docs)
    recipes = chosen([Recipe(one.command, one.files) for one in asked.made], asked.what)
    failed = run_all(recipes, settings)
    for path in fill_all(asked.docs):
        print(f"  filled {path}")
    for command, why_not in failed.items():
        print(f"failed: {command}: {why_not}", file=sys.stderr)
    return SOME_FAILED if failed else 0


def refuse_elsewhere(docs: Path) -> None:
    """The documents are not installed; they stand in the checkout."""
    from sim.mistakes import ConfigurationError

    if not any(docs.glob("*.md")):
        raise ConfigurationError(
            f"document.docs={docs}: should be a folder of documents; run this in the folder of the checkout"
        )


def run_all(recipes: "list[Recipe]", settings: "DocumentSettings") -> dict[str, str]:
    """Run each command that has a reason to; those that failed, and why."""
    from experiments.documenting.made import digest, folder_of, make, read_record, reason_to_make

    asked, now, failed = settings.document, digest(), dict[str, str]()
    for k, recipe in enumerate(recipes, 1):
        why = reason_to_make(recipe, asked.docs, read_record(asked.docs), now) or ("asked for" if asked.again else "")
        print(f"{k} of {len(recipes)}  {recipe.command}  ({why or 'is of today'})", file=sys.stderr, flush=True)
        folder = folder_of(recipe, now, Path("outputs/document"))
        if why and (why_not := make(recipe, asked.docs, folder, settings.workers, now)):
            failed[recipe.command] = why_not
    return failed


def fill_all(docs: Path) -> list[Path]:
    """Fill the marked blocks of all documents; those that changed."""
    from experiments.documenting import maker
    from experiments.documenting.blocks import fill

    make = maker(docs)
    return [path for path in sorted(docs.glob("*.md")) if fill(path, make)]


def main() -> None:
    """The command."""
    through_door("document", work)


if __name__ == "__main__":
    main()
