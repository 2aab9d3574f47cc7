"""`redoubt`: one subcommand for each experiment, from any folder, with tab completion."""

import os
import sys
from importlib import import_module

COMMANDS = {
    "raid": "one raid, played by Mesa agents and told",
    "sweep": "many raids of many scenarios, compared",
    "campaign": "many raids over many months, by the thousand: posts, groups, arms, seasons, policies",
    "compare": "scenarios, or results of sweeps, put side by side",
    "why": "the shortfall of a raid, shared out among its causes",
    "sensitivity": "what the differences between raids hang on: factors, and luck",
    "discover": "the box of conditions under which raids succeed",
    "workshop": "raids side by side in the browsers of a class",
    "load": "a class of thirty at once: how long do they wait?",
    "patterns": "reports and published values, beside what the model gives",
    "convergence": "what the length of a tick does to the results",
    "calibrate": "rates that make reports and historical cases likely",
    "history": "historical cases, predicted blind and scored",
    "conclusions": "statements about the model, over the posterior of its rates",
    "theory": "raids beside exact results of attrition theory",
    "bench": "how fast it is",
    "document": "every figure and generated table of the documents, made again",
}
COMPLETION_FLAGS = ("-sc", "--shell-completion", "--shell_completion")


def main() -> None:
    """Which experiment is asked for? Run it."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in COMPLETION_FLAGS:
        complete(arguments)
    elif not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
    elif arguments[0] == "--version":
        from sim import __version__

        print(f"redoubt {__version__}")
    elif arguments[0] in COMMANDS:
        run(arguments[0], arguments[1:], f"redoubt {arguments[0]}")
    else:
        from sim.mistakes import nearest

        print(
            f"redoubt: {arguments[0]}: there is no such command{nearest(arguments[0], COMMANDS)}\n\n{overview()}",
            file=sys.stderr,
        )
        sys.exit(2)


def overview() -> str:
    """What can be asked for?"""
    lines = [f"  redoubt {name:<12} {words}" for name, words in COMMANDS.items()]
    first = "Redoubt plays raids on outposts: an abstract model for study and teaching."
    last = 'Tab completion: eval "$(redoubt -sc install=bash)" (or zsh, fish)'
    return "\n".join([first, "", *lines, "", "redoubt COMMAND --help tells more.", last])


def run(command: str, arguments: list[str], program: str) -> None:
    """Hand over to the experiment as if it had been called itself."""
    sys.argv = [program, *arguments]
    import_module(f"experiments.{command}").main()


def complete(arguments: list[str]) -> None:
    """Tab completion: Hydra's own, behind the name of the command; the commands themselves first."""
    query = [a for a in arguments if a.startswith("query=")]
    words = os.environ.get("COMP_LINE", "").split()
    is_open = os.environ.get("COMP_LINE", "").endswith(" ")
    if query and (len(words) < 2 or (len(words) == 2 and not is_open)):
        print(" ".join(COMMANDS))
        return
    command = words[1] if query and words[1] in COMMANDS else "raid"
    if query:
        os.environ["COMP_LINE"] = " ".join([words[0], *words[2:]]) + (" " if is_open else "")
    run(command, arguments, "redoubt")


if __name__ == "__main__":
    main()
