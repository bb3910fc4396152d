"""A database in earnest, seen through the app: accounts, their roles, and how they leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import REPOSITORY, copied
from vawg_plans.domain.moments import utc_now
from vawg_plans.domain.people import Actor, Held, Role
from vawg_plans.errors import NotAllowed
from vawg_plans.services import signing_in
from vawg_plans.services.people import release_account
from vawg_plans.store import people
from vawg_plans.store.store import Store, operator
from vawg_plans.views import accounts, session, shell

ISSUER = "https://id.example/kent"
SECTION: dict[str, Any] = {
    "redirect_uri": "https://plans.example/oauth2callback",
    "cookie_secret": "of-the-test-" * 4,
    "kent": {
        "client_id": "vawg-plans",
        "client_secret": "of the test",
        "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
        "issuer": ISSUER,
        "domains": ["kent.police.uk"],
        "label": "Sign in *as Kent Police*",
    },
}
LEAD, READER = Held(Role.STRATEGIC_LEAD, "kent"), Held(Role.READER)


class Provider:
    """What the provider says at the next run; nothing until somebody signs in."""

    def __init__(self) -> None:
        self.user: dict[str, Any] | None = None

    def says(self, who: str, **claims: Any) -> None:
        seconds = int(utc_now().replace(tzinfo=dt.UTC).timestamp())
        self.user = {
            "is_logged_in": True,
            "provider": "kent",
            "iss": ISSUER,
            "sub": f"subject-of-{who}",
            "email": f"{who}@kent.police.uk",
            "email_verified": True,
            "iat": seconds,
            "exp": seconds + 3600,
            **claims,
        }


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    """Signing in is set up; who signs in is said by the test, in the place of Streamlit's cookie.

    Only a test can: what the app asks is a function of `accounts`, and no setting reaches it.
    """
    said = Provider()
    monkeypatch.setattr(accounts, "_section", lambda: SECTION)
    monkeypatch.setattr(accounts, "claims", lambda: said.user)
    monkeypatch.setattr(accounts, "CLICKS", signing_in.LastClicks())
    monkeypatch.setattr(signing_in, "_RECORDED", signing_in._Once())
    return said


@pytest.fixture
def database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """In earnest unless the test says otherwise, with ann (two roles) and bob of Kent."""
    kind = "empty_demonstration" if getattr(request, "param", False) else "empty_database"
    path = str(copied(request.getfixturevalue(kind), tmp_path / "plans.duckdb"))
    store = Store(path)
    with store.write(operator(), reason="test") as writing:
        for who, roles in {"ann": (LEAD, READER), "bob": (LEAD,)}.items():
            row = people.first_row(
                f"person-{who}", who.capitalize(), utc_now(), email=f"{who}@kent.police.uk"
            )
            people.add(writing, row)
            for role in roles:
                people.set_role(writing, row["person_id"], role, held=True)
    store.close()
    monkeypatch.setenv("VAWG_PLANS_DATABASE", path)
    monkeypatch.chdir(REPOSITORY)
    store, _ = session.opened(path)
    yield store
    store.close()
    session.opened.clear(path)


def visit() -> AppTest:
    at = AppTest.from_file(REPOSITORY / "app.py", default_timeout=30).run()
    assert not at.exception
    return at


def said(store: Store, act: str) -> list[str]:
    with store.read() as rows:
        found = rows.all("record.entries", after=0, upto=10**9)
    return [r["detail"] for r in found if r["act"] == act]


def is_nobody(at: AppTest) -> None:
    assert not at.exception
    assert [t.value for t in at.title] == ["Sign in to VAWG Plans"]
    assert not at.sidebar.children
    for kind in ("table", "dataframe", "page_link", "plotly_chart", "download_button"):
        assert not at.get(kind)


def test_nobody_is_asked_to_sign_in_and_sees_nothing_else(
    database: Store, provider: Provider
) -> None:
    at = visit()
    is_nobody(at)
    assert [b.label.replace("\\", "") for b in at.button] == ["Sign in *as Kent Police*"]
    assert not at.info
    assert "strategic lead" in at.caption[0].value
    assert shell.DEMONSTRATION not in at.caption[0].value


def test_when_it_is_not_set_up_the_screen_says_how(
    database: Store, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_section", dict)
    at = visit()
    is_nobody(at)
    assert "Sign-in is not set up" in at.info[0].value
    assert (REPOSITORY / "docs/tasks/set-up-sign-in.md").is_file()
    assert "docs/tasks/set-up-sign-in.md" in at.info[0].value
    assert not at.button


def test_when_it_is_set_up_wrongly_nobody_gets_in(
    database: Store, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {**SECTION, "kent": {**SECTION["kent"], "domains": []}}
    monkeypatch.setattr(accounts, "_section", lambda: broken)
    provider.says("ann")
    for user in (provider.user, None):
        provider.user = user
        at = visit()
        assert "domains is missing" in at.error[0].value
        assert not at.button
        assert "of the test" not in at.error[0].value


def test_streamlit_says_of_nobody_that_they_are_nobody(
    database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the stand-in: a visit without a cookie has claims of its own, and is nobody."""
    monkeypatch.setattr(accounts, "_section", lambda: SECTION)
    is_nobody(visit())


