"""Writing a meeting while it is held: a decision, the minutes of an item, its action in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.agenda import Item
from vawg_plans.domain.decisions import LONGEST_WORDS, Decision
from vawg_plans.domain.meetings import LONGEST_NOTE
from vawg_plans.domain.permissions import Permission
from vawg_plans.errors import InvalidInput, StaleEdit
from vawg_plans.services.actions import record_progress, revise_action
from vawg_plans.services.comments import comments_of
from vawg_plans.services.decisions import decide
from vawg_plans.services.meetings import note, notes_of
from vawg_plans.views.action_fields import day
from vawg_plans.views.feedback import saving
from vawg_plans.views.keeping import keeps, let_go
from vawg_plans.views.meeting_at import Screen
from vawg_plans.views.words import as_text, one_line

_STATUSES = list(DeliveryStatus)


def show(screen: Screen, item: Item, action: Action | None, taken: Sequence[Decision]) -> None:
    """The forms, for who may hold a meeting and stays at this item."""
    if not screen.writes:
        return
    left, right = st.columns(2, gap="large")
    with left:
        _ask_decision(screen, item, action, taken)
        if action is not None and not action.withdrawn:
            _ask_action(screen, item, action)
    with right:
        _ask_note(screen, item)


def posts(screen: Screen, *more: str) -> list[str]:
    """The posts that may be meant: those who are here, and those who own something."""
    owners = sorted({p for a in screen.agenda.opened.actions for p in a.owner_posts})
    return list(dict.fromkeys((*more, *screen.meeting.attended, *owners)))


def _ask_decision(
    screen: Screen, item: Item, action: Action | None, taken: Sequence[Decision]
) -> None:
    owners = action.owner_posts if action else ()
    # Empty again for the next decision on the same item.
    form = f"{screen.meeting.id}-{item.key}-decision-{len(taken)}"
    with keeps(screen.here.actor, form), st.form(form, border=True):
        words = st.text_area("What is decided", height=80, max_chars=LONGEST_WORDS)
        left, right = st.columns(2)
        known = posts(screen, *owners)
        owner = left.selectbox(
            "Who sees to it (a post)",
            known,
            index=0 if owners else None,
            accept_new_options=True,
            placeholder="Choose or type a post",
        )
        with right:
            due = day("By (optional)", None)
        questions = _questions(screen, item)
        answers = None
        if len(questions) > 1:
            answers = st.multiselect(
                "Questions it answers",
                list(questions),
                list(questions),
                format_func=lambda key: questions[key],
                help="Those left out wait for another decision.",
            )
        sent = st.form_submit_button("Record the decision", icon=":material/gavel:")
    if sent:
        here = screen.here
        with saving("The decision was recorded."):
            decide(
                here.store,
                here.actor,
                screen.meeting.id,
                item.key,
                words,
                owner or "",
                due,
                action_id=action.id if action and not item.action_id else None,
                answers=answers,
            )
            let_go(here.actor, form)


def _questions(screen: Screen, item: Item) -> dict[str, str]:
    """The comments that ask for a decision on this item and wait for it still, in short."""
    if not item.about:
        return {}
    here = screen.here
    asked = comments_of(here.store, here.actor, here.force_id, action_id=item.action_id)
    open_now = {f"comment:{t.comment.id}": t.comment for t in asked if t.comment.awaits_decision}
    return {key: one_line(open_now[key].words, 100) for key in item.about if key in open_now}


@dataclass(slots=True)
class _Held:
    """The minutes of an item as this reader opened them, and the revision a save says it read."""

    words: str
    revision: int


def _ask_note(screen: Screen, item: Item) -> None:
    """What was typed stays while others save; a second save goes over what was shown."""
    here, key = screen.here, f"minutes_{screen.meeting.id}_{item.key}"
    now = notes_of(here.store, here.actor, screen.meeting.id).get(item.key)
    mine = st.session_state.get(key)
    if not isinstance(mine, _Held) or st.session_state.get("minutes_at") != item.key:
        mine = _Held(now.words if now else "", now.revision if now else 0)
        st.session_state[key] = mine
    st.session_state["minutes_at"] = item.key
    form = f"{screen.meeting.id}-{item.key}-minutes"
    with keeps(here.actor, form), st.form(f"{key}_{mine.words!r:.20}", border=True):
        words = st.text_area("Minutes of this item", mine.words, height=110, max_chars=LONGEST_NOTE)
        sent = st.form_submit_button("Save the minutes", icon=":material/edit_note:")
    if sent:
        with saving("The minutes were saved."):
            try:
                saved = note(
                    here.store,
                    here.actor,
                    screen.meeting.id,
                    item.key,
                    words,
                    read_revision=mine.revision,
                )
            except StaleEdit as stale:
                st.markdown(f"**Saved meanwhile:** {as_text(stale.theirs.words)}")
                mine.revision = stale.theirs.revision
                raise InvalidInput(
                    stale.message, hint="Join both below; saving again keeps yours."
                ) from stale
            st.session_state[key] = _Held(saved.words, saved.revision)
            let_go(here.actor, form)


def _ask_action(screen: Screen, item: Item, action: Action) -> None:
    """Its status, its date and what is said about that, saved as a change of the plan."""
    here = screen.here
    edits = here.may(Permission.EDIT_PLAN)
    if not (edits or here.may(Permission.RECORD_PROGRESS)):
        return
    form = f"{action.id}-at-meeting"
    with keeps(here.actor, form), st.form(f"{form}-{action.revision}", border=True):
        left, right = st.columns(2)
        status = left.selectbox(
            "Delivery status",
            _STATUSES,
            index=_STATUSES.index(action.status),
            format_func=lambda s: s.full_label,
        )
        due = action.due
        if edits:
            with right:
                due = day("Due", action.due)
        said = st.text_input(
            "What has happened" + (" (optional)" if edits else ""),
            help="Recorded as its progress, with the status.",
        )
        sent = st.form_submit_button("Change the action", icon=":material/edit:")
    if sent:
        with saving("The action was changed."):
            _change(screen, action, status, {} if due == action.due else {"due": due}, said)
            let_go(here.actor, form)


def _change(
    screen: Screen, action: Action, status: DeliveryStatus, dates: dict[str, Any], said: str
) -> None:
    here, read = screen.here, action.revision
    door = (here.store, here.framework, here.actor, action.id)
    changes: dict[str, Any] = {} if status is action.status else {"status": status}
    if said.strip() or not here.may(Permission.EDIT_PLAN):
        read = record_progress(*door, read_revision=read, note=said, **changes).revision
        changes = {}
    if changes or dates:
        reason = f"changed at {screen.meeting.name}"
        revise_action(*door, changes | dates, read_revision=read, reason=reason)
    elif not said.strip():
        raise InvalidInput("Nothing was changed.", hint="Choose another status or date.")
