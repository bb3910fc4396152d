"""What a table would make: Gloucestershire's published one, and tables of other shapes."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from tests.fixtures.tables import (
    FRAMEWORK,
    PERSON,
    gloucestershire,
    proposal_of,
    sheet_of,
    table_of,
)
from vawg_plans.domain.actions import DeliveryStatus, Tag, TagKind
from vawg_plans.domain.importing import Proposal, ProposedAction, propose
from vawg_plans.domain.reading import find_table
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import CellValue, Severity, Table
from vawg_plans.errors import UnreadableFile
from vawg_plans.exchange.workbooks_in import read_workbook

HEADER: list[CellValue] = ["Ref", "Action", "Owner", "Due", "Status"]


@pytest.fixture(scope="module")
def published() -> Table:
    book = read_workbook(gloucestershire(), "gloucestershire.xlsx")
    return find_table(book.sheets, FRAMEWORK, "gloucestershire.xlsx")


@pytest.fixture(scope="module")
def split(published: Table) -> Proposal:
    return propose(published, FRAMEWORK, ReadAs(split_bullets=True), person_id=PERSON)


def tags(proposed: ProposedAction, kind: TagKind) -> list[Tag]:
    return [t for t in proposed.action_fields["tags"] if t.kind is kind]


def by_reference(proposal: Proposal) -> dict[str, ProposedAction]:
    return {p.action_fields["reference"]: p for p in proposal.proposed}


def one(header: list[CellValue], row: list[CellValue], *, split: bool = False) -> ProposedAction:
    proposal = proposal_of([header, row], split_bullets=split)
    assert [p.reason for p in proposal.problems if p.severity is Severity.REFUSED] == []
    (proposed,) = proposal.proposed
    return proposed


def refusals(*rows: list[CellValue]) -> list[tuple[str, str]]:
    problems = proposal_of(list(rows)).problems
    return [(p.cell, p.reason) for p in problems if p.severity is Severity.REFUSED]


def test_each_real_bullet_of_the_published_table_is_an_action(split: Proposal) -> None:
    assert (split.rows_read, split.rows_refused) == (5, 0)
    assert Counter(p.row_key for p in split.proposed) == {"1": 1, "2": 16, "3": 4, "4": 5}
    assert list(by_reference(split))[:3] == ["1", "2(1)", "2(2)"]
    assert "2(16)" in by_reference(split)


def test_what_introduces_the_bullets_is_their_context(split: Proposal) -> None:
    actions = by_reference(split)
    lead_in = "Using a 4 P\u2019s approach the gold group has the following objectives:"
    assert all(actions[f"2({n})"].action_fields["context"] == lead_in for n in range(1, 17))
    assert actions["3(1)"].action_fields["context"].endswith("\nIn relation to point 3.2")
    assert actions["4(5)"].action_fields["context"].startswith("Gloucestershire Constabulary has")


def test_prose_without_bullets_is_one_action(split: Proposal) -> None:
    prose = by_reference(split)["1"].action_fields
    assert prose["title"] == (
        "Gloucestershire Constabulary has commenced a Gold Group chaired by ACC to review our "
        "approach to VAIWG."
    )
    assert prose["description"].endswith("clarity to those engaged in delivery.")


def test_a_long_bullet_has_a_short_title_and_its_whole_words_beside_it(split: Proposal) -> None:
    for proposed in split.proposed:
        fields = proposed.action_fields
        assert len(fields["title"]) <= 160
        if proposed.item and fields["title"] != proposed.words:
            assert fields["description"] == proposed.words


@pytest.mark.parametrize("split_bullets", [True, False])
def test_not_a_word_of_the_progress_column_is_lost(published: Table, split_bullets: bool) -> None:
    proposal = propose(published, FRAMEWORK, ReadAs(split_bullets=split_bullets), person_id=PERSON)
    for row in published.rows:
        told: Counter[str] = Counter()
        context: Counter[str] = Counter()
        for proposed in (p for p in proposal.proposed if p.row == row.number):
            fields = proposed.action_fields
            told += Counter(re.findall(r"\w+", fields["description"] or fields["title"]))
            context |= Counter(re.findall(r"\w+", fields["context"]))
        assert told + context == Counter(re.findall(r"\w+", row.text("progress")))


def test_immediately_is_kept_as_words_and_the_empty_row_is_reported(split: Proposal) -> None:
    found = [(p.severity, p.cell) for p in split.problems]
    assert found == [
        (Severity.KEPT_AS_WORDS, "D5"),
        (Severity.KEPT_AS_WORDS, "D8"),
        (Severity.NOTICE, "E9"),
    ]
    assert split.problems[2].reason == (
        "Row 9, reference 5: no progress is given, so no action was made."
    )
    fields = by_reference(split)["4(1)"].action_fields
    assert (fields["due"], fields["due_words"]) == (None, "Immediately")


def test_posts_and_other_bodies_are_told_apart(split: Proposal) -> None:
    owners = {
        ref.split("(")[0]: (p.action_fields["owner_posts"], p.action_fields["partners"])
        for ref, p in by_reference(split).items()
    }
    assert owners == {
        "1": (("ACC",), ("Home Office", "NPCC")),
        "2": (("ACC", "D/Supt"), ("Home Office", "NPCC")),
        "3": (("ACC", "D/Supt"), ("MoJ", "Home Office")),
        "4": (("D/Supt",), ("NPCC", "Home Office", "College of Policing")),
    }


def test_the_rows_own_recommendation_is_accepted_and_those_below_it_are_suggested(
    split: Proposal,
) -> None:
    named = {
        ref: {t.code: t for t in tags(p, TagKind.RECOMMENDATION)}
        for ref, p in by_reference(split).items()
    }
    assert named["4(1)"]["vawg-4"].accepted_by == PERSON
    assert named["4(1)"]["vawg-4"].words == "Recommendation 4 – Added"
    assert [c for c, t in named["1"].items() if not t.accepted] == [
        "vawg-1.2", "vawg-1.3", "vawg-1.4", "vawg-1.5",
    ]  # fmt: skip
    assert named["1"]["vawg-1.2"].words == ("Recommendation 1.2 – Added not applicable to forces")
    assert "Added – not applicable to forces 4.3" in named["4(1)"]["vawg-4.3"].words


def test_a_cross_reference_is_not_a_recommendation_of_the_row(split: Proposal) -> None:
    codes = {t.code for t in tags(by_reference(split)["3(1)"], TagKind.RECOMMENDATION)}
    assert codes == {"vawg-3", "vawg-3.1", "vawg-3.2", "vawg-3.3"}


def test_a_recommendation_the_progress_speaks_to_is_suggested_in_those_words(
    split: Proposal,
) -> None:
    found = {t.code: t for t in tags(by_reference(split)["3(2)"], TagKind.RECOMMENDATION)}
    assert not found["vawg-3.2"].accepted
    assert found["vawg-3.2"].words.startswith("In relation to point 3.2; Added: 3.2 By March 2022")


def test_a_p_and_an_area_are_only_suggested_with_the_words_that_do_so(split: Proposal) -> None:
    (lead,) = tags(by_reference(split)["4(5)"], TagKind.P)
    assert lead == Tag(TagKind.P, "prevent", lead=True, words="Domestic Abuse Disclosure Scheme")
    for proposed in split.proposed:
        assert not any(t.accepted for t in proposed.action_fields["tags"]
                       if t.kind is not TagKind.RECOMMENDATION)  # fmt: skip


def test_without_splitting_a_row_is_one_action(published: Table) -> None:
    proposal = propose(published, FRAMEWORK, ReadAs(split_bullets=False), person_id=PERSON)
    assert [p.action_fields["reference"] for p in proposal.proposed] == ["1", "2", "3", "4"]


def test_an_action_column_is_the_title_and_progress_goes_to_the_context() -> None:
    header: list[CellValue] = ["Ref", "Action", "Progress", "Latest update", "Risk"]
    proposal = proposal_of([header, ["A1", "Train staff", "Half done", "Dates set", "High"]])
    fields = proposal.proposed[0].action_fields
    assert fields["title"] == "Train staff"
    assert set(fields["context"].split("\n")) == {
        "Progress: Half done", "Latest update: Dates set", "Risk: High",
    }  # fmt: skip
    assert [(p.severity, p.cell) for p in proposal.problems] == [(Severity.NOTICE, "column E")]


def test_bullets_of_an_action_column_are_split_too_and_share_the_row() -> None:
    header: list[CellValue] = ["Ref", "Action", "Description", "Owner"]
    row: list[CellValue] = ["A1", "We will:\n• Train staff\n• Use orders", "Both soon", "ACC"]
    proposal = proposal_of([header, row], split_bullets=True)
    made = [(p.action_fields["reference"], p.action_fields["title"], p.action_fields["context"])
            for p in proposal.proposed]  # fmt: skip
    context = "We will:\nDescription: Both soon"
    assert made == [("A1(1)", "Train staff", context), ("A1(2)", "Use orders", context)]
    assert {p.action_fields["owner_posts"] for p in proposal.proposed} == {("ACC",)}


def test_a_p_and_an_area_in_the_forces_own_columns_are_accepted() -> None:
    header: list[CellValue] = ["Action", "4P", "Improvement area", "Owner"]
    proposed = one(header, ["Pursue perpetrators", "Prepare / Protect", "A3; Disclosure scheme"])
    assert tags(proposed, TagKind.P) == [
        Tag(TagKind.P, "prepare", True, PERSON, "Prepare / Protect"),
        Tag(TagKind.P, "protect", False, PERSON, "Prepare / Protect"),
    ]
    assert [t.code for t in tags(proposed, TagKind.AREA)] == ["capability", "disclosure"]
    assert proposed.values["lead_p"] == "prepare"


def test_a_strand_that_is_no_p_is_the_local_strand() -> None:
    proposal = proposal_of([["Action", "4P", "Owner"], ["Pursue perpetrators", "Our behaviour"]])
    fields = proposal.proposed[0].action_fields
    assert fields["local_strand"] == "Our behaviour"
    assert [t.accepted for t in tags(proposal.proposed[0], TagKind.P)] == [False]
    assert proposal.problems[0].severity is Severity.KEPT_AS_WORDS


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("VAWG 4.1; Rape 3", ["vawg-4.1", "rape-r3"]),
        ("4.1, 4.2", ["vawg-4.1", "vawg-4.2"]),
        ("Recommendation 4.1", ["vawg-4.1"]),
        ("Rec 4.1 and Duty to protect action 2", ["vawg-4.1", "duty-action-2"]),
        ("super-complaint 7", ["duty-s7"]),
    ],
)
def test_recommendations_are_known_by_number_label_and_id(words: str, codes: list[str]) -> None:
    for heading in ("Recommendation", "Rec no"):
        found = tags(one(["Action", heading, "Owner"], ["Train", words]), TagKind.RECOMMENDATION)
        assert [(t.code, t.accepted_by) for t in found] == [(c, PERSON) for c in codes]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Our plan", "vawg-3"),
        ("Response to the joint rape inspection", "rape-r3"),
        ("A duty to protect: our response", "duty-s3"),
        ("Super-complaint response", "duty-s3"),
        ("Plan on violence against women and girls, rape included", "vawg-3"),
    ],
)
def test_the_title_says_which_inspection_is_answered(title: str, code: str) -> None:
    rows: list[list[CellValue]] = [[title], ["Action", "Recommendation", "Owner"], ["Train", "3"]]
    (proposed,) = proposal_of(rows).proposed
    assert [t.code for t in tags(proposed, TagKind.RECOMMENDATION)] == [code]


def test_a_recommendation_nobody_knows_is_kept_in_words() -> None:
    proposal = proposal_of([["Action", "Recommendation", "Owner"], ["Train", "Local review 9"]])
    assert proposal.proposed[0].action_fields["context"] == "Recommendation: Local review 9"
    assert [(p.severity, p.cell) for p in proposal.problems] == [(Severity.KEPT_AS_WORDS, "B2")]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Green", DeliveryStatus.ON_TRACK), ("amber", DeliveryStatus.AT_RISK),
        ("RED", DeliveryStatus.OFF_TRACK), ("B", DeliveryStatus.COMPLETE),
        ("Complete (blue)", DeliveryStatus.COMPLETE), ("Green - on track", DeliveryStatus.ON_TRACK),
        ("not_started", DeliveryStatus.NOT_STARTED), ("In progress", DeliveryStatus.ON_TRACK),
    ],
)  # fmt: skip
def test_status_words_are_understood(words: str, status: DeliveryStatus) -> None:
    assert one(HEADER, [1, "Train", "ACC", None, words]).action_fields["status"] is status


def test_an_empty_status_says_nothing() -> None:
    assert "status" not in one(HEADER, [1, "Train", "ACC"]).values


@pytest.mark.parametrize(
    ("column", "percents"),
    [
        ([0.4, 1, 0], [40, 100, 0]),
        ([40, 1, 0], [40, 1, 0]),
        (["40%", "1 %", "0"], [40, 1, 0]),
    ],
)
def test_percentages_are_read_as_the_column_writes_them(
    column: list[CellValue], percents: list[int]
) -> None:
    rows: list[list[CellValue]] = [["Action", "% complete", "Owner"]]
    proposal = proposal_of([*rows, *(["Train", value] for value in column)])
    assert [p.action_fields["percent"] for p in proposal.proposed] == percents


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ([1, "Train", "ACC", "31/02/2022"], "D2", "February 2022 has no day 31"),
        ([1, "Train", "ACC", None, "Purple"], "E2", "'On track (green)'"),
        ([1, None, "ACC", "Ongoing"], "B2", "has no action"),
        ([1, "x" * 30_001, "ACC"], "B2", "30,001 characters"),
        (["r" * 201, "Train", "ACC"], "A2", "201 characters"),
    ],
)
def test_a_refused_cell_is_named_with_its_reason(
    row: list[CellValue], cell: str, words: str
) -> None:
    ((address, reason),) = [r for r in refusals(HEADER, row) if words in r[1]]
    assert address == cell
    assert reason.endswith((".", "'."))


def test_every_problem_of_every_row_is_gathered_and_the_other_rows_stand() -> None:
    proposal = proposal_of(
        [
            HEADER,
            [1, "Train", "ACC", "31/02/2022", "Purple"],
            [2, "Review", "ACC", "Ongoing", "Green"],
            [3, "Pursue", "ACC", None, "Mauve"],
        ]
    )
    refused = [p.cell for p in proposal.problems if p.severity is Severity.REFUSED]
    assert refused == ["E2", "D2", "E4"]
    assert proposal.refused == {("Plan", 2): "1", ("Plan", 4): "3"}
    assert [p.row for p in proposal.proposed] == [3]


@pytest.mark.parametrize(
    ("heading", "value", "words"),
    [
        ("% complete", 140, "not from 0 to 100"),
        ("% complete", "half", "not a percentage"),
        ("Publishable", "perhaps", "neither yes nor no"),
        ("Improvement area", "Gardening", "not an improvement area"),
    ],
)
def test_coded_cells_that_cannot_be_read_are_refused(
    heading: str, value: CellValue, words: str
) -> None:
    ((cell, reason),) = refusals(["Action", heading, "Owner"], ["Train", value])
    assert cell == "B2"
    assert words in reason


def test_a_reference_that_stands_twice_refuses_the_later_row() -> None:
    ((cell, reason),) = refusals(HEADER, [1, "Train"], [2, "Review"], [1, "Pursue"])
    assert cell == "A4"
    assert "row 2 already" in reason


def test_an_action_due_before_it_starts_is_refused() -> None:
    header: list[CellValue] = ["Action", "Start", "Due"]
    row: list[CellValue] = ["Train", dt.date(2022, 5, 1), dt.date(2022, 4, 1)]
    assert [cell for cell, _ in refusals(header, row)] == ["C2"]


def test_a_row_with_one_cell_is_a_heading_and_not_an_action() -> None:
    proposal = proposal_of([HEADER, ["PREPARE"], [1, "Train", "ACC"]])
    assert len(proposal.proposed) == 1
    assert "read as a heading" in proposal.problems[0].reason


def test_a_name_behind_a_rank_is_kept_and_reported() -> None:
    proposal = proposal_of([HEADER, [1, "Train", "ACC Kirk / DCI Public Protection"]])
    assert proposal.proposed[0].action_fields["owner_posts"] == (
        "ACC Kirk", "DCI Public Protection",
    )  # fmt: skip
    ((problem),) = proposal.problems
    assert (problem.severity, problem.cell) == (Severity.NOTICE, "C2")
    assert "'ACC Kirk' may be a person's name" in problem.reason


def test_a_table_without_a_column_for_actions_is_refused_with_what_to_do() -> None:
    proposal = proposal_of([["Ref", "Owner"], [1, "ACC"], [2, "DCC"]])
    assert proposal.rows_refused == 2
    assert "choose which one" in proposal.problems[0].reason


def test_words_in_a_start_column_are_kept_in_the_context() -> None:
    fields = one(["Action", "Start", "Owner"], ["Train", "Soon"]).action_fields
    assert (fields["start"], fields["context"]) == (None, "Start: Soon")


def test_a_title_of_more_than_300_characters_is_shortened_and_kept_whole_beside() -> None:
    long = "Train every officer and member of staff " * 9
    fields = one(["Action", "Owner"], [long, "ACC"]).action_fields
    assert len(fields["title"]) <= 160
    assert fields["description"] == long.strip()


def test_the_table_names_what_it_was_read_from() -> None:
    assert table_of([["Ref", "Action"], [1, "Train"]], "mine.xlsx").source == "mine.xlsx"


def said(proposal: Proposal) -> list[tuple[Severity, str]]:
    return [(p.severity, p.cell) for p in proposal.problems]


def test_a_status_with_no_equal_takes_the_nearest_and_keeps_the_forces_word() -> None:
    proposal = proposal_of([HEADER, [1, "Train", "ACC", None, "On hold"]])
    fields = proposal.proposed[0].action_fields
    assert (fields["status"], fields["context"]) == (DeliveryStatus.AT_RISK, "Status: On hold")
    assert said(proposal) == [(Severity.NOTICE, "E2")]


@pytest.mark.parametrize("word", ["Superseded", "TBC"])
def test_a_word_that_is_no_status_is_kept_and_no_refusal(word: str) -> None:
    proposal = proposal_of([HEADER, [1, "Train", "ACC", None, word]])
    fields = proposal.proposed[0].action_fields
    assert "status" not in fields
    assert fields["context"] == f"Status: {word}"
    assert said(proposal) == [(Severity.KEPT_AS_WORDS, "E2")]


def test_percentages_in_a_column_of_statuses_say_how_much_is_done() -> None:
    rows = [[n, f"Train {n}", "ACC", None, s] for n, s in enumerate([0.4, 1, 0, "Red"], 1)]
    proposal = proposal_of([HEADER, *rows])
    read = [(p.action_fields["status"], p.action_fields.get("percent")) for p in proposal.proposed]
    assert read == [
        (DeliveryStatus.ON_TRACK, 40), (DeliveryStatus.COMPLETE, 100),
        (DeliveryStatus.NOT_STARTED, 0), (DeliveryStatus.OFF_TRACK, None),
    ]  # fmt: skip
    assert said(proposal) == [(Severity.NOTICE, "E2")]


def test_numbers_of_a_list_of_its_own_are_no_percentages() -> None:
    assert [c for c, _ in refusals(HEADER, *([n, "Train", "", None, n] for n in (1, 2, 3)))] == [
        "E2", "E3", "E4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "percent", "kept"),
    [
        ("c. 40%", 40, "% complete: c. 40%"), ("40% complete", 40, ""), ("Done", 100, ""),
        ("TBC", None, "% complete: TBC"), ("-", None, ""), ("0.4", 40, ""), (1, 100, ""),
    ],
)  # fmt: skip
def test_percentages_in_words(value: CellValue, percent: int | None, kept: str) -> None:
    fields = one(["Action", "% complete", "Owner"], ["Train", value]).action_fields
    assert (fields["percent"], fields["context"]) == (percent, kept)


def test_a_cell_that_names_every_p_names_none_that_leads() -> None:
    header: list[CellValue] = ["Action", "4P", "Owner"]
    for words in ("All", "Prepare, Prevent, Protect, Pursue"):
        proposal = proposal_of([header, ["Pursue perpetrators", words]])
        ps = tags(proposal.proposed[0], TagKind.P)
        assert [(t.lead, t.accepted_by) for t in ps] == [(False, PERSON)] * 4
        assert said(proposal) == [(Severity.NOTICE, "B2")]


def test_the_p_that_is_said_to_lead_leads_wherever_it_stands() -> None:
    proposed = one(["Action", "4P"], ["Train", "Protect, Pursue (lead)"])
    assert [(t.code, t.lead) for t in tags(proposed, TagKind.P)] == [
        ("pursue", True), ("protect", False),
    ]  # fmt: skip
    supports = one(["Action", "4P"], ["Train", "Supporting: Protect"])
    assert [(t.code, t.lead) for t in tags(supports, TagKind.P)] == [("protect", False)]


def test_to_be_confirmed_is_no_p_and_no_strand() -> None:
    fields = one(["Action", "4P", "Owner"], ["Train", "TBC"]).action_fields
    assert (fields.get("local_strand"), fields["context"]) == (None, "4P: TBC")


def test_what_a_person_said_of_a_word_holds_for_every_row() -> None:
    chosen = {"status": {"purple": "at_risk", "mauve": None}, "lead_p": {"our people": "prepare"}}
    rows: list[list[CellValue]] = [
        ["Action", "4P", "Status"],
        ["Train", "Our people", "Purple"],
        ["Review", "Pursue", "Mauve"],
    ]
    table = table_of(rows)
    proposal = propose(table, FRAMEWORK, ReadAs(words=chosen), person_id=PERSON)
    first, second = (p.action_fields for p in proposal.proposed)
    assert first["status"] is DeliveryStatus.AT_RISK
    assert [t.code for t in first["tags"] if t.kind is TagKind.P] == ["prepare"]
    assert ("status" in second, second["context"]) == (False, "Status: Mauve")
    assert said(proposal) == [(Severity.KEPT_AS_WORDS, "C3")]


def test_a_second_column_of_one_value_is_kept_as_words() -> None:
    rows: list[list[CellValue]] = [["Action", "RAG", "Phase"], ["Train", "Green", "Red"]]
    read_as = ReadAs(columns={"phase": "status"})
    table = find_table([sheet_of(rows)], FRAMEWORK, "plan.xlsx", read_as)
    fields = propose(table, FRAMEWORK, read_as, person_id=PERSON).proposed[0].action_fields
    assert (fields["status"], fields["context"]) == (DeliveryStatus.ON_TRACK, "Phase: Red")


@pytest.mark.parametrize(
    "heading", ["Ref", "4P", "Improvement area", "Recommendation links", "Owner"]
)
@pytest.mark.parametrize("words", ["x" + " " * 29_000 + "z", "1" * 29_000 + "!"])
def test_a_cell_made_to_be_looked_through_for_hours_is_read_at_once(
    heading: str, words: str
) -> None:
    header: list[CellValue] = ["Action", "Due", heading]
    proposal = proposal_of([header, ["Do it", None, words]])
    assert proposal.rows_read == 1


def test_a_cell_with_more_words_than_its_field_can_have_refuses_its_row() -> None:
    owners = refusals(HEADER, ["1", "Do it", "ACC, " * 1_000])
    assert owners == [("C2", "The text has 5,000 characters; the most is 4,000.")]
    titles = refusals(HEADER, ["1", "a" * 30_001])
    assert titles == [("B2", "The text has 30,001 characters; the most is 30,000.")]


def test_more_bullets_than_a_plan_can_have_are_refused_with_what_to_do() -> None:
    bullets = "* a\n" * 7_000
    rows: list[list[CellValue]] = [HEADER, *([f"{n}", bullets] for n in range(3))]
    with pytest.raises(UnreadableFile, match="more than 20,000 actions"):
        proposal_of(rows, split_bullets=True)
