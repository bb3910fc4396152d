"""A plan's workbook goes out, is changed by others' programs and here, and comes back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.deeds import deeds
from tests.exchange.reading_back import column_of, header_row, saved_by_libreoffice
from tests.services.conftest import Adding, mapped, person
from vawg_plans.domain.actions import Action
from vawg_plans.domain.answers import Choice
from vawg_plans.domain.choosing import Choices
from vawg_plans.domain.details import EvidenceItem, Milestone, Risk
from vawg_plans.domain.differences import Keep
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Role
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import Severity
from vawg_plans.errors import ImportRefused, UnreadableFile
from vawg_plans.services.actions import revise_action, withdraw_action
from vawg_plans.services.answers import answer, answers_of
from vawg_plans.services.checking import examine
from vawg_plans.services.exporting import export_plan
from vawg_plans.services.importing import (
    ImportPreview,
    commit_import,
    import_file,
    preview_import,
    read_upload,
    summary_of,
)
from vawg_plans.services.plans import open_plan
from vawg_plans.store.store import Store

FORCE = "gloucestershire"
LEAD = person(Role.STRATEGIC_LEAD, FORCE)
OTHER = person(Role.CONTRIBUTOR, FORCE)
EFFECTIVE = "test:powers:effective"
Door = Callable[..., ImportPreview]


@pytest.fixture
def preview(framework: Framework) -> Door:
    def run(store: Store, data: bytes) -> ImportPreview:
        upload = read_upload(data, "plan.xlsx")
        return preview_import(store, framework, LEAD, FORCE, upload, "plan.xlsx", ReadAs())

    return run


@pytest.fixture
def commit(framework: Framework) -> Door:
    def run(store: Store, data: bytes, **given: Any) -> ImportPreview:
        upload = read_upload(data, "plan.xlsx")
        return commit_import(store, framework, LEAD, FORCE, upload, "plan.xlsx", ReadAs(), **given)

    return run


def made(store: Store, framework: Framework, adding: Adding) -> list[Action]:
    """A plan of three actions, one with everything, and an answer."""
    adding(store, "Train", FORCE, reference="1.10", tags=mapped(), due=dt.date(2022, 6, 1))
    second = adding(
        store,
        "=Review",
        FORCE,
        reference="2",
        context="Line one\n\nand 'quotes' – a dash",
        percent=40,
        milestones=(Milestone("m1", "Begun", dt.date(2022, 3, 1)),),
        evidence_items=(EvidenceItem("e1", "Register", "Records", dated=dt.date(2022, 2, 1)),),
        risks=(Risk("r1", "No money", "high", "low"),),
    )
    adding(store, "Report", FORCE, reference="3", depends_on=(second.id,))
    answer(store, framework, LEAD, FORCE, EFFECTIVE, Choice.MET, "All of it", read_revision=0)
    return plan(store, framework)


def plan(store: Store, framework: Framework) -> list[Action]:
    return open_plan(store, framework, LEAD, FORCE).actions


def exported(store: Store, framework: Framework) -> bytes:
    return export_plan(store, framework, LEAD, FORCE).data


class Edited:
    """A workbook as somebody changes it in Excel: rows named by their id."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def _row(self, sheet: Any, id: str) -> int:
        key = {"Plan": "Action id", "Answers": "Question id"}.get(sheet.title, "Part id")
        column = column_of(sheet, key)
        top = header_row(sheet, key)
        return next(
            row for row in range(top + 1, sheet.max_row + 1) if sheet.cell(row, column).value == id
        )

    def set(self, id: str, heading: str, value: Any, sheet: str = "Plan") -> Edited:
        at = self.book[sheet]
        at.cell(self._row(at, id), column_of(at, heading)).value = value
        return self

    def remove(self, id: str, sheet: str = "Plan") -> Edited:
        at = self.book[sheet]
        at.delete_rows(self._row(at, id))
        return self

    def add(self, sheet: str = "Plan", **values: Any) -> Edited:
        at = self.book[sheet]
        row = at.max_row + 1
        for heading, value in values.items():
            at.cell(row, column_of(at, heading.replace("_", " "))).value = value
        return self

    @property
    def data(self) -> bytes:
        kept = io.BytesIO()
        self.book.save(kept)
        return kept.getvalue()


def counts(found: ImportPreview) -> tuple[int, int, int]:
    merged = found.merged
    return len(merged.created), len(merged.changed), len(merged.unchanged)


