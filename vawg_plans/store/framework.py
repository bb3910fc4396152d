"""The framework as the database holds it: one row a revision of each of its rows.

The program reads the framework from its files. What was loaded is kept here too, so that a database
says by itself what its codes meant, and when that changed.
"""

from __future__ import annotations

from vawg_plans.domain.canonical import sha256
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act
from vawg_plans.store.store import Writing


def loaded(rows: Rows) -> dict[tuple[str, str], Row]:
    """The newest row of each (kind, id)."""
    return {(r["kind"], r["row_id"]): r for r in rows.all("framework.newest")}


def differing(
    rows: Rows, files: list[tuple[str, str, str]]
) -> list[tuple[str, str, int, str, str]]:
    """Rows of the files that the database lacks or has otherwise: kind, id, revision, content,
    digest. Empty when it holds them all.
    """
    before = loaded(rows)
    found = []
    for kind, row_id, content in files:
        digest = sha256(content)
        known = before.get((kind, row_id))
        if known is None or known["digest"] != digest:
            revision = (known["revision"] if known else 0) + 1
            found.append((kind, row_id, revision, content, digest))
    return found


def load(writing: Writing, files: list[tuple[str, str, str]]) -> int:
    """Write what differs and chain it; returns how many rows. Loading again writes nothing."""
    new = differing(writing.rows, files)
    writing.rows.insert(
        "framework_row",
        [
            {
                "kind": kind,
                "row_id": row_id,
                "revision": revision,
                "sequence": writing.sequence,
                "content": content,
                "digest": digest,
            }
            for kind, row_id, revision, content, digest in new
        ],
    )
    for kind, row_id, revision, _, digest in new:
        writing.record(
            Act("framework loaded", f"framework:{kind}/{row_id}", revision, after=digest)
        )
    return len(new)
