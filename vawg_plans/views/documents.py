"""Word documents on screen: which form, of which moment, what it tells and what it leaves open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from vawg_plans.domain.commenting import comments_due
from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.documents import ToldPlan, positions
from vawg_plans.domain.framework import Framework, Inspection
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE, marking_of
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.permissions import Permission, may
from vawg_plans.domain.plans import Audience, PlanState, Version
from vawg_plans.services.documents import (
    FIRST_INSPECTION,
    document_name,
    export_document,
    export_published_document,
)
from vawg_plans.services.plans import FIRST_DAY
from vawg_plans.services.versions import versions_of
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural, verb

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_AS_IT_STANDS, _ON_A_DAY = "now", "day"


@dataclass(frozen=True, slots=True)
class Moment:
    """Which plan a document is made of: a version, a day, or (neither) the plan as it stands."""

    label: str
    marking: str
    as_of: dt.date | None = None
    version: int | None = None

    @property
    def is_now(self) -> bool:
        return self.as_of is None and self.version is None


def ask_kind() -> DocumentKind:
    """Which form, each with who reads it."""
    kinds = {kind.value: kind for kind in DocumentKind}
    chosen = st.radio(
        "Document",
        list(kinds),
        format_func=lambda value: kinds[value].label,
        captions=[kind.about for kind in kinds.values()],
        key="document",
        bind="query-params",
    )
    return kinds[chosen or DocumentKind.RESPONSE_TABLE.value]


def ask_inspection(framework: Framework, kind: DocumentKind) -> Inspection:
    """Which inspection is answered; not asked where the document tells of all or of none."""
    if not kind.of_one_inspection:
        return framework.inspections[FIRST_INSPECTION]
    chosen = st.selectbox(
        "Inspection",
        list(framework.inspections),
        format_func=lambda one: framework.inspections[one].short_name,
        key="inspection",
        bind="query-params",
        width=280,
    )
    return framework.inspections[chosen]


def ask_moment(here: Session) -> Moment:
    """From which plan: the newest public version unless another is chosen, or there is none."""
    versions = {
        f"version-{v.number}": v for v in versions_of(here.store, here.actor, here.force_id)
    }
    options = [_AS_IT_STANDS, *versions, _ON_A_DAY]
    names = {_AS_IT_STANDS: "The plan as it stands: a draft", _ON_A_DAY: "The plan of a day"}
    names |= {key: _version_words(v) for key, v in versions.items()}
    public = (key for key, v in versions.items() if v.audience is Audience.PUBLIC)
    chosen = st.selectbox(
        "Made from",
        options,
        index=options.index(next(public, _AS_IT_STANDS)),
        format_func=lambda key: names[key],
        key="made_from",
        bind="query-params",
        width=380,
    )
    if chosen in versions:
        version = versions[chosen]
        label, marking = f"Version {version.number}", marking_of([version.audience])
        return Moment(label, marking, version=version.number)
    day = None
    if chosen == _ON_A_DAY:
        day = st.date_input(
            "At the end of",
            "today",
            min_value=FIRST_DAY,
            max_value="today",
            format="DD/MM/YYYY",
            key="made_from_day",
            bind="query-params",
            width=180,
        )
    return Moment("Draft", OFFICIAL_SENSITIVE, as_of=day if day and day < today() else None)


def _version_words(version: Version) -> str:
    audience = version.audience.label.lower()
    return f"Version {version.number}, {audience}, {in_words(version.judged_on)}"


def show_told(
    framework: Framework, plan: ToldPlan, kind: DocumentKind, one: Inspection, moment: Moment
) -> None:
    """What the document would tell, with its date and marking."""
    if not plan.live:
        st.info(
            "The plan has no action to tell. The form is made all the same, with a place to "
            "complete wherever nothing is recorded."
        )
    answered, asked = _answered(framework, plan, kind, one)
    parts = [
        f"**{len(plan.actions):,} of {plural(plan.live, 'live action')} in words**",
        f"{answered} of {plural(asked, 'recommendation')} to forces answered",
        f"as at {in_words(plan.judged_on)}",
        f"marked {moment.marking}",
    ]
    st.markdown(" · ".join(parts))
    if plan.untold:
        are = verb(plan.untold, "is", "are")
        st.caption(
            f"{plural(plan.untold, 'action')} {are} only counted: sensitive, or not publishable. "
            "A document is sent on, so it tells no more than a public version."
        )


def _answered(
    framework: Framework, plan: ToldPlan, kind: DocumentKind, one: Inspection
) -> tuple[int, int]:
    """How many recommendations to forces are answered, of how many."""
    inspections = [one] if kind.of_one_inspection else framework.inspections.values()
    asked = [p for i in inspections for p in positions(plan, framework, i) if p.asked]
    return sum(p.answered for p in asked), len(asked)


def download(
    here: Session, plan: ToldPlan, kind: DocumentKind, one: Inspection, moment: Moment
) -> None:
    """The document, made when it is clicked."""
    st.download_button(
        f"Download the {_in_a_sentence(kind)} (Word)",
        data=lambda: (
            export_document(
                here.store,
                here.framework,
                here.still(),
                here.force_id,
                kind,
                inspection_id=one.id,
                as_of=moment.as_of,
                version=moment.version,
            ).data
        ),
        file_name=document_name(
            here.force_id,
            kind,
            one.id,
            plan.judged_on,
            moment.label,
            marking=moment.marking,
            demonstration=here.demonstration,
        ),
        mime=DOCX,
        on_click="ignore",
        icon=":material/download:",
        type="primary",
        key="download_document",
    )


def show_left(
    framework: Framework, plan: ToldPlan, kind: DocumentKind, one: Inspection, moment: Moment
) -> None:
    """What people have to complete, by when comments are due, and what has no answer yet."""
    if kind.left_to_people:
        st.markdown(
            f"**Left for people to complete:** {kind.left_to_people}. Each place in the document "
            "says ‘To be completed’, and by whom."
        )
    due = comments_due(one, framework) if kind.of_one_inspection else None
    if due:
        st.caption(
            f"Section 55: comments on the {as_text(one.short_name)} "
            f"{'were' if due < today() else 'are'} to be published by {in_words(due)}."
        )
    answered, asked = _answered(framework, plan, kind, one)
    if answered < asked and moment.is_now:
        st.page_link(
            "pages/force/asked.py",
            label=f"See {plural(asked - answered, 'recommendation')} without an answer",
            icon=":material/gavel:",
            query_params={"unanswered": "true"},
        )


def published_download(here: Session, force_id: str, version: Version) -> None:
    """For whoever reads a force's published plan: the same documents, from what is public."""
    reads = may(here.actor, Permission.READ_PUBLISHED_WORDS, force_id, PlanState.PUBLISHED)
    if version.audience is not Audience.PUBLIC or not reads:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = {kind.value: kind for kind in (DocumentKind.PLAN, *DocumentKind)}
        kind = kinds[
            st.selectbox(
                "As a Word document",
                list(kinds),
                format_func=lambda value: kinds[value].label,
                key="published_document",
                width=280,
            )
        ]
        one = ask_inspection(here.framework, kind)
        st.download_button(
            "Download Word",
            data=lambda: (
                export_published_document(
                    here.store, here.framework, here.still(), force_id, kind, inspection_id=one.id
                ).data
            ),
            file_name=document_name(
                force_id,
                kind,
                one.id,
                version.judged_on,
                f"Version {version.number}",
                marking=marking_of([version.audience]),
                demonstration=here.demonstration,
            ),
            mime=DOCX,
            on_click="ignore",
            icon=":material/download:",
            key="download_published",
        )


def _in_a_sentence(kind: DocumentKind) -> str:
    words = "plan" if kind is DocumentKind.PLAN else kind.label
    return words[:1].lower() + words[1:]
