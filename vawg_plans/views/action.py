"""One action on screen: where it stands, what it says, and its history."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import (
    FIELD_LABELS,
    Action,
    TagKind,
    changed_fields,
)
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words, moment_in_words
from vawg_plans.domain.plan_columns import cell_of, names_by_kind
from vawg_plans.domain.rules import Judgement
from vawg_plans.store.actions import Revision
from vawg_plans.views.words import as_text, calculated, due_in_words, stated, tag_words


def show_action(action: Action, judgement: Judgement, framework: Framework) -> None:
    """Where the action stands, then what it says."""
    names = names_by_kind(framework)
    if action.withdrawn:
        st.warning("Withdrawn: it no longer counts in the plan.", icon=":material/archive:")
    percent = "" if action.percent is None else f", {action.percent}% reported"
    st.markdown(
        f"**Stated:** {stated(action.status)}{percent}  \n"
        f"**From the record:** {calculated(judgement)}"
    )
    if judgement.disagrees and not action.withdrawn:
        st.caption("The two disagree. Record progress to say where it really stands.")
    rows = {
        "Reference": as_text(action.reference),
        "Owner": as_text(", ".join(action.owner_posts)) or "No owner yet",
        "Partners": as_text(", ".join(action.partners)),
        "Start": in_words(action.start),
        "Due": due_in_words(action)
        + (f" ({as_text(action.due_words)})" if action.due and action.due_words else ""),
        "Lead P": tag_words([action.lead] if action.lead else [], names[TagKind.P]) or "None yet",
        "Supporting Ps": tag_words(
            [t for t in action.tags if t.kind is TagKind.P and not t.lead], names[TagKind.P]
        ),
        "Improvement areas": _tags(action, TagKind.AREA, names) or "None yet",
        "Cross-cutting themes": _tags(action, TagKind.THEME, names),
        "Vulnerability themes": _tags(action, TagKind.VULNERABILITY, names),
        "National pillar": _tags(action, TagKind.PILLAR, names),
        "Recommendations answered": _tags(action, TagKind.RECOMMENDATION, names),
        "Local strand": as_text(action.local_strand),
        "Success measure": as_text(action.success_measure),
        "Evidence": as_text(action.evidence),
        "Shaped by women and girls": as_text(action.shaped_by),
        "Equality impact reference": as_text(action.equality_impact),
        "Inspectorate status": action.inspectorate_status.label,
        "Who may read it": _leaves(action),
    }
    if action.description:
        st.markdown(as_text(action.description))
    st.table(
        {"": [k for k, v in rows.items() if v], " ": [v for v in rows.values() if v]},
        border="horizontal",
        hide_index=True,
        hide_header=True,
        alt=f"Everything recorded about the action {action.title}",
    )
    if action.context:
        with st.expander("Context"):
            st.markdown(as_text(action.context))


def _leaves(action: Action) -> str:
    if action.sensitive:
        return "This force alone (sensitive); others count it"
    return (
        "Everyone, once published"
        if action.publishable
        else "The national lead, once shared; others count it"
    )


def _tags(action: Action, kind: TagKind, names: dict[TagKind, dict[str, str]]) -> str:
    return tag_words([t for t in action.tags if t.kind is kind], names[kind])


def show_history(history: list[Revision], framework: Framework) -> None:
    """Each revision: who, when, why, and what changed from what to what."""
    names = names_by_kind(framework)
    for newer, older in zip(history, [*history[1:], None], strict=True):
        who = f"{as_text(newer.who)}, {moment_in_words(newer.made_at)}"
        st.markdown(f"**{who}** — {as_text(newer.reason)}")
        lines = []
        if newer.action.progress_note:
            st.markdown(f"> {as_text(newer.action.progress_note)}")
        if older is None:
            lines.append("The first words of this action.")
        else:
            for name in changed_fields(older.action, newer.action):
                if name in FIELD_LABELS and name not in ("progress_note", "imported", "position"):
                    was, now = (_shown(r.action, name, names) for r in (older, newer))
                    lines.append(f"{FIELD_LABELS[name]}: {was} → {now}")
        st.caption("  \n".join(lines) or "Nothing else was changed.")


def _shown(action: Action, name: str, names: dict[TagKind, dict[str, str]]) -> str:
    if name == "tags":
        return tag_words(list(action.tags), {c: n for k in names.values() for c, n in k.items()})
    if name in ("start", "due"):
        return in_words(getattr(action, name)) or "none"
    if name == "withdrawn":
        return "withdrawn" if action.withdrawn else "live"
    value = cell_of(action, name, names)
    return as_text(str(value)) if value is not None else "none"


def show_conflict(theirs: Action, yours: Action, fields: list[str], framework: Framework) -> None:
    """Both versions of what differs, side by side."""
    names = names_by_kind(framework)
    shown = [f for f in fields if f in FIELD_LABELS and f != "imported"]
    st.table(
        {
            "Field": [FIELD_LABELS[f] for f in shown],
            "Saved now": [_shown(theirs, f, names) for f in shown],
            "Yours, not saved": [_shown(yours, f, names) for f in shown],
        },
        hide_index=True,
        alt="What is saved now beside what you wrote",
    )
