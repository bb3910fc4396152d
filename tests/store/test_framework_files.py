"""The files of the framework: whole, cited, and refused in sentences when broken."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from vawg_plans.errors import PlanError
from vawg_plans.store.framework_files import DEFAULT_FOLDER, framework_rows, read_framework

FILES = sorted(DEFAULT_FOLDER.glob("*.csv"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "framework"
    shutil.copytree(DEFAULT_FOLDER, copy)
    return copy


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(PlanError) as refused:
        read_framework(folder)
    assert refused.value.hint
    return refused.value.message


def line_of(folder: Path, file: str, start: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith(start))


def test_the_files_are_read_from_beside_the_package_by_default() -> None:
    assert read_framework() == read_framework(DEFAULT_FOLDER)


def test_ids_keep_the_order_of_the_file() -> None:
    with (DEFAULT_FOLDER / "measures.csv").open(encoding="utf-8", newline="") as file:
        assert list(read_framework().measures) == [row["id"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_says_where_it_comes_from(path: Path) -> None:
    sources = read_framework().sources
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if path.stem == "sources":
                assert all(row[cell] for cell in ("title", "publisher", "licence"))
            else:
                assert row["source"] in sources
                assert row["chapter"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_file_has_stray_spaces_or_names_a_place_on_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w:/.])/\w+/|seed", text)
    for row in csv.reader(text.splitlines()):
        assert all(cell == " ".join(cell.split()) for cell in row), row


def test_every_row_of_every_file_becomes_a_row_for_the_database() -> None:
    rows = framework_rows()
    lines = 0
    for path in FILES:
        with path.open(encoding="utf-8", newline="") as file:
            lines += sum(1 for _ in csv.DictReader(file))
    assert len(rows) == lines
    assert len({(kind, key) for kind, key, _ in rows}) == len(rows)
    assert {kind for kind, _, _ in rows} == {path.stem for path in FILES}


def test_a_row_for_the_database_is_canonical_json() -> None:
    by_key = {(kind, key): content for kind, key, content in framework_rows()}
    for content in by_key.values():
        cells = json.loads(content)
        again = json.dumps(cells, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert content == again
    assert json.loads(by_key["forces", "gwent"])["code"] == "W15000002"
    assert ("recommendation_dues", "vawg-4.2/2") in by_key
    assert ("parameters", "dvds_limit_days/2023-05-01") in by_key


def test_a_reference_to_nothing_is_named_with_its_line_and_column(folder: Path) -> None:
    change(
        folder,
        "practices.csv",
        "practice-12,12,Harm Reduction Unit,cheshire",
        "practice-12,12,Harm Reduction Unit,cheshyre",
    )
    line = line_of(folder, "practices.csv", "practice-12")
    assert (
        f"practices.csv, line {line}, column forces: names 'cheshyre', "
        "which is not in forces.csv." in refusal(folder)
    )


def test_a_repeated_id_is_named_with_both_lines(folder: Path) -> None:
    change(folder, "pillars.csv", "\npursuit,", "\ntrust,")
    assert "pillars.csv, line 3, column id: repeats 'trust' of line 2." in refusal(folder)


def test_a_repeated_due_is_found_by_recommendation_and_position(folder: Path) -> None:
    change(folder, "recommendation_dues.csv", "vawg-4.2,2,", "vawg-4.2,1,")
    assert "column recommendation and position: repeats 'vawg-4.2/1'" in refusal(folder)


def test_a_row_without_its_citation_is_refused(folder: Path) -> None:
    change(folder, "ps.csv", ",vawg-2021,2; found in 4", ",,2; found in 4")
    assert "ps.csv, line 2, column source: is empty." in refusal(folder)


def test_a_citation_of_an_unknown_source_is_refused(folder: Path) -> None:
    change(folder, "ps.csv", ",vawg-2021,2; found in 4", ",hearsay,2; found in 4")
    assert "column source: names 'hearsay', which is not in sources.csv." in refusal(folder)


def test_a_date_that_is_none_is_refused(folder: Path) -> None:
    change(folder, "recommendation_dues.csv", "2022-06-30", "30/06/2022")
    message = refusal(folder)
    assert "recommendation_dues.csv, line " in message
    assert "column due_on: is '30/06/2022', which is not a date such as 2022-03-31." in message


def test_a_number_that_is_none_is_refused(folder: Path) -> None:
    change(folder, "parameters.csv", "slips_off_track,3", "slips_off_track,three")
    assert "column value: is 'three', which is not a whole number." in refusal(folder)


def test_a_word_outside_the_list_is_refused_with_the_list(folder: Path) -> None:
    change(folder, "measures.csv", ",investigate,F,", ",worse,F,")
    expected = "column direction: is 'worse', but must be one of up, down, neutral, investigate."
    assert expected in refusal(folder)


def test_a_suggestion_for_an_unknown_p_is_refused(folder: Path) -> None:
    change(folder, "suggestion_words.csv", "p,prepare,training", "p,ponder,training")
    assert "column target: names 'ponder', which is not in ps.csv." in refusal(folder)


def test_a_suggestion_of_an_unknown_kind_is_refused(folder: Path) -> None:
    change(folder, "suggestion_words.csv", "p,prepare,training", "q,prepare,training")
    assert "column kind: is 'q', but must be one of p, area, theme, vulnerability." in refusal(
        folder
    )


def test_a_missing_or_unknown_column_is_named(folder: Path) -> None:
    change(folder, "areas.csv", "name_cy", "welsh")
    assert "areas.csv, line 1: the columns are not as they should be: missing name_cy; " in refusal(
        folder
    )


def test_a_row_with_a_cell_too_many_is_named(folder: Path) -> None:
    change(folder, "forces.csv", "northumbria,", "northumbria,extra,")
    assert "forces.csv, line 2: 12 cells where 11 are expected" in refusal(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "measures.csv").unlink()
    assert "measures.csv is missing" in refusal(folder)


def test_text_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "pillars.csv").write_bytes("caf\xe9".encode("latin-1"))
    assert "pillars.csv cannot be read" in refusal(folder)


def test_a_quote_that_never_closes_is_refused(folder: Path) -> None:
    with (folder / "pillars.csv").open("a", encoding="utf-8") as file:
        file.write('more,4,"never closed\n')
    assert "pillars.csv, line " in refusal(folder)


def test_all_problems_are_told_at_once(folder: Path) -> None:
    change(folder, "pillars.csv", "\npursuit,", "\ntrust,")
    change(folder, "parameters.csv", "slips_off_track,3", "slips_off_track,three")
    message = refusal(folder)
    assert "pillars.csv" in message
    assert "parameters.csv" in message


def test_a_file_saved_by_a_spreadsheet_with_a_mark_and_crlf_reads_the_same(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_framework(folder) == read_framework()
    assert framework_rows(folder) == framework_rows()


def test_rows_for_the_database_are_refused_from_a_broken_folder(folder: Path) -> None:
    (folder / "forces.csv").unlink()
    with pytest.raises(PlanError, match=r"forces\.csv is missing"):
        framework_rows(folder)
