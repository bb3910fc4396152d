from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.exchange.reading_back import by_calamine, by_libreoffice, opened
from vawg_plans.domain.canonical import visible
from vawg_plans.errors import InvalidInput
from vawg_plans.exchange.workbook_styles import LOOKS, TINTS, Style
from vawg_plans.exchange.workbooks_in import read_workbook
from vawg_plans.exchange.workbooks_out import (
    DEMONSTRATION,
    Book,
    Imprint,
    file_name,
)

IMPRINT = Imprint(
    whose="Devon & Cornwall Police",
    title="Our plan",
    version="DRAFT",
    moment_words="3 March 2022, 14:05",
    marking="OFFICIAL-SENSITIVE",
    made_at=dt.datetime(2022, 3, 3, 14, 5),
)
FORMULA_LIKE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44 20 7946 0000",
    "-5",
    "@SUM(A1)",
    "{=1}",
    "https://example.org",
    "mailto:a@example.org",
    "007",
    "1.10",
    "TRUE",
    "3/3/2022",
)
# What a writer of XML or of Excel's own escapes might trip over.
AWKWARD = (
    "<r><t>taken for markup</t></r>",
    "<r></r>",
    "<b>&amp; ]]>",
    "  spaces before and after  ",
    "two\nlines\n",
    "\ttab",
    "quote \" and ' apostrophe",
    "Heddlu Dyfed-Powys: cynllun gweithredu ŵ ŷ",
    "👩🏽‍🚒 beyond the basic plane",
    "right-to-left \u202e mark",
)


def one_table(rows: list[list[str]], *, streamed: bool = False, **changes: object) -> bytes:
    book = Book(replace(IMPRINT, **changes), streamed=streamed)
    sheet = book.sheet("Table", [20] * len(rows[0]))
    sheet.header([f"Column {n}" for n in range(len(rows[0]))])
    for row in rows:
        sheet.row(row, [Style.TEXT] * len(row))
    sheet.end_table()
    return book.finish()


