"""Who may vouch for a person: the identity providers of a deployment, and what they must be.

A provider is trusted for its own domains alone. Without that list, any account of any provider
could bring any address.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.people import folded
from vawg_plans.errors import InvalidInput

HOW_TO = "docs/tasks/set-up-sign-in.md says how."
CALLBACK = "/oauth2callback"
SHORTEST_COOKIE_SECRET = 32
VERIFIED_CLAIM = "email_verified"
# What Streamlit calls the one provider that stands in [auth] itself.
UNNAMED = "default"
# A sign-in ends then, however long its token says that it holds.
LONGEST = dt.timedelta(hours=12)
# How far ahead of ours a provider's clock may be. A token of later would hold for longer.
_FAST = dt.timedelta(minutes=5)
_LONGEST_SUBJECT = 255

_PREFIX = "VAWG_PLANS_AUTH_"
_SHARED = ("redirect_uri", "cookie_secret")
_OF_A_PROVIDER = (
    "client_id",
    "client_secret",
    "metadata_url",
    "issuer",
    "domains",
    "label",
    "verified_claim",
)
_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*")
# Streamlit finds a provider again by cutting a name at '_'.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider: the issuer of its tokens, and the domains whose addresses it may bring.

    `verified_claim` is where its tokens say that the address was verified.
    """

    name: str
    label: str
    issuer: str
    domains: frozenset[str]
    verified_claim: str = VERIFIED_CLAIM

    def may_bring(self, address: str) -> bool:
        """Whether an address is in one of its domains. A domain inside a domain is another one."""
        return domain_of(address) in self.domains


def domain_of(address: str) -> str:
    """What stands behind the '@', in small letters; empty when that is no domain."""
    _, at, domain = folded(address).rpartition("@")
    return domain if at and _DOMAIN.fullmatch(domain) else ""


def is_yes(value: Any) -> bool:
    """Whether a claim says yes, in one of the ways in which providers write it."""
    return value is True or (type(value) is int and value == 1) or value in ("true", "1")


def is_subject(value: Any) -> TypeGuard[str]:
    """Whether a claim can name an account at its issuer."""
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_SUBJECT and visible(value) == value


def life_of(claims: Mapping[str, Any], now: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
    """From when until when (UTC) a token holds, and never for longer than `LONGEST`; None when it
    does not say both.
    """
    issued_at, ends_at = _moment(claims.get("iat")), _moment(claims.get("exp"))
    if issued_at is None or ends_at is None or issued_at > now + _FAST:
        return None
    return issued_at, min(ends_at, issued_at + LONGEST)


def _moment(value: Any) -> dt.datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return dt.datetime.fromtimestamp(value, dt.UTC).replace(tzinfo=None)
    except (OverflowError, ValueError, OSError):
        return None


def section_in(environment: Mapping[str, str]) -> dict[str, Any]:
    """The `[auth]` section that environment variables spell out; empty when they name nothing."""
    section: dict[str, Any] = {}
    for variable, value in sorted(environment.items()):
        value = value.strip()
        if not variable.startswith(_PREFIX) or not value:
            continue
        rest = variable.removeprefix(_PREFIX).lower()
        if rest in _SHARED:
            section[rest] = value
            continue
        key = next((k for k in _OF_A_PROVIDER if rest.endswith(f"_{k}")), None)
        if key is None:
            # Kept, so that reading the section finds and names it.
            section[variable] = value
            continue
        provider = section.setdefault(rest.removesuffix(f"_{key}"), {})
        if key == "domains":
            provider[key] = [one.strip() for one in value.split(",") if one.strip()]
        else:
            provider["server_metadata_url" if key == "metadata_url" else key] = value
    return section


def read_providers(section: Mapping[str, Any]) -> tuple[Provider, ...]:
    """The providers of an `[auth]` section, in its order.

    Raises `InvalidInput` with a sentence for each key that is missing or wrong. No sentence holds
    a value: one of them is a secret.
    """
    named = {k: v for k, v in section.items() if isinstance(v, Mapping) and k != "client_kwargs"}
    if "client_id" in section:
        named = {UNNAMED: section, **named}
    problems = list(_problems_of_all(section))
    if not named:
        problems.append("No provider is named: add a section [auth.name], name being a short word.")
    for name, values in named.items():
        problems += _problems_of_one(name, values)
    if problems:
        raise InvalidInput(problems, hint=HOW_TO)
    return tuple(_provider(name, values) for name, values in named.items())


def _provider(name: str, values: Mapping[str, Any]) -> Provider:
    domains = frozenset(folded(d) for d in values["domains"])
    fallback = "Sign in" if name == UNNAMED else f"Sign in with {name}"
    return Provider(
        name=name,
        label=str(values.get("label") or fallback).strip(),
        issuer=values["issuer"],
        domains=domains,
        verified_claim=str(values.get("verified_claim") or VERIFIED_CLAIM).strip(),
    )


def _problems_of_all(section: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        f"The environment variable {name} means nothing here: check its last words."
        for name in section
        if name.startswith(_PREFIX)
    )
    redirect = section.get("redirect_uri")
    if not _is_text(redirect):
        yield (
            "redirect_uri is missing in [auth]: it is the address people open, followed by "
            f"{CALLBACK}."
        )
    else:
        if not is_guarded(redirect):
            yield "redirect_uri in [auth] must begin with https:// (http:// for localhost only)."
        if not redirect.endswith(CALLBACK):
            yield f"redirect_uri in [auth] must end with {CALLBACK}."
    secret = section.get("cookie_secret")
    if not _is_text(secret) or len(secret) < SHORTEST_COOKIE_SECRET:
        yield (
            f"cookie_secret in [auth] must be at least {SHORTEST_COOKIE_SECRET} characters drawn "
            "at random: python -c 'import secrets; print(secrets.token_urlsafe(48))' draws some."
        )


def _problems_of_one(name: str, values: Mapping[str, Any]) -> Iterator[str]:
    where = "[auth]" if name == UNNAMED else f"[auth.{name}]"
    if not _NAME.fullmatch(name):
        yield (
            f"{where} cannot be called so: a provider's name is small letters, digits and '-', "
            "without '_'."
        )
    for key in ("client_id", "client_secret"):
        if not _is_text(values.get(key)):
            yield f"{key} is missing in {where}: the provider gave it when you registered this app."
    for key, what in (
        ("server_metadata_url", "the address of the provider's .well-known/openid-configuration"),
        ("issuer", "the 'issuer' that stands in the provider's .well-known/openid-configuration"),
    ):
        value = values.get(key)
        if not _is_text(value):
            yield f"{key} is missing in {where}: it is {what}."
        elif "{" in value:
            yield f"{key} in {where} still has braces in it: put the number of your tenant there."
        elif not is_guarded(value):
            yield f"{key} in {where} must begin with https:// (http:// for localhost only)."
    domains = values.get("domains")
    if not isinstance(domains, list) or not domains:
        yield (
            f"domains is missing in {where}: list the domains whose addresses this provider may "
            'bring, as domains = ["kent.police.uk"]. Without it, it could bring anybody\'s.'
        )
    elif not all(_is_text(d) and _DOMAIN.fullmatch(folded(d)) for d in domains):
        yield f"domains in {where} must hold whole domains, such as kent.police.uk, and no '*'."


def _is_text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def is_guarded(address: str) -> bool:
    """Whether an address is reached by HTTPS, or never leaves this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    )


def is_loopback(host: str) -> bool:
    """Whether a host's name or number is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
