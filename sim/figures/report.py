"""One page that opens without a network: every figure, what is seen and how to read it, every number, where it comes from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sim.figures.cases import Cases
from sim.figures.gallery import Gallery
from sim.figures.losses import in_whole_percent
from sim.figures.picture import Kept, alt_of, table_of, write_bytes
from sim.summary import failed, levels_coded, measures_by

TEMPLATE = "report.html.j2"
MOST_ROWS = 600  # of a table on the page
NARROW_INCHES = 8.0


def write_report(
    path: Path, title: str, table: pa.Table, gallery: Gallery, kept: Sequence[Kept], provenance: dict[str, str]
) -> Path:
    """Write the page.

    Parameters
    ----------
    path : Path
        Of the page, in the folder of the comparison.
    title : str
        What is compared.
    table : pyarrow.Table
        The raids.
    gallery : Gallery
        Cases and notes.
    kept : sequence of Kept
        The pictures as they were drawn.
    provenance : dict
        What is said about sources, seeds, versions.

    Returns
    -------
    Path
        The page.
    """
    page = template().render(
        title=title,
        findings=findings(table, gallery.cases),
        notes=[*pooled_note(gallery.cases), *gallery.notes],
        summary=shown_table(summary_of_cases(table, gallery.cases), "What came of the raids of each case"),
        sections=[section(one, path.parent) for one in kept],
        provenance=provenance,
    )
    return write_bytes(page.encode(), path)


def template() -> Any:
    """The page with gaps; whatever fills them is text, whoever wrote it."""
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined

    text = files("sim.figures").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)


def section(one: Kept, folder: Path) -> dict[str, Any]:
    """One figure with its words and numbers."""
    picture = one.picture
    shown = picture.short if picture.short is not None else picture.numbers
    caption = f"{picture.title}: the numbers" + (" in short; all of them stand in the CSV" if picture.short is not None else "")
    return {
        "name": picture.name,
        "title": picture.title,
        "image": one.image,
        "is_narrow": one.inches < NARROW_INCHES,
        "alt": alt_of(picture),
        "seen": picture.seen,
        "read": picture.read,
        "files": [file.relative_to(folder).as_posix() for file in one.files],
        "rows": f"{picture.numbers.num_rows:,} rows of",
        "table": shown_table(shown, caption) if shown.num_rows <= MOST_ROWS else None,
    }


def shown_table(table: pa.Table, caption: str) -> dict[str, Any]:
    """A table as words, and which of its columns hold words."""
    words = [k for k, column in enumerate(table.columns) if pa.types.is_string(column.type)]
    names = [name.replace("_percent", ", %").replace("_minutes", ", min").replace("_", " ") for name in table.column_names]
    rows = zip(*([in_words(value) for value in column.to_pylist()] for column in table.columns), strict=True)
    return {"caption": caption, "names": names, "words": words, "rows": list(rows)}


def in_words(value: Any) -> str:
    """One number or word of a table."""
    if value is None or value != value:
        return "–"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")


def summary_of_cases(table: pa.Table, cases: Cases) -> pa.Table:
    """A row a case: raids, chance, commonest ending and cause, duration, losses."""
    m = measures_by(table, cases.code, cases.number)
    cause = [
        f"{word} ({100.0 * share:.0f} %)" if share else "none failed"
        for word, share in zip(m["main_cause"], m["main_cause_share"], strict=True)
    ]
    interval = [f"{low:.1f} to {high:.1f}" for low, high in zip(100 * m["occupied_low"], 100 * m["occupied_high"], strict=True)]
    return table_of(
        {
            "case": cases.names, "raids": m["raids"], "occupied at some time, %": np.round(100 * m["occupied"], 1),
            "95 % interval": interval, "commonest ending": list(m["main_ending"]),
            "commonest cause of failure": cause, "median duration, min": np.round(m["median_duration_minutes"], 1),
            "attackers lost, mean": np.round(m["attackers_lost"], 1), "defenders lost, mean": np.round(m["defenders_lost"], 1),
        }
    )  # fmt: skip


def findings(table: pa.Table, cases: Cases) -> list[str]:
    """What strikes the eye? A few sentences."""
    m = measures_by(table, cases.code, cases.number)
    chance, lost = 100.0 * m["occupied"], int(failed(table).sum())
    said = [f"{table.num_rows:,} raids in {cases.number} {'case' if cases.number == 1 else 'cases'}."]
    most, least = int(np.argmax(chance)), int(np.argmin(chance))
    if chance[most] > chance[least]:
        said[0] += (
            f" The station was occupied at some time most often in '{cases.names[most]}' "
            f"({in_whole_percent(chance[most])} of the raids) and "
            f"least often in '{cases.names[least]}' ({in_whole_percent(chance[least])})."
        )
    if lost:
        code, words = levels_coded(table["cause"])
        counts = np.bincount(code[failed(table)], minlength=len(words))
        first = int(np.argmax(counts))
        said.append(
            f"{lost:,} raids failed ({100.0 * lost / table.num_rows:.0f} %); the commonest cause was {words[first]} "
            f"({100.0 * counts[first] / lost:.0f} % of them)."
        )
    return said


def pooled_note(cases: Cases) -> list[str]:
    """That levels lie together, and what that does to the intervals."""
    if not cases.pooled:
        return []
    return [
        f"In each case all levels of {', '.join(cases.pooled)} lie together. Raids of one number meet the same luck "
        "at every level, so "
        "that intervals of shares, which take all raids for independent, are only roughly right; those of paired "
        "differences allow for it."
    ]
