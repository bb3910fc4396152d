"""The record of who did what as a workbook: a row an entry, with its hashes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.moments import moment_in_words
from vawg_plans.exchange import workbooks_out
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import A3, Book, Imprint

_COLUMNS = (
    ("Entry", 9, Style.NUMBER),
    ("When (London)", 24, Style.LINE),
    ("Who", 26, Style.TEXT),
    ("Person", 26, Style.LINE),
    ("Role", 22, Style.LINE),
    ("Force", 22, Style.TEXT),
    ("Act", 20, Style.LINE),
    ("Object", 34, Style.TEXT),
    ("Revision", 9, Style.NUMBER),
    ("Detail", 40, Style.TEXT),
    ("Digest before", 20, Style.LINE),
    ("Digest after", 20, Style.LINE),
    ("Hash", 20, Style.LINE),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the record as a person reads it; `moment` is UTC."""

    number: int
    moment: dt.datetime
    person_id: str
    who: str
    role: str
    force_id: str | None
    act: str
    thing: str
    revision: int | None
    detail: str
    before: str | None
    after: str | None
    hash: str


def file_name(force_id: str | None, day: dt.date, *, demonstration: bool) -> str:
    """A name that sorts by day."""
    return workbooks_out.file_name(
        day,
        force_id or "all-forces",
        "record",
        marking=OFFICIAL_SENSITIVE,
        demonstration=demonstration,
    )


def record_workbook(
    entries: Iterable[Entry],
    framework: Framework,
    *,
    whose: str,
    made_at: dt.datetime,
    demonstration: bool,
) -> bytes:
    """The entries, newest first, as one sheet."""
    moment = moment_in_words(made_at)
    imprint = Imprint(
        whose=whose,
        title="Record of who did what",
        version="Record",
        moment_words=moment,
        marking=OFFICIAL_SENSITIVE,
        made_at=made_at,
        demonstration=demonstration,
    )
    book = Book(imprint)
    sheet = book.sheet("Record", [width for _, width, _ in _COLUMNS], paper=A3)
    sheet.line(f"Record of who did what, as of {moment}", Style.TITLE)
    sheet.skip()
    sheet.header([heading for heading, _, _ in _COLUMNS])
    styles = [style for _, _, style in _COLUMNS]
    for e in entries:
        force = framework.forces[e.force_id].name if e.force_id in framework.forces else ""
        sheet.row(
            [
                e.number,
                moment_in_words(e.moment),
                e.who,
                e.person_id,
                e.role,
                force,
                e.act,
                e.thing,
                e.revision,
                e.detail,
                e.before,
                e.after,
                e.hash,
            ],
            styles,
        )
    sheet.end_table()
    return book.finish()
