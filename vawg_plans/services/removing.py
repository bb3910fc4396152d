"""Removing words from everything held of a force: one person asks, another decides.

Until it is decided nothing changes. Then the words go from every revision, version and reason in
one transaction, each changed row chained, and the request itself loses them too.
"""

from __future__ import annotations

import json
from typing import Any

from vawg_plans.domain.canonical import canonical_json, visible
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words, london_day
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.removing import (
    NOTE,
    Field,
    Places,
    Removal,
    RemovalState,
    reason_of,
)
from vawg_plans.domain.reviews import Approval
from vawg_plans.domain.sought import Sought, removed, sought
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound
from vawg_plans.services.gate import allowed, could, record_refusal
from vawg_plans.services.word_places import places_of, require_found
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import removals
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.removal_tables import ACTIONS, IMPORTS, REVIEWS, TABLES, VERSIONS
from vawg_plans.store.store import Store, Writing


def preview_removal(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    words: str,
    *,
    inside: bool = False,
) -> Places:
    """Where the words stand in everything held of a force. Nothing is written.

    `inside` finds them in the middle of longer words too. Raises `InvalidInput` for too few words.
    """
    framework.force(force_id)
    allowed(store, actor, Permission.ASK_REMOVAL, force_id)
    looked_for = sought(words, inside=inside)
    with store.read() as rows:
        return places_of(rows, force_id, looked_for)


def ask_removal(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    words: str,
    reason: str,
    *,
    inside: bool = False,
) -> Removal:
    """Ask for words to be removed. Raises `InvalidInput` when they stand nowhere, or the reason is
    missing or holds them.
    """
    framework.force(force_id)
    allowed(store, actor, Permission.ASK_REMOVAL, force_id)
    looked_for = sought(words, inside=inside)
    reason = reason_of(reason, looked_for)
    with store.write(actor, reason="removal asked", force_id=force_id, touches=False) as writing:
        for row in removals.requests_of(writing.rows, force_id):
            if row["state"] == RemovalState.ASKED and _sought_in(row) == looked_for:
                raise InvalidInput("The removal of these words has been asked for already.")
        places = places_of(writing.rows, force_id, looked_for)
        require_found(places)
        row = removals.ask(
            writing,
            {
                "redaction_id": removals.new_id(),
                "force_id": force_id,
                "state": RemovalState.ASKED.value,
                "words": visible(words).strip(),
                "inside": inside,
                "reason": reason,
                "asked_by": actor.person_id,
                "asked_role": actor.role.value,
                "asked_at": writing.commit.moment,
                "places": _counted(places),
            },
        )
    return _removal(row, shows_words=True)


def decide_removal(
    store: Store, framework: Framework, actor: Actor, removal_id: str, approve: bool
) -> Removal:
    """Approve a removal, and remove the words at once; or decline it.

    Whoever asked may take it back, and nobody approves what they asked themselves. Raises
    `InvalidInput` when somebody decided before.
    """
    with store.read() as rows:
        found = _request(rows, removal_id)
    force_id = found["force_id"]
    framework.force(force_id)
    asker = found["asked_by"] == actor.person_id
    takes_back = asker and not approve
    allowed(
        store,
        actor,
        Permission.ASK_REMOVAL if takes_back else Permission.DECIDE_REMOVAL,
        force_id,
    )
    # Operators go by their system's name, which says little about who is at the keyboard.
    same_operator = actor.role.value == found["asked_role"] == Role.OPERATOR.value
    if (asker or same_operator) and not takes_back:
        record_refusal(store, actor, "decide on a removal they asked for", force_id=force_id)
        raise NotAllowed(
            "Whoever asked for a removal cannot decide on it.",
            hint="Another person must agree: a strategic lead or the Gold Group chair.",
        )
    reason = "words removed" if approve else "removal declined"
    with store.write(actor, reason=reason, force_id=force_id, touches=approve) as writing:
        before = _request(writing.rows, removal_id)
        if before["state"] != RemovalState.ASKED:
            raise InvalidInput(
                f"This was decided on {in_words(london_day(before['decided_at']))}: "
                f"{RemovalState(before['state']).value}."
            )
        places = before["places"]
        if approve:
            places = _remove(writing, before)
            _close_others(writing, before, actor)
        row = removals.decide(
            writing,
            _request(writing.rows, removal_id),
            "removal approved" if approve else "removal declined",
            state=(RemovalState.REMOVED if approve else RemovalState.DECLINED).value,
            decided_by=actor.person_id,
            decided_role=actor.role.value,
            decided_at=writing.commit.moment,
            places=places,
        )
    # The words stood in the log until now, those asked for among them.
    store.settle()
    return _removal(row, shows_words=False)


