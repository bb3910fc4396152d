"""Versions on screen: what leaves the force, and what was named before."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.freezing import in_words as leaves_in_words
from vawg_plans.domain.moments import in_words, london_day
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.errors import InvalidInput
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.words import as_text, plural


def audience_words(audience: str) -> str:
    """Who reads what, in a sentence."""
    return {
        Audience.NATIONAL: "National: the national lead reads it; other forces see counts and "
        "statuses",
        Audience.PUBLIC: "Public: everyone reads the publishable actions",
    }[Audience(audience)]


def ask_audience() -> Audience:
    """Who the version is for; national unless chosen otherwise."""
    chosen = st.radio("Who is it for?", [a.value for a in Audience], format_func=audience_words)
    return Audience(chosen)


def ask_agreed(opened: OpenPlan) -> bool:
    """A tick that publishing needs: words that everyone may read cannot be called back."""
    count = sum(leaves_in_words(a, Audience.PUBLIC) for a in opened.actions)
    return st.checkbox(
        f"For a public version: a chief officer has agreed that everyone may read these "
        f"{plural(count, 'action')}, and no words in them identify a victim"
    )


def require_agreed(audience: Audience, agreed: bool) -> None:
    """Raise `InvalidInput` when a public version was not agreed."""
    if audience is Audience.PUBLIC and not agreed:
        raise InvalidInput(
            "A public version needs the tick: what everyone has read cannot be called back.",
            hint="Tick it, or share nationally.",
        )


def what_leaves(opened: OpenPlan) -> str:
    """How many actions go out in words for each audience, and how many are only counted."""
    total = len(opened.actions)
    national, public = (
        sum(leaves_in_words(a, audience) for a in opened.actions)
        for audience in (Audience.NATIONAL, Audience.PUBLIC)
    )
    return (
        f"Of {total:,} live actions, {national:,} would go out in words nationally and {public:,} "
        "publicly. The rest, sensitive or not publishable, are counted without words."
    )


def show_versions(versions: list[Version]) -> None:
    """Every version, newest first."""
    if not versions:
        return
    st.subheader("Versions", anchor=False)
    versions = sorted(versions, key=lambda v: v.number, reverse=True)
    st.table(
        {
            "Version": [v.number for v in versions],
            "Audience": [v.audience.label for v in versions],
            "Shows the plan of": [in_words(v.judged_on) for v in versions],
            "Made": [in_words(london_day(v.made_at)) for v in versions],
            "By": [as_text(v.made_by) for v in versions],
            "Note": [_note(v) for v in versions],
            "Digest (SHA-256)": [f"{v.digest[:12]}…" for v in versions],
        },
        border="horizontal",
        hide_index=True,
        alt="The versions of this plan, newest first",
    )


def _note(version: Version) -> str:
    """The note, and whether words had to be removed from it since."""
    note = as_text(version.note)
    if version.words_removed_on is None:
        return note
    on = in_words(version.words_removed_on)
    then = (
        f"version {version.replaced_by} takes its place"
        if version.replaced_by
        else "its digest changed that day"
    )
    return f"{note}  \nWords were removed from it on {on}; {then}.".strip()
