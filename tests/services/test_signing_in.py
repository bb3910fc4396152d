"""Signing in: who is taken, who is refused and told what, and when a sign-in is over."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from vawg_plans.domain.moments import utc_now
from vawg_plans.domain.people import Held, Person, Role
from vawg_plans.domain.providers import Provider
from vawg_plans.errors import InvalidInput, NotAllowed
from vawg_plans.services import signing_in
from vawg_plans.services.checking import examine
from vawg_plans.services.people import grant_role, release_account
from vawg_plans.services.signing_in import Arrival, Ending, LastClicks, arrive, leave, now_acting
from vawg_plans.store import people
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.store import Store, operator

KENT = Provider("kent", "Kent", "https://id.example/kent", frozenset({"kent.police.uk"}))
ENTRA = Provider(
    "surrey", "Surrey", "https://id.example/surrey", frozenset({"surrey.police.uk"}), "xms_edov"
)
PROVIDERS = (KENT, ENTRA)
LEAD = Held(Role.STRATEGIC_LEAD, "kent")


@pytest.fixture(autouse=True)
def _nothing_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "_RECORDED", signing_in._Once())


def known(store: Store, email: str = "ann@kent.police.uk", *roles: Held) -> str:
    """Somebody who was granted roles, by their address: a strategic lead unless said otherwise."""
    with store.write(operator(), reason="test") as writing:
        row = people.first_row(people.new_id(), "Ann Example", writing.commit.moment, email=email)
        people.add(writing, row)
        for role in roles or (LEAD,):
            people.set_role(writing, row["person_id"], role, held=True)
    return str(row["person_id"])


def revoke(store: Store, person_id: str, role: Held = LEAD) -> None:
    with store.write(operator(), reason="test") as writing:
        people.set_role(writing, person_id, role, held=False)


def token(**claims: Any) -> dict[str, Any]:
    """What the provider of Kent says of ann, but for what is given; None leaves a claim out."""
    now = int(utc_now().replace(tzinfo=dt.UTC).timestamp())
    whole = {
        "is_logged_in": True,
        "provider": "kent",
        "iss": KENT.issuer,
        "sub": "subject-of-ann",
        "email": "ann@kent.police.uk",
        "email_verified": True,
        "iat": now,
        "exp": now + 3600,
        "nonce": "first",
        **claims,
    }
    return {k: v for k, v in whole.items() if v is not None}


def issued(*, after: float) -> int:
    """The `iat` of a token that the provider issues so many seconds from now."""
    return int(utc_now().replace(tzinfo=dt.UTC).timestamp() + after)


def record(store: Store) -> list[tuple[str, str, str]]:
    """Act, person and detail of what signing in put into the record."""
    acts = {"account bound", "signed in", "signed out", "refused"}
    with store.read() as rows:
        entries = rows.all("record.entries", after=0, upto=10**9)
    return [(e["act"], e["person_id"], e["detail"]) for e in entries if e["act"] in acts]


def test_the_first_sign_in_binds_the_account_and_is_chained_once(either: Store) -> None:
    ann = known(either)
    given = token()
    first, again = arrive(either, PROVIDERS, given), arrive(either, PROVIDERS, given)
    assert first.person is not None
    assert (first.person.id, first.person.bound, first.new) == (ann, True, True)
    assert first.person.roles == (LEAD,)
    assert again.person == first.person
    assert (again.key, again.since, again.new) == (first.key, first.since, False)
    assert len(first.key) == 24
    assert record(either) == [("account bound", ann, ""), ("signed in", ann, "kent")]
    with either.read() as rows:
        row = rows.one("people.one", person_id=ann)
    assert row is not None
    assert (row["issuer"], row["subject"]) == (KENT.issuer, "subject-of-ann")
    assert all(f.sound for f in examine(either, read_framework()))


def test_nothing_of_a_token_is_kept_but_issuer_and_subject(either: Store) -> None:
    known(either)
    arrive(either, PROVIDERS, token(nonce="KEPT-NOWHERE", name="KEPT-NOWHERE", sid="KEPT-NOWHERE"))
    with either.read() as rows:
        everything = [rows.all("record.entries", after=0, upto=10**9), rows.all("people.every")]
        everything.append(rows.all("record.commits"))
    assert "KEPT-NOWHERE" not in repr(everything)


def test_then_the_account_counts_and_not_the_address(either: Store) -> None:
    ann = known(either)
    arrive(either, PROVIDERS, token())
    married = arrive(
        either, PROVIDERS, token(email="ann.new@kent.police.uk", email_verified=None, nonce="2")
    )
    without = arrive(either, PROVIDERS, token(email=None, nonce="3"))
    assert [a.person.id for a in (married, without) if a.person] == [ann, ann]
    assert len([r for r in record(either) if r[0] == "account bound"]) == 1


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"provider": None}, "provider that is not set up"),
        ({"provider": "essex"}, "provider that is not set up"),
        ({"provider": ["kent"]}, "provider that is not set up"),
        ({"iss": None}, "not the one that is set up"),
        ({"iss": ENTRA.issuer}, "not the one that is set up"),
        ({"iss": KENT.issuer + "/"}, "not the one that is set up"),
        ({"sub": None}, "who you are and for how long"),
        ({"sub": ""}, "who you are and for how long"),
        ({"sub": "x" * 256}, "who you are and for how long"),
        ({"sub": "nul\0"}, "who you are and for how long"),
        ({"sub": 7}, "who you are and for how long"),
        ({"exp": None}, "who you are and for how long"),
        ({"exp": True}, "who you are and for how long"),
        ({"exp": "tomorrow"}, "who you are and for how long"),
        ({"exp": 10**30}, "who you are and for how long"),
        ({"exp": float("nan")}, "who you are and for how long"),
        ({"iat": None}, "who you are and for how long"),
        ({"iat": True}, "who you are and for how long"),
        ({"iat": "now"}, "who you are and for how long"),
        ({"iat": 10**30}, "who you are and for how long"),
        ({"iat": float("nan")}, "who you are and for how long"),
        # A sign-in is counted from there: what is not issued yet would hold for longer.
        ({"iat": 2**33, "exp": 2**33 + 3600}, "who you are and for how long"),
        ({"email": "ann@surrey.police.uk"}, "not one that this provider may vouch for"),
        ({"email": "ann@kent.police.uk@evil.example"}, "not one that this provider may vouch for"),
        ({"email": "ann"}, "not one that this provider may vouch for"),
        ({"email": None}, "did not say which e-mail address"),
        ({"email": 7}, "did not say which e-mail address"),
        ({"email": "a b@kent.police.uk"}, "did not say which e-mail address"),
        ({"email_verified": None}, "did not say that your e-mail address is verified"),
        ({"email_verified": False}, "did not say that your e-mail address is verified"),
        ({"email_verified": "false"}, "did not say that your e-mail address is verified"),
        ({"email_verified": None, "xms_edov": True}, "did not say that your e-mail address is"),
        ({"email": "stranger@kent.police.uk"}, "Nobody with your address has been given a role"),
    ],
)
def test_an_account_that_is_not_known_for_sure_is_refused(
    claims: dict[str, Any], words: str, store: Store
) -> None:
    known(store)
    user = token(**claims)
    for _ in range(3):
        with pytest.raises(NotAllowed, match=words) as refused:
            arrive(store, PROVIDERS, user)
        assert "strategic lead" in refused.value.hint
        assert "administrator" in refused.value.hint
    # Once for a page that is drawn three times; nothing was bound.
    (only,) = record(store)
    assert only[:2] == ("refused", "nobody")
    assert "@" not in only[2]
    assert "ann" not in only[2]


def test_a_refusal_says_the_domain_and_the_provider(either: Store) -> None:
    with pytest.raises(NotAllowed):
        arrive(either, PROVIDERS, token(email="ann@example.org"))
    (only,) = record(either)
    assert only[2].endswith("provider kent, example.org)")


@pytest.mark.parametrize("verified", [True, "true", 1, "1"])
def test_each_provider_says_verified_in_its_own_claim(verified: Any, either: Store) -> None:
    cai = known(either, "cai@surrey.police.uk")
    arrival = arrive(
        either,
        PROVIDERS,
        token(
            provider="surrey",
            iss=ENTRA.issuer,
            email="Cai@Surrey.police.uk",
            email_verified=None,
            xms_edov=verified,
        ),
    )
    assert arrival.person is not None
    assert arrival.person.id == cai


def test_an_address_in_use_by_another_account_is_refused(either: Store) -> None:
    known(either)
    arrive(either, PROVIDERS, token())
    with pytest.raises(NotAllowed, match="belongs to another account"):
        arrive(either, PROVIDERS, token(sub="somebody-else"))
    assert record(either)[-1][:2] == ("refused", "nobody")


def test_the_same_subject_at_another_provider_is_another_account(either: Store) -> None:
    known(either)
    cai = known(either, "cai@surrey.police.uk")
    arrive(either, PROVIDERS, token())
    other = arrive(
        either,
        PROVIDERS,
        token(provider="surrey", iss=ENTRA.issuer, email="cai@surrey.police.uk", xms_edov=1),
    )
    assert other.person is not None
    assert other.person.id == cai


def test_a_bound_account_that_brings_a_foreign_address_is_refused(either: Store) -> None:
    known(either)
    arrive(either, PROVIDERS, token())
    with pytest.raises(NotAllowed, match="may vouch for"):
        arrive(either, PROVIDERS, token(email="ann@gmail.example", nonce="later"))


def test_without_a_role_a_person_is_refused_under_their_own_id(either: Store) -> None:
    ann = known(either)
    arrival = arrive(either, PROVIDERS, token())
    revoke(either, ann)
    with pytest.raises(NotAllowed, match="no role here any more"):
        arrive(either, PROVIDERS, token())
    assert record(either)[-1][:2] == ("refused", ann)
    assert now_acting(either, ann, arrival) is None


def test_a_change_of_roles_counts_from_the_next_question_on(either: Store) -> None:
    ann = known(either, "ann@kent.police.uk", LEAD, Held(Role.READER))
    arrival = arrive(either, PROVIDERS, token())
    revoke(either, ann)
    now = arrive(either, PROVIDERS, token()).person
    assert now is not None
    assert now.roles == (Held(Role.READER),)
    assert now_acting(either, ann, arrival) == now


def test_who_acts_is_whom_that_very_account_is_bound_to(either: Store) -> None:
    ann = known(either)
    cai = known(either, "cai@kent.police.uk")
    first = arrive(either, PROVIDERS, token())
    arrive(either, PROVIDERS, token(sub="of-cai", email="cai@kent.police.uk"))
    assert now_acting(either, ann, first) == first.person
    assert now_acting(either, cai, first) is None
    release_account(either, operator(), ann)
    assert now_acting(either, ann, first) is None
    replaced = arrive(either, PROVIDERS, token(sub="the-new-account", iat=issued(after=1)))
    assert now_acting(either, ann, replaced) == replaced.person
    assert now_acting(either, ann, first) is None


def test_nobody_acts_by_a_sign_in_that_says_no_account(either: Store) -> None:
    ann = known(either)
    assert now_acting(either, ann, arrival_since(0)) is None


def test_somebody_erased_is_a_stranger(either: Store) -> None:
    ann = known(either)
    user = token()
    arrive(either, PROVIDERS, user)
    with either.write(operator(), reason="test") as writing:
        people.change(writing, ann, "person erased", email=None, name="Erased", erased_at=utc_now())
    with pytest.raises(NotAllowed, match="not bound to anybody"):
        arrive(either, PROVIDERS, user)
    with pytest.raises(NotAllowed, match="has been given a role"):
        arrive(either, PROVIDERS, token(nonce="later"))


def test_an_account_released_is_bound_again_by_a_new_sign_in_alone(either: Store) -> None:
    """Otherwise the next click of the account that was to go would bind it again."""
    ann = known(either)
    user = token()
    arrive(either, PROVIDERS, user)
    release_account(either, operator(), ann)
    with pytest.raises(NotAllowed, match="not bound to anybody"):
        arrive(either, PROVIDERS, user)
    replaced = arrive(either, PROVIDERS, token(sub="the-new-account", iat=issued(after=1)))
    assert replaced.person is not None
    assert replaced.person.id == ann


@pytest.mark.parametrize("subject", ["subject-of-ann", "another"])
def test_a_token_from_before_the_release_binds_nothing(subject: str, either: Store) -> None:
    """Otherwise a cookie that was put by, and never shown here, would bind the account again."""
    ann = known(either)
    arrive(either, PROVIDERS, token())
    put_by = token(sub=subject, nonce="never shown")
    release_account(either, operator(), ann)
    with pytest.raises(NotAllowed, match="before your account here was released"):
        arrive(either, PROVIDERS, put_by)
    fresh = arrive(either, PROVIDERS, token(sub=subject, iat=issued(after=1)))
    assert fresh.person is not None
    assert fresh.person.id == ann


def test_a_release_at_the_moment_of_binding_is_seen(
    either: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = known(either)
    begin = signing_in._begin

    def late(*given: Any) -> Arrival:
        monkeypatch.setattr(signing_in, "_begin", begin)
        arrive(either, PROVIDERS, token(sub="another"))
        release_account(either, operator(), ann)
        return begin(*given)

    monkeypatch.setattr(signing_in, "_begin", late)
    with pytest.raises(NotAllowed, match="another account"):
        arrive(either, PROVIDERS, token())


@pytest.mark.parametrize(
    "email",
    [
        "ann@\u212aent.police.uk",
        "ann@kent.pol\u0131ce.uk",
        "\uff41nn@kent.police.uk",
        "a\u0301nn@kent.police.uk",
        "an\0n@kent.police.uk",
        "ann@ke\x1fnt.police.uk",
        "ann\x7f@kent.police.uk",
        "\x1cann@kent.police.uk",
        "ann@kent.police.uk\n",
        "ann@kent.police.uk\u00a0",
        "ann@kent.police.uk\u200b",
        "ann@ kent.police.uk",
    ],
)
def test_an_address_that_only_looks_like_anothers_is_neither_granted_nor_taken(
    email: str, store: Store
) -> None:
    ann = known(store)
    with pytest.raises(InvalidInput, match="not an e-mail address"):
        grant_role(store, read_framework(), operator(), email, Held(Role.READER))
    with pytest.raises(NotAllowed, match="may vouch for"):
        arrive(store, PROVIDERS, token(email=email))
    (only,) = record(store)
    assert only[2].endswith("provider kent, no domain)")
    with store.read() as rows:
        person = people.one(rows, ann)
    assert person is not None
    assert (person.bound, person.roles) == (False, (LEAD,))


def test_the_tokens_own_end_counts_and_is_chained_once(
    either: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = known(either)
    user = token()
    assert arrive(either, PROVIDERS, user).person is not None
    later = utc_now() + dt.timedelta(seconds=3601)
    monkeypatch.setattr(signing_in, "utc_now", lambda: later)
    for _ in range(2):
        over = arrive(either, PROVIDERS, user)
        assert (over.person, over.ended) == (None, Ending.EXPIRED)
    assert record(either)[2:] == [("signed out", ann, "expired")]


def test_a_token_that_was_over_before_it_came_begins_nothing(either: Store) -> None:
    known(either)
    assert arrive(either, PROVIDERS, token(exp=1)).ended is Ending.EXPIRED
    assert record(either) == []


@pytest.mark.parametrize("hours", [11, 12, 13, 24 * 365 * 7900])
def test_a_sign_in_lasts_half_a_day_at_the_most_whatever_its_token_says(
    hours: int, either: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(either)
    now = issued(after=0)
    user = token(iat=now, exp=now + hours * 3600)
    begun = dt.datetime.fromtimestamp(now, dt.UTC).replace(tzinfo=None)
    arrival = arrive(either, PROVIDERS, user)
    assert arrival.ends_at == begun + dt.timedelta(hours=min(hours, 12))
    monkeypatch.setattr(signing_in, "utc_now", lambda: arrival.ends_at)
    assert arrive(either, PROVIDERS, user).ended is Ending.EXPIRED


def test_a_token_of_yesterday_that_holds_for_ever_begins_nothing(either: Store) -> None:
    known(either)
    old = token(iat=issued(after=-13 * 3600), exp=2**33)
    assert arrive(either, PROVIDERS, old).ended is Ending.EXPIRED
    assert record(either) == []


def test_a_provider_whose_clock_is_a_little_fast_is_taken(either: Store) -> None:
    known(either)
    assert arrive(either, PROVIDERS, token(iat=issued(after=60))).person is not None


@pytest.mark.parametrize("why", list(Ending))
def test_a_sign_in_that_is_over_is_never_taken_again(why: Ending, either: Store) -> None:
    ann = known(either)
    user = token()
    arrival = arrive(either, PROVIDERS, user)
    assert arrival.person is not None
    for _ in range(2):
        leave(either, arrival.person.acting(LEAD), arrival.key, why)
    replayed = arrive(either, PROVIDERS, user)
    assert (replayed.person, replayed.ended) == (None, why)
    assert record(either)[2:] == [("signed out", ann, why.value)]
    assert arrive(either, PROVIDERS, token(nonce="another")).new


def test_a_key_that_never_began_is_not_ended(either: Store) -> None:
    known(either)
    leave(either, operator(), "0" * 24, Ending.ASKED)
    assert record(either) == []


@pytest.mark.parametrize("claim", ["iat", "exp", "nonce", "sid"])
def test_what_a_token_says_of_itself_makes_its_key(claim: str, store: Store) -> None:
    known(store)
    user = token()
    other = {**user, claim: user[claim] - 1 if claim in ("iat", "exp") else "other"}
    assert arrive(store, PROVIDERS, user).key != arrive(store, PROVIDERS, other).key


def test_two_windows_at_once_are_one_sign_in(either: Store) -> None:
    known(either)
    user = token()
    with ThreadPoolExecutor(4) as pool:
        arrivals = list(pool.map(lambda _: arrive(either, PROVIDERS, user), range(4)))
    assert len({a.key for a in arrivals}) == 1
    assert [a.new for a in arrivals].count(True) == 1
    assert [r[0] for r in record(either)] == ["account bound", "signed in"]


def test_of_two_accounts_at_once_one_is_bound(either: Store) -> None:
    known(either)

    def attempt(subject: str) -> Person | None:
        try:
            return arrive(either, PROVIDERS, token(sub=subject)).person
        except NotAllowed:
            return None

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(attempt, ["one", "other"]))
    assert [c is None for c in came].count(True) == 1
    assert [r[0] for r in record(either)].count("account bound") == 1


LIMIT = dt.timedelta(minutes=30)


def at(minutes: float) -> dt.datetime:
    return dt.datetime(2026, 3, 2, 9) + dt.timedelta(minutes=minutes)


def arrival_since(minutes: float | None, key: str = "a") -> Arrival:
    since = at(minutes) if minutes is not None else None
    return Arrival(key, "kent", at(600), since=since)


@pytest.mark.parametrize(
    ("clicks", "taken"),
    [
        ([1, 30, 59, 89], [True, True, True, True]),
        ([1, 31.5], [True, False]),
        ([1, 31.5, 32], [True, False, False]),
        ([30], [True]),
        # The process was started since, or has forgotten.
        ([31], [False]),
    ],
)
def test_a_click_that_comes_too_late(
    clicks: list[float], taken: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = LastClicks()
    found = []
    for minutes in clicks:
        monkeypatch.setattr(signing_in, "utc_now", lambda minutes=minutes: at(minutes))
        found.append(memory.click(arrival_since(0), LIMIT))
    assert found == taken


def test_the_memory_of_clicks_is_bounded_and_errs_on_the_safe_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = LastClicks(most=2)
    monkeypatch.setattr(signing_in, "utc_now", lambda: at(20))
    for key in "abc":
        assert memory.click(arrival_since(0, key), LIMIT)
    monkeypatch.setattr(signing_in, "utc_now", lambda: at(45))
    assert not memory.click(arrival_since(0, "a"), LIMIT)
    assert memory.click(arrival_since(0, "c"), LIMIT)
    assert memory.idle_for("a") == dt.timedelta()
    assert memory.idle_for("b") == dt.timedelta(minutes=25)
