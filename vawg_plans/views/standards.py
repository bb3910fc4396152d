"""The four tests of recommendation 4.1 on screen: each area against each, now and last time."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import streamlit as st

from vawg_plans.domain.answers import Choice, Test, of_test
from vawg_plans.domain.four_tests import ASKS, Assessment, Since
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views import answering
from vawg_plans.views.links import is_narrow
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text

Assessments = dict[tuple[str, Test], Assessment]

ICONS = {
    Choice.MET: ":material/check_circle:",
    Choice.PARTLY: ":material/contrast:",
    Choice.NOT_MET: ":material/cancel:",
}
_MOVED = {
    Since.BETTER: ":material/trending_up:",
    Since.WORSE: ":material/trending_down:",
    Since.SAME: ":material/trending_flat:",
    Since.NEW: ":material/fiber_new:",
}


def show_counts(found: Assessments, on: dt.date) -> None:
    """How many are assessed and as what, what moved since last time, and the date."""
    choices = Counter(a.now.choice for a in found.values() if a.now and a.now.choice)
    moved = Counter(a.since for a in found.values())
    parts = [f"**{sum(choices.values())} of {len(found)} assessed**"]
    parts += [f"{choices[c]} {c.label.lower()}" for c in ICONS if choices[c]]
    since = [f"{moved[s]} {s.value}" for s in (Since.BETTER, Since.WORSE) if moved[s]]
    words = " · ".join(parts) + (f" · {' and '.join(since)} than last time" if since else "")
    st.markdown(f"{words} · as at {in_words(on)}")


def show_table(found: Assessments, framework: Framework) -> None:
    """A row an area and a column a test; on a phone a table an area, with a row a test."""
    tests = [test.label for test in Test]
    if not is_narrow():
        areas = list(framework.areas.values())
        st.table(
            {"Area": [f"**{area.name}**" for area in areas]}
            | {test.label: [_cell(found[area.id, test]) for area in areas] for test in Test},
            border="horizontal",
            hide_index=True,
            alt="How far each improvement area meets each of the four tests, as self-assessed",
        )
        return
    for area in framework.areas.values():
        st.table(
            {area.name: tests, "Now": [_cell(found[area.id, test]) for test in Test]},
            border="horizontal",
            hide_index=True,
            alt=f"How far {area.name} meets each of the four tests, as self-assessed",
        )


def _cell(one: Assessment) -> str:
    if one.now is None or one.now.choice is None or one.since is None:
        return ":gray[Not assessed]"
    lines = [
        f"{ICONS[one.now.choice]} **{one.now.choice.label}**",
        f":small[{_moved(one)}]",
        f":small[{_short(one.now.said_on)}, {as_text(one.now.said_by)}]",
    ]
    return "  \n".join(lines)


def _moved(one: Assessment) -> str:
    assert one.since is not None
    words = f"{_MOVED[one.since]} {one.since.label}"
    if one.before is None or one.before.choice is None:
        return words
    on = _short(one.before.said_on)
    same = one.since is Since.SAME
    return f"{words} as {on}" if same else f"{words}: {one.before.choice.label.lower()} {on}"


def _short(day: dt.date | None) -> str:
    """3 Mar 2022: a cell of the table is narrow."""
    return f"{day.day} {day:%b %Y}" if day else ""


def ask(here: Session, opened: OpenPlan, found: Assessments) -> None:
    """One test in one area: what it rests on now and did last time, and the form to assess it."""
    edits = here.may(Permission.EDIT_PLAN)
    st.subheader("Assess one" if edits else "What it rests on", anchor=False)
    areas = {area.name: area.id for area in here.framework.areas.values()}
    tests = {test.label: test for test in Test}
    first = next((key for key, one in found.items() if one.now is None), next(iter(found)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        area = st.selectbox(
            "Area",
            list(areas),
            index=list(areas.values()).index(first[0]),
            key="in_area",
            bind="query-params",
            width=280,
        )
        test = st.selectbox(
            "Test",
            list(tests),
            index=list(tests.values()).index(first[1]),
            key="test",
            bind="query-params",
            width=280,
        )
    one = found[areas[area], tests[test]]
    st.markdown(f"*{ASKS[one.test]}* {here.framework.areas[one.area].definition}")
    # For whoever writes, the form holds what is said now.
    for when, answer in (("Now", None if edits else one.now), ("Last time", one.before)):
        if answer is not None and answer.choice is not None:
            st.markdown(f"**{when}:** {ICONS[answer.choice]} {answer.choice.label}")
            answering.show(answer)
    if edits:
        answering.ask(
            here,
            opened,
            of_test(one.area, one.test),
            label="What it rests on: what was looked at, and what was found",
            submit="Save the assessment",
            evidence=True,
            primary=True,
        )
    elif one.now is None:
        st.caption("Not assessed yet.")
