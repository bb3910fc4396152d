"""Who may vouch for a person: what a configuration must say, and how it is told what it lacks."""

from __future__ import annotations

from typing import Any

import pytest

from vawg_plans.domain.providers import (
    Provider,
    domain_of,
    is_guarded,
    is_yes,
    read_providers,
    section_in,
)
from vawg_plans.errors import InvalidInput

SECRET = "of-the-test-" * 4
KENT: dict[str, Any] = {
    "client_id": "vawg-plans",
    "client_secret": "SECRET-OF-THE-CLIENT",
    "server_metadata_url": "https://id.example/kent/.well-known/openid-configuration",
    "issuer": "https://id.example/kent",
    "domains": ["Kent.police.uk"],
}
SHARED = {"redirect_uri": "https://plans.example/oauth2callback", "cookie_secret": SECRET}


def section(shared: dict[str, Any] | None = None, **provider: Any) -> dict[str, Any]:
    """A good section but for what is given; None leaves a key out."""
    kent = {k: v for k, v in {**KENT, **provider}.items() if v is not None}
    both = {k: v for k, v in {**SHARED, **(shared or {})}.items() if v is not None}
    return {**both, "kent": kent}


def test_a_section_is_read() -> None:
    (kent,) = read_providers(section(label="Kent Police"))
    assert kent == Provider(
        "kent", "Kent Police", "https://id.example/kent", frozenset({"kent.police.uk"})
    )
    assert kent.verified_claim == "email_verified"


def test_several_providers_keep_their_order_and_say_their_names() -> None:
    both = {**section(), "surrey": {**KENT, "verified_claim": "xms_edov"}}
    kent, surrey = read_providers(both)
    assert (kent.label, surrey.label) == ("Sign in with kent", "Sign in with surrey")
    assert surrey.verified_claim == "xms_edov"


def test_one_provider_may_stand_in_the_section_itself() -> None:
    (only,) = read_providers({**SHARED, **KENT, "client_kwargs": {"prompt": "login"}})
    assert (only.name, only.label) == ("default", "Sign in")


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (section({"redirect_uri": None}), "redirect_uri is missing"),
        (section({"redirect_uri": "http://plans.example/oauth2callback"}), "redirect_uri in"),
        (section({"redirect_uri": "https://plans.example/"}), "must end with /oauth2callback"),
        (section({"redirect_uri": "https://[half/oauth2callback"}), "redirect_uri in"),
        (section({"cookie_secret": None}), "cookie_secret in"),
        (section({"cookie_secret": "x" * 31}), "at least 32 characters"),
        (section({"cookie_secret": 10**40}), "cookie_secret in"),
        (section(client_id=None), "client_id is missing in [auth.kent]"),
        (section(client_secret=" "), "client_secret is missing in [auth.kent]"),
        (section(server_metadata_url=None), "server_metadata_url is missing in [auth.kent]"),
        (section(server_metadata_url="http://id.example/x"), "server_metadata_url in [auth.kent]"),
        (section(issuer=None), "issuer is missing in [auth.kent]"),
        (section(issuer="id.example"), "issuer in [auth.kent] must begin with https"),
        (section(issuer="https://id.example/{tenant}/v2.0"), "still has braces"),
        (section(domains=None), "domains is missing in [auth.kent]"),
        (section(domains=[]), "domains is missing in [auth.kent]"),
        (section(domains="kent.police.uk"), "domains is missing in [auth.kent]"),
        (section(domains=["*.police.uk"]), "whole domains"),
        (section(domains=["kent.police.uk", "uk"]), "whole domains"),
        (section(domains=["ann@kent.police.uk"]), "whole domains"),
        (section(domains=[7]), "whole domains"),
        (section(domains=["\u212aent.police.uk"]), "whole domains"),
        ({**SHARED, "kent_police": KENT}, "without '_'"),
        ({**SHARED, "Kent": KENT}, "small letters"),
        (SHARED, "No provider is named"),
        ({}, "redirect_uri is missing"),
    ],
)
def test_what_is_missing_or_wrong_is_said(broken: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_providers(broken)
    assert any(words in problem for problem in refused.value.problems), refused.value.problems
    assert "set-up-sign-in.md" in refused.value.hint


def test_every_problem_is_said_at_once_and_no_secret() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_providers(section({"cookie_secret": "GIVEN-AWAY"}, issuer=None, domains=None))
    assert len(refused.value.problems) == 3
    assert "GIVEN-AWAY" not in str(refused.value)
    assert KENT["client_secret"] not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "https://plans.example/x",
        "http://localhost:8501/oauth2callback",
        "http://127.0.0.1/",
        "http://[::1]:8501/",
    ],
)
def test_https_everywhere_but_on_this_machine(address: str) -> None:
    assert is_guarded(address)


