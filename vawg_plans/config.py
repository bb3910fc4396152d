"""What the environment says, read once into a frozen `Settings`."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    chosen = environment.get("VAWG_PLANS_JOBS", "").strip() or "03:00"
    if chosen.lower() == "off":
        return None
    try:
        return dt.datetime.strptime(chosen, "%H:%M").time()
    except ValueError:
        raise InvalidInput(
            "VAWG_PLANS_JOBS must be a time such as 03:00, or 'off'.",
            hint="Leave it out for 03:00.",
        ) from None
