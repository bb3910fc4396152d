"""A meeting of the Gold Group on its pages: prepared, presented, followed, closed; the log."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, go
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.comments import Asks
from vawg_plans.domain.decisions import DecisionState
from vawg_plans.domain.meetings import MeetingState
from vawg_plans.domain.people import Role
from vawg_plans.services.actions import action_history
from vawg_plans.services.agendas import meetings_of
from vawg_plans.services.closing import minutes_of
from vawg_plans.services.comments import comments_of, say
from vawg_plans.services.decisions import decisions_of
from vawg_plans.views import session

LEAD, CHAIR, MEMBER = (
    persona(role, "surrey") for role in (Role.STRATEGIC_LEAD, Role.GOLD_CHAIR, Role.GOLD_MEMBER)
)
LIST, ONE, LOG = (f"pages/gold_group/{n}.py" for n in ("meetings", "meeting", "decisions"))


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label and not b.disabled).click()
    at.run()
    assert_sound(at)
    return at


def test_a_meeting_is_prepared_presented_followed_and_closed(own_copy: Path, visit: Visit) -> None:
    at = visit(own_copy, LEAD, LIST)
    store, framework = session.opened(str(own_copy))
    before = meetings_of(store, LEAD, "surrey")
    if not any(m.state is MeetingState.PLANNED for m in before):
        press(at, "Plan the meeting")
    rows = [b.key.partition("_")[2] for b in at.button if (b.key or "").startswith("drop_")]
    assert len(rows) > 3
    at.button(key=f"drop_{rows[1]}").click().run()
    at.button(key=f"down_{rows[0]}").click().run()
    next(t for t in at.text_input if t.label.startswith("Add an item")).set_value("Staffing")
    press(at, "Add it")
    assert "Taken off the agenda (1)" in [e.label for e in at.expander]
    second = rows[2].removeprefix("action:")
    asked = {"action_id": second, "asks": Asks.DECISION}
    later = say(store, framework, MEMBER, "surrey", "And who pays?", **asked)
    press(press(at, "Begin the meeting"), "Begin now")
    meeting = next(m for m in meetings_of(store, LEAD, "surrey") if m.is_open)
    keys = [i.key for i in meeting.items]
    assert keys[:2] == [rows[2], rows[0]]
    assert meeting.items[-1].heading == "Staffing"

    # Presented: the first item with its action, a decision, minutes, and the action in place.
    at = visit(own_copy, LEAD, ONE, meeting=meeting.id, present="1")
    assert at.title[0].value == "Where do we stand?"
    press(at, "Next")
    first = meeting.items[0]
    assert first.action_id
    assert first.heading[:20] in said(at)
    assert "From the record" in said(at)
    written = {t.label: t for t in at.text_area}
    written["What is decided"].set_value("Fund two posts")
    questions = next(m for m in at.multiselect if m.label == "Questions it answers")
    questions.unselect(f"comment:{later.id}")
    press(at, "Record the decision")
    waiting = [t.comment for t in comments_of(store, LEAD, "surrey", action_id=second)]
    assert [c.id for c in waiting if c.awaits_decision] == [later.id]
    next(t for t in at.text_area if t.label == "Minutes of this item").set_value("Agreed by all.")
    press(at, "Save the minutes")
    next(t for t in at.text_input if t.label.startswith("What has happened")).set_value("Moved on")
    press(at, "Change the action")
    history = action_history(store, LEAD, first.action_id)
    assert history[0].action.progress_note == "Moved on"

    # Followed by a member, on the same item and without a form; who looks around comes back.
    other = visit(own_copy, MEMBER, ONE, meeting=meeting.id)
    assert_sound(other)
    assert first.heading[:20] in said(other)
    assert "Decision 1" in said(other) or "Fund two posts" in said(other)
    assert "Agreed by all." in said(other)
    assert not other.text_area
    press(other, "Next")
    assert meeting.items[1].heading[:20] in said(other)
    press(other, "Back to what is shown")
    other.run()
    assert first.heading[:20] in said(other)

    # Closed, once that was confirmed.
    go(at, ONE, meeting=meeting.id, present="1", item="closing")
    press(press(at, "Close the meeting"), "Close it now")
    at = visit(own_copy, MEMBER, ONE, meeting=meeting.id)
    assert at.title[0].value == f"What did meeting {meeting.number} decide?"
    assert "Agreed by all." in said(at)
    content = minutes_of(store, MEMBER, meeting.id).content
    assert [d["words"] for d in content["decisions"]] == ["Fund two posts"]

    # The log: what came of it; a dropped one needs its reason.
    at = visit(own_copy, CHAIR, LOG, decided="Fund two posts")
    assert_sound(at)
    press(at, "Settle it")
    at.radio[0].set_value(DecisionState.DROPPED)
    next(b for b in at.button if b.label.startswith("Save decision")).click()
    at.run()
    assert "Say why the decision is dropped" in at.error[0].value
    at.text_area[0].set_value("No money.")
    next(b for b in at.button if b.label.startswith("Save decision")).click()
    at.run()
    assert_sound(at)
    decided = next(d for d in decisions_of(store, LEAD, "surrey") if d.words == "Fund two posts")
    assert (decided.state, decided.outcome) == (DecisionState.DROPPED, "No money.")
    assert "No money." in said(visit(own_copy, MEMBER, LOG, which="Dropped"))


def test_a_meeting_of_another_force_cannot_be_named(looked_at: Path, visit: Visit) -> None:
    visit(looked_at, LEAD)
    at = visit(looked_at, persona(Role.STRATEGIC_LEAD, "kent"), ONE, meeting="nobody-knows")
    assert_sound(at)
    assert at.title[0].value == "Which meeting do you mean?"


def test_a_member_is_offered_nothing_to_arrange(looked_at: Path, visit: Visit) -> None:
    at = visit(looked_at, MEMBER, LIST)
    assert_sound(at)
    assert not at.text_input
    assert not [b for b in at.button if (b.key or "").startswith(("up_", "drop_"))]
