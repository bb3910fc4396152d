"""A public version as a workbook: its actions, its answers, and what was frozen, to be proved."""

from __future__ import annotations

import datetime as dt
import json

from vawg_plans.domain.moments import in_words
from vawg_plans.domain.public import Content, Edition, figures, filled
from vawg_plans.exchange.public_columns import PUBLIC, READERS
from vawg_plans.exchange.public_data import MARKING
from vawg_plans.exchange.workbook_styles import Style
from vawg_plans.exchange.workbooks_out import A3, Book, Imprint

FROZEN = "What was frozen"
FROZEN_HEADING = "Canonical JSON, cut into pieces"
# A cell holds 32,767 characters.
PIECE = 30_000


def version_name(number: int) -> str:
    """How a version is called in the file."""
    return f"Version {number}"


def public_workbook(edition: Edition, *, demonstration: bool) -> bytes:
    """The workbook's bytes; the same edition, the same bytes."""
    content, version = edition.content, edition.version
    book = Book(
        Imprint(
            whose=content["force_name"],
            title=content["plan"].get("title") or "",
            version=version_name(version.number),
            moment_words=f"the plan of {in_words(version.judged_on)}",
            marking=MARKING,
            made_at=dt.datetime.combine(version.published_on, dt.time()),
            demonstration=demonstration,
        )
    )
    _about(book, edition)
    _actions(book, content)
    _answers(book, content)
    if edition.whole:
        frozen(book, content)
    return book.finish()


def _about(book: Book, edition: Edition) -> None:
    content, version = edition.content, edition.version
    counted = figures(content)
    sheet = book.sheet("Version", [28, 90])
    sheet.header(["What", "Value"])
    rows: list[tuple[str, str | int | dt.date | None]] = [
        ("Plan", content["plan"].get("title")),
        ("Force", content["force_name"]),
        ("Version", version.number),
        ("Published on", version.published_on),
        ("Shows the plan of", version.judged_on),
        ("Approved by", content.get("approved", {}).get("post")),
        ("Lead post", content["plan"].get("lead_post")),
        ("Note", content.get("note")),
        ("About this plan", content["plan"].get("summary")),
        ("Live actions", int(counted["live"].replace(",", ""))),
        ("Told here", int(counted["told"].replace(",", ""))),
        ("Counted and not told", int(counted["untold"].replace(",", ""))),
        ("SHA-256", version.digest),
    ]
    for name, value in rows:
        if value not in (None, ""):
            style = Style.DATE if isinstance(value, dt.date) else Style.TEXT
            sheet.row([name, value], [Style.TEXT, style])


def _actions(book: Book, content: Content) -> None:
    sheet = book.sheet("Actions", [width for width, _ in PUBLIC.values()], paper=A3)
    sheet.header(list(PUBLIC), frozen_columns=2)
    styles = [style for _, style in PUBLIC.values()]
    for action in content["actions"]:
        if action["in_words"]:
            told = filled(action)
            sheet.row([READERS[heading](told) for heading in PUBLIC], styles)
    sheet.end_table()


def _answers(book: Book, content: Content) -> None:
    questions = content.get("names", {}).get("questions", {})
    sheet = book.sheet("Answers", [50, 90, 14])
    sheet.header(["Question", "Answer", "Said on"])
    for one in content.get("answers", ()):
        if one["words"]:
            said_on = dt.date.fromisoformat(one["said_on"]) if one["said_on"] else None
            sheet.row(
                [questions.get(one["question"], one["question"]), one["words"], said_on],
                [Style.TEXT, Style.TEXT, Style.DATE],
            )
    sheet.end_table()


def frozen(book: Book, content: Content) -> None:
    """The sheet that carries what was frozen: its pieces put together are JSON of the same value,
    every sign outside ASCII escaped, so that nothing a spreadsheet does to text can change it.
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    sheet = book.sheet(FROZEN, [100])
    sheet.header([FROZEN_HEADING])
    for start in range(0, len(text), PIECE):
        sheet.row([text[start : start + PIECE]], [Style.PLAIN])
