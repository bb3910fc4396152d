"""Importing again: nothing twice, only what changed in the file, and never over her own work."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.tables import (
    FRAMEWORK,
    GLOUCESTERSHIRE,
    PERSON,
    gloucestershire,
    sheet_of,
)
from vawg_plans.domain.actions import (
    EDITABLE,
    Action,
    DeliveryStatus,
    ImportedFrom,
    InspectorateStatus,
    Tag,
    TagKind,
    accept,
    changed_fields,
)
from vawg_plans.domain.importing import propose
from vawg_plans.domain.matching import likeness
from vawg_plans.domain.merging import Merged, merge
from vawg_plans.domain.plan_columns import PLAN_COLUMNS, cell_of, names_by_kind
from vawg_plans.domain.reading import find_table
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import CellValue, Severity, Sheet
from vawg_plans.exchange.workbooks_in import read_workbook

NAMES = names_by_kind(FRAMEWORK)


def importing(
    sheets: Iterable[Sheet],
    existing: Iterable[Action] = (),
    *,
    split_bullets: bool = True,
    history: Iterable[Action] = (),
    filename: str = "plan.xlsx",
) -> Merged:
    """Propose and merge, as an import does. `history` holds the revisions that exist."""
    existing = list(existing)
    table = find_table(sheets, FRAMEWORK, filename)
    proposal = propose(table, FRAMEWORK, ReadAs(split_bullets=split_bullets), person_id=PERSON)
    revisions = {(a.id, a.revision): a for a in (*history, *existing)}
    numbers = itertools.count(len(existing) + 1)
    return merge(
        proposal,
        existing,
        lambda action_id, revision: revisions.get((action_id, revision)),
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


# A workbook that we exported.


def exported(actions: Iterable[Action], edits: dict[tuple[str, str], Any] | None = None) -> Sheet:
    """The plan sheet as it is exported; `edits` are cells by action id and field."""
    lines: list[list[CellValue]] = [[c.heading for c in PLAN_COLUMNS]]
    for action in actions:
        line: list[CellValue] = []
        for column in PLAN_COLUMNS:
            value = cell_of(action, column.field, NAMES) if column.read_back else "follows"
            line.append((edits or {}).get((action.id, column.field), value))
        lines.append(line)
    return sheet_of(lines)


FULL = Action(
    id="a-1",
    plan_id="plan-1",
    force_id="gloucestershire",
    revision=4,
    position=1,
    reference="2(3)",
    title="Train staff",
    description="First line\n\n  second line \nthird",
    tags=(
        Tag(TagKind.P, "prepare", lead=True, accepted_by="person-9", words="training"),
        Tag(TagKind.P, "protect", words="safeguard"),
        Tag(TagKind.AREA, "capability", accepted_by="person-9"),
        Tag(TagKind.THEME, "culture"),
        Tag(TagKind.VULNERABILITY, "protecting", accepted_by="person-9"),
        Tag(TagKind.PILLAR, "trust"),
        Tag(TagKind.RECOMMENDATION, "vawg-4.1", accepted_by="person-9", words="Rec 4.1"),
        Tag(TagKind.RECOMMENDATION, "rape-r3"),
    ),
    local_strand="Our people",
    owner_posts=("ACC", "D/Supt"),
    partners=("NPCC", "Home Office"),
    start=dt.date(2022, 1, 1),
    due=dt.date(2022, 3, 31),
    due_words="End of March",
    status=DeliveryStatus.AT_RISK,
    percent=1,
    success_measure="=1+1",
    evidence="Folder 7",
    context="Why\u00a0so",
    shaped_by="A panel",
    equality_impact="EIA 3",
    publishable=False,
    sensitive=True,
    inspectorate_status=InspectorateStatus.BEING_PROGRESSED,
    imported=ImportedFrom("old.xlsx", "Plan", "2", 3, {"title": "Old"}, ("abc",)),
)
SPARE = Action("a-2", "plan-1", "gloucestershire", title="Nothing but a title", position=2)


def test_what_we_exported_and_read_back_changes_nothing() -> None:
    again = importing([exported([FULL, SPARE])], [FULL, SPARE])
    assert counts(again) == (0, 0, 2)
    assert again.unchanged == [FULL, SPARE]
    assert again.problems == []


_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(_WORDS, _WORDS, st.integers(0, 100) | st.none(), st.sampled_from(DeliveryStatus))
def test_any_text_survives_the_way_out_and_back(
    title: str, words: str, percent: int | None, status: DeliveryStatus
) -> None:
    action = replace(
        SPARE, title=f"T {title}", context=words, evidence=words, percent=percent, status=status
    )
    assert counts(importing([exported([action])], [action])) == (0, 0, 1)


EDITS: list[tuple[str, Any, str, Any]] = [
    ("title", "Train all staff", "title", "Train all staff"),
    ("owner_posts", "DCC; DCI", "owner_posts", ("DCC", "DCI")),
    ("due", dt.date(2022, 6, 30), "due", dt.date(2022, 6, 30)),
    ("due_words", None, "due_words", ""),
    ("status", "Complete (blue)", "status", DeliveryStatus.COMPLETE),
    ("percent", 100, "percent", 100),
    ("publishable", "Yes", "publishable", True),
    ("sensitive", "No", "sensitive", False),
    ("inspectorate_status", "Closed", "inspectorate_status", InspectorateStatus.CLOSED),
    ("context", None, "context", ""),
    ("equality_impact", "EIA 4", "equality_impact", "EIA 4"),
]


@pytest.mark.parametrize(("column", "value", "field", "after"), EDITS)
def test_a_cell_edited_in_our_workbook_changes_that_field_alone(
    column: str, value: Any, field: str, after: Any
) -> None:
    assert field in EDITABLE
    ((change),) = importing([exported([FULL], {("a-1", column): value})], [FULL]).changed
    assert changed_fields(FULL, change.after) == [field]
    assert getattr(change.after, field) == after
    assert change.after.imported == FULL.imported


def test_tags_edited_in_our_workbook_keep_who_accepted_the_others() -> None:
    edits = {
        ("a-1", "lead_p"): "Protect",
        ("a-1", "supporting_ps"): "Prepare",
        ("a-1", "recommendations"): "VAWG 4.1; Rape 3; VAWG 4.2 (suggested)",
    }
    ((change),) = importing([exported([FULL], edits)], [FULL]).changed
    after = {(t.kind, t.code): t for t in change.after.tags}
    assert after[TagKind.P, "protect"] == Tag(TagKind.P, "protect", True, PERSON, "safeguard")
    assert after[TagKind.P, "prepare"] == Tag(TagKind.P, "prepare", False, "person-9", "training")
    assert after[TagKind.RECOMMENDATION, "vawg-4.1"].accepted_by == "person-9"
    assert after[TagKind.RECOMMENDATION, "rape-r3"].accepted_by == PERSON
    assert not after[TagKind.RECOMMENDATION, "vawg-4.2"].accepted
    assert change.after.areas == ("capability",)


def test_her_lead_p_stays_the_lead_where_the_file_makes_it_supporting() -> None:
    edits = {("a-1", "lead_p"): "Protect", ("a-1", "supporting_ps"): "Prepare; Pursue"}
    pursue = Tag(TagKind.P, "pursue", lead=True, accepted_by="person-9")
    now = replace(FULL, revision=5, tags=(pursue, FULL.tags[1]))
    ((change),) = importing([exported([FULL], edits)], [now], history=[FULL]).changed
    assert (change.after.lead, change.after.supporting_ps) == (pursue, ("prepare",))


def test_what_she_changed_since_the_export_is_kept_and_the_rest_is_taken() -> None:
    edits = {("a-1", "title"): "From the file", ("a-1", "evidence"): "Folder 8"}
    now = replace(FULL, revision=5, title="Hers", percent=50)
    again = importing([exported([FULL], edits)], [now], history=[FULL])
    ((change),) = again.changed
    assert (change.after.title, change.after.evidence, change.after.percent) == (
        "Hers",
        "Folder 8",
        50,
    )
    assert again.kept == [
        "Row 2, reference 2(3): Title was changed both in the plan and in the file; the plan's "
        "is kept ('Hers') and the file's is not taken ('From the file')."
    ]
    assert counts(importing([exported([FULL], edits)], [change.after], history=[FULL]))[:2] == (
        0,
        0,
    )


def test_without_the_revision_a_difference_is_reported_and_nothing_is_taken() -> None:
    sheet = exported([FULL], {("a-1", "revision"): None, ("a-1", "title"): "From the file"})
    again = importing([sheet], [FULL])
    assert counts(again) == (0, 0, 1)
    assert "it is not known which is newer" in again.kept[0]


def test_a_row_added_to_our_workbook_is_created_once() -> None:
    new = replace(SPARE, id="", revision=1, title="Open a refuge")
    sheet = exported([FULL, new], {("", "revision"): None, ("", "id"): None})
    first = importing([sheet], [FULL])
    assert counts(first) == (1, 0, 1)
    assert first.created[0].tags == ()
    assert counts(importing([sheet], [FULL, *first.created])) == (0, 0, 2)


def test_an_action_id_of_another_plan_refuses_its_row() -> None:
    again = importing([exported([FULL, SPARE])], [FULL])
    assert counts(again) == (0, 0, 1)
    assert again.refused == {("Plan", 3): "Nothing but a title"}
    assert "there is no action a-2 in this plan" in again.problems[0].reason


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("areas", "Gardening", "'Gardening' is not known under Improvement areas"),
        ("lead_p", "Prepare; Pursue", "one lead P"),
        ("supporting_ps", "Prepare", "given twice"),
        ("start", "Soon", "not a date"),
        ("due", "31/02/2022", "no day 31"),
        ("title", None, "has no action"),
        ("title", "x" * 301, "301 characters"),
        ("percent", 101, "not from 0 to 100"),
        ("status", "Purple", "is not a status"),
    ],
)
def test_a_cell_of_our_workbook_that_cannot_be_read_refuses_its_row(
    column: str, value: CellValue, words: str
) -> None:
    table = find_table([exported([FULL], {("a-1", column): value})], FRAMEWORK, "p.xlsx")
    proposal = propose(table, FRAMEWORK, ReadAs(split_bullets=False), person_id=PERSON)
    refused = [p for p in proposal.problems if p.severity is Severity.REFUSED]
    assert any(words in p.reason for p in refused)
    assert proposal.rows_refused == 1


def test_an_action_id_that_stands_twice_refuses_the_later_row() -> None:
    table = find_table([exported([FULL, FULL])], FRAMEWORK, "p.xlsx")
    proposal = propose(table, FRAMEWORK, ReadAs(split_bullets=False), person_id=PERSON)
    assert proposal.refused == {("Plan", 3): "2(3)"}


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
