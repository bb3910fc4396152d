"""Removing words on screen: asking for it, deciding on it, and what was removed before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from vawg_plans.domain.moments import in_words, london_day
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.removing import LONGEST_REASON, Place, Places, Removal, RemovalState
from vawg_plans.domain.sought import LONGEST_WORDS
from vawg_plans.errors import InvalidInput
from vawg_plans.services.removing import preview_removal
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, one_line, plural, verb

# Of the places, at once.
PAGE_SIZE = 50
_LOOKED = "looked_for_words"
_NUMBER = "removals_asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed to have removed."""

    words: str
    reason: str
    inside: bool


def ask(here: Session) -> Asked | None:
    """The words, where they stand and what would happen, then the reason; returns them when the
    removal is asked for. What was typed is kept until it was.
    """
    if here.fresh:
        st.session_state.pop(_LOOKED, None)
    number = st.session_state.get(_NUMBER, 0)
    with st.form(f"look_{number}", width=640):
        words = st.text_input(
            "The words that must go",
            max_chars=LONGEST_WORDS,
            help="As short as will do: a name, an address. Small and capital letters are alike.",
        )
        inside = st.checkbox("Also inside longer words, as Ann is in Annex")
        if st.form_submit_button("See where they stand", icon=":material/search:"):
            st.session_state[_LOOKED] = words, inside
    looked_for = st.session_state.get(_LOOKED)
    if looked_for is None:
        return None
    words, inside = looked_for
    places = preview_removal(
        here.store, here.framework, here.actor, here.force_id, words, inside=inside
    )
    show_places(places, "asked")
    if not places.rows:
        return None
    _what_happens(places)
    with st.form(f"ask_{number}", width=640):
        reason = st.text_area(
            "Why they must go",
            max_chars=LONGEST_REASON,
            height=80,
            placeholder="The name of a victim, typed by mistake",
            help="The reason is kept, so do not repeat the words in it.",
        )
        pressed = st.form_submit_button("Ask for the removal", type="primary")
    return Asked(words, reason, inside) if pressed else None


def was_asked() -> None:
    """Begin with empty forms: what was typed is in the request now."""
    st.session_state.pop(_LOOKED, None)
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1


def show_places(places: Places, key: str) -> None:
    """How many places, then each with the words among what stands around them."""
    if not places.rows:
        st.info(
            "These words stand nowhere in what is held of your force"
            + (
                f", except inside longer words in {plural(places.inside, 'revision')}. Tick the "
                "box if they must go there too."
                if places.inside
                else ". Check the spelling, or look for fewer of them."
            )
        )
        return
    st.markdown(
        f"**{plural(places.times, 'time')}** in {plural(len(places.found), 'field')}. Revisions, "
        f"versions and reasons that would be changed: {places.rows:,}."
    )
    if places.inside:
        st.caption(
            f"They stand inside longer words in {plural(places.inside, 'more revision')}, which "
            f"would {verb(places.inside, 'stay as it is', 'stay as they are')}."
        )
    table = st.container(gap="xsmall")
    pages = -(-len(places.found) // PAGE_SIZE)
    number = st.pagination(pages, key=f"places_{key}_{pages}") if pages > 1 else 1
    shown = places.found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    table.table(
        {
            "Where": [f"{one_line(p.thing, 80)}  \n{_counted(p)}" for p in shown],
            "As it stands": [one_line(p.sample, 120) for p in shown],
        },
        border="horizontal",
        hide_index=True,
        alt="Where the words stand, field by field",
    )


def _counted(place: Place) -> str:
    """The field, the revisions in which it holds the words, and how often."""
    revisions = _revisions(place)
    parts = [place.field]
    if revisions:
        parts.append(f"revision{'' if len(place.revisions) == 1 else 's'} {revisions}")
    return ", ".join([*parts, plural(place.times, "time")])


def _revisions(place: Place) -> str:
    """1–4, 6: runs joined."""
    runs: list[list[int]] = []
    for number in place.revisions:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)


