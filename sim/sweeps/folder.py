"""A sweep on disk: a manifest that is created once, the points of each round, and one Parquet part for each shard.

    manifest.json                              what is swept, by which code, in shards of which size
    points/round-000.parquet                   the points of a round: a row a point
    raids/round-000-shard-000000.parquet       the raids of a shard: a row a raid

What is played may be no raids; their folder then has another name. Everything is written aside, in `.writing`, and then
renamed; so whoever reads `raids/` never sees half a file.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet

from sim.mistakes import ConfigurationError
from sim.spans import shown
from sim.store import PROVENANCE_KEY, aside, plain, versions
from sim.subject import RAID, Subject, registered
from sim.sweeps.subjects import subject_in

MANIFEST, POINTS, WRITING = "manifest.json", "points", ".writing"
FORMAT = 1
PART = re.compile(r"round-(\d{3,})-shard-(\d{6,})\.parquet")
STALE_SECONDS = 600.0  # a file that was being written so long ago belongs to nobody any more


class ShardName(NamedTuple):
    """Which shard of which round?"""

    round: int
    shard: int

    @property
    def file(self) -> str:
        """The name of its part."""
        return f"round-{self.round:03d}-shard-{self.shard:06d}.parquet"


class Manifest(NamedTuple):
    """What is swept in a folder."""

    digest: str  # of all that decides a number in the table: the resolved configuration and the code
    identity: dict[str, Any]  # the resolved configuration
    code: dict[str, str]  # versions, and the digest of the rules
    shard_raids: int  # raids a shard


def digest_of(identity: dict[str, Any], code: dict[str, str]) -> str:
    """A name for a configuration and the code that plays it: SHA-256, in hexadecimal."""
    text = json.dumps({"identity": identity, "code": code}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def code_now(subject: Subject = RAID) -> dict[str, str]:
    """Which code would play now?"""
    own = {} if subject.name == RAID.name else {subject.name: subject.source_digest()}
    return {**versions(), "rules": RAID.source_digest(), "points": digest_of_files(), **own}


def digest_of_files() -> str:
    """Which code turns points into raids, and raids into rows? Twelve hexadecimal digits."""
    digest = hashlib.sha256()
    for name in ("scenario.py", "subject.py", "table.py", "sweeps/points.py", "sweeps/shard.py"):
        digest.update((Path(__file__).parents[1] / name).read_bytes())
    return digest.hexdigest()[:12]


class SweepFolder:
    """One sweep on disk.

    Parameters
    ----------
    path : Path
        The folder; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._subject: Subject | None = None

    @property
    def subject(self) -> Subject:
        """What is played here? Raids, as long as nothing is."""
        if self._subject is None and (manifest := self.read_manifest()) is not None:
            self._subject = subject_in(manifest.identity)
        return self._subject or RAID

    @property
    def rows(self) -> Path:
        """Where are the parts?"""
        return self.path / self.subject.many

    # ---- the manifest ------------------------------------------------------------------------------------------------

    def read_manifest(self) -> Manifest | None:
        """What is swept here? None if nothing is yet."""
        file = self.path / MANIFEST
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            return Manifest(kept["digest"], kept["identity"], kept["code"], int(kept["shard_raids"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, UnicodeDecodeError):
            raise ConfigurationError(f"{file}: is no manifest of a sweep; it is left as it is. Choose another folder") from None

    def claim(self, identity: dict[str, Any], shard_raids: int) -> Manifest:
        """Begin this sweep here, unless it has begun; another sweep in the same folder is refused.

        Two processes may try at once: one creates the manifest, the other finds it.
        """
        code = code_now(subject_in(identity))
        kept = {"format": FORMAT, "digest": digest_of(identity, code), "identity": identity, "code": code}
        kept |= {"shard_raids": shard_raids, "created": datetime.now(UTC).isoformat(timespec="seconds")}
        self._refuse_foreign_raids()
        text = json.dumps(kept, indent=1, default=str)
        create_once(self.path / MANIFEST, lambda file: file.write_text(text, encoding="utf-8"), self.path / WRITING)
        manifest = self.read_manifest()
        assert manifest is not None
        self.refuse_other(manifest, identity)
        return manifest

    def refuse_other(self, manifest: Manifest, identity: dict[str, Any]) -> None:
        """Is this the sweep that is asked for? If not, what differs?"""
        code = code_now(subject_in(identity))
        if manifest.digest == digest_of(identity, code):
            return
        plain = json.loads(json.dumps(identity, default=str))
        found = next(differences(manifest.identity, plain), None) or next(differences(manifest.code, code), None)
        path, then, now = found or ("the digest", manifest.digest[:12], digest_of(identity, code)[:12])
        raise ConfigurationError(
            f"{self.path}: holds another sweep: {path} was {_brief(then)}, is {_brief(now)}. "
            "Choose another folder; nothing was touched"
        )

    def _refuse_foreign_raids(self) -> None:
        if (self.path / MANIFEST).exists():
            return
        ours = [self.path / name for name in (*(subject.many for subject in registered()), POINTS)]
        left = [folder for folder in ours if any(folder.glob("*"))]
        if left:
            raise ConfigurationError(
                f"{left[0]}: holds files, but the sweep they belong to is not known (no {MANIFEST}). Choose another folder"
            )

    # ---- points ------------------------------------------------------------------------------------------------------

    def keep_points(self, round_number: int, points: pa.Table) -> pa.Table:
        """Keep the points of a round, unless they are kept; whoever comes second takes those that are there."""
        file = self.path / POINTS / f"round-{round_number:03d}.parquet"
        create_once(file, lambda temporary: write_points(points, temporary), self.path / WRITING)
        return read_parquet(file)

    def read_points(self, round_number: int) -> pa.Table:
        """The points of a round."""
        return read_parquet(self.path / POINTS / f"round-{round_number:03d}.parquet")

    def points_files(self) -> list[Path]:
        """The points of all rounds so far."""
        return sorted((self.path / POINTS).glob("round-*.parquet"))

    # ---- parts -------------------------------------------------------------------------------------------------------

    def part(self, name: ShardName) -> Path:
        """Where are the raids of this shard?"""
        return self.rows / name.file

    def keep_part(self, name: ShardName, raids: pa.Table, manifest: Manifest) -> Path:
        """Keep the raids of a shard."""
        with aside(self.part(name), self.path / WRITING) as temporary:
            pyarrow.parquet.write_table(
                stamped(raids, manifest, name),
                temporary,
                compression="zstd",
                use_dictionary=WORDS,
                write_statistics=["error"],
                write_page_checksum=True,
            )
        return self.part(name)

    def parts(self) -> list[Path]:
        """Every part, in the order of their raids."""
        return sorted(path for path in self.rows.glob("round-*.parquet"))

    def parts_of(self, round_number: int) -> set[int]:
        """Which shards of this round are kept?"""
        found = (PART.fullmatch(path.name) for path in self.rows.glob(f"round-{round_number:03d}-*.parquet"))
        return {int(match[2]) for match in found if match}

    def judge_parts(self, manifest: Manifest) -> None:
        """Does every file here belong to this sweep, and can it be read? Whatever does not is named, and left as it is."""
        for path in sorted(self.rows.glob("[!.]*")):
            match = PART.fullmatch(path.name)
            if match is None:
                raise ConfigurationError(
                    f"{path}: does not belong to this sweep; it is left as it is. Move it away and start again"
                )
            self._judge_part(path, ShardName(int(match[1]), int(match[2])), manifest)

    def _judge_part(self, path: Path, name: ShardName, manifest: Manifest) -> None:
        try:
            metadata = pyarrow.parquet.read_metadata(path)
        except (OSError, pa.ArrowInvalid) as error:
            raise broken(path, error) from None
        kept = stamp_of(metadata.metadata)
        mine = (manifest.digest, name.file, manifest.shard_raids)
        if (kept.get("digest"), kept.get("part"), kept.get("shard_raids")) != mine:
            whose = "another sweep" if kept.get("digest") != manifest.digest else f"another shard ({kept.get('part')})"
            raise ConfigurationError(f"{path}: belongs to {whose}; it is left as it is. Move it away and start again")
        read_parquet(path)  # every page against its checksum

    def sweep_up(self) -> None:
        """Remove what earlier starts that were killed left half written."""
        for path in (self.path / WRITING).glob(".writing-*"):
            with suppress(FileNotFoundError):  # another start has just renamed it
                if time.time() - path.stat().st_mtime > STALE_SECONDS:
                    path.unlink()


WORDS = ["scenario", "ending", "cause"]


def stamped(raids: pa.Table, manifest: Manifest, name: ShardName) -> pa.Table:
    """The table, codes as words, with a note in its metadata on whose it is."""
    stamp = {
        "digest": manifest.digest,
        "part": name.file,
        "shard_raids": manifest.shard_raids,
        "seed": manifest.identity["seed"],
        "code": manifest.code,
    }
    return plain(raids).replace_schema_metadata({PROVENANCE_KEY: json.dumps(stamp, sort_keys=True).encode()})


def stamp_of(metadata: dict[bytes, bytes] | None) -> dict[str, Any]:
    """The note in the metadata of a part; empty where there is none."""
    try:
        kept = json.loads((metadata or {}).get(PROVENANCE_KEY, b"{}"))
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def write_points(points: pa.Table, file: Path) -> None:
    """Keep points, with checksums."""
    pyarrow.parquet.write_table(points, file, compression="zstd", write_page_checksum=True)


def broken(path: Path, error: Exception) -> ConfigurationError:
    """A file that should be a Parquet table is none."""
    reason = " ".join(str(error).split())[:200]
    return ConfigurationError(
        f"{path}: is no readable Parquet table ({reason}); it is left as it is. Move it away and start again"
    )


def read_parquet(path: Path, columns: list[str] | None = None) -> pa.Table:
    """A table of ours, its words as dictionaries, its checksums checked."""
    try:
        metadata = pyarrow.parquet.read_metadata(path)
        names = metadata.schema.names
        if missing := set(columns or ()) - set(names):
            raise pa.ArrowInvalid(f"it has no column {', '.join(sorted(missing))}")
        words = [name for name in WORDS if name in names]
        checked: dict[str, Any] = {"metadata": metadata, "read_dictionary": words, "page_checksum_verification": True}
        with pyarrow.parquet.ParquetFile(path, **checked) as file:
            return file.read(columns)
    except (OSError, pa.ArrowInvalid) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise broken(path, error) from None


def create_once(path: Path, write: Any, beside: Path) -> None:
    """Write a file whole, unless it is there; if two try at once, one of them does."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = beside / f".writing-{os.getpid()}-{time.monotonic_ns()}-{path.name}"
    with aside(whole, beside) as temporary:
        write(temporary)
    try:
        os.link(whole, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        with suppress(FileExistsError), path.open("xb") as file:
            file.write(whole.read_bytes())
    finally:
        whole.unlink(missing_ok=True)


def differences(then: Any, now: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where do two configurations differ? Path, then, now."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*then, *now]):
            yield from differences(then.get(key), now.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for k, (a, b) in enumerate(zip(then, now, strict=True)):
            yield from differences(a, b, f"{path}[{k}]")
    elif then != now:
        yield path, then, now


def _brief(value: Any) -> str:
    return shown(value) if value is not None else "not there"
