"""Due cells: dates in British order, words kept, impossible dates refused, nothing guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vawg_plans.domain.dates_in import ReadDate, read_due, read_words
from vawg_plans.domain.tables import Cell, CellValue, Severity

LAST_OF_MARCH = dt.date(2022, 3, 31)


def cell(value: CellValue) -> Cell:
    return Cell("D5", value, str(value))


@pytest.mark.parametrize(
    "words",
    [
        "31/03/2022", "31/3/22", "31.03.2022", "31-03-2022", "31 March 2022", "31st March 2022",
        "31 Mar 2022", "31-Mar-22", "31-MAR-2022", "2022-03-31", "2022/03/31",
        "2022-03-31 00:00:00", "31/03/2022 17:00", "By 31 March 2022", "due 31/03/2022",
        "Thursday 31 March 2022", "Thurs, 31 March 2022", "31st of March 2022", "31 March, 2022.",
        "March 31, 2022", "March 31st 2022", "Deadline: 31/03/2022", "Target date 31 March 2022",
        "COP 31/03/2022", "'31/03/2022", "31 / 03 / 2022", "31 Mawrth 2022", "31/03/2022 5:00 pm",
        "2022-03-31T00:00:00Z", "31 March 2022 at 17:00", "31March2022",
    ],
)  # fmt: skip
def test_a_day_written_in_words_or_figures_is_that_date(words: str) -> None:
    assert read_due(cell(words)) == ReadDate(day=LAST_OF_MARCH)


@pytest.mark.parametrize("value", [LAST_OF_MARCH, dt.datetime(2022, 3, 31, 9, 30)])
def test_a_date_cell_is_its_date(value: dt.date) -> None:
    assert read_due(cell(value)) == ReadDate(day=LAST_OF_MARCH)


def test_an_empty_cell_is_no_date_and_no_words() -> None:
    assert read_due(None) == ReadDate()
    assert read_due(Cell("D5", " ", " ")) == ReadDate()


@pytest.mark.parametrize(
    "words",
    [
        "Immediately", "Ongoing", "TBC", "March 2022", "Mar-22", "Q4 2022/23", "end of June",
        "2022", "Summer 2022", "31 March", "31 March 2022 (phase one)", "31 Smarch 2022",
        "Monthly from 1 April 2022", "2022/23", "Q4", "Spring", "FY 2022/23", "03/2022",
        "w/c 7 March 2022", "31/03/2022 to 30/06/2022", "31/03/2022, 30/06/2022",
        "31/03/2022 (revised)", "Completed 31/03/2022", "Review 31/03/2022", "29 February",
        "end of March 2022", "by the end of 2022", "early 2022", "6 months", "Within 56 days",
        "As soon as possible", "N/A", "TBC (March 2022)", "May", "2022-03", "Business as usual",
    ],
)  # fmt: skip
def test_other_words_are_kept_beside_no_date(words: str) -> None:
    read = read_due(cell(words))
    assert (read.day, read.words, read.severity) == (None, words, Severity.KEPT_AS_WORDS)
    assert words in read.reason


@pytest.mark.parametrize("number", [2022, 44651, 0.5])
def test_a_number_is_not_guessed_to_be_a_date(number: float) -> None:
    read = read_due(cell(number))
    assert (read.day, read.severity) == (None, Severity.KEPT_AS_WORDS)
    assert "format the cell as a date" in read.reason


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("31/02/2022", "February 2022 has no day 31"),
        ("31 February 2022", "February 2022 has no day 31"),
        ("2022-02-31", "February 2022 has no day 31"),
        ("29/02/2023", "February 2023 has no day 29"),
        ("0/3/2022", "March 2022 has no day 0"),
        ("03/31/2022", "there is no month 31"),
        ("31 February", "February has no day 31"),
        ("31st September", "September has no day 31"),
        ("By 30 Feb", "February has no day 30"),
        ("February 31, 2022", "February 2022 has no day 31"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_says_why(words: str, why: str) -> None:
    read = read_due(cell(words))
    assert read.severity is Severity.REFUSED
    assert read.day is None
    assert why in read.reason


def test_a_day_of_1899_is_refused_and_says_where_it_comes_from() -> None:
    for value in (dt.date(1899, 12, 31), dt.datetime(1900, 1, 1), "30/12/1899"):
        read = read_due(cell(value))
        assert read.severity is Severity.REFUSED
        assert "a cell with 0 or a small number" in read.reason


def test_a_dash_says_nothing() -> None:
    assert [read_due(cell(words)) for words in ("-", "–", " -- ", "...")] == [ReadDate()] * 4


@pytest.mark.parametrize("value", ["31/03/1922", "31/03/2222", dt.date(1999, 12, 31)])
def test_a_year_outside_2000_to_2100_is_refused(value: CellValue) -> None:
    read = read_due(cell(value))
    assert read.severity is Severity.REFUSED
    assert "2000 to 2100" in read.reason


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_is_read_back_however_it_is_written(day: dt.date) -> None:
    for form in (f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}", day.isoformat(), f"{day:%d-%b-%Y}",
                 f"{day:%B} {day.day}, {day:%Y}", f"By {day:%d.%m.%Y}"):  # fmt: skip
        assert read_words(form).day == day


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_words_without_a_date_are_kept(text: str) -> None:
    read = read_due(Cell("D5", text, text))
    if any(sign.isalnum() for sign in text) and read.day is None:
        assert read.words == " ".join(text.split())
        assert read.severity is not None
