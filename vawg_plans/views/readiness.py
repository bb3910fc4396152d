"""What readiness found, on screen: the gravest first, each with why, what it is of, and its fix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from vawg_plans.domain.actions import FIELD_LABELS, Action
from vawg_plans.domain.answers import CHARACTERISTICS, CONSULTED, OF_THE_PLAN, Test
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.readiness import (
    Finding,
    Severity,
    counted,
)
from vawg_plans.domain.readiness_fixes import Fix, assessment_query, cell_query
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views import answering
from vawg_plans.views.asked import show_recommendation
from vawg_plans.views.links import action_link
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text

ICONS = {
    Severity.SERIOUS: ":material/priority_high:",
    Severity.WORTH_FIXING: ":material/build:",
    Severity.ADVICE: ":material/lightbulb:",
}
MOST = 5
_HELP = {
    CONSULTED: "Name groups and roles, not people. Nothing that identifies a victim.",
    CHARACTERISTICS: "What was looked at, what was found, and what the plan does about it.",
}


def show_counts(found: Sequence[Finding], on: dt.date) -> None:
    """How many findings of each severity, and the date they are of."""
    counts = counted(found)
    serious = counts.pop(Severity.SERIOUS)
    parts = [f"**{serious} serious**", *(f"{n} {s.label.lower()}" for s, n in counts.items() if n)]
    st.markdown(f"{', '.join(parts)}, as at {in_words(on)}.")


def show(here: Session, opened: OpenPlan, found: Sequence[Finding]) -> None:
    """The findings by severity; of none, that it is so."""
    if not found:
        st.success(
            f"Nothing to put right, as at {in_words(opened.judged_on)}. That took care, and it "
            "shows. What no check can do is read it for sense: ask somebody the plan is for.",
            icon=":material/verified:",
        )
    for severity in Severity:
        mine = [each for each in found if each.severity is severity]
        if mine:
            st.subheader(f"{severity.label} ({len(mine)})", anchor=False)
        for each in mine:
            _one(here, opened, each, first=each is found[0])


def _one(here: Session, opened: OpenPlan, finding: Finding, *, first: bool) -> None:
    """A finding: what, the way to put it right, and folded away why, and what it is of."""
    in_place = finding.fix.page == "readiness"
    with st.container(border=True, gap="xsmall"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.markdown(f"{ICONS[finding.severity]} {finding.what}", width="content")
            if not in_place:
                _lead_on(here, finding.fix, primary=first)
        answers_here = in_place and here.may(Permission.EDIT_PLAN)
        folded = st.expander(
            finding.fix.label if answers_here else "Why it matters, and what it is about",
            key=f"finding_{finding.code}",
            expanded=st.query_params.get("open") == finding.code,
            icon=":material/edit_note:" if answers_here else None,
            type="default" if answers_here else "compact",
        )
        with folded:
            st.markdown(finding.why)
            st.caption(finding.place)
            _about(here, opened, finding)


# What these pages are for is only for those who may do it.
_FOR_WRITERS = {"importing", "mapping", "sharing"}


def _lead_on(here: Session, fix: Fix, *, primary: bool) -> None:
    """The way to where it is put right; the first one is what to do next. Others may look."""
    label, page, icon = fix.label, fix.page, ":material/arrow_forward:"
    needed = Permission.GOVERN if page == "governance" else Permission.EDIT_PLAN
    if not here.may(needed):
        if page in _FOR_WRITERS:
            return
        label, primary = "See it", False
    elif page == "importing" and not here.may(Permission.IMPORT_PLAN):
        fix = replace(fix, label="Write the first action", page="new_action")
        label = fix.label
    path, query = fix.path, dict(fix.query)
    if not primary:
        st.page_link(path, label=label, icon=icon, query_params=query)
    elif st.button(label, type="primary", icon=icon):
        st.switch_page(path, query_params=query)


def _about(here: Session, opened: OpenPlan, finding: Finding) -> None:
    if finding.action_ids:
        _actions(opened, finding)
    if finding.cells:
        _cells(finding.cells, here.framework)
    kinds = {question.partition(":")[0] for question in finding.questions}
    if "recommendation" in kinds:
        _recommendations(here, opened, finding)
    elif "test" in kinds:
        _tests(finding.questions, here.framework)
    elif kinds and here.may(Permission.EDIT_PLAN):
        for question in finding.questions:
            _ask(here, opened, question)


def _actions(opened: OpenPlan, finding: Finding) -> None:
    """The first of the actions, with their vague words where it is those; the rest in the plan."""
    by_id = {a.id: a for a in opened.actions}
    for action_id in finding.action_ids[:MOST]:
        _action(by_id[action_id], finding)
    more = len(finding.action_ids) - MOST
    if more > 0:
        st.page_link(
            finding.fix.path,
            label=f"And {more:,} more",
            icon=":material/list_alt:",
            query_params=dict(finding.fix.query),
        )


def _action(action: Action, finding: Finding) -> None:
    action_link(action.id, action.reference, action.title, longest=80)
    lines = [
        f"{FIELD_LABELS[each.field]}: “{as_text(each.words)}” {each.why}. {each.instead}"
        for each in finding.vague
        if each.action_id == action.id
    ]
    if lines:
        st.caption("  \n".join(lines))


def _cells(cells: Sequence[tuple[str, str]], framework: Framework) -> None:
    with st.container(horizontal=True, gap="small"):
        for area, p in cells:
            st.page_link(
                "pages/force/coverage.py",
                label=f"{framework.ps[p].name} × {framework.areas[area].name}",
                icon=":material/add:",
                query_params=dict([cell_query(area, p)]),
            )


def _recommendations(here: Session, opened: OpenPlan, finding: Finding) -> None:
    """Those without a response, one at a time, and a response in words to it."""
    ids = [question.partition(":")[2] for question in finding.questions]
    known = here.framework.recommendations
    chosen = st.selectbox(
        "Which recommendation",
        ids,
        format_func=lambda i: known[i].label,
        key=f"respond_{finding.code}",
        width=320,
    )
    show_recommendation(known[chosen], here.framework)
    if here.may(Permission.EDIT_PLAN):
        answering.ask(
            here,
            opened,
            finding.questions[ids.index(chosen)],
            label="What has the force done about it, or what will it do?",
            submit="Save the response",
            evidence=True,
        )
    st.page_link(
        "pages/force/asked.py",
        label="An action can answer it too: see all that is asked",
        icon=":material/gavel:",
    )


def _tests(questions: Sequence[str], framework: Framework) -> None:
    """The areas with something to assess, and how much."""
    tests: dict[str, list[Test]] = {}
    for question in questions:
        _, area, test = question.split(":")
        tests.setdefault(area, []).append(Test(test))
    with st.container(horizontal=True, gap="small"):
        for area, mine in tests.items():
            st.page_link(
                "pages/force/standards.py",
                label=f"{framework.areas[area].name}: {len(mine)} of {len(Test)}",
                query_params=dict(assessment_query(area, mine[0], framework)),
            )


def _ask(here: Session, opened: OpenPlan, question: str) -> None:
    answering.ask(
        here,
        opened,
        question,
        label=OF_THE_PLAN[question],
        help=_HELP[question],
        evidence=True,
    )


def show_said(here: Session, opened: OpenPlan) -> None:
    """What the plan says as a whole, where it says it, and the way to change it."""
    said = [
        (question, answer)
        for question in (CONSULTED, CHARACTERISTICS)
        if (answer := opened.answers.get(question)) is not None and answer.given
    ]
    if said:
        st.subheader("What the plan says as a whole", anchor=False)
    for question, answer in said:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{OF_THE_PLAN[question]}**")
            answering.show(answer)
            if here.may(Permission.EDIT_PLAN):
                with st.expander("Change it", key=f"change_{question}"):
                    _ask(here, opened, question)
