"""Share and publish: submitted by one person, approved by another, published as it was approved."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, go
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.people import Role
from vawg_plans.services import publishing
from vawg_plans.views import session

PAGE = "pages/force/sharing.py"
LEAD, CHAIR = persona(Role.STRATEGIC_LEAD, "kent"), persona(Role.GOLD_CHAIR, "kent")


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label.startswith(label)).click()
    return at.run()


def labels(at: AppTest) -> set[str]:
    return {b.label for b in at.button}


def test_a_plan_is_submitted_approved_and_published_by_two_people(
    small_copy: Path, visit: Visit
) -> None:
    lead, chair = visit(small_copy, LEAD, PAGE), visit(small_copy, CHAIR, PAGE)
    assert_sound(lead)
    assert not any("ubmit" in label for label in labels(chair))
    lead.text_input[0].set_value("Agreed ![x](http://example.org/x.png)")
    press(lead, "Submit")
    assert_sound(lead)
    assert "The Gold Group chair is next" in said(lead)
    assert "Approve it for publication" not in labels(lead)
    start = visit(small_copy, CHAIR)
    assert "waits for your approval" in said(start)
    go(chair, PAGE)
    assert_sound(chair)
    assert "What would change for the public" in said(chair)
    # The chair looks at the form while another one decides: told, and nothing of it is taken.
    other = visit(small_copy, CHAIR, PAGE)
    post = next(i for i in chair.text_input if "post" in i.label)
    assert post.value == "Assistant chief constable, crime", "as the version before was approved"
    post.set_value("")
    press(chair, "Approve it for publication")
    assert "Name the post" in chair.error[0].value
    next(i for i in chair.text_input if "post" in i.label).set_value("ACC Crime")
    press(chair, "Approve it for publication")
    assert_sound(chair)
    assert not chair.warning
    press(other, "Send it back")
    assert_sound(other)
    assert "changed while you had it open: approved by" in other.warning[0].value
    go(lead, PAGE)
    press(lead, "Publish it as version")
    assert "Tick that you have looked" in lead.error[0].value
    lead.checkbox[0].check()
    press(lead, "Publish it as version")
    assert_sound(lead)
    assert "Approved by ACC Crime" in said(lead)
    store, framework = session.opened(str(small_copy))
    newest = publishing.reviews_of(store, LEAD, "kent")[0]
    assert newest.state is publishing.ReviewState.PUBLISHED
    # And withdrawn.
    next(i for i in lead.text_input if i.label.startswith("Why")).set_value("By mistake")
    next(c for c in lead.checkbox if "brought back" in c.label).check()
    press(lead, "Withdraw it")
    assert_sound(lead)
    assert "Withdrawn on" in said(lead)
    assert framework
