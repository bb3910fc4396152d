"""What a returning workbook leaves to a person: places that both sides changed, rows that went."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.choosing import Choices, Clash, ClashingPlace
from vawg_plans.domain.differences import Keep
from vawg_plans.domain.moments import moment_in_words
from vawg_plans.services.importing import ImportPreview
from vawg_plans.views.importing import Desk
from vawg_plans.views.words import as_text, one_line, plural, verb

_CHOICES = {
    Keep.BOTH: "Keep both",
    Keep.THEIRS: "Keep the plan's",
    Keep.MINE: "Take the file's",
}


def ask(desk: Desk, preview: ImportPreview) -> Choices:
    """What is kept of each place, and which rows that went go from the plan too."""
    return Choices(_clashes(desk, preview.clashes), _removed(desk, preview))


def _clashes(desk: Desk, found: tuple[Clash, ...]) -> dict[str, Keep]:
    places = [place for clash in found for place in clash.places]
    if not places:
        return {}
    count = len(places)
    st.subheader(f"Changed on both sides: {plural(count, 'place')}", anchor=False)
    st.markdown(
        "Somebody changed these in the plan after the workbook was exported, and the workbook "
        "changed them too. Nothing is lost either way: every state stays in the history."
    )
    if count > 1:
        with st.container(horizontal=True):
            for every in (Keep.THEIRS, Keep.MINE):
                st.button(
                    f"{_CHOICES[every]} in all {count}",
                    on_click=_choose_all,
                    args=(desk, places, every),
                    key=desk.key("all", every),
                )
    chosen: dict[str, Keep] = {}
    for clash in found:
        with st.container(border=True):
            st.markdown(f"**{one_line(clash.name)}**")
            for place in clash.places:
                keep = _choose(desk, clash, place)
                if keep is not None:
                    chosen[place.key] = keep
    return chosen


def _choose_all(desk: Desk, places: list[ClashingPlace], keep: Keep) -> None:
    for place in places:
        st.session_state[desk.key("keep", place.key)] = keep


def _choose(desk: Desk, clash: Clash, place: ClashingPlace) -> Keep | None:
    """The place as it was exported, as it is and as the file has it; and what may be kept."""
    by = (
        f" ({as_text(place.who)}, {moment_in_words(place.when)})"
        if place.who and place.when
        else ""
    )
    sides = [
        ("When it was exported", place.was),
        (f"In the plan now{by}", place.theirs),
        (f"In the file ({as_text(f'{place.sheet} {place.cell}')})", place.mine),
    ]
    shown = [(side, words) for side, words in sides if words is not None]
    st.table(
        {
            "": [side for side, _ in shown],
            " ": [as_text(words) or "*nothing*" for _, words in shown],
        },
        border="horizontal",
        hide_index=True,
        hide_header=True,
        alt=f"{place.label}: when it was exported, in the plan now, and in the file",
    )
    return st.radio(
        f"{place.label}: what is kept?",
        place.choices,
        index=None,
        format_func=_CHOICES.__getitem__,
        horizontal=True,
        key=desk.key("keep", place.key),
        help=f"{place.label} of ‘{one_line(clash.name, 80)}’",
    )


def _removed(desk: Desk, preview: ImportPreview) -> frozenset[str]:
    found = preview.removed
    if not found:
        return frozenset()
    count = len(found)
    st.subheader(f"No longer in the file: {plural(count, 'row')}", anchor=False)
    st.markdown(
        f"{verb(count, 'This was', 'These were')} in the workbook when it was exported. "
        f"{verb(count, 'It stays', 'They stay')} in the plan unless you tick "
        f"{verb(count, 'it', 'them')} here; what goes can be restored from the history."
    )
    gone = set()
    for row in found:
        ticked = st.checkbox(
            f"{row.kind}: {one_line(row.name)}", key=desk.key("gone", row.key), value=False
        )
        if ticked:
            gone.add(row.key)
    return frozenset(gone)
