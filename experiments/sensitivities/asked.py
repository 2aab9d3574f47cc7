"""What a sensitivity analysis was asked for, worked out: which raids it takes."""

from typing import TYPE_CHECKING, NamedTuple

from experiments.door import Job
from sim.mistakes import ConfigurationError
from sim.sensitivity.sample import Sample, levels_at, sample_of
from sim.subject import RAID
from sim.sweeps.points import table_of_points, with_luck
from sim.sweeps.request import MOST_POINTS, Replicates

if TYPE_CHECKING:
    from experiments.sensitivities.settings import SensitivitySettings
    from experiments.sweeping.conducting import Order
    from sim.sweeps.factors import Factor


class Asked(NamedTuple):
    """An analysis, ready to be judged and begun."""

    sample: Sample
    order: "Order"


def read_asked(job: Job, settings: "SensitivitySettings") -> Asked:
    """Work out what is played, before anything is."""
    from experiments.sweeping.asked import bases_of, bounds_of, factors_of, refuse_fixed_and_varied, refuse_told
    from experiments.sweeping.conducting import Order

    factors = factors_of(job, settings.design)
    refuse_too_few_or_many(settings, factors)
    refuse_fixed_and_varied(job, settings.design, [factor.path for factor in factors])
    refuse_told(job)
    sample = sample_of(factors, settings.method, settings.design.n, settings.design.seed, settings.sensitivity.grid)
    columns = levels_at(factors, sample)
    bases = list(bases_of(job, settings.scenario_file, [job.scenario["name"]], columns))
    order = Order(
        seed=settings.seed,
        common_random_numbers=True,  # each point has a luck of its own
        replicates=Replicates(min=1, max=1),
        design=design_of(settings, factors),
        bases=bases,
        factors=[column.path for column in columns if column.path not in (*RAID.choices, "scenario")],
        points=with_luck(table_of_points(bases, columns), sample.luck),
        bounds=table_of_points(bases, bounds_of(factors)),
    )
    return Asked(sample, order)


def refuse_too_few_or_many(settings: "SensitivitySettings", factors: "tuple[Factor, ...]") -> None:
    """There should be something to vary, and no more points than a sweep takes."""
    if not factors:
        raise ConfigurationError("design.factors: every usual factor is fixed on the command line; should vary one at least")
    points = settings.design.n * (len(factors) + (3 if settings.method == "sobol" else 2))
    if points > MOST_POINTS:
        raise ConfigurationError(
            f"design.n: {settings.design.n:,} with {len(factors)} factors makes {points:,} points; "
            f"should make at most {MOST_POINTS:,}"
        )


def design_of(settings: "SensitivitySettings", factors: "tuple[Factor, ...]") -> dict[str, object]:
    """The design as plain data, by which its folder knows it."""
    own = settings.design.model_dump(mode="json", exclude={"factors", "usual"})
    grid = {"grid": settings.sensitivity.grid} if settings.method == "morris" else {}
    return {"kind": f"sensitivity, {settings.method}", **own, **grid, "factors": [factor._asdict() for factor in factors]}
