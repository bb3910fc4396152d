"""The next revision of one action within a transaction: brought together with what others saved
meanwhile, checked, and written. Whoever calls has asked for the permission.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from vawg_plans.domain.action_checks import Codes, problems_of
from vawg_plans.domain.actions import Action, changed_fields, with_changes
from vawg_plans.domain.depending import dependency_problems, dependent
from vawg_plans.domain.details import EvidenceItem
from vawg_plans.domain.differences import clashes, differences, settled
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.store import actions as action_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Writing


def revise(
    writing: Writing,
    codes: Codes,
    action_id: str,
    changes: dict[str, Any] | Callable[[Action], dict[str, Any]],
    *,
    read_revision: int | None = None,
    note: str | None = None,
    adding: EvidenceItem | None = None,
    merging: bool = True,
) -> Action:
    """Write the next revision of an action; without a real change, nothing is written.

    `changes` are fields with their new values, or what gives them for the action as it is now.
    Saved by somebody since `read_revision`, the two are brought together; where both changed the
    same (or always, unless `merging`) it raises `StaleEdit`. Without a `read_revision` the change
    is one that fits whatever others saved. `adding` is evidence to add to what is there.
    """
    before = newest(writing.rows, action_id)
    if callable(changes):
        changes = changes(before)
    if note is not None and before.withdrawn:
        raise InvalidInput("The action was withdrawn; restore it to record progress.")
    if read_revision not in (None, before.revision):
        changes = _together(writing.rows, before, changes, read_revision or 0, merging)
    after = replace(with_changes(before, changes), progress_note=note)
    if adding is not None:
        items = (*after.evidence_items, adding)
        after = with_changes(after, {"evidence_items": items})
    check_in_plan(writing.rows, before, after, codes)
    if note is None and not set(changed_fields(before, after)) - {"progress_note"}:
        return before
    return action_rows.add(writing, [(before, after)])[0]


def _together(
    rows: Rows, theirs: Action, changes: dict[str, Any], read_revision: int, merging: bool
) -> dict[str, Any]:
    """What to change of the action as it is saved now, when it was read before that."""
    was = action_rows.at_revision(rows, theirs.id, read_revision)
    if was is not None and merging:
        found = differences(was, theirs, with_changes(was, changes))
        if not clashes(found):
            return settled(theirs, found)
    others = set(changed_fields(was, theirs)) - {"progress_note"} if was else set()
    raise StaleEdit(
        f"Somebody else changed “{theirs.title}” while you were writing.",
        theirs=theirs,
        yours=with_changes(theirs, changes),
        fields=sorted(set(changes) | others),
    )


def check_in_plan(rows: Rows, before: Action | None, after: Action, codes: Codes) -> None:
    """Raise `InvalidInput` with every problem of an action, in itself and beside the others of its
    plan.
    """
    problems = problems_of(after, codes)
    if after.depends_on and (before is None or set(after.depends_on) - set(before.depends_on)):
        plan = action_rows.dependents(rows, after.plan_id)
        problems += dependency_problems(dependent(after), plan)
    if problems:
        raise InvalidInput(problems)


def newest(rows: Rows, action_id: str) -> Action:
    """The newest revision of an action. Raises `NotFound`."""
    found = action_rows.one(rows, action_id)
    if found is None:
        raise unknown()
    return found


def unknown() -> NotFound:
    """What is said of an action that is not there."""
    return NotFound(
        "There is no such action in this database.", hint="Open it again from the plan."
    )
