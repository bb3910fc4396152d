"""How one action differs between two versions' contents, in words that a reader understands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from vawg_plans.domain.actions import DeliveryStatus, InspectorateStatus, TagKind
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.told_changes import Change, Group

# A text longer than this is said to be reworded, and no more.
_LONGEST = 140
Content = Mapping[str, Any]


def differences(was: Content, now: Content, public: bool) -> Iterator[Change]:
    """How an action that both contents tell in words differs, status and dates first. For the
    public without what is the force's own matter: owners, evidence, context.
    """
    id, called = now["id"], name(now)

    def change(group: Group, words: str) -> Change:
        return Change(group, f"{called}: {words}.", id)

    stated, stated_before = DeliveryStatus(now["status"]), DeliveryStatus(was["status"])
    if stated is not stated_before:
        words = f"{stated.full_label.lower()}, before {stated_before.full_label.lower()}"
        if stated is DeliveryStatus.COMPLETE:
            yield Change(
                Group.COMPLETED, f"{called}, before {stated_before.full_label.lower()}.", id
            )
        elif stated_before is DeliveryStatus.COMPLETE:
            yield change(Group.REOPENED, words)
        else:
            yield change(Group.STATUS, words)
    kept, kept_before = (
        InspectorateStatus(one.get("inspectorate_status", "not_recorded")) for one in (now, was)
    )
    if kept is not kept_before:
        words = f"{kept.label.lower()}, before {kept_before.label.lower()}"
        yield change(Group.INSPECTORATE, words)
    if dates := _dates(was, now):
        yield change(Group.DATES, dates)
    if words := _cut("; ".join(_milestones(was, now)), 3 * _LONGEST):
        yield change(Group.MILESTONES, words)
    told = [
        *(text(was, now, field, label) for field, label in _TEXTS),
        *(listed(was, now, field, label) for field, label in _lists(public)),
        *(_tags(was, now, kind, lead, label) for kind, lead, label in _TAGS),
    ]
    if not public:
        told += [text(was, now, field, label) for field, label in _INTERNAL_TEXTS]
    if words := "; ".join(each for each in told if each):
        yield change(Group.WORDS, words)


def reported_more(was: Content, now: Content) -> int:
    """1 where more of an action is reported done than before, -1 where less, 0 for neither: of one
    whose status did not change, and is not complete.
    """
    if was["status"] != now["status"] or now["status"] == DeliveryStatus.COMPLETE:
        return 0
    before, after = (one.get("percent") or 0 for one in (was, now))
    return (after > before) - (after < before)


# What a reader of the plan reads, as a sentence names it.
_TEXTS = (
    ("reference", "reference"),
    ("title", "title"),
    ("description", "description"),
    ("success_measure", "success measure"),
    ("local_strand", "local strand"),
    ("shaped_by", "what women and girls shaped"),
    ("equality_impact", "equality impact reference"),
)
_INTERNAL_TEXTS = (("evidence", "evidence"), ("context", "context"))
_TAGS = (
    (TagKind.P, True, "lead P"),
    (TagKind.P, False, "supporting Ps"),
    (TagKind.AREA, False, "improvement areas"),
    (TagKind.RECOMMENDATION, False, "recommendations answered"),
)


def _lists(public: bool) -> tuple[tuple[str, str], ...]:
    """Who owns it is the force's own matter: the public is told what is done, and by when."""
    partners = (("partners", "partners"),)
    return partners if public else (("owner_posts", "owner posts"), *partners)


def _dates(was: Content, now: Content) -> str:
    """'due moved from 31 March 2026 to 30 June 2026 (91 days later)'."""
    before, after = _day(was.get("due")), _day(now.get("due"))
    said_before, said = (str(one.get("due_words") or "").strip() for one in (was, now))
    if before == after:
        if said_before == said or after is not None:
            return ""
        words, words_before = (_quoted(one) if one else "no date" for one in (said, said_before))
        return f"due: {words}, before {words_before}"
    if before and after:
        days = (after - before).days
        how = f"{_days(days)} later" if days > 0 else f"{_days(-days)} earlier"
        return f"due moved from {in_words(before)} to {in_words(after)} ({how})"
    if after:
        words = f", before {_quoted(said_before)}" if said_before else ", before without a date"
        return f"due {in_words(after)}{words}"
    instead = f", but {_quoted(said)}" if said else ""
    return f"no longer due on {in_words(before)}{instead}"


