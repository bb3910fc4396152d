"""The action page at work: what of the action is open for change, and how a change is saved.

What is open stands in the address, with the revision it was opened at. So a page that is loaded
again opens the same form against the same words, and a save tells what others changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Action, with_changes
from vawg_plans.domain.differences import differences
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.rules import Judgement
from vawg_plans.errors import PlanError, StaleEdit
from vawg_plans.services.actions import action_history, record_progress, revise_action
from vawg_plans.services.details import action_at
from vawg_plans.services.plans import OpenPlan
from vawg_plans.store.store import Store
from vawg_plans.views.feedback import say_after_rerun, show_error
from vawg_plans.views.keeping import keeps, let_go
from vawg_plans.views.session import EDIT, READ, Session

_CONFLICT = "two_at_once"
PROGRESS = "progress"
SENT, REMOVED = "sent", "removed"


@dataclass(frozen=True, slots=True)
class Desk:
    """An action on the page, and who sits before it.

    `what` is the part that is open for change, empty when none is; `base` is the action as it was
    when that part was opened, `action` as it is saved now.
    """

    here: Session
    opened: OpenPlan
    action: Action
    what: str
    base: Action

    @property
    def judgement(self) -> Judgement:
        return self.opened.judged[self.action.id]

    @property
    def edits(self) -> bool:
        """Whether the reader may change the action, and it is live."""
        return not self.action.withdrawn and self.here.may(Permission.EDIT_PLAN)

    @property
    def records(self) -> bool:
        """Whether the reader may record progress, and the action is live."""
        return not self.action.withdrawn and self.here.may(Permission.RECORD_PROGRESS)

    @property
    def door(self) -> tuple[Store, Framework, Actor, str]:
        """What every service that writes is given first."""
        return self.here.store, self.here.framework, self.here.actor, self.action.id

    def form(self, what: str) -> str:
        """The name under which a form of this action is kept in the browser."""
        return f"{self.action.id}-{what}"


def sit_down(here: Session, opened: OpenPlan) -> Desk | None:
    """The action that the address names, and what of it is open; None if it is not of this plan."""
    asked = st.query_params.get("action", "")
    action = next((a for a in [*opened.actions, *opened.withdrawn] if a.id == asked), None)
    if action is None:
        return None
    what, read = st.query_params.get(EDIT, ""), st.query_params.get(READ, "")
    base = None
    if what and not read:
        # A link that leads straight to a part.
        st.query_params[READ] = read = str(action.revision)
    if what and read.isdecimal() and int(read) < action.revision:
        base = action_at(here.store, here.actor, action.id, int(read))
    return Desk(here, opened, action, what, base or action)


def opens(
    desk: Desk, what: str, label: str, *, icon: str = ":material/edit:", kind: Any = "tertiary"
) -> None:
    """The button that opens a part for change."""
    st.button(
        label,
        key=f"open-{desk.form(what)}",
        icon=icon,
        type=kind,
        on_click=_open,
        args=(what, desk.action.revision),
    )


def _open(what: str, revision: int) -> None:
    st.query_params.update({EDIT: what, READ: str(revision)})


def close() -> None:
    """Nothing is open any more."""
    for name in (EDIT, READ):
        if name in st.query_params:
            del st.query_params[name]


def reading(desk: Desk) -> Action:
    """The action as this reader opened the page, for the form that always stands open: it stays as
    it was while others save. Taken anew on a fresh visit and after an update.
    """
    key = f"read_{desk.action.id}"
    if desk.here.fresh or key not in st.session_state:
        st.session_state[key] = desk.action
    found: Action = st.session_state[key]
    return found


def let_go_of_reading(action_id: str) -> None:
    """Take the action anew in the next run."""
    st.session_state.pop(f"read_{action_id}", None)


@dataclass(slots=True)
class Asked:
    """How a form was left: `sent`, `removed`, or not at all yet."""

    how: str = ""


@contextmanager
def asking(
    desk: Desk, submit: str, *, leave: str = "Give up these changes", remove: str = ""
) -> Iterator[Asked]:
    """Around the fields of the open part: its form, kept while it is written, and its buttons.

    Giving it up closes it and lets go of what was typed.
    """
    asked = Asked()
    with keeps(desk.here.actor, desk.form(desk.what)):
        key = f"{desk.form(desk.what)}-{desk.base.revision}"
        with st.form(f"{key}-{st.session_state.get(_times(desk), 0)}", border=True):
            yield asked
            with st.container(horizontal=True):
                if st.form_submit_button(submit, type="primary"):
                    asked.how = SENT
                if st.form_submit_button(leave):
                    let_go(desk.here.actor, desk.form(desk.what))
                    close()
                    st.rerun()
                if remove and st.form_submit_button(remove, icon=":material/delete:"):
                    asked.how = REMOVED


def _times(desk: Desk) -> str:
    return f"times_{desk.form(desk.what)}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants saved: fields of `was`, the action as they opened it; and with a progress
    update its note and evidence.

    `form` is what keeps its words in the browser, `success` what is said once it is saved. When
    `stays`, the form is offered again, empty.
    """

    form: str
    was: Action
    changes: dict[str, Any]
    success: str
    update: Mapping[str, Any] | None = None
    stays: bool = False
    # As it is saved now, once that is known to be in the way.
    theirs: Action | None = field(default=None, compare=False)

    @property
    def mine(self) -> Action:
        return with_changes(self.was, self.changes)