def _what_happens(places: Places) -> None:
    lines = [
        "A strategic lead or the Gold Group chair, not the person who asks, must agree. Until "
        "then nothing changes. If it is urgent, mark the action sensitive meanwhile: its words "
        "then leave the force no more.",
        "Then a mark with the date takes the place of the words in every revision, old ones "
        "too, in every version and in every reason. It cannot be undone.",
    ]
    if places.versions:
        numbers = ", ".join(str(n) for n in places.versions)
        changed = f"Version{'' if len(places.versions) == 1 else 's'} {numbers}"
        lines.append(
            f"{changed} would be changed and given a new digest."
            + (
                f" A new public version takes the place of version {places.replaced}."
                if places.replaced
                else ""
            )
        )
    lines.append(
        "What was downloaded, printed or copied before cannot be called back. Backups hold the "
        "words until they expire. Correct the workbook the plan came from too, or importing it "
        "again brings them back."
    )
    st.markdown("**What happens then**\n" + "\n".join(f"- {line}" for line in lines))


def show_open(
    here: Session, removals: list[Removal], decide: Callable[[Removal, bool], object]
) -> None:
    """What was asked and waits: to be decided by another person, or taken back."""
    waiting = [r for r in removals if r.state is RemovalState.ASKED]
    st.subheader(f"Waiting for a decision ({len(waiting)})", anchor=False)
    if not waiting:
        st.caption("Nothing is waiting.")
    for removal in waiting:
        with st.container(border=True):
            _one(here, removal, decide)


def _one(here: Session, removal: Removal, decide: Callable[[Removal, bool], object]) -> None:
    mine = removal.asked_by == here.actor.person_id
    asked = f"{removal.asked_role.label}, {in_words(london_day(removal.asked_at))}"
    st.markdown(f"**{as_text(removal.reason)}**")
    st.caption(f"Asked by: {asked}{' (you)' if mine else ''}")
    if removal.words is None:
        st.caption("The words are shown to whoever asked and to those who may decide.")
        return
    st.markdown(
        f"The words: “{as_text(removal.words)}”"
        + (", also inside longer words" if removal.inside else "")
    )
    if mine:
        if here.may(Permission.DECIDE_REMOVAL):
            st.caption("Another person must decide, because you asked.")
        if st.button("Take it back", key=f"back_{removal.id}"):
            with saving("The removal was taken back. Nothing was changed."):
                decide(removal, False)
    elif here.may(Permission.DECIDE_REMOVAL):
        _decision(here, removal, decide)


def _decision(here: Session, removal: Removal, decide: Callable[[Removal, bool], object]) -> None:
    """Two steps: look at the places, then approve with a tick."""
    looked = f"looked_{removal.id}"
    if not st.session_state.get(looked):
        if st.button("Look at the places", key=f"look_{removal.id}", icon=":material/search:"):
            st.session_state[looked] = True
            st.rerun()
        return
    places = preview_removal(
        here.store,
        here.framework,
        here.actor,
        here.force_id,
        removal.words or "",
        inside=removal.inside,
    )
    show_places(places, removal.id)
    if places.rows:
        _what_happens(places)
    with st.form(f"decide_{removal.id}", border=False):
        agreed = st.checkbox(
            "I have looked at every place. The words must go from all of them, and cannot be "
            "brought back"
        )
        left, right, _ = st.columns([2, 1, 3])
        approve = left.form_submit_button("Remove the words for good", type="primary")
        decline = right.form_submit_button("Decline")
    if approve:
        with saving("The words were removed. A mark stands in their place."):
            if not agreed:
                raise InvalidInput("Tick that you have looked: the words cannot be brought back.")
            decide(removal, True)
    elif decline:
        with saving("The removal was declined. Nothing was changed."):
            decide(removal, False)


def show_decided(removals: list[Removal]) -> None:
    """What was removed or declined: when and why, by role, never the words."""
    decided = [r for r in removals if r.state is not RemovalState.ASKED]
    st.subheader(f"Decided ({len(decided)})", anchor=False)
    if not decided:
        st.caption("No words have been removed from this plan.")
        return
    st.table(
        {
            "Decided": [_who(r) for r in decided],
            "What": [_outcome(r) for r in decided],
            "Why": [as_text(r.reason) for r in decided],
        },
        border="horizontal",
        hide_index=True,
        alt="Removals that were decided, newest first, without their words",
    )


def _who(removal: Removal) -> str:
    on = in_words(london_day(removal.decided_at)) if removal.decided_at else ""
    by = removal.decided_role.label if removal.decided_role else ""
    return f"{on}  \nAsked by: {removal.asked_role.label}  \nDecided by: {by}"


def _outcome(removal: Removal) -> str:
    if removal.state is RemovalState.DECLINED:
        return "Declined; nothing was changed"
    said = f"Removed from {plural(removal.places, 'field')}; {removal.rows:,} revisions, versions "
    said += "and reasons were changed"
    return said + (f", and version {removal.version} was made" if removal.version else "")
