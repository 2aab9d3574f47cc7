"""Changes inside a list, as a person types them: Hydra's grammar wants quotes around what holds an equals sign."""

from collections.abc import Iterator

OF_CHANGES = "what_if="  # whose value is a list of changes
OPENING, CLOSING, QUOTES = "([{", ")]}", "\"'"


def quoted(argument: str) -> str:
    """The same argument with quotes where they are needed: ``what_if=[air=none]`` is ``what_if=["air=none"]``."""
    if not argument.startswith(OF_CHANGES):
        return argument
    return OF_CHANGES + ",".join(_as_list(part) for part in split(argument.removeprefix(OF_CHANGES)))


def _as_list(part: str) -> str:
    """One list; a change by itself is a list of one."""
    if part.startswith("[") and part.endswith("]"):
        return f"[{','.join(_as_word(inner) for inner in split(part[1:-1]))}]"
    return f"[{_as_word(part)}]" if needs_quotes(part) else part


def _as_word(change: str) -> str:
    """One change, in quotes if it needs them."""
    if not needs_quotes(change):
        return change
    return '"' + change.replace('"', '\\"') + '"'


def needs_quotes(change: str) -> bool:
    """Would Hydra stumble over it?"""
    return change[:1] not in ("", *QUOTES) and ("=" in change or change.startswith("~"))


def split(text: str) -> list[str]:
    """The parts between commas, those inside brackets and quotes left alone."""
    parts = [""]
    for sign, is_inside in _with_depth(text):
        if sign == "," and not is_inside:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _with_depth(text: str) -> Iterator[tuple[str, bool]]:
    """Each sign, and whether it stands inside brackets or quotes."""
    depth, quote = 0, ""
    for sign in text:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in QUOTES:
            quote = sign
        else:
            depth += (sign in OPENING) - (sign in CLOSING)
        yield sign, depth > 0 or bool(quote)
