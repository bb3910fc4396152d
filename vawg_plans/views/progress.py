"""Recording progress on an action: what happened, where it stands, and what shows it."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.details import LONGEST_LINE
from vawg_plans.domain.moments import today
from vawg_plans.services.details import new_evidence
from vawg_plans.views.editing import PROGRESS, Desk, Draft, reading, save
from vawg_plans.views.keeping import keeps

_STATUSES = list(DeliveryStatus)


def show(desk: Desk) -> None:
    """The form, for whoever may record progress. What it does not say stays as it is."""
    if not desk.records:
        return
    was = reading(desk)
    st.subheader("Record progress", anchor=False)
    with (
        keeps(desk.here.actor, desk.form(PROGRESS)),
        st.form(f"progress_{was.id}_{was.revision}", border=True),
    ):
        note = st.text_area("What has happened since the last update?", height=90)
        left, right = st.columns([3, 2])  # the longest status must not be cut
        status = left.selectbox(
            "Delivery status",
            _STATUSES,
            index=_STATUSES.index(was.status),
            format_func=lambda s: s.full_label,
        )
        percent = right.number_input(
            "Percent",
            min_value=0,
            max_value=100,
            value=was.percent,
            step=5,
            help="Leave it empty if you do not report one.",
        )
        with st.expander("Evidence for it (optional)", icon=":material/attach_file:"):
            title = st.text_input("Evidence: what it is", max_chars=LONGEST_LINE)
            held = st.text_input(
                "Where it is held",
                max_chars=LONGEST_LINE,
                help="A system and a reference. Nothing that identifies a victim.",
            )
        sent = st.form_submit_button(
            "Record progress", type="secondary" if desk.what else "primary"
        )
    if sent:
        shown_by = new_evidence(desk.here.actor, title, held, dated=today())
        update = {"note": note, "evidence_item": shown_by if title or held else None}
        changes = {"status": status, "percent": percent}
        success = "Progress was recorded."
        save(desk, Draft(desk.form(PROGRESS), was, changes, success, update))
