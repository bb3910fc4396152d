"""Versions on screen: what was named and how it stands, sharing nationally, withdrawing."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.freezing import in_words as leaves_in_words
from vawg_plans.domain.moments import in_words, london_day
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.domain.reviews import LONGEST_NOTE
from vawg_plans.errors import InvalidInput
from vawg_plans.services.plans import OpenPlan
from vawg_plans.services.publishing import withdraw
from vawg_plans.services.versions import share_version
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural


def show_standing(opened: OpenPlan) -> None:
    """What others read of the plan today, and whether it is time for a new version."""
    if not opened.versions:
        st.markdown("Nothing yet: only the plan's state is seen elsewhere.")
        return
    newest = opened.versions[0]
    lines = [
        f"**Version {newest.number}**, {newest.audience.label.lower()}, shows the plan of "
        f"{in_words(newest.judged_on)}{', now stale' if opened.stale else ''}. Other forces "
        "compare themselves with it; later changes stay your force's own."
    ]
    public = next((v for v in opened.versions if v.audience is Audience.PUBLIC), None)
    if public and public is not newest:
        lines.append(
            f"The public reads **version {public.number}**, the plan of "
            f"{in_words(public.judged_on)}."
        )
    elif not public:
        lines.append("Nothing is published.")
    st.markdown(" ".join(lines))


def share_nationally(here: Session, opened: OpenPlan) -> None:
    """One step, by the strategic lead: the national lead reads it, the public does not."""
    if not here.may(Permission.SHARE_VERSION):
        return
    with st.expander("Share it nationally, without publishing it", icon=":material/send:"):
        told = sum(leaves_in_words(a, Audience.NATIONAL) for a in opened.actions)
        st.markdown(
            f"The national lead reads {told:,} of {plural(len(opened.actions), 'action')} in "
            "words, as the plan stands now; the rest, marked sensitive, "
            "is counted. Other forces see counts and statuses. It needs no approval."
        )
        with st.form("share", border=False):
            note = st.text_input("A note on this version (optional)", max_chars=LONGEST_NOTE)
            sent = st.form_submit_button("Share it nationally")
        if sent:
            with saving("The version was frozen and shared nationally."):
                share_version(
                    here.store, here.framework, here.actor, here.force_id, Audience.NATIONAL, note
                )


def show_versions(versions: list[Version]) -> None:
    """Every version, newest number first, and how each stands."""
    if not versions:
        return
    st.subheader(f"Versions ({len(versions)})", anchor=False)
    versions = sorted(versions, key=lambda v: v.number, reverse=True)
    st.table(
        {
            "Version": [_named(v) for v in versions],
            "How it stands": [_standing(v) for v in versions],
            "Made, with its digest (SHA-256)": [_made(v) for v in versions],
        },
        border="horizontal",
        hide_index=True,
        alt="The versions of this plan, newest first",
    )


def _named(version: Version) -> str:
    return (
        f"**{version.number}**, {version.audience.label.lower()}  \n"
        f"The plan of {in_words(version.judged_on)}"
    )


def _made(version: Version) -> str:
    return (
        f"{in_words(london_day(version.made_at))}, {as_text(version.made_by)}  \n"
        f"{version.digest[:12]}…"
    )


def _standing(version: Version) -> str:
    """Icon and words: whether its readers still read it, and if not, since when or what instead;
    by whom it was approved, its note, and whether words had to be removed from it since.
    """
    if version.withdrawn_on:
        why = as_text(version.withdrawn_why)
        lines = [f":material/block: Withdrawn on {in_words(version.withdrawn_on)}: {why}"]
    elif version.superseded_by:
        lines = [f":material/history: Superseded by version {version.superseded_by}"]
    else:
        lines = [":material/check_circle: Current"]
    if version.approved_on:
        on = in_words(version.approved_on)
        lines.append(f"Approved by {as_text(version.approved_by)}, {on}")
    elif version.audience is Audience.PUBLIC:
        lines.append("Made before there were approvals")
    if version.note:
        lines.append(f"“{as_text(version.note)}”")
    if version.words_removed_on:
        then = (
            f"version {version.replaced_by} takes its place"
            if version.replaced_by
            else "its digest changed that day"
        )
        lines.append(f"Words were removed from it on {in_words(version.words_removed_on)}; {then}.")
    return "  \n".join(lines)


def withdraw_one(here: Session, opened: OpenPlan) -> None:
    """Withdrawing: which one, why, and what counts then."""
    if not opened.versions or not here.may(Permission.WITHDRAW_VERSION):
        return
    names = {v.number: f"Version {v.number}, {v.audience.label.lower()}" for v in opened.versions}
    with st.expander("Withdraw a version", icon=":material/block:"):
        st.markdown(
            "It is never erased: a notice with the day and the reason stays in its place. The "
            "version before it, if there is one, then counts again. To take out words, "
            "[ask for a removal](removals) instead."
        )
        with st.form("withdraw", border=False, clear_on_submit=False):
            number = st.selectbox("Which one", list(names), format_func=names.__getitem__)
            why = st.text_input("Why (whoever could read it reads this)", max_chars=LONGEST_NOTE)
            agreed = st.checkbox("It cannot be brought back; a new version can be made")
            sent = st.form_submit_button("Withdraw it")
        if sent and number is not None:
            with saving(f"Version {number} is withdrawn."):
                if not agreed:
                    raise InvalidInput("Tick that it cannot be brought back.")
                withdraw(here.store, here.actor, here.force_id, number, why)
