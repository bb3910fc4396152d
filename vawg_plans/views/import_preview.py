"""What an import would do, in full: each action with its cell, each change field by field."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.actions import Action, TagKind
from vawg_plans.domain.answers import question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.tables import Severity
from vawg_plans.services.importing import ImportPreview
from vawg_plans.views.history import action_lines, changed_words
from vawg_plans.views.words import as_text, headline, one_line, plural, tag_words

# A browser cannot draw twenty thousand rows, and nobody reads them.
SHOWN = 100
_LABELS = {
    Severity.REFUSED: (":material/block:", "refused"),
    Severity.KEPT_AS_WORDS: (":material/notes:", "kept as words"),
    Severity.NOTICE: (":material/info:", "to know"),
}


def show(preview: ImportPreview, framework: Framework) -> None:
    """What would change, be created and stay, then what was kept as words and what to know."""
    merged = preview.merged
    if merged.changed:
        with st.expander(f"{plural(len(merged.changed), 'action')} to change", expanded=True):
            _changed(preview, framework)
    if preview.answers:
        with st.expander(f"{plural(len(preview.answers), 'answer')} to change", expanded=True):
            _answers(preview, framework)
    if merged.created:
        with st.expander(f"{plural(len(merged.created), 'action')} to create", expanded=True):
            _created(preview, framework)
    problems(preview, Severity.KEPT_AS_WORDS)
    problems(preview, Severity.NOTICE)
    if merged.unchanged:
        with st.expander(f"{plural(len(merged.unchanged), 'action')} unchanged"):
            _say_first(len(merged.unchanged))
            for action in merged.unchanged[:SHOWN]:
                st.markdown(headline(action.reference, action.title))


def problems(preview: ImportPreview, severity: Severity) -> None:
    """Problems of one kind, cell by cell."""
    icon, label = _LABELS[severity]
    found = [p for p in preview.problems if p.severity is severity]
    if not found:
        return
    with st.expander(f"{icon} {len(found):,} {label}", expanded=severity is Severity.REFUSED):
        _say_first(len(found))
        st.table(
            {
                "Cell": [as_text(f"{p.sheet} {p.cell}") for p in found[:SHOWN]],
                "What": [as_text(p.reason) for p in found[:SHOWN]],
            },
            border="horizontal",
            hide_index=True,
            alt=f"What was {label}, cell by cell",
        )


def _say_first(count: int) -> None:
    if count > SHOWN:
        st.caption(f"The first {SHOWN} of {count:,}")


def _changed(preview: ImportPreview, framework: Framework) -> None:
    changes = preview.merged.changed
    _say_first(len(changes))
    st.table(
        {
            "Cell": [as_text(preview.merged.where.get(c.before.id, "")) for c in changes[:SHOWN]],
            "Action": [headline(c.before.reference, c.before.title) for c in changes[:SHOWN]],
            "What changes": [
                "  \n".join(action_lines(c.before, c.after, framework)) for c in changes[:SHOWN]
            ],
        },
        border="horizontal",
        hide_index=True,
        alt="Each action that would change, and each of its fields before and after",
    )


def _answers(preview: ImportPreview, framework: Framework) -> None:
    rows = []
    for change in preview.answers[:SHOWN]:
        before, after = change.before, change.after
        was = f"{before.choice.label} {before.words}" if before and before.choice else ""
        now = f"{after.choice.label} {after.words}" if after.choice else ""
        rows.append((as_text(question_words(after.question, framework)), changed_words(was, now)))
    st.table(
        {"Question": [q for q, _ in rows], "What changes": [words for _, words in rows]},
        border="horizontal",
        hide_index=True,
        alt="Each answer that would change, before and after",
    )


def _created(preview: ImportPreview, framework: Framework) -> None:
    every: list[Action] = preview.merged.created
    actions = every[:SHOWN]
    _say_first(len(every))
    names = names_by_kind(framework)
    st.table(
        {
            "Cell": [as_text(preview.merged.where.get(a.id, "")) for a in actions],
            "Ref": [as_text(a.reference) for a in actions],
            "Action": [one_line(a.title, 160) for a in actions],
            "Owner": [as_text(", ".join(a.owner_posts)) for a in actions],
            "Due": [in_words(a.due) or as_text(a.due_words) for a in actions],
            "Answers": [
                tag_words(
                    [t for t in a.tags if t.kind is TagKind.RECOMMENDATION and t.accepted],
                    names[TagKind.RECOMMENDATION],
                )
                for a in actions
            ],
            "Lead P": [tag_words([a.lead] if a.lead else [], names[TagKind.P]) for a in actions],
            "Areas": [
                tag_words([t for t in a.tags if t.kind is TagKind.AREA], names[TagKind.AREA])
                for a in actions
            ],
        },
        border="horizontal",
        hide_index=True,
        alt="The actions this file would create",
    )
