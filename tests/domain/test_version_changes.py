"""What changed between two versions: in words, bounded, and nothing internal to the public."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vawg_plans.domain.actions import Action, DeliveryStatus, InspectorateStatus, Tag, TagKind
from vawg_plans.domain.answers import Answer, Answers, Choice
from vawg_plans.domain.canonical import canonical_json
from vawg_plans.domain.details import Milestone
from vawg_plans.domain.freezing import freeze
from vawg_plans.domain.plans import Audience, Plan
from vawg_plans.domain.rules import Record, judge
from vawg_plans.domain.told_changes import MOST, Group, grouped
from vawg_plans.domain.version_changes import changes
from vawg_plans.store.framework_files import read_framework

FRAMEWORK = read_framework()
ON = dt.date(2026, 3, 1)
PLAN = Plan("plan-kent", "kent", 3, 9, "Our plan", "Why", "ACC crime", ("People", "Places"))
ONE = Action(
    "one", "plan-kent", "kent", reference="2.3", title="Train every officer",
    tags=(Tag(TagKind.P, "prepare", lead=True, accepted_by="ann"),),
    due=dt.date(2026, 3, 31), status=DeliveryStatus.ON_TRACK, owner_posts=("ACC crime",),
)  # fmt: skip
NAME = "Action 2.3 ‘Train every officer’"


def content(
    *actions: Action,
    audience: Audience = Audience.PUBLIC,
    plan: Plan = PLAN,
    answers: Answers | None = None,
) -> dict[str, Any]:
    record = Record(dt.date(2026, 1, 1), dt.date(2026, 2, 20), ())
    frozen = freeze(
        plan, actions, {a.id: judge(a, record, ON) for a in actions},
        {a.id: record for a in actions}, FRAMEWORK, number=2, audience=audience, sequence=9,
        judged_on=ON, note="", answers=answers,
    )  # fmt: skip
    # As it is read back from the database.
    found: dict[str, Any] = json.loads(canonical_json(frozen))
    return found


def told(before: Any, after: Any) -> list[str]:
    return [c.sentence for c in changes(before, after)]


@pytest.mark.parametrize(
    ("changed", "group", "sentence"),
    [
        ({"due": dt.date(2026, 6, 30)}, Group.DATES,
         "due moved from 31 March 2026 to 30 June 2026 (91 days later)."),
        ({"due": dt.date(2026, 3, 30)}, Group.DATES,
         "due moved from 31 March 2026 to 30 March 2026 (1 day earlier)."),
        ({"due": None, "due_words": "Ongoing"}, Group.DATES,
         "no longer due on 31 March 2026, but ‘Ongoing’."),
        ({"status": DeliveryStatus.AT_RISK}, Group.STATUS,
         "at risk (amber), before on track (green)."),
        ({"inspectorate_status": InspectorateStatus.CLOSED}, Group.INSPECTORATE,
         "closed, before not recorded."),
        ({"milestones": (Milestone("m", "Pilot", ON),)}, Group.MILESTONES,
         "new milestone ‘Pilot’, due 1 March 2026."),
        ({"success_measure": "Nine in ten"}, Group.WORDS, "success measure added."),
        ({"description": "x" * 200}, Group.WORDS, "description added."),
        ({"partners": ("Refuge",)}, Group.WORDS, "partners now with Refuge."),
        ({"tags": (Tag(TagKind.P, "prevent", lead=True, accepted_by="a"),)}, Group.WORDS,
         "lead P now with Prevent and without Prepare."),
    ],
)  # fmt: skip
def test_a_change_of_an_action_is_told_in_a_sentence(
    changed: dict[str, Any], group: Group, sentence: str
) -> None:
    found = changes(content(ONE), content(replace(ONE, **changed)), FRAMEWORK)
    assert [(c.group, c.sentence, c.action_id) for c in found] == [
        (group, f"{NAME}: {sentence}", "one")
    ]


def test_complete_and_reopened_stand_apart_and_are_counted() -> None:
    done = replace(ONE, status=DeliveryStatus.COMPLETE, evidence="Minutes")
    assert told(content(ONE), content(done)) == [
        "1 action complete; 0 before.",
        f"{NAME}, before on track (green).",
    ]
    found = grouped(changes(content(done), content(ONE), FRAMEWORK))
    assert list(found) == [Group.OVERALL, Group.REOPENED]


def test_percentages_are_counted_and_not_told_one_by_one() -> None:
    two = replace(ONE, id="two", percent=50)
    later = [replace(ONE, percent=40), replace(two, percent=30)]
    assert told(content(ONE, two), content(*later)) == [
        "1 action of the same status reports more done than before.",
        "1 action of the same status reports less done than before.",
    ]


def test_new_and_gone_actions_are_named_and_the_plan_is_counted() -> None:
    two = replace(ONE, id="two", reference="", title="Ask victims", due=None)
    assert told(content(ONE), content(two)) == [
        "Action ‘Ask victims’: on track (green), with no date.",
        f"{NAME}.",
    ]
    assert told(content(ONE), content(ONE, two))[0] == "2 actions in the plan; 1 before."
    assert told(None, content(ONE, two)) == ["The first version: 2 actions, 0 complete."]


@pytest.mark.parametrize("held", [{"publishable": False}, {"sensitive": True}])
def test_what_is_held_back_since_is_counted_and_never_named(held: dict[str, bool]) -> None:
    found = told(content(ONE), content(replace(ONE, **held)))
    assert found == ["1 action told in words before, counted and not told now."]


def test_the_public_never_learns_what_only_the_national_lead_had_read() -> None:
    secret = {"title": "SECRET title", "description": "SECRET", "evidence": "SECRET"}
    answers = {
        "plan:consulted": Answer("p", "kent", "plan:consulted", choice=Choice.RESPONDED, words="x")
    }
    before = content(
        replace(ONE, publishable=False, **secret), audience=Audience.NATIONAL, answers=answers
    )
    found = told(before, content(ONE))
    assert found == [f"{NAME}: told in words for the first time, on track (green), due 31 March "
                     "2026."]  # fmt: skip
    internal = {"owner_posts": ("X",), "evidence": "X", "context": "X"}
    assert told(content(ONE), content(replace(ONE, **internal))) == []
    national = [content(a, audience=Audience.NATIONAL) for a in (ONE, replace(ONE, **internal))]
    assert "owner posts now with X and without ACC crime" in told(*national)[0]


def test_answers_and_the_plan_itself_are_told_by_what_they_are_called() -> None:
    question = "recommendation:vawg-3.2"
    answer = Answer("p", "kent", question, choice=Choice.RESPONDED, words="Done")
    first, then = content(answers={question: answer}), content(plan=replace(PLAN, title="A plan"))
    assert told(first, then) == [
        "Response to VAWG 3.2: taken back.",
        "Title ‘A plan’, before ‘Our plan’.",
    ]
    reworded = content(answers={question: replace(answer, words="Nearly")})
    assert told(first, reworded) == ["Response to VAWG 3.2: reworded."]


def test_a_thousand_changes_are_bounded_and_the_rest_is_counted() -> None:
    many = [replace(ONE, id=str(n), title="word " * 60) for n in range(300)]
    later = [replace(a, due=dt.date(2026, 7, 1), description="y" * 5_000) for a in many]
    found = grouped(changes(content(*many), content(*later), FRAMEWORK))
    assert [len(each) for each in found.values()] == [MOST + 1, MOST + 1]
    assert found[Group.DATES][-1].sentence == f"And {300 - MOST} more."
    assert all(len(c.sentence) < 600 for each in found.values() for c in each)


ACTIONS = st.builds(
    Action,
    id=st.sampled_from(["one", "two", "three"]),
    plan_id=st.just("plan-kent"),
    force_id=st.just("kent"),
    reference=st.sampled_from(["", "1"]),
    title=st.sampled_from(["Train", "Ask"]),
    description=st.sampled_from(["", "INTERNAL" * 3]),
    evidence=st.sampled_from(["", "EVIDENCE"]),
    due=st.sampled_from([None, ON, dt.date(2026, 9, 1)]),
    status=st.sampled_from(DeliveryStatus),
    publishable=st.booleans(),
    sensitive=st.booleans(),
)
PLANS = st.lists(ACTIONS, max_size=3, unique_by=lambda a: a.id)


@settings(max_examples=150)
@given(PLANS, PLANS, st.sampled_from(Audience), st.sampled_from(Audience))
def test_any_two_versions_compare_and_the_same_one_has_not_changed(
    before: list[Action], after: list[Action], first: Audience, second: Audience
) -> None:
    was, now = content(*before, audience=first), content(*after, audience=second)
    assert changes(now, now, FRAMEWORK) == ()
    found = changes(was, now, FRAMEWORK)
    in_words = {a["id"]: a for a in now["actions"] if a["in_words"]}
    assert {c.action_id for c in found if c.action_id} <= set(in_words)
    if second is Audience.PUBLIC:
        assert not any("EVIDENCE" in c.sentence for c in found)
