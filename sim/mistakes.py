"""Mistakes in a configuration, said in one line each: the path, the value, what would have been right."""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError


class ConfigurationError(ValueError):
    """The configuration cannot be played; the message says why and what would have been right."""


def nearest(word: str, candidates: Iterable[str]) -> str:
    """A suggestion to append: ``; did you mean 'x'?``, or nothing where nothing is near."""
    found = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.6)
    return f"; did you mean '{found[0]}'?" if found else ""


def nearest_path(path: str) -> str:
    """The valid path nearest to this one, as a suggestion to append."""
    keys, tail = path.split("."), path.rpartition(".")[2]
    known = all_paths()
    same_depth = [p for p in known if p.count(".") == len(keys) - 1]
    found = difflib.get_close_matches(path, same_depth, n=1, cutoff=0.75) or difflib.get_close_matches(path, known, n=1, cutoff=0.7)
    if not found:
        tails = {p.rpartition(".")[2]: p for p in known}
        found = [tails[t] for t in difflib.get_close_matches(tail, tails, n=1, cutoff=0.75)]
    return f"; did you mean '{found[0]}'?" if found else ""


def all_paths() -> list[str]:
    """Every path a scenario may hold; a group's or contingent's own name is written ``NAME``."""
    from sim.config import Scenario

    return list(_paths(Scenario, ""))


def _paths(model: type[BaseModel], prefix: str) -> Iterable[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        inner = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
        members = [k for k in get_args(kind) if isinstance(k, type) and issubclass(k, BaseModel)]
        yield f"{prefix}{name}"
        if inner:
            yield from _paths(inner, f"{prefix}{name}.")
        for member in members:
            yield from _paths(member, f"{prefix}{name}.NAME.")


def explain(error: ValidationError, data: Any = None) -> str:
    """Every mistake pydantic found, a line each."""
    return "\n".join(_explain_one(mistake) for mistake in error.errors())


def _explain_one(mistake: dict[str, Any]) -> str:
    path, kind, value = ".".join(str(key) for key in mistake["loc"]), mistake["type"], mistake.get("input")
    path = path.removesuffix(".[key]") or "scenario"
    if kind == "extra_forbidden":
        return f"{path}: there is no such setting{_suggest(path)}"
    if kind == "missing":
        return f"{path}: is missing"
    if kind == "literal_error":
        expected = mistake["ctx"]["expected"]
        return f"{path}: {value!r} is none of {expected}{nearest(str(value), re.findall(r"'([^']*)'", expected))}"
    if kind == "value_error":
        return f"{path}: {mistake['ctx']['error']}"
    return f"{path}: {_words(mistake)}; it is {_short(value)}"


def _suggest(path: str) -> str:
    generic = re.sub(r"(resistance\.groups|garrison\.contingents)\.[^.]+", r"\1.NAME", path)
    suggestion = nearest_path(generic)
    own_name = re.search(r"(?:resistance\.groups|garrison\.contingents)\.([^.]+)", path)
    return suggestion.replace("NAME", own_name.group(1)) if own_name else suggestion


def _words(mistake: dict[str, Any]) -> str:
    return mistake["msg"].replace("Input should", "should").replace("String should", "should").replace("Dictionary should", "should")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def hydra_mistakes() -> tuple[type[Exception], ...]:
    """What Hydra and OmegaConf raise when a configuration does not compose."""
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException
    from yaml import YAMLError

    return HydraException, OmegaConfBaseException, YAMLError


def explain_hydra(error: Exception, known: Sequence[str] = ()) -> str:
    """Hydra's complaint in one line, with the nearest valid name."""
    text = " ".join(f"{error} {error.__cause__ or ''}".split())
    missing_key = re.search(r"Could not override '([^']+)'", text) or re.search(r"Key '([^']+)' is not in struct full_key: (\S+)", text)
    if missing_key:
        path = missing_key.group(missing_key.lastindex or 1)
        own = nearest(path, known)
        return f"{path}: there is no such setting{own or _suggest(path)}"
    option = re.search(r"(?:Could not find|Could not load) '([^']+)/([^'/]+)'.*?Available options in '[^']+': (.*?)(?:Config search path|$)", text)
    if option:
        group, wrong, right = option.group(1), option.group(2), option.group(3).split()
        return f"{group}={wrong}: there is no such choice{nearest(wrong, right)}; there are {', '.join(right)}"
    return text.replace("See https://hydra.cc/docs/1.2/advanced/override_grammar/basic for details", "").strip()