def test_what_a_session_holds_makes_nobody_somebody(database: Store, provider: Provider) -> None:
    at = AppTest.from_file(REPOSITORY / "app.py", default_timeout=30)
    for name in ("actor", "acting_in", "signed_in_by"):
        at.session_state[name] = Actor("person-ann", "Ann", Role.STRATEGIC_LEAD, "kent")
    is_nobody(at.run())


@pytest.mark.parametrize("database", [True], indirect=True)
def test_a_demonstration_signs_nobody_in(database: Store, provider: Provider) -> None:
    provider.says("ann")
    at = visit()
    assert [t.value for t in at.title] == ["Who are you today?"]
    assert said(database, "signed in") == []


def test_somebody_signed_in_sees_who_they_are(database: Store, provider: Provider) -> None:
    provider.says("bob")
    at = visit()
    assert "What should we do next?" in at.title[0].value
    for words in ("Bob", "Strategic lead", "Kent Police"):
        assert words in at.sidebar.markdown[0].value
    assert not at.sidebar.selectbox
    assert not at.sidebar.warning
    assert [b.label for b in at.sidebar.button] == ["Sign out"]
    assert said(database, "signed in") == ["kent"]


def test_a_refused_account_is_told_and_can_leave(database: Store, provider: Provider) -> None:
    provider.says("stranger")
    at = visit()
    is_nobody(at)
    assert "Nobody with your address" in at.error[0].value
    assert [b.label for b in at.button] == ["Sign out and try another account"]
    at.run()
    assert len(said(database, "refused")) == 1


def test_signing_out_is_chained_and_forgets(database: Store, provider: Provider) -> None:
    provider.says("bob")
    at = visit()
    at.session_state["held_something"] = "typed"
    at.sidebar.button(key="sign_out").click().run()
    assert "held_something" not in at.session_state
    assert said(database, "signed out") == ["asked"]
    again = visit()
    is_nobody(again)
    assert "You signed out" in again.info[0].value


