"""Results of sweeps, read back: any number of folders as one table, only the columns that are needed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from sim.mistakes import ConfigurationError
from sim.store import aside, plain, write_csv
from sim.subject import Subject, registered
from sim.summary import factors_among, summary_by
from sim.sweeps.folder import MANIFEST, SweepFolder, read_parquet
from sim.sweeps.precision import Knowledge
from sim.sweeps.request import Replicates
from sim.sweeps.subjects import subject_with

SUMMED = (
    "ending", "cause", "occupied", "duration_minutes", "attackers_killed", "attackers_wounded", "attackers_captured",
    "defenders_killed", "defenders_wounded", "relief_killed", "relief_wounded",
)  # fmt: skip
MOST_AT_ONCE = 500_000  # raids that are held in memory together


def read_results(paths: Sequence[Path], measures: Sequence[str] | None = None, most: int | None = None) -> pa.Table:
    """All raids below these folders, or in these files, as one table.

    Parameters
    ----------
    paths : sequence of Path
        Folders of sweeps, folders that hold such folders, or Parquet tables of raids.
    measures : sequence of str, optional
        Which columns of `sim.outcome.COLUMNS`, or of those of another subject, are needed; all by default. The number is always
        there.
    most : int, optional
        At most so many raids of each sweep: the first, which are an even sample.

    Returns
    -------
    pyarrow.Table
        Columns `scenario`, the factors (null where a sweep did not vary one), `seed`, the measures, `error`. The same raid of
        the same combination, played twice with the same seed, stands once.

    Raises
    ------
    ConfigurationError
        If there are no raids, or a file cannot be read.
    """
    tables = [table for path in paths for table in _tables_below(Path(path), measures, most)]
    if not tables:
        raise ConfigurationError(
            f"results: no raids in {', '.join(map(str, paths))}; should be folders of sweeps, or tables of raids"
        )
    if len(tables) == 1:
        return tables[0]
    if len(kinds := sorted({subject_with(table.column_names).many for table in tables})) > 1:
        raise ConfigurationError(f"results: hold {' and '.join(kinds)}; should be of one kind")
    return each_raid_once(pa.concat_tables(tables, promote_options="permissive").unify_dictionaries())


def _tables_below(path: Path, measures: Sequence[str] | None, most: int | None) -> list[pa.Table]:
    if not path.exists():
        raise ConfigurationError(f"results: {path}: there is no such file or folder")
    if path.is_file():
        return [_without_points(read_parts([path], measures, most))]
    folders = [file.parent for file in sorted(path.rglob(MANIFEST))]
    if not folders and path.name in (subject.many for subject in registered()):
        folders = [path.parent]
    found = [SweepFolder(folder).parts() for folder in folders] or [[file] for file in sorted(path.rglob("*.parquet"))]
    return [_without_points(read_parts(parts, measures, most)) for parts in found if parts]


def _without_points(table: pa.Table) -> pa.Table:
    """The number of a point means something within one sweep only."""
    return table.drop_columns(["point"]) if "point" in table.column_names else table


def read_parts(files: Sequence[Path], measures: Sequence[str] | None = None, most: int | None = None) -> pa.Table:
    """These parts as one table, as `read_results` does, with the column `point`."""
    tables, raids = [], 0
    for file in files:
        if most is not None and raids >= most:
            break
        tables.append(_read_one(file, measures))
        raids += tables[-1].num_rows
    return pa.concat_tables(tables).unify_dictionaries()


def _read_one(file: Path, measures: Sequence[str] | None) -> pa.Table:
    try:
        names = pyarrow.parquet.read_schema(file).names
    except (OSError, pa.ArrowInvalid) as error:
        raise ConfigurationError(f"results: {file}: is no readable Parquet table ({' '.join(str(error).split())})") from None
    subject = subject_with(names)
    if "scenario" not in names or (subject.name == "raid" and "ending" not in names):
        raise ConfigurationError(f"results: {file}: is not a table of raids: it has no columns scenario and ending")
    known = [column.name for column in subject.columns]
    asked = set(known if measures is None else (*measures, subject.name))
    if subject.name != "raid" and (missing := sorted(asked - set(known))):
        raise ConfigurationError(f"results: {file}: is a table of {subject.many}: it has no column {', '.join(missing)}")
    wanted = [name for name in names if name not in known or name in asked]
    return read_parquet(file, wanted).replace_schema_metadata(None)


def each_raid_once(table: pa.Table) -> pa.Table:
    """The same raid of the same combination, played twice with the same seed, is one raid."""
    names = table.column_names
    number = subject_with(names).name
    keys = [name for name in ("scenario", *factors_among(names), "seed", number) if name in names]
    again = table.select(keys).to_pandas().duplicated().to_numpy()
    return table.filter(pa.array(~again)) if again.any() else table


def write_dictionary(table: pa.Table, file: Path) -> Path:
    """What the columns mean, as a table for people: name, type, unit, meaning."""
    rows = [
        {"column": f.name, "type": _kind(f.type), "unit": _said(f, b"unit"), "meaning": _said(f, b"meaning")}
        for f in table.schema
    ]
    return write_csv(pa.Table.from_pylist(rows), file)


def _said(field: pa.Field, what: bytes) -> str:
    return (field.metadata or {}).get(what, b"").decode()


def _kind(kind: pa.DataType) -> str:
    for name, is_kind in (
        ("whole number", pa.types.is_integer),
        ("number", pa.types.is_floating),
        ("true or false", pa.types.is_boolean),
    ):
        if is_kind(kind):
            return name
    return "word"


def write_all_as_csv(folder: SweepFolder, file: Path) -> Path:
    """Every raid of a sweep as one CSV table, part by part."""
    with aside(file) as temporary, temporary.open("wb") as out:
        for k, part in enumerate(folder.parts()):
            options = pyarrow.csv.WriteOptions(include_header=k == 0)
            pyarrow.csv.write_csv(plain(read_parquet(part)), out, options)
    return file


def gather(folders: Sequence[SweepFolder], file: Path) -> Path:
    """The raids of several sweeps as one Parquet table, part by part; a factor that one lacks is null there."""
    schemas = [pyarrow.parquet.read_schema(folder.parts()[0]) for folder in folders]
    by_name = {field.name: field for schema in reversed(schemas) for field in schema}
    factors = dict.fromkeys(name for schema in schemas for name in factors_among(schema.names))
    for field in (field for schema in schemas for field in schema if not pa.types.is_null(field.type)):
        by_name[field.name] = field
    measures = [column.name for column in folders[0].subject.columns]
    schema = pa.schema([by_name[name] for name in ("scenario", *factors, "seed", *measures, "error")])
    with aside(file) as temporary, pyarrow.parquet.ParquetWriter(temporary, schema, compression="zstd") as writer:
        for part in (part for folder in folders for part in folder.parts()):
            table = plain(read_parquet(part))
            for field in schema:
                if field.name not in table.column_names:
                    table = table.append_column(field, pa.nulls(table.num_rows, field.type))
            writer.write_table(table.select(schema.names).cast(schema))
    return file


def summary_of(folder: SweepFolder, points: pa.Table, raids: pa.Table | None = None) -> pa.Table:
    """What came of each point of a sweep? A row a point, computed from so many points at a time that memory stays small.

    Parameters
    ----------
    folder : SweepFolder
        With its parts.
    points : pyarrow.Table
        All points, in the order of their numbers.
    raids : pyarrow.Table, optional
        All raids, if they are at hand already.

    Returns
    -------
    pyarrow.Table
        The columns of `points`, how many raids failed, and those of `sim.summary.summary_by`.
    """
    if raids is not None:
        return _summary_of_some(raids, points, 0, folder.subject)
    count = sum(pyarrow.parquet.read_metadata(part).num_rows for part in folder.parts())
    step = max(1, MOST_AT_ONCE // max(1, count // max(1, points.num_rows)))
    pieces = [
        _summary_of_some(_raids_of(folder, first, first + step), points.slice(first, step), first, folder.subject)
        for first in range(0, points.num_rows, step)
    ]
    return pa.concat_tables(pieces)


def _summary_of_some(table: pa.Table, points: pa.Table, first: int, subject: Subject) -> pa.Table:
    code = table["point"].to_numpy() - first
    failed = np.bincount(code[table["error"].is_valid().to_numpy()], minlength=points.num_rows)
    played = table["error"].is_null().to_numpy()
    measures = summary_by(table.filter(pa.array(played)), code[played], points.num_rows, subject)
    summary = plain(points).append_column("failed", pa.array(failed))
    for name, values in measures.items():
        summary = summary.append_column(name, pa.array(values.tolist() if values.dtype == object else values))
    return summary


def _raids_of(folder: SweepFolder, first: int, past: int) -> pa.Table:
    """The raids of these points, with what a summary needs."""
    tables, summed = [], SUMMED if folder.subject.name == "raid" else folder.subject.measures
    for part in folder.parts():
        table = read_parquet(part, ["point", "error", *summed])
        table = table.filter((pc.field("point") >= first) & (pc.field("point") < past))
        narrow = [f.with_type(pa.int32()) if f.type == pa.int64() else f for f in table.schema]
        tables.append(table.cast(pa.schema(narrow)))
    return pa.concat_tables(tables).unify_dictionaries()


def all_points(folder: SweepFolder) -> pa.Table:
    """Every point of a sweep once, in the order of their numbers."""
    table = pa.concat_tables([plain(read_parquet(path)) for path in folder.points_files()])
    point = table["point"].to_numpy()
    return table.take(pa.array(np.unique(point, return_index=True)[1]))


def with_half_widths(summary: pa.Table, folder: SweepFolder, asked: Replicates) -> pa.Table:
    """The summary, and how well the measure that was asked for is known at each point."""
    known = Knowledge(summary.num_rows, asked.measure, folder.subject)
    for number in range(len(folder.points_files())):
        known.add(*values_of_round(folder, number, asked.measure))
    half = known.half_widths()
    if f"{asked.measure}_mean" not in summary.column_names:
        summary = summary.append_column(f"{asked.measure}_mean", pa.array(known.mean))
    summary = summary.append_column(f"{asked.measure}_half_width", pa.array(half))
    if asked.relative:
        summary = summary.append_column(f"{asked.measure}_relative_half_width", pa.array(known.relative_half_widths()))
    return summary


def values_of_round(folder: SweepFolder, number: int, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """Point and value of a measure in each raid of a round; NaN where a raid failed.

    In the order of the raids, as one, so that sums do not hang on where the round was cut into shards.
    """
    parts = [path for path in folder.parts() if path.name.startswith(f"round-{number:03d}-")]
    table = pa.concat_tables([read_parquet(part, ["point", measure]) for part in parts])
    return table["point"].to_numpy(), table[measure].cast(pa.float64()).to_numpy()
