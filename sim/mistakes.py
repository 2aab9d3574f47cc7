"""Mistakes in a configuration, said in one line each: the path, what would have been right, the value, the nearest name."""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from sim.config import NAMED, Scenario
from sim.spans import shown

MOST_LINES = 25
# What pydantic calls a mistake, and what we say would have been right.
RIGHT = {
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "float_type": "should be a number",
    "float_parsing": "should be a number",
    "bool_type": "should be true or false",
    "string_type": "should be text",
    "string_too_short": "should not be empty",
    "string_pattern_mismatch": "should be a letter, then letters, digits and _, all lower case, at most 40",
    "path_type": "should be the path of a file",
    "dict_type": "should be a mapping of names to settings",
    "model_type": "should be a mapping of settings",
    "model_attributes_type": "should be a mapping of settings",
    "list_type": "should be a list",
    "recursion_loop": "should not contain itself",
    "invalid_key": "every key should be text",
}


class Form(NamedTuple):
    """What kind of configuration is it?"""

    word: str  # as a message calls it
    model: type[BaseModel]
    families: tuple[str, ...]  # paths of mappings whose keys are names of one's own


SCENARIO = Form("scenario", Scenario, NAMED)


class ConfigurationError(ValueError):
    """The configuration cannot be played; the message says why and what would have been right."""


def nearest(word: str, candidates: Iterable[str]) -> str:
    """A suggestion to append: ``; did you mean 'x'?``, or nothing where nothing is near."""
    same = {candidate.casefold(): candidate for candidate in candidates}
    found = difflib.get_close_matches(word.casefold(), same, n=1, cutoff=0.6)
    return f"; did you mean '{same[found[0]]}'?" if found else ""


def as_written(word: Any) -> str:
    """Text as it was written, where that can be shown on a line."""
    return word if isinstance(word, str) and word.isprintable() and 0 < len(word) <= 80 else shown(word)


def no_choice(what: str, word: Any, choices: Sequence[str]) -> str:
    """There is no such choice; which are there, and which is the nearest?"""
    return f"{what}={as_written(word)}: should be one of {', '.join(choices)}{nearest(str(word), choices)}"


def all_paths(data: Any = None, form: Form = SCENARIO) -> list[str]:
    """Every path a scenario may hold.

    Parameters
    ----------
    data : mapping, optional
        A scenario as plain data; its groups and contingents then stand under their own names, else under ``NAME``.
    form : Form, optional
        What is configured, where it is no scenario.
    """
    return list(_paths(form.model, "", data))


def _paths(model: type[BaseModel], prefix: str, data: Any) -> Iterable[str]:
    for name, field in model.model_fields.items():
        inner = data.get(name) if isinstance(data, dict) else None
        yield f"{prefix}{name}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _paths(field.annotation, f"{prefix}{name}.", inner)
        for member in get_args(field.annotation):
            if isinstance(member, type) and issubclass(member, BaseModel):
                for own in inner if isinstance(inner, dict) else ["NAME"]:
                    yield f"{prefix}{name}.{own}"
                    yield from _paths(member, f"{prefix}{name}.{own}.", None)


def nearest_path(path: str, known: Sequence[str] = ()) -> str:
    """The valid path nearest to this one, as a suggestion to append: a sibling, else the same setting elsewhere."""
    known, path = known or all_paths(), path.replace("/", ".")
    parent, _, tail = path.rpartition(".")
    siblings = {p.rpartition(".")[2]: p for p in known if p.rpartition(".")[0] == parent}
    found = [siblings[name] for name in _close(tail, siblings)] or _same_elsewhere(path, known)
    return f"; did you mean '{found[0]}'?" if found else ""


def _close(word: str, names: Iterable[str]) -> list[str]:
    names = list(names)
    starts = {name[: len(word)]: name for name in reversed(names)} if len(word) > 3 else {}
    same_start = [starts[start] for start in difflib.get_close_matches(word, starts, n=1, cutoff=0.8)]
    return difflib.get_close_matches(word, names, n=1, cutoff=0.65) or same_start


def _same_elsewhere(path: str, known: Sequence[str]) -> list[str]:
    tail = path.rpartition(".")[2]
    same_tail = [p for p in known if p.rpartition(".")[2] == tail]
    same_depth = [p for p in known if p.count(".") == path.count(".")]
    if same_tail:
        return sorted(same_tail, key=lambda p: -difflib.SequenceMatcher(None, path, p).ratio())
    near = difflib.get_close_matches(path, same_depth, n=1, cutoff=0.85)
    tails = {p.rpartition(".")[2]: p for p in known}
    return near or [tails[name] for name in _close(tail, tails)]


def no_setting(path: str, known: Sequence[str] = (), form: Form = SCENARIO) -> str:
    """There is no such setting; which is the nearest?"""
    known = known or all_paths(form=form)
    first = re.split(r"[./]", path)[0]
    if first == "hydra" or re.search(r"(^|[./])_", path):
        return f"{path}: there is no such setting; a {form.word} is plain data, and nothing in it is run"
    if first == "defaults":
        return f"{path}: there is no such setting; the {form.word} to start from stands in 'base'"
    family = next((family for family in form.families if path.startswith(f"{family}.")), None)
    if family:
        return _no_setting_of_named(path, family, known)
    return f"{path}: there is no such setting{nearest_path(path, known)}"


