"""The open database: reading at a moment, and writing one chained transaction at a time."""

from __future__ import annotations

import datetime as dt
import getpass
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vawg_plans.config import head_file, is_postgresql
from vawg_plans.domain.canonical import digest, visible
from vawg_plans.domain.moments import end_of_day_utc, utc_now
from vawg_plans.domain.people import Actor, Role
from vawg_plans.errors import StoreError, StoreUnavailable
from vawg_plans.store import people as people_rows
from vawg_plans.store.connection import Row, Rows, open_engine
from vawg_plans.store.head import HeadFault, HeadLog, ahead_of, fault_of
from vawg_plans.store.migrating import migrate
from vawg_plans.store.record import Act, Chain, Commit

LONGEST_REASON = 2_000
# Later than any commit: reads the present.
NOW = 2**62


class Writing:
    """One transaction under way: its sequence and moment, and the chain to extend."""

    def __init__(self, rows: Rows, commit: Commit, chain: Chain, unknown: Actor | None) -> None:
        self.rows = rows
        self.commit = commit
        self._chain = chain
        # Whoever acts here for the first time, perhaps, and is kept with the first entry.
        self._unknown = unknown
        self._acts: list[Row] = []
        # The last entries written, for the head kept outside.
        self.newest: list[Row] = []

    @property
    def sequence(self) -> int:
        return self.commit.sequence

    @property
    def recorded(self) -> bool:
        return bool(self._acts or self.newest)

    def record(self, act: Act, commit: Commit | None = None) -> None:
        """Chain one thing done (at another commit, on the bulk path)."""
        actor, self._unknown = self._unknown, None
        if actor:
            known_as(self, actor)
        self._acts.append(self._chain.extend(commit or self.commit, act))

    def flush(self) -> None:
        """Write the entries gathered so far: before the commit, and between bulk batches."""
        self.rows.insert("audit_entry", self._acts)
        self.newest = self._acts or self.newest
        self._acts = []


