"""What a database is made of: tables as the migrations make them, and nothing besides.

A view in the place of a table could show the proof one thing and the program another; a table
beside the known ones could keep words that a removal never reaches.
"""

from __future__ import annotations

import functools

from vawg_plans.store.connection import Rows, open_engine
from vawg_plans.store.migrating import migrate


def strangers(rows: Rows, *, server: bool) -> list[str]:
    """What this database has that no migration makes, or lacks of what they make, in sentences."""
    found = [f"{r['table_name']} is a view." for r in rows.all("shape.views")]
    programs = rows.all("shape.programs_postgresql" if server else "shape.programs_duckdb")
    found += [f"{r['name']} is a program inside the database." for r in programs]
    have, known = _columns(rows), _made()
    found += [f"The column {one} is unknown." for one in sorted(have - known)]
    found += [f"The column {one} is missing or another." for one in sorted(known - have)]
    return found


def _columns(rows: Rows) -> set[str]:
    return {
        f"{r['table_name']}.{r['column_name']}{'' if r['is_nullable'] == 'YES' else ' (needed)'}"
        for r in rows.all("shape.columns")
    }


@functools.cache
def _made() -> set[str]:
    """The columns of a database made just now. Both engines name them alike."""
    engine = open_engine(":memory:")
    try:
        with engine.writing() as rows:
            migrate(rows)
            return _columns(rows)
    finally:
        engine.close()
