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

from sim.mistakes import ConfigurationError

TABLE_NAME = "raids.parquet"
PROVENANCE_KEY = b"redoubt"
SEED_COLUMN = "seed of the raid"


def provenance_of(config: dict[str, Any], seed: int) -> dict[str, Any]:
    """Where do these results come from? Resolved configuration, seed, versions, and a digest of the rules."""
    import numba
    import numpy

    from sim.compiled import source_digest
    from sim.version import __version__

    versions = {
        "redoubt": __version__,
        "python": platform.python_version(),
        "numba": numba.__version__,
        "numpy": numpy.__version__,
    }
    return {"seed": seed, "versions": versions, "rules_digest": source_digest(), "config": config}


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
    fields = [pa.field(f.name, pa.string()) if pa.types.is_dictionary(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))


class aside:  # noqa: N801 - reads as a word in `with aside(path)`
    """A name to write to that becomes `path` only when the writing is whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Path:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".writing-", suffix=self.path.suffix)
        os.close(handle)
        self.temporary = Path(name)
        return self.temporary

    def __exit__(self, kind: Any, *_: Any) -> None:
        if kind is None:
            os.chmod(self.temporary, 0o644)
            os.replace(self.temporary, self.path)
        else:
            self.temporary.unlink(missing_ok=True)


def read_results(paths: list[Path]) -> pa.Table:
    """All raids below these folders, or in these files, as one table; a factor that one lacks is null there."""
    files = sorted({file for path in paths for file in ([path] if path.is_file() else path.rglob(TABLE_NAME))})
    for path in paths:
        if not path.exists():
            raise ConfigurationError(f"results: {path}: there is no such file or folder")
    if not files:
        raise ConfigurationError(f"results: no {TABLE_NAME} in {', '.join(map(str, paths))}")
    return each_raid_once(pa.concat_tables([read_table(file) for file in files], promote_options="default"))


def each_raid_once(table: pa.Table) -> pa.Table:
    """The same raid of the same combination, played twice with the same seed, is one raid."""
    from sim.summary import factors_of

    again = table.select(["scenario", *factors_of(table), "raid"]).to_pandas().duplicated().to_numpy()
    return table.filter(pa.array(~again)).drop_columns([SEED_COLUMN])


def read_table(file: Path) -> pa.Table:
    """One table of raids."""
    try:
        table = pyarrow.parquet.read_table(file, partitioning=None)
    except (pa.ArrowInvalid, OSError) as error:
        raise ConfigurationError(f"results: {file}: is no readable Parquet table ({' '.join(str(error).split())})") from None
    if "scenario" not in table.column_names or "ending" not in table.column_names:
        raise ConfigurationError(f"results: {file}: is not a table of raids: it has no columns scenario and ending")
    kept = json.loads((table.schema.metadata or {}).get(PROVENANCE_KEY, b"{}"))
    seeds = pa.array([kept.get("seed")] * table.num_rows, pa.int64())
    return plain(table).replace_schema_metadata(None).append_column(SEED_COLUMN, seeds)
