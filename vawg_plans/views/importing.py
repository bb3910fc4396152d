"""Importing on screen: the file, how it is read, and the one button that writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.typing import UploadedFile

from vawg_plans.domain.choosing import Choices
from vawg_plans.domain.imports import Import
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import Workbook
from vawg_plans.services.importing import (
    ImportPreview,
    commit_import,
    how_read_before,
    preview_import,
    read_upload,
)
from vawg_plans.views.feedback import going_on, telling
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, plural

_FILE, _PREVIEW, _SAID = "import_file", "import_preview", "import_said"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who imports, the file that lies on the desk, and what was remembered of earlier ones."""

    here: Session
    workbook: Workbook
    filename: str
    memory: Import | None

    def key(self, *parts: str) -> str:
        """A name for an element of this file; another file has others."""
        return "_".join(("import", self.workbook.digest[:12], *parts))


def desk_of(here: Session, upload: UploadedFile) -> Desk:
    """The uploaded file; read when it is uploaded, not at every click."""
    kept = st.session_state.get(_FILE)
    if not isinstance(kept, tuple) or kept[0] != upload.file_id:
        with telling("Reading the file") as said:
            kept = (upload.file_id, read_upload(upload.getvalue(), upload.name, said=said))
        st.session_state[_FILE] = kept
        st.session_state.pop(_PREVIEW, None)
        st.session_state.pop(_SAID, None)
    memory = how_read_before(here.store, here.actor, here.force_id)
    return Desk(here, kept[1], upload.name, memory)


def ask_sheets_and_bullets(desk: Desk) -> ReadAs:
    """Which sheets are read and whether bullets are parted, with what was said of columns and words
    so far.
    """
    if desk.workbook.carried is not None:
        return ReadAs()  # Exported from here: it says itself what is what.
    names = [sheet.name for sheet in desk.workbook.sheets]
    sheets: list[str] = []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(names) > 1:
            sheets = st.multiselect(
                "Sheets to read",
                names,
                placeholder="Those whose headings are a plan's",
                key=desk.key("sheets"),
                width=460,
            )
        split = st.toggle(
            "Make each bullet in a cell an action of its own",
            value=desk.memory.read_as.split_bullets if desk.memory else True,
            key=desk.key("split"),
        )
    said = _said()
    return ReadAs(split, tuple(sheets), said["columns"], said["words"])


def _said() -> dict[str, Any]:
    """What was said by hand of this file's columns and words, since it was uploaded."""
    said: dict[str, Any] = st.session_state.setdefault(_SAID, {"columns": {}, "words": {}})
    return said


def say_column(key: str, field: str | None) -> None:
    """From the next run on, this column means that."""
    _said()["columns"][key] = field


def say_word(field: str, word: str, code: str | None) -> None:
    """From the next run on, this word of this field stands for that."""
    _said()["words"].setdefault(field, {})[word] = code


def previewed(desk: Desk, read_as: ReadAs) -> ImportPreview:
    """What importing would do; worked out again only where something changed since."""
    asked = (
        desk.workbook.digest,
        desk.here.force_id,
        desk.here.store.newest_touching(desk.here.force_id),
        read_as,
    )
    kept = st.session_state.get(_PREVIEW)
    if not isinstance(kept, tuple) or kept[0] != asked:
        # What was worked out before would stand beside it in memory.
        st.session_state.pop(_PREVIEW, None)
        kept = None
        with telling("Working out what it would change") as said:
            preview = preview_import(
                desk.here.store,
                desk.here.framework,
                desk.here.actor,
                desk.here.force_id,
                desk.workbook,
                desk.filename,
                read_as,
                said=said,
            )
        # What was said may be added to in place: it is compared with what it was now.
        kept = (_frozen(asked), preview)
        st.session_state[_PREVIEW] = kept
    found: ImportPreview = kept[1]
    return found


def _frozen(asked: tuple[Any, ...]) -> tuple[Any, ...]:
    read_as: ReadAs = asked[-1]
    words: Mapping[str, Mapping[str, str | None]] = {f: dict(w) for f, w in read_as.words.items()}
    copy = ReadAs(read_as.split_bullets, read_as.sheets, dict(read_as.columns), words)
    return (*asked[:-1], copy)


