"""What a version freezes, for whom, and what it leaves out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from vawg_plans.domain.actions import (
    Action,
    DeliveryStatus,
    ImportedFrom,
    InspectorateStatus,
    Tag,
    TagKind,
)
from vawg_plans.domain.canonical import canonical_json, digest
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.freezing import freeze, in_words, judging_date
from vawg_plans.domain.plans import Audience, Plan
from vawg_plans.domain.rules import DueChange, Record, judge
from vawg_plans.store.framework_files import read_framework

ON = dt.date(2022, 6, 30)
PLAN = Plan("plan-kent", "kent", 3, 9, "Our plan", "Why", "ACC crime", ("People", "Places"))
# Everything that a force may type, each with words that stand nowhere else.
TYPED: dict[str, Any] = {
    "reference": "typed-reference",
    "title": "typed-title",
    "description": "typed-description",
    "local_strand": "typed-strand",
    "owner_posts": ("typed-owner",),
    "partners": ("typed-partner",),
    "due_words": "typed-due",
    "success_measure": "typed-measure",
    "evidence": "typed-evidence",
    "context": "typed-context",
    "shaped_by": "typed-shaped",
    "equality_impact": "typed-equality",
    "progress_note": "typed-note",
}
FULL = Action(
    "act-1",
    "plan-kent",
    "kent",
    revision=4,
    sequence=8,
    tags=(
        Tag(TagKind.P, "protect", lead=True, accepted_by="person-ann", words="typed-tag-words"),
        Tag(TagKind.AREA, "victims", accepted_by="person-ann"),
        Tag(TagKind.AREA, "powers", accepted_by="person-ann"),
        Tag(TagKind.AREA, "capability", words="training"),
        Tag(TagKind.RECOMMENDATION, "vawg-4.1", accepted_by="person-ann"),
    ),
    start=dt.date(2022, 1, 1),
    due=dt.date(2022, 6, 1),
    status=DeliveryStatus.AT_RISK,
    percent=40,
    inspectorate_status=InspectorateStatus.BEING_PROGRESSED,
    imported=ImportedFrom("typed-file.xlsx", "typed-sheet", "1", 0, {"title": "typed-import"}),
    **TYPED,
)
RECORD = Record(dt.date(2022, 1, 1), dt.date(2022, 6, 20), (DueChange(ON, ON.replace(month=7)),))


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework()


def frozen(
    framework: Framework, *actions: Action, audience: Audience = Audience.NATIONAL
) -> dict[str, Any]:
    return freeze(
        PLAN,
        actions,
        {a.id: judge(a, RECORD, ON) for a in actions},
        {a.id: RECORD for a in actions},
        framework,
        number=2,
        audience=audience,
        sequence=9,
        judged_on=ON,
        note="For the board",
    )


@pytest.mark.parametrize(
    ("audience", "publishable", "sensitive", "words"),
    [
        (Audience.NATIONAL, True, False, True),
        (Audience.NATIONAL, False, False, True),
        (Audience.NATIONAL, True, True, False),
        (Audience.NATIONAL, False, True, False),
        (Audience.PUBLIC, True, False, True),
        (Audience.PUBLIC, False, False, False),
        (Audience.PUBLIC, True, True, False),
        (Audience.PUBLIC, False, True, False),
    ],
)
def test_words_leave_the_force_only_where_nothing_holds_them_back(
    framework: Framework, audience: Audience, publishable: bool, sensitive: bool, words: bool
) -> None:
    action = replace(FULL, publishable=publishable, sensitive=sensitive)
    assert in_words(action, audience) is words
    [row] = frozen(framework, action, audience=audience)["actions"]
    assert row["in_words"] is words
    assert ("title" in row) is words
    # Counted either way.
    assert (row["status"], row["calculated"], row["late"]) == ("at_risk", "off_track", True)
    assert (row["accepted_lead_p"], row["accepted_areas"]) == ("protect", ["powers", "victims"])


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("field", TYPED)
def test_nothing_that_was_typed_of_a_sensitive_action_is_frozen(
    framework: Framework, field: str, audience: Audience
) -> None:
    secret = replace(FULL, sensitive=True)
    typed = TYPED[field] if isinstance(TYPED[field], str) else TYPED[field][0]
    assert typed not in canonical_json(frozen(framework, secret, audience=audience))


@pytest.mark.parametrize("field", ["evidence", "context", "owner_posts"])
def test_a_public_version_holds_no_owner_and_no_working_words(
    framework: Framework, field: str
) -> None:
    [row] = frozen(framework, FULL, audience=Audience.PUBLIC)["actions"]
    assert field not in row
    assert {"publishable", "sensitive", "revision"} & set(row) == set()
    [row] = frozen(framework, FULL, audience=Audience.NATIONAL)["actions"]
    assert field in row


def test_a_public_version_only_counts_what_it_holds_back(framework: Framework) -> None:
    secret = replace(FULL, sensitive=True)
    [row] = frozen(framework, secret, audience=Audience.PUBLIC)["actions"]
    assert sorted(row) == sorted(
        [
            "id",
            "in_words",
            "accepted_lead_p",
            "accepted_areas",
            "status",
            "calculated",
            "late",
            "stale",
            "slips",
        ]
    )


@pytest.mark.parametrize("hidden", ["typed-tag-words", "typed-note", "typed-import", "person-ann"])
def test_who_accepted_a_tag_and_where_it_was_read_are_not_frozen(
    framework: Framework, hidden: str
) -> None:
    assert hidden not in canonical_json(frozen(framework, FULL))


def test_the_words_of_an_action_are_frozen_with_the_names_its_codes_had(
    framework: Framework,
) -> None:
    [row] = frozen(framework, FULL)["actions"]
    for name, typed in TYPED.items():
        if name != "progress_note":
            assert row[name] == (typed if isinstance(typed, str) else list(typed))
    assert [(t["kind"], t["code"], t["name"], t["lead"]) for t in row["tags"]] == [
        ("p", "protect", framework.ps["protect"].name, True),
        ("area", "victims", framework.areas["victims"].name, False),
        ("area", "powers", framework.areas["powers"].name, False),
        ("recommendation", "vawg-4.1", framework.recommendations["vawg-4.1"].label, False),
    ]
    assert (row["start"], row["due"], row["last_progress_on"]) == (
        "2022-01-01",
        "2022-06-01",
        "2022-06-20",
    )
    assert (row["percent"], row["slips"], row["slipped_days"]) == (40, 1, 30)
    assert row["reasons"] == list(judge(FULL, RECORD, ON).reasons)


def test_a_suggested_tag_is_in_no_version(framework: Framework) -> None:
    suggested = replace(FULL, tags=tuple(replace(t, accepted_by=None) for t in FULL.tags))
    [row] = frozen(framework, suggested)["actions"]
    assert (row["accepted_lead_p"], row["accepted_areas"], row["tags"]) == (None, [], [])


def test_a_withdrawn_action_is_in_no_version(framework: Framework) -> None:
    assert frozen(framework, replace(FULL, withdrawn=True))["actions"] == []


def test_missing_stays_missing(framework: Framework) -> None:
    bare = Action("act-2", "plan-kent", "kent", title="Bare")
    [row] = frozen(framework, bare)["actions"]
    assert (row["percent"], row["start"], row["due"], row["accepted_lead_p"]) == (None,) * 4


def test_the_version_says_what_it_is(framework: Framework) -> None:
    content = frozen(framework, audience=Audience.PUBLIC)
    about = {k: v for k, v in content.items() if k not in ("plan", "actions", "names")}
    assert about == {
        "format": 2,
        "force": "kent",
        "force_name": framework.forces["kent"].name,
        "number": 2,
        "audience": "public",
        "moment": 9,
        "judged_on": "2022-06-30",
        "note": "For the board",
        "answers": [],
    }
    assert content["plan"] == {
        "revision": 3,
        "title": "Our plan",
        "summary": "Why",
        "lead_post": "ACC crime",
        "local_strands": ["People", "Places"],
    }


def test_what_is_frozen_is_plain_json_and_keeps_its_digest_when_read_back(
    framework: Framework,
) -> None:
    content = frozen(framework, FULL, replace(FULL, id="act-2", sensitive=True))
    assert json.loads(canonical_json(content)) == content
    assert digest(json.loads(canonical_json(content))) == digest(content)


def test_a_version_is_judged_at_the_day_in_london_on_which_it_is_made() -> None:
    assert judging_date(dt.datetime(2022, 7, 31, 23, 30)) == dt.date(2022, 8, 1)
    assert judging_date(dt.datetime(2022, 1, 31, 23, 30)) == dt.date(2022, 1, 31)
