"""The door of every command: configuration in, mistakes out in one line, exit code 2, no traceback."""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.quoting import quoted

if TYPE_CHECKING:
    from sim.mistakes import Form

MISTAKE, SOME_FAILED, INTERRUPTED = 2, 3, 130
OWN = (  # not the scenario's
    "seed", "scenario_file", "workers", "raid", "animate", "animation", "what_if", "bench",
    "sweep", "design", "replicates", "cluster", "common_random_numbers", "part", "parts",
    "scenarios", "number", "results", "courses", "baseline", "by", "phase", "phase_by", "level", "formats",
    "patterns", "convergence", "document", "format", "cases", "history", "mapping", "calibrate", "conclusions", "draws",
    "method", "sensitivity",
    "discover", "workshop", "host", "port", "token", "load", "people", "seconds", "url",
    "law", "attackers", "defenders", "alpha", "beta", "stop_attackers", "stop_defenders", "rounds", "kill_per_round",
    "why", "structure", "cover", "damage", "relief_people", "relief_time", "relief_law", "runs", "tick", "ticks",
)  # fmt: skip


class Job(NamedTuple):
    """What a command is asked to do."""

    scenario: dict[str, Any]  # the part of the configuration that is a scenario, not yet judged
    settings: dict[str, Any]  # the rest
    overrides: list[str]  # what was changed on the command line
    folder: Path  # where results go
    is_multirun: bool
    above: Path  # the folder of all jobs of a multirun
    choice: str  # which shipped scenario was composed; empty where a command composes none
    subject: str = "raid"  # what is played


def through_door(
    config_name: str,
    work: Callable[[Job], int | None],
    at_end: Callable[[list[Job]], None] | None = None,
    subject: str = "raid",
) -> None:
    """Compose the configuration, do the work, say mistakes clearly.

    Parameters
    ----------
    config_name : str
        File in `configs/` that lists the command's defaults.
    work : callable
        Gets a `Job`, returns the exit code, or None for 0; it may raise `ConfigurationError`.
    at_end : callable, optional
        Gets all jobs of a multirun that did not fail, when the last has ended.
    subject : str
        What the command plays.
    """
    gc.set_threshold(100_000)  # loading makes a great many objects, and hardly any dies
    os.environ.setdefault("HYDRA_FULL_ERROR", "1")  # so that mistakes reach us instead of Hydra's own report
    sys.argv[1:] = [" ".join(argument.splitlines()) for argument in sys.argv[1:]]  # a setting may run over several lines
    sys.argv[1:] = [quoted(argument) for argument in sys.argv[1:]]
    refuse_foreign_code(sys.argv[1:])
    withheld = withhold_changes_to_a_file()
    compose_once(sys.argv[1:])
    import hydra

    codes: list[int] = []
    started: list[Job] = []
    ended: list[Job] = []

    @hydra.main(version_base="1.3", config_path="pkg://configs", config_name=config_name)
    def command(config: Any) -> None:
        job = read_job(config)
        job = job._replace(overrides=[*job.overrides, *withheld], subject=subject)
        started.append(job)
        try:
            codes.append(work(job) or 0)
            ended.append(job)
        except BrokenPipeError:
            os._exit(0)  # whoever read our words has heard enough
        except Exception as error:
            print(f"redoubt: {in_one_line(error, config_name, subject)}", file=sys.stderr)  # the other jobs of a multirun go on
            codes.append(MISTAKE)
            remove_if_empty(job.folder)

    try:
        command()
        if at_end and ended and ended[0].is_multirun:
            at_end(ended)
        gc.freeze()  # nothing is left to look through: leaving is quicker
        if any(codes):
            sys.exit(MISTAKE if MISTAKE in codes else max(codes))
    except KeyboardInterrupt as stop:
        leave(str(stop) or "interrupted; only files that were already named are kept", INTERRUPTED)
    except BrokenPipeError:
        os._exit(0)
    except Exception as error:
        if not started and isinstance(error, (AssertionError, AttributeError, TypeError, ValueError)):
            leave(f"{' '.join(sys.argv[1:])}: cannot be composed; a choice such as scenario= or air= takes a name", MISTAKE)
        leave(in_one_line(error, config_name, subject), MISTAKE)


def compose_once(arguments: list[str]) -> None:
    """Hydra composes everything an extra time to see whether `hydra.mode` is set, which here only an argument can do."""
    from hydra._internal.hydra import Hydra

    if not any(argument.lstrip("+~").startswith("hydra") for argument in arguments):
        Hydra.get_mode = lambda *_args, **_names: None  # type: ignore[method-assign]


