"""Files that get their name only when they are whole, and never take another's place."""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vawg_plans.errors import UnreadableFile

UNFINISHED = ".unfinished"


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A name beside the target to write to; nothing is left under it afterwards."""
    file = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}{UNFINISHED}")
    try:
        yield file
    finally:
        for left in (file, Path(f"{file}.wal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def place(file: Path, target: Path) -> None:
    """Give a file its name, durably. Raises `UnreadableFile` when the name is taken by then."""
    _to_disk(file)
    try:
        # Unlike a renaming, a link never takes the place of a file.
        os.link(file, target)
    except FileExistsError:
        raise taken(target) from None
    except OSError:
        # Not every file system has links.
        if target.exists():
            raise taken(target) from None
        os.rename(file, target)
    _to_disk(target.parent)


def place_text(text: str, target: Path) -> None:
    """Write a small file whole, in the place of one that may be there."""
    with unfinished(target) as file:
        file.write_text(text, encoding="utf-8")
        _to_disk(file)
        os.replace(file, target)


def taken(target: Path) -> UnreadableFile:
    """What is said when there is a file of this name."""
    return UnreadableFile(
        f"There is a file called {target.name} already, so nothing was written.",
        hint="Name a new file.",
    )


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    # Only POSIX has folders that can be opened, and needs it.
    if path.is_dir() and os.name != "posix":
        return
    number = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