@pytest.mark.parametrize("streamed", [False, True])
def test_text_stays_text_whatever_it_looks_like(streamed: bool) -> None:
    data = one_table([[text] for text in FORMULA_LIKE], streamed=streamed)
    sheet = opened(data)["Table"]
    cells = [sheet.cell(row, 1) for row in range(3, 3 + len(FORMULA_LIKE))]
    assert [c.value for c in cells] == list(FORMULA_LIKE)
    assert {c.data_type for c in cells} == {"s"}
    assert [c.hyperlink for c in cells] == [None] * len(cells)
    # Edited in place, it must not turn into a formula either.
    assert [c.quotePrefix for c in cells[:5]] == [True] * 5
    assert [row[0] for row in by_calamine(data)["Table"][2:]] == list(FORMULA_LIKE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("streamed", [False, True])
def test_awkward_text_is_read_back_by_two_libraries(streamed: bool) -> None:
    data = one_table([[text] for text in AWKWARD], streamed=streamed)
    sheet = opened(data)["Table"]
    assert [sheet.cell(row, 1).value for row in range(3, 3 + len(AWKWARD))] == list(AWKWARD)
    assert [row[0] for row in by_calamine(data)["Table"][2:]] == list(AWKWARD)
    ours = read_workbook(data, "table.xlsx").sheets[0]
    assert [cells[0].text for _, cells in ours.rows[2:]] == list(AWKWARD)


@pytest.mark.parametrize("streamed", [False, True])
def test_words_that_look_like_an_escape_of_excel_are_kept(streamed: bool) -> None:
    # Not by openpyxl, which undoes half of them.
    told = ["_x000D_", "_x0041_ and _x005F_", "x005F_"]
    data = one_table([[text] for text in told], streamed=streamed)
    assert [row[0] for row in by_calamine(data)["Table"][2:]] == told


def test_libreoffice_reads_what_wvisible(libreoffice: str, tmp_path: Path) -> None:
    told = [*FORMULA_LIKE, *(text for text in AWKWARD if "\t" not in text)]
    data = one_table([[text] for text in told], demonstration=True)
    rows = by_libreoffice(libreoffice, data, tmp_path)["Table"]
    assert rows[0] == [DEMONSTRATION]
    assert [row[0] for row in rows[3:]] == told


@pytest.mark.parametrize("streamed", [False, True])
def test_control_characters_are_left_out_and_line_ends_are_one_sign(streamed: bool) -> None:
    data = one_table([["a\x00b\x1fc\x7fd\r\ne\rf\ud800g\ufffeh"]], streamed=streamed)
    assert opened(data)["Table"]["A3"].value == "abcd\ne\nfgh"


@given(st.lists(st.text(), min_size=1, max_size=8), st.booleans())
@example(["<r>=1</r>"], True)
def test_any_text_comes_back_as_it_was(texts: list[str], streamed: bool) -> None:
    read = by_calamine(one_table([[*texts, "end"]], streamed=streamed))["Table"][2]
    assert read == [*(visible(text) for text in texts), "end"]


@given(st.text())
def test_what_is_left_out_is_control_characters_only(text: str) -> None:
    kept = visible(text)
    assert visible(kept) == kept
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    gone = set(lines) - set(kept)
    assert all(ord(c) < 32 or c in "\x7f\ufffe\uffff" or 0xD800 <= ord(c) < 0xE000 for c in gone)


@pytest.mark.parametrize("streamed", [False, True])
def test_thirty_thousand_characters_are_kept(streamed: bool) -> None:
    text = "Every word of it matters. " * 1_153 + "The end."
    assert 29_900 < len(text) <= 30_000
    data = one_table([[text]], streamed=streamed)
    assert opened(data)["Table"]["A3"].value == text
    assert by_calamine(data)["Table"][2][0] == text


@pytest.mark.parametrize("text", ["x" * 32_768, "<r>" + "x" * 32_768 + "</r>", "👩" * 16_384])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.filterwarnings("ignore:String length must be")
def test_a_cell_that_a_workbook_cannot_hold_is_refused_and_never_cut(
    text: str, streamed: bool
) -> None:
    with pytest.raises(InvalidInput, match=r"sheet 'Table' would hold [\d,]+ characters"):
        one_table([[text]], streamed=streamed)


@pytest.mark.parametrize("streamed", [False, True])
def test_the_same_input_gives_the_same_bytes(streamed: bool) -> None:
    rows = [["a", "=b"], ["", "c"]]
    assert one_table(rows, streamed=streamed) == one_table(rows, streamed=streamed)


def test_the_only_time_in_a_file_is_the_moment_it_was_given() -> None:
    data = one_table([["a"]])
    properties = opened(data).properties
    assert properties.created == properties.modified == IMPRINT.made_at
    assert properties.title == "Devon & Cornwall Police: Our plan"
    assert properties.category == "OFFICIAL-SENSITIVE"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


@pytest.mark.parametrize("demonstration", [False, True])
@pytest.mark.parametrize("streamed", [False, True])
def test_every_page_says_whose_it_is_its_marking_and_its_moment(
    demonstration: bool, streamed: bool
) -> None:
    data = one_table([["a"]], demonstration=demonstration, streamed=streamed)
    sheet = opened(data)["Table"]
    top, bottom = sheet.oddHeader, sheet.oddFooter
    assert top.left.text == "Devon && Cornwall Police: &A"
    assert top.center.text.startswith("OFFICIAL-SENSITIVE")
    assert (DEMONSTRATION in top.center.text) is demonstration
    assert top.right.text == "DRAFT"
    assert bottom.left.text == "Shows 3 March 2022, 14:05"
    assert bottom.center.text == "OFFICIAL-SENSITIVE"
    assert bottom.right.text == "Page &P of &N"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    header = 3 if demonstration else 2
    assert (sheet["A1"].value == DEMONSTRATION) is demonstration
    assert sheet.cell(header - 1, 1).value == "OFFICIAL-SENSITIVE, Devon & Cornwall Police, DRAFT"
    assert sheet.cell(header, 1).value == "Column 0"
    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.auto_filter.ref == f"A{header}:A{header + 1}"


@given(st.text(max_size=300), st.text(max_size=300))
@example("&" * 300, "&[Picture] &P of &N")
def test_a_page_header_holds_any_title(title: str, whose: str) -> None:
    data = one_table([["a"]], title=title, whose=whose, demonstration=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tree = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    header = next(e.text or "" for e in tree.iter() if e.tag.endswith("oddHeader"))
    assert len(header.encode("utf-16-le")) // 2 <= 255
    assert "OFFICIAL-SENSITIVE" in header
    assert DEMONSTRATION in header
    # Only our own codes are codes: every other '&' is doubled, so it is shown and not obeyed.
    assert re.sub(r"&&", "", header).count("&") == 4


def test_long_cells_make_their_row_higher_up_to_a_limit() -> None:
    sheet = opened(one_table([["short"], ["two\nlines"], ["word " * 500]]))["Table"]
    heights = [sheet.row_dimensions[row].height for row in (3, 4, 5)]
    assert heights == [None, 30, 225]


def test_every_fill_can_be_read() -> None:
    assert all(contrast(fill, ink) >= 4.5 for fill, ink in TINTS.values())
    heading = LOOKS[Style.HEADING]
    assert contrast(heading["bg_color"], heading["font_color"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_file_name_sorts_by_day_and_says_its_marking() -> None:
    day = dt.date(2022, 3, 3)
    name = file_name(day, "devon-and-cornwall", "Version 3 (published)", marking="OFFICIAL")
    assert name == "2022-03-03-devon-and-cornwall-version-3-published-OFFICIAL.xlsx"
    shown = file_name(day, "kent", marking="OFFICIAL", demonstration=True)
    assert shown == "2022-03-03-kent-OFFICIAL-DEMONSTRATION.xlsx"
