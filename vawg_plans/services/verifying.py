"""Proving the record: the chain itself, its head kept outside, and every row it speaks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vawg_plans.config import is_postgresql
from vawg_plans.store import answers as answer_rows
from vawg_plans.store import comments as comment_rows
from vawg_plans.store import decisions as decision_rows
from vawg_plans.store import framework as framework_rows_of
from vawg_plans.store import imports as import_rows
from vawg_plans.store import meetings as meeting_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import practices as practice_rows
from vawg_plans.store import reviews as review_rows
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import EXPIRED, first_break, row_digest
from vawg_plans.store.shape import strangers
from vawg_plans.store.store import Store, act_of_migration, act_of_properties

Said = Callable[[str], None]
_BATCH = 20_000
# One row of these is kept in place: the record has its earlier states, the table the last.
_IN_PLACE = ("person:", "redaction:")
_COMMIT = ("sequence", "committed_at", "person_id", "role", "force_id", "reason", "touches", "salt")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was proved (`sound`) or found not to hold, with counts in its words.

    `entry` is the entry of the record that does not hold, where there is one.
    """

    sound: bool
    words: str
    entry: int | None = None


Spoken = dict[tuple[str, int], tuple[str | None, int]]
Stored = Iterable[tuple[str, int, str]]


def verify(store: Store, said: Said = lambda _: None) -> list[Finding]:
    """Walk the record and every row it speaks for, and say what holds. Reads only."""
    with store.read() as rows:
        said("the chain")
        found = [_chain(rows), *_head(store)]
        said("commits")
        found += _commits(rows)
        said("plans and actions")
        found += _actions(rows)
        for prefix, name, stored in _TABLES:
            said(name)
            found += _table(rows, prefix, name, stored)
        said("what comparison reads")
        found += _facts(rows)
        found += _strangers(rows)
        found += _shape(rows, server=is_postgresql(store.database))
    return found


def first_fault(found: list[Finding]) -> Finding | None:
    """The finding that names the lowest entry, else the first fault of any kind."""
    faults = [f for f in found if not f.sound]
    named = [f for f in faults if f.entry is not None]
    return min(named, key=lambda f: f.entry or 0) if named else next(iter(faults), None)


def _chain(rows: Rows) -> Finding:
    broken = first_break(rows)
    if broken:
        return Finding(False, f"The record does not hold: {broken.words}.", broken.entry)
    head = rows.one("record.head")
    return Finding(True, f"The record holds: {(head and head['entry']) or 0:,} entries.")


def _head(store: Store) -> list[Finding]:
    if store.head.path is None:
        return []
    fault = store.head_fault(begin=False)
    if fault:
        return [Finding(False, fault.words, fault.entry)]
    beyond = store.beyond_head()
    # One or two may be under way, or were when the process was killed.
    if beyond and beyond[1] - beyond[0] > 1:
        words = (
            f"Commits {beyond[0]:,} to {beyond[1]:,} are not in the record kept outside the "
            "database: they were not made by this program, or it could not write there."
        )
        return [Finding(False, words)]
    if not store.head.lines():
        return [Finding(True, "Nothing of the record is kept outside: begun at the next start.")]
    return [Finding(True, "The head of the record kept outside the database agrees.")]


def _commits(rows: Rows) -> list[Finding]:
    """Each commit against the entries that carry its digest: who, when and why."""
    faults: list[Finding] = []
    counted = after = 0
    removed = {
        e["object"]: e["after_digest"] for e in rows.all("verifying.spoken", prefix="commit:")
    }
    last = rows.all("verifying.last_sequence")[0]["sequence"]
    while after < last:
        for row in rows.all("verifying.commits", after=after, upto=after + _BATCH):
            counted += 1
            words = _commit_fault(row, removed.get(f"commit:{row['sequence']}"))
            if words:
                faults.append(Finding(False, f"Commit {row['sequence']} {words}.", row["entry"]))
        after += _BATCH
    return summed(faults, f"Commits hold: {counted:,}.")


