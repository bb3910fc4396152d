"""A shared version on screen, read from what was frozen and never recalculated."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.answers import Choice, question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.plans import Version
from vawg_plans.views.plan import PAGE_SIZE
from vawg_plans.views.words import as_text, headline, plural, stated


def show_head(version: Version, content: dict[str, Any]) -> None:
    """Which version, of what date, and its counts."""
    actions = content["actions"]
    statuses = Counter(a["status"] for a in actions)
    late = sum(a["late"] for a in actions)
    st.markdown(
        f"**Version {version.number}**, {version.audience.label.lower()}, judged at "
        f"{in_words(version.judged_on)} · **{plural(len(actions), 'action')}** · "
        f"{statuses['complete']} complete · {late} late at that date"
    )
    if version.approved_on:
        on = in_words(version.approved_on)
        st.caption(f"Approved for publication by {as_text(version.approved_by)}, {on}.")
    if version.words_removed_on:
        st.caption(
            "Words that may tell who a victim is were removed from this version on "
            f"{in_words(version.words_removed_on)}, so its digest is not the one it was named with."
        )
    if content["plan"].get("summary"):
        st.markdown(as_text(content["plan"]["summary"]))
    st.table(
        {
            "Delivery status": [s.full_label for s in DeliveryStatus],
            "Actions": [statuses[s.value] for s in DeliveryStatus],
        },
        border="horizontal",
        hide_index=True,
        width=420,
        alt="How many of this version's actions have each delivery status",
    )


def show_withdrawn(versions: list[Version]) -> None:
    """What stays of versions that a force withdrew: that they were, when, and why."""
    for version in versions:
        on = in_words(version.withdrawn_on) if version.withdrawn_on else ""
        why = f": {as_text(version.withdrawn_why)}" if version.withdrawn_why else ""
        st.markdown(
            f":material/block: Version {version.number}, {version.audience.label.lower()}, the "
            f"plan of {in_words(version.judged_on)}, was withdrawn on {on}{why}"
        )


def show_actions(content: dict[str, Any], framework: Framework) -> None:
    """The actions in words, a page at a time; how many are counted without words."""
    words = [a for a in content["actions"] if a["in_words"]]
    without = len(content["actions"]) - len(words)
    if without:
        st.caption(
            f"{plural(without, 'action')} of {len(content['actions']):,} counted without words: "
            "not for this audience, or sensitive."
        )
    if not words:
        return
    asked = st.multiselect(
        "Lead P",
        list(framework.ps),
        format_func=lambda p: framework.ps[p].name,
        key="p",
        bind="query-params",
        width=320,
    )
    found = [a for a in words if not asked or a["accepted_lead_p"] in asked]
    st.caption(f"{len(found):,} of {plural(len(words), 'action')}")
    pages = max(1, -(-len(found) // PAGE_SIZE))
    place = st.container(gap="xxsmall")
    number = st.pagination(pages, key=f"shared_pages_{pages}") if pages > 1 else 1
    with place:
        for action in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
            _row(action)


def show_answers(content: dict[str, Any], framework: Framework) -> None:
    """What the force answered and the version carries in words, with its date."""
    given = [a for a in content.get("answers", ()) if a["words"]]
    if not given:
        return
    st.subheader("What the force answered", anchor=False)
    for one in given:
        with st.container(border=True, gap="xxsmall"):
            choice = Choice(one["choice"]).label
            st.markdown(f"**{as_text(question_words(one['question'], framework))}** — {choice}")
            st.markdown(as_text(one["words"]))
            if one["said_on"]:
                st.caption(in_words(dt.date.fromisoformat(one["said_on"])))


def _owners(action: dict[str, Any]) -> list[str]:
    """The posts that own it; nothing where the version does not say, as a public one does not."""
    if "owner_posts" not in action:
        return []
    return [as_text(", ".join(action["owner_posts"])) or "No owner"]


def _row(action: dict[str, Any]) -> None:
    ps = [t["name"] for t in action["tags"] if t["kind"] == "p" and t["lead"]]
    areas = [t["name"] for t in action["tags"] if t["kind"] == "area"]
    mapped = f"{as_text(', '.join(ps)) or 'No P'} × {as_text(', '.join(areas)) or 'no area'}"
    due = in_words(dt.date.fromisoformat(action["due"])) if action["due"] else action["due_words"]
    parts = [
        stated(DeliveryStatus(action["status"])),
        mapped,
        *_owners(action),
        (f"due {due}" if action["due"] else as_text(due)) or "No date",
        *action["reasons"],
    ]
    with st.container(border=True, gap=None):
        st.markdown(headline(action["reference"], action["title"], 200))
        st.caption(" · ".join(parts))
        milestones = action.get("details", {}).get("milestones", ())
        if action["description"] or milestones:
            with st.expander("Description and milestones" if milestones else "Description"):
                st.markdown(as_text(action["description"]))
                for one in milestones:
                    days = [(w, one.get(k)) for w, k in (("due", "due"), ("done", "done_on"))]
                    when = [f"{w} {in_words(dt.date.fromisoformat(d))}" for w, d in days if d]
                    st.markdown(f"- {as_text(one['title'])} {', '.join(when)}")
