"""The papers of a meeting to download: the agenda before it is closed, minutes and pack after."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.exports import Form
from vawg_plans.domain.meeting_papers import OF_A_CLOSED_MEETING, Paper
from vawg_plans.domain.meetings import Meeting, MeetingState
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.meeting_papers import export_agenda, export_paper, paper_name
from vawg_plans.views.documents import DOCX
from vawg_plans.views.session import Session


def show(here: Session, meeting: Meeting) -> None:
    """A button for each paper that there is of the meeting as it is now."""
    if not here.may(Permission.READ_MEETINGS):
        return
    papers: tuple[Paper, ...] = ()
    if meeting.state is MeetingState.CLOSED:
        papers = OF_A_CLOSED_MEETING
    elif meeting.state is not MeetingState.CANCELLED:
        papers = (Paper.AGENDA,)
    with st.container(horizontal=True):
        for paper in papers:
            _download(here, meeting, paper)


def _download(here: Session, meeting: Meeting, paper: Paper) -> None:
    """The paper, made when it is clicked."""
    st.download_button(
        f"{paper.label} ({paper.form})",
        data=lambda: _made(here, meeting, paper),
        file_name=paper_name(meeting, paper, demonstration=here.demonstration),
        mime=Form.EXCEL.mime if paper is Paper.WORKBOOK else DOCX,
        on_click="ignore",
        icon=":material/download:",
        key=f"paper_{paper.value}_{meeting.id}",
        help=paper.about,
    )


def _made(here: Session, meeting: Meeting, paper: Paper) -> bytes:
    if paper is Paper.AGENDA:
        return export_agenda(here.store, here.framework, here.still(), meeting.id).data
    return export_paper(here.store, here.still(), meeting.id, paper).data