def test_what_both_changed_is_shown_with_who_and_stops_the_import_until_it_is_chosen(
    either: Store, framework: Framework, adding: Adding, preview: Door, commit: Door
) -> None:
    first, second, _ = made(either, framework, adding)
    edited = Edited(exported(either, framework)).set(first.id, "Action", "Train everybody")
    edited.set(first.id, "Due", dt.date(2022, 9, 1)).set(second.id, "Percent reported", 60)
    edited.set(EFFECTIVE, "In words", "Nearly all", "Answers")
    revise_action(either, framework, LEAD, first.id, {"title": "Train officers"}, read_revision=1)
    revise_action(either, framework, OTHER, first.id, {"local_strand": "Ours"}, read_revision=2)
    touched = either.newest_touching(FORCE)
    shown = preview(either, edited.data)
    ((clash),) = shown.clashes
    ((place),) = clash.places
    assert (place.label, place.was, place.theirs, place.mine) == (
        "Title", "Train", "Train officers", "Train everybody",
    )  # fmt: skip
    assert place.who == LEAD.name
    assert place.when is not None
    assert (place.sheet, place.cell) == (
        "Plan",
        f"B{header_row(edited.book['Plan'], 'Action') + 1}",
    )
    with pytest.raises(ImportRefused, match=r"Title of 1\.10 Train officers") as stopped:
        commit(either, edited.data)
    assert "Choose" in stopped.value.hint
    assert either.newest_touching(FORCE) == touched
    done = commit(either, edited.data, choices=Choices({place.key: Keep.MINE}))
    assert (done.written, counts(done), len(done.answers)) == (True, (0, 2, 1), 1)
    one, two, _ = plan(either, framework)
    assert (one.title, one.due, two.percent) == ("Train everybody", dt.date(2022, 9, 1), 60)
    assert (one.due, two.revision) == (dt.date(2022, 9, 1), 2)
    said = answers_of(either, LEAD, FORCE)[EFFECTIVE]
    assert (said.words, said.choice, said.revision) == ("Nearly all", Choice.MET, 2)
    assert all(finding.sound for finding in examine(either, framework))


def test_the_very_same_file_again_asks_nothing_and_writes_nothing(
    store: Store, framework: Framework, adding: Adding, preview: Door, commit: Door
) -> None:
    first, _, third = made(store, framework, adding)
    edited = Edited(exported(store, framework)).set(first.id, "Action", "From the file")
    edited.remove(third.id).add(Action="Another")
    data = edited.data
    revise_action(store, framework, LEAD, first.id, {"title": "Hers"}, read_revision=1)
    place = preview(store, data).clashes[0].places[0]
    commit(store, data, choices=Choices({place.key: Keep.THEIRS}))
    with store.read() as rows:
        acts = [entry["act"] for entry in deeds(rows)]
    again = preview(store, data)
    assert (counts(again), again.clashes, again.removed) == ((0, 0, 3), (), ())
    assert "imported before" in again.problems[-1].reason
    assert not commit(store, data, choices=Choices({place.key: Keep.THEIRS})).written
    with store.read() as rows:
        assert [entry["act"] for entry in deeds(rows)] == acts
    assert [a.title for a in plan(store, framework)] == ["Hers", "=Review", "Report", "Another"]


def test_a_choice_of_the_plans_side_throughout_is_kept_although_nothing_changes(
    store: Store, framework: Framework, adding: Adding, preview: Door, commit: Door
) -> None:
    first, *_ = made(store, framework, adding)
    data = Edited(exported(store, framework)).set(first.id, "Action", "From the file").data
    revise_action(store, framework, LEAD, first.id, {"title": "Hers"}, read_revision=1)
    place = preview(store, data).clashes[0].places[0]
    assert not commit(store, data, choices=Choices({place.key: Keep.THEIRS})).written
    assert preview(store, data).clashes == ()


def test_of_a_file_taken_in_one_go_one_side_is_kept_of_everything(
    store: Store, framework: Framework, adding: Adding
) -> None:
    for number in range(25):
        adding(store, f"Action {number}", FORCE)
    edited = Edited(exported(store, framework))
    for action in plan(store, framework):
        edited.set(action.id, "Action", f"{action.title}, in the file")
        revise_action(
            store, framework, LEAD, action.id, {"title": f"{action.title}, here"}, read_revision=1
        )
    door = (store, framework, LEAD, FORCE, edited.data, "plan.xlsx", ReadAs())
    told = summary_of(import_file(*door, dry_run=True))
    assert (told["clashes"][24], len(told["clashes"])) == (
        {"of": "Action 24, here", "place": "Title", "was": "Action 24",
         "plan": "Action 24, here", "file": "Action 24, in the file"},
        25,
    )  # fmt: skip
    with pytest.raises(ImportRefused, match="and 22 more"):
        import_file(*door)
    assert import_file(*door, keep=Keep.MINE).written
    assert {a.title[-11:] for a in plan(store, framework)} == {"in the file"}