@pytest.mark.parametrize(
    "address",
    ["http://plans.example", "ftp://localhost", "localhost", "https://", "", "http://127.0.0.1.x"],
)
def test_what_could_be_overheard_is_not_guarded(address: str) -> None:
    assert not is_guarded(address)


def test_the_environment_spells_out_a_section() -> None:
    found = section_in(
        {
            "VAWG_PLANS_AUTH_REDIRECT_URI": SHARED["redirect_uri"],
            "VAWG_PLANS_AUTH_COOKIE_SECRET": SECRET,
            "VAWG_PLANS_AUTH_KENT_CLIENT_ID": "vawg-plans",
            "VAWG_PLANS_AUTH_KENT_CLIENT_SECRET": KENT["client_secret"],
            "VAWG_PLANS_AUTH_KENT_METADATA_URL": KENT["server_metadata_url"],
            "VAWG_PLANS_AUTH_KENT_ISSUER": KENT["issuer"],
            "VAWG_PLANS_AUTH_KENT_DOMAINS": " kent.police.uk , kent.example,",
            "VAWG_PLANS_AUTH_KENT_LABEL": "Kent Police",
            "VAWG_PLANS_AUTH_KENT_VERIFIED_CLAIM": "xms_edov",
            "VAWG_PLANS_AUTH_SURREY_LABEL": " ",
            "VAWG_PLANS_DATABASE": "plans.duckdb",
        }
    )
    (kent,) = read_providers(found)
    assert kent == Provider(
        "kent",
        "Kent Police",
        "https://id.example/kent",
        frozenset({"kent.police.uk", "kent.example"}),
        "xms_edov",
    )
    assert found["kent"]["server_metadata_url"] == KENT["server_metadata_url"]


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("VAWG_PLANS_AUTH_KENT_ISSUE", "VAWG_PLANS_AUTH_KENT_ISSUE means nothing here"),
        ("VAWG_PLANS_AUTH_CLIENT_ID", "VAWG_PLANS_AUTH_CLIENT_ID means nothing here"),
        ("VAWG_PLANS_AUTH_MET_POLICE_ISSUER", "without '_'"),
    ],
)
def test_a_variable_spelt_wrongly_is_named(variable: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_providers(section_in({variable: "SAID-TO-NOBODY"}))
    assert any(words in problem for problem in refused.value.problems)
    assert "SAID-TO-NOBODY" not in str(refused.value)


def test_an_environment_that_says_nothing_is_no_section() -> None:
    assert section_in({"VAWG_PLANS_DATABASE": "x", "VAWG_PLANS_AUTH_KENT_LABEL": ""}) == {}


@pytest.mark.parametrize("value", [True, 1, "true", "1"])
def test_a_claim_that_says_yes(value: Any) -> None:
    assert is_yes(value)


@pytest.mark.parametrize(
    "value", [False, None, 0, 2, 1.0, "", "false", "0", "True", "yes", [True], {"true": 1}]
)
def test_a_claim_that_does_not(value: Any) -> None:
    assert not is_yes(value)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ann@kent.police.uk", "kent.police.uk"),
        ("Ann@KENT.police.uk ", "kent.police.uk"),
        ("ann@evil.example@kent.police.uk", "kent.police.uk"),
        ("kent.police.uk", ""),
        ("ann@", ""),
        ("ann@localhost", ""),
        ("ann@kent.police.uk.", ""),
        ("ann@kent police.uk", ""),
        (" ann@kent.police.uk ", "kent.police.uk"),
        ("ann@ kent.police.uk", ""),
        # What small letters would make a 'k' and an 'i' of, and what nobody sees.
        ("ann@\u212aent.police.uk", ""),
        ("ann@kent.pol\u0130ce.uk", ""),
        ("\u00e4nn@kent.police.uk", ""),
        ("an\0n@kent.police.uk", ""),
        ("ann@ke\x7fnt.police.uk", ""),
        ("ann@kent.police.uk\n", ""),
        ("ann@kent.police.uk\t", ""),
        ("ann@kent.police.uk\u00a0", ""),
    ],
)
def test_the_domain_of_an_address(address: str, domain: str) -> None:
    assert domain_of(address) == domain


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("ann@kent.police.uk", True),
        ("ann@mail.kent.police.uk", False),
        ("ann@notkent.police.uk", False),
        ("ann@police.uk", False),
        ("", False),
    ],
)
def test_a_provider_brings_addresses_of_its_own_domains_alone(address: str, may: bool) -> None:
    (kent,) = read_providers(section())
    assert kent.may_bring(address) is may