def withhold_changes_to_a_file() -> list[str]:
    """Changes to a scenario file are not for Hydra, which knows the shipped scenarios alone; with `-m` it makes the jobs."""
    arguments = sys.argv[1:]
    has_file = any(a.startswith("scenario_file=") and a not in ("scenario_file=null", "scenario_file=") for a in arguments)
    if not has_file or {"-m", "--multirun"} & set(arguments):
        return []
    changes = [a for a in arguments if not a.startswith("-") and changes_scenario(a)]
    sys.argv[1:] = [a for a in arguments if a not in changes]
    return changes


def changes_scenario(override: str) -> bool:
    """Is this override meant for the scenario itself, not for the command, for Hydra, or for the scenario's name?"""
    return changed_path(override).partition(".")[0].partition("/")[0] not in (*OWN, "hydra", "scenario", "campaign")


def changed_path(override: str) -> str:
    """Which path does this override change?"""
    return override.partition("=")[0].lstrip("+~").partition("@")[0]


def in_one_line(error: Exception, config_name: str, subject: str) -> str:
    """What was wrong with the configuration; anything else is not a mistake of the user's and keeps its traceback."""
    from sim.mistakes import ConfigurationError, explain_hydra, hydra_mistakes

    if isinstance(error, ConfigurationError):
        return str(error)
    if isinstance(error, hydra_mistakes()):
        from sim.sweeps.subjects import fetched

        form = fetched(subject).form
        return explain_hydra(error, settings_of(config_name, form), form)
    if isinstance(error, OSError):
        return f"{error.filename or 'files'}: {error.strerror or error}"
    raise error


def settings_of(config_name: str, form: "Form") -> list[str]:
    """Every setting of a command, its own and those of what it plays, to suggest from."""
    from hydra import compose
    from omegaconf import OmegaConf

    from sim.mistakes import all_paths
    from sim.scenario import hydra_of_our_own

    with hydra_of_our_own():
        plain = OmegaConf.to_container(compose(config_name), resolve=False)
    assert isinstance(plain, dict)
    own = [path for key in OWN if key in plain for path in paths_below(plain[key], key)]
    return [*own, *(path for path in all_paths(form=form) if path.partition(".")[0] in plain)]


def paths_below(node: Any, path: str) -> list[str]:
    """A path, and every path below it."""
    inner = node if isinstance(node, dict) else {}
    return [path, *(below for key in inner for below in paths_below(inner[key], f"{path}.{key}"))]


def leave(message: str, code: int) -> None:
    """The last words."""
    sys.stdout.flush()
    print(f"redoubt: {message}", file=sys.stderr)
    sys.exit(code)


def read_job(config: Any) -> Job:
    """Split what Hydra composed into the scenario and the command's own settings."""
    from hydra.core.hydra_config import HydraConfig
    from hydra.types import RunMode
    from omegaconf import OmegaConf

    plain = OmegaConf.to_container(config, resolve=True, throw_on_missing=True)
    assert isinstance(plain, dict)
    plain.pop("door_help", None)
    hydra_config = HydraConfig.get()
    return Job(
        scenario={str(key): value for key, value in plain.items() if key not in OWN},
        settings={str(key): value for key, value in plain.items() if key in OWN},
        overrides=list(hydra_config.overrides.task),
        folder=Path(hydra_config.runtime.output_dir),
        is_multirun=hydra_config.mode == RunMode.MULTIRUN,
        above=Path(hydra_config.sweep.dir),
        choice=str(hydra_config.runtime.choices.get("scenario") or hydra_config.runtime.choices.get("campaign") or ""),
    )


def remove_if_empty(folder: Path) -> None:
    """A command that was refused leaves no empty folder behind; the folder it was called in is not its own to remove."""
    if folder.is_dir() and not folder.samefile(Path.cwd()) and not any(folder.iterdir()):
        folder.rmdir()


def refuse_foreign_code(arguments: list[str]) -> None:
    """A configuration folder from elsewhere may not name code: Hydra would run it."""
    folders = [a.partition("=")[2] or b for a, b in zip(arguments, [*arguments[1:], ""], strict=False) if is_folder_flag(a)]
    for folder in folders:
        for file in sorted(Path(folder).rglob("*.yaml")):
            text = file.read_text(encoding="utf-8", errors="replace")
            if "_target_" in text or any(line.strip().startswith(("hydra:", "hydra/")) for line in text.splitlines()):
                leave(
                    f"{file}: a configuration from elsewhere may set neither _target_ nor hydra; give it as scenario_file=",
                    MISTAKE,
                )


def is_folder_flag(argument: str) -> bool:
    """Does this flag name a folder of configurations?"""
    return argument.partition("=")[0] in ("--config-dir", "-cd", "--config-path", "-cp")