def show_counts(desk: Desk, preview: ImportPreview) -> None:
    """The file, and what would become of it, in one look."""
    sheets = ", ".join(f"‘{as_text(t.sheet)}’" for t in preview.tables)
    st.markdown(
        f"**{as_text(desk.filename)}**: {plural(preview.rows_read, 'row')} read from "
        f"{'sheet' if len(preview.tables) == 1 else 'sheets'} {sheets}. Nothing is written yet."
    )
    for problem in preview.problems:
        if not problem.sheet and not problem.cell:  # of the whole file, such as macros
            st.caption(f":material/info: {as_text(problem.reason)}")
    merged = preview.merged
    counts = [
        ("To create", len(merged.created)),
        ("To change", len(merged.changed) + len(preview.answers)),
        ("Unchanged", len(merged.unchanged)),
        ("Rows refused", preview.rejected),
    ]
    if preview.clashes:
        counts.append(("For you to choose", sum(len(c.places) for c in preview.clashes)))
    if preview.removed:
        counts.append(("No longer in the file", len(preview.removed)))
    with st.container(horizontal=True, key="import_counts"):
        for label, count in counts:
            st.metric(label, f"{count:,}", border=True)


def import_button(
    desk: Desk, preview: ImportPreview, choices: Choices, *, skip_refused: bool
) -> str:
    """The one button that writes, or why there is none. Returns what to say when it is written, or
    nothing when it was not pressed.
    """
    merged = preview.merged
    open_places = [p for c in preview.clashes for p in c.places if p.key not in choices.keep]
    actions = len(merged.created) + len(merged.changed)
    others = len(preview.answers) + len(preview.clashes) + len(choices.withdraw)
    if not actions + others:
        st.info(
            "There is nothing new in this file: importing it would change nothing."
            if not preview.rejected or skip_refused
            else "Nothing else in this file is new."
        )
        return ""
    stopped = ""
    if preview.rejected and not skip_refused:
        stopped = "Correct the refused rows in the file, or leave them out."
    elif open_places:
        stopped = f"Choose what is kept of {plural(len(open_places), 'place')} first."
    pressed = st.button(
        f"Import {plural(actions + others, 'change' if others else 'action')}",
        type="primary",
        disabled=bool(stopped),
        icon=":material/download_done:",
    )
    if stopped:
        st.caption(stopped)
    return done_words(preview) if pressed else ""


def write(desk: Desk, read_as: ReadAs, choices: Choices, *, skip_refused: bool, done: str) -> None:
    """Import it, and go on to what comes next; an error is shown here and nothing is written."""
    st.session_state.pop(_PREVIEW, None)
    with going_on("pages/force/mapping.py", done), telling("Importing") as said:
        commit_import(
            desk.here.store,
            desk.here.framework,
            desk.here.still(),
            desk.here.force_id,
            desk.workbook,
            desk.filename,
            read_as,
            choices=choices,
            skip_refused=skip_refused,
            said=said,
        )
        st.session_state.pop(_FILE, None)


def done_words(preview: ImportPreview) -> str:
    """What to say once it is written, and what comes next."""
    changed = len(preview.merged.changed) + len(preview.clashes)
    parts = [
        f"{plural(count, 'action')} {what}"
        for count, what in ((len(preview.merged.created), "created"), (changed, "changed"))
        if count
    ]
    if preview.answers:
        parts.append(f"{plural(len(preview.answers), 'answer')} changed")
    said = " and ".join(parts) or "What you chose is done"
    return f"{said}. Next: accept each one's mapping."


def say_memory(desk: Desk) -> None:
    """That earlier choices are used, where they are."""
    if desk.memory and (desk.memory.read_as.columns or desk.memory.read_as.words):
        st.caption(
            f"What was chosen for ‘{as_text(desk.memory.source)}’ on {in_words(desk.memory.on)} is "
            "used again where the headings and words are the same."
        )
