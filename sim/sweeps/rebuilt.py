"""The scenario behind a row of results: from the manifest of its sweep, with the levels of its factors."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.changes import spread_out, with_levels
from sim.mistakes import ConfigurationError, as_written
from sim.subject import subject_of
from sim.sweeps.factors import known_paths, own_paths
from sim.sweeps.folder import MANIFEST, Manifest, SweepFolder, code_now
from sim.sweeps.points import Base
from sim.sweeps.subjects import subject_in

Rebuild = Callable[[dict[str, Any]], Any]  # to a scenario, or the configuration of whatever was swept


def rebuilder(results: Sequence[Path]) -> Rebuild:
    """A function from a scenario's name and the levels of its factors to the scenario that was played.

    Parameters
    ----------
    results : sequence of Path
        Folders of sweeps, folders that hold such folders, or tables beside them.

    Returns
    -------
    callable
        Takes a mapping of `scenario` and of each factor (None where it was not varied) and raises `ConfigurationError` where
        the manifests know no such scenario, or it was played by other rules.
    """
    folders = [path if path.is_dir() else path.parent for path in results]
    manifests = [SweepFolder(file.parent).read_manifest() for folder in folders for file in sorted(folder.rglob(MANIFEST))]
    found = [(manifest, base) for manifest in manifests if manifest is not None for base in bases_of(manifest)]

    def rebuild(key: dict[str, Any]) -> Any:
        manifest, base = behind(found, key)
        subject = subject_of(base.scenario)
        now = code_now(subject)
        if any(manifest.code.get(rules) != now.get(rules) for rules in ("rules", subject.name)):
            raise ConfigurationError(f"the rules have changed since {as_written(str(key['scenario']))} was swept")
        return with_its_levels(base, key)

    return rebuild


def bases_of(manifest: Manifest) -> list[Base]:
    """The scenarios of a sweep, from its manifest."""
    model = subject_in(manifest.identity).form.model
    return [
        Base(kept["words"], kept["fixed"], model.model_validate(kept["scenario"]), kept.get("conditions", {}))
        for kept in manifest.identity["bases"]
    ]


def behind(found: Sequence[tuple[Manifest, Base]], key: Mapping[str, Any]) -> tuple[Manifest, Base]:
    """The base of this name, of these choices and with these fixed levels."""
    for manifest, base in found:
        said, choices = base.fixed | base.words, subject_of(base.scenario).choices
        if all(key.get(path) == level for path, level in said.items() if path in key or path in choices):
            return manifest, base
    raise ConfigurationError(f"no manifest beside the results holds the scenario {as_written(str(key['scenario']))}")


def with_its_levels(base: Base, key: Mapping[str, Any]) -> Any:
    """The base with the levels of its point."""
    held = [changes for name, changes in base.conditions.items() if key.get(name)]
    scenario = with_levels(base.scenario, {path: level for changes in held for path, level in changes.items()})
    subject = subject_of(scenario)
    known, others = known_paths(scenario.model_dump(), subject.form), (*subject.choices, *base.conditions, "scenario")
    levels = {path: level for path, level in key.items() if level is not None and path not in others}
    return with_levels(scenario, spread_out(levels, {path: own_paths(path, scenario, known) for path in levels}))
