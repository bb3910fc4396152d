"""What to take out of a plan, on screen: which moment, which actions and columns, in which form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from vawg_plans.domain.exports import CHOICES, FEW, FIELDS, Form, checked_columns
from vawg_plans.domain.filtering import Filter, among, found
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE, marking_of
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.plans import Version
from vawg_plans.services.exporting import Export, export_plan, plan_file_name
from vawg_plans.services.exporting_lists import (
    GAPS,
    HISTORY,
    export_gaps,
    export_history,
    list_file_name,
)
from vawg_plans.services.moments_out import DRAFT, plan_at, version_label
from vawg_plans.services.plans import FIRST_DAY, OpenPlan
from vawg_plans.views import as_of
from vawg_plans.views.filters import ask_filter, let_go, take_over
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural

NOW, A_DAY = "Now", "The end of a day"
_HEADINGS = {c.field: c.heading for c in CHOICES}
# The columns chosen, kept while somebody looks at other pages.
_KEPT = "export_columns"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was chosen; all of it is in the address. `opened` is the plan at that moment, and `kept`
    how many of its actions the filter shows; of a version, how many of those it has in words.
    `held` is how many of the columns chosen there are at that moment.
    """

    opened: OpenPlan
    asked: Filter
    columns: tuple[str, ...] | None
    day: dt.date | None = None
    version: Version | None = None
    kept: int = 0
    held: int = len(FIELDS)

    @property
    def judged_on(self) -> dt.date:
        return self.version.judged_on if self.version else self.opened.judged_on

    @property
    def marking(self) -> str:
        return marking_of([self.version.audience]) if self.version else OFFICIAL_SENSITIVE


def ask(here: Session) -> Taken:
    """Which moment, which columns, which actions."""
    take_over(here.framework)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        newest = here.open_plan()
        day, version = _ask_moment(newest.versions)
        columns = _ask_columns()
    opened, spoken, without = newest, None, frozenset[str]()
    if version is not None:
        shown = plan_at(
            here.store, here.framework, here.actor, here.force_id, version=version.number
        )
        opened, spoken, without = shown.opened, shown.spoken, shown.without
    elif day is not None:
        opened = here.open_plan(as_of=day)
    asked = ask_filter(opened, here.framework)
    let_go(asked)
    kept = [a for a in found(opened, here.framework, asked) if spoken is None or a.id in spoken]
    held = len([c for c in columns or FIELDS if c not in without])
    return Taken(opened, asked, columns, day, version, len(kept), held)


def _ask_moment(versions: Sequence[Version]) -> tuple[dt.date | None, Version | None]:
    by_name = {version_label(v): v for v in versions}
    chosen = st.selectbox(
        "As of",
        [NOW, A_DAY, *by_name],
        # A link from a page that shows a day names the day alone.
        index=1 if as_of.day() else 0,
        key="moment",
        bind="query-params",
        width=250,
    )
    if chosen != A_DAY:
        return None, by_name.get(chosen)
    day = st.date_input(
        "Day",
        "today",
        min_value=FIRST_DAY,
        max_value="today",
        format="DD/MM/YYYY",
        key="on",
        bind="query-params",
        width=150,
    )
    return (day if isinstance(day, dt.date) and day < today() else None), None


def _ask_columns() -> tuple[str, ...] | None:
    if "columns" not in st.session_state and "columns" not in st.query_params:
        st.session_state["columns"] = st.session_state.get(_KEPT, [])
    chosen = st.multiselect(
        "Columns",
        FIELDS,
        format_func=_HEADINGS.__getitem__,
        key="columns",
        bind="query-params",
        placeholder=f"All {len(FIELDS)}",
        help="None chosen means all. What lets a row find its action again goes with every choice.",
        width=290,
    )
    st.session_state[_KEPT] = chosen
    if list(chosen) != list(FEW):
        st.button(
            f"The {len(FEW)} that a meeting reads",
            type="tertiary",
            icon=":material/view_column:",
            on_click=_choose_few,
        )
    return checked_columns(chosen)


def _choose_few() -> None:
    st.session_state["columns"] = list(FEW)


def show_taken(framework: Framework, taken: Taken) -> None:
    """What was chosen: how many of how many, which moment, which marking, and the filter (which a
    phone folds away).
    """
    total = len(among(taken.opened, taken.asked))
    many = f"{taken.kept:,} of " if taken.asked.given or taken.version else ""
    moment = f"as of the end of {in_words(taken.day)}" if taken.day else "as of now"
    if taken.version:
        moment = f"as version {taken.version.number} has them in words"
    st.markdown(
        f"**{many}{plural(total, 'action')}**, {plural(taken.held, 'column')}, {moment}, marked "
        f"{taken.marking}."
    )
    if taken.asked.given:
        st.caption(f"Filtered: {as_text(taken.asked.said(framework))}.")
    if not taken.opened.actions:
        st.info("The plan had no actions then, so a file of it holds none either.")


