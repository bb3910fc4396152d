"""Backing up while the database is in use, the same way on both engines.

A backup is a DuckDB file with every table as it stood at one moment. It is proved before it gets
its name, and its manifest stands in a small file beside it. `services/restoring.py` reads it back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import london_day, today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.errors import UnreadableFile
from vawg_plans.services.checking import examine
from vawg_plans.services.gate import allowed
from vawg_plans.store.copying import Taken, copy_to_file, opened_copy, taken_from
from vawg_plans.store.placing import place, place_text, sha256_of, taken, unfinished
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store

Said = Callable[[str], None]
ACT = "backed up"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup's manifest says: the file by its digest, and the moment of the database."""

    file: str
    sha256: str
    size: int
    database: str
    moment: dt.datetime
    sequence: int
    entry: int
    hash: str
    counts: dict[str, int]


def manifest_of(file: Path) -> Path:
    """Where the manifest of a backup is."""
    return file.with_name(f"{file.name}.json")


def read_manifest(file: Path) -> Backup | None:
    """What the manifest beside a backup says; None without one that can be read."""
    try:
        values = json.loads(manifest_of(file).read_text(encoding="utf-8"))
        return Backup(**{**values, "moment": dt.datetime.fromisoformat(values["moment"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def next_file(store: Store, folder: Path) -> Path:
    """A name for a backup taken now: its day, and the entry the record stands at."""
    with store.read() as rows:
        entry = rows.all("record.head")[0]["entry"] or 0
    return folder / f"vawg-plans-{today().isoformat()}-{entry}.duckdb"


def backup(
    store: Store,
    framework: Framework,
    actor: Actor,
    target: Path,
    said: Said = lambda _: None,
) -> Backup:
    """Write a backup while the database is in use, prove it, and only then give it its name.

    Raises `UnreadableFile` when the name is taken, the file cannot be written, or what was written
    does not hold.
    """
    allowed(store, actor, Permission.RUN_SERVICE)
    if target.exists():
        raise taken(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(target) as file:
            copied = copy_to_file(store, file, said)
            said("proving the backup")
            _prove(file, framework, copied)
            made = Backup(
                target.name,
                sha256_of(file),
                file.stat().st_size,
                **{f.name: getattr(copied, f.name) for f in fields(Taken)},
            )
            # The manifest first, so that no backup is without one; a manifest that is there
            # already belongs to a backup that never got its name.
            values = {**asdict(made), "moment": made.moment.isoformat()}
            place_text(json.dumps(values, indent=2) + "\n", manifest_of(target))
            place(file, target)
    except OSError as error:
        raise UnreadableFile(
            f"The backup cannot be written: {error.strerror}.",
            hint="Check that you may write in its folder and that the disk has room.",
        ) from error
    with store.write(actor, reason=ACT, touches=False) as writing:
        detail = f"{london_day(made.moment).isoformat()} entry {made.entry}"
        writing.record(Act(ACT, "database", detail=detail))
    return made


def _prove(file: Path, framework: Framework, copied: Taken) -> None:
    with opened_copy(file, "The backup") as copy:
        require_sound(copy, framework, "The backup")
        with copy.read() as rows:
            found = taken_from(rows, list(copied.counts))
    if (found.entry, found.hash, found.counts) != (copied.entry, copied.hash, copied.counts):
        raise UnreadableFile("The backup is not what the database was.", hint="Try again.")


def require_sound(store: Store, framework: Framework, name: str) -> None:
    """Raise `UnreadableFile` with the first thing that doctor finds wrong."""
    broken = [f.words for f in examine(store, framework) if not f.sound]
    if broken:
        more = f" (and {len(broken) - 1:,} more)" if len(broken) > 1 else ""
        raise UnreadableFile(
            f"{name} does not hold: {broken[0]}{more}",
            hint="Run doctor on the database it was made from, and use a backup that holds.",
        )
