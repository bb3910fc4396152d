"""Words for yes and no, in a column that asks whether to publish, or whether it is sensitive."""

from __future__ import annotations

from vawg_plans.domain.status_words import plain

YES, NO = "yes", "no"
_YES_WORDS = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "✅", "☑", "oes"})
_NO_WORDS = frozenset({"no", "n", "false", "0", "✗", "✘", "❌", "☐", "nac oes"})
_PUBLISHABLE = {
    "publish": YES,
    "to be published": YES,
    "for publication": YES,
    "publishable": YES,
    "public": YES,
    "ok to publish": YES,
    "do not publish": NO,
    "not for publication": NO,
    "not publishable": NO,
    "not to be published": NO,
    "internal": NO,
    "internal only": NO,
}
# A handling marking says it too.
_SENSITIVE = {
    "official sensitive": YES,
    "sensitive": YES,
    "restricted": YES,
    "confidential": YES,
    "official": NO,
    "not sensitive": NO,
    "not protectively marked": NO,
    "none": NO,
}


def find_publishable(words: str) -> str | None:
    """'yes' or 'no' of a column that says whether an action may be published; None if neither."""
    return _PUBLISHABLE.get(plain(words)) or _ticked(words)


def find_sensitive(words: str) -> str | None:
    """'yes' or 'no' of a column that says whether an action is sensitive; None if neither."""
    return _SENSITIVE.get(plain(words)) or _ticked(words)


def _ticked(words: str) -> str | None:
    either = {words.casefold().strip(" ."), plain(words)}
    return YES if either & _YES_WORDS else NO if either & _NO_WORDS else None
