"""Forward-only migrations: numbered `.sql` files, each applied once, in one transaction."""

from __future__ import annotations

from pathlib import Path

from vawg_plans.domain.canonical import sha256
from vawg_plans.domain.moments import utc_now
from vawg_plans.errors import StoreUnavailable
from vawg_plans.store.connection import Rows

MIGRATIONS = Path(__file__).parent / "migrations"
_TABLE = """
create table if not exists schema_migration (
    name varchar not null primary key,
    digest varchar not null,
    applied_at timestamp not null
)
"""


def migrate(rows: Rows, folder: Path = MIGRATIONS) -> list[str]:
    """Apply what is missing and return the names applied.

    Raises `StoreUnavailable` if a migration that was applied has been edited since, or if the
    database has one that this program does not know (it was made by a newer one).
    """
    rows.script(_TABLE)
    applied = {row["name"]: row["digest"] for row in rows.all("record.applied")}
    known = {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.sql"))}
    newer = sorted(set(applied) - set(known))
    if newer:
        raise StoreUnavailable(
            f"The database was last used by a newer version of VAWG Plans ({newer[-1]}).",
            hint="Install that version, or restore a backup from before it.",
        )
    done = []
    for name, text in known.items():
        digest = sha256(text.replace("\r\n", "\n"))
        if name not in applied:
            rows.script(text)
            rows.run("record.add_migration", name=name, digest=digest, applied_at=utc_now())
            done.append(name)
        elif applied[name] != digest:
            raise StoreUnavailable(
                f"Migration {name} was edited after it was applied to this database.",
                hint="Put the original file back and write the change as a new migration.",
            )
    return done
