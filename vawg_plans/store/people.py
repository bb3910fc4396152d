"""People, by an opaque id, and the roles they hold.

A person's row is kept in place, because a name and an address must be erasable; the record holds a
salted digest of each state it was in. Roles are revisions like everything else.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from vawg_plans.domain.people import Held, Person, Role
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import Act, new_salt, row_digest

if TYPE_CHECKING:
    from vawg_plans.store.store import Writing

# As a name that is gone is read everywhere (store/sql says it too).
ERASED = "Erased"
_BLANK: Row = dict.fromkeys(("email", "post", "issuer", "subject", "erased_at"))


def new_id() -> str:
    """An opaque id for a person."""
    return f"person-{uuid.uuid4().hex[:16]}"


def first_row(person_id: str, name: str, created_at: dt.datetime, **values: Any) -> Row:
    """A new person's row of `person`."""
    row = {"person_id": person_id, "name": name, "created_at": created_at, "revision": 1}
    return {**row, **_BLANK, **values, "salt": new_salt()}


def act_of(row: Row, act: str = "person known", before: Row | None = None) -> Act:
    """The entry that speaks for a person's row as it now is."""
    return Act(
        act,
        f"person:{row['person_id']}",
        row["revision"],
        row_digest(before) if before else None,
        row_digest(row),
    )


def add(writing: Writing, row: Row) -> None:
    """Keep a new person."""
    writing.rows.insert("person", [row])
    writing.record(act_of(row))


def change(writing: Writing, person_id: str, act: str, **values: Any) -> Row:
    """Change a person's row in place, under a new salt, and chain it."""
    before = writing.rows.all("people.one", person_id=person_id)[0]
    row = {**before, **values, "revision": (before["revision"] or 0) + 1, "salt": new_salt()}
    writing.rows.run("people.replace", **{k: v for k, v in row.items() if k != "created_at"})
    writing.record(act_of(row, act, before))
    return row


def erase(writing: Writing, person_id: str) -> None:
    """Erase who somebody was; that somebody was there stays."""
    gone = {**_BLANK, "name": ERASED, "erased_at": writing.commit.moment}
    change(writing, person_id, "person erased", **gone)


def one(rows: Rows, person_id: str, account: tuple[str, str] | None = None) -> Person | None:
    """A person and the roles they hold now: asked at every click, so in one statement.

    With an account (issuer and subject), only while it is theirs.
    """
    found = rows.all("people.acting", person_id=person_id)
    if not found or account not in (None, (found[0]["issuer"], found[0]["subject"])):
        return None
    newest = {r["grant_id"]: r for r in found if r["grant_id"] is not None}
    held = [Held(Role(r["role"]), r["force_id"]) for r in newest.values() if r["held"]]
    return _person(found[0], held)


def by_email(rows: Rows, email: str) -> Person | None:
    """The person of an address (as `domain.people.address` writes it)."""
    found = rows.one("people.by_email", email=email)
    return one(rows, found["person_id"]) if found else None


def by_subject(rows: Rows, issuer: str, subject: str) -> Person | None:
    """The person an account is bound to."""
    found = rows.one("people.by_subject", issuer=issuer, subject=subject)
    return one(rows, found["person_id"]) if found else None


def every(rows: Rows) -> list[Person]:
    """Everybody known, with the roles they hold now."""
    roles: dict[str, list[Held]] = {}
    for r in rows.all("people.every_role"):
        if r["held"]:
            roles.setdefault(r["person_id"], []).append(Held(Role(r["role"]), r["force_id"]))
    return [_person(r, roles.get(r["person_id"], [])) for r in rows.all("people.every")]


def names(rows: Rows, ids: set[str]) -> dict[str, str]:
    """The names of these people by id, `ERASED` where one is gone."""
    found = rows.all("people.names", ids=sorted(ids)) if ids else []
    return dict.fromkeys(ids, ERASED) | {r["person_id"]: r["name"] for r in found}


def _person(row: Row, roles: list[Held]) -> Person:
    return Person(
        id=row["person_id"],
        name=row["name"],
        email=row["email"],
        post=row["post"],
        bound=row["subject"] is not None,
        known_since=row["created_at"],
        erased_at=row["erased_at"],
        roles=tuple(roles),
    )


def set_role(writing: Writing, person_id: str, role: Held, *, held: bool) -> bool:
    """Grant or revoke a role; False when it was so already."""
    grant_id = f"{person_id}:{role.role.value}:{role.force_id or '-'}"
    before = writing.rows.one("people.role", grant_id=grant_id)
    if (before["held"] if before else False) is held:
        return False
    row = {
        "grant_id": grant_id,
        "revision": (before["revision"] if before else 0) + 1,
        "sequence": writing.sequence,
        "person_id": person_id,
        "role": role.role.value,
        "force_id": role.force_id,
        "held": held,
    }
    writing.rows.insert("role_grant", [row])
    writing.record(act_of_role(row, before))
    return True


def act_of_role(row: Row, before: Row | None = None) -> Act:
    """The entry that speaks for a grant or a revocation."""
    return Act(
        "role granted" if row["held"] else "role revoked",
        f"role:{row['grant_id']}",
        row["revision"],
        row_digest(before) if before else None,
        row_digest(row),
        detail=row["role"],
    )