def _commit_fault(row: Row, removed: str | None) -> str:
    if row["found"] is None:
        return "is gone"
    if row["entry"] is None or row["low"] != row["high"]:
        return "is not what was recorded"
    if not row["speaks"] and row["person_id"] == EXPIRED and row["salt"] is None:
        # What goes at the end of its retention leaves these behind, and changes no plan.
        left = (row["role"], row["force_id"], row["reason"], row["touches"], row["committed_at"])
        rightly = left == ("", None, "", False, row["moment"])
        return "" if rightly else "is not what was recorded"
    actual = row_digest({name: row[name] for name in _COMMIT})
    return "" if actual == (removed or row["low"]) else "is not what was recorded"


def _actions(rows: Rows) -> list[Finding]:
    """A plan at a time, so that no more than one is held."""
    faults: list[Finding] = []
    counted = 0
    for plan in rows.all("actions.plan_ids"):
        spoken = _spoken(rows.all("verifying.spoken_of_plan", plan_id=plan["plan_id"]))
        for row in rows.all("actions.revisions_of", plan_id=plan["plan_id"]):
            counted += 1
            thing = f"action:{row['action_id']}"
            faults += _compare(spoken, thing, row["revision"], row_digest(row))
    faults += [
        _gone(e["object"], e["revision"], e["entry"]) for e in rows.all("verifying.actions_gone")
    ]
    return summed(faults, f"Actions hold: {counted:,} revisions.")


def _table(rows: Rows, prefix: str, name: str, stored: Callable[[Rows], Stored]) -> list[Finding]:
    spoken = _spoken(rows.all("verifying.spoken", prefix=prefix))
    if prefix in _IN_PLACE:
        newest: dict[str, int] = {}
        for thing, revision in spoken:
            newest[thing] = max(revision, newest.get(thing, 0))
        spoken = {k: v for k, v in spoken.items() if newest[k[0]] == k[1]}
    faults: list[Finding] = []
    counted = 0
    for thing, revision, actual in stored(rows):
        counted += 1
        faults += _compare(spoken, thing, revision, actual)
        spoken.pop((thing, revision), None)
    faults += [_gone(thing, revision, e) for (thing, revision), (_, e) in spoken.items()]
    return summed(faults, f"{name[0].upper()}{name[1:]} hold: {counted:,}.")


def _spoken(found: list[Row]) -> Spoken:
    """The last that the record says of each row."""
    return {(e["object"], e["revision"]): (e["after_digest"], e["entry"]) for e in found}


def _compare(spoken: Spoken, thing: str, revision: int, actual: str) -> list[Finding]:
    recorded, entry = spoken.get((thing, revision), (None, None))
    if recorded == actual:
        return []
    return [Finding(False, f"{thing} revision {revision} is not what was recorded.", entry)]


def _gone(thing: str, revision: int, entry: int) -> Finding:
    return Finding(False, f"{thing} revision {revision} was recorded and is gone.", entry)


def _every(
    statement: str, object_of: Callable[[Row], str], revision: str = "revision"
) -> Callable[[Rows], Stored]:
    """The rows that a statement gives, each by its object and revision."""

    def stored(rows: Rows) -> Stored:
        for r in rows.all(statement):
            yield object_of(r), r[revision], row_digest(r)

    return stored


def _meetings(rows: Rows) -> Stored:
    # One at a time: a closed one holds a whole plan.
    for found in rows.all("meetings.ids"):
        for r in rows.all("meetings.revisions", meeting_id=found["meeting_id"]):
            yield meeting_rows.object_of(r), r["revision"], row_digest(r)


def _withdrawals(rows: Rows) -> Stored:
    for r in rows.all("reviews.withdrawals"):
        yield review_rows.object_of_withdrawal(r), 1, row_digest(r)


def _versions(rows: Rows) -> Stored:
    for found in rows.all("verifying.version_ids"):
        r = rows.all("versions.whole", version_id=found["version_id"])[0]
        yield plan_rows.act_of_version(r).object, r["number"], row_digest(r)


def _framework(rows: Rows) -> Stored:
    for r in rows.all("framework.all_revisions"):
        act = framework_rows_of.act_of(r)
        yield act.object, r["revision"], act.after or ""