def _no_setting_of_named(path: str, family: str, known: Sequence[str]) -> str:
    """The mistake may be in the name of the group or contingent, or in the setting below it."""
    own = path.removeprefix(f"{family}.").partition(".")[0]
    names = [p.rpartition(".")[2] for p in known if p.rpartition(".")[0] == family]
    if own not in names and names != ["NAME"]:
        return f"{path}: {family} has no '{own}', only {', '.join(names)}{nearest(own, names)}"
    valid = [p.replace("NAME", own) for p in known]
    if path in valid:
        return f"{path}: {family} has no '{own}'"
    return f"{path}: there is no such setting{nearest_path(path, [p for p in valid if p.startswith(f'{family}.{own}.')])}"


def explain(error: ValidationError, data: Any = None, known: Sequence[str] = (), form: Form = SCENARIO) -> str:
    """Every mistake pydantic found, a line each.

    Parameters
    ----------
    error : pydantic.ValidationError
        What was found.
    data : mapping, optional
        What was judged; suggestions then use its own names of groups and contingents.
    known : sequence of str, optional
        The paths to suggest from; those of a scenario by default.
    form : Form, optional
        What is configured, where it is no scenario.
    """
    known = known or all_paths(data, form)
    mistakes = error.errors(include_url=False)
    present = [mistake for mistake in mistakes if mistake["type"] != "missing"]
    others = [_explain_one(mistake, known, form) for mistake in present[: 2 * MOST_LINES]]
    lines = [*_explain_missing(mistakes, known, form), *dict.fromkeys(others)]
    left = max(len(lines), len(present)) - MOST_LINES
    more = [f"... and {left} more mistakes"] if left > 0 else []
    return "\n".join(lines[:MOST_LINES] + more)


def _explain_missing(mistakes: Iterable[Any], known: Sequence[str], form: Form) -> list[str]:
    """What is missing, a line for each part it is missing from."""
    missing: dict[str, list[str]] = {}
    for mistake in mistakes:
        if mistake["type"] == "missing":
            *part, name = map(as_written, mistake["loc"])
            missing.setdefault(".".join(part), []).append(name)
    whole = [path for path in known if path not in missing]
    return [_lacks(part, names, whole, form) for part, names in missing.items()]


def _lacks(part: str, names: Sequence[str], known: Sequence[str], form: Form) -> str:
    """A group that lacks nearly everything is probably another one, misspelt."""
    family, _, own = part.rpartition(".")
    named = [p.rpartition(".")[2] for p in known if p.rpartition(".")[0] == family and p != part]
    others = named if family in form.families else []
    if len(names) == 1:
        return f"{part}{'.' if part else ''}{names[0]}: is missing"
    return f"{part or f'the {form.word}'}: lacks {', '.join(names)}{nearest(own, others)}"


def _explain_one(mistake: Any, known: Sequence[str], form: Form) -> str:
    kind, value, context = mistake["type"], mistake.get("input"), mistake.get("ctx", {})
    keys = mistake["loc"][:-1] if kind == "invalid_key" else mistake["loc"]
    path = ".".join(as_written(key) for key in keys if key != "[key]")
    if kind == "extra_forbidden":
        return no_setting(path, known, form)
    if kind == "value_error":
        return f"{path}: {context['error']}" if path else str(context["error"])
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", context["expected"])
        return f"{path}: should be one of {', '.join(words)}; it is {shown(value)}{nearest(str(value), words)}"
    if kind == "too_short":
        return f"{path}: should have at least {context['min_length']}; it has {context['actual_length']}"
    if kind in ("too_long", "string_too_long"):
        return f"{path}: should have at most {context['max_length']}; it is {shown(value)}"
    return f"{path or f'the {form.word}'}: {RIGHT.get(kind) or _words(mistake)}; it is {shown(value)}"


def _words(mistake: Any) -> str:
    return re.sub(r"^(Input|String|Dictionary|List|Value) should", "should", mistake["msg"])


def hydra_mistakes() -> tuple[type[Exception], ...]:
    """What Hydra and OmegaConf raise when a configuration does not compose."""
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException
    from yaml import YAMLError

    return HydraException, OmegaConfBaseException, YAMLError


def explain_hydra(error: Exception, known: Sequence[str] = (), form: Form = SCENARIO) -> str:
    """Hydra's complaint in one line, with the nearest valid name.

    Parameters
    ----------
    error : Exception
        One of `hydra_mistakes`.
    known : sequence of str, optional
        The paths to suggest from; those of a scenario by default.
    """
    text = " ".join(f"{error} {error.__cause__ or ''}".split())
    if "Ambiguous value for argument" in text:
        return f"{text.split(chr(39))[1]}: several values make several jobs: add -m"
    if unreadable := getattr(error, "override", None):
        return f"{unreadable}: cannot be read as PATH=VALUE ({_without_advice(text)})"
    path = re.search(r"Could not override '([^']+)'", text) or re.search(r"is not in struct full_key: (\S+)", text)
    if path:
        return no_setting(path.group(1), known, form)
    options = r"Available options in '[^']+': (.*?)(?: Config search path|$)"
    choice = re.search(rf"Could not (?:find|load) '([^']+)/([^'/]*)'.*?{options}", text)
    if choice:
        return no_choice(choice.group(1), choice.group(2), choice.group(3).split())
    return _without_advice(text)


def _without_advice(text: str) -> str:
    text = re.sub(r"See https://hydra\.cc\S*( for details)?|full_key:.*|object_type=.*", "", text)
    return text.strip()
