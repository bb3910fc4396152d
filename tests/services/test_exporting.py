"""Excel out: what is in it, who may take it, and that it is recorded."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import openpyxl
import pytest

from tests.conftest import REPOSITORY
from tests.services.conftest import Adding, mapped, person, published
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.details import EvidenceItem, Risk
from vawg_plans.domain.exports import Form
from vawg_plans.domain.filtering import Filter
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.guarding import unguarded
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.plan_columns import PLAN_COLUMNS
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.readiness import findings
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.errors import InvalidInput, NotAllowed, NotFound, UnreadableFile
from vawg_plans.exchange import csv_out, json_out
from vawg_plans.services.actions import record_progress, revise_action, withdraw_action
from vawg_plans.services.exporting import Export, export_national, export_plan
from vawg_plans.services.importing import ImportPreview, import_file
from vawg_plans.services.plans import open_plan
from vawg_plans.services.versions import share_version
from vawg_plans.store import actions as action_rows
from vawg_plans.store.record import entries
from vawg_plans.store.store import Store


def sheets(export: Export) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(export.data), read_only=True)
    found = {s.title: list(s.iter_rows(values_only=True)) for s in book.worksheets}
    book.close()
    return found


def all_text(export: Export) -> str:
    return "\n".join(str(c) for rows in sheets(export).values() for row in rows for c in row if c)


def table(rows: list[tuple[Any, ...]], heading: str) -> list[dict[str, Any]]:
    at = next(n for n, row in enumerate(rows) if heading in row)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :] if any(row)]


def last_entry(store: Store) -> tuple[str, str, str, str]:
    with store.read() as rows:
        last = list(entries(rows))[-1]
    return last["act"], last["object"], last["person_id"], last["detail"]


def test_a_plan_is_exported_with_its_actions_and_the_export_is_recorded(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(either, "=1+1", tags=mapped(), due=dt.date(2022, 6, 1), owner_posts=("ACC", "Head"))
    gone = adding(either, "Withdrawn one")
    withdraw_action(either, framework, lead, gone.id, read_revision=1, reason="why")
    touched = either.newest_touching("kent")
    export = export_plan(either, framework, lead, "kent")
    [row] = table(sheets(export)["Plan"], "Action")
    assert (row["Action"], row["Lead P"], row["Owner posts"]) == ("=1+1", "Protect", "ACC; Head")
    assert row["Due"] == dt.datetime(2022, 6, 1)
    assert row["Calculated status"] == "Off track"
    assert export.file_name.startswith(f"{today().isoformat()}-kent-")
    assert export.file_name.endswith(".xlsx")
    act, thing, who, detail = last_entry(either)
    assert (act, thing, who) == ("exported", "force:kent", lead.person_id)
    assert detail.startswith("plan workbook, ")
    assert either.newest_touching("kent") == touched, "an export changes no plan"


def test_a_plan_is_exported_as_it_stood_at_the_end_of_a_day(
    store: Store, framework: Framework, lead: Actor
) -> None:
    first = Action("act-1", "plan-kent", "kent", title="As it was", status=DeliveryStatus.AT_RISK)
    for day, before, after in (
        (1, None, first),
        (2, first, replace(first, title="As it became", progress_note="Moved on")),
    ):
        moment = dt.datetime(2022, 3, day, 12)
        with store.write(lead, reason="then", force_id="kent", moment=moment) as writing:
            [first] = action_rows.add(writing, [(before, after)])
    then = export_plan(store, framework, lead, "kent", as_of=dt.date(2022, 3, 1))
    [row] = table(sheets(then)["Plan"], "Action")
    assert row["Action"] == "As it was"
    assert "Moved on" not in all_text(then)
    assert "the end of 1 March 2022" in all_text(then)
    assert then.file_name.startswith("2022-03-01-kent-")
    assert last_entry(store)[3] == "plan workbook, the end of 1 March 2022"
    before = export_plan(store, framework, lead, "kent", as_of=dt.date(2022, 2, 28))
    assert table(sheets(before)["Plan"], "Action") == []


@pytest.mark.parametrize(
    "actor",
    [
        person(Role.STRATEGIC_LEAD, "essex"),
        person(Role.NATIONAL_LEAD),
        person(Role.READER),
        person(Role.ADMINISTRATOR),
    ],
    ids=lambda actor: str(actor.role),
)
def test_a_draft_is_exported_by_its_own_people_only(
    store: Store, framework: Framework, adding: Adding, actor: Actor
) -> None:
    adding(store, "One")
    with pytest.raises(NotAllowed):
        export_plan(store, framework, actor, "kent")
    assert last_entry(store) == (
        "refused",
        "force:kent",
        actor.person_id,
        "export this force's draft plan",
    )


def test_the_sheet_of_gaps_says_what_readiness_says(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "Bare", reference="7", due_words="Ongoing", status=DeliveryStatus.COMPLETE)
    rows = table(sheets(export_plan(store, framework, lead, "kent"))["Gaps"], "Where")
    found = findings(open_plan(store, framework, lead, "kent"), framework)
    assert list(dict.fromkeys(row["What was found"] for row in rows)) == [f.what for f in found]
    assert {r["What was found"] for r in rows if r["Where"] == "7 Bare"} == {
        f.what for f in found if f.action_ids
    }
    assert "1 action has no owner post." in {r["What was found"] for r in rows}


def test_progress_is_exported_with_who_said_it(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "One")
    record_progress(
        store,
        framework,
        lead,
        one.id,
        read_revision=1,
        note="All call handlers trained",
        status=DeliveryStatus.ON_TRACK,
        percent=60,
    )
    [row] = table(sheets(export_plan(store, framework, lead, "kent"))["Progress"], "By")
    assert (row["What was reported"], row["By"], row["Percent reported"]) == (
        "All call handlers trained",
        lead.name,
        60,
    )


# Chosen rows, columns and moments, and other forms


def written(store: Store, framework: Framework, adding: Adding) -> Action:
    """Three actions that tell filters, columns and audiences apart; the first is given back."""
    first = adding(
        store, "=first", tags=mapped(), reference="1.10", owner_posts=("ACC",), due=today(),
        description="-x", risks=(Risk("r1", "risk-words"),), context="'=kept",
        evidence_items=(EvidenceItem("e1", "evidence-words"),),
    )  # fmt: skip
    adding(store, "secret-words", sensitive=True, tags=mapped("victims", "prevent"))
    adding(
        store, "third", publishable=False, tags=mapped(by=None), depends_on=(first.id,),
        status=DeliveryStatus.COMPLETE,
    )  # fmt: skip
    return first


def test_what_is_seen_is_what_is_exported(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    written(store, framework, adding)
    asked = Filter(words="FIRST", ps=("protect",))
    export = export_plan(store, framework, lead, "kent", asked=asked, columns=["due", "reference"])
    found = sheets(export)
    [row] = table(found["Plan"], "Action")
    assert list(row) == ["Reference", "Action", "Due", "Action id", "Revision exported"]
    assert "Holds 1 of 3 live actions: with the words “FIRST”; lead P Protect" in "\n".join(
        " ".join(str(c) for c in r if c) for r in found["Cover"]
    )
    assert found["Plan"][0][0] == "OFFICIAL-SENSITIVE, Kent Police, DRAFT, filtered"
    assert export.file_name.startswith(f"{today().isoformat()}-kent-vawg-plan-filtered-draft-")
    act, _, _, detail = last_entry(store)
    assert act == "exported"
    assert detail.endswith(", 1 of 3 actions"), "and none of the words somebody looked for"
    with pytest.raises(InvalidInput, match="no column colour"):
        export_plan(store, framework, lead, "kent", columns=["colour"])


def test_withdrawn_actions_are_exported_when_they_are_what_is_seen(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(store, "live")
    gone = adding(store, "gone")
    withdraw_action(store, framework, lead, gone.id, read_revision=1, reason="why")
    export = export_plan(store, framework, lead, "kent", asked=Filter(only="Withdrawn"))
    assert [r["Action"] for r in table(sheets(export)["Plan"], "Action")] == ["gone"]
    assert "1 of 1 withdrawn actions" in all_text(export)


def rows_of_csv(export: Export) -> list[dict[str, str]]:
    assert export.data.startswith(b"\xef\xbb\xbf"), "the mark by which Excel knows UTF-8"
    return list(csv.DictReader(io.StringIO(export.data.decode("utf-8-sig"), newline="")))


def test_csv_says_of_each_row_what_it_is_and_no_cell_begins_as_a_formula(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    written(store, framework, adding)
    export = export_plan(store, framework, lead, "kent", form=Form.CSV)
    rows = rows_of_csv(export)
    assert list(rows[0]) == [c.heading for c in PLAN_COLUMNS] + list(csv_out.ABOUT)
    first = rows[0]
    assert (first["Action"], first["Description"]) == ("'=first", "'-x")
    assert [unguarded(first[h]) for h in ("Action", "Description", "Context")] == [
        "=first", "-x", "'=kept",
    ]  # fmt: skip
    assert (first["Reference"], first["Due"]) == ("1.10", today().isoformat())
    assert (first["Force"], first["Version"]) == (framework.forces["kent"].name, "DRAFT")
    assert first["Marking"] == "OFFICIAL-SENSITIVE"
    assert rows[2]["Depends on"] == "1.10"
    assert export.file_name.endswith("-OFFICIAL-SENSITIVE.csv")


def test_csv_comes_back_without_change_and_a_version_or_another_force_not_at_all(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    for text in ("=1+1", "-2", "'=x", '@a\nb; "c"', "＝1", "Ongoing", "£5 ’"):
        adding(store, text, description=text, context=text, reference="1.10", due_words=text[:9])
    written(store, framework, adding)
    published(store, framework)
    adding(store, "of essex", "essex")

    def back(export: Export) -> ImportPreview:
        name = export.file_name
        return import_file(store, framework, lead, "kent", export.data, name, ReadAs())

    for chosen in ({}, {"columns": ["status", "context"]}, {"asked": Filter(words="first")}):
        export = export_plan(store, framework, lead, "kent", form=Form.CSV, **chosen)
        preview = back(export)
        assert (preview.merged.created, preview.merged.changed, preview.rejected) == ([], [], 0)
        assert len(preview.merged.unchanged) == len(rows_of_csv(export))
        assert [p.reason[:3] for p in preview.problems] == ["CSV"]
    with pytest.raises(UnreadableFile, match=r"Version 1 \(published\) of the plan"):
        back(export_plan(store, framework, lead, "kent", version=1, form=Form.CSV))
    other = person(Role.STRATEGIC_LEAD, "essex")
    with pytest.raises(UnreadableFile, match="is the plan of Essex Police"):
        back(export_plan(store, framework, other, "essex", form=Form.CSV))


SCHEMA = json.loads((REPOSITORY / "docs" / "plan-export.schema.json").read_text("utf-8"))


def test_json_is_as_its_schema_says(
    demonstration_store: Store, framework: Framework, lead: Actor
) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for chosen in ({}, {"columns": ["status", "areas"], "asked": Filter(only="Late")}):
        export = export_plan(demonstration_store, framework, lead, "kent", form=Form.JSON, **chosen)
        content = json.loads(export.data)
        jsonschema.validate(content, SCHEMA)
        assert content["demonstration"]
        assert len(content["actions"]) == content["holds"]["actions"] > 0
    fields = set(SCHEMA["$defs"]["action"]["properties"]) - set(json_out.PARTS)
    assert fields == {c.field for c in PLAN_COLUMNS}, "the schema names every column, no other"


def test_a_version_is_exported_as_it_was_shared_and_with_no_more_words(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    first = written(either, framework, adding)
    version = published(either, framework)
    revise_action(either, framework, lead, first.id, {"title": "newer-words"}, read_revision=1)
    excel, plain, data = (
        export_plan(either, framework, lead, "kent", version=version.number, form=form)
        for form in Form
    )
    found = sheets(excel)
    assert [r["Action"] for r in table(found["Plan"], "Action")] == ["=first"]
    assert not {"Progress", "Gaps", "Risks", "Evidence"} & set(found)
    [row] = table(found["Plan"], "Action")
    assert not {"Owner posts", "Evidence", "Context", "Depends on"} & set(row), (
        "not held, not empty"
    )
    whole = all_text(excel) + plain.data.decode() + data.data.decode()
    for hidden in ("secret-words", "third", "risk-words", "evidence-words", "newer-words"):
        assert hidden not in whole
    assert "Version 1 (published)" in all_text(excel)
    assert "Holds 1 of 3 live actions" in "\n".join(
        " ".join(str(c) for c in r if c) for r in found["Cover"]
    ), "the others are counted"
    assert all(e.file_name.split(".")[0].endswith("-version-1-published-OFFICIAL") for e in
               (excel, plain, data))  # fmt: skip
    jsonschema.validate(json.loads(data.data), SCHEMA)
    assert last_entry(either)[3] == "plan as JSON, version 1 (published)"
    # Sensitive since: its words leave no more, whatever was frozen.
    revise_action(either, framework, lead, first.id, {"sensitive": True}, read_revision=2)
    again = export_plan(either, framework, lead, "kent", version=version.number)
    assert "=first" not in all_text(again)
    with pytest.raises(NotFound):
        export_plan(either, framework, lead, "kent", version=9)
    with pytest.raises(InvalidInput, match="own day"):
        export_plan(either, framework, lead, "kent", version=1, as_of=today())


# The national workbook


def test_the_national_workbook_may_hold_the_forces_chosen_alone(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    for force in ("kent", "essex"):
        adding(store, f"{force}-words", force, tags=mapped())
        published(store, framework, force)
    export = export_national(store, framework, lead, force_ids=["kent", "surrey"])
    text = all_text(export)
    assert "kent-words" in text
    assert "essex-words" not in text
    assert "2 of 43, as chosen: " in text
    assert "-national-vawg-plans-filtered-" in export.file_name
    assert last_entry(store)[3] == "national workbook, 2 forces"


def test_the_national_workbook_has_every_force_and_only_published_words(
    either: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    adding(either, "published-words", tags=mapped(), reference="1.1")
    adding(either, "secret-words", sensitive=True)
    adding(either, "internal-words", publishable=False)
    published(either, framework)
    adding(either, "national-words", "essex", tags=mapped())
    share_version(
        either, framework, person(Role.STRATEGIC_LEAD, "essex"), "essex", Audience.NATIONAL
    )
    adding(either, "draft-words", "surrey")
    national = person(Role.NATIONAL_LEAD)
    export = export_national(either, framework, national)
    text = all_text(export)
    assert "published-words" in text
    for hidden in ("secret-words", "internal-words", "national-words", "draft-words"):
        assert hidden not in text
    for force in framework.forces.values():
        assert force.name in text
    assert last_entry(either)[:3] == ("exported", "force:all", national.person_id)


def test_a_later_national_version_does_not_take_what_was_published_out_of_it(
    store: Store, framework: Framework, lead: Actor, adding: Adding
) -> None:
    one = adding(store, "published-words")
    published(store, framework)
    revise_action(store, framework, lead, one.id, {"title": "newer-words"}, read_revision=1)
    share_version(store, framework, lead, "kent", Audience.NATIONAL)
    text = all_text(export_national(store, framework, person(Role.READER)))
    assert "published-words" in text
    assert "newer-words" not in text


def test_the_national_workbook_can_be_made_before_anybody_has_shared(
    store: Store, framework: Framework
) -> None:
    shares: list[float] = []
    export = export_national(
        store,
        framework,
        person(Role.NATIONAL_LEAD),
        said=lambda share, words: shares.append(share),
    )
    assert len(sheets(export)) >= 3
    assert shares == sorted(shares)


def test_an_administrator_takes_no_national_workbook(store: Store, framework: Framework) -> None:
    with pytest.raises(NotAllowed):
        export_national(store, framework, person(Role.ADMINISTRATOR))
    assert last_entry(store)[0] == "refused"


def test_what_is_exported_from_a_demonstration_says_so(
    demonstration_copy: Store, framework: Framework, lead: Actor
) -> None:
    export = export_plan(demonstration_copy, framework, lead, "kent")
    assert "demonstration" in export.file_name.casefold()
    assert "demonstration" in all_text(export).casefold()
