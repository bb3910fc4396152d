"""What is recorded about an action, in groups: read at a glance, each changed in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.depending import waiting_for
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.measures import Measure
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.views import action_fields as fields
from vawg_plans.views import action_items as items
from vawg_plans.views.editing import SENT, Desk, Draft, asking, opens, save
from vawg_plans.views.links import action_link
from vawg_plans.views.words import as_text, due_in_words, stated, tag_words

Rows = dict[str, str]
WAITS = "waits"
# What is better, in words; a figure that is neither is never praised or blamed.
_DIRECTIONS = {
    "up": "more is better",
    "down": "less is better",
    "neutral": "neither more nor less is better by itself",
    "investigate": "a change asks why, and is not good or bad by itself",
}


def what_and_who(desk: Desk) -> None:
    """The first group, which stands beside where the action stands."""
    _group(
        desk,
        "what",
        "What and who",
        "Change what and who",
        _what(desk.action),
        lambda a: fields.titled(a) | fields.owned(a) | fields.known_as(a),
        above=as_text(desk.action.description),
    )


def show(desk: Desk) -> None:
    """Every other group in turn: its heading, what it says, and a form where it is open."""
    action, framework, person = desk.action, desk.here.framework, desk.here.actor.person_id
    strands = desk.opened.plan.local_strands
    _group(
        desk, "when", "When and milestones", "Change the dates", _when(action), fields.dated,
        offer="milestone",
    )  # fmt: skip
    items.milestones(desk)
    _group(
        desk, "measure", "Measure and evidence", "Change the measure", _measure(action, framework),
        lambda a: fields.measured(a, framework) | fields.evidenced(a), offer="evidence",
    )  # fmt: skip
    items.evidence(desk)
    _group(
        desk, "place", "Where it belongs", "Change where it belongs", _place(action, framework),
        lambda a: fields.placed(a, framework, person, strands),
    )  # fmt: skip
    waits = "Change what it waits for" if action.depends_on else "Say what it waits for"
    with _heading(WAITS, "Risks and dependencies"):
        items.offer(desk, "risk")
        if desk.edits and desk.what != WAITS:
            opens(desk, WAITS, waits)
    items.risks(desk)
    _dependencies(desk)
    _group(
        desk, "voice", "Women and girls’ voice, and equality", "Change voice and equality",
        {
            "Shaped by women and girls": as_text(action.shaped_by),
            "Equality impact reference": as_text(action.equality_impact),
        },
        fields.shaped,
    )  # fmt: skip
    _group(
        desk, "reading", "Who may read it", "Change who may read it",
        {
            "Read by": _read_by(action),
            "Inspectorate status": action.inspectorate_status.label,
        },
        fields.read_by,
    )  # fmt: skip


@contextmanager
def _heading(what: str, title: str) -> Iterator[None]:
    """A group's heading, and beside it the buttons drawn within."""
    with st.container(
        key=f"heading_{what}", horizontal=True, vertical_alignment="bottom", gap="small"
    ):
        st.subheader(title, anchor=False, width="stretch")
        yield


def _group(
    desk: Desk,
    what: str,
    title: str,
    change: str,
    rows: Rows,
    ask: Callable[[Action], dict[str, Any]],
    *,
    above: str = "",
    offer: str = "",
) -> None:
    """A group as it reads, or while it is open, its form."""
    is_open = desk.what == what and desk.edits
    with _heading(what, title):
        if desk.edits and not is_open:
            opens(desk, what, change)
        if offer:
            items.offer(desk, offer)
    if is_open:
        with asking(desk, "Save") as asked:
            values = ask(desk.base)
        if asked.how == SENT:
            save(desk, Draft(desk.form(what), desk.base, values, "The action was saved."))
        return
    if above:
        st.markdown(above)
    said = {label: words for label, words in rows.items() if words}
    if said:
        with st.container(key=f"glance_{what}"):
            st.table(
                {"": list(said), " ": list(said.values())},
                border="horizontal",
                hide_index=True,
                hide_header=True,
                alt=f"{title} of the action {desk.action.title}",
            )
    silent = [label.lower() for label, words in rows.items() if not words]
    if silent:
        st.caption(f"Nothing yet: {', '.join(silent)}.")


