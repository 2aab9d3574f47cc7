"""Historical cases, predicted blind and scored. `python -m experiments.history cases=FILE`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import Job, changed_path, through_door

if TYPE_CHECKING:
    from experiments.histories.rows import Prediction
    from experiments.settings import HistorySettings
    from sim.history.cases import Case
    from sim.history.prediction import RuleDraws
    from sim.history.scores import Scores


def work(job: Job) -> None:
    """Read, predict, score, keep, draw, tell."""
    from experiments.histories.rows import scored
    from experiments.settings import HistorySettings, judge_settings
    from sim.history.cases import read_cases
    from sim.history.scores import scores_of

    settings = judge_settings(HistorySettings, job)
    path = settings.cases or shipped()
    cases = read_cases(path)
    warn(path, cases)
    predictions = predicted(job, settings, cases)
    asked = settings.history
    scores = scores_of(*scored(predictions), asked.logistic_strength, asked.resamples, settings.seed)
    files = keep(job, settings, path, predictions, scores)
    tell(settings, predictions, scores, files)


def shipped() -> Path:
    """The cases that ship."""
    return Path(__file__).parent / "data" / "history.csv"


def warn(path: Path, cases: "list[Case]", most: int = 5) -> None:
    """Say which numbers that nobody reads are none."""
    from sim.history.cases import oddities

    found = [text for case in cases for text in oddities(case)]
    more = [f"... and {len(found) - most} more of these"] if len(found) > most else []
    for text in [*found[:most], *more]:
        print(f"{path}: {text}", file=sys.stderr)


def predicted(job: Job, settings: "HistorySettings", cases: "list[Case]") -> "list[Prediction]":
    """The chance of each case, from what was known before alone."""
    from experiments.histories.rows import Prediction
    from experiments.screen import progress_bar
    from sim.history.mapping import scenario_of
    from sim.history.prediction import occupied_chances, tempered
    from sim.history.read_as import read_as
    from sim.warm import warm_up

    befores, raids, rules = [case.before for case in cases], settings.history.raids, job.scenario["rules"]
    for case in cases:
        scenario_of(case.before, settings.mapping, rules, case.id)  # judged before anything is played
    warm_up()
    with progress_bar("raids", raids * len(cases)) as bar:
        chances = occupied_chances(
            befores,
            settings.mapping,
            rules,
            draws_of(job, settings),
            raids,
            seed=settings.seed,
            workers=settings.workers,
            progress=bar.advance,
        )
    readings = [read_as(before, settings.mapping) for before in befores]
    chances = tempered(chances, settings.history.discrepancy)
    return [Prediction(*one) for one in zip(cases, readings, map(float, chances), strict=True)]


def draws_of(job: Job, settings: "HistorySettings") -> "RuleDraws | None":
    """The rates to integrate over: those that ship, but for what was set on the command line; none if that is wished."""
    from sim.calibration.draws import read_draws, shipped_draws
    from sim.history.prediction import RuleDraws

    if not settings.history.posterior:
        return None
    draws = read_draws(shipped_draws())
    free = [k for k, name in enumerate(draws.names) if f"rules.{name}" not in [changed_path(text) for text in job.overrides]]
    return RuleDraws(tuple(draws.names[k] for k in free), draws.values[:, free])


def keep(
    job: Job, settings: "HistorySettings", path: Path, predictions: "list[Prediction]", scores: "Scores | None"
) -> list[Path]:
    """Table, reliability and figure in the job's folder."""
    import pyarrow as pa

    from experiments.histories.rows import scored, table_of_cases
    from experiments.screen import working
    from sim.figures.reliability import draw_reliability
    from sim.history.scores import Bin, reliability
    from sim.store import aside, provenance_of, write_csv, write_parquet

    table = table_of_cases(predictions, settings.mapping)
    known = provenance_of({**job.settings, "rules": job.scenario["rules"], "file": digest_of(path)}, settings.seed)
    bins = reliability(*scored(predictions)[:2], settings.history.bins)
    columns = {name: [getattr(one, name) for one in bins] for name in Bin._fields}
    files = [
        write_csv(table, job.folder / "cases.csv"),
        write_parquet(table, job.folder / "cases.parquet", known),
        write_csv(pa.table(columns), job.folder / "reliability.csv"),
    ]
    figure = job.folder / "reliability.png"
    with working("drawing"), aside(figure) as temporary:
        draw_reliability(table, bins, title_of(path, settings), words_below(scores)).savefig(temporary, dpi=130)
    return [*files, figure]


def digest_of(path: Path) -> str:
    """Which file was it? SHA-256 of its contents."""
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def title_of(path: Path, settings: "HistorySettings") -> str:
    """What is shown?"""
    return f"Blind predictions of the historical cases in {path.name}, {settings.history.raids:,} raids each"


def words_below(scores: "Scores | None") -> str:
    """The scores in small print."""
    if scores is None:
        return "No outcome is known; nothing is scored."
    left = scores.logistic
    beside = f"; logistic regression on the log force ratio, left out: {left.brier:.3f}" if left else ""
    return f"Brier score {scores.brier:.3f}; base rate: {scores.base_rate.brier:.3f}{beside}. Cases scored: {scores.n}."


def tell(settings: "HistorySettings", predictions: "list[Prediction]", scores: "Scores | None", files: list[Path]) -> None:
    """The end of it, as it was asked for."""
    from experiments.histories.said import json_of, print_cases, scores_in_words
    from experiments.screen import print_files

    asked: dict[str, Any] = {"seed": settings.seed, "raids": settings.history.raids}
    if settings.format == "json":
        print(json_of(predictions, scores, asked))
        return
    print_cases(predictions)
    print("\n".join(scores_in_words(scores)))
    print_files(*files)


def main() -> None:
    """The command."""
    through_door("history", work)


if __name__ == "__main__":
    main()
