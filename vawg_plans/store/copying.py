"""A database copied whole into another: from one moment of the one, in batches, to an empty other.

The copy has the same tables, whatever its engine, so a backup is a DuckDB file that this program
can open, and restoring one is copying the other way. Nothing here gives a file its final name: see
`services/backing_up.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vawg_plans.domain.moments import utc_now
from vawg_plans.errors import StoreError, StoreUnavailable, UnreadableFile
from vawg_plans.store.connection import Rows, open_engine
from vawg_plans.store.head import HeadLog
from vawg_plans.store.migrating import migrate
from vawg_plans.store.record import first_break
from vawg_plans.store.store import Store

Said = Callable[[str], None]
_BATCH = 10_000
# A version and a closed meeting hold a whole plan in one cell.
_SMALLER = {"plan_version": 50, "meeting_revision": 50}


@dataclass(frozen=True, slots=True)
class Taken:
    """The moment a copy shows: the head of its record, and how many rows each table had."""

    database: str
    moment: dt.datetime
    sequence: int
    entry: int
    hash: str
    counts: dict[str, int]


def copy_to_file(store: Store, file: Path, said: Said = lambda _: None) -> Taken:
    """Copy a database into a new DuckDB file. Writers of the database go on meanwhile."""
    with _writing_to(file):
        engine = open_engine(str(file))
    try:
        with _writing_to(file), engine.writing() as target:
            migrate(target)
            tables = tables_of(target)
        with _writing_to(file), engine.writing() as target:
            # What was applied to the database, and when, is copied like everything else.
            target.script("delete from schema_migration")
        with store.read() as rows:
            taken = taken_from(rows, tables)
            for table in tables:
                said(_in_words(table))
                for batch in rows.batches(table, _SMALLER.get(table, _BATCH)):
                    # A commit a batch: a copy stopped half-way has no name yet, so may be partial.
                    with _writing_to(file), engine.writing() as target:
                        target.insert(table, batch)
                    said(_in_words(table))
    finally:
        with _writing_to(file):
            engine.close()
    return taken


def copy_to_server(copy: Store, database: str, said: Said = lambda _: None) -> None:
    """Copy a database into an empty schema of a PostgreSQL server, in one transaction.

    Raises `StoreUnavailable` when the schema is not empty, or the copy is not what was copied.
    """
    engine = open_engine(database)
    try:
        with engine.writing() as target, copy.read() as rows:
            _require_empty(target)
            migrate(target)
            target.script("delete from schema_migration")
            tables = tables_of(target)
            taken = taken_from(rows, tables)
            for table in tables:
                said(_in_words(table))
                for batch in rows.batches(table, _SMALLER.get(table, _BATCH)):
                    target.insert(table, batch)
            found = taken_from(target, tables)
            same = (found.counts, found.hash) == (taken.counts, taken.hash)
            if not same or first_break(target) is not None:
                raise StoreUnavailable(
                    "The copy in the database is not what was copied, so it was taken back.",
                    hint="Try again; if it happens again, the server is at fault.",
                )
    finally:
        engine.close()


def require_empty_server(database: str) -> None:
    """Raise `StoreUnavailable` unless this schema of a PostgreSQL server holds nothing."""
    engine = open_engine(database)
    try:
        with engine.reading() as rows:
            _require_empty(rows)
    finally:
        engine.close()


def _require_empty(rows: Rows) -> None:
    # The program may have looked into it before: its tables, and no row but its migrations'.
    filled = [t for t, count in counts_of(rows, tables_of(rows)).items() if count]
    if set(filled) - {"schema_migration"}:
        raise StoreUnavailable(
            "The database named in VAWG_PLANS_DATABASE is not empty, so nothing was restored.",
            hint="Make a new one (createdb) and name that.",
        )


def tables_of(rows: Rows) -> list[str]:
    """Every table there is, by name."""
    return [r["table_name"] for r in rows.all("copying.tables")]


def counts_of(rows: Rows, tables: list[str]) -> dict[str, int]:
    """How many rows each table has."""
    return {table: rows.count(table) for table in tables}


def taken_from(rows: Rows, tables: list[str]) -> Taken:
    """What this reading shows."""
    head = rows.all("record.head")[0]
    name = rows.one("record.property", name="id")
    return Taken(
        database=name["value"] if name else "",
        moment=utc_now(),
        sequence=head["sequence"],
        entry=head["entry"] or 0,
        hash=head["entry_hash"] or "",
        counts=counts_of(rows, tables),
    )


@contextmanager
def opened_copy(file: Path, name: str) -> Iterator[Store]:
    """A copy, opened with no head kept outside. Raises `UnreadableFile` when it is damaged.

    `name` is how it is called in what is said.
    """
    damaged = UnreadableFile(
        f"{name} is damaged, or is not a backup of VAWG Plans.",
        hint="Use another backup. This one can only be read in part, so nothing was taken from it.",
    )
    try:
        copy = Store(str(file), head=HeadLog(None))
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise damaged from error
    except StoreUnavailable as error:
        # A newer program's backup is sound, and says itself what to do.
        raise (damaged if isinstance(error.__cause__, duckdb.Error) else error) from error
    try:
        yield copy
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise damaged from error
    except StoreError as error:
        raise (damaged if isinstance(error.__cause__, duckdb.Error) else error) from error
    finally:
        copy.close()


@contextmanager
def _writing_to(file: Path) -> Iterator[None]:
    try:
        yield
    except (StoreError, duckdb.Error, OSError) as error:
        raise UnreadableFile(
            "The backup cannot be written.",
            hint="Check that its folder exists, that you may write there, and that the disk has "
            f"room for another {_megabytes(file)}.",
        ) from error


def _megabytes(file: Path) -> str:
    size = file.stat().st_size if file.exists() else 0
    return f"{max(1, round(2 * size / 1_000_000)):,} MB"


def _in_words(table: str) -> str:
    return table.replace("_", " ")
