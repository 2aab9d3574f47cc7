"""Answers on disk: tables, and the figures drawn from them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.explaining.settings import WhySettings
    from sim.why.answer import Answer


def keep_and_draw(answers: "list[Answer]", settings: "WhySettings[Any]", folder: Path) -> list[Path]:
    """Three tables; for one scenario a waterfall and the causes over time, for several one figure of them all."""
    import pyarrow as pa

    from sim.store import write_csv
    from sim.why.answer import table_of_causes, table_of_pairs, table_of_shares

    tables = {
        "shares.csv": table_of_shares(answers),
        "interactions.csv": table_of_pairs(answers),
        "causes.csv": table_of_causes(answers),
    }
    files = [write_csv(pa.Table.from_pylist(rows), folder / name) for name, rows in tables.items() if rows]
    return [*drawn(answers, folder, said_of(answers, settings)), *files]


def drawn(answers: "list[Answer]", folder: Path, said: str) -> list[Path]:
    """The figures."""
    from experiments.screen import working
    from sim.store import aside

    figures: dict[str, Any] = {}
    with working("drawing"):
        if not answers[0].subject.has_causes:
            figures = waterfalls(answers, said)
        elif len(answers) > 1:
            from sim.figures.answers import draw_answers

            figures["answers.png"] = draw_answers(answers, said)
        else:
            from sim.figures.incidence import draw_causes

            figures = {**waterfalls(answers, said), "causes.png": draw_causes(answers[0], said)}
        for name, figure in figures.items():
            with aside(folder / name) as temporary:
                figure.savefig(temporary, dpi=130)
    return [folder / name for name in figures]


def waterfalls(answers: "list[Answer]", said: str) -> dict[str, Any]:
    """One for each scenario, by the names of their files."""
    from sim.figures.waterfall import draw_waterfall

    names = [f"waterfall_{answer.case.scenario.name}.png" if len(answers) > 1 else "waterfall.png" for answer in answers]
    return {name: draw_waterfall(answer, said) for name, answer in zip(names, answers, strict=True)}


def said_of(answers: "list[Answer]", settings: "WhySettings[Any]") -> str:
    """What stands behind it?"""
    return f"{answers[0].raids:,} {answers[0].subject.many} of each combination on the same luck; seed {settings.seed}"