class Store:
    """The database, open. Safe to use from several threads."""

    def __init__(self, database: str, *, head: HeadLog | None = None) -> None:
        """Open it. `head` is given for a copy, whose head is kept nowhere: `HeadLog(None)`."""
        self.database = database
        self._engine = open_engine(database)
        self.head = head or HeadLog(head_file(database))
        # People whose names are kept already: asked once each, not at every write.
        self._known: set[str] = set()
        try:
            with self._engine.writing() as rows:
                migrate(rows)
            with self.read() as rows:
                found = rows.one("record.property", name="id")
                self._id: str | None = found["value"] if found else None
                unspoken = bool(self._id) and rows.all("record.unspoken_migrations")
            if unspoken:
                self._catch_up()
        except BaseException:
            self._engine.close()
            raise

    def _catch_up(self) -> None:
        """Make the record speak for what came with new migrations."""
        with self.write(operator(), reason="database brought up to date") as writing:
            record_migrations(writing)
            for row in writing.rows.all("people.unspoken"):
                people_rows.change(writing, row["person_id"], "person known")

    def close(self) -> None:
        """Close it; the file may then be opened by another process."""
        self._engine.close()

    @contextmanager
    def read(self) -> Iterator[Rows]:
        """A cursor for reading."""
        with self._engine.reading() as rows:
            yield rows

    @contextmanager
    def write(
        self,
        actor: Actor,
        *,
        reason: str,
        force_id: str | None = None,
        touches: bool = True,
        moment: dt.datetime | None = None,
    ) -> Iterator[Writing]:
        """One transaction by `actor`: all of it is written, or none. Recording nothing leaves no
        trace: a sequence is a change.

        `touches` says whether it changes what plans and versions show. The sequence is allocated
        while the write lock is held, so a later sequence is always a later commit; a clock that
        was put back gives no earlier moment than the commit before. `moment` is
        given only when a demonstration's past is made.
        """
        with self._engine.writing() as rows:
            head = rows.all("record.head")[0]
            commit = Commit(
                sequence=head["sequence"] + 1,
                moment=moment or max(utc_now(), head["moment"] or dt.datetime.min),
                person_id=actor.person_id,
                role=actor.role.value,
                force_id=force_id,
                reason=visible(reason)[:LONGEST_REASON],
                touches=touches,
            )
            unknown = None if actor.person_id in self._known else actor
            writing = Writing(rows, commit, Chain(head), unknown)
            yield writing
            if not writing.recorded:
                return
            rows.insert("commit_log", [commit.row])
            writing.flush()
        self._known.add(actor.person_id)
        if self._id is None:
            self._id = self.said_of_itself("id") or ""
            self.head.set_aside("of-another")
        self.head.add(self._id, writing.newest)

    def settle(self) -> None:
        """Write DuckDB's log into its file and empty it, so that no old words are left there."""
        if not is_postgresql(self.database):
            # With the writers' turn held, none is in the way.
            with suppress(StoreError), self._engine.writing() as rows:
                rows.script("checkpoint")

    def head_fault(self, *, begin: bool = True) -> HeadFault | None:
        """What the record kept outside says against this database; begun if there is none."""
        if not self._id or self.head.path is None:
            return None
        lines = self.head.lines()
        if not lines and not begin:
            return None
        if not lines:
            # Said in the record too: whoever shortens a chain would remove this file with it.
            with self.write(operator(), reason="outside record begun", touches=False) as writing:
                writing.record(Act("outside record begun", "database"))
            return None
        with self.read() as rows:
            fault = fault_of(rows, self._id, lines)
        if fault is None and begin:
            self._catch_head_up()
            self.head.shorten()
        return fault

    def beyond_head(self) -> tuple[int, int] | None:
        """The first and last commit that the record kept outside does not know. On a server each
        machine's head knows its own commits only, so nothing follows there.
        """
        if self.head.path is None or is_postgresql(self.database):
            return None
        with self.read() as rows:
            lines = self.head.lines()
            return ahead_of(rows, lines) if lines else None

    def _catch_head_up(self) -> None:
        """Say in the record that the head was behind: by a crash, or by what keeps no head."""
        beyond = self.beyond_head()
        if beyond is None:
            return
        detail = f"commits {beyond[0]} to {beyond[1]}"
        with self.write(operator(), reason="outside record behind", touches=False) as writing:
            writing.record(Act("outside record behind", "database", detail=detail))

    def accept_head(self, actor: Actor, reason: str) -> HeadFault | None:
        """Go on though the record kept outside says otherwise: chained, and the old file kept."""
        fault = self.head_fault()
        if fault is None:
            return None
        lost = f"{len(fault.lost)} commits" if fault.lost else "another record"
        self.head.set_aside("before-loss")
        with self.write(actor, reason=reason, touches=False) as writing:
            writing.record(Act("loss accepted", "database", detail=lost))
        return fault

    def sequence_at(self, day: dt.date | None) -> int:
        """The moment a date means: the last sequence committed by the end of that day in London.

        None means now.
        """
        if day is None:
            return NOW
        with self.read() as rows:
            found = rows.one("record.sequence_before", moment=end_of_day_utc(day))
        return int(found["sequence"]) if found else 0

    def newest_touching(self, force_id: str | None = None) -> int:
        """The newest sequence that changed a plan or version (of this force): a cache key."""
        with self.read() as rows:
            if force_id is None:
                found = rows.one("record.newest_touching")
            else:
                found = rows.one("record.newest_touching_force", force_id=force_id)
        return int(found["sequence"]) if found else 0

    def said_of_itself(self, name: str) -> str | None:
        """A property of the database: 'demonstration', 'made_at', 'id'."""
        with self.read() as rows:
            found = rows.one("record.property", name=name)
        return found["value"] if found else None

    @property
    def is_demonstration(self) -> bool:
        """Set when the database is made, and never afterwards."""
        return self.said_of_itself("demonstration") == "yes"


def known_as(writing: Writing, actor: Actor) -> None:
    """Keep the actor's name beside their id, once."""
    if writing.rows.one("people.one", person_id=actor.person_id) is None:
        row = people_rows.first_row(actor.person_id, actor.name, writing.commit.moment)
        people_rows.add(writing, row)


def record_migrations(writing: Writing) -> None:
    """Chain every migration applied that the record does not speak for yet."""
    for row in writing.rows.all("record.unspoken_migrations"):
        writing.record(act_of_migration(row))


def act_of_migration(row: Row) -> Act:
    """The entry that speaks for a migration applied."""
    return Act("migration applied", f"migration:{row['name']}", 1, after=digest(row))


def first_properties(writing: Writing, *, demonstration: bool) -> None:
    """Say once what this database is. Raises `StoreUnavailable` if that was said before."""
    rows = writing.rows
    if rows.one("record.property", name="made_at") is not None:
        raise StoreUnavailable(
            "This database has been set up already.",
            hint="Name another file in VAWG_PLANS_DATABASE to start afresh.",
        )
    properties = {
        "demonstration": "yes" if demonstration else "no",
        "made_at": utc_now().isoformat(),
        "id": uuid.uuid4().hex,
    }
    rows.insert("database_property", [{"name": n, "value": v} for n, v in properties.items()])
    writing.record(act_of_properties(properties))
    record_migrations(writing)


def act_of_properties(properties: dict[str, str]) -> Act:
    """The entry that speaks for what a database says of itself."""
    return Act("database made", "database", 1, after=digest(properties))


def operator() -> Actor:
    """Whoever opened the database from a terminal, by the system's name for them."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return Actor(f"operator-{user}", f"Operator ({user})", Role.OPERATOR)
