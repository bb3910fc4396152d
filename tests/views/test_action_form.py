"""Mapping an action in a form: what stays as it was, and what is chosen anew."""

from __future__ import annotations

import pytest

from vawg_plans.domain.actions import Action, Tag, TagKind
from vawg_plans.domain.framework import Framework
from vawg_plans.store.framework_files import read_framework
from vawg_plans.views import action_form
from vawg_plans.views.action_fields import retagged

SUGGESTED = Tag(TagKind.P, "protect", lead=True, words="safeguard")
ACCEPTED = Tag(TagKind.AREA, "victims", accepted_by="another")
PILLAR = Tag(TagKind.PILLAR, "perpetrators", accepted_by="another")
ACTION = Action(
    id="one", plan_id="p", force_id="kent", title="A title", tags=(SUGGESTED, ACCEPTED, PILLAR)
)


def test_tags_left_as_they_were_stay_suggested_or_accepted() -> None:
    tags = retagged(ACTION, "me", "protect", [], {TagKind.AREA: ["victims"]})
    assert tags == ACTION.tags


def test_a_tag_chosen_by_hand_is_accepted_by_who_chose_it() -> None:
    tags = retagged(ACTION, "me", "pursue", [], {TagKind.AREA: ["victims", "powers"]})
    assert Tag(TagKind.P, "pursue", lead=True, accepted_by="me") in tags
    assert Tag(TagKind.AREA, "powers", accepted_by="me") in tags
    assert ACCEPTED in tags
    assert SUGGESTED not in tags


def test_kinds_not_asked_about_are_kept_and_those_emptied_are_not() -> None:
    tags = retagged(ACTION, "me", None, [], {TagKind.AREA: []})
    assert tags == (PILLAR,)


def test_the_lead_p_is_not_also_a_supporting_one() -> None:
    tags = retagged(ACTION, "me", "protect", ["protect", "pursue"], {})
    assert [(t.code, t.lead) for t in tags if t.kind is TagKind.P] == [
        ("protect", True),
        ("pursue", False),
    ]


def test_a_lead_p_made_a_supporting_one_is_a_choice_of_its_own() -> None:
    tags = retagged(ACTION, "me", "pursue", ["protect"], {})
    assert Tag(TagKind.P, "protect", lead=False, accepted_by="me") in tags


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework()


def test_a_code_from_an_address_must_be_of_the_framework(framework: Framework) -> None:
    blank = Action(id="new", plan_id="", force_id="kent")
    assert action_form.with_tag(blank, TagKind.AREA, "victims", "me", framework).areas == (
        "victims",
    )
    assert action_form.with_tag(blank, TagKind.P, "pursue", "me", framework).lead_p == "pursue"
    for nothing in (None, "", "atlantis"):
        assert action_form.with_tag(blank, TagKind.AREA, nothing, "me", framework) == blank
