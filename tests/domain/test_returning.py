"""A workbook of ours comes back: what was edited in it and nothing else, and nothing without a
word.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.returning import (
    DAYS,
    FORCE,
    FULL,
    PERSON,
    SPARE,
    WORDS,
    Sent,
    any_action,
    counts,
    headings,
    newer,
    result,
)
from vawg_plans.domain.actions import (
    EDITABLE,
    Action,
    DeliveryStatus,
    ImportedFrom,
    InspectorateStatus,
    Tag,
    TagKind,
    changed_fields,
)
from vawg_plans.domain.answers import Answer, Choice
from vawg_plans.domain.choosing import Choices
from vawg_plans.domain.differences import Keep
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.returning_new import Returned
from vawg_plans.domain.tables import CellValue, Severity
from vawg_plans.errors import UnreadableFile

HEADINGS = headings()
MEASURE = "m01"
THIRD = Action("a-3", "plan-1", FORCE, reference="3", title="A third", position=3)
PLAN = [FULL, SPARE, THIRD]
MET = Answer("plan-1", FORCE, "test:powers:effective", 2, 5, Choice.MET, "All of it", "Folder 1")


def said(returned: Returned, severity: Severity = Severity.NOTICE) -> dict[str, str]:
    """What was noticed, by cell."""
    return {p.cell: p.reason for p in returned.problems if p.severity is severity}


def only_change(returned: Returned) -> Action:
    assert counts(returned)[0] == 0
    ((change),) = returned.merged.changed
    return change.after


# Unchanged


def test_what_we_exported_and_read_back_changes_nothing() -> None:
    back = Sent.of(PLAN, [MET]).back()
    assert counts(back) == (0, 0, 3)
    assert back.merged.unchanged == PLAN
    assert (back.problems, back.clashes, back.removed, back.answers) == ([], [], [], [])
    assert back.rows_read == 3 + 2 + 1 + 1 + 1


OTHERS = [THIRD, replace(THIRD, id="a-4", reference="3", title="Another; of that reference")]


@given(any_action(), WORDS)
def test_any_plan_exported_and_brought_back_is_unchanged(action: Action, words: str) -> None:
    answer = replace(MET, words=f"W {words}", evidence=words)
    back = Sent.of([action, *OTHERS], [answer]).back()
    assert counts(back) == (0, 0, 3)
    assert (back.problems, back.clashes, back.removed, back.answers) == ([], [], [], [])


# One edit

EDITS: list[tuple[str, CellValue, str, Any]] = [
    ("title", "Train all staff", "title", "Train all staff"),
    ("reference", "2(4)", "reference", "2(4)"),
    ("description", None, "description", ""),
    ("owner_posts", "DCC; DCI", "owner_posts", ("DCC", "DCI")),
    ("partners", None, "partners", ()),
    ("start", dt.date(2022, 1, 2), "start", dt.date(2022, 1, 2)),
    ("due", dt.datetime(2022, 6, 30), "due", dt.date(2022, 6, 30)),
    ("due", "30/06/2022", "due", dt.date(2022, 6, 30)),
    ("due", None, "due", None),
    ("due_words", None, "due_words", ""),
    ("status", "Complete (blue)", "status", DeliveryStatus.COMPLETE),
    ("percent", 100, "percent", 100),
    ("percent", "55", "percent", 55),
    ("percent", None, "percent", None),
    ("publishable", "Yes", "publishable", True),
    ("sensitive", "No", "sensitive", False),
    ("inspectorate_status", "Closed", "inspectorate_status", InspectorateStatus.CLOSED),
    ("context", None, "context", ""),
    ("equality_impact", "EIA 4", "equality_impact", "EIA 4"),
    ("success_measure", "=2+2", "success_measure", "=2+2"),
    ("measure_id", "Gender recorded", "measure_id", ""),
    ("depends_on", "1.10; 3", "depends_on", ("a-2", "a-3")),
    ("depends_on", "a third", "depends_on", ("a-3",)),
    ("depends_on", None, "depends_on", ()),
]


@pytest.mark.parametrize(("column", "value", "field", "after"), EDITS)
def test_a_cell_edited_changes_that_field_alone(
    column: str, value: CellValue, field: str, after: Any
) -> None:
    assert field in EDITABLE
    sent = Sent.of(PLAN).edit("a-1", value, HEADINGS[column])
    back = sent.back()
    changed = only_change(back)
    assert changed_fields(FULL, changed) == [field]
    # Two letters at the most, and the second row.
    assert re.fullmatch("Plan [A-Z]{1,2}2", *back.merged.where.values())
    if field != "measure_id":
        assert getattr(changed, field) == after
    assert changed.imported == FULL.imported


PRINTABLE = st.text(st.characters(exclude_categories=["C"]), max_size=30)
TYPED = PRINTABLE.map(lambda words: " ".join(words.split()))
TYPED_POSTS = st.lists(TYPED.filter(str.strip), max_size=3).map(tuple)
NEW_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": TYPED.filter(str.strip),
    "description": TYPED,
    "local_strand": TYPED,
    "context": TYPED,
    "owner_posts": TYPED_POSTS,
    "due": DAYS.filter(lambda day: day is None or day > dt.date(2022, 1, 1)),
    "percent": st.none() | st.integers(0, 100),
    "status": st.sampled_from(DeliveryStatus),
    "sensitive": st.booleans(),
}


def cell_for(value: Any) -> CellValue:
    """What somebody types for it."""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, DeliveryStatus):
        return value.full_label
    cell: CellValue = value
    return cell


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, Any]:
    name = draw(st.sampled_from(sorted(NEW_VALUES)))
    value = draw(NEW_VALUES[name])
    if name == "owner_posts":
        value = tuple(v for post in value for v in (p.strip() for p in post.split(";")) if v)
    return name, value


@given(edits())
def test_any_single_edit_arrives_as_exactly_that_edit(edit: tuple[str, Any]) -> None:
    name, value = edit
    back = Sent.of(PLAN).edit("a-1", cell_for(value), HEADINGS[name]).back()
    assert result(back, PLAN) == {a.id: a for a in [replace(FULL, **{name: value}), SPARE, THIRD]}
    assert (back.clashes, back.removed, back.refused) == ([], [], set())


# Two edits: here and in the file


@given(edits(), edits())
@settings(max_examples=150)
def test_any_two_edits_are_brought_together_or_asked_about(
    here: tuple[str, Any], in_file: tuple[str, Any]
) -> None:
    (theirs, their_value), (mine, my_value) = here, in_file
    now = newer(FULL, **{theirs: their_value})
    sent = Sent.of(PLAN).edit("a-1", cell_for(my_value), HEADINGS[mine])
    back = sent.back([now, SPARE, THIRD])
    both = {their_value, getattr(FULL, theirs)}
    if theirs == mine and my_value not in both and their_value != getattr(FULL, theirs):
        ((clash),) = back.clashes
        ((place),) = clash.places
        assert place.key == f"a-1@5:{mine}"
        assert counts(back)[1] == 0
        for keep, kept in ((Keep.MINE, my_value), (Keep.THEIRS, their_value)):
            chosen = sent.back([now, SPARE, THIRD], choices=Choices({place.key: keep}))
            assert chosen.clashes == []
            assert result(chosen, [now])["a-1"] == replace(now, **{mine: kept})
    else:
        assert back.clashes == []
        expected = replace(now, **{mine: my_value}) if my_value != getattr(FULL, mine) else now
        assert result(back, [now])["a-1"] == expected


# What is exported, what the plan has now, what the file has: what comes of it, None for a clash.
PAIRS: list[tuple[str, Any, Any, CellValue, Any]] = [
    ("title", "A", "A", "B", "B"),
    ("title", "A", "B", "A", "B"),
    ("title", "A", "B", "B", "B"),
    ("title", "A", "B", "C", None),
    ("due", dt.date(2022, 3, 1), None, dt.date(2022, 4, 1), None),
    ("due", None, dt.date(2022, 3, 1), None, dt.date(2022, 3, 1)),
    ("percent", 10, 20, 30, None),
    ("percent", 10, None, None, None),
    ("status", DeliveryStatus.ON_TRACK, DeliveryStatus.AT_RISK, "Complete (blue)", None),
    ("status", DeliveryStatus.ON_TRACK, DeliveryStatus.AT_RISK, None, DeliveryStatus.AT_RISK),
    ("sensitive", False, True, "Yes", True),
    ("owner_posts", ("ACC",), ("DCC",), "ACC; DCI", None),
    ("owner_posts", ("ACC",), ("ACC",), "ACC ;  DCI", ("ACC", "DCI")),
    ("depends_on", (), ("a-2",), "3", None),
    ("depends_on", ("a-2",), (), "1.10; 3", None),
]


@pytest.mark.parametrize(("field", "was", "theirs", "mine", "after"), PAIRS)
def test_two_edits_of_one_place_follow_the_table(
    field: str, was: Any, theirs: Any, mine: CellValue, after: Any
) -> None:
    then = (
        replace(FULL, depends_on=(), start=None, **{field: was})
        if field != "depends_on"
        else (replace(FULL, depends_on=was))
    )
    now = newer(then, **{field: theirs})
    back = (
        Sent.of([then, SPARE, THIRD]).edit("a-1", mine, HEADINGS[field]).back([now, SPARE, THIRD])
    )
    if after is None and (field, mine) != ("percent", None):
        assert [p.key for c in back.clashes for p in c.places] == [f"a-1@5:{field}"]
        assert result(back, [now])["a-1"] == now
    else:
        assert back.clashes == []
        assert getattr(result(back, [now])["a-1"], field) == after


def test_a_clash_says_all_three_values_as_people_read_them_and_where_it_stands() -> None:
    now = newer(FULL, due=dt.date(2022, 5, 1), tags=FULL.tags[2:])
    sent = Sent.of(PLAN).edit("a-1", dt.date(2022, 6, 1), "Due").edit("a-1", "Protect", "Lead P")
    ((clash),) = sent.back([now, SPARE, THIRD]).clashes
    assert (clash.name, clash.action_id) == ("2(3) Train staff", "a-1")
    lead, due = clash.places
    assert (due.label, due.was, due.theirs, due.mine) == (
        "Due", "31 March 2022", "1 May 2022", "1 June 2022",
    )  # fmt: skip
    assert (due.sheet, due.cell, due.choices) == ("Plan", "G2", (Keep.THEIRS, Keep.MINE))
    assert (lead.label, lead.was, lead.theirs, lead.mine) == ("Lead P", "Prepare", "", "Protect")


def test_a_choice_made_for_what_was_shown_does_not_settle_what_was_saved_since() -> None:
    sent = Sent.of(PLAN).edit("a-1", "From the file", "Action")
    choice = Choices({"a-1@5:title": Keep.MINE})
    assert not sent.back([newer(FULL, title="Hers"), SPARE, THIRD], choices=choice).clashes
    later = newer(newer(FULL, title="Hers"), title="Hers again")
    assert sent.back([later, SPARE, THIRD], choices=choice).clashes


def test_words_removed_since_the_export_come_back_only_if_somebody_chooses_them() -> None:
    mark = "[removed 3 March 2022]"
    sent = Sent.of([replace(FULL, context="Ann said so"), SPARE, THIRD])
    removed = replace(FULL, context=f"{mark} said so")
    sent.then = [removed, SPARE, THIRD]
    back = sent.back()
    ((place,),) = (clash.places for clash in back.clashes)
    assert (place.was, place.theirs, place.mine) == (None, removed.context, "Ann said so")
    assert not back.merged.changed


def test_both_texts_can_be_kept() -> None:
    sent = Sent.of(PLAN).edit("a-1", "From the file", "Context")
    now = newer(FULL, context="Hers")
    back = sent.back([now, SPARE, THIRD], choices=Choices({"a-1@5:context": Keep.BOTH}))
    assert only_change(back).context == "Hers\n\nFrom the file"


def test_tags_edited_keep_who_accepted_the_others() -> None:
    sent = Sent.of(PLAN)
    sent.edit("a-1", "Protect", "Lead P").edit("a-1", "Prepare", "Supporting Ps")
    sent.edit("a-1", "VAWG 4.1; Rape 3; VAWG 4.2 (suggested)", "Recommendations answered")
    after = {(t.kind, t.code): t for t in only_change(sent.back()).tags}
    assert after[TagKind.P, "protect"] == Tag(TagKind.P, "protect", True, PERSON, "safeguard")
    assert after[TagKind.P, "prepare"] == Tag(TagKind.P, "prepare", False, "person-9", "training")
    assert after[TagKind.RECOMMENDATION, "vawg-4.1"].accepted_by == "person-9"
    assert after[TagKind.RECOMMENDATION, "rape-r3"].accepted_by == PERSON
    assert not after[TagKind.RECOMMENDATION, "vawg-4.2"].accepted


def test_a_lead_p_chosen_from_the_list_no_longer_supports() -> None:
    changed = only_change(Sent.of(PLAN).edit("a-1", "Protect", "Lead P").back())
    assert (changed.lead_p, changed.supporting_ps) == ("protect", ())


# Rows: new, copied, removed, of nobody


def test_a_new_row_is_created_once_and_known_again_when_the_file_is_saved_anew() -> None:
    sent = Sent.of(PLAN).add(Action="Open a refuge", Reference="9", Depends_on="2(3)")
    sent.add("Milestones", Reference="9", Milestone="Lease signed", Due=dt.date(2022, 5, 1))
    first = sent.back()
    ((made),) = first.merged.created
    assert (made.title, made.position, made.depends_on) == ("Open a refuge", 4, ("a-1",))
    assert first.merged.where == {made.id: "Plan row 5"}
    assert [m.title for m in made.milestones] == ["Lease signed"]
    now = [*PLAN, made]
    assert counts(sent.back(now)) == (0, 0, 4)
    sent.sheets["Plan"][-1][sent.at("Plan", "Action")] = "Open a large refuge"
    again = sent.back(now)
    assert only_change(again).title == "Open a large refuge"
    assert again.problems == []


def test_a_new_row_is_never_taken_for_another_action_that_was_imported() -> None:
    origin = ImportedFrom("x", "Plan", "", 0, {"words": "Train all officers"})
    alike = replace(THIRD, title="Train all officers", reference="", imported=origin)
    sent = Sent.of([FULL, SPARE, alike], only=["a-1"]).add(Action="Train all officers")
    assert counts(sent.back()) == (1, 0, 1)


def test_of_a_copied_row_the_one_that_was_altered_is_new() -> None:
    sent = Sent.of(PLAN)
    original = sent.row("a-1")
    sent.sheets["Plan"].append(list(original))
    original[sent.at("Plan", "Action")] = "Train specials"
    back = sent.back()
    ((made),) = back.merged.created
    assert (made.title, made.owner_posts, counts(back)) == (
        "Train specials", FULL.owner_posts, (1, 0, 3),
    )  # fmt: skip
    assert said(back) == {
        "B2": "This row was copied from row 5 with its hidden id; it is taken as a new action."
    }


def test_a_row_that_repeats_another_word_for_word_is_not_taken() -> None:
    sent = Sent.of(PLAN)
    sent.sheets["Plan"].append(list(sent.row("a-2")))
    back = sent.back()
    assert counts(back) == (0, 0, 3)
    assert "repeats row 3 word for word" in said(back)["B5"]


def test_a_row_taken_out_is_asked_about_and_stays_unless_somebody_says_so() -> None:
    sent = Sent.of(PLAN).remove("a-3")
    back = sent.back()
    ((removed),) = back.removed
    assert (removed.kind, removed.name, removed.key) == ("Action", "3 A third", "a-3@1:withdrawn")
    assert counts(back) == (0, 0, 2)
    gone = sent.back(choices=Choices(withdraw=frozenset({removed.key})))
    assert only_change(gone) == replace(THIRD, withdrawn=True)
    stale = sent.back([FULL, SPARE, newer(THIRD, title="Hers")],
                      choices=Choices(withdraw=frozenset({removed.key})))  # fmt: skip
    assert counts(stale)[1] == 0


def test_a_workbook_of_fewer_actions_and_columns_asks_about_no_other() -> None:
    sent = Sent.of(PLAN, only=["a-2"], columns=("status",))
    assert (sent.back().removed, sent.back().problems) == ([], [])
    changed = only_change(sent.edit("a-2", "Complete (blue)", "Delivery status").back())
    assert changed == replace(SPARE, status=DeliveryStatus.COMPLETE)


def test_a_withdrawn_action_stays_withdrawn_and_its_edits_are_named() -> None:
    now = [newer(FULL, withdrawn=True), SPARE, THIRD]
    assert said(Sent.of(PLAN).back(now)) == {}
    back = Sent.of(PLAN).edit("a-1", 90, "Percent reported").back(now)
    assert counts(back) == (0, 0, 3)
    assert "was withdrawn, so nothing of it is taken" in said(back)["K2"]


@pytest.mark.parametrize("id", ["a-9", "=1+1", "<script>"])
def test_a_row_with_an_id_of_nobody_is_refused(id: str) -> None:
    back = Sent.of(PLAN).edit("a-3", id, "Action id").back()
    assert "There is no action" in said(back, Severity.REFUSED)["AG4"]
    assert (back.refused, counts(back)) == ({("Plan", 4)}, (0, 0, 2))


def test_another_forces_workbook_and_one_of_a_version_get_a_sentence() -> None:
    with pytest.raises(UnreadableFile, match="the plan of Kent Police, not of Gloucestershire"):
        Sent.of(PLAN, force_id="kent").back()
    with pytest.raises(UnreadableFile, match=r"Version 3.*cannot be changed") as refused:
        Sent.of(PLAN, label="Version 3 (published)").back()
    assert "the draft" in refused.value.hint
    other = Sent.of(PLAN)
    other.carried = None
    with pytest.raises(UnreadableFile, match="None of the 3 actions"):
        other.back([replace(a, id=f"b-{a.id}") for a in PLAN])


# Revisions


@pytest.mark.parametrize("revision", [None, "soon", 99, -1, 3.5])
def test_a_revision_that_was_broken_by_hand_is_known_from_the_hidden_sheet(
    revision: CellValue,
) -> None:
    sent = (
        Sent.of(PLAN).edit("a-1", revision, "Revision exported").edit("a-1", 9, "Percent reported")
    )
    now = newer(FULL, title="Hers")
    back = sent.back([now, SPARE, THIRD])
    assert only_change(back) == replace(now, percent=9)
    if revision == 99:
        assert "made from revision 99; the plan is at 5" in said(back)["B2"]


def test_where_nobody_knows_the_revision_every_difference_is_asked_about() -> None:
    sent = Sent.of(PLAN).edit("a-1", 99, "Revision exported").edit("a-1", "Mine", "Action")
    sent.carried = None
    back = sent.back()
    assert [(p.label, p.was, p.theirs, p.mine) for c in back.clashes for p in c.places] == [
        ("Title", None, "Train staff", "Mine")
    ]
    assert counts(back) == (0, 0, 3)
    chosen = sent.back(choices=Choices({"a-1@4:title": Keep.MINE}))
    assert only_change(chosen).title == "Mine"


def test_rows_of_two_moments_in_one_file_are_each_compared_with_their_own() -> None:
    later = newer(FULL, title="Later", percent=50)
    sent, second = Sent.of(PLAN), Sent.of([later, SPARE, THIRD])
    sent.sheets["Plan"][1] = second.edit("a-1", 60, "Percent reported").row("a-1")
    back = sent.back([later, SPARE, THIRD])
    assert only_change(back) == replace(later, percent=60)


def test_without_the_hidden_sheet_rows_find_their_actions_and_nothing_is_asked() -> None:
    sent = Sent.of(PLAN).edit("a-1", 9, "Percent reported").remove("a-3")
    sent.carried = None
    back = sent.back()
    assert only_change(back) == replace(FULL, percent=9)
    assert back.removed == []
    assert "hidden sheet" in said(back)[""]


def test_with_its_ids_gone_it_says_what_to_do() -> None:
    sent = Sent.of(PLAN)
    for rows in sent.sheets.values():
        for row in rows:
            del row[-3:]
    with pytest.raises(UnreadableFile, match="cannot find their actions"):
        sent.back()


# What Excel does to a sheet


def test_sorted_renamed_and_with_columns_moved_added_and_taken_out_it_is_still_read() -> None:
    sent = Sent.of(PLAN, [MET]).edit("a-3", "Not started", "Delivery status")
    sent.edit("a-3", 9, "Percent reported")
    plan = sent.sheets.pop("Plan")
    gone = plan[0].index("Context")
    plan = [[*row[::-1][: len(row) - 1 - gone], *row[::-1][len(row) - gone :]] for row in plan]
    plan = [plan[0], *plan[:0:-1]]
    plan[0].append("Our notes")
    plan[1].append("for us")
    sent.sheets["The plan, sorted"] = plan
    sent.sheets["Steps"] = sent.sheets.pop("Milestones")[::1]
    back = sent.back()
    assert only_change(back) == replace(THIRD, percent=9)
    notices = list(said(back).values())
    assert any("Our notes" in n and "not read" in n for n in notices)
    assert any("taken out of the file" in n and "Context" in n for n in notices)
    assert len(notices) == 2


@pytest.mark.parametrize("column", [HEADINGS["title"], "Action id"])
def test_a_column_sorted_without_the_others_is_refused(column: str) -> None:
    sent = Sent.of([*PLAN, replace(THIRD, id="a-4", reference="4", title="Beyond", position=4)])
    plan = sent.sheets["Plan"]
    at = plan[0].index(column)
    values = [row[at] for row in plan[1:]]
    for row, value in zip(plan[1:], [*values[1:], values[0]], strict=True):
        row[at] = value
    with pytest.raises(UnreadableFile, match="sorted or moved without the rest"):
        sent.back()


def test_numbers_that_a_program_made_of_references_are_no_edits() -> None:
    back = Sent.of(PLAN).edit("a-2", 1.1, "Reference").edit("a-3", 3.0, "Reference").back()
    assert counts(back) == (0, 0, 3)


def test_everything_written_where_nothing_is_read_is_named_with_its_cell() -> None:
    sent = Sent.of(PLAN, [MET])
    sent.edit("a-1", "On track", "Calculated status").edit("a-1", None, "Delivery status")
    sent.edit("m-1", "Another action", "Action", "Milestones")
    sent.edit("e-1", dt.date(2022, 9, 9), "Added on", "Evidence")
    sent.edit(MET.question, "Somebody", "By", "Answers")
    sent.sheets["Progress"] = [["Recorded on", "1 March"]]
    sent.add(Reference="In all: 3")
    back = sent.back()
    assert counts(back) == (0, 0, 3)
    notices = said(back)
    assert "'Calculated status' follows from the record" in notices["D2"]
    assert "stays as it is" in notices["C2"]
    assert "'Action' is only for reading" in notices["B2"]
    assert "'By' follows from the record" in notices["F2"]
    assert "'Recorded on; 1 March'" in notices["A1"]
    assert "'In all: 3' stands below the actions" in notices["B5"]
    assert len(back.problems) == 7


def test_a_second_sheet_like_the_plan_is_named_and_a_column_can_be_left_out() -> None:
    sent = Sent.of(PLAN).edit("a-1", 9, "Percent reported")
    sent.sheets["Plan (2)"] = [list(row) for row in sent.sheets["Plan"]]
    back = sent.back(read_as=ReadAs(columns={"percent reported": None}))
    assert counts(back) == (0, 0, 3)
    assert [p.sheet for p in back.problems] == ["Plan (2)"]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("areas", "Gardening", "'Gardening' is not known under Improvement areas"),
        ("lead_p", "Prepare; Pursue", "one lead P"),
        ("areas", "Capability; Capability (suggested)", "given twice"),
        ("start", "Soon", "not a date"),
        ("due", "31/02/2022", "no day 31"),
        ("due", dt.date(1899, 12, 31), "1899"),
        ("title", None, "title"),
        ("title", "x" * 301, "301 characters"),
        ("percent", 101, "not from 0 to 100"),
        ("status", "Purple", "Purple"),
        ("measure_id", "Happiness", "no measure of the catalogue"),
        ("depends_on", "9.9", "no action of this plan"),
        ("depends_on", "2(3)", "cannot depend on itself"),
        ("start", dt.date(2022, 5, 1), "due before it starts"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_row(
    column: str, value: CellValue, words: str
) -> None:
    back = Sent.of(PLAN).edit("a-1", value, HEADINGS[column]).back()
    assert any(words in reason for reason in said(back, Severity.REFUSED).values()), back.problems
    assert back.refused == {("Plan", 2)}
    assert counts(back) == (0, 0, 2)


def test_two_rows_that_would_wait_for_each_other_are_stopped() -> None:
    sent = Sent.of([replace(FULL, depends_on=()), SPARE, THIRD])
    sent.edit("a-2", "3", "Depends on").edit("a-3", "1.10", "Depends on")
    back = sent.back()
    assert [c.after.id for c in back.merged.changed] == ["a-2"]
    assert back.refused == {("Plan", 4)}


def test_a_reference_changed_in_the_file_does_not_change_who_depends_on_it() -> None:
    sent = Sent.of(PLAN).edit("a-2", "3.0b", "Reference").edit("a-3", "3.0b", "Depends on")
    after = result(sent.back(), PLAN)
    assert (after["a-1"].depends_on, after["a-3"].depends_on) == (("a-2",), ("a-2",))


# Milestones, evidence, risks

PART_EDITS: list[tuple[str, str, str, CellValue, Any]] = [
    ("Milestones", "m-1", "Milestone", "Course bought",
     {"milestones": (replace(FULL.milestones[0], title="Course bought"), FULL.milestones[1])}),
    ("Milestones", "m-1", "Done on", dt.date(2022, 2, 2),
     {"milestones": (replace(FULL.milestones[0], done_on=dt.date(2022, 2, 2)),
                     FULL.milestones[1])}),
    ("Milestones", "m-2", "Done on", None,
     {"milestones": (FULL.milestones[0], replace(FULL.milestones[1], done_on=None))}),
    ("Evidence", "e-1", "Link", "https://example.org/a",
     {"evidence_items": (replace(FULL.evidence_items[0], link="https://example.org/a"),)}),
    ("Risks", "r-1", "Likelihood", "Medium",
     {"risks": (replace(FULL.risks[0], likelihood="medium"),)}),
    ("Risks", "r-1", "Response", None, {"risks": (replace(FULL.risks[0], response=""),)}),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "id", "heading", "value", "after"), PART_EDITS)
def test_a_part_edited_changes_that_part_alone(
    sheet: str, id: str, heading: str, value: CellValue, after: dict[str, Any]
) -> None:
    back = Sent.of(PLAN).edit(id, value, heading, sheet).back()
    assert only_change(back) == replace(FULL, **after)
    assert back.problems == []


@pytest.mark.parametrize(
    ("sheet", "id", "heading", "value", "words"),
    [
        ("Milestones", "m-1", "Due", "Soon", "not a date"),
        ("Milestones", "m-1", "Milestone", None, "needs a title"),
        ("Evidence", "e-1", "Link", "ftp://x", "link"),
        ("Risks", "r-1", "Impact", "Dire", "is not one of low, medium, high"),
    ],
)
def test_a_part_that_cannot_be_read_refuses_its_row(
    sheet: str, id: str, heading: str, value: CellValue, words: str
) -> None:
    back = Sent.of(PLAN).edit(id, value, heading, sheet).back()
    assert any(words in r.lower() for r in said(back, Severity.REFUSED).values()), back.problems
    assert back.refused == {(sheet, 2)}
    assert counts(back)[:2] == (0, 0)


def test_a_new_part_finds_its_action_by_its_reference_and_comes_once() -> None:
    sent = Sent.of(PLAN).add("Risks", Reference=1.1, Risk="No money", Likelihood="low")
    sent.add("Evidence", Action="a third", Evidence="Minutes")
    sent.add("Milestones", Reference="77", Milestone="Lost")
    sent.add("Milestones", Milestone="Lost too")
    back = sent.back()
    after = result(back, PLAN)
    ((risk),) = after["a-2"].risks
    assert (risk.words, risk.likelihood, risk.impact) == ("No money", "low", "medium")
    ((minutes),) = after["a-3"].evidence_items
    assert (minutes.title, minutes.added_by) == ("Minutes", PERSON)
    assert [p.cell for p in back.problems if p.severity is Severity.REFUSED] == ["A4", "A5"]
    again = sent.back(after.values())
    assert counts(again)[:2] == (0, 0)
    assert not again.clashes


def test_a_part_taken_out_is_asked_about_and_a_part_changed_on_both_sides_too() -> None:
    sent = Sent.of(PLAN).remove("m-1", "Milestones").edit("m-2", "Mine", "Milestone", "Milestones")
    there = replace(FULL.milestones[1], title="Hers")
    now = newer(FULL, milestones=(FULL.milestones[0], there))
    back = sent.back([now, SPARE, THIRD])
    ((removed),) = back.removed
    assert (removed.kind, removed.key) == ("Milestone", "a-1@5:milestones/m-1")
    ((place),) = back.clashes[0].places
    assert (place.key, place.label, place.cell) == (
        "a-1@5:milestones/m-2", "Milestone: Hers", "C2",
    )  # fmt: skip
    assert place.mine == "Mine; due 1 March 2022; done 2 March 2022"
    choices = Choices({place.key: Keep.MINE}, frozenset({removed.key}))
    after = only_change(sent.back([now, SPARE, THIRD], choices=choices))
    assert [m.title for m in after.milestones] == ["Mine"]


def test_a_sheet_of_parts_that_was_deleted_takes_nothing_with_it() -> None:
    sent = Sent.of(PLAN)
    del sent.sheets["Milestones"]
    back = sent.back()
    assert (counts(back), back.removed) == ((0, 0, 3), [])
    assert [p.sheet for p in back.problems] == ["Milestones"]


# Answers


def test_answers_edited_added_and_taken_out() -> None:
    other = replace(MET, question="plan:consulted", choice=Choice.RESPONDED)
    sent = Sent.of(PLAN, [MET, other])
    sent.edit(MET.question, "Partly met", "Answer", "Answers").remove("plan:consulted", "Answers")
    sent.add("Answers", Question="Pursue × communications", In_words="Not ours to do")
    sent.add("Answers", Question="Is it raining?", In_words="Yes")
    back = sent.back()
    changed, made = back.answers
    assert changed.after == replace(MET, choice=Choice.PARTLY)
    assert (made.after.question, made.after.choice, made.before) == (
        "cell:communications:pursue", Choice.NOT_APPLICABLE, None,
    )  # fmt: skip
    ((removed),) = back.removed
    assert removed.key == "answer:plan:consulted@2"
    assert said(back, Severity.REFUSED).keys() == {"A4"}
    gone = sent.back(choices=Choices(withdraw=frozenset({removed.key}))).answers
    assert [(c.after.question, c.after.choice) for c in gone[2:]] == [("plan:consulted", None)]


def test_an_answer_changed_on_both_sides_is_asked_about_place_by_place() -> None:
    sent = Sent.of(PLAN, [MET]).edit(MET.question, "Mine", "In words", "Answers")
    sent.edit(MET.question, "Folder 2", "Where the evidence is held", "Answers")
    hers = replace(MET, revision=3, words="Hers")
    back = sent.back(answers=[hers])
    ((place),) = back.clashes[0].places
    assert (place.key, place.was, place.theirs, place.mine) == (
        "answer:test:powers:effective@3:words", "All of it", "Hers", "Mine",
    )  # fmt: skip
    chosen = sent.back(answers=[hers], choices=Choices({place.key: Keep.BOTH}))
    assert chosen.answers[0].after.words == "Hers\n\nMine"
    assert chosen.answers[0].after.evidence == "Folder 2"
    taken_back = replace(hers, choice=None, words="", evidence="")
    ((place),) = sent.back(answers=[taken_back]).clashes[0].places
    assert (place.label, place.theirs) == ("Answer", "")
    again = sent.back(answers=[taken_back], choices=Choices({place.key: Keep.MINE}))
    assert again.answers[0].after.choice is Choice.MET