def test_without_a_click_for_long_the_sign_in_is_over(
    database: Store, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its token holds for much longer.
    provider.says("bob", exp=2**33)
    at = visit()
    at.session_state["held_something"] = "typed"
    for minutes, here in ((20, True), (49, True), (80, False)):
        later = utc_now() + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(signing_in, "utc_now", lambda later=later: later)
        at.run()
        assert bool(at.sidebar.children) is here
    is_nobody(at)
    assert at.info[0].value == "You were signed out after 30 minutes without a click."
    assert [b.label.replace("\\", "") for b in at.button] == ["Sign in *as Kent Police*"]
    assert "held_something" not in at.session_state
    assert said(database, "signed out") == ["idle"]
    assert "30 minutes" in visit().info[0].value


def test_shortly_before_the_idle_limit_a_click_keeps_one_signed_in(
    database: Store, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Idling(signing_in.LastClicks):
        """Somebody who writes for long and does not click."""

        idle = dt.timedelta()

        def idle_for(self, key: str) -> dt.timedelta:
            return self.idle

    clicks = Idling()
    monkeypatch.setattr(accounts, "CLICKS", clicks)
    provider.says("bob", exp=2**33)
    at = visit()
    clicks.idle = dt.timedelta(minutes=24)
    assert not at.run().sidebar.warning
    clicks.idle = dt.timedelta(minutes=26)
    at.run()
    assert "Without a click you are signed out at" in at.sidebar.warning[0].value
    stay = next(b for b in at.sidebar.button if b.label == "Stay signed in")
    clicks.idle = dt.timedelta()
    stay.click()
    at.run()
    assert not at.sidebar.warning
    assert at.sidebar.children


def test_the_idle_limit_is_a_setting(
    database: Store, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAWG_PLANS_IDLE_MINUTES", "5")
    provider.says("bob")
    at = visit()
    later = utc_now() + dt.timedelta(minutes=6)
    monkeypatch.setattr(signing_in, "utc_now", lambda: later)
    assert "after 5 minutes" in at.run().info[0].value


def test_shortly_before_the_token_ends_the_sidebar_says_so(
    database: Store, provider: Provider
) -> None:
    provider.says("bob")
    assert provider.user is not None
    provider.user["exp"] -= 3600 - 9 * 60
    at = visit()
    assert "Your sign-in ends at" in at.sidebar.warning[0].value
    provider.user["exp"] = provider.user["iat"] - 1
    at.run()
    is_nobody(at)
    assert "the end that your provider set" in at.info[0].value


def test_another_person_in_the_same_session_finds_nothing(
    database: Store, provider: Provider
) -> None:
    provider.says("ann")
    at = visit()
    at.session_state["held_something"] = "typed by ann"
    provider.says("bob")
    at.run()
    assert "Bob" in at.sidebar.markdown[0].value
    assert "held_something" not in at.session_state
    at.session_state["held_something"] = "typed by bob"
    provider.user = None
    at.run()
    is_nobody(at)
    assert "held_something" not in at.session_state


def test_several_roles_are_acted_in_one_at_a_time(database: Store, provider: Provider) -> None:
    provider.says("ann")
    at = visit()
    box = at.sidebar.selectbox(key="acting_as")
    assert box.options == [
        "Strategic lead, Kent Police",
        "Inspectorate or commissioner reader, National",
    ]
    at.session_state["held_something"] = "typed as a lead"
    box.select(READER).run()
    assert not at.exception
    assert "Inspectorate" in at.sidebar.markdown[0].value
    assert "beside the others?" in at.title[0].value
    assert "held_something" not in at.session_state
    at.run()
    assert "Inspectorate" in at.sidebar.markdown[0].value
    at.sidebar.selectbox(key="acting_as").select(LEAD).run()
    assert "Kent Police" in at.sidebar.markdown[0].value


def test_a_role_revoked_while_acting_in_it_gives_way_to_another(
    database: Store, provider: Provider
) -> None:
    provider.says("ann")
    at = visit()
    at.session_state["held_something"] = "typed as a lead"
    with database.write(operator(), reason="test") as writing:
        people.set_role(writing, "person-ann", LEAD, held=False)
    at.run()
    assert not at.exception
    assert "Inspectorate" in at.sidebar.markdown[0].value
    assert "held_something" not in at.session_state
    assert not at.sidebar.selectbox


def test_the_environment_takes_the_place_of_the_file() -> None:
    found = accounts.secrets(
        {"VAWG_PLANS_AUTH_KENT_ISSUER": ISSUER, "VAWG_PLANS_DATABASE": "plans.duckdb"}
    )
    assert found == {"auth": {"kent": {"issuer": ISSUER}}}
    assert accounts.secrets({"VAWG_PLANS_DATABASE": "plans.duckdb"}) == {}


@pytest.mark.parametrize(
    ("section", "address"),
    [
        (SECTION, "https://plans.example"),
        ({"redirect_uri": "http://localhost:8501/oauth2callback"}, "http://localhost:8501"),
        ({"redirect_uri": "nonsense"}, None),
        ({}, None),
    ],
)
def test_the_public_address_is_where_the_provider_sends_people_back(
    section: dict[str, Any], address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_section", lambda: section)
    assert accounts.public_address() == address


def test_a_released_account_holds_nothing_that_it_had_open(
    database: Store, provider: Provider
) -> None:
    """Neither a file that is fetched later nor a page that looks on its own."""
    provider.says("bob")
    assert provider.user is not None
    at = visit()
    arrival = signing_in.arrive(database, accounts.providers(), provider.user)
    assert arrival.person is not None
    bob = arrival.person.acting(LEAD)
    here = session.Session(database, None, bob, False, arrival=arrival)  # type: ignore[arg-type]
    assert here.still() == bob
    release_account(database, operator(), bob.person_id)
    assert not accounts.holds(database, arrival, bob)
    with pytest.raises(NotAllowed, match="not here in this role"):
        here.still()
    at.run()
    is_nobody(at)
    assert "not bound to anybody here any more" in at.error[0].value


def test_a_sign_in_that_lasted_half_a_day_says_so(database: Store, provider: Provider) -> None:
    provider.says("bob", exp=2**33)
    assert provider.user is not None
    provider.user["iat"] -= 12 * 3600
    at = visit()
    is_nobody(at)
    assert "12 hours" in at.info[0].value


def test_what_is_done_later_asks_again(
    database: Store, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is made when it is fetched: perhaps long after its button was drawn."""

    def drawn(who: str) -> session.Session:
        provider.says(who)
        assert provider.user is not None
        arrival = signing_in.arrive(database, accounts.providers(), provider.user)
        assert accounts.CLICKS.click(arrival, dt.timedelta(minutes=30))
        assert arrival.person is not None
        actor = arrival.person.acting(LEAD)
        return session.Session(database, None, actor, False, arrival=arrival)  # type: ignore[arg-type]

    def gone(here: session.Session) -> None:
        with pytest.raises(NotAllowed, match="not here in this role"):
            here.still()

    bob, ann = drawn("bob"), drawn("ann")
    assert bob.still() == bob.actor
    with database.write(operator(), reason="test") as writing:
        people.set_role(writing, "person-ann", LEAD, held=False)
    gone(ann)
    assert bob.arrival is not None
    with monkeypatch.context() as later:
        moment = utc_now() + dt.timedelta(minutes=31)
        later.setattr(signing_in, "utc_now", lambda: moment)
        gone(bob)
    assert bob.still() == bob.actor
    with monkeypatch.context() as later:
        moment = bob.arrival.ends_at
        later.setattr(accounts, "utc_now", lambda: moment)
        gone(bob)
    signing_in.leave(database, bob.actor, bob.arrival.key, signing_in.Ending.ASKED)
    gone(bob)
    gone(session.Session(database, None, bob.actor, False))  # type: ignore[arg-type]
