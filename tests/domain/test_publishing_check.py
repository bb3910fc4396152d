"""The check before publishing: what it sees, what it leaves alone, and that it always ends soon."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action
from vawg_plans.domain.freezing import freeze
from vawg_plans.domain.plans import Audience, Plan
from vawg_plans.domain.publishing_check import MOST, Advice, advice, counted
from vawg_plans.domain.references_named import AdviceKind
from vawg_plans.domain.rules import Record, judge
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()
ON = dt.date(2026, 3, 1)
K = AdviceKind


def content(text: str, field: str = "description") -> dict[str, Any]:
    action = {"id": "one", "in_words": True, "reference": "2.3", "title": "Train", field: text}
    return {"judged_on": "2026-03-01", "audience": "public", "plan": {}, "actions": [action]}


def found(text: str, field: str = "description") -> list[tuple[AdviceKind, str]]:
    return [(each.kind, each.words) for each in advice(content(text, field), FRAMEWORK)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        # People: as they stand in forces' own published answers of 2021, and in other shapes.
        ("a Gold Group chaired by ACC Kirk to review", K.PERSON, "ACC Kirk"),
        ("ACC Kirk / D/Supt Bean", K.PERSON, "D/Supt Bean"),
        ("Agreed with Chief Constable Emma Barnett", K.PERSON, "Chief Constable Emma Barnett"),
        ("Dear Mr Richard Bradley", K.PERSON, "Mr Richard Bradley"),
        ("Owned by Jon Stratford.", K.PERSON, "Jon Stratford"),
        ("the commissioner, Festus Akinbusoye, agreed", K.PERSON, "Festus Akinbusoye"),
        ("DCI J. Patel leads", K.PERSON, "DCI J. Patel"),
        ("PC 1234 Okonkwo is the lead", K.PERSON, "PC 1234 Okonkwo"),
        ("T/DCI Green to lead", K.PERSON, "T/DCI Green"),
        ("JON STRATFORD to approve", K.PERSON, "JON STRATFORD"),
        ("Ask Sarah about the figures", K.PERSON, "Sarah"),
        ("after the murder of Raneem Oudeh the force", K.PERSON, "Raneem Oudeh"),
        ("Anne-Marie O’Brien of the charity", K.PERSON, "Anne-Marie O’Brien"),
        ("R. Singh wrote it", K.PERSON, "R. Singh"),
        # Operations
        ("Builds on Operation Topaz and", K.OPERATION, "Operation Topaz"),
        ("as part of Op Limelight", K.OPERATION, "Op Limelight"),
        # Cases and officers
        ("crime ref 54220012345", K.CASE, "crime ref 54220012345"),
        ("see 41CA/12345/22 for the outcome", K.CASE, "41CA/12345/22"),
        ("incident number: 20220312-0123", K.CASE, "incident number: 20220312-0123"),
        ("the custody sergeant, PS 4417, said", K.CASE, "PS 4417"),
        ("a 17-year-old girl was", K.CASE, "a 17-year-old girl"),
        ("vehicle AB12 CDE", K.CASE, "AB12 CDE"),
        ("the victim's mother told us", K.CASE, "the victim's mother"),
        ("NI number AB 12 34 56 C", K.CASE, "AB 12 34 56 C"),
        # Addresses
        ("write to jon.stratford@kent.police.uk now", K.CONTACT, "jon.stratford@kent.police.uk"),
        ("call 01452 752331", K.CONTACT, "01452 752331"),
        ("or +44 (0)7700 900123.", K.CONTACT, "+44 (0)7700 900123"),
        ("Bedford MK43 9AX", K.CONTACT, "MK43 9AX"),
        ("at 12a Acacia Avenue", K.CONTACT, "12a Acacia Avenue"),
        # Births
        ("DOB 12/03/84", K.BIRTH, "DOB 12/03/84"),
        ("born on 12 March 2001", K.BIRTH, "born on 12 March 2001"),
        ("a man (03.11.1979)", K.BIRTH, "03.11.1979"),
        # Sensitive words and notes
        ("Deploy covert tactics", K.SENSITIVE, "covert"),
        ("OFFICIAL-SENSITIVE until agreed", K.SENSITIVE, "OFFICIAL-SENSITIVE"),
        ("the address of the refuge", K.SENSITIVE, "address of the refuge"),
        ("Funding TBC", K.INTERNAL, "TBC"),
        ("Thirty posts??", K.INTERNAL, "??"),
        ("DRAFT: not for publication", K.INTERNAL, "DRAFT"),
        ("see JB about this", K.INTERNAL, "see JB"),
        ("[insert figure] officers", K.INTERNAL, "[insert figure]"),
    ],
)  # fmt: skip
def test_what_should_not_go_out_is_found_where_it_stands(
    text: str, kind: AdviceKind, words: str
) -> None:
    assert (kind, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "DCI Rape; ACC Crime; Detective Superintendent, public protection; Chief Inspector Kent",
        "ACC Local Policing and the DI Stalking and Harassment, with the PC Training team",
        "The Chief Constable and the Police and Crime Commissioner for Gloucestershire agreed.",
        "Clare's Law and Sarah's Law; the Suzy Lamplugh Trust; Jo Cox House; the Casey Review",
        "Operation Soteria and Operation Encompass; the Operation Room; operation of the scheme",
        "Women in Northumbria, Tower Hamlets and Milton Keynes; Thames Valley and St Mary's",
        "Ask for Angela, Rape Crisis, Women's Aid, Karma Nirvana, Southall Black Sisters",
        "By 31 March 2026, under the Police Act 1996, in 2021/22 and after 17 September 2021",
        "The helpline 0808 2000 247; call 101 or 999; £1,250,000 over 3 years; 54% of 12,345",
        "We record date of birth, gender and ethnicity of all victims aged 18 or over.",
        "Draft agreed by the Gold Group; see DVDS policy; the IDVA to contact each victim",
        "A Green Paper. Annex B. Training in May. I will mark it. Grant funding in June.",
        "Increase Visible Patrols In Night-Time Hotspots And Publish The Upskirting Campaign",
    ],
)
def test_posts_places_laws_and_programmes_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_post_that_is_nobodys_title_may_be_a_name() -> None:
    posts = {"owner_posts": ["ACC crime", "Jon Stratford", "Obi Nwosu", "Kirkbride"]}
    one = {**content(""), "plan": posts}
    assert [each.words for each in advice(one, FRAMEWORK)] == [
        "Jon Stratford", "Obi Nwosu", "Kirkbride"
    ]  # fmt: skip


def test_it_reads_what_would_go_out_all_of_it_and_nothing_else() -> None:
    typed = {
        "title": "Ask Sarah", "description": "Ask Helen", "success_measure": "Ask Karen",
        "partners": ("Kevin Brown",), "due_words": "When Brenda agrees", "shaped_by": "Derek",
        "context": "Nigel says", "evidence": "Trevor has it", "owner_posts": ("ACC Kirk",),
    }  # fmt: skip
    actions = [
        Action("one", "plan-kent", "kent", reference="1", **typed),
        Action("two", "plan-kent", "kent", reference="2", publishable=False, **typed),
        Action("three", "plan-kent", "kent", reference="3", sensitive=True, **typed),
    ]
    plan = Plan("plan-kent", "kent", 1, 1, "Ask Wendy", "", "", ("Ask Cheryl",))
    record = Record(ON, ON, ())
    frozen = freeze(
        plan, actions, {a.id: judge(a, record, ON) for a in actions},
        {a.id: record for a in actions}, FRAMEWORK, number=0, audience=Audience.PUBLIC,
        sequence=1, judged_on=ON, note="Ask Gavin",
    )  # fmt: skip
    said = advice(frozen, FRAMEWORK)
    assert {each.words for each in said} == {
        "Sarah", "Helen", "Karen", "Kevin Brown", "Brenda", "Derek", "Wendy", "Cheryl", "Gavin"
    }  # fmt: skip
    assert {each.action_id for each in said} == {"one", None}
    assert said[0] == Advice(
        "Action 1: title", "one", "title", K.PERSON, "Sarah",
        "looks like a name: it is a person's name", "Ask ", "",
    )  # fmt: skip
    assert {e.place for e in said if e.action_id is None} == {
        "The plan: title", "The plan: local strands", "The version: note"
    }  # fmt: skip
    assert counted(said) == {K.PERSON: 9}


def test_a_word_that_the_plan_writes_small_is_a_word() -> None:
    one = content("The Zephyrion Quorvex meets here every month.")
    assert [e.words for e in advice(one, FRAMEWORK)] == ["Zephyrion Quorvex"]
    one["plan"] = {"summary": "A quorvex is a committee."}
    assert advice(one, FRAMEWORK) == []


ODD = st.text(
    st.sampled_from("aA .\n0/9'’-@?[x(éÉ\u00a0") | st.characters(codec="utf-8"), max_size=300
)


@settings(max_examples=100)
@given(st.lists(ODD | st.sampled_from(["ACC Kirk", "see JB", "Operation X", "DOB 1/1/70"])))
def test_no_text_breaks_it_and_what_it_tells_stands_there(parts: list[str]) -> None:
    text = " ".join(parts)
    flat = " ".join(text.split())
    for each in advice(content(text), FRAMEWORK):
        assert each.words in flat
        assert each.before in text
        assert each.after in text


@pytest.mark.parametrize(
    "piece",
    ["A", "a ", "Aa ", "A. ", "Mr ", "ACC ", "Sarah ", "0", "0 ", "01 ", "1/", "a@", "a.a@", "[",
     "Op ", "Operation A", "X-", "O'", "see ", "see A", "12 March ", "1 A A ", "crime ref ", "?x",
     "\n", "'s", "De"],
)  # fmt: skip
def test_the_longest_text_is_read_in_bounded_time_and_little_is_told(piece: str) -> None:
    text = (piece * 30_000)[:30_000]
    begun = time.process_time()
    told = advice(content(text), FRAMEWORK)
    # Far above what it takes, far below what a pattern that goes back and back would.
    assert time.process_time() - begun < 5
    assert len(told) <= MOST
