"""Making a database, opening it, and keeping its framework as the files have it."""

from __future__ import annotations

import datetime as dt

from vawg_plans.domain.framework import Framework
from vawg_plans.errors import StoreUnavailable
from vawg_plans.store import framework as framework_rows_of
from vawg_plans.store.framework_files import framework_rows, read_framework
from vawg_plans.store.store import Store, first_properties, operator


def make_database(
    database: str, *, demonstration: bool, made_at: dt.datetime | None = None
) -> tuple[Store, Framework]:
    """Make a database and load the framework. Raises `StoreUnavailable` if it is already made.

    Whether it is a demonstration is set here and never afterwards; its past begins at `made_at`.
    """
    framework = read_framework()
    store = Store(database)
    try:
        with store.write(operator(), reason="database made", moment=made_at) as writing:
            first_properties(writing.rows, demonstration=demonstration)
            framework_rows_of.load(writing, framework_rows())
    except BaseException:
        store.close()
        raise
    return store, framework


def open_database(database: str) -> tuple[Store, Framework]:
    """Open a database that was made before; load what the framework's files have that it lacks.

    Raises `StoreUnavailable` with what to do when it was never made.
    """
    framework = read_framework()
    store = Store(database)
    try:
        if store.said_of_itself("made_at") is None:
            raise StoreUnavailable(
                f"The database {_shown(database)} has not been set up yet.",
                hint="Run: python -m vawg_plans init (with --demo for demonstration data).",
            )
        load_framework(store)
    except BaseException:
        store.close()
        raise
    return store, framework


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


__all__ = ["load_framework", "make_database", "open_database"]