def _milestones(was: Content, now: Content) -> Iterator[str]:
    """Milestones reached, moved, new and taken out, each in a few words."""
    before, after = (
        {m["id"]: m for m in one.get("details", {}).get("milestones", ())} for one in (was, now)
    )
    for id, one in after.items():
        known, title = before.get(id), _quoted(one["title"])
        if known is None:
            due = f", due {in_words(_day(one['due']))}" if one.get("due") else ""
            yield f"new milestone {title}{due}"
        elif one.get("done_on") and not known.get("done_on"):
            yield f"milestone {title} done on {in_words(_day(one['done_on']))}"
        elif known.get("done_on") and not one.get("done_on"):
            yield f"milestone {title} no longer done"
        elif known.get("due") != one.get("due"):
            due, due_before = (in_words(_day(m.get("due"))) or "no date" for m in (one, known))
            yield f"milestone {title} moved from {due_before} to {due}"
        elif known["title"] != one["title"]:
            yield f"milestone {_quoted(known['title'])} is now {title}"
    for id, one in before.items():
        if id not in after:
            yield f"milestone {_quoted(one['title'])} taken out"


def text(was: Content, now: Content, field: str, label: str) -> str:
    """How a text differs, empty if it does not: both texts where they are short, otherwise that it
    was reworded.
    """
    before, after = (str(one.get(field) or "").strip() for one in (was, now))
    if before == after:
        return ""
    if not after:
        return f"{label} taken out"
    if not before:
        return f"{label} added"
    if max(len(before), len(after)) > _LONGEST:
        return f"{label} reworded"
    return f"{label} {_quoted(after)}, before {_quoted(before)}"


def listed(was: Content, now: Content, field: str, label: str) -> str:
    """What came to a list and what left it, empty for neither."""
    return _sets(list(was.get(field) or ()), list(now.get(field) or ()), label)


def _tags(was: Content, now: Content, kind: TagKind, lead: bool, label: str) -> str:
    """By what the tags were called when each version was frozen, unless only the name differs."""
    before, after = (
        {
            t["code"]: t["name"]
            for t in one.get("tags", ())
            if (t["kind"], t["lead"]) == (kind, lead)
        }
        for one in (was, now)
    )
    return _sets(
        [after.get(code, name) for code, name in before.items()], list(after.values()), label
    )


def _sets(before: list[str], after: list[str], label: str) -> str:
    came = [one for one in after if one not in before]
    went = [one for one in before if one not in after]
    parts = [f"with {_cut('; '.join(came))}"] if came else []
    parts += [f"without {_cut('; '.join(went))}"] if went else []
    return f"{label} now {' and '.join(parts)}" if parts else ""


def name(action: Content) -> str:
    """'Action 2.3' with its title: a number alone says nothing to a reader."""
    reference = str(action.get("reference") or "").strip()
    title = _quoted(str(action.get("title") or ""))
    return f"Action {_cut(reference, 30)} {title}" if reference else f"Action {title}"


def _quoted(words: str) -> str:
    return f"‘{_cut(words)}’"


def _cut(words: str, longest: int = _LONGEST) -> str:
    """On one line, cut at a word where it is long."""
    flat = " ".join(words.split())
    if len(flat) <= longest:
        return flat
    return flat[:longest].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def from_the_start(action: Content) -> str:
    """What a new action is: 'not started, due 31 March 2026'."""
    status = DeliveryStatus(action["status"]).full_label.lower()
    due = _day(action.get("due"))
    if due is None:
        said = _cut(str(action.get("due_words") or ""))
        return f"{status}, due ‘{said}’" if said else f"{status}, with no date"
    return f"{status}, due {in_words(due)}"


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