@contextmanager
def offer(name: str, what: str, about: str) -> Iterator[None]:
    """A thing to take: what it is and what it is for, with its buttons beside that."""
    with (
        st.container(border=True, key=f"offer_{name}"),
        st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ),
    ):
        st.markdown(f"**{what}**  \n{about}", width=300)
        with st.container(
            horizontal=True, vertical_alignment="bottom", width="content", gap="small"
        ):
            yield


def button(
    name: str,
    label: str,
    file_name: str,
    mime: str,
    make: Callable[[], Export],
    *,
    primary: bool = False,
) -> None:
    """A download, made when it is clicked and not while the page is drawn."""
    st.download_button(
        label,
        data=lambda: make().data,
        file_name=file_name,
        mime=mime,
        type="primary" if primary else "secondary",
        on_click="ignore",
        icon=":material/download:",
        key=f"take_{name}",
    )


def offer_plan(here: Session, taken: Taken) -> None:
    """The plan itself, in each form."""
    version = taken.version
    with offer(
        "plan",
        "The plan",
        "Excel to read, or to change and bring back. CSV and JSON for other programs."
        if version is None
        else "As it was shared: it cannot be changed and brought back. For gaps and history, "
        "choose now or a day.",
    ):
        for form in Form:
            name = plan_file_name(
                here.force_id,
                taken.judged_on,
                label=version_label(version) if version else DRAFT,
                marking=taken.marking,
                filtered=taken.asked.given,
                form=form,
                demonstration=here.demonstration,
            )
            button(
                f"plan_{form}", f"Plan as {form.label}", name, form.mime, _plan(here, taken, form),
                primary=form is Form.EXCEL,
            )  # fmt: skip


def _plan(here: Session, taken: Taken, form: Form) -> Callable[[], Export]:
    return lambda: export_plan(
        here.store,
        here.framework,
        here.still(),
        here.force_id,
        as_of=taken.day,
        version=taken.version.number if taken.version else None,
        asked=taken.asked,
        columns=taken.columns,
        form=form,
    )


def offer_gaps(here: Session, taken: Taken) -> None:
    """What the plan lacks."""
    with offer(
        "gaps",
        "What it lacks",
        "A line for each, the gravest first, as inspection readiness finds it.",
    ):
        for form in (Form.EXCEL, Form.CSV):
            name = list_file_name(
                GAPS,
                here.force_id,
                taken.judged_on,
                filtered=taken.asked.given,
                form=form,
                demonstration=here.demonstration,
            )
            make = _gaps(here, taken, form)
            button(f"gaps_{form}", f"Gaps as {form.label}", name, form.mime, make)


def _gaps(here: Session, taken: Taken, form: Form) -> Callable[[], Export]:
    return lambda: export_gaps(
        here.store,
        here.framework,
        here.still(),
        here.force_id,
        as_of=taken.day,
        asked=taken.asked,
        form=form,
    )


def offer_history(here: Session, taken: Taken) -> None:
    """What was changed, by whom, when and why."""
    with offer("history", "Its history", "Every change: who, when and why."):
        since = st.date_input(
            "Since",
            None,
            min_value=FIRST_DAY,
            max_value=taken.day or "today",
            format="DD/MM/YYYY",
            key="since",
            bind="query-params",
            width=135,
        )
        for form in (Form.EXCEL, Form.CSV):
            name = list_file_name(
                HISTORY,
                here.force_id,
                taken.judged_on,
                filtered=taken.asked.given,
                form=form,
                demonstration=here.demonstration,
            )
            day = since if isinstance(since, dt.date) else None
            make = _history(here, taken, day, form)
            button(f"history_{form}", f"History as {form.label}", name, form.mime, make)


def _history(
    here: Session, taken: Taken, since: dt.date | None, form: Form
) -> Callable[[], Export]:
    return lambda: export_history(
        here.store,
        here.framework,
        here.still(),
        here.force_id,
        since=since,
        until=taken.day,
        asked=taken.asked,
        form=form,
    )


def offer_documents() -> None:
    """The way to the documents: each says itself what it is made from."""
    about = "Forms for readers outside the force. You choose there what they are made from."
    with offer("documents", "Word documents", about):
        st.page_link(
            "pages/force/documents.py", label="Choose a document", icon=":material/description:"
        )
