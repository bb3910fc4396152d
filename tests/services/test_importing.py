"""A force's own table, from a file to a plan and back, without ever reverting anybody's work."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.deeds import deeds
from tests.services.conftest import Adding, mapped, person
from vawg_plans.domain.actions import Action, DeliveryStatus, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import Severity
from vawg_plans.errors import ImportRefused, NotAllowed, UnreadableFile
from vawg_plans.services.actions import accept_suggestions, revise_action, withdraw_action
from vawg_plans.services.checking import examine
from vawg_plans.services.exporting import export_plan
from vawg_plans.services.importing import (
    ImportPreview,
    commit_import,
    how_read_before,
    import_file,
    preview_import,
    read_upload,
    summary_of,
)
from vawg_plans.services.plans import open_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store.store import Store

FILE = Path(__file__).parents[1] / "fixtures" / "gloucestershire-s55-response-2021.xlsx"
GLOUCESTERSHIRE = person(Role.STRATEGIC_LEAD, "gloucestershire")
Rows = list[list[Any]]
HEADER = ["Ref", "Action", "Owner", "Due", "Status"]


def workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.fixture
def importing(framework: Framework) -> Callable[..., ImportPreview]:
    def run(
        store: Store,
        data: bytes,
        *,
        actor: Actor = GLOUCESTERSHIRE,
        split_bullets: bool = True,
        name: str = "plan.xlsx",
        **given: Any,
    ) -> ImportPreview:
        return import_file(
            store,
            framework,
            actor,
            actor.force_id or "gloucestershire",
            data,
            name,
            ReadAs(split_bullets=split_bullets),
            **given,
        )

    return run


def counts(preview: ImportPreview) -> tuple[int, int, int]:
    summary = summary_of(preview)
    return summary["created"], summary["changed"], summary["unchanged"]


def plan(store: Store, framework: Framework) -> list[Action]:
    return open_plan(store, framework, GLOUCESTERSHIRE, "gloucestershire").actions


# The real table


def test_a_published_table_becomes_an_action_for_each_bullet(
    either: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    preview = importing(either, FILE.read_bytes(), name=FILE.name)
    assert counts(preview) == (26, 0, 0)
    assert (preview.rows_read, preview.rejected, preview.written) == (5, 0, True)
    actions = plan(either, framework)
    # One for the prose of reference 1, then the bullets of 2, 3 and 4; reference 5 says nothing.
    assert Counter(a.reference.split("(")[0] for a in actions) == {"1": 1, "2": 16, "3": 4, "4": 5}
    for action in actions:
        assert action.recommendations, action.title
        assert action.owner_posts
        assert action.imported is not None
        assert action.imported.source == FILE.name
        accepted_ps = action.codes(TagKind.P, accepted=True)
        assert accepted_ps == (), "words suggest, a person accepts"
    assert all(a.context for a in actions if a.reference.split("(")[0] in ("3", "4"))
    assert all(f.sound for f in examine(either, framework))


def test_no_word_of_the_progress_column_is_lost(
    store: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    importing(store, FILE.read_bytes(), name=FILE.name)
    kept: Counter[str] = Counter()
    for action in plan(store, framework):
        kept.update(words_of(f"{action.title} {action.description} {action.context}"))
    sheet = openpyxl.load_workbook(FILE).active
    header = next(r for r in sheet.iter_rows() if any(c.value == "Progress" for c in r))
    column = next(c.column for c in header if c.value == "Progress")
    said = [
        sheet.cell(row, column).value
        for row in range(header[0].row + 1, sheet.max_row + 1)
        if sheet.cell(row, column).value
    ]
    assert len(said) == 4
    missing = set(words_of(" ".join(said))) - set(kept)
    assert missing == set()


def words_of(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


def test_a_row_that_says_nothing_is_no_action_but_is_reported(
    store: Store, importing: Callable[..., ImportPreview]
) -> None:
    preview = importing(store, FILE.read_bytes(), name=FILE.name, dry_run=True)
    said = [p for p in preview.problems if "reference 5" in p.reason]
    assert said
    assert {p.severity for p in said} <= {Severity.NOTICE, Severity.KEPT_AS_WORDS}


def test_the_same_file_again_changes_nothing(
    either: Store, importing: Callable[..., ImportPreview]
) -> None:
    importing(either, FILE.read_bytes(), name=FILE.name)
    touched = either.newest_touching("gloucestershire")
    again = importing(either, FILE.read_bytes(), name=FILE.name)
    assert counts(again) == (0, 0, 26)
    assert not again.written
    assert either.newest_touching("gloucestershire") == touched


def test_an_old_file_never_reverts_what_was_done_since(
    store: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    importing(store, FILE.read_bytes(), name=FILE.name)
    first, second, third, fourth, *_ = plan(store, framework)
    lead = GLOUCESTERSHIRE
    changes: list[tuple[Action, dict[str, Any]]] = [
        (first, {"title": "In our own words", "description": "", "context": ""}),
        (second, {"owner_posts": ("Another post",), "status": DeliveryStatus.COMPLETE}),
        (third, {"tags": (), "due": dt.date(2022, 12, 31), "due_words": "", "reference": "X"}),
    ]
    for action, change in changes:
        revise_action(store, framework, lead, action.id, change, read_revision=1)
    accept_suggestions(store, framework, lead, [(fourth.id, 1, {"tags": mapped()})])
    withdraw_action(
        store, framework, lead, plan(store, framework)[5].id, read_revision=1, reason="a duplicate"
    )
    before = open_plan(store, framework, lead, "gloucestershire")
    again = importing(store, FILE.read_bytes(), name=FILE.name)
    assert counts(again) == (0, 0, 26)
    after = open_plan(store, framework, lead, "gloucestershire")
    assert after.actions == before.actions
    assert after.withdrawn == before.withdrawn


def test_one_word_altered_in_one_bullet_changes_that_action_alone(
    store: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    importing(store, FILE.read_bytes(), name=FILE.name)
    before = {a.id: a for a in plan(store, framework)}
    book = openpyxl.load_workbook(FILE)
    cell = next(
        c for r in book.active.iter_rows() for c in r if c.value and str(c.value).count("\n") > 12
    )
    lines = str(cell.value).split("\n")
    at = next(n for n, line in enumerate(lines) if n > 3 and len(line.split()) > 6)
    words = lines[at].split(" ")
    words[-2] = "tamarind"
    lines[at] = " ".join(words)
    cell.value = "\n".join(lines)
    again = importing(store, saved(book), name=FILE.name)
    created, changed, unchanged = counts(again)
    assert (created, changed) in {(0, 1), (1, 0)}
    assert unchanged >= 25
    after = {a.id: a for a in plan(store, framework)}
    different = [a for a in after.values() if before.get(a.id) != a]
    assert len(different) == 1
    assert "tamarind" in f"{different[0].title} {different[0].description}"


def test_a_preview_writes_nothing(
    store: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    touched = store.newest_touching()
    preview = importing(store, FILE.read_bytes(), dry_run=True)
    assert counts(preview) == (26, 0, 0)
    assert not preview.written
    assert plan(store, framework) == []
    assert store.newest_touching() == touched


# Refused rows

GOOD: Rows = [
    HEADER,
    ["1", "Train officers", "ACC", dt.date(2022, 6, 1), "Green"],
    ["2", "Buy vans", "ACC", "End of June", "Amber"],
]
BAD: dict[str, tuple[list[Any], str, str]] = {
    "a day that is none": (["3", "Hire", "ACC", "31 February 2022", "Red"], "D4", "has no day 31"),
    "a status nobody knows": (["3", "Hire", "ACC", None, "Plaid"], "E4", "'Plaid'"),
    "a reference given twice": (["1", "Hire", "ACC", None, "Red"], "A4", "stands in row 2"),
}


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("bad", BAD)
def test_one_refused_row_stops_the_whole_import(
    store: Store,
    framework: Framework,
    importing: Callable[..., ImportPreview],
    bad: str,
    dry_run: bool,
) -> None:
    row, cell, reason = BAD[bad]
    with pytest.raises(ImportRefused, match="1 of 3 rows") as refused:
        importing(store, workbook([*GOOD, row]), dry_run=dry_run)
    preview = refused.value.preview
    assert (preview.rejected, preview.written) == (1, False)
    [problem] = [p for p in preview.problems if p.severity is Severity.REFUSED]
    assert problem.cell == cell
    assert reason in problem.reason
    assert plan(store, framework) == []
    assert store.newest_touching() == 1


def test_refused_rows_are_left_out_when_the_person_says_so(
    either: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    rows = [*GOOD, *(row for row, _, _ in BAD.values()), ["9", "Hire", "ACC", None, "Red"]]
    preview = importing(either, workbook(rows), skip_refused=True)
    assert {row.number for table in preview.tables for row in table.rows} == {
        number for _, number in preview.refused
    }, "the refused rows can still be handed back"
    assert (preview.rows_read, preview.written) == (6, True)
    assert preview.rejected == 3
    assert [a.reference for a in plan(either, framework)] == ["1", "2", "9"]


def test_a_due_that_is_only_words_is_kept_as_words_and_said(
    store: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    preview = importing(store, workbook(GOOD))
    vans = plan(store, framework)[1]
    assert (vans.due, vans.due_words) == (None, "End of June")
    [said] = [p for p in preview.problems if p.severity is Severity.KEPT_AS_WORDS]
    assert (said.cell, "End of June" in said.reason) == ("D3", True)


# Export and import

FULL: dict[str, Any] = {
    "reference": "2.3",
    "description": "Two\nlines; and a semicolon",
    "local_strand": "Our people",
    "owner_posts": ("ACC", "Head of crime"),
    "partners": ("Council",),
    "start": dt.date(2022, 1, 1),
    "due": dt.date(2022, 12, 31),
    "due_words": "End of year",
    "status": DeliveryStatus.AT_RISK,
    "percent": 40,
    "success_measure": "All trained",
    "evidence": "Folder 3",
    "context": "=not a formula",
    "shaped_by": "A panel",
    "equality_impact": "EIA-9",
    "publishable": False,
    "sensitive": True,
}


def test_what_is_exported_and_imported_again_changes_nothing(
    either: Store,
    framework: Framework,
    adding: Adding,
    importing: Callable[..., ImportPreview],
) -> None:
    importing(either, FILE.read_bytes(), name=FILE.name)
    adding(either, "Everything at once", "gloucestershire", tags=mapped(), **FULL)
    adding(either, "-2+3", "gloucestershire", tags=mapped(by=None), due_words="Ongoing")
    export = export_plan(either, framework, GLOUCESTERSHIRE, "gloucestershire")
    again = importing(either, export.data, name=export.file_name)
    assert counts(again) == (0, 0, 28)
    assert again.rejected == 0
    assert not again.written


def test_a_demonstration_plan_comes_back_as_it_went(
    demonstration_copy: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    lead = person(Role.STRATEGIC_LEAD, "dyfed-powys")
    export = export_plan(demonstration_copy, framework, lead, "dyfed-powys")
    preview = importing(demonstration_copy, export.data, actor=lead, dry_run=True)
    created, changed, unchanged = counts(preview)
    assert (created, changed, preview.rejected) == (0, 0, 0)
    assert unchanged > 100


def test_one_cell_changed_in_the_export_changes_one_field(
    store: Store,
    framework: Framework,
    adding: Adding,
    importing: Callable[..., ImportPreview],
) -> None:
    one = adding(store, "One", "gloucestershire", tags=mapped(), **FULL)
    two = adding(store, "Two", "gloucestershire")
    export = export_plan(store, framework, GLOUCESTERSHIRE, "gloucestershire")
    book = openpyxl.load_workbook(io.BytesIO(export.data))
    sheet = book["Plan"]
    heads = next(r for r in sheet.iter_rows() if any(c.value == "Action id" for c in r))
    at = {c.value: c.column for c in heads}
    row = next(
        r
        for r in range(heads[0].row + 1, sheet.max_row + 1)
        if sheet.cell(r, at["Action"]).value == "One"
    )
    sheet.cell(row, at["Percent reported"]).value = 55
    preview = importing(store, saved(book))
    assert counts(preview) == (0, 1, 1)
    now = plan(store, framework)
    assert now[0] == replace(one, percent=55, revision=2, sequence=now[0].sequence)
    assert now[1] == two


# Who may, and what is not a plan


@pytest.mark.parametrize(
    "actor",
    [
        person(Role.CONTRIBUTOR, "gloucestershire"),
        person(Role.GOLD_CHAIR, "gloucestershire"),
        person(Role.STRATEGIC_LEAD, "kent"),
        person(Role.NATIONAL_LEAD),
        person(Role.ADMINISTRATOR),
    ],
    ids=lambda actor: str(actor.role),
)
def test_only_the_strategic_lead_imports_and_a_refusal_is_recorded(
    store: Store, framework: Framework, actor: Actor
) -> None:
    for dry_run in (True, False):
        with pytest.raises(NotAllowed):
            import_file(
                store,
                framework,
                actor,
                "gloucestershire",
                workbook(GOOD),
                "plan.xlsx",
                ReadAs(split_bullets=False),
                dry_run=dry_run,
            )
    with store.read() as rows:
        last = deeds(rows)[-2:]
    assert [(e["act"], e["object"]) for e in last] == [("refused", "force:gloucestershire")] * 2
    assert plan(store, framework) == []


@pytest.mark.parametrize(
    "data", [b"", b"not a workbook", workbook([["Nothing", "here"], ["is", "a plan"]])]
)
def test_what_is_no_plan_is_refused_in_words(
    store: Store, framework: Framework, importing: Callable[..., ImportPreview], data: bytes
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        importing(store, data)
    assert refused.value.hint
    assert plan(store, framework) == []


def test_a_column_can_be_corrected_by_hand_before_anything_is_written(
    store: Store, framework: Framework
) -> None:
    data = workbook([["Ref", "Action", "Jottings"], ["1", "Train officers", "Superintendent Lee"]])
    upload = read_upload(data, "plan.xlsx")

    def proposed(columns: dict[str, str | None]) -> Action:
        preview = preview_import(
            store,
            framework,
            GLOUCESTERSHIRE,
            "gloucestershire",
            upload,
            "plan.xlsx",
            ReadAs(split_bullets=False, columns=columns),
        )
        [action] = preview.merged.created
        return action

    guessed = proposed({})
    assert (guessed.owner_posts, "Superintendent Lee" in guessed.context) == ((), True)
    assert proposed({"jottings": "success_measure"}).success_measure == "Superintendent Lee"
    left_out = proposed({"jottings": None})
    assert "Lee" not in f"{left_out.context} {left_out.description}"


def test_what_was_said_of_a_column_is_remembered_for_the_next_file(
    store: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    first = workbook([["Ref", "Aim", "Owner"], ["1", "Train officers", "Head of Crime"]])
    second = workbook([["Aim", "Ref", "Owner"], ["Train call handlers", "2", "Head of Crime"]])
    door = (store, framework, GLOUCESTERSHIRE, "gloucestershire")
    assert how_read_before(store, GLOUCESTERSHIRE, "gloucestershire") is None
    read_as = ReadAs(split_bullets=False, columns={"aim": "success_measure", "owner": "title"})
    commit_import(*door, read_upload(first, "a.xlsx"), "a.xlsx", read_as)
    memory = how_read_before(store, GLOUCESTERSHIRE, "gloucestershire")
    assert memory is not None
    assert (memory.source, memory.read_as) == ("a.xlsx", read_as)
    preview = preview_import(*door, read_upload(second, "b.xlsx"), "b.xlsx", ReadAs())
    assert [c.field for c in preview.tables[0].columns] == ["success_measure", "reference", "title"]
    assert "remembered" in preview.tables[0].columns[0].why
    importing(store, first, split_bullets=False, name="a.xlsx")
    again = how_read_before(store, GLOUCESTERSHIRE, "gloucestershire")
    assert again == memory, "nothing was written, so nothing new is remembered"


def test_a_large_table_is_written_in_parts_that_the_record_speaks_for_and_says_how_far_it_is(
    either: Store,
    framework: Framework,
    importing: Callable[..., ImportPreview],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(action_rows, "_BATCH", 2)
    said: list[float] = []
    rows = [[number, f"Train team {number}", "ACC"] for number in range(1, 402)]
    done = importing(
        either, workbook([HEADER[:3], *rows]), said=lambda share, _: said.append(share)
    )
    assert len(done.merged.created) == 401
    assert said == sorted(said)
    assert (said[0], said[-1]) == (0, 1)
    assert len(said) > 200
    plan = open_plan(either, framework, GLOUCESTERSHIRE, "gloucestershire")
    assert [a.reference for a in plan.actions] == [str(n) for n in range(1, 402)]
    assert not [f.words for f in examine(either, framework) if not f.sound]


def test_a_sheet_for_each_p_is_one_plan_and_comes_again_as_nothing(
    store: Store, framework: Framework, importing: Callable[..., ImportPreview]
) -> None:
    def book(status: str) -> bytes:
        made = openpyxl.Workbook()
        made.active.title = "Prevent"
        for name, sheet in (
            ("Prevent", made.active),
            ("Our culture", made.create_sheet("Our culture")),
        ):
            sheet.append(HEADER)
            sheet.append([1, f"Train everybody in {name}", "ACC", "31/03/2022", status])
        return saved(made)

    first = importing(store, book("Green"))
    assert [t.sheet for t in first.tables] == ["Prevent", "Our culture"]
    prevent, culture = open_plan(store, framework, GLOUCESTERSHIRE, "gloucestershire").actions
    assert prevent.lead is not None
    assert (prevent.lead.code, prevent.lead.accepted) == ("prevent", True)
    assert (culture.local_strand, culture.reference) == ("Our culture", "1")
    again = importing(store, book("Green"))
    assert (len(again.merged.unchanged), again.written) == (2, False)
    later = importing(store, book("Amber"))
    assert [c.fields for c in later.merged.changed] == [("status",), ("status",)]
