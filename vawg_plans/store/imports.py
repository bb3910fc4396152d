"""Files brought into plans, and how their words are read: one row an import, never changed."""

from __future__ import annotations

import dataclasses
import json

from vawg_plans.domain.canonical import canonical_json
from vawg_plans.domain.imports import Import, as_json, from_json
from vawg_plans.domain.moments import london_day
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest
from vawg_plans.store.store import Writing

_PLAIN = ("plan_id", "force_id", "source", "digest", "revision", "sequence", "salt")


def to_row(one: Import) -> Row:
    """An import as a row of `import_revision`."""
    read_as = canonical_json(as_json(one.read_as))
    return {name: getattr(one, name) for name in _PLAIN} | {"read_as": read_as}


def newest(rows: Rows, plan_id: str) -> Import | None:
    """The last import into a plan; None before the first."""
    row = rows.one("imports.newest", plan_id=plan_id)
    if row is None:
        return None
    read_as = from_json(json.loads(row["read_as"]))
    day = london_day(row["committed_at"])
    return Import(**{name: row[name] for name in _PLAIN}, read_as=read_as, on=day)


def decided_at(rows: Rows, plan_id: str, digest: str) -> int | None:
    """The sequence of the last commit that took a file of this digest; None if none did."""
    row = rows.one("imports.decided_at", plan_id=plan_id, digest=digest)
    return row["sequence"] if row else None


def add(writing: Writing, before: Import | None, after: Import) -> Import:
    """Write an import and chain it."""
    written = dataclasses.replace(
        after,
        revision=(before.revision if before else 0) + 1,
        sequence=writing.sequence,
        salt=new_salt(),
    )
    row = to_row(written)
    writing.rows.insert("import_revision", [row])
    writing.record(Act("file imported", object_of(row), written.revision, after=row_digest(row)))
    return written


def object_of(row: Row) -> str:
    """How the record names the imports into a plan."""
    return f"import:{row['plan_id']}"
