"""Which scenario is meant? What Hydra composed, or a file of the user's own with the same overrides."""

from experiments.door import Job, changes_scenario
from sim.config import Scenario
from sim.scenario import judge, load_scenario


def scenario_of(job: Job, scenario_file: str | None) -> Scenario:
    """The judged scenario of a job."""
    if scenario_file is None:
        return judge(job.scenario)
    return load_scenario(str(scenario_file), scenario_overrides(job))


def scenario_overrides(job: Job) -> list[str]:
    """What was changed on the command line in the scenario itself, its name left aside."""
    return [text for text in job.overrides if changes_scenario(text)]
