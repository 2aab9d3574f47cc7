"""What a scenario file and a list of changes say: read as plain data, in which nothing can be run."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sim.config import NAMED
from sim.mistakes import ConfigurationError, all_paths, as_written, no_choice, no_setting
from sim.spans import shown

MAX_FILE_BYTES = 1_000_000
NOT_DATA = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError)


class PlainLoader(yaml.SafeLoader):
    """YAML that can only be data; as in Hydra's files a key stands once and 1e6 is a number."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Read a mapping, and refuse a key that stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {shown(key.value)} stands twice", key.start_mark)
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else "")
        return super().construct_mapping(node, deep)


_NUMBER = r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)|\.[0-9_]+[eE][-+]?[0-9]+)"
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(f"^{_NUMBER}$"), list("-+0123456789."))


def read_yaml(path: Path) -> dict[str, Any]:
    """What does this file say? A mapping of names to values."""
    try:
        refuse_oddities(path)
        data = yaml.load(path.read_text(encoding="utf-8"), PlainLoader)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"
        raise ConfigurationError(f"{path}: cannot be read: {reason}") from None
    except NOT_DATA as error:
        raise ConfigurationError(f"{path}: {_not_plain(error)}") from None
    if not isinstance(data, dict):
        raise ConfigurationError(f"{path}: should be a mapping of names to settings; it is {shown(data)}")
    return data


def refuse_oddities(path: Path) -> None:
    """A device, a pipe or a file of many megabytes is no scenario, and reading it might never end."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise ConfigurationError(f"{path}: is not a regular file; should be a YAML file")
    if path.is_file() and path.stat().st_size > MAX_FILE_BYTES:
        raise ConfigurationError(f"{path}: has {path.stat().st_size} bytes; should be at most {MAX_FILE_BYTES}")


def _not_plain(error: Exception) -> str:
    """What in the file is not plain data, and in which line?"""
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
    tag = re.search(r"could not determine a constructor for the tag '([^']+)'", problem)
    if tag:
        problem = f"{shown(tag.group(1).replace('tag:yaml.org,2002:', '!!'))} asks for more than data"
    if not isinstance(error, yaml.YAMLError):
        problem = "it is nested too deeply" if isinstance(error, RecursionError) else "it holds a value that cannot be read"
    where = f"line {mark.line + 1}: " if mark else ""
    return f"{where}should be plain YAML data: {' '.join(problem.split())}"


def refuse_interpolations(data: Any) -> None:
    """A scenario is what it says: it refers to nothing outside itself."""
    for path, text in _texts(data, "", set()):
        if "${" in text:
            raise ConfigurationError(f"{path}: should be plain data; {shown(text)} refers to something outside")


def _texts(node: Any, path: str, seen: set[int]) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, (dict, list)) and id(node) not in seen:
        seen.add(id(node))
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _texts(value, f"{path}.{key}" if path else str(key), seen)


class Change(NamedTuple):
    """One change to a scenario, in Hydra's grammar."""

    text: str  # as it was written
    path: str  # what is changed
    value: Any
    group: str | None  # whose choice `value` names; None where it is a plain value
    removes: bool


@cache
def choices() -> dict[str, list[str]]:
    """Which choices ship in each group of `configs/` that a scenario is made of?"""
    others = ("design", "cluster", "mapping", "duel", "why", "campaign", "post", "__pycache__")  # of commands
    folders = [entry for entry in files("configs").iterdir() if entry.is_dir() and entry.name not in others]
    return {f.name: sorted(e.name[:-5] for e in f.iterdir() if e.name.endswith(".yaml")) for f in folders}


def read_changes(overrides: Sequence[str]) -> list[Change]:
    """What is to be changed? Each change by itself makes sense, or is refused."""
    if isinstance(overrides, str):
        overrides = [overrides]
    return [_read_change(str(text)) for text in overrides]


def _read_change(text: str) -> Change:
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.core.override_parser.types import OverrideType
    from hydra.errors import HydraException

    try:
        parsed = OverridesParser.create().parse_override(text)
    except (HydraException, ValueError, RecursionError):
        raise ConfigurationError(f"{as_written(text)}: should read path=value, such as relief.delay_minutes=60") from None
    key, removes = str(parsed.key_or_group), parsed.type == OverrideType.DEL
    if parsed.is_sweep_override():
        raise ConfigurationError(f"{as_written(text)}: should be one value; several, or a range of them, make a sweep")
    if not key:
        raise ConfigurationError(f"{as_written(text)}: should read path=value, such as relief.delay_minutes=60")
    if re.split(r"[./]", key)[0] == "hydra":
        raise ConfigurationError(no_setting(key))
    group = key if key in choices() and not removes else None
    path = parsed.package or key
    change = Change(text, path, parsed.value(), group, removes)
    _refuse_senseless(change)
    return change


def _refuse_senseless(change: Change) -> None:
    """Some changes can be read but mean nothing."""
    if change.removes and not any(re.fullmatch(rf"{re.escape(family)}\.[^.]+", change.path) for family in NAMED):
        raise ConfigurationError(f"~{change.path}: only a group or contingent can be taken away, as in ~resistance.groups.NAME")
    if change.value == {}:
        raise ConfigurationError(f"{as_written(change.text)}: an empty mapping would change nothing")
    if change.group == "scenario":
        raise ConfigurationError(f"{as_written(change.text)}: the scenario itself cannot be changed, only what is in it")
    if change.group and change.value not in choices()[change.group]:
        raise ConfigurationError(no_choice(change.group, change.value, choices()[change.group]))
    family = {"group": "resistance.groups", "contingent": "garrison.contingents"}.get(change.group or "")
    if family and change.path.rpartition(".")[0] != family:
        raise ConfigurationError(f"{change.text}: should say for whom, as in {change.group}@{family}.NAME={change.value}")
    if change.group and not family and change.path != change.group:
        raise ConfigurationError(f"{change.text}: should read {change.group}={change.value}")


def apply_changes(data: dict[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """The same data with these changes; a choice puts all of its values over what is there."""
    for change in changes:
        keys, value = change.path.split("."), change.value
        if change.removes:
            data = _without(data, keys, all_paths(data))
            continue
        if change.group:
            value = read_yaml(Path(str(files("configs").joinpath(change.group, f"{change.value}.yaml"))))
        data = _with(data, keys, value)
    return data


def _with(under: Any, keys: Sequence[str], value: Any) -> Any:
    if not keys:
        return merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    result = dict(under) if isinstance(under, dict) else {}
    result[keys[0]] = _with(result.get(keys[0]), keys[1:], value)
    return result


def _without(data: dict[str, Any], keys: Sequence[str], known: Sequence[str]) -> dict[str, Any]:
    if ".".join(keys) not in known:
        raise ConfigurationError(no_setting(".".join(keys), known))
    part, family, name = keys
    left = {key: value for key, value in data[part][family].items() if key != name}
    return data | {part: data[part] | {family: left}}


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Two mappings as one; where both have a key, the second wins. A range is a value, not a mapping to merge."""
    if set(over) & {"low", "high"}:
        return over
    result = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result
