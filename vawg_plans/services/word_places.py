"""Where words stand in everything held of a force."""

from __future__ import annotations

from collections.abc import Callable

from vawg_plans.domain.moments import in_words, london_day
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.removing import MOST_ROWS, Field, Place, Places
from vawg_plans.domain.sought import Sought, around
from vawg_plans.errors import InvalidInput
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import removals
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.removal_tables import (
    ACTIONS,
    ANSWERS,
    COMMENTS,
    COMMITS,
    DECISIONS,
    IMPORTS,
    MEETINGS,
    MINUTES,
    PLANS,
    PRACTICES,
    REQUESTS,
    REVIEWS,
    TABLES,
    VERSIONS,
    WITHDRAWALS,
    Table,
)


def places_of(rows: Rows, force_id: str, words: Sought) -> Places:
    """Where the words stand, the newest revision's text as the sample."""
    found: dict[tuple[str, str], Place] = {}
    changed = inside = 0
    versions: list[int] = []
    within = Sought(words.folded, inside=True)
    for table in TABLES:
        stored = removals.rows_of(rows, table, force_id)
        named = _names(table, stored)
        for row in stored:
            touched = _look(table, row, words, named(row), found)
            changed += touched
            if touched and table is VERSIONS:
                versions.append(row["number"])
            if not touched and not words.inside:
                inside += _look(table, row, within, "", {})
    return Places(
        found=tuple(found.values()),
        rows=changed,
        inside=inside,
        versions=tuple(versions),
        replaced=_newest_public(rows, force_id, versions),
    )


def _look(
    table: Table, row: Row, words: Sought, thing: str, found: dict[tuple[str, str], Place]
) -> bool:
    """Whether the words stand in a row; each field in which they do is added to `found`."""
    touched = False

    def note(field: Field, text: str) -> str:
        nonlocal touched
        times = len(words.spans(text))
        if times:
            touched = True
            known = found.get((thing, field.label))
            # The rest have none: a version has a number, which its name says.
            revised = table not in (VERSIONS, WITHDRAWALS, COMMITS, REQUESTS)
            revisions = {table.revision(row)} if revised else set()
            found[thing, field.label] = Place(
                thing,
                field.label,
                tuple(sorted(revisions.union(known.revisions if known else ()))),
                (known.times if known else 0) + times,
                around(text, words),
            )
        return text

    table.through(row, note)
    return touched


def _names(table: Table, stored: list[Row]) -> Callable[[Row], str]:
    """What a row of a table is called on screen."""
    if table is ACTIONS:
        # Oldest first, so that each is called what its newest revision calls it.
        titles = {r["action_id"]: f"Action {r['reference']} {r['title']}" for r in stored}
        return lambda row: " ".join(titles[row["action_id"]].split())
    if table is ANSWERS:
        return lambda row: f"The answer to {row['question']}"
    if table is COMMENTS:
        # They have no name: counted in the order in which they came to be.
        first = sorted((r["sequence"], r["comment_id"]) for r in stored if r["revision"] == 1)
        places = {comment_id: place for place, (_, comment_id) in enumerate(first, start=1)}
        return lambda row: f"Comment {places[row['comment_id']]}"
    if table is MEETINGS:
        return lambda row: f"Meeting {row['number']}"
    if table is MINUTES:
        return lambda row: "The minutes of a meeting"
    if table is DECISIONS:
        return lambda row: f"Decision {row['number']}"
    if table is IMPORTS:
        return lambda row: f"Import {row['revision']}"
    if table is PRACTICES:
        titles = {r["practice_id"]: f"The practice {r['title']}" for r in stored}
        return lambda row: " ".join(titles[row["practice_id"]].split())
    if table is VERSIONS:
        labels = {audience.value: audience.label.lower() for audience in Audience}
        return lambda row: f"Version {row['number']}, {labels[row['audience']]}"
    if table is REVIEWS:
        return lambda row: f"Review {row['number']} of the plan"
    if table is WITHDRAWALS:
        return lambda row: f"The withdrawal of version {row['version_id'].rpartition('-v')[2]}"
    if table is COMMITS:
        return lambda row: f"Reason given on {in_words(london_day(row['committed_at']))}"
    return lambda row: "The plan itself" if table is PLANS else "A removal asked for before"


def _newest_public(rows: Rows, force_id: str, changed: list[int]) -> int | None:
    """The number of the newest public version, if it is one of those changed."""
    versions = plan_rows.versions_of(rows, force_id)
    public = next((v.number for v in versions if v.audience is Audience.PUBLIC), None)
    return public if public in changed else None


def require_found(places: Places) -> None:
    if not places.rows:
        raise InvalidInput(
            "These words stand nowhere in what is held of this force.",
            hint=f"They stand inside longer words in {places.inside:,} revisions or versions: look "
            "for them there too if they must go."
            if places.inside
            else "Check the spelling, or look for fewer of them.",
        )
    if places.rows > MOST_ROWS:
        raise InvalidInput(
            f"These words stand in {places.rows:,} revisions and versions, and at most "
            f"{MOST_ROWS:,} are changed at once.",
            hint="Ask for a longer passage around them, one at a time.",
        )
