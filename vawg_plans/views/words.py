"""Text from people shown as text: nothing they type is Markdown, HTML or a directive here."""

from __future__ import annotations

import re

from vawg_plans.domain.actions import Action, DeliveryStatus, Tag
from vawg_plans.domain.rules import CalculatedStatus, Judgement

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=@])")
# Streamlit draws these as pictures and arrows after it has undone every escape; a mark without
# width parts their characters.
_DRAWN = re.compile(r":(?:material/|streamlit:)|(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S)")
# ... and these as links, for which a mark without width before them is enough. What follows a
# scheme stays in one piece, so that an address can still be copied.
_LINKED = re.compile(r"(?i)(?=https?://|www\.)|(?<=[\w.+-])(?=@)")
_MARKED = re.compile(r"[\\`*_{}\[\]<>#!|~$:^@]")
_JOINER = "\N{WORD JOINER}"


def as_text(words: str) -> str:
    """`words` with every Markdown mark escaped, line breaks kept, indents taken away.

    An address is text as well: where it leads is for its reader to judge before going there.
    """
    told_apart = _DRAWN.sub(lambda found: found[0][0] + _JOINER + found[0][1:], words)
    told_apart = _LINKED.sub(_JOINER, told_apart)
    lines = (line.strip() for line in _MARKS.sub(r"\\\1", told_apart).splitlines())
    return "  \n".join(lines)


def one_line(words: str, longest: int = 140) -> str:
    """`words` on one line, escaped, cut at a word with an ellipsis."""
    flat = " ".join(words.split())
    if len(flat) > longest:
        flat = flat[:longest].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return as_text(flat)


def spoken(words: str, longest: int = 60) -> str:
    """`words` for a label that nobody sees: its Markdown is drawn all the same, and it is read out
    with every escape, so that the marks are left away.
    """
    flat = " ".join(_MARKED.sub(" ", words).split())
    return flat if len(flat) <= longest else flat[:longest].rstrip() + "…"


ICONS = {
    "complete": ":material/check_circle:",
    "complete_not_evidenced": ":material/check:",
    "on_track": ":material/fiber_manual_record:",
    "at_risk": ":material/change_history:",
    "off_track": ":material/cancel:",
    "not_started": ":material/remove:",
}


def stated(status: DeliveryStatus) -> str:
    """The stated status: shape and words."""
    return f"{ICONS[status.value]} {status.full_label}"


def calculated(judgement: Judgement) -> str:
    """The calculated status with its reasons, when it says something else than what is stated."""
    label = f"{ICONS[judgement.status.value]} {CalculatedStatus(judgement.status).label}"
    return f"{label}: {', '.join(judgement.reasons)}" if judgement.reasons else label


def headline(reference: str, title: str, longest: int = 140) -> str:
    """An action's reference in bold, then its title, on one line."""
    mark = f"**{as_text(reference.strip())}** " if reference.strip() else ""
    return mark + one_line(title, longest)


def tag_words(tags: list[Tag], names: dict[str, str]) -> str:
    """Names of tags, each suggestion marked as one."""
    return ", ".join(
        as_text(names.get(t.code, t.code)) + ("" if t.accepted else " *(suggested)*") for t in tags
    )


def due_in_words(action: Action) -> str:
    """The due date as 3 Mar 2022, with the words given where they add to it."""
    if action.due is None:
        return as_text(action.due_words) if action.due_words else "No date"
    return f"{action.due.day} {action.due:%b %Y}"


def plural(count: int, noun: str) -> str:
    """1 action, 2 actions; thousands with a comma."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def verb(count: int, one: str, many: str) -> str:
    """'is' for one, 'are' for more."""
    return one if count == 1 else many