def _people(rows: Rows) -> Stored:
    for r in rows.all("people.every"):
        yield f"person:{r['person_id']}", r["revision"] or 0, row_digest(r)


def _superseded(rows: Rows) -> Stored:
    for r in rows.all("verifying.superseded"):
        yield f"superseded:{r['version_id']}", 1, row_digest(r)


def _migrations(rows: Rows) -> Stored:
    # Said when the database is made; one that never was has nothing to say yet.
    made = rows.all("record.properties")
    for r in rows.all("record.applied") if made else []:
        act = act_of_migration(r)
        yield act.object, 1, act.after or ""


def _properties(rows: Rows) -> Stored:
    found = {r["name"]: r["value"] for r in rows.all("record.properties")}
    if found:
        act = act_of_properties(found)
        yield act.object, 1, act.after or ""


_TABLES: tuple[tuple[str, str, Callable[[Rows], Stored]], ...] = (
    ("plan:", "plans", _every("plans.all_revisions", plan_rows.object_of)),
    ("answer:", "answers", _every("answers.all_revisions", answer_rows.object_of)),
    ("practice:", "offered practices", _every("practices.all_revisions", practice_rows.object_of)),
    ("import:", "imports", _every("imports.all_revisions", import_rows.object_of)),
    ("comment:", "comments", _every("comments.all_revisions", comment_rows.object_of)),
    ("review:", "reviews", _every("reviews.all_revisions", review_rows.object_of)),
    ("meeting:", "meetings", _meetings),
    (
        "shown:",
        "items shown at meetings",
        _every("meetings.every_shown", meeting_rows.object_of_shown, "step"),
    ),
    ("minute:", "items minuted", _every("meetings.every_note", meeting_rows.object_of_note)),
    ("decision:", "decisions", _every("decisions.all_revisions", decision_rows.object_of)),
    ("version:", "versions", _versions),
    ("withdrawal:", "withdrawals", _withdrawals),
    ("framework:", "rows of the framework", _framework),
    ("person:", "people", _people),
    ("role:", "roles", _every("people.role_revisions", lambda r: f"role:{r['grant_id']}")),
    (
        "redaction:",
        "removals of words",
        _every("verifying.redactions", lambda r: f"redaction:{r['redaction_id']}"),
    ),
    ("superseded:", "superseded versions", _superseded),
    ("migration:", "migrations", _migrations),
    ("database", "properties of the database", _properties),
)


def _facts(rows: Rows) -> list[Finding]:
    """What comparison reads of each version follows from its content, which the record has."""
    faults: list[Finding] = []
    counted = 0
    for version in rows.all("verifying.version_ids"):
        version_id = version["version_id"]
        content = rows.all("versions.content", version_id=version_id)[0]["content"]
        try:
            facts = plan_rows.facts_of(version_id, json.loads(content))
        except (ValueError, KeyError, TypeError):
            facts = []
        counted += len(facts)
        facts.sort(key=lambda f: str(f["action_id"]))
        if not facts or facts != rows.all("versions.facts", version_id=version_id):
            faults.append(Finding(False, f"What comparison reads of {version_id} was altered."))
    for loose in rows.all("verifying.loose_facts"):
        faults.append(
            Finding(False, f"What comparison reads of {loose['version_id']} is of no version.")
        )
    return summed(faults, f"What comparison reads holds: {counted:,} actions of versions.")


def _strangers(rows: Rows) -> list[Finding]:
    return [
        _gone(e["object"], e["revision"], e["entry"]) for e in rows.all("verifying.unknown_objects")
    ]


def _shape(rows: Rows, *, server: bool) -> list[Finding]:
    faults = [Finding(False, words) for words in strangers(rows, server=server)]
    return summed(faults, "The database is made of what it should be, and of nothing besides.")


def summed(faults: list[Finding], sound: str) -> list[Finding]:
    """The faults, not too many of them, or that all is sound."""
    if not faults:
        return [Finding(True, sound)]
    faults = sorted(faults, key=lambda f: f.entry or 0)
    shown = faults[:20]
    if len(faults) > 20:
        shown.append(Finding(False, f"… and {len(faults) - 20:,} more like these."))
    return shown
