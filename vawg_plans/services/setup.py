"""Making a database, opening it, and keeping its framework as the files have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from vawg_plans.config import head_file, is_postgresql
from vawg_plans.domain.framework import Framework
from vawg_plans.errors import BrokenRecord, StoreUnavailable
from vawg_plans.store import framework as framework_rows_of
from vawg_plans.store.framework_files import framework_rows, read_framework
from vawg_plans.store.head import HeadLog
from vawg_plans.store.store import Store, Writing, first_properties, operator


def make_database(
    database: str,
    *,
    demonstration: bool,
    made_at: dt.datetime | None = None,
    fill: Callable[[Writing, Framework], None] | None = None,
) -> tuple[Store, Framework]:
    """Make a database and load the framework. Raises `StoreUnavailable` if it is already made.

    Whether it is a demonstration is set here and never afterwards; its past begins at `made_at`
    and is written by `fill`. All of it is one transaction: stopped half-way, nothing is made.
    """
    framework = read_framework()
    # A demonstration that was thrown away is made again without a question.
    if not demonstration and not is_made(database):
        _require_no_head(database)
    store = Store(database)
    try:
        with store.write(operator(), reason="database made", moment=made_at) as writing:
            first_properties(writing, demonstration=demonstration)
            framework_rows_of.load(writing, framework_rows())
            if fill:
                fill(writing, framework)
    except BaseException:
        store.close()
        raise
    return store, framework


def open_database(database: str, *, whatever_is_lost: bool = False) -> tuple[Store, Framework]:
    """Open a database that was made before; load what the framework's files have that it lacks.

    Raises `StoreUnavailable` with what to do when it was never made, and `BrokenRecord` when the
    head of the record kept outside says that something was lost, unless `whatever_is_lost`: then
    nothing is written at all.
    """
    framework = read_framework()
    # Opening a file that is not there would make it.
    if not is_postgresql(database) and not Path(database).exists():
        _require_no_head(database)
        raise _not_made(database)
    store = Store(database)
    try:
        if store.said_of_itself("made_at") is None:
            _require_no_head(database)
            raise _not_made(database)
        if whatever_is_lost:
            return store, framework
        fault = store.head_fault()
        if fault:
            raise BrokenRecord(
                f"The database is not what it was: {fault.words[0].lower()}{fault.words[1:]}",
                hint="To see what is gone: python -m vawg_plans verify-audit. Then restore a "
                "backup, or go on without it: python -m vawg_plans accept-loss --reason '…'.",
            )
        load_framework(store)
    except BaseException:
        store.close()
        raise
    return store, framework


def is_made(database: str) -> bool:
    """Whether this database exists and was set up to the end."""
    if not is_postgresql(database) and not Path(database).exists():
        return False
    store = Store(database)
    try:
        return store.said_of_itself("made_at") is not None
    finally:
        store.close()


def _require_no_head(database: str) -> None:
    """Raise `BrokenRecord` where nothing is and the record kept outside says something was."""
    head = HeadLog(head_file(database))
    if lines := head.lines():
        raise BrokenRecord(
            f"The database {_shown(database)} holds nothing, though something was saved in it "
            f"{len(lines):,} times: its file or its log was lost.",
            hint="Restore the newest backup: python -m vawg_plans restore FILE. To begin anew "
            f"instead, move {head.path} away first.",
        )


def _not_made(database: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"The database {_shown(database)} has not been set up yet.",
        hint="Run: python -m vawg_plans init (with --demo for demonstration data).",
    )


def load_framework(store: Store) -> int:
    """Load the framework's files; returns how many rows were new or changed (0 the second time)."""
    files = framework_rows()
    with store.read() as rows:
        if not framework_rows_of.differing(rows, files):
            return 0
    with store.write(operator(), reason="framework loaded") as writing:
        return framework_rows_of.load(writing, files)


def _shown(database: str) -> str:
    """The database's name without the password a URL may carry."""
    if "@" not in database:
        return database
    scheme, _, rest = database.partition("://")
    return f"{scheme}://…@{rest.rpartition('@')[2]}"
