"""The plan in pictures and the highlight report, as their readers use them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, go
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.answers import ASKED_OF_CHIEFS, Choice
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.people import Role
from vawg_plans.services.answers import answer
from vawg_plans.services.plans import open_plan
from vawg_plans.views import highlight, session
from vawg_plans.views.pictures import PICTURES

KENT = persona(Role.STRATEGIC_LEAD, "kent")
PAGES = ("pages/force/pictures.py", "pages/force/highlight.py")
CHARTS = {
    "due": "fall due in the next 90 days",
    "timeline": "The picture has 40 actions",
    "progress": "of the plan is complete, up from",
    "parts": "live actions complete and",
}


def test_one_picture_is_drawn_at_a_time_each_with_its_table(looked_at: Path, visit: Visit) -> None:
    for picture, label in PICTURES.items():
        at = visit(looked_at, KENT, PAGES[0], picture=label)
        assert_sound(at)
        assert len(at.get("plotly_chart")) == len(at.get("table")) == 1
        assert CHARTS[picture] in said(at), picture


def test_filters_and_the_day_are_read_from_the_address(looked_at: Path, visit: Visit) -> None:
    store, framework = session.opened(str(looked_at))
    day = today() - dt.timedelta(days=40)
    then = open_plan(store, framework, KENT, "kent", as_of=day)
    at = visit(looked_at, KENT, PAGES[0], on=day.isoformat(), only="Late", p="Prevent")
    assert_sound(at)
    count = sum(then.judged[a.id].late and a.lead_p == "prevent" for a in then.actions)
    assert count > 0
    assert f"{count} of {len(then.actions)} actions" in said(at)
    assert in_words(day) in said(at)
    query = {"on": day.isoformat(), "picture": PICTURES["progress"], "only": "Slipped"}
    at = visit(looked_at, KENT, PAGES[0], **query)
    assert_sound(at)
    assert "wherever they stood then" in said(at)
    # Nothing fits, or there was nothing yet: said so, and nothing is drawn.
    long_ago = (today() - dt.timedelta(days=900)).isoformat()
    at = visit(looked_at, KENT, PAGES[0], on=long_ago)
    assert "no actions on that day" in at.info[0].value
    assert not at.get("plotly_chart")


def test_an_empty_plan_says_so_and_where_to_begin(looked_at: Path, visit: Visit) -> None:
    at = visit(looked_at, persona(Role.STRATEGIC_LEAD, "gloucestershire"))
    for page in PAGES:
        go(at, page)
        assert_sound(at)
        assert "There are no actions yet" in at.info[0].value
        assert not at.get("plotly_chart")


def heads(at: AppTest) -> list[str]:
    return [h.value for h in at.subheader]


def test_the_report_says_where_what_moved_what_is_late_and_what_is_asked(
    looked_at: Path, visit: Visit
) -> None:
    at = visit(looked_at, persona(Role.GOLD_MEMBER, "kent"), PAGES[1])
    assert_sound(at)
    where, asked, moved, late, due = heads(at)
    assert moved.startswith("What moved since version ")
    assert (where, asked) == ("Where the plan is", "What is asked of chief officers")
    assert (late, due) == ("What is late or off track", "What is due in the next 30 days")
    assert "OFFICIAL-SENSITIVE" in said(at)
    store, framework = session.opened(str(looked_at))
    opened = open_plan(store, framework, KENT, "kent")
    figures, *tables = (t.value for t in at.table if "same figures" not in str(t))
    assert figures["Live actions"][0] == f"{len(opened.actions):,}"
    assert figures["Late"][0] == f"{len(opened.late):,}"
    assert all(len(t) <= highlight._MOST for t in tables if "Why" in t or "What moved" in t)
    # Reading is for the whole Gold Group; writing what is asked is not.
    assert not at.text_area
    assert not [b.label for b in at.button if "Save" in b.label]


def test_the_period_is_in_the_address(looked_at: Path, visit: Visit) -> None:
    month_ago, earlier = (today() - dt.timedelta(days=days) for days in (30, 80))
    for query, since in (
        ({"since": highlight._SINCE["days"]}, month_ago),
        ({"since": highlight._SINCE["day"], "from": earlier.isoformat()}, earlier),
    ):
        at = visit(looked_at, KENT, PAGES[1], **query)
        assert_sound(at)
        assert f"What moved since {in_words(since)}" in heads(at), urlencode(query)
    # A day of the past: as it stood, and nothing is written there.
    at = visit(looked_at, KENT, PAGES[1], on=month_ago.isoformat())
    assert f"As at **{in_words(month_ago)}**" in said(at)
    assert not at.text_area


def test_what_is_asked_is_written_in_place_and_of_two_writers_both_are_shown(
    own_copy: Path, visit: Visit
) -> None:
    at = visit(own_copy, KENT, PAGES[1])
    store, framework = session.opened(str(own_copy))
    now = open_plan(store, framework, KENT, "kent").answers.get(ASKED_OF_CHIEFS)
    read = now.revision if now else 0
    answer(
        store, framework, KENT, "kent", ASKED_OF_CHIEFS, Choice.RESPONDED, "Theirs",
        read_revision=read,
    )  # fmt: skip

    def save() -> None:
        next(b for b in at.button if b.label == "Save what is asked").click().run()

    at.text_area[0].input("Agree *two* posts")
    save()
    assert "Somebody else answered this" in at.error[0].value
    assert "Theirs" in said(at)
    assert at.text_area[0].value == "Agree *two* posts"
    save()
    assert_sound(at)
    # As it was typed, and no mark-up.
    assert any("Agree \\*two\\* posts" in m.value for m in at.markdown)


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_of_no_force_has_neither_page(page: str, looked_at: Path, visit: Visit) -> None:
    at = visit(looked_at, persona(Role.READER))
    with pytest.raises(ValueError, match=r"registered|find"):
        at.switch_page(page)