def removals_of(store: Store, actor: Actor, force_id: str) -> list[Removal]:
    """Every removal of a force, newest first.

    The words of an open one are shown to whoever asked and to those who may decide.
    """
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    decides = could(store, actor, Permission.DECIDE_REMOVAL, force_id)
    with store.read() as rows:
        return [
            _removal(row, shows_words=decides or row["asked_by"] == actor.person_id)
            for row in removals.requests_of(rows, force_id)
        ]


def _request(rows: Rows, removal_id: str) -> Row:
    found = removals.request(rows, removal_id)
    if found is None:
        raise NotFound("There is no such removal.", hint="Open it again from the list.")
    return found


def _sought_in(row: Row) -> Sought:
    return sought(row["words"], inside=row["inside"])


def _removal(row: Row, *, shows_words: bool) -> Removal:
    state = RemovalState(row["state"])
    counts = json.loads(row["places"])
    return Removal(
        id=row["redaction_id"],
        force_id=row["force_id"],
        state=state,
        words=row["words"] if shows_words and state is RemovalState.ASKED else None,
        inside=row["inside"],
        reason=row["reason"],
        asked_by=row["asked_by"],
        asked_role=Role(row["asked_role"]),
        asked_at=row["asked_at"],
        decided_role=Role(row["decided_role"]) if row["decided_role"] else None,
        decided_at=row["decided_at"],
        places=counts["places"],
        rows=counts["rows"],
        version=counts["version"],
    )


# Removing


def _counted(places: Places, version: int | None = None) -> str:
    return canonical_json({"places": len(places.found), "rows": places.rows, "version": version})


def _remove(writing: Writing, request: Row) -> str:
    """Take the words out of everything, replace the newest public version if it was changed, and
    say what was counted.
    """
    rows, force_id, words = writing.rows, request["force_id"], _sought_in(request)
    places = places_of(rows, force_id, words)
    require_found(places)
    day = london_day(writing.commit.moment)

    def mark(field: Field, text: str) -> str:
        return removed(text, words, day, field.longest)

    for table in TABLES:
        pairs = [(r, table.through(r, mark)) for r in removals.rows_of(rows, table, force_id)]
        if table is ACTIONS:
            pairs = removals.without_digests(pairs)
        if table is IMPORTS:
            pairs = removals.unknown_files(pairs)
        if table is REVIEWS:
            pairs = removals.unknown_content(pairs)
        pairs = [(row, after) for row, after in pairs if after != row]
        removals.replace_rows(writing, table, pairs)
        if table is VERSIONS:
            made = _mark_versions(writing, pairs, places.replaced, day_words=in_words(day))
    return _counted(places, made)


def _close_others(writing: Writing, request: Row, actor: Actor) -> None:
    """Close every other open request that holds the words now removed, or whose own now stand
    nowhere: it could not be approved any more, and would keep the words and show them.

    It took nothing away itself, so it counts nothing.
    """
    rows, force_id, words = writing.rows, request["force_id"], _sought_in(request)
    for row in removals.requests_of(rows, force_id):
        if row["state"] != RemovalState.ASKED or row["redaction_id"] == request["redaction_id"]:
            continue
        if not words.spans(row["words"]) and places_of(rows, force_id, _sought_in(row)).rows:
            continue
        removals.decide(
            writing,
            row,
            "removal closed",
            state=RemovalState.REMOVED.value,
            decided_by=actor.person_id,
            decided_role=actor.role.value,
            decided_at=writing.commit.moment,
            places=_counted(Places((), 0)),
        )


def _mark_versions(
    writing: Writing, pairs: list[tuple[Row, Row]], replaced: int | None, *, day_words: str
) -> int | None:
    """Say which versions were changed; the newest public one is replaced. Returns its number."""
    made = None
    for _, row in pairs:
        by_version_id = None
        if row["number"] == replaced:
            made = _replace_version(writing, row, day_words)
            by_version_id = f"{row['force_id']}-v{made}"
        removals.mark_version(writing, row["version_id"], by_version_id)
    return made


def _replace_version(writing: Writing, old: Row, day_words: str) -> int:
    """Name a version with the content that is left, at the same moment and judged at that date."""
    every = plan_rows.every_version_of(writing.rows, old["force_id"])
    number = max(v.number for v in every) + 1
    said = f"Replaces version {old['number']}, from which words were removed on {day_words}."
    note = f"{said} {old['note']}".strip()
    if NOTE.longest is not None and len(note) > NOTE.longest:
        note = said
    content: dict[str, Any] = {**json.loads(old["content"]), "number": number, "note": note}
    row = plan_rows.version_row(
        force_id=old["force_id"],
        number=number,
        audience=Audience(old["audience"]),
        sequence=old["sequence"],
        made_in=writing.sequence,
        judged_on=old["judged_on"],
        note=note,
        content=content,
        approved=Approval(old["approved_by"], old["approved_on"]) if old["approved_on"] else None,
    )
    plan_rows.add_version(writing, row, content)
    return number
