"""The record on screen: searching it, going through it page by page, taking it away."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.exports import Form
from vawg_plans.domain.moments import moment_in_words, today
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.people import people_of
from vawg_plans.services.record import (
    MOST_EXPORTED,
    PAGE,
    Found,
    Sought,
    acts_recorded,
    export_record,
    record_file_name,
)
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural

_BEFORE = "record_before"
_SOUGHT = "record_sought"


def ask(here: Session, force_id: str | None) -> Sought:
    """What to look for."""
    people = {}
    if here.may(Permission.MANAGE_PEOPLE):
        people = {p.id: p.name for p in people_of(here.store, here.actor, force_id)}
    acts = acts_recorded(here.store, here.actor, force_id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        act = st.selectbox(
            "Act",
            acts,
            index=None,
            placeholder="Every act",
            format_func=lambda a: a[:1].upper() + a[1:],
            key="record_act",
            width=220,
        )
        person = st.selectbox(
            "Person",
            list(people),
            index=None,
            placeholder="Everybody",
            format_func=lambda p: people.get(p, p),
            key="record_person",
            width=220,
        )
        thing = st.text_input("Object holds", key="record_thing", placeholder="action:", width=200)
        since = st.date_input(
            "From",
            value=None,
            max_value=today(),
            format="DD/MM/YYYY",
            key="record_since",
            width=140,
        )
        until = st.date_input(
            "To", value=None, max_value=today(), format="DD/MM/YYYY", key="record_until", width=140
        )
    return Sought(person_id=person, act=act, thing=thing, since=since, until=until)


def page_before(sought: Sought) -> int | None:
    """The entry before which this page begins; a new search begins at the newest."""
    if st.session_state.get(_SOUGHT) != sought:
        st.session_state[_SOUGHT] = sought
        st.session_state[_BEFORE] = []
    pages: list[int] = st.session_state[_BEFORE]
    return pages[-1] if pages else None


def show(here: Session, found: Found, sought: Sought) -> None:
    """A page of entries, and the way to older and newer ones."""
    entries = found.entries
    if not entries:
        st.info("Nothing in the record matches. Choose fewer conditions.")
        return
    pages: list[int] = st.session_state[_BEFORE]
    first = len(pages) * PAGE + 1
    st.caption(
        f"Entries {first:,} to {first + len(entries) - 1:,} of {found.total:,}, newest first"
    )
    forces = here.framework.forces
    st.table(
        {
            "Entry": [f"{e.number:,}" for e in entries],
            "When": [moment_in_words(e.moment) for e in entries],
            "Who": [as_text(e.who) for e in entries],
            "Role": [e.role or "–" for e in entries],
            "Force": [forces[e.force_id].name if e.force_id in forces else "–" for e in entries],
            "Act": [e.act[:1].upper() + e.act[1:] for e in entries],
            "Object": [
                as_text(f"{e.thing}, revision {e.revision}" if e.revision else e.thing)
                for e in entries
            ],
            "Detail": [as_text(e.detail) for e in entries],
        },
        border="horizontal",
        hide_index=True,
        alt="Entries of the record, newest first",
    )
    with st.container(horizontal=True):
        if pages and st.button("Newer", icon=":material/arrow_back:", key="record_newer"):
            pages.pop()
            st.rerun()
        more = first + len(entries) - 1 < found.total
        if more and st.button("Older", icon=":material/arrow_forward:", key="record_older"):
            pages.append(entries[-1].number)
            st.rerun()


def download(here: Session, sought: Sought, found: Found, force_id: str | None) -> None:
    """What was found, whole, as a workbook."""
    if not 0 < found.total <= MOST_EXPORTED:
        return
    st.download_button(
        f"Download {plural(found.total, 'entry').replace('entrys', 'entries')} as Excel",
        data=lambda: export_record(
            here.store, here.framework, here.still(), sought, force_id=force_id
        ),
        file_name=record_file_name(force_id, demonstration=here.demonstration),
        mime=Form.EXCEL.mime,
        on_click="ignore",
        icon=":material/download:",
        key="download_record",
    )
