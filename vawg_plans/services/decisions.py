"""Decisions of the Gold Group: taken at a meeting, carried to the next until they are done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from vawg_plans.domain.agenda import Item
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.decisions import CHANGEABLE, LONGEST_WHY, Decision, decision_problems
from vawg_plans.domain.meetings import Meeting, MeetingState
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.services import comments
from vawg_plans.services.agendas import known_meeting
from vawg_plans.services.gate import allowed
from vawg_plans.services.revising import unknown
from vawg_plans.store import actions as action_rows
from vawg_plans.store import decisions as decision_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Store

_COMMENT = "comment:"
# What was settled when the meeting ended: to change it afterwards needs a reason.
_MINUTED = ("words", "owner_post", "due")


def decide(
    store: Store,
    actor: Actor,
    meeting_id: str,
    key: str,
    words: str,
    owner_post: str,
    due: dt.date | None = None,
    *,
    action_id: str | None = None,
    answers: Collection[str] | None = None,
) -> Decision:
    """Record a decision on an item of the agenda, with the post that sees to it and by when.

    It is about the item's action, or `action_id`. It resolves the comments of the item that it
    `answers` (keys of `Item.about`); unless that is said, those that the item shows, where it is
    about the item's own action. A question asked since the meeting began waits for the next one.
    Two people at once record two decisions.
    """
    with store.read() as rows:
        force_id = known_meeting(rows, meeting_id).force_id
    allowed(store, actor, Permission.HOLD_MEETING, force_id)
    with store.write(actor, reason="decision taken", force_id=force_id, touches=False) as writing:
        meeting = known_meeting(writing.rows, meeting_id)
        if meeting.state is not MeetingState.OPEN:
            raise InvalidInput(
                f"Meeting {meeting.number} is {meeting.state.label.lower()}, so it decides "
                "nothing now.",
                hint="Begin it first."
                if meeting.state is MeetingState.PLANNED
                else "Take it to the next meeting.",
            )
        item = next((i for i in meeting.items if i.key == key), None)
        if item is None:
            raise NotFound("There is no such item on the agenda.", hint="Reload the page.")
        about = action_id or item.action_id
        if about is not None and action_rows.force_of(writing.rows, about) != force_id:
            raise unknown()
        decision = Decision(
            decision_rows.new_id(),
            meeting.id,
            meeting.plan_id,
            force_id,
            decision_rows.last_number(writing.rows, meeting.plan_id) + 1,
            key,
            about,
            words=visible(words).strip(),
            owner_post=visible(owner_post).strip(),
            due=due,
            meeting_number=meeting.number,
        )
        _check(decision)
        answered = _answered(item, about, answers)
        written = decision_rows.add(writing, None, decision)
        for one in answered:
            comments.settle(writing, one.removeprefix(_COMMENT))
        return written


def _answered(item: Item, about: str | None, answers: Collection[str] | None) -> list[str]:
    """The keys of the comments that a decision on an item resolves."""
    shown = [one for one in item.about if one.startswith(_COMMENT)]
    if answers is None:
        return shown if about == item.action_id else []
    if not set(answers) <= set(shown):
        raise NotFound("That question is not on this item of the agenda.", hint="Reload the page.")
    return [one for one in shown if one in answers]


def change_decision(
    store: Store,
    actor: Actor,
    decision_id: str,
    changes: dict[str, Any],
    *,
    read_revision: int,
    why: str = "",
) -> Decision:
    """Change a decision: its words, owner, day, state or what came of it. The same again writes
    nothing. What its meeting minuted is changed afterwards only with a reason, `why`.

    Raises `StaleEdit`, with both, if somebody changed it since `read_revision`.
    """
    with store.read() as rows:
        force_id = _known(rows, decision_id).force_id
    allowed(store, actor, Permission.HOLD_MEETING, force_id)
    refused = sorted(set(changes) - set(CHANGEABLE))
    if refused:
        raise InvalidInput(f"These cannot be changed: {', '.join(refused)}.")
    why = visible(why).strip()
    if len(why) > LONGEST_WHY:
        raise InvalidInput(f"Keep the reason to {LONGEST_WHY:,} characters.")
    with store.write(actor, reason="decision changed", force_id=force_id, touches=False) as writing:
        before = _known(writing.rows, decision_id)
        values: dict[str, Any] = {
            n: visible(v).strip() if n in ("words", "owner_post", "outcome") else v
            for n, v in changes.items()
        }
        after = replace(before, **values, why=why)
        changed = [n for n in CHANGEABLE if getattr(before, n) != getattr(after, n)]
        if before.revision != read_revision:
            raise StaleEdit(
                f"Somebody else changed decision {before.number} while you were writing.",
                theirs=before,
                yours=after,
                fields=changed,
            )
        if not changed:
            return before
        _check(after)
        if not why and set(changed) & set(_MINUTED) and _ended(writing.rows, before):
            raise InvalidInput(
                "The meeting that decided this has been closed, and its minutes stay.",
                hint="Say why the decision is changed: the reason is kept beside it.",
            )
        return decision_rows.add(writing, before, after)


def decisions_of(
    store: Store, actor: Actor, force_id: str, *, meeting_id: str | None = None
) -> list[Decision]:
    """The decisions of a force's Gold Group, or of one meeting, by number."""
    allowed(store, actor, Permission.READ_MEETINGS, force_id)
    with store.read() as rows:
        found = decision_rows.of_plan(rows, plan_id_of(force_id))
    return [d for d in found if meeting_id in (None, d.meeting_id)]


def decision_history(store: Store, actor: Actor, decision_id: str) -> list[Decision]:
    """Every revision of a decision, newest first, with who changed it, when and why."""
    with store.read() as rows:
        found = decision_rows.history(rows, decision_id)
    if not found:
        raise _unknown()
    allowed(store, actor, Permission.READ_MEETINGS, found[0].force_id)
    return found


def _ended(rows: Rows, decision: Decision) -> bool:
    meeting: Meeting = known_meeting(rows, decision.meeting_id)
    return meeting.state is MeetingState.CLOSED


def _known(rows: Rows, decision_id: str) -> Decision:
    found = decision_rows.history(rows, decision_id)
    if not found:
        raise _unknown()
    return found[0]


def _unknown() -> NotFound:
    return NotFound("There is no such decision.", hint="Open it again from the list.")


def _check(decision: Decision) -> None:
    problems = decision_problems(decision)
    if problems:
        raise InvalidInput(problems)
