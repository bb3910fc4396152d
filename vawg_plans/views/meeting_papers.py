"""The papers of a meeting to download: the agenda before it is closed, minutes and pack after."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.exports import Form
from vawg_plans.domain.meeting_papers import OF_A_CLOSED_MEETING, Paper
from vawg_plans.domain.meetings import Meeting, MeetingState
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.meeting_papers import export_paper, paper_name
from vawg_plans.views.documents import DOCX
from vawg_plans.views.session import Session


def show(here: Session, meeting: Meeting) -> None:
    """A button for each paper that there is of the meeting as it is now."""
    if not here.may(Permission.READ_MEETINGS):
        return
    closed = meeting.state is MeetingState.CLOSED
    papers = [p for p in OF_A_CLOSED_MEETING if p is Paper.MINUTES] if closed else []
    with st.container(horizontal=True):
        for paper in papers:
            _download(here, meeting, paper)


def _download(here: Session, meeting: Meeting, paper: Paper) -> None:
    """The paper, made when it is clicked."""
    st.download_button(
        f"{paper.label} ({paper.form})",
        data=lambda: export_paper(here.store, here.still(), meeting.id, paper).data,
        file_name=paper_name(meeting, paper, demonstration=here.demonstration),
        mime=Form.EXCEL.mime if paper is Paper.WORKBOOK else DOCX,
        on_click="ignore",
        icon=":material/download:",
        key=f"paper_{paper.value}_{meeting.id}",
        help=paper.about,
    )
