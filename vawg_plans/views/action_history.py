"""What happened to one action: each revision, word by word; any of them brought back."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.moments import moment_in_words
from vawg_plans.services.actions import action_history
from vawg_plans.services.history import restore_revision
from vawg_plans.store.actions import Revision
from vawg_plans.views.editing import Desk, act
from vawg_plans.views.history import action_lines
from vawg_plans.views.words import as_text


def show(desk: Desk) -> None:
    """Folded away, and read only when it is unfolded: who, when, why, and what changed."""
    with st.expander(
        "History", icon=":material/history:", key="history", on_change="rerun"
    ) as folded:
        if not folded.open:
            return
        history = action_history(desk.here.store, desk.here.actor, desk.action.id)
        for newer, older in zip(history, [*history[1:], None], strict=True):
            _show(desk, newer, older)


def _show(desk: Desk, newer: Revision, older: Revision | None) -> None:
    who = f"{as_text(newer.who)}, {moment_in_words(newer.made_at)}"
    st.markdown(f"**{who}** — {as_text(newer.reason)}")
    if newer.action.progress_note:
        st.markdown(f"> {as_text(newer.action.progress_note)}")
    lines = action_lines(older.action if older else None, newer.action, desk.here.framework)
    st.caption("  \n".join(lines) or "Nothing else was changed.")
    revision = newer.action.revision
    if not desk.edits or revision == desk.action.revision:
        return
    if st.button(
        "Bring this back", key=f"bring_back_{revision}", icon=":material/undo:", type="tertiary"
    ):
        act(
            desk,
            lambda: restore_revision(*desk.door, revision, read_revision=desk.action.revision),
            f"The action is again what it was on {moment_in_words(newer.made_at)}.",
        )
