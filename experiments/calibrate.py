"""Which rates make reports and historical cases likely? `python -m experiments.calibrate`."""

from typing import TYPE_CHECKING, Any

from experiments.door import Job, through_door

if TYPE_CHECKING:
    import numpy as np

    from experiments.settings import CalibrateSettings
    from sim.calibration.evidence import Trial
    from sim.calibration.posterior import Posterior
    from sim.calibration.study import Prior
    from sim.history.prediction import RuleDraws


def work(job: Job) -> None:
    """Play, count, weigh, keep, draw, tell."""
    from experiments.calibrations.kept import keep, write_into_configs
    from experiments.calibrations.said import print_calibration
    from experiments.screen import print_files, working
    from experiments.settings import CalibrateSettings, judge_settings
    from sim.calibration.study import pieces_of, read_prior

    settings = judge_settings(CalibrateSettings, job)
    asked = settings.calibrate
    prior = read_prior(asked.usual if asked.prior is None else asked.prior)
    trials = trials_of(job, settings, prior)
    counts = counted(settings, prior, trials)
    pieces = pieces_of(trials)
    with working("weighing"):
        posterior = weighed(asked, prior, trials, counts)
    draws = drawn(prior, posterior)
    files = keep(asked.dir, prior, posterior, draws, pieces, settings.seed)
    print_calibration(prior, posterior, draws, pieces)
    if asked.write:
        files += write_into_configs(prior, posterior, draws)
    print_files(*files)


def trials_of(job: Job, settings: "CalibrateSettings", prior: "Prior") -> "list[Trial]":
    """Every historical case whose outcome is known, and every shipped scenario, with the rates as ranges."""
    from experiments.history import shipped
    from sim.calibration.evidence import historical, reported
    from sim.history.cases import read_cases
    from sim.scenario import load_scenario, scenario_names
    from sim.spans import Span

    asked = settings.calibrate
    ranges = {name: Span(factor.low, factor.high) for name, factor in zip(prior.names, prior.factors, strict=True)}
    rules = {**job.scenario["rules"], **ranges}
    cases = read_cases(settings.cases or shipped())
    scenarios = [load_scenario(name) for name in scenario_names()]
    return [
        *historical(cases, settings.mapping, rules),
        *(reported(scenario, rules, asked.least_tick, asked.tolerance) for scenario in scenarios),
    ]


def counted(settings: "CalibrateSettings", prior: "Prior", trials: "list[Trial]") -> "np.ndarray":
    """How often each piece of evidence came about at each point, shape (points, pieces)."""
    from experiments.screen import progress_bar
    from sim.calibration.study import count_all, design_of
    from sim.history.prediction import RuleDraws
    from sim.warm import warm_up

    asked = settings.calibrate
    points = RuleDraws(prior.names, prior.values(design_of(prior, asked.draws)))
    warm_up()
    with progress_bar("raids", asked.draws * asked.raids * len(trials)) as bar:
        return count_all(trials, points, asked.raids, settings.seed, asked.dir, settings.workers, bar.advance)


def weighed(asked: Any, prior: "Prior", trials: "list[Trial]", counts: "np.ndarray") -> "Posterior":
    """The posterior by the emulated likelihood."""
    from sim.calibration.emulator import fitted
    from sim.calibration.posterior import posterior_of
    from sim.calibration.study import DESIGN_SEED, candidates_of, design_of, pieces_of

    surfaces = fitted(design_of(prior, asked.draws), counts, asked.raids, asked.ridge)
    cube = candidates_of(prior, asked.candidates)
    return posterior_of(surfaces, pieces_of(trials), cube, asked.least_discrepancy, asked.kept, DESIGN_SEED)


def drawn(prior: "Prior", posterior: "Posterior") -> "RuleDraws":
    """The draws that are kept, as values of the rates."""
    from sim.history.prediction import RuleDraws

    return RuleDraws(prior.names, prior.values(posterior.places[posterior.kept]))


def main() -> None:
    """The command."""
    through_door("calibrate", work)


if __name__ == "__main__":
    main()
