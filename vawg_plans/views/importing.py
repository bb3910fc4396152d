"""Importing on screen: what each column was taken for, and what would be written."""

from __future__ import annotations

import streamlit as st
from streamlit.typing import UploadedFile

from vawg_plans.domain.actions import FIELD_LABELS, Action, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.reading import FIELD_CHOICES
from vawg_plans.domain.tables import Severity, Table, Workbook
from vawg_plans.services.importing import ImportPreview, read_upload
from vawg_plans.views.words import as_text, one_line, plural, tag_words

# A browser cannot draw twenty thousand rows, and nobody reads them.
SHOWN = 100
_LEFT_OUT = "Leave it out"


def read_once(upload: UploadedFile) -> Workbook:
    """The uploaded workbook; read when it is uploaded, not at every click."""
    kept = st.session_state.get("upload")
    if not isinstance(kept, tuple) or kept[0] != upload.file_id:
        kept = (upload.file_id, read_upload(upload.getvalue(), upload.name))
        st.session_state["upload"] = kept
    workbook: Workbook = kept[1]
    return workbook


def ask_sheet(workbook: Workbook) -> str | None:
    """Which sheet to read, of a workbook with several; None lets the headings decide."""
    names = [sheet.name for sheet in workbook.sheets]
    if len(names) < 2:
        return None
    return st.selectbox(
        "Sheet", names, index=None, placeholder="The one whose headings fit best", width=360
    )


def ask_columns(table: Table) -> dict[str, str | None]:
    """Each column with what it was taken for and why; returns those changed by hand."""
    changed: dict[str, str | None] = {}
    with st.expander(
        f"How the columns were read ({len(table.columns)}, header in row {table.header_row})",
        icon=":material/view_column:",
    ):
        for column in table.columns:
            options = [*FIELD_CHOICES, _LEFT_OUT]
            if column.field and column.field not in FIELD_CHOICES:
                options.insert(0, column.field)
            chosen = st.selectbox(
                f"Column {column.letter}: {one_line(column.heading, 60) or 'no heading'}",
                options,
                index=options.index(column.field or _LEFT_OUT),
                format_func=lambda o: FIELD_CHOICES.get(o, o),
                help=as_text(column.why),
                key=f"column_{table.digest}_{column.letter}",
            )
            meant = None if chosen == _LEFT_OUT else chosen
            if meant != column.field:
                changed[column.key] = meant
    return changed


def show_counts(preview: ImportPreview) -> None:
    """What would be created, changed and left, in one line; refusals with their cells."""
    merged = preview.merged
    st.markdown(
        f"**{plural(preview.rows_read, 'row')} read:** {len(merged.created)} to create, "
        f"{len(merged.changed)} to change, {len(merged.unchanged)} unchanged, "
        f"{plural(preview.rejected, 'row')} refused. Nothing is written yet."
    )
    _problems(preview, Severity.REFUSED)


def done_words(preview: ImportPreview) -> str:
    """What to say once it is written, and what comes next."""
    parts = [
        f"{plural(len(found), 'action')} {what}"
        for found, what in (
            (preview.merged.created, "created"),
            (preview.merged.changed, "changed"),
        )
        if found
    ]
    return f"{' and '.join(parts)}. Next: accept each one's mapping."


def show_details(preview: ImportPreview, framework: Framework) -> None:
    """What was kept as words, what to know, and each action to create or change."""
    merged = preview.merged
    _problems(preview, Severity.KEPT_AS_WORDS)
    _problems(preview, Severity.NOTICE)
    if merged.created:
        with st.expander(f"{plural(len(merged.created), 'action')} to create", expanded=True):
            _created(merged.created, framework)
    if merged.changed:
        with st.expander(f"{plural(len(merged.changed), 'action')} to change", expanded=True):
            for change in merged.changed:
                fields = ", ".join(FIELD_LABELS.get(f, f) for f in change.fields)
                st.markdown(f"**{one_line(change.after.title)}** — {fields}")


def _created(every: list[Action], framework: Framework) -> None:
    actions = every[:SHOWN]
    if len(every) > SHOWN:
        st.caption(f"The first {SHOWN} of {len(every):,}")
    names = names_by_kind(framework)
    st.table(
        {
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


_LABELS = {
    Severity.REFUSED: (":material/block:", "refused"),
    Severity.KEPT_AS_WORDS: (":material/notes:", "kept as words"),
    Severity.NOTICE: (":material/info:", "to know"),
}


def _problems(preview: ImportPreview, severity: Severity) -> None:
    icon, label = _LABELS[severity]
    found = [p for p in preview.problems if p.severity is severity]
    if not found:
        return
    count, found = len(found), found[:SHOWN]
    with st.expander(f"{icon} {count:,} {label}", expanded=severity is Severity.REFUSED):
        st.table(
            {
                "Cell": [as_text(f"{p.sheet} {p.cell}") for p in found],
                "What": [as_text(p.reason) for p in found],
            },
            border="horizontal",
            hide_index=True,
            alt=f"What was {label}, cell by cell",
        )
