"""What every command shares: the database opened, a bar on a terminal, and how it ends."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from vawg_plans.config import Settings
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, address
from vawg_plans.errors import NotFound, UnreadableFile
from vawg_plans.services.setup import open_database
from vawg_plans.store import people
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store, operator


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    FAULT = 1
    BAD_INPUT = 2


def day(words: str) -> dt.date:
    """A date on the command line."""
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{words}' is not a date; write it as 2026-03-01"
        ) from None


@contextmanager
def opened(
    settings: Settings, *, whatever_is_lost: bool = False
) -> Iterator[tuple[Store, Framework]]:
    """The database, open; see `open_database`."""
    store, framework = open_database(settings.database, whatever_is_lost=whatever_is_lost)
    try:
        yield store, framework
    finally:
        store.close()


@contextmanager
def progress(title: str) -> Iterator[Callable[[float, str], None]]:
    """A bar on a terminal; silence elsewhere."""
    shown = sys.stderr.isatty()

    def said(share: float, words: str) -> None:
        if shown:
            done = round(30 * min(1.0, share))
            bar = "#" * done + "." * (30 - done)
            print(f"\r{title} [{bar}] {words[:30]:<30}", end="", file=sys.stderr, flush=True)

    yield said
    if shown:
        print(file=sys.stderr)


def write(file: Path, data: bytes, *, quietly: bool = False) -> None:
    """Write a file somebody named, and say so."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise UnreadableFile(
            f"{file} cannot be written: {error.strerror}.", hint="Name a file you may write."
        ) from error
    if not quietly:
        print(f"Wrote {file} ({len(data):,} bytes).")


def acting(store: Store, options: argparse.Namespace) -> Actor:
    """Who acts: the operator, or with `--as EMAIL` a person, with that person's permissions.

    A person who holds several roles acts in the first that was granted. That it was done from the
    command line, and by whose login, is recorded before it.
    """
    if not options.acting_as:
        return operator()
    with store.read() as rows:
        person = people.by_email(rows, address(options.acting_as))
    if person is None or not person.roles:
        raise NotFound(f"{options.acting_as} holds no role here.")
    with store.write(operator(), reason="acting for a person", touches=False) as writing:
        writing.record(Act("acted as", f"person:{person.id}"))
    return person.acting(person.roles[0])
