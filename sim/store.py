"""Results on disk: Parquet with its provenance, written aside and renamed, so that nobody reads half a file."""

import json
import os
import platform
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

PROVENANCE_KEY = b"redoubt"


def versions() -> dict[str, str]:
    """Of everything a number may hang on."""
    import numba
    import numpy

    from sim.version import __version__

    return {
        "redoubt": __version__,
        "python": platform.python_version(),
        "numba": numba.__version__,
        "numpy": numpy.__version__,
    }


def provenance_of(config: dict[str, Any], seed: int) -> dict[str, Any]:
    """Where do these results come from? Resolved configuration, seed, versions, and a digest of the rules."""
    from sim.compiled import source_digest

    return {"seed": seed, "versions": versions(), "rules_digest": source_digest(), "config": config}


def write_parquet(table: pa.Table, path: Path, provenance: dict[str, Any] | None = None) -> Path:
    """Keep a table; its provenance travels in its metadata."""
    if provenance is not None:
        kept = json.dumps(provenance, default=str, sort_keys=True).encode()
        table = table.replace_schema_metadata({**(table.schema.metadata or {}), PROVENANCE_KEY: kept})
    with aside(path) as temporary:
        pyarrow.parquet.write_table(table, temporary, compression="zstd")
    return path


def write_csv(table: pa.Table, path: Path) -> Path:
    """Keep a table as text."""
    with aside(path) as temporary:
        pyarrow.csv.write_csv(plain(table), temporary)
    return path


def plain(table: pa.Table) -> pa.Table:
    """The same table with codes as words."""
    fields = [f.with_type(pa.string()) if pa.types.is_dictionary(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields, table.schema.metadata))


class aside:  # noqa: N801 - reads as a word in `with aside(path)`
    """A name to write to that becomes `path` only when the writing is whole.

    Parameters
    ----------
    path : Path
        Where the file goes.
    beside : Path, optional
        The folder to write in, on the same disk; by default that of `path`.
    """

    def __init__(self, path: Path, beside: Path | None = None) -> None:
        self.path, self.beside = path, beside or path.parent

    def __enter__(self) -> Path:
        for folder in (self.path.parent, self.beside):
            folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.beside, prefix=".writing-", suffix=self.path.suffix)
        os.close(handle)
        self.temporary = Path(name)
        os.chmod(self.temporary, 0o644)
        return self.temporary

    def __exit__(self, kind: Any, *_: Any) -> None:
        if kind is None:
            flush(self.temporary)
            os.replace(self.temporary, self.path)
        else:
            self.temporary.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the file on the disk itself, so that a power cut cannot leave its name without its contents."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
