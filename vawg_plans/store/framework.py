"""The framework as the database holds it: one row a revision of each of its rows.

The program reads the framework from its files. What was loaded is kept here too, so that a database
says by itself what its codes meant, and when that changed.
"""

from __future__ import annotations

from vawg_plans.domain.canonical import digest, sha256
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act
from vawg_plans.store.store import Writing


def loaded(rows: Rows) -> dict[tuple[str, str], Row]:
    """The newest row of each (kind, id)."""
    return {(r["kind"], r["row_id"]): r for r in rows.all("framework.newest")}


def differing(rows: Rows, files: list[tuple[str, str, str]]) -> list[tuple[str, str, int, str]]:
    """Rows of the files that the database lacks or has otherwise: kind, id, next revision and
    content. Empty when it holds them all.
    """
    before = loaded(rows)
    found = []
    for kind, row_id, content in files:
        known = before.get((kind, row_id))
        if known is None or known["digest"] != sha256(content):
            revision = (known["revision"] if known else 0) + 1
            found.append((kind, row_id, revision, content))
    return found


def load(writing: Writing, files: list[tuple[str, str, str]]) -> int:
    """Write what differs and chain it; returns how many rows. Loading again writes nothing."""
    new = differing(writing.rows, files)
    written = [
        {
            "kind": kind,
            "row_id": row_id,
            "revision": revision,
            "sequence": writing.sequence,
            "content": content,
            "digest": sha256(content),
        }
        for kind, row_id, revision, content in new
    ]
    writing.rows.insert("framework_row", written)
    for row in written:
        writing.record(act_of(row))
    return len(new)


def act_of(row: Row) -> Act:
    """The entry that speaks for a row of the framework."""
    thing = f"framework:{row['kind']}/{row['row_id']}"
    return Act("framework loaded", thing, row["revision"], after=digest(row))
