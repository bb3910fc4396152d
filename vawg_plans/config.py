"""What the environment says, read once into a frozen `Settings`."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from vawg_plans.errors import InvalidInput

PROJECT = Path(__file__).parents[1]
HEADS = PROJECT / "data"
DEFAULT_DATABASE = PROJECT / "data" / "vawg-plans-demonstration.duckdb"
LONGEST_IDLE_MINUTES = 720


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is a path to a DuckDB file or a `postgresql://` URL.

    `database_chosen` is False when nobody chose one, so that the embedded default is used and may
    be filled with demonstration data.
    """

    database: str
    database_chosen: bool

    @property
    def is_postgresql(self) -> bool:
        return is_postgresql(self.database)


def is_postgresql(database: str) -> bool:
    """Whether this names a PostgreSQL server rather than a file."""
    return database.startswith(("postgresql://", "postgres://"))


def head_file(database: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the head of the audit chain is kept: in the folder VAWG_PLANS_HEADS (better on another
    disk), else beside a DuckDB file, or in `data/` for a server's database.
    """
    chosen = environment.get("VAWG_PLANS_HEADS", "").strip()
    if not chosen and not is_postgresql(database):
        return Path(f"{database}.head")
    # A server's address may hold a password: its file is named by a digest.
    key = database if is_postgresql(database) else str(Path(database).resolve())
    name = "server" if is_postgresql(database) else Path(database).name
    return Path(chosen or HEADS) / f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.head"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Which database to use: VAWG_PLANS_DATABASE. (docs/deployment.md lists every variable.)"""
    chosen = environment.get("VAWG_PLANS_DATABASE", "").strip()
    return Settings(database=chosen or str(DEFAULT_DATABASE), database_chosen=bool(chosen))


def idle_limit(environment: Mapping[str, str] = os.environ) -> dt.timedelta:
    """How long somebody signed in may go without a click: VAWG_PLANS_IDLE_MINUTES, else 30."""
    chosen = environment.get("VAWG_PLANS_IDLE_MINUTES", "").strip() or "30"
    if not (chosen.isascii() and chosen.isdigit() and 1 <= int(chosen[:5]) <= LONGEST_IDLE_MINUTES):
        raise InvalidInput(
            f"VAWG_PLANS_IDLE_MINUTES must be a whole number from 1 to {LONGEST_IDLE_MINUTES}.",
            hint="Leave it out for 30 minutes.",
        )
    return dt.timedelta(minutes=int(chosen))


def backup_folder(database: str, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where scheduled backups go: VAWG_PLANS_BACKUPS (better on another disk), else `backups`
    beside a DuckDB file; for a server's database, nowhere unless it is set.
    """
    chosen = environment.get("VAWG_PLANS_BACKUPS", "").strip()
    if chosen:
        return Path(chosen)
    return None if is_postgresql(database) else Path(database).parent / "backups"


def quiet_time(environment: Mapping[str, str] = os.environ) -> dt.time | None:
    """When the app does its daily jobs, in London: VAWG_PLANS_JOBS, else 03:00. None for 'off'."""
    return _time_of_day(environment, "VAWG_PLANS_JOBS", "03:00")


def reminder_time(environment: Mapping[str, str] = os.environ) -> dt.time | None:
    """When reminders go out on working days, in London: VAWG_PLANS_REMINDERS, else 07:30. None for
    'off'; without a mail server none go out at all.
    """
    return _time_of_day(environment, "VAWG_PLANS_REMINDERS", "07:30")


def _time_of_day(environment: Mapping[str, str], name: str, otherwise: str) -> dt.time | None:
    chosen = environment.get(name, "").strip() or otherwise
    if chosen.lower() == "off":
        return None
    try:
        return dt.datetime.strptime(chosen, "%H:%M").time()
    except ValueError:
        raise InvalidInput(
            f"{name} must be a time such as {otherwise}, or 'off'.",
            hint=f"Leave it out for {otherwise}.",
        ) from None


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over. TLS begins at once (`smtps`), or before anything is said
    (`smtp`, by STARTTLS); without either nothing is sent. The password is not shown.
    """

    host: str
    port: int
    tls_at_once: bool
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server(environment: Mapping[str, str] = os.environ) -> MailServer | None:
    """The server that reminders go through: VAWG_PLANS_SMTP, and VAWG_PLANS_MAIL_FROM as who sends
    them. None when it is not set, so that none go out.
    """
    chosen = environment.get("VAWG_PLANS_SMTP", "").strip()
    if not chosen:
        return None
    sender = environment.get("VAWG_PLANS_MAIL_FROM", "").strip()
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", sender):
        raise InvalidInput(
            "VAWG_PLANS_MAIL_FROM must be the e-mail address that reminders are sent from.",
            hint="Set it beside VAWG_PLANS_SMTP, for example to vawg-plans@force.police.uk.",
        )
    try:
        parts = urlsplit(chosen)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
        # What was given may hold a password, so it is not repeated.
        raise InvalidInput(
            "VAWG_PLANS_SMTP must be an address such as smtps://user:password@mail.force.police.uk",
            hint="smtps:// begins with TLS (port 465), smtp:// turns to it by STARTTLS (port 587).",
        )
    at_once = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=port or (465 if at_once else 587),
        tls_at_once=at_once,
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def public_pages(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether published plans are served to everybody without sign-in: VAWG_PLANS_PUBLIC."""
    chosen = environment.get("VAWG_PLANS_PUBLIC", "").strip().lower() or "off"
    if chosen not in ("on", "off"):
        raise InvalidInput("VAWG_PLANS_PUBLIC must be 'on' or 'off'.", hint="Leave it out for off.")
    return chosen == "on"
