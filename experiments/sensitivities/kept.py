"""The result of a sensitivity analysis on disk: indices as a table, and the figure."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    from experiments.sensitivities.asked import Asked
    from experiments.sensitivities.settings import SensitivitySettings
    from sim.sweeps.folder import SweepFolder

Rows = list[Any]  # of Share, or of Effect


class Found(NamedTuple):
    """What came out, and where it lies."""

    rows: dict[str, Rows]  # of each measure; none where it does not vary
    files: list[Path]


def keep(settings: "SensitivitySettings", asked: "Asked", folder: "SweepFolder") -> Found:
    """Estimate, keep and draw."""
    from experiments.screen import progress_bar
    from sim.sensitivity.indices import indices_of

    measures, rows = settings.sensitivity.measures, dict[str, Rows]()
    with progress_bar("estimating", len(measures)) as bar:
        for name in measures:
            values = values_at(folder, name, len(asked.sample.luck))
            rows[name] = indices_of(asked.sample, name, values, settings.sensitivity.resamples, settings.design.seed)
            bar.advance(1)
    return Found(rows, [write_rows(rows, folder.path), draw(settings, asked, rows, folder.path)])


def values_at(folder: "SweepFolder", measure: str, points: int) -> "np.ndarray":
    """The measure at each point in the order of the sample, shape (points,), whatever the order of the raids."""
    import numpy as np

    from sim.sweeps.results import values_of_round

    point, found = values_of_round(folder, 0, measure)
    values = np.full(points, np.nan)
    values[point] = found
    return values


def write_rows(rows: dict[str, Rows], folder: Path) -> Path:
    """A row for each measure and factor."""
    import pyarrow as pa

    from sim.store import write_csv

    told = [row._asdict() for own in rows.values() for row in own]
    return write_csv(pa.Table.from_pylist(told) if told else pa.table({"measure": [], "factor": []}), folder / "indices.csv")


def draw(settings: "SensitivitySettings", asked: "Asked", rows: dict[str, Rows], folder: Path) -> Path:
    """All measures side by side."""
    from experiments.screen import working
    from sim.figures.sensitivity import draw_sensitivity
    from sim.store import aside

    figure = folder / "sensitivity.png"
    with working("drawing"), aside(figure) as temporary:
        draw_sensitivity(asked.sample, rows, title_of(asked), small_print(settings, asked)).savefig(temporary, dpi=130)
    return figure


def title_of(asked: "Asked") -> str:
    """Of what?"""
    names = list(dict.fromkeys(base.words["scenario"] for base in asked.order.bases))
    who = asked.order.bases[0].scenario.title if len(names) == 1 else f"{len(names)} scenarios"
    return f"What outcomes hang on: {who}"


def small_print(settings: "SensitivitySettings", asked: "Asked") -> str:
    """How many raids stand behind it, and of which kind?"""
    base = "base sample" if settings.method == "sobol" else "trajectories"
    return (
        f"{len(asked.sample.luck):,} raids, one a point; {base} {settings.design.n:,}; design seed {settings.design.seed}, "
        f"seed {settings.seed}; {settings.sensitivity.resamples} resamples"
    )
