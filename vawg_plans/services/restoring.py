"""Restoring a backup: proved by its manifest and by doctor, before and after."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vawg_plans.config import head_file, is_postgresql
from vawg_plans.domain.framework import Framework
from vawg_plans.errors import StoreUnavailable, UnreadableFile
from vawg_plans.services.backing_up import Backup, manifest_of, read_manifest, require_sound
from vawg_plans.services.setup import open_database
from vawg_plans.store.copying import copy_to_server, opened_copy, require_empty_server
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.head import HeadFault, HeadLog, fault_of
from vawg_plans.store.placing import place, sha256_of, unfinished
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store, operator

Said = Callable[[str], None]
# What a person would not expect to come back with an older state.
_REMOVALS = ("redaction:", "words removed", "person erased")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the entry it stands at, and what the record kept outside says was lost.

    `removals` are the moments (UTC) of removals of words and erasures of people among what was
    lost, with the force: what they took away is back. `compared` is whether a manifest was beside
    the backup, so that its digest could be compared.
    """

    entry: int
    lost: str
    removals: tuple[str, ...]
    compared: bool = True


def restore(file: Path, database: str, said: Said = lambda _: None) -> Restored:
    """Make a database from a backup: a new DuckDB file, or in an empty PostgreSQL schema.

    Raises `UnreadableFile` when the backup is damaged, and `StoreUnavailable` when the database is
    there already. Nothing is left of a restore that did not come to its end.
    """
    server = is_postgresql(database)
    target = Path(database)
    if server:
        require_empty_server(database)
    elif target.exists() or Path(f"{database}.wal").exists():
        raise StoreUnavailable(
            f"There is a database at {database} already, so nothing was restored.",
            hint="Move it away with its .wal file, or name a new file in VAWG_PLANS_DATABASE.",
        )
    said("proving the backup")
    manifest = _as_written(file)
    framework = read_framework()
    head = HeadLog(head_file(database))
    with _copied(file, target, server=server) as work:
        with opened_copy(work, file.name) as copy:
            entry, fault = _proved(copy, framework, file.name, manifest, head)
            with copy.write(operator(), reason="restored", touches=False) as writing:
                lost = f", {len(fault.lost)} later commits lost" if fault and fault.lost else ""
                writing.record(Act("restored", "database", detail=f"entry {entry}{lost}"))
            if server:
                copy_to_server(copy, database, said)
        if not server:
            place(work, target)
        # Last: until the database is in its place, this is all that knows what was lost.
        head.set_aside("before-restore")
    said("proving what was restored")
    store, framework = open_database(database)
    try:
        require_sound(store, framework, "The restored database")
    finally:
        store.close()
    said_lost = fault.words if fault else ""
    return Restored(entry, said_lost, _removals(fault), compared=manifest is not None)


def _as_written(file: Path) -> Backup | None:
    """The manifest, if there is one. Raises `UnreadableFile` if it names another file's digest."""
    try:
        digest = sha256_of(file)
    except OSError as error:
        raise UnreadableFile(
            f"{file} cannot be read: {error.strerror}.", hint="Name a backup that you may read."
        ) from error
    manifest = read_manifest(file)
    if manifest is None and manifest_of(file).exists():
        raise UnreadableFile(
            f"The manifest of {file.name} cannot be read.",
            hint="Use another backup; or move the .json file away to restore without its proof.",
        )
    if manifest is not None and manifest.sha256 != digest:
        raise UnreadableFile(
            f"{file.name} is not the file that was written: its digest is another.",
            hint="Use another backup. This one was altered or damaged since.",
        )
    return manifest


def _proved(
    copy: Store, framework: Framework, name: str, manifest: Backup | None, head: HeadLog
) -> tuple[int, HeadFault | None]:
    """The entry a copy stands at, and what is lost by it, if it holds and is what it says."""
    database_id = copy.said_of_itself("id")
    if database_id is None:
        raise UnreadableFile(
            f"{name} is not a backup of VAWG Plans.", hint="Name a file that `backup` wrote."
        )
    require_sound(copy, framework, name)
    with copy.read() as rows:
        entry = int(rows.all("record.head")[0]["entry"] or 0)
        if manifest is not None:
            # Opening a backup of an older version adds entries for its migrations.
            entry = manifest.entry
            found = rows.one("record.hash_of", entry=entry)
            if (found and found["entry_hash"], database_id) != (manifest.hash, manifest.database):
                raise UnreadableFile(
                    f"{name} is not what its manifest says.", hint="Use another backup."
                )
        return entry, fault_of(rows, database_id, head.lines())


def _removals(fault: HeadFault | None) -> tuple[str, ...]:
    found = []
    for line in fault.lost if fault else ():
        acts = [act for act in line.get("acts", ()) if any(word in act for word in _REMOVALS)]
        if acts:
            found.append(f"{str(line.get('moment'))[:16]} {line.get('force') or ''} {acts[0]}")
    return tuple(found)


@contextmanager
def _copied(file: Path, target: Path, *, server: bool) -> Iterator[Path]:
    """The backup's bytes under a name to work on, so that the backup itself is never written to."""
    try:
        with contextlib.ExitStack() as stack:
            if server:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            else:
                folder = target.parent
                folder.mkdir(parents=True, exist_ok=True)
            name = "restored.duckdb" if server else target.name
            work = stack.enter_context(unfinished(folder / name))
            shutil.copyfile(file, work)
            yield work
    except OSError as error:
        raise UnreadableFile(
            f"The database cannot be written: {error.strerror}.",
            hint="Check that the folder exists, that you may write there, and that the disk has "
            "room for another copy of the backup.",
        ) from error
