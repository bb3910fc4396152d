"""Writing several actions in one transaction: bulk changes and their order in the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.action_checks import LONGEST_TITLE, check
from vawg_plans.domain.actions import Action, with_changes
from vawg_plans.domain.bulk import MOST, BulkChange, changes_of, moved_to
from vawg_plans.domain.details import new_item_id
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.services.actions import add_action, codes_of
from vawg_plans.services.gate import allowed
from vawg_plans.store import actions as action_rows
from vawg_plans.store.store import Store

_COPY = " (copy)"
# What a duplicate takes over as it is.
_COPIED = (
    "description", "tags", "local_strand", "owner_posts", "partners", "start", "due", "due_words",
    "success_measure", "measure_id", "context", "shaped_by", "equality_impact", "publishable",
    "sensitive", "practice_id", "depends_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a bulk change would do to one action: its fields' new values, none when it stays."""

    action: Action
    changes: dict[str, Any]


def preview_many(actor: Actor, actions: Iterable[Action], change: BulkChange) -> list[Previewed]:
    """What the change would do to each action. Writes nothing and reads nothing."""
    return [Previewed(a, changes_of(a, change, actor.person_id)) for a in actions]


def change_many(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    read: dict[str, int],
    change: BulkChange,
) -> list[Action]:
    """Change actions of a plan alike, all or none. `read` has the revision read of each, by id.

    Actions that it does not alter get no revision. Raises `StaleEdit` when somebody changed one of
    them meanwhile, `InvalidInput` with what would break.
    """
    allowed(store, actor, Permission.EDIT_PLAN, force_id)
    if not read or change.empty:
        raise InvalidInput("Choose actions, and what to change in them.")
    if len(read) > MOST:
        raise InvalidInput(f"Change at most {MOST} actions at once; {len(read):,} are chosen.")
    with store.write(
        actor, reason=f"{len(read)} actions changed together", force_id=force_id
    ) as writing:
        plan_id = plan_id_of(force_id)
        codes = codes_of(framework, writing.rows)
        now = {a.id: a for a in action_rows.of_plan(writing.rows, plan_id)}
        unknown = set(read) - set(now)
        if unknown:
            raise NotFound("These actions are not all of this force's plan.")
        written: list[tuple[Action | None, Action]] = []
        for action_id, revision in read.items():
            before = now[action_id]
            changes = changes_of(before, change, actor.person_id)
            after = replace(with_changes(before, changes), progress_note=None)
            if before.revision != revision:
                raise StaleEdit(
                    f"Somebody else changed “{before.title}” while you were choosing. Nothing "
                    "was changed.",
                    theirs=before,
                    yours=after,
                    fields=sorted(changes),
                )
            if changes:
                _checked(after, codes)
                written.append((before, after))
        return action_rows.add(writing, written) if written else []


def _checked(action: Action, codes: Any) -> None:
    try:
        check(action, codes)
    except InvalidInput as error:
        raise InvalidInput([f"“{action.title}”: {p}" for p in error.problems]) from None


def duplicate_action(store: Store, framework: Framework, actor: Actor, action_id: str) -> Action:
    """Add an action like this one, to be changed: what it says and where it belongs, but nothing of
    what was done (status, progress, evidence) nor where it was imported from.
    """
    with store.read() as rows:
        model = action_rows.one(rows, action_id)
    if model is None:
        raise NotFound("There is no such action in this database.")
    allowed(store, actor, Permission.EDIT_PLAN, model.force_id)
    copied = {name: getattr(model, name) for name in _COPIED}
    milestones = tuple(replace(m, id=new_item_id(), done_on=None) for m in model.milestones)
    risks = tuple(replace(r, id=new_item_id()) for r in model.risks)
    title = f"{model.title[: LONGEST_TITLE - len(_COPY)]}{_COPY}"
    values = {**copied, "title": title, "milestones": milestones, "risks": risks}
    return add_action(store, framework, actor, model.force_id, values, reason="action duplicated")


def move_action(
    store: Store, actor: Actor, force_id: str, action_id: str, place: int
) -> list[Action]:
    """Put an action at a place among the plan's live actions: 0 is first.

    Gives the actions whose position changed. Two people moving at once both get their move: the
    second one's is made in the order that the first one left.
    """
    allowed(store, actor, Permission.EDIT_PLAN, force_id)
    with store.write(actor, reason="order changed", force_id=force_id) as writing:
        places = action_rows.places(writing.rows, plan_id_of(force_id))
        if action_id not in dict(places):
            raise NotFound("There is no such action in this plan.")
        order, positions = [one for one, _ in places], [position for _, position in places]
        written: list[tuple[Action | None, Action]] = []
        for one, position in moved_to(order, positions, action_id, place).items():
            before = action_rows.one(writing.rows, one)
            assert before is not None
            written.append((before, replace(before, position=position, progress_note=None)))
        return action_rows.add(writing, written) if written else []
