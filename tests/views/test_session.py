"""Who is at the screen, and where a persona may be taken on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import REPOSITORY, copied
from vawg_plans.cookies import PERSONA
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.permissions import Permission
from vawg_plans.errors import NotAllowed
from vawg_plans.store.store import Store
from vawg_plans.views import session, shell


def asked_for(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], address: str | None = "127.0.0.1"
) -> None:
    """A visit with these headers to a server that listens at this address."""
    lower = {name.lower(): value for name, value in headers.items()}
    found = SimpleNamespace(get=lambda name: lower.get(name.lower()))
    monkeypatch.setattr(session.st, "context", SimpleNamespace(headers=found))
    monkeypatch.setattr(session.st, "get_option", lambda name: address)


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8501", "127.0.0.1:8501", "127.1.2.3", "[::1]:8501", "[::1]"],
)
def test_a_direct_visit_on_this_machine(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for(monkeypatch, {"Host": host})
    assert session.on_loopback()


@pytest.mark.parametrize(
    "host",
    [
        "plans.force.example",
        "192.168.1.5:8501",
        "localhost.evil.example:8501",
        "127.0.0.1.nip.io",
        "[2001:db8::1]:8501",
        "0.0.0.0:8501",
        "localhost@evil.example",
    ],
)
def test_another_name_is_not_this_machine(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a name that resolves to loopback: a page elsewhere could have the browser ask for it."""
    asked_for(monkeypatch, {"Host": host})
    assert not session.on_loopback()


@pytest.mark.parametrize(
    "header",
    ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Via"],
)
def test_a_forwarded_visit_comes_from_elsewhere(
    header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for(monkeypatch, {"Host": "localhost", header: "127.0.0.1"})
    assert not session.on_loopback()


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.5", "plans.example"])
def test_a_server_open_to_others_is_not_on_loopback(
    address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit listens everywhere when no address is set."""
    asked_for(monkeypatch, {"Host": "localhost"}, address)
    assert not session.on_loopback()


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "::1"])
def test_a_server_on_loopback(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for(monkeypatch, {"Host": "localhost"}, address)
    assert session.on_loopback()


def test_pages_of_a_force_are_refused_to_a_national_role() -> None:
    lead = Actor("somebody", "Somebody", Role.NATIONAL_LEAD)
    here = session.Session(None, None, lead, True)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="belongs to a force"):
        _ = here.force_id
    assert here.may(Permission.COMPARE)
    assert not here.may(Permission.EDIT_PLAN)


@pytest.fixture
def database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """An empty database, a demonstration unless the test says otherwise, that the app opens."""
    kind = "empty_demonstration" if getattr(request, "param", True) else "empty_database"
    path = str(copied(request.getfixturevalue(kind), tmp_path / "plans.duckdb"))
    monkeypatch.setenv("VAWG_PLANS_DATABASE", path)
    monkeypatch.chdir(REPOSITORY)
    store, _ = session.opened(path)
    yield store
    store.close()
    session.opened.clear(path)


@pytest.mark.parametrize("database", [False], indirect=True)
def test_no_persona_on_a_database_in_earnest(
    database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for(monkeypatch, {"Host": "localhost"})
    with pytest.raises(NotAllowed, match="demonstration"):
        session.become(database, Role.STRATEGIC_LEAD, "kent")
    with database.read() as rows:
        newest = rows.all("record.entries", after=0, upto=10**9)[-1]
    assert (newest["act"], newest["person_id"]) == ("refused", "nobody")
    assert "persona" in newest["detail"]


def test_no_persona_for_a_forwarded_visit(database: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for(monkeypatch, {"Host": "localhost", "X-Forwarded-For": "192.0.2.1"})
    with pytest.raises(NotAllowed, match="this machine"):
        session.become(database, Role.STRATEGIC_LEAD, "kent")


def visit() -> AppTest:
    return AppTest.from_file(REPOSITORY / "app.py", default_timeout=30).run()


@pytest.mark.parametrize(
    ("role", "force_id"),
    [(Role.CONTRIBUTOR, "kent"), (Role.GOLD_CHAIR, "kent"), (Role.READER, None)],
)
def test_the_picker_gives_the_role_in_the_force_chosen(
    role: Role, force_id: str | None, database: Store
) -> None:
    at = visit()
    at.selectbox(key="persona_role").select(role)
    at.selectbox(key="persona_force").select("kent")
    at.button[0].click().run()
    assert not at.exception
    actor = at.session_state["actor"]
    assert (actor.role, actor.force_id) == (role, force_id)
    place = "Kent Police" if force_id else "National"
    assert place in at.sidebar.markdown[0].value
    assert role.label in at.sidebar.markdown[0].value


def test_the_picker_offers_gloucestershire_first_and_no_operator(database: Store) -> None:
    at = visit()
    assert at.selectbox(key="persona_force").value == "gloucestershire"
    assert len(at.selectbox(key="persona_force").options) == 43
    offered = at.selectbox(key="persona_role").options
    assert Role.OPERATOR.label not in offered
    assert Role.ADMINISTRATOR.label not in offered


def test_changing_the_persona_forgets_who_was_here_and_what_was_typed(database: Store) -> None:
    at = visit()
    at.button[0].click().run()
    at.session_state["held_something"] = "typed"
    at.button(key="change_persona").click().run()
    assert [t.value for t in at.title] == ["Who are you today?"]
    assert "held_something" not in at.session_state
    assert at.session_state.get("actor") is None


PERSONAS = {
    "contributor.kent": "persona-contributor-kent",
    "reader.": "persona-reader",
    "reader.kent": None,
    "contributor.atlantis": None,
    "contributor.": None,
    "operator.": None,
    "administrator.": None,
    "": None,
}


def test_a_tab_loaded_again_has_its_persona_again_if_it_is_one(
    database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for(monkeypatch, {"Host": "localhost"})
    _, framework = session.current()
    for said, who in PERSONAS.items():
        monkeypatch.setattr(session.st.context, "cookies", {PERSONA: said}, raising=False)
        state: dict[str, object] = {}
        monkeypatch.setattr(session.st, "session_state", state)
        session.come_back(database, framework, shell.PERSONAS)
        actor = state.get("actor")
        assert (actor.person_id if isinstance(actor, Actor) else None) == who, said


@pytest.mark.parametrize("database", [False], indirect=True)
def test_what_a_tab_says_makes_nobody_somebody_in_earnest(
    database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for(monkeypatch, {"Host": "localhost"})
    monkeypatch.setattr(session.st.context, "cookies", {PERSONA: "contributor.kent"}, raising=False)
    monkeypatch.setattr(session.st, "session_state", {})
    _, framework = session.current()
    session.come_back(database, framework, shell.PERSONAS)
    assert not session.st.session_state


def test_something_else_in_the_session_is_nobody(database: Store) -> None:
    at = AppTest.from_file(REPOSITORY / "app.py", default_timeout=30)
    at.session_state["actor"] = {"role": "operator"}
    at.run()
    assert [t.value for t in at.title] == ["Who are you today?"]
