"""What a closed meeting freezes: everything its minutes and its pack need, as plain values.

`freeze` gives it, its canonical JSON is stored with its SHA-256, and the papers are rendered from
it alone, so that later code, rules or framework cannot alter them. Days are ISO dates in London,
moments UTC in ISO form, words as they were typed. The shape, of format 1:

    format      1
    force       id, force_name its name
    meeting     id, number, name ('Meeting 3, 4 October 2022'), title, held_on, place,
                attended [post], apologies [post], began_at, closed_at
    since       null for a first meeting, else number, name, held_on, moment, judged_on of the last
    next        null, else number, title, held_on, place of the next one planned
    moment      the last commit that it saw; judged_on the day at which everything is judged
    plan        title, lead_post, state, stale
    figures     live, complete, late, stale, slipped, statuses {delivery status: actions},
                calculated {calculated status: actions}, cells, covered, gaps
    before      the same figures at the last meeting, null for a first
    progress    [on, live, complete, late, statuses]: the plan at the end of each month until now
    items       [key, kind, kind_label, action_id, heading, why [sentence], about [key],
                listed [key, heading, why, action_id], shown_at [moment], minutes,
                decisions [number], changes [label, was, now]] in the order of the agenda;
                `minutes` are the words minuted on it, `changes` what was changed of its action
                while the meeting was held
    dropped     [key, kind, kind_label, heading]: what the chair took off the agenda
    decisions   taken at this meeting, by number; carried: those of earlier ones that it heard of.
                Each: id, number, meeting (its number), key, action_id, subject (what it is about,
                in words), words, owner_post, due, state, state_label, outcome, decided_on, said_on
    actions     every live action in the plan's order: id, revision, reference, title, lead_p and
                areas (names, as a person accepted them), owner_posts, start, due, due_words,
                status, status_label, calculated, calculated_label, reasons, late, stale, slips,
                slipped_days, percent, evidenced, sensitive, publishable, last_note (null, or words
                and on), on_agenda. Those on the agenda have `more` too, else null: description,
                success_measure, evidence, partners, milestones [title, due, done_on, missed],
                risks [words, likelihood, impact, response], override (null, or reason and on),
                course [on, status, percent, due]: how it stood from each day on

It is the force's own working paper: it holds sensitive and unpublishable actions in words, and goes
to nobody else.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vawg_plans.domain.actions import Action
from vawg_plans.domain.agenda import LISTS, Item, ItemKind, as_json, dropped_items
from vawg_plans.domain.agenda_building import headline
from vawg_plans.domain.answers import Answers, not_applicable
from vawg_plans.domain.coverage import covered_cells, gaps, matrix_of
from vawg_plans.domain.decisions import Decision
from vawg_plans.domain.field_changes import action_changes
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import Meeting, Shown
from vawg_plans.domain.minutes_actions import (
    Course,
    LastNote,
    frozen_action,
    in_full,
    iso_day,
)
from vawg_plans.domain.moving import PlanAt
from vawg_plans.domain.plan_columns import names_by_kind
from vawg_plans.domain.plans import Plan, PlanState
from vawg_plans.domain.progress_over_time import Point
from vawg_plans.domain.rules import progress_of

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """The plan at a moment, with what is said of it as a whole."""

    plan: Plan
    at: PlanAt
    state: PlanState
    stale: bool
    answers: Answers


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as it was held. What is by key is by the key of an item of the agenda, what is by
    id by an action's; `decisions` are those taken at it, `at_begin` the actions when it began.
    """

    meeting: Meeting
    began_at: dt.datetime
    closed_at: dt.datetime
    last: Meeting | None = None
    following: Meeting | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    shown: Sequence[Shown] = ()
    decisions: Sequence[Decision] = ()
    carried: Sequence[Decision] = ()
    at_begin: Mapping[str, Action] = field(default_factory=dict)
    last_notes: Mapping[str, LastNote] = field(default_factory=dict)
    courses: Mapping[str, Sequence[Course]] = field(default_factory=dict)
    progress: Sequence[Point] = ()


