"""What the environment says, read once into a frozen `Settings`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
DEFAULT_DATABASE = PROJECT / "data" / "vawg-plans-demonstration.duckdb"


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


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables; the only one today is VAWG_PLANS_DATABASE."""
    chosen = environment.get("VAWG_PLANS_DATABASE", "").strip()
    return Settings(database=chosen or str(DEFAULT_DATABASE), database_chosen=bool(chosen))
