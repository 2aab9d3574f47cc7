"""What the documents say in tables, made from the configuration and from results."""

from collections.abc import Callable
from pathlib import Path


def maker(docs: Path) -> Callable[[str], str]:
    """What makes a block of the documents in this folder, from its name? A table of results is named by its file there.

    Raises
    ------
    ConfigurationError
        If nobody makes a block of that name.
    """
    from experiments.documenting import campaigns, parameters, results

    tables = parameters.makers() | results.makers() | campaigns.makers()

    def make(name: str) -> str:
        from sim.mistakes import ConfigurationError, no_choice

        if name.endswith(".csv"):
            return results.table_of_file(docs / name)
        if name not in tables:
            raise ConfigurationError(no_choice("block of a document", name, list(tables)))
        return tables[name]()

    return make
