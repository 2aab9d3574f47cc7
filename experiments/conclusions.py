"""Which conclusions hold whatever the rates are? `python -m experiments.conclusions`."""

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.door import Job, changed_path, through_door

if TYPE_CHECKING:
    from experiments.settings import ConclusionsSettings
    from sim.calibration.conclusions import Conclusion, Quantities
    from sim.history.prediction import RuleDraws


def work(job: Job) -> None:
    """Read, play, judge, keep, draw, tell."""
    from experiments.concluding import print_as_json, print_as_text
    from experiments.settings import ConclusionsSettings, judge_settings
    from sim.calibration.conclusions import conclude

    settings = judge_settings(ConclusionsSettings, job)
    draws = asked_draws(job, settings)
    found = measured(job, settings, draws)
    statements, raids = settings.conclusions.statements, settings.conclusions.raids
    conclusions = [conclude(name, statements[name], own, raids) for name, own in found.items()]
    files = keep(job, settings, draws, found, conclusions)
    if settings.format == "json":
        print_as_json(conclusions, settings, len(draws.values), files)
    else:
        print_as_text(conclusions, settings, len(draws.values), files)


def asked_draws(job: Job, settings: "ConclusionsSettings") -> "RuleDraws":
    """Draws of the rates; what they give cannot be given on the command line as well."""
    from sim.calibration.conclusions import evenly
    from sim.calibration.draws import read_draws, shipped_draws
    from sim.mistakes import ConfigurationError

    path = settings.draws or shipped_draws()
    draws = read_draws(path)
    for text in job.overrides:
        if changed_path(text).removeprefix("rules.") in draws.names:
            raise ConfigurationError(f"{text}: this rate is a column of {path.name}, which gives it a value in each draw")
    return evenly(draws, settings.conclusions.draws)


def measured(job: Job, settings: "ConclusionsSettings", draws: "RuleDraws") -> "dict[str, Quantities]":
    """What each statement measures under each draw."""
    from experiments.screen import progress_bar
    from sim.calibration.conclusions import plans_of, played_kinds, quantities
    from sim.warm import warm_up

    asked = settings.conclusions
    plans = plans_of(asked.statements, job.scenario["rules"], draws)
    warm_up()
    with progress_bar("raids", len(plans) * len(draws.values) * asked.raids) as bar:
        played = played_kinds(plans, draws, asked.raids, settings.seed, settings.workers, bar.advance)
    return {name: quantities(statement, played) for name, statement in asked.statements.items()}


def keep(
    job: Job,
    settings: "ConclusionsSettings",
    draws: "RuleDraws",
    found: "dict[str, Quantities]",
    conclusions: "list[Conclusion]",
) -> list[Path]:
    """A row a statement, a row a draw, and the figure."""
    import pyarrow as pa

    from experiments.concluding import said_of
    from experiments.screen import working
    from sim.calibration.conclusions import rows_of_draws
    from sim.figures.conclusions import draw_conclusions
    from sim.store import aside, write_csv

    files = [
        write_csv(pa.Table.from_pylist([one._asdict() for one in conclusions]), job.folder / "conclusions.csv"),
        write_csv(pa.table(rows_of_draws(draws, found)), job.folder / "draws.csv"),
    ]
    figure = job.folder / "conclusions.png"
    with working("drawing"), aside(figure) as temporary:
        draw_conclusions(conclusions, said_of(settings, len(draws.values))).savefig(temporary, dpi=130)
    return [*files, figure]


def main() -> None:
    """The command."""
    through_door("conclusions", work)


if __name__ == "__main__":
    main()
