"""What changed from one version to the next, in words that a reader of the plan understands.

Two frozen contents are compared, never the plan behind them. Of a public version only what the
public may read is told, on both sides: what the earlier content said to the national lead, and what
is held back since, is counted and not told. An earlier content is passed as it may be read today.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.answers import Choice, kind_of, question_words
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.frozen_actions import (
    Content,
    differences,
    from_the_start,
    listed,
    name,
    reported_more,
    text,
)
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.told_changes import Change, Group, bounded


def changes(
    before: Content | None, after: Content, framework: Framework | None = None
) -> tuple[Change, ...]:
    """Every change between two versions' contents, by group, at most `MOST` told of each.

    Nothing when they say the same. Without an earlier one, that it is the first. The framework is
    asked only what questions are called that a content of an older format does not name.
    """
    public = after["audience"] == Audience.PUBLIC
    if before is None:
        words = f"The first version: {_actions(len(after['actions']))}"
        return (Change(Group.OVERALL, f"{words}, {_complete(after)} complete."),)
    was, now = _told(before, public), _told(after, public)
    return tuple(
        bounded(
            [
                *_overall(before, after),
                *(c for id in now if id in was for c in differences(was[id], now[id], public)),
                *_reported(was, now),
                *_came(before, after, was, now),
                *_went(before, after, was, now),
                *_of_answers(before, after, public, framework),
                *_of_plan(before["plan"], after["plan"]),
            ]
        )
    )


def _told(content: Content, public: bool) -> dict[str, Content]:
    """The actions that are told in words to whom the later content is for, by id, in order."""
    return {
        a["id"]: a
        for a in content["actions"]
        # What a public content holds goes without saying so.
        if a["in_words"]
        and (not public or (a.get("publishable", True) and not a.get("sensitive", False)))
    }


def _overall(before: Content, after: Content) -> Iterator[Change]:
    was, now = len(before["actions"]), len(after["actions"])
    if was != now:
        yield Change(Group.OVERALL, f"{_actions(now)} in the plan; {was:,} before.")
    if (done := _complete(after)) != (done_before := _complete(before)):
        yield Change(Group.OVERALL, f"{_actions(done)} complete; {done_before:,} before.")
    late, late_before = (sum(bool(a["late"]) for a in c["actions"]) for c in (after, before))
    if late != late_before:
        words = f"{_actions(late)} past the due date and not complete; {late_before:,} before."
        yield Change(Group.OVERALL, words)


Told = dict[str, Content]


def _reported(was: Told, now: Told) -> Iterator[Change]:
    """How many report more done than before, and how many less: one by one they hide the rest."""
    moved = [reported_more(was[id], now[id]) for id in now if id in was]
    for sign, how in ((1, "more"), (-1, "less")):
        if count := moved.count(sign):
            say = "reports" if count == 1 else "report"
            words = f"{_actions(count)} of the same status {say} {how} done than before."
            yield Change(Group.STATUS, words)


def _came(before: Content, after: Content, was: Told, now: Told) -> Iterator[Change]:
    """What is told and was not: new in the plan, or new in words."""
    live_before = _ids(before)
    for id, action in now.items():
        if id not in live_before:
            yield Change(Group.ADDED, f"{name(action)}: {from_the_start(action)}.", id)
        elif id not in was:
            words = f"{name(action)}: told in words for the first time, {from_the_start(action)}."
            yield Change(Group.ADDED, words, id)
    if untold := len(_ids(after) - live_before - set(now)):
        yield Change(Group.ADDED, f"{_actions(untold)} counted and not told.")


def _went(before: Content, after: Content, was: Told, now: Told) -> Iterator[Change]:
    """What was told and is not. An action that is still in the plan is only counted: its force
    holds its words back.
    """
    live = _ids(after)
    for id, action in was.items():
        if id not in live:
            yield Change(Group.GONE, f"{name(action)}.")
    if untold := len(_ids(before) - live - set(was)):
        yield Change(Group.GONE, f"{_actions(untold)} that had been counted and not told.")
    if held := len(live & set(was) - set(now)):
        words = f"{_actions(held)} told in words before, counted and not told now."
        yield Change(Group.GONE, words)


def _ids(content: Content) -> set[str]:
    return {action["id"] for action in content["actions"]}


def _of_answers(
    before: Content, after: Content, public: bool, framework: Framework | None
) -> Iterator[Change]:
    """Responses to recommendations, reasons for empty cells and what else is answered."""
    was, now = _answers(before, public), _answers(after, public)

    def called(question: str) -> str:
        for content in (after, before):
            if name := content.get("names", {}).get("questions", {}).get(question):
                return str(name)
        return _question(question, framework)

    for question, answer in now.items():
        known = was.get(question)
        if known is None:
            words = "given for the first time"
        elif known["choice"] != answer["choice"]:
            words = f"{_choice(answer)}, before {_choice(known)}"
        elif str(known["words"]).strip() != str(answer["words"]).strip():
            words = "reworded"
        else:
            continue
        yield Change(Group.ANSWERS, f"{called(question)}: {words}.")
    for question in was:
        if question not in now:
            yield Change(Group.ANSWERS, f"{called(question)}: taken back.")


def _answers(content: Content, public: bool) -> dict[str, Content]:
    """The answers that may be told, by question. The public is not even told that something went
    which only the national lead had read.
    """
    published = content["audience"] == Audience.PUBLIC
    return {
        a["question"]: a
        for a in content.get("answers", ())
        if a["choice"] and (published or not public or _is_public(a))
    }


def _is_public(answer: Content) -> bool:
    kind = kind_of(answer["question"])
    return kind in ("cell", "recommendation") or answer["choice"] == "publishable"


def _question(question: str, framework: Framework | None) -> str:
    if framework is not None:
        with suppress(KeyError, ValueError):
            return question_words(question, framework)
    # Asked by a framework that is no longer in use.
    return f"What was asked as '{question}'"


def _choice(answer: Content) -> str:
    try:
        return Choice(answer["choice"]).label.rstrip("…,").lower()
    except ValueError:
        return str(answer["choice"]).replace("_", " ")


def _of_plan(was: Content, now: Content) -> Iterator[Change]:
    told = [text(was, now, field, label) for field, label in _OF_THE_PLAN]
    told.append(listed(was, now, "local_strands", "Local strands"))
    yield from (Change(Group.PLAN, f"{words}.") for words in told if words)


_OF_THE_PLAN = (("title", "Title"), ("summary", "Summary"), ("lead_post", "Post that leads it"))


def _complete(content: Content) -> int:
    return sum(a["status"] == DeliveryStatus.COMPLETE for a in content["actions"])


def _actions(count: int) -> str:
    return f"{count:,} action{'' if count == 1 else 's'}"
