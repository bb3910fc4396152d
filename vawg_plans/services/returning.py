"""A workbook that we exported comes back: what stands is read, and answers are written."""

from __future__ import annotations

from dataclasses import replace

from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import Answer
from vawg_plans.domain.choosing import Choices, Clash, ClashingPlace
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.returning import bring_back, unchanged
from vawg_plans.domain.returning_clashes import place_of
from vawg_plans.domain.returning_new import Returned, Standing
from vawg_plans.domain.returning_tables import OwnTables
from vawg_plans.domain.value_texts import TAG_GROUPS, text_in
from vawg_plans.services.actions import codes_of, ensure_plan, new_id
from vawg_plans.store import actions as action_rows
from vawg_plans.store import answers as answer_rows
from vawg_plans.store import imports as import_rows
from vawg_plans.store.actions import Revision
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Writing

_TAKEN = (
    "This very file was imported before, and what was decided about it stands: nothing of it is "
    "taken again. Save a change in it, or export the plan anew, to bring more back."
)


def returned(
    rows: Rows,
    framework: Framework,
    force_id: str,
    tables: OwnTables,
    digest: str,
    filename: str,
    read_as: ReadAs,
    choices: Choices,
    *,
    person_id: str,
) -> Returned:
    """What a workbook of ours would make of the plan as these rows have it. Whoever calls has asked
    for the permission.

    Raises `UnreadableFile` where it is another force's, or a version that was named.
    """
    standing = _standing(rows, framework, force_id, tables)
    if digest and import_rows.decided_at(rows, standing.plan_id, digest) is not None:
        return unchanged(tables, standing, _TAKEN)
    found = bring_back(
        tables,
        standing,
        framework,
        read_as,
        choices,
        person_id=person_id,
        filename=filename,
    )
    ids = [clash.action_id for clash in found.clashes if clash.action_id]
    revisions = action_rows.histories(rows, standing.plan_id, ids)
    found.clashes = [_with_who(rows, standing.plan_id, c, revisions) for c in found.clashes]
    return found


def _standing(rows: Rows, framework: Framework, force_id: str, tables: OwnTables) -> Standing:
    plan_id = plan_id_of(force_id)
    now = action_rows.of_plan(rows, plan_id)
    carried = tables.carried
    then = action_rows.of_plan(rows, plan_id, carried.sequence) if carried else now
    answers = answer_rows.of_plan(rows, plan_id)
    known = {(a.id, a.revision): a for a in then}

    def base_of(action_id: str, revision: int) -> Action | None:
        found = known.get((action_id, revision))
        return found or action_rows.at_revision(rows, action_id, revision)

    def answer_of(question: str, revision: int) -> Answer | None:
        newest = answers.get(question)
        if newest is None or newest.revision == revision:
            return newest
        history = answer_rows.history(rows, plan_id, question)
        return next((a for a in history if a.revision == revision), None)

    return Standing(
        force_id=force_id,
        plan_id=plan_id,
        actions=now,
        then=then,
        answers=answers,
        base_of=base_of,
        answer_of=answer_of,
        codes=codes_of(framework, rows),
        new_id=new_id,
    )


def _with_who(
    rows: Rows, plan_id: str, clash: Clash, revisions: dict[str, list[Revision]]
) -> Clash:
    """The clash, with who changed each place in the plan, and when."""
    if clash.question:
        newest = rows.all("answers.history", plan_id=plan_id, question=clash.question)[:1]
        places = tuple(
            p.changed_by(r["who"], r["committed_at"]) for r in newest for p in clash.places
        )
        return replace(clash, places=places or clash.places)
    history = revisions[clash.action_id]
    return replace(clash, places=tuple(_who(p, history) for p in clash.places))


def _who(place: ClashingPlace, revisions: list[Revision]) -> ClashingPlace:
    """The place, with whose revision gave it the value that it has. Newest first."""
    field, _, part = place_of(place.key).partition("/")

    def value(action: Action) -> object:
        if part in TAG_GROUPS:
            return text_in(action, part)
        found = getattr(action, field)
        return next((i for i in found if i.id == part), None) if part else found

    for newer, older in zip(revisions, [*revisions[1:], None], strict=True):
        if older is None or value(newer.action) != value(older.action):
            return place.changed_by(newer.who, newer.made_at)
    return place


def write_answers(writing: Writing, framework: Framework, force_id: str, found: Returned) -> bool:
    """Write what the file changes of the force's answers; False when there is nothing."""
    if found.answers:
        ensure_plan(writing, framework, force_id)
    for change in found.answers:
        answer_rows.add(writing, change.before, change.after)
    return bool(found.answers)


def words_of_clashes(clashes: list[Clash] | tuple[Clash, ...]) -> str:
    """What the first of the clashes are, in one line."""
    named = [f"{place.label} of {clash.name}" for clash in clashes for place in clash.places]
    more = f", and {len(named) - 3} more" if len(named) > 3 else ""
    return ", ".join(named[:3]) + more