def save(desk: Desk, draft: Draft) -> None:
    """Save what differs. In the way of another's, both are kept for the choice (`conflict`)."""
    changes = {k: v for k, v in draft.changes.items() if v != getattr(draft.was, k)}
    if not changes and draft.update is None:
        done(desk, draft.form, "Nothing was changed.")
    read: dict[str, Any] = {"read_revision": draft.was.revision}
    with attempting(desk, draft):
        store, framework, actor, action_id = desk.door
        if draft.update is None:
            saved = revise_action(store, framework, actor, action_id, changes, **read)
        else:
            given = {**read, **draft.update, **changes}
            saved = record_progress(store, framework, actor, action_id, **given)
        again = saved.revision if draft.stays else None
        done(desk, draft.form, draft.success + _beside(desk, draft, saved), again=again)


@contextmanager
def attempting(desk: Desk, draft: Draft | None = None) -> Iterator[None]:
    """Around a write: what a person can put right is shown, and the form keeps its words."""
    try:
        yield
    except StaleEdit as stale:
        if draft is None:
            show_error(PlanError(stale.message, hint="Read it again, then decide."))
            return
        st.session_state[_CONFLICT] = replace(draft, theirs=stale.theirs)
        st.rerun()
    except PlanError as error:
        show_error(error)


def done(desk: Desk, form: str, words: str, *, again: int | None = None) -> None:
    """Say so in the next run; the form is let go of and closed, or offered again at a revision."""
    if form:
        let_go(desk.here.actor, form)
    st.session_state.pop(_CONFLICT, None)
    # What was read for an update of progress is read anew after it, and not before.
    if form == desk.form(PROGRESS):
        let_go_of_reading(desk.action.id)
    elif again is None:
        close()
    else:
        st.session_state[_times(desk)] = st.session_state.get(_times(desk), 0) + 1
        st.query_params[READ] = str(again)
    say_after_rerun(words)
    st.rerun()


def _beside(desk: Desk, draft: Draft, saved: Action) -> str:
    """What others saved meanwhile, in a sentence."""
    if saved.revision <= draft.was.revision + 1:
        return ""
    revisions = action_history(desk.here.store, desk.here.actor, saved.id)
    found: dict[str, list[str]] = {}
    for newer, older in pairwise(revisions):
        between = draft.was.revision < newer.action.revision < saved.revision
        if between and newer.who != desk.here.actor.name:
            changed = differences(older.action, newer.action, older.action)
            found.setdefault(newer.who, []).extend(d.label for d in changed)
    return "".join(
        f" Meanwhile {who} changed {', '.join(dict.fromkeys(labels))}, and that stands too."
        for who, labels in found.items()
        if labels
    )


def waiting(desk: Desk) -> Draft | None:
    """What waits for a choice between two people's words on this action."""
    draft = st.session_state.get(_CONFLICT)
    return draft if isinstance(draft, Draft) and draft.was.id == desk.action.id else None


def act(desk: Desk, write: Callable[[], Any], success: str) -> None:
    """Do something that needs no form, and say so."""
    with attempting(desk):
        write()
        done(desk, "", success)