def freeze(
    held: Held, now: Standing, before: Standing | None, framework: Framework, *, moment: int
) -> dict[str, Any]:
    """What is frozen of a meeting: JSON values only. `before` is the plan at the last meeting's
    moment, None for a first meeting.
    """
    meeting, items = held.meeting, items_minuted(held)
    actions = {a.id: a for a in (*now.at.actions, *now.at.withdrawn)}
    talked_of = {i.action_id for i in items} | {d.action_id for d in held.decisions}
    named = {i.key: i.heading for i in items}
    # A list of this meeting is not the one of the same name that an earlier decision was about.
    lasting = {key: name for key, name in named.items() if key not in LISTS.values()}
    names = names_by_kind(framework)
    return {
        "format": FORMAT,
        "force": meeting.force_id,
        "force_name": framework.forces[meeting.force_id].name,
        "meeting": {
            "id": meeting.id,
            "number": meeting.number,
            "name": meeting.name,
            "title": meeting.title,
            "held_on": iso_day(meeting.held_on),
            "place": meeting.place,
            "attended": list(meeting.attended),
            "apologies": list(meeting.apologies),
            "began_at": held.began_at.isoformat(timespec="seconds"),
            "closed_at": held.closed_at.isoformat(timespec="seconds"),
        },
        "since": _last(held.last),
        "next": _following(held.following),
        "moment": moment,
        "judged_on": iso_day(now.at.judged_on),
        "plan": {
            "title": now.plan.title,
            "lead_post": now.plan.lead_post,
            "state": now.state.value,
            "stale": now.stale,
        },
        "figures": figures(now, framework),
        "before": figures(before, framework) if before else None,
        "progress": [_point(p) for p in held.progress],
        "items": [_item(one, held, actions, framework) for one in items],
        "dropped": [
            {
                "key": i.key,
                "kind": i.kind.value,
                "kind_label": i.kind.label,
                "heading": i.heading,
            }
            for i in dropped_items(meeting.agenda or (), meeting.arranged)
            if i.key not in named
        ],
        "decisions": [_decision(d, actions, named) for d in held.decisions],
        "carried": [_decision(d, actions, lasting) for d in held.carried],
        "actions": [
            frozen_action(
                a,
                now.at.judged[a.id],
                names,
                held.last_notes.get(a.id),
                in_full(a, now.at.judged_on, held.courses.get(a.id, ()))
                if a.id in talked_of
                else None,
            )
            for a in now.at.actions
        ],
    }


def items_minuted(held: Held) -> tuple[Item, ...]:
    """The agenda as it was held. What was minuted or decided on an item that the chair took off the
    agenda since is not lost: it follows at the end.
    """
    meeting = held.meeting
    items = meeting.items
    known = {i.key for i in items}
    dropped = {i.key: i for i in dropped_items(meeting.agenda or (), meeting.arranged)}
    said = [k for k, words in sorted(held.notes.items()) if words.strip()]
    keys = dict.fromkeys((*said, *(d.key for d in held.decisions)))
    lost = (dropped.get(k) or _lost(k) for k in keys if k not in known)
    return (*items, *lost)


def _lost(key: str) -> Item:
    return Item(key, ItemKind.ADDED, None, "An item taken off the agenda")


def figures(standing: Standing, framework: Framework) -> dict[str, Any]:
    """What is counted of a plan at a moment."""
    live = standing.at.actions
    judged = [standing.at.judged[a.id] for a in live]
    unanswered = not_applicable(standing.answers)
    matrix = matrix_of(live, framework.areas, framework.ps, unanswered)
    progress = progress_of(live)
    return {
        "live": progress.live,
        "complete": progress.complete,
        "late": sum(j.late for j in judged),
        "stale": sum(j.stale for j in judged),
        "slipped": sum(j.slips > 0 for j in judged),
        "statuses": dict(Counter(a.status.value for a in live)),
        "calculated": dict(Counter(j.status.value for j in judged)),
        "cells": len(matrix),
        "covered": covered_cells(matrix),
        "gaps": len(gaps(matrix)),
    }


def _item(
    item: Item, held: Held, actions: Mapping[str, Action], framework: Framework
) -> dict[str, Any]:
    return {
        **as_json([item])[0],
        "kind_label": item.kind.label,
        "shown_at": [s.at.isoformat(timespec="seconds") for s in held.shown if s.key == item.key],
        "minutes": held.notes.get(item.key, ""),
        "decisions": [d.number for d in held.decisions if d.key == item.key],
        "changes": _changes(item.action_id, held, actions, framework),
    }


def _changes(
    action_id: str | None, held: Held, actions: Mapping[str, Action], framework: Framework
) -> list[dict[str, str]]:
    was, now = held.at_begin.get(action_id or ""), actions.get(action_id or "")
    if was is None or now is None or was.revision == now.revision:
        return []
    return [
        {"label": c.label, "was": c.was, "now": c.now} for c in action_changes(was, now, framework)
    ]


def _decision(
    decision: Decision, actions: Mapping[str, Action], named: Mapping[str, str]
) -> dict[str, Any]:
    action = actions.get(decision.action_id or "")
    return {
        "id": decision.id,
        "number": decision.number,
        "meeting": decision.meeting_number,
        "key": decision.key,
        "action_id": decision.action_id,
        "subject": headline(action) if action else named.get(decision.key, ""),
        "words": decision.words,
        "owner_post": decision.owner_post,
        "due": iso_day(decision.due),
        "state": decision.state.value,
        "state_label": decision.state.label,
        "outcome": decision.outcome,
        "decided_on": iso_day(decision.decided_on),
        "said_on": iso_day(decision.said_on),
    }


def _last(last: Meeting | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {
        "number": last.number,
        "name": last.name,
        "held_on": iso_day(last.held_on),
        "moment": last.moment,
        "judged_on": iso_day(last.judged_on),
    }


def _following(meeting: Meeting | None) -> dict[str, Any] | None:
    if meeting is None:
        return None
    return {
        "number": meeting.number,
        "title": meeting.title,
        "held_on": iso_day(meeting.held_on),
        "place": meeting.place,
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "on": iso_day(point.on),
        "live": point.live,
        "complete": point.complete,
        "late": point.late,
        "statuses": {s.value: n for s, n in point.counts.items() if n},
    }
