"""Importing again: nothing twice, only what changed in the file, and never over her own work."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import replace

import openpyxl
import pytest

from tests.fixtures.tables import (
    FRAMEWORK,
    GLOUCESTERSHIRE,
    PERSON,
    gloucestershire,
    sheet_of,
)
from vawg_plans.domain.actions import (
    Action,
    DeliveryStatus,
    Tag,
    TagKind,
    accept,
)
from vawg_plans.domain.importing import propose
from vawg_plans.domain.matching import likeness
from vawg_plans.domain.merging import Merged, merge
from vawg_plans.domain.reading import find_table
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import CellValue, Severity, Sheet
from vawg_plans.exchange.workbooks_in import read_workbook


def importing(
    sheets: Iterable[Sheet],
    existing: Iterable[Action] = (),
    *,
    split_bullets: bool = True,
    filename: str = "plan.xlsx",
) -> Merged:
    """Propose and merge, as an import does."""
    existing = list(existing)
    table = find_table(sheets, FRAMEWORK, filename)
    proposal = propose(table, FRAMEWORK, ReadAs(split_bullets=split_bullets), person_id=PERSON)
    numbers = itertools.count(len(existing) + 1)
    return merge(
        proposal,
        existing,
        table_digest=table.digest,
        source=table.source,
        sheet=table.sheet,
        new_id=lambda: f"action-{next(numbers)}",
        plan_id="plan-1",
        force_id="gloucestershire",
    )


def counts(merged: Merged) -> tuple[int, int, int]:
    return len(merged.created), len(merged.changed), len(merged.unchanged)


def published(**changed: str) -> tuple[Sheet, ...]:
    return read_workbook(gloucestershire(**changed), "gloucestershire.xlsx").sheets


def cell(address: str) -> str:
    return str(openpyxl.load_workbook(GLOUCESTERSHIRE).worksheets[0][address].value)


def rows(*below: list[CellValue]) -> list[Sheet]:
    header: list[CellValue] = ["Ref", "Action", "Owner", "Due", "Status", "4P"]
    return [sheet_of([header, *below])]


def result(merged: Merged) -> list[Action]:
    return [*merged.unchanged, *(c.after for c in merged.changed), *merged.created]


@pytest.fixture(scope="module")
def imported() -> list[Action]:
    return importing(published()).created


def test_a_first_import_creates_every_action_in_order_with_where_it_came_from(
    imported: list[Action],
) -> None:
    assert len(imported) == 26
    assert [a.position for a in imported] == list(range(1, 27))
    second = imported[1]
    assert second.imported is not None
    assert (second.imported.row, second.imported.item, second.imported.sheet) == (
        "2",
        1,
        "Response",
    )
    assert second.imported.values["words"] == second.title
    assert len(second.imported.tables) == 1


def test_the_same_file_again_changes_nothing(imported: list[Action]) -> None:
    again = importing(published(), imported)
    assert counts(again) == (0, 0, 26)
    assert again.unchanged == imported
    assert again.problems == []


def test_the_same_file_again_changes_nothing_after_she_edited_and_accepted(
    imported: list[Action],
) -> None:
    hers = [
        replace(
            accept(a, "person-9"),
            revision=3,
            title=f"Hers {n}",
            owner_posts=("DCI",),
            context="",
            tags=a.tags[:1],
            withdrawn=n == 4,
        )
        for n, a in enumerate(imported)
    ]
    again = importing(published(), hers)
    assert counts(again) == (0, 0, 26)
    assert again.unchanged == hers


def test_an_old_table_never_undoes_a_newer_one(imported: list[Action]) -> None:
    newer = published(E6=cell("E6").replace("improve safety online", "improve safety offline"))
    after = result(importing(newer, imported))
    old_again = importing(published(), after)
    assert counts(old_again) == (0, 0, 26)
    assert old_again.kept == []


@pytest.mark.parametrize(
    ("address", "word", "other"),
    [
        ("E6", "Pursue perpetrators internally", "Pursue offenders internally"),
        ("E6", "safety online", "safety offline"),
        ("E7", "gender and ethnicity", "gender and nationality"),
        ("E8", "Integrated Offender management", "Integrated Offenders management"),
        ("E5", "terms of reference", "terms of agreement"),
    ],
)
def test_one_word_altered_in_one_bullet_changes_one_action(
    imported: list[Action], address: str, word: str, other: str
) -> None:
    words = cell(address)
    assert words.count(word) == 1
    again = importing(published(**{address: words.replace(word, other)}), imported)
    assert counts(again) == (0, 1, 25)
    ((change),) = again.changed
    assert other in change.after.title + change.after.description
    assert set(change.fields) <= {"title", "description"}
    assert again.where == {change.before.id: f"Response {address}"}
    assert change.after.tags == change.before.tags
    assert change.after.imported is not None
    assert len(change.after.imported.tables) == 2


def test_a_changed_bullet_is_taken_even_where_she_changed_other_fields(
    imported: list[Action],
) -> None:
    hers = [replace(a, owner_posts=("DCI",), revision=2) for a in imported]
    newer = published(E6=cell("E6").replace("safety online", "safety offline"))
    ((change),) = importing(newer, hers).changed
    assert change.after.title == "Work with partners to improve safety offline."
    assert change.after.owner_posts == ("DCI",)


def test_where_both_changed_hers_is_kept_and_a_sentence_says_so(imported: list[Action]) -> None:
    hers = [
        replace(a, title="Safer online, together", revision=2) if "online" in a.title else a
        for a in imported
    ]
    newer = published(E6=cell("E6").replace("safety online", "safety offline"))
    again = importing(newer, hers)
    assert counts(again) == (0, 0, 26)
    ((sentence),) = again.kept
    assert sentence.startswith("Row 6, reference 2(8): Title was changed both")
    assert "'Safer online, together'" in sentence
    assert [(p.severity, p.cell) for p in again.problems] == [(Severity.NOTICE, "E6")]


def test_a_bullet_taken_out_stays_in_the_plan_and_is_counted(imported: list[Action]) -> None:
    shorter = cell("E8").rsplit("\n", 1)[0]
    again = importing(published(E8=shorter), imported, filename="plan.xlsx")
    assert counts(again) == (0, 0, 25)
    assert again.problems[0].reason.startswith("1 action of the plan was not in this file")


def test_a_new_bullet_is_created_behind_the_others(imported: list[Action]) -> None:
    again = importing(published(E8=cell("E8") + "\n• Open a second refuge"), imported)
    assert counts(again) == (1, 0, 26)
    assert (again.created[0].title, again.created[0].position) == ("Open a second refuge", 27)


def test_a_withdrawn_action_is_not_brought_back() -> None:
    first = importing(rows([1, "Train staff", "ACC"])).created
    withdrawn = [replace(first[0], withdrawn=True)]
    again = importing(rows([1, "Train all staff", "ACC"]), withdrawn)
    assert counts(again) == (0, 0, 1)
    assert again.unchanged == withdrawn


def test_rows_that_were_renumbered_are_known_by_their_words() -> None:
    first = importing(rows([1, "Train staff", "ACC"], [2, "Review every order", "ACC"])).created
    moved = importing(
        rows([1, "Open a refuge", "ACC"], [2, "Train staff"], [3, "Review every order"]), first
    )
    assert [a.title for a in moved.created] == ["Open a refuge"]
    assert {c.before.title: c.after.reference for c in moved.changed} == {
        "Train staff": "2",
        "Review every order": "3",
    }


def test_rows_without_a_reference_are_known_by_how_alike_they_are() -> None:
    first = importing(rows([None, "Train all front-line staff on orders", "ACC"])).created
    again = importing(rows([None, "Train all front-line officers on orders", "ACC"]), first)
    assert counts(again) == (0, 1, 0)


def test_every_field_a_file_changes_is_taken_and_typed() -> None:
    first = importing(rows([1, "Train staff", "ACC", "Ongoing", "Amber"])).created
    again = importing(
        rows([1, "Train staff", "DCC; NPCC", dt.date(2022, 3, 31), "Complete"]), first
    )
    ((change),) = again.changed
    after = change.after
    assert (after.owner_posts, after.partners) == (("DCC",), ("NPCC",))
    assert (after.due, after.due_words) == (dt.date(2022, 3, 31), "")
    assert after.status is DeliveryStatus.COMPLETE
    assert after.progress_note is None
    assert counts(importing(rows([1, "Train staff", "DCC; NPCC", dt.date(2022, 3, 31),
                                  "Complete"], [2, "New"]), [after])) == (1, 0, 1)  # fmt: skip


def test_a_cell_that_was_emptied_in_the_file_is_emptied() -> None:
    first = importing(rows([1, "Train staff", "ACC", "Ongoing"])).created
    ((change),) = importing(rows([1, "Train staff", None, "Ongoing"]), first).changed
    assert change.after.owner_posts == ()


def test_a_p_in_the_forces_own_column_follows_the_same_rule() -> None:
    first = importing(rows([1, "Train staff", "ACC", None, None, "Prepare"])).created
    newer = rows([1, "Train staff", "ACC", None, None, "Protect"])
    ((change),) = importing(newer, first).changed
    assert (change.after.lead_p, change.fields) == ("protect", ("lead_p",))
    pursue = Tag(TagKind.P, "pursue", lead=True, accepted_by="person-9")
    hers = [replace(first[0], tags=(pursue,))]
    again = importing(newer, hers)
    assert again.unchanged == hers
    assert "Lead P" in again.kept[0]


def test_suggestions_are_made_once_and_never_again() -> None:
    first = importing(rows([1, "Train staff", "ACC"])).created
    assert first[0].lead_p == "prepare"
    bare = [replace(first[0], tags=())]
    ((change),) = importing(rows([1, "Train all staff", "ACC"]), bare).changed
    assert change.after.tags == ()


def test_a_change_that_breaks_a_rule_with_her_dates_refuses_the_row() -> None:
    first = importing(rows([1, "Train staff", "ACC", dt.date(2022, 6, 1)])).created
    hers = [replace(first[0], start=dt.date(2022, 5, 1))]
    again = importing(rows([1, "Train staff", "ACC", dt.date(2022, 4, 1)]), hers)
    assert counts(again) == (0, 0, 0)
    assert again.refused == {("Plan", 2): "1"}
    assert "due before it starts" in again.problems[0].reason


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("pursue perpetrators internally.", "pursue offenders internally.", True),
        ("train staff", "train all staff", True),
        ("train staff", "review orders", False),
        ("", "review orders", False),
    ],
)
def test_likeness_is_of_words_and_for_short_texts_of_letters(
    one: str, other: str, alike: bool
) -> None:
    assert (likeness(one, other) >= 0.6) is alike
