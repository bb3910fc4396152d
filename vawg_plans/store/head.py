"""The head of the audit chain, kept outside the database: one line a commit, appended after it.

DuckDB opens a file whose log was damaged or lost without a word, with what came before it; and
whoever has the file could make a shorter chain that holds. Only a record kept elsewhere knows. It
is written after the commit, so the database may be ahead of it after a crash, never behind.

Each line is also sent to the log, so that a collector on another machine has it too.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vawg_plans.domain.moments import moment_in_words
from vawg_plans.store.connection import Row, Rows

_LOG = logging.getLogger("vawg_plans.record")
# Enough to name what was lost; the rest is in the log.
_LARGEST, _KEPT = 5_000_000, 5_000
_ACTS = 5

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HeadFault:
    """What the record kept outside says against the database, in a sentence.

    `lost` are the lines of commits that the database no longer has, oldest first; `entry` is the
    first entry that is missing or another.
    """

    words: str
    lost: tuple[Line, ...] = ()
    entry: int | None = None


class HeadLog:
    """The file of heads. With no path, nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def add(self, database_id: str, acts: list[Row]) -> None:
        """Append where the chain stands after the commit of these entries."""
        last = acts[-1]
        said = [f"{a['act']} {a['object']}" for a in acts[:_ACTS]]
        line: Line = {
            "database": database_id,
            "sequence": last["sequence"],
            "entry": last["entry"],
            "hash": last["entry_hash"],
            "moment": last["moment"].isoformat(),
            "person": last["person_id"],
            "force": last["force_id"],
            "acts": said if len(acts) <= _ACTS else [*said, f"and {len(acts) - _ACTS} more"],
        }
        _LOG.info("chain head", extra={"head": line})
        if self.path is None:
            return
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            # What was saved is saved: the head is then behind, and says so at the next start.
            _LOG.error("chain head not written", extra={"reason": error.strerror})

    def lines(self) -> list[Line]:
        """Every whole line, oldest first. A line torn by a crash is passed over."""
        if self.path is None or not self.path.exists():
            return []
        found = []
        for text in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError):
                line = json.loads(text)
                if isinstance(line, dict) and {"entry", "hash", "sequence"} <= line.keys():
                    found.append(line)
        return sorted(found, key=lambda line: int(line["entry"]))

    def set_aside(self, why: str) -> None:
        """Begin anew, keeping the old file beside it."""
        if self.path is None or not self.path.exists():
            return
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.{why}-{number}")).exists():
            number += 1
        self.path.rename(aside)

    def shorten(self) -> None:
        """Keep the newest lines of a file grown large."""
        if self.path is None or not self.path.exists() or self.path.stat().st_size < _LARGEST:
            return
        kept = self.lines()[-_KEPT:]
        new = self.path.with_name(f"{self.path.name}.new")
        new.write_text("".join(json.dumps(k, ensure_ascii=False) + "\n" for k in kept), "utf-8")
        os.replace(new, self.path)


def fault_of(rows: Rows, database_id: str, lines: Iterable[Line]) -> HeadFault | None:
    """What these lines say against the database, or None when it has all they speak of."""
    lines = list(lines)
    if any(line.get("database") != database_id for line in lines):
        return HeadFault("The record kept outside it belongs to another database.")
    head = rows.one("record.head")
    reached = (head["entry"] or 0) if head else 0
    lost = tuple(line for line in lines if line["entry"] > reached)
    known = [line for line in lines if line["entry"] <= reached]
    # The newest first: if its hash stands, all before it do.
    if known and not _stands(rows, known[-1]):
        first = next(line for line in known if not _stands(rows, line))
        return HeadFault(
            f"Its record was written anew: entry {first['entry']:,}, of {_when(first)}, is not the "
            "one that was kept outside it.",
            entry=first["entry"],
        )
    if not lost:
        return None
    return HeadFault(
        f"It has lost its last {_counted(lost)}: it ends at entry {reached:,}, and entry "
        f"{lost[-1]['entry']:,} was written.",
        lost,
        reached + 1,
    )


def ahead_of(rows: Rows, lines: Iterable[Line]) -> tuple[int, int] | None:
    """The first and last commit that the database has and these lines do not; None for none.

    After a crash that is the last commit or two. More were made by something that keeps no head.
    """
    newest = max((int(line["sequence"]) for line in lines), default=0)
    last = int(rows.all("record.head")[0]["sequence"])
    return (newest + 1, last) if last > newest else None


def _stands(rows: Rows, line: Line) -> bool:
    found = rows.one("record.hash_of", entry=line["entry"])
    return found is not None and found["entry_hash"] == line["hash"]


def _counted(lost: tuple[Line, ...]) -> str:
    if len(lost) == 1:
        return f"commit, made on {_when(lost[0])}"
    return f"{len(lost):,} commits, made from {_when(lost[0])} to {_when(lost[-1])}"


def _when(line: Line) -> str:
    """As a person reads it; a line that was torn or altered is shown as it is."""
    try:
        return moment_in_words(dt.datetime.fromisoformat(str(line.get("moment"))))
    except ValueError:
        return str(line.get("moment"))