def test_rows_taken_out_go_only_when_somebody_says_so(
    store: Store, framework: Framework, adding: Adding, preview: Door, commit: Door
) -> None:
    _, second, third = made(store, framework, adding)
    edited = Edited(exported(store, framework)).remove(third.id)
    edited.remove("r1", "Risks").remove(EFFECTIVE, "Answers")
    asked = preview(store, edited.data).removed
    assert [(r.kind, r.name) for r in asked] == [
        ("Action", "3 Report"),
        ("Risk", "No money; likelihood high; impact low (of 2 =Review)"),
        ("Answer", "Powers and orders: effective"),
    ]
    commit(store, edited.data, choices=Choices(withdraw=frozenset(r.key for r in asked)))
    opened = open_plan(store, framework, LEAD, FORCE)
    assert [a.id for a in opened.withdrawn] == [third.id]
    assert next(a for a in opened.actions if a.id == second.id).risks == ()
    assert not opened.answers[EFFECTIVE].given


def test_what_was_withdrawn_or_answered_here_since_is_not_undone(
    store: Store, framework: Framework, adding: Adding, preview: Door
) -> None:
    first, *_ = made(store, framework, adding)
    data = exported(store, framework)
    withdraw_action(store, framework, LEAD, first.id, read_revision=1, reason="A duplicate")
    answer(store, framework, LEAD, FORCE, EFFECTIVE, None, "", read_revision=1)
    found = preview(store, data)
    assert (counts(found), found.clashes, found.answers, found.problems) == ((0, 0, 3), (), (), [])


def test_a_formula_that_gives_no_value_refuses_its_row_and_empties_nothing(
    store: Store, framework: Framework, adding: Adding, preview: Door
) -> None:
    first, second, third = made(store, framework, adding)
    edited = Edited(exported(store, framework))
    edited.set(first.id, "Owner posts", "#REF!").set(second.id, "Due", "=A1")
    edited.set(third.id, "Owner posts", "#CALC!")  # typed as words, which openpyxl writes as such
    found = preview(store, edited.data)
    refused = [p.reason for p in found.problems if p.severity is Severity.REFUSED]
    assert [reason[:23] for reason in refused] == ["The formula here failed"] * 2
    assert counts(found) == (0, 1, 0)
    assert found.merged.changed[0].after.owner_posts == ("#CALC!",)


def test_another_forces_workbook_is_refused_with_a_sentence(
    store: Store, framework: Framework, adding: Adding, preview: Door
) -> None:
    adding(store, "Theirs", "kent")
    made(store, framework, adding)
    lead = person(Role.STRATEGIC_LEAD, "kent")
    data = export_plan(store, framework, lead, "kent").data
    with pytest.raises(UnreadableFile, match="is the plan of Kent Police"):
        preview(store, data)


def test_saved_by_libreoffice_it_comes_back_as_it_went_and_its_edits_arrive(
    store: Store,
    framework: Framework,
    adding: Adding,
    preview: Door,
    libreoffice: str,
    tmp_path: Path,
) -> None:
    first, second, _ = made(store, framework, adding)
    data = exported(store, framework)
    saved = saved_by_libreoffice(libreoffice, data, tmp_path)
    found = preview(store, saved)
    assert (counts(found), found.rejected, found.removed, found.clashes) == ((0, 0, 3), 0, (), ())
    assert found.answers == ()
    assert [p.reason for p in found.problems] == []
    edited = Edited(saved).set(first.id, "Due", "31/12/2022").add(Action="New")
    edited.set("m1", "Done on", dt.date(2022, 3, 2), "Milestones")
    edited.add("Risks", Reference="3", Risk="Late")
    found = preview(store, edited.data)
    assert {c.before.title: c.fields for c in found.merged.changed} == {
        "Train": ("due",), "=Review": ("milestones",), "Report": ("risks",),
    }  # fmt: skip
    assert [a.title for a in found.merged.created] == ["New"]
    assert second.milestones != found.merged.changed[1].after.milestones
