"""What can go wrong, said to a person.

PlanError                 anything a person can put right; everything else is a fault
├── InvalidInput          a value breaks a rule (where, what, what to do)
├── NotFound              no such force, plan, action or version (or not yours to see)
├── NotAllowed            this person may not do this
├── StaleEdit             somebody saved since you read it; carries both versions
├── UnreadableFile        a file that is not what it should be
├── ImportRefused         rows of a table were refused, so nothing was written
├── MailNotSent           the mail server surely did not take a letter
└── StoreError
    ├── StoreBusy         another process or writer holds the database
    ├── StoreUnavailable  the database cannot be opened or reached
    └── BrokenRecord      what is stored contradicts itself
"""

from __future__ import annotations

from typing import Any


class PlanError(Exception):
    """A problem that a person can understand and put right.

    `message` is one sentence that says what is wrong; `hint` says what to do next.
    Both are plain text and are shown as they are.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InvalidInput(PlanError):
    """A value breaks a rule. `problems` lists each one as a sentence."""

    def __init__(self, problems: list[str] | str, *, hint: str = "") -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__(" ".join(self.problems), hint=hint)


class NotFound(PlanError):
    """There is no such thing, or this person may not know of it."""


class NotAllowed(PlanError):
    """This person's role does not include this. The refusal is recorded."""


class StaleEdit(PlanError):
    """Somebody saved after this writer read. `theirs` is what is stored now, `yours` what was sent.

    `fields` names what differs between the two. `hint` says what to do where the two are not shown
    to choose from.
    """

    def __init__(
        self, message: str, *, theirs: Any, yours: Any, fields: list[str], hint: str = ""
    ) -> None:
        super().__init__(
            message,
            hint=hint
            or "Both versions are shown above. Send the form again to save yours over it, or "
            "reload the page to keep what is saved.",
        )
        self.theirs = theirs
        self.yours = yours
        self.fields = fields


class UnreadableFile(PlanError):
    """A file is not what it should be, is too large, or is damaged."""


class ImportRefused(PlanError):
    """Some rows of a table could not be taken, so nothing at all was written.

    `preview` is the whole preview, with every problem.
    """

    def __init__(self, message: str, *, preview: Any, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.preview = preview


class MailNotSent(PlanError):
    """A letter was surely not taken by the mail server."""


class StoreError(PlanError):
    """The database could not do what was asked."""


class StoreBusy(StoreError):
    """Another process or writer holds the database."""


class StoreUnavailable(StoreError):
    """The database cannot be opened or reached."""


class BrokenRecord(StoreError):
    """What is stored contradicts itself: a digest, a reference or a count does not hold."""
