"""What a plan lacks, a line a thing: what readiness says, no less and no more."""

from __future__ import annotations

from collections import Counter

from tests.domain.test_readiness import FRAMEWORK, SPARE, Plan, sound, with_spare, without
from vawg_plans.domain.lacking import THE_PLAN, lacks
from vawg_plans.domain.readiness import findings


def test_a_sound_plan_lacks_nothing() -> None:
    assert lacks(sound(), FRAMEWORK) == []


def test_each_finding_has_a_line_for_each_thing_it_is_of_in_the_same_order() -> None:
    for plan in (Plan([], {}), without("powers.prevent"), with_spare(owner_posts=(), due=None)):
        found = findings(plan, FRAMEWORK)
        lines = lacks(plan, FRAMEWORK)
        assert list(dict.fromkeys(line.code for line in lines)) == [f.code for f in found]
        expected = {f.code: len(f.action_ids) + len(f.cells) + len(f.questions) or 1 for f in found}
        assert Counter(line.code for line in lines) == expected
    assert lacks(Plan([], {}), FRAMEWORK)[0].where == THE_PLAN


def test_vague_words_are_named_beside_the_action_that_has_them() -> None:
    plan = with_spare(reference="7", title="Explore options as appropriate")
    (line,) = [one for one in lacks(plan, FRAMEWORK) if one.code == "vague"]
    assert line.where.startswith("7 Explore options as appropriate\nTitle: “")


def test_what_other_actions_lack_can_be_left_out_and_what_the_plan_lacks_stays() -> None:
    plan = with_spare(owner_posts=())
    plan.answers.clear()
    whole, without_it = lacks(plan, FRAMEWORK), lacks(plan, FRAMEWORK, only=["powers.prevent"])
    assert {one.action_id for one in whole} == {"", SPARE}
    assert without_it == [one for one in whole if not one.action_id]