def _what(action: Action) -> Rows:
    return {
        "Owner posts": as_text(", ".join(action.owner_posts)),
        "Partners": as_text(", ".join(action.partners)),
        "Reference": as_text(action.reference),
        "Context": as_text(action.context),
    }


def _when(action: Action) -> Rows:
    due = due_in_words(action) if action.due or action.due_words else ""
    more = f" ({as_text(action.due_words)})" if action.due and action.due_words else ""
    return {"Start": in_words(action.start), "Due": due + more}


def _measure(action: Action, framework: Framework) -> Rows:
    measure = framework.measures.get(action.measure_id)
    return {
        "Measure": _measure_words(measure) if measure else as_text(action.measure_id),
        "Success measure": as_text(action.success_measure),
        "Evidence in words": as_text(action.evidence),
    }


def _measure_words(measure: Measure) -> str:
    of = f", of {measure.denominator}" if measure.denominator != "none" else ""
    words = f"{measure.id} {measure.name}: {measure.numerator}{of}; "
    return as_text(words + _DIRECTIONS[measure.direction])


def _place(action: Action, framework: Framework) -> Rows:
    names = names_by_kind(framework)

    def tags(kind: TagKind, *, lead: bool = False) -> str:
        found = [t for t in action.tags if t.kind is kind and t.lead is lead]
        return tag_words(found, names[kind])

    practice = framework.practices.get(action.practice_id)
    rows = {
        "Lead P": tags(TagKind.P, lead=True),
        "Supporting Ps": tags(TagKind.P),
        "Improvement areas": tags(TagKind.AREA),
        "Recommendations answered": tags(TagKind.RECOMMENDATION),
        "Cross-cutting themes": tags(TagKind.THEME),
        "Vulnerability themes": tags(TagKind.VULNERABILITY),
        "National pillar": tags(TagKind.PILLAR),
        "Local strand": as_text(action.local_strand),
    }
    if action.practice_id:
        # Those that forces offer are not of the framework; the practices' own page has them.
        rows["Taken from practice"] = as_text(practice.title) if practice else "One a force offered"
    return rows


def _read_by(action: Action) -> str:
    if action.sensitive:
        return "This force alone (sensitive); others count it"
    return (
        "Everyone, once published"
        if action.publishable
        else "The national lead, once shared; others count it"
    )


def _dependencies(desk: Desk) -> None:
    """What it waits for and what waits for it, as links with their status."""
    known = {a.id: a for a in (*desk.opened.actions, *desk.opened.withdrawn)}
    waits = [known[one] for one in desk.action.depends_on if one in known]
    for title, others in (
        ("Waits for", waits),
        ("Waited for by", waiting_for(desk.action.id, desk.opened.actions)),
    ):
        if others:
            st.markdown(f"**{title}**")
        for one in others:
            gone = " · withdrawn" if one.withdrawn else ""
            action_link(one.id, one.reference, one.title, after=f" · {stated(one.status)}{gone}")
    if desk.what == WAITS and desk.edits:
        _ask_dependencies(desk, known)
    elif not waits and not desk.action.risks:
        st.caption("Nothing yet: risks, what it waits for.")


def _ask_dependencies(desk: Desk, known: dict[str, Action]) -> None:
    before = [one for one in desk.base.depends_on if one in known]
    offered = [a.id for a in desk.opened.actions if a.id != desk.action.id and a.id not in before]
    with asking(desk, "Save") as asked:
        chosen = st.multiselect(
            "Actions of this plan that must come first",
            [*before, *offered],
            before,
            format_func=lambda one: f"{known[one].reference} {known[one].title}".strip(),
            placeholder="Type a few words of it",
        )
    if asked.how == SENT:
        changes = {"depends_on": tuple(chosen)}
        save(desk, Draft(desk.form(WAITS), desk.base, changes, "The action was saved."))
