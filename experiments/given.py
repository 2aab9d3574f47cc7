"""Which scenario is meant, or which? What Hydra composed, or a file of the user's own with the same overrides."""

from collections.abc import Sequence
from typing import Any, Literal

from experiments.door import Job, changed_path, changes_scenario
from sim.mistakes import ConfigurationError
from sim.subject import Subject
from sim.sweeps.subjects import fetched


def subject_of(job: Job) -> Subject:
    """What does this command play?"""
    return fetched(job.subject)


def scenario_of(job: Job, scenario_file: str | None) -> Any:
    """The judged scenario of a job, or the configuration of whatever else it plays."""
    if scenario_file is None:
        return subject_of(job).judge(job.scenario)
    return subject_of(job).load(str(scenario_file), scenario_overrides(job))


def scenario_overrides(job: Job) -> list[str]:
    """What was changed on the command line in the scenario itself, its name left aside."""
    return [text for text in job.overrides if changes_scenario(text)]


def scenarios_of(job: Job, listed: Literal["all"] | Sequence[str] | None, scenario_file: str | None) -> dict[str, Any]:
    """Several scenarios by name: those listed, and that of a file, all with the changes of the command line."""
    refuse_scenario_choice(job)
    subject = subject_of(job)
    sources = [*(subject.names() if listed == "all" else listed or []), *([scenario_file] if scenario_file else [])]
    scenarios: dict[str, Any] = {}
    for source in sources:
        scenario = subject.load(source, scenario_overrides(job))
        if scenario.name in scenarios:
            raise ConfigurationError(f"scenarios: two are called {scenario.name}; give the file another 'name'")
        scenarios[scenario.name] = scenario
    return scenarios


def refuse_scenario_choice(job: Job) -> None:
    """A command that puts scenarios side by side takes a list, not one."""
    for text in job.overrides:
        if changed_path(text) == subject_of(job).form.word:
            name = text.partition("=")[2]
            raise ConfigurationError(f"{text}: this command takes a list: scenarios=[{name}]")
