"""How an uploaded file was read: each column with its samples, what it was taken for and why."""

from __future__ import annotations

import streamlit as st

from vawg_plans.domain.reading import FIELD_CHOICES
from vawg_plans.domain.tables import Column, Table
from vawg_plans.domain.words_asked import WordAsked
from vawg_plans.services.importing import ImportPreview
from vawg_plans.views.importing import Desk, say_column, say_word
from vawg_plans.views.words import as_text, one_line, plural, spoken, verb

_LEFT_OUT = "Leave it out"
_AS_WORDS = "as words"
_SAMPLES = 3


def columns(desk: Desk, preview: ImportPreview) -> None:
    """The mapping page: a row a column. A column that stands in several sheets is asked once."""
    seen: dict[str, list[Table]] = {}
    for table in preview.tables:
        for column in table.columns:
            seen.setdefault(column.key, []).append(table)
    if all(t.ours for t in preview.tables):
        return
    unknown = sum(not c.known for t in preview.tables for c in t.columns)
    doubt = f", {unknown} not known by their headings" if unknown else ""
    with st.expander(
        f"How {plural(len(seen), 'column')} of your file were read{doubt}",
        icon=":material/view_column:",
        key=desk.key("columns"),
    ):
        st.caption(
            "Change what is wrong. It is remembered for your next file with the same headings."
        )
        for key, tables in seen.items():
            column = next(c for c in tables[0].columns if c.key == key)
            _column(desk, column, tables)


def _column(desk: Desk, column: Column, tables: list[Table]) -> None:
    name, samples, choice = st.columns([3, 4, 4], vertical_alignment="top")
    heading = one_line(column.heading, 60) or "*no heading*"
    sheets = f", in {plural(len(tables), 'sheet')}" if len(tables) > 1 else ""
    name.markdown(f"**{heading}**  \ncolumn {column.letter}{sheets}")
    samples.markdown("  \n".join(_samples(column, tables)) or "*nothing in it*")
    options = [*FIELD_CHOICES, _LEFT_OUT]
    if column.field and column.field not in FIELD_CHOICES:
        options.insert(0, column.field)
    widget = desk.key("column", column.key)
    with choice:
        st.selectbox(
            f"What column {column.letter} holds: {spoken(column.heading)}",
            options,
            index=options.index(column.field or _LEFT_OUT),
            format_func=lambda o: FIELD_CHOICES.get(o, o),
            label_visibility="collapsed",
            key=widget,
            on_change=_chosen,
            args=(column.key, widget),
        )
        st.caption(as_text(f"Because {column.why}." if column.why else ""))


def _chosen(key: str, widget: str) -> None:
    chosen = st.session_state[widget]
    say_column(key, None if chosen == _LEFT_OUT else chosen)


def words(desk: Desk, preview: ImportPreview) -> None:
    """The coded words of the file: those to look at first, then those that are clear."""
    unclear = [w for w in preview.words if not w.settled]
    clear = [w for w in preview.words if w.settled]
    if unclear:
        with st.expander(
            f"{plural(len(unclear), 'word')} of your file to look at",
            icon=":material/spellcheck:",
            expanded=any(w.refuses for w in unclear),
            key=desk.key("unclear"),
        ):
            st.caption("Say it once; it is remembered for your next file.")
            for word in unclear:
                _word(desk, word)
    if clear:
        with st.expander(
            f"{plural(len(clear), 'word')} of your file that {verb(len(clear), 'is', 'are')} clear",
            icon=":material/spellcheck:",
            key=desk.key("clear"),
        ):
            for word in clear:
                _word(desk, word)


def _word(desk: Desk, word: WordAsked) -> None:
    name, choice = st.columns([5, 6], vertical_alignment="top")
    name.markdown(
        f"**{one_line(word.words, 60)}**  \n{one_line(word.heading, 40)}, "
        f"{plural(word.count, 'cell')}, first {as_text(f'{word.sheet} {word.cell}')}"
    )
    several = len(word.codes) > 1
    undecided = several or word.refuses
    options = [*word.offered, _AS_WORDS]
    taken = word.codes[0] if word.codes else _AS_WORDS
    widget = desk.key("word", word.field, word.plain)
    with choice:
        st.selectbox(
            f"What ‘{spoken(word.words)}’ means under {spoken(word.heading)}",
            options,
            index=None if undecided or taken not in options else options.index(taken),
            format_func=lambda o: word.offered.get(o, "Keep it as words"),
            placeholder=" and ".join(word.offered.get(c, c) for c in word.codes)
            if several
            else "Choose what it means",
            label_visibility="collapsed",
            key=widget,
            on_change=_meant,
            args=(word.field, word.plain, widget),
        )
        st.caption(as_text(word.why))


def _meant(field: str, plain: str, widget: str) -> None:
    chosen = st.session_state[widget]
    if chosen is not None:
        say_word(field, plain, None if chosen == _AS_WORDS else chosen)


def _samples(column: Column, tables: list[Table]) -> list[str]:
    """The first different values of a column, one line each."""
    found: dict[str, None] = {}
    for table in tables:
        letter = next(c.letter for c in table.columns if c.key == column.key)
        for row in table.rows:
            for cell in row.all():
                if cell.letter == letter and not cell.empty:
                    found.setdefault(one_line(cell.text, 60))
            if len(found) >= _SAMPLES:
                return list(found)[:_SAMPLES]
    return list(found)
