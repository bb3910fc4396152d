"""Practices on screen: finding one, who has taken it up, and taking it into the own plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.practices import Evaluated, ListedPractice, Wanted
from vawg_plans.services.taking import TakenUp, take_practice
from vawg_plans.views.feedback import going_on
from vawg_plans.views.filters import filters_place
from vawg_plans.views.links import action_link
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural

PAGE_SIZE = 10
# So many forces are named at once; more are folded away.
_NAMED = 6
_EVALUATED: dict[Evaluated, str] = {
    "yes": "Evaluated",
    "no": "Not evaluated",
    "unknown": "Evaluation not known",
}
_MARKS: dict[Evaluated, str] = {
    "yes": ":material/verified:",
    "no": ":material/pending:",
    "unknown": ":material/help:",
}


def evaluated_mark(evaluated: Evaluated) -> str:
    """A shape and words: not known is not no."""
    return f"{_MARKS[evaluated]} {_EVALUATED[evaluated]}"


def place_words(ps: tuple[str, ...], areas: tuple[str, ...], framework: Framework) -> str:
    """Its Ps and areas by name."""
    return " × ".join(
        (
            ", ".join(framework.ps[p].name for p in ps if p in framework.ps),
            ", ".join(framework.areas[a].name for a in areas if a in framework.areas),
        )
    )


def counted(listed: list[ListedPractice], taken: TakenUp, *, own: bool) -> str:
    """How many there are, whence, and what the figures of who took them rest on."""
    found = sum(p.number is not None for p in listed)
    who = f"{'other ' if own else ''}force"
    return (
        f"**{plural(found, 'notable practice')}** of the 2021 inspection and "
        f"**{len(listed) - found:,}** offered by forces. Who has taken one up is read from what "
        f"{plural(taken.shared, who)} shared last."
    )


def ask(listed: list[ListedPractice], framework: Framework) -> Wanted:
    """What is looked for, kept in the address."""
    ps = {p.id: p.name for p in framework.ps.values()}
    areas = {a.id: a.name for a in framework.areas.values()}
    with_one = {f for p in listed for f in p.forces}
    named = sorted(framework.forces.values(), key=lambda f: f.short_name)
    forces = {f.id: f.short_name for f in named if f.id in with_one}
    _read_codes({"p": ps, "area": areas})
    with filters_place():
        words = st.text_input(
            "Search", key="words", icon=":material/search:", bind="query-params", width=240
        )
        chosen_ps = _choose("P", "p", ps, 210)
        chosen_areas = _choose("Area", "area", areas, 240)
        chosen_forces = _choose("Force", "forces", forces, 240)
        evaluated = _choose("Evaluated", "evaluated", _EVALUATED, 210)
    return Wanted(
        words=words or "",
        ps=tuple(chosen_ps),
        areas=tuple(chosen_areas),
        forces=tuple(chosen_forces),
        evaluated=tuple(evaluated),
    )


def _choose(label: str, key: str, names: dict[Any, str], width: int) -> list[Any]:
    return st.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        bind="query-params",
        placeholder="Any",
        width=width,
    )


def _read_codes(named: dict[str, dict[str, str]]) -> None:
    """Let a link name a P or an area by its code too: a bound widget knows its labels alone, and
    lets go of what it does not know in favour of what is set here.
    """
    for name, labels in named.items():
        code = st.query_params.get(name)
        if code in labels and name not in st.session_state:
            st.session_state[name] = [code]


def show_list(here: Session, listed: list[ListedPractice], taken: TakenUp, asked: Wanted) -> None:
    """The practices looked for, a page at a time."""
    found = [p for p in listed if asked.keeps(p)]
    cell = _cell_words(asked, here.framework)
    may_take = here.actor.force_id is not None and here.may(Permission.EDIT_PLAN)
    if not found:
        st.info(
            (f"No practice is known for {cell}." if cell else "No practice fits.")
            + " Take a filter away to see more."
        )
        if asked.cell and may_take:
            st.page_link(
                "pages/force/coverage.py",
                label="Back to the matrix, to write an action there",
                icon=":material/grid_on:",
                query_params={"cell": ".".join(asked.cell)},
            )
        return
    st.caption(f"{len(found):,} of {plural(len(listed), 'practice')}")
    if cell and may_take:
        st.info(f"What you take from here goes into {cell}.", icon=":material/grid_on:")
    pages = -(-len(found) // PAGE_SIZE)
    place = st.container()
    number = st.pagination(pages, key=f"practices_of_{pages}") if pages > 1 else 1
    with place:
        for practice in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
            with st.container(border=True, gap="xsmall", key=f"card_{practice.id}"):
                _card(here, practice, taken)
                if may_take:
                    _ask_taking(here, practice, asked, again=practice.id in taken.own)


def _cell_words(asked: Wanted, framework: Framework) -> str:
    if asked.cell is None:
        return ""
    area, p = asked.cell
    return f"{framework.ps[p].name} × {framework.areas[area].name}"


def _card(here: Session, practice: ListedPractice, taken: TakenUp) -> None:
    framework = here.framework
    whose = ", ".join(framework.forces[f].name for f in practice.forces)
    which = f"notable practice {practice.number}" if practice.number else "offered by the force"
    st.markdown(f"**{as_text(practice.title)}**")
    st.caption(
        " · ".join(
            (
                whose,
                which,
                place_words(practice.ps, practice.areas, framework),
                evaluated_mark(practice.evaluated),
            )
        )
    )
    st.markdown(as_text(practice.words))
    _takers(here, practice, taken)


def _takers(here: Session, practice: ListedPractice, taken: TakenUp) -> None:
    """With whom it was done, and who has taken it up: other forces as each shared it last, the own
    one as it stands.
    """
    by = taken.others.get(practice.id, {})
    other = "other " if here.actor.force_id else ""
    of_whom = f"of {plural(taken.shared, f'{other}force')}"
    names = ", ".join(
        f"{here.framework.forces[f].short_name} ({_short(day)})" for f, day in by.items()
    )
    lines = [f"With: {as_text(practice.partners)}"] if practice.partners else []
    if len(by) <= _NAMED:
        count = f"{len(by)} {of_whom}: {names}" if by else f"none {of_whom} yet"
        lines.append(f":material/group: Taken up by {count}")
    if lines:
        st.caption("  \n".join(lines))
    if len(by) > _NAMED:
        with st.expander(f"Taken up by {len(by)} {of_whom}", icon=":material/group:"):
            st.caption(names)
    for action in taken.own.get(practice.id, []):
        action_link(action.id, action.reference, action.title, after=" · in our plan")


def _short(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


def _ask_taking(here: Session, practice: ListedPractice, asked: Wanted, *, again: bool) -> None:
    """The button that adds an action; where its place is not plain, what to choose first."""
    label = "Take it into our plan again" if again else "Take into our plan"
    if asked.cell or (len(practice.ps) == 1 and len(practice.areas) == 1):
        area, p = asked.cell or (practice.areas[0], practice.ps[0])
        if st.button(label, key=f"take_{practice.id}", icon=":material/add:"):
            _take(here, practice, p, (area,))
        return
    framework = here.framework
    with (
        st.expander(label, icon=":material/add:"),
        st.form(f"take_{practice.id}", border=False),
    ):
        ps = [p for p in practice.ps if p in asked.ps] or list(practice.ps)
        p = st.selectbox(
            "Lead P in our plan",
            practice.ps,
            index=practice.ps.index(ps[0]),
            format_func=lambda p: framework.ps[p].name,
        )
        areas = st.multiselect(
            "Areas in our plan",
            practice.areas,
            [a for a in practice.areas if a in asked.areas] or practice.areas,
            format_func=lambda a: framework.areas[a].name,
        )
        if st.form_submit_button("Add it to our plan"):
            _take(here, practice, p, tuple(areas))


def _take(here: Session, practice: ListedPractice, p: str, areas: tuple[str, ...]) -> None:
    said = (
        "The practice is in your plan, with its attribution. Say how you will do it here, who "
        "owns it and by when."
    )
    with going_on("pages/force/action.py", said) as query:
        action = take_practice(
            here.store,
            here.framework,
            here.actor,
            here.force_id,
            practice.id,
            p=p,
            areas=areas,
        )
        query["action"] = action.id
