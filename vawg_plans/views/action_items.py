"""What an action holds several of: milestones, evidence, risks. Listed, each changed in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from vawg_plans.domain.details import (
    LEVELS,
    LONGEST_LINE,
    LONGEST_LINK,
    LONGEST_WORDS,
    EvidenceItem,
    Milestone,
    Risk,
    new_item_id,
)
from vawg_plans.domain.moments import in_words, today
from vawg_plans.services.details import add_evidence, milestone_done, names_in
from vawg_plans.views.action_fields import day
from vawg_plans.views.editing import (
    REMOVED,
    SENT,
    Desk,
    Draft,
    act,
    asking,
    attempting,
    done,
    opens,
)
from vawg_plans.views.editing import save as save_draft
from vawg_plans.views.words import as_text

NEW = "new"
CLOSE = "Close without adding"
_ADD = {"milestone": "Add a milestone", "evidence": "Add evidence", "risk": "Add a risk"}


def milestones(desk: Desk) -> None:
    """The steps on the way: done, missed or to come; one click says that one is done today."""
    for one in sorted(desk.action.milestones, key=lambda m: (m.due is None, m.due or today())):
        if _open(desk, "milestone", one.id):
            _change(desk, "milestones", one.id, _ask_milestone, "the milestone")
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_milestone_words(one), width="stretch")
            if desk.records and one.done_on is None:
                _offer_done(desk, one)
            if desk.edits:
                opens(desk, f"milestone:{one.id}", "Change")
    _ask_new(desk, "milestone", "milestones", _ask_milestone)


def _offer_done(desk: Desk, one: Milestone) -> None:
    if st.button("Done today", key=f"done-{one.id}", icon=":material/check:"):
        success = f"“{one.title}” is done, and that is recorded as progress."
        act(desk, lambda: milestone_done(*desk.door, one.id, today()), success)


def _milestone_words(one: Milestone) -> str:
    title = as_text(one.title)
    if one.done_on:
        return f":material/check_circle: {title} · done {in_words(one.done_on)}"
    if one.missed(today()):
        return f":material/change_history: {title} · **missed**, due {in_words(one.due)}"
    due = f"due {in_words(one.due)}" if one.due else "no date"
    return f":material/event: {title} · {due}"


def _ask_milestone(one: Milestone) -> Milestone:
    title = st.text_input("Milestone: what will have been done", one.title, max_chars=LONGEST_LINE)
    left, right = st.columns(2)
    with left:
        due = day("Due by", one.due)
    with right:
        done_on = day("Done on", one.done_on) if one.title else None
    return replace(one, title=title.strip(), due=due, done_on=done_on)


def evidence(desk: Desk) -> None:
    """References to what shows it: where it is held, and who added it."""
    action = desk.action
    names = names_in(desk.here.store, desk.here.actor, action.id) if action.evidence_items else {}
    for one in action.evidence_items:
        if _open(desk, "evidence", one.id):
            _change(desk, "evidence_items", one.id, _ask_evidence, "the reference")
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_evidence_words(one, names), width="stretch")
            if desk.edits:
                opens(desk, f"evidence:{one.id}", "Change")
    if not _open(desk, "evidence", NEW) or not desk.records:
        return
    with asking(desk, _ADD["evidence"], leave=CLOSE) as asked:
        item = _ask_evidence(EvidenceItem("", "", dated=today()))
    if asked.how == SENT:
        with attempting(desk):
            saved = add_evidence(*desk.door, item.title, item.held, item.link, item.dated)
            words = "The evidence was added. Add the next one, or close the form."
            done(desk, desk.form(desk.what), words, again=saved.revision)


def _evidence_words(one: EvidenceItem, names: dict[str, str]) -> str:
    """A title in bold, where it is held, and the link as text that can be copied: whoever follows
    it reads first where it leads.
    """
    dated = f" ({in_words(one.dated)})" if one.dated else ""
    lines = [f":material/description: **{as_text(one.title)}**{dated}"]
    lines += [as_text(words) for words in (one.held, one.link) if words]
    added = f"added {in_words(one.added_on)}" if one.added_on else ""
    by = f"by {as_text(names.get(one.added_by, ''))}" if names.get(one.added_by) else ""
    if added or by:
        lines.append(f":small[{' '.join(part for part in (added, by) if part)}]")
    return "  \n".join(lines)


def _ask_evidence(one: EvidenceItem) -> EvidenceItem:
    title = st.text_input("Evidence: what it is", one.title, max_chars=LONGEST_LINE)
    held = st.text_input(
        "Where it is held",
        one.held,
        max_chars=LONGEST_LINE,
        help="A system and a reference. Nothing that identifies a victim.",
    )
    left, right = st.columns([2, 1])
    with left:
        link = st.text_input(
            "Link (optional)", one.link, max_chars=LONGEST_LINK, placeholder="https://"
        )
    with right:
        dated = day("Date of the evidence", one.dated)
    return replace(one, title=title.strip(), held=held.strip(), link=link.strip(), dated=dated)


def risks(desk: Desk) -> None:
    """What may stop it, how likely and how grave, and what is done about that."""
    for one in desk.action.risks:
        if _open(desk, "risk", one.id):
            _change(desk, "risks", one.id, _ask_risk, "the risk")
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_risk_words(one), width="stretch")
            if desk.edits:
                opens(desk, f"risk:{one.id}", "Change")
    _ask_new(desk, "risk", "risks", _ask_risk)


def _risk_words(one: Risk) -> str:
    level = f"{one.likelihood} likelihood, {one.impact} impact"
    words = f":material/warning: {as_text(one.words)} · **{level}**"
    response = as_text(one.response) if one.response else "no response written yet"
    return f"{words}  \nResponse: {response}"


def _ask_risk(one: Risk) -> Risk:
    words = st.text_area("Risk: what may stop it", one.words, max_chars=LONGEST_WORDS, height=70)
    left, right = st.columns(2)
    with left:
        likelihood = _level("Likelihood", one.likelihood)
    with right:
        impact = _level("Impact", one.impact)
    response = st.text_area(
        "Response: what is done about it", one.response, max_chars=LONGEST_WORDS, height=70
    )
    return replace(
        one, words=words.strip(), likelihood=likelihood, impact=impact, response=response.strip()
    )


def _level(label: str, now: str) -> str:
    return st.selectbox(label, LEVELS, index=LEVELS.index(now), format_func=str.capitalize)


def _open(desk: Desk, kind: str, item: str) -> bool:
    return desk.what == f"{kind}:{item}"


_BLANKS: dict[str, Callable[[], Any]] = {
    "milestones": lambda: Milestone(new_item_id(), ""),
    "risks": lambda: Risk(new_item_id(), ""),
}


def offer(desk: Desk, kind: str) -> None:
    """The button that offers an empty form for one more."""
    allowed = desk.records if kind == "evidence" else desk.edits
    if allowed and not _open(desk, kind, NEW):
        opens(desk, f"{kind}:{NEW}", _ADD[kind], icon=":material/add:")


def _ask_new(desk: Desk, kind: str, name: str, ask: Callable[[Any], Any]) -> None:
    """The form of one more; it stays for the next."""
    if not desk.edits or not _open(desk, kind, NEW):
        return
    with asking(desk, _ADD[kind], leave=CLOSE) as asked:
        item = ask(_BLANKS[name]())
    if asked.how == SENT:
        success = f"The {kind} was added. Add the next one, or close the form."
        _save(desk, name, (*getattr(desk.base, name), item), success, stays=True)


def _change(desk: Desk, name: str, item_id: str, ask: Callable[[Any], Any], noun: str) -> None:
    """The form of one that is there; it can be taken away too."""
    was = next((i for i in getattr(desk.base, name) if i.id == item_id), None)
    if was is None or not desk.edits:
        return
    with asking(desk, f"Save {noun}", remove=f"Remove {noun}") as asked:
        item = ask(was)
    before = getattr(desk.base, name)
    if asked.how == SENT:
        after = tuple(item if i.id == item_id else i for i in before)
        _save(desk, name, after, f"{noun.capitalize()} was saved.")
    elif asked.how == REMOVED:
        after = tuple(i for i in before if i.id != item_id)
        _save(desk, name, after, f"{noun.capitalize()} was removed. The history keeps it.")


def _save(
    desk: Desk, name: str, value: tuple[Any, ...], success: str, *, stays: bool = False
) -> None:
    form = desk.form(desk.what)
    save_draft(desk, Draft(form, desk.base, {name: value}, success, stays=stays))
