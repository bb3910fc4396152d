"""How each service is tried by somebody who may or may not: one call each."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from vawg_plans.domain.agenda import Arranged, new_own
from vawg_plans.domain.bulk import BulkChange
from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meeting_papers import Paper
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor, Held, Role
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.removing import RemovalState
from vawg_plans.domain.reviews import Review, ReviewState
from vawg_plans.errors import InvalidInput
from vawg_plans.services import (
    actions,
    advice,
    agendas,
    answers,
    backing_up,
    caretaking,
    closing,
    comments,
    comparison,
    decisions,
    details,
    documents,
    exporting,
    exporting_lists,
    going_out,
    handing_over,
    history,
    importing,
    many_actions,
    meeting_papers,
    meetings,
    moments_out,
    people,
    plans,
    practices,
    progress_over_time,
    proving,
    public_folder,
    publishing,
    record,
    refusals,
    reminding,
    removing,
    retaining,
    taking,
    templates,
    versions,
)
from vawg_plans.services.gate import allowed
from vawg_plans.services.handing_over import HandOver
from vawg_plans.services.record import Sought
from vawg_plans.store.store import Store, operator


@dataclass(frozen=True)
class World:
    """A database with forces in every state, and a folder to write to."""

    store: Store
    framework: Framework
    folder: Path
    # What takes long to make is made once a force.
    decisions: dict[str, str] = field(default_factory=dict)

    def action_of(self, force_id: str) -> str | None:
        """An action of a force's plan, if it has one."""
        with self.store.read() as rows:
            found = rows.all("actions.of_plan", plan_id=f"plan-{force_id}", upto=2**62)
        return found[0]["action_id"] if found else None


Recipe = Callable[[World, Actor, str], Any]
P = Permission


def _table() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Ref", "Action", "Owner"])
    book.active.append(["1", "Train every officer", "ACC"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TABLE = _table()


def _review(force_id: str) -> Review:
    """A review that nobody has made, or not as it is now: the permission alone is tried."""
    day = today()
    return Review(
        f"{force_id}-r1", f"plan-{force_id}", force_id, 1, ReviewState.SUBMITTED, 1, day, revision=9
    )


def _refused(w: World) -> importing.ImportPreview:
    """What an import of a table with a status that nobody knows would be."""
    csv = importing.read_upload(b"Ref,Action,RAG\n1,Train,Purple", "t.csv")
    return importing.preview_import(
        w.store, w.framework, operator(), "kent", csv, "t.csv", ReadAs()
    )


def _of_action(call: Callable[[World, Actor, str], Any], otherwise: Permission) -> Recipe:
    """A service that takes an action: where a force has none, its permission is asked for."""

    def recipe(w: World, a: Actor, f: str) -> Any:
        action_id = w.action_of(f)
        if action_id is None:
            return allowed(w.store, a, otherwise, f)
        return call(w, a, action_id)

    return recipe


def _decide(w: World, a: Actor, action_id: str) -> Any:
    """Decline what somebody else asked for, asked again each time somebody was allowed to."""
    with w.store.read() as rows:
        force_id = rows.all("actions.force_of", action_id=action_id)[0]["force_id"]
    asker = Actor("person-asking", "Asking", Role.CONTRIBUTOR, force_id)
    with suppress(InvalidInput):
        removing.ask_removal(w.store, w.framework, asker, force_id, "Review every", "tried")
    asked = removing.removals_of(w.store, asker, force_id)
    open_one = next(r for r in asked if r.state is RemovalState.ASKED)
    return removing.decide_removal(w.store, w.framework, a, open_one.id, False)


PRACTICE = {"title": "One", "words": "x", "ps": ("protect",), "areas": ("powers",)}


def _offered(w: World, force_id: str) -> str:
    """A practice of a force, offered by its lead."""
    lead = Actor("person-offering", "Offering", Role.STRATEGIC_LEAD, force_id)
    return practices.offer_practice(w.store, w.framework, lead, force_id, PRACTICE).id


def _comment(w: World, force_id: str) -> str:
    """A comment on a force's plan, said by its chair."""
    chair = Actor("person-chair", "Chair", Role.GOLD_CHAIR, force_id)
    return comments.say(w.store, w.framework, chair, force_id, "x").id


def _meeting(w: World, force_id: str) -> str:
    """A meeting of a force's Gold Group, planned by its chair."""
    chair = Actor("person-planning", "Planning", Role.GOLD_CHAIR, force_id)
    return meetings.plan_meeting(w.store, w.framework, chair, force_id, today()).id


def _decision(w: World, force_id: str) -> str:
    """A decision of a force's Gold Group, at a meeting that was closed again."""
    if force_id in w.decisions:
        return w.decisions[force_id]
    chair = Actor("person-planning", "Planning", Role.GOLD_CHAIR, force_id)
    held = _meeting(w, force_id)
    meetings.begin(w.store, w.framework, chair, held)
    own = new_own("One")
    meetings.arrange(w.store, chair, held, Arranged(added=(own,)), read_revision=2)
    found = decisions.decide(w.store, chair, held, f"own:{own.id}", "One", "ACC")
    closing.close(w.store, w.framework, chair, held)
    w.decisions[force_id] = found.id
    return found.id


RECIPES: dict[str, tuple[Permission, Recipe]] = {
    "plans.open_plan": (
        P.READ_DRAFT,
        lambda w, a, f: plans.open_plan(w.store, w.framework, a, f),
    ),
    "plans.revise_plan": (
        P.EDIT_PLAN,
        lambda w, a, f: plans.revise_plan(w.store, a, f, {"summary": "x"}, read_revision=0),
    ),
    "progress_over_time.progress_over_time": (
        P.READ_DRAFT,
        lambda w, a, f: progress_over_time.progress_over_time(w.store, a, f),
    ),
    "answers.answers_of": (
        P.READ_DRAFT,
        lambda w, a, f: answers.answers_of(w.store, a, f),
    ),
    "answers.assessments": (
        P.READ_DRAFT,
        lambda w, a, f: answers.assessments(w.store, w.framework, a, f),
    ),
    "answers.governance_of": (
        P.READ_DRAFT,
        lambda w, a, f: answers.governance_of(w.store, a, f),
    ),
    "answers.answer_history": (
        P.READ_DRAFT,
        lambda w, a, f: answers.answer_history(w.store, a, f, "cell:powers:prevent"),
    ),
    "answers.answer": (
        P.EDIT_PLAN,
        lambda w, a, f: answers.answer(
            w.store, w.framework, a, f, "cell:powers:prevent", None, "", read_revision=0
        ),
    ),
    "comments.comments_of": (P.COMMENT, lambda w, a, f: comments.comments_of(w.store, a, f)),
    "comments.say": (P.COMMENT, lambda w, a, f: comments.say(w.store, w.framework, a, f, "x")),
    "comments.reply": (
        P.COMMENT,
        lambda w, a, f: comments.reply(w.store, a, _comment(w, f), "x"),
    ),
    "comments.resolve": (
        P.COMMENT,
        lambda w, a, f: comments.resolve(w.store, a, _comment(w, f)),
    ),
    "meetings.plan_meeting": (
        P.HOLD_MEETING,
        lambda w, a, f: meetings.plan_meeting(w.store, w.framework, a, f, today()),
    ),
    "meetings.change_meeting": (
        P.HOLD_MEETING,
        lambda w, a, f: meetings.change_meeting(w.store, a, _meeting(w, f), {}, read_revision=1),
    ),
    "meetings.arrange": (
        P.HOLD_MEETING,
        lambda w, a, f: meetings.arrange(w.store, a, _meeting(w, f), Arranged(), read_revision=1),
    ),
    "meetings.cancel_meeting": (
        P.HOLD_MEETING,
        lambda w, a, f: meetings.cancel_meeting(w.store, a, _meeting(w, f)),
    ),
    "meetings.begin": (
        P.HOLD_MEETING,
        lambda w, a, f: meetings.begin(
            w.store, w.framework, a, _meeting(w, f), attended=("x" * 999,)
        ),
    ),
    "meetings.show_item": (
        P.HOLD_MEETING,
        lambda w, a, f: meetings.show_item(w.store, a, _meeting(w, f), "gaps"),
    ),
    "meetings.note": (
        P.HOLD_MEETING,
        lambda w, a, f: meetings.note(w.store, a, _meeting(w, f), "gaps", "x", read_revision=0),
    ),
    "meetings.shown": (
        P.READ_MEETINGS,
        lambda w, a, f: meetings.shown(w.store, a, _meeting(w, f)),
    ),
    "meetings.meeting_of": (
        P.READ_MEETINGS,
        lambda w, a, f: meetings.meeting_of(w.store, a, _meeting(w, f)),
    ),
    "meetings.notes_of": (
        P.READ_MEETINGS,
        lambda w, a, f: meetings.notes_of(w.store, a, _meeting(w, f)),
    ),
    "agendas.agenda_now": (
        P.READ_MEETINGS,
        lambda w, a, f: agendas.agenda_now(w.store, w.framework, a, _meeting(w, f)),
    ),
    "agendas.meetings_of": (P.READ_MEETINGS, lambda w, a, f: agendas.meetings_of(w.store, a, f)),
    "closing.close": (
        P.HOLD_MEETING,
        lambda w, a, f: closing.close(w.store, w.framework, a, _meeting(w, f)),
    ),
    "closing.minutes_of": (
        P.READ_MEETINGS,
        lambda w, a, f: closing.minutes_of(w.store, a, _meeting(w, f)),
    ),
    "meeting_papers.export_agenda": (
        P.READ_MEETINGS,
        lambda w, a, f: meeting_papers.export_agenda(w.store, w.framework, a, _meeting(w, f)),
    ),
    "meeting_papers.export_paper": (
        P.READ_MEETINGS,
        lambda w, a, f: meeting_papers.export_paper(w.store, a, _meeting(w, f), Paper.MINUTES),
    ),
    "decisions.decide": (
        P.HOLD_MEETING,
        lambda w, a, f: decisions.decide(w.store, a, _meeting(w, f), "gaps", "x", "ACC"),
    ),
    "decisions.change_decision": (
        P.HOLD_MEETING,
        lambda w, a, f: decisions.change_decision(
            w.store, a, _decision(w, f), {"outcome": "x"}, read_revision=1
        ),
    ),
    "decisions.decisions_of": (
        P.READ_MEETINGS,
        lambda w, a, f: decisions.decisions_of(w.store, a, f),
    ),
    "decisions.decision_history": (
        P.READ_MEETINGS,
        lambda w, a, f: decisions.decision_history(w.store, a, _decision(w, f)),
    ),
    "practices.offer_practice": (
        P.OFFER_PRACTICE,
        lambda w, a, f: practices.offer_practice(w.store, w.framework, a, f, PRACTICE),
    ),
    "practices.change_practice": (
        P.OFFER_PRACTICE,
        lambda w, a, f: practices.change_practice(
            w.store, w.framework, a, _offered(w, f), {}, read_revision=1
        ),
    ),
    "practices.withdraw_practice": (
        P.OFFER_PRACTICE,
        lambda w, a, f: practices.withdraw_practice(
            w.store, a, _offered(w, f), read_revision=1, reason="x"
        ),
    ),
    "taking.take_practice": (
        P.EDIT_PLAN,
        lambda w, a, f: taking.take_practice(w.store, w.framework, a, f, "practice-none"),
    ),
    "history.plan_moments": (
        P.READ_DRAFT,
        lambda w, a, f: history.plan_moments(w.store, a, f),
    ),
    "history.restore_plan": (
        P.EDIT_PLAN,
        lambda w, a, f: history.restore_plan(w.store, a, f, 99, read_revision=0),
    ),
    "history.restore_revision": (
        P.EDIT_PLAN,
        _of_action(
            lambda w, a, i: history.restore_revision(
                w.store, w.framework, a, i, 99, read_revision=0
            ),
            P.EDIT_PLAN,
        ),
    ),
    "many_actions.change_many": (
        P.EDIT_PLAN,
        lambda w, a, f: many_actions.change_many(w.store, w.framework, a, f, {}, BulkChange()),
    ),
    "many_actions.move_action": (
        P.EDIT_PLAN,
        lambda w, a, f: many_actions.move_action(w.store, a, f, "act-nowhere", 0),
    ),
    "many_actions.duplicate_action": (
        P.EDIT_PLAN,
        _of_action(
            lambda w, a, i: many_actions.duplicate_action(w.store, w.framework, a, i), P.EDIT_PLAN
        ),
    ),
    "actions.add_action": (
        P.EDIT_PLAN,
        lambda w, a, f: actions.add_action(w.store, w.framework, a, f, {"title": ""}),
    ),
    "actions.revise_action": (
        P.EDIT_PLAN,
        _of_action(
            lambda w, a, i: actions.revise_action(
                w.store, w.framework, a, i, {"context": "x"}, read_revision=1
            ),
            P.EDIT_PLAN,
        ),
    ),
    "actions.record_progress": (
        P.RECORD_PROGRESS,
        _of_action(
            lambda w, a, i: actions.record_progress(
                w.store, w.framework, a, i, read_revision=1, note="x"
            ),
            P.RECORD_PROGRESS,
        ),
    ),
    "details.milestone_done": (
        P.RECORD_PROGRESS,
        _of_action(
            lambda w, a, i: details.milestone_done(w.store, w.framework, a, i, "x", today()),
            P.RECORD_PROGRESS,
        ),
    ),
    "details.add_evidence": (
        P.RECORD_PROGRESS,
        _of_action(
            lambda w, a, i: details.add_evidence(w.store, w.framework, a, i, "x"),
            P.RECORD_PROGRESS,
        ),
    ),
    "details.explain_status": (
        P.EDIT_PLAN,
        _of_action(
            lambda w, a, i: details.explain_status(w.store, w.framework, a, i, "x", "on_track"),
            P.EDIT_PLAN,
        ),
    ),
    "details.take_reason_back": (
        P.EDIT_PLAN,
        _of_action(
            lambda w, a, i: details.take_reason_back(w.store, w.framework, a, i), P.EDIT_PLAN
        ),
    ),
    "details.action_at": (
        P.READ_DRAFT,
        _of_action(lambda w, a, i: details.action_at(w.store, a, i, 1), P.READ_DRAFT),
    ),
    "details.names_in": (
        P.READ_DRAFT,
        _of_action(lambda w, a, i: details.names_in(w.store, a, i), P.READ_DRAFT),
    ),
    "actions.accept_suggestions": (
        P.EDIT_PLAN,
        _of_action(
            lambda w, a, i: actions.accept_suggestions(w.store, w.framework, a, [(i, 1, {})]),
            P.EDIT_PLAN,
        ),
    ),
    "actions.withdraw_action": (
        P.EDIT_PLAN,
        _of_action(
            lambda w, a, i: actions.withdraw_action(
                w.store, w.framework, a, i, read_revision=0, reason="x"
            ),
            P.EDIT_PLAN,
        ),
    ),
    "actions.restore_action": (
        P.EDIT_PLAN,
        _of_action(
            lambda w, a, i: actions.restore_action(w.store, w.framework, a, i, read_revision=0),
            P.EDIT_PLAN,
        ),
    ),
    "actions.action_history": (
        P.READ_DRAFT,
        _of_action(lambda w, a, i: actions.action_history(w.store, a, i), P.READ_DRAFT),
    ),
    "actions.latest_updates": (
        P.READ_DRAFT,
        lambda w, a, f: actions.latest_updates(w.store, a, f),
    ),
    "importing.preview_import": (
        P.IMPORT_PLAN,
        lambda w, a, f: importing.preview_import(
            w.store,
            w.framework,
            a,
            f,
            importing.read_upload(TABLE, "t.xlsx"),
            "t.xlsx",
            ReadAs(split_bullets=False),
        ),
    ),
    "importing.commit_import": (
        P.IMPORT_PLAN,
        lambda w, a, f: importing.commit_import(
            w.store,
            w.framework,
            a,
            f,
            importing.read_upload(TABLE, "t.xlsx"),
            "t.xlsx",
            ReadAs(split_bullets=False),
        ),
    ),
    "importing.how_read_before": (
        P.IMPORT_PLAN,
        lambda w, a, f: importing.how_read_before(w.store, a, f),
    ),
    "importing.import_file": (
        P.IMPORT_PLAN,
        lambda w, a, f: importing.import_file(
            w.store, w.framework, a, f, TABLE, "t.xlsx", ReadAs(split_bullets=False)
        ),
    ),
    "versions.share_version": (
        P.SHARE_VERSION,
        lambda w, a, f: versions.share_version(
            w.store, w.framework, a, f, Audience.NATIONAL, "x" * 1_001
        ),
    ),
    "versions.shared_content": (
        P.COMPARE,
        lambda w, a, f: versions.shared_content(w.store, a, f),
    ),
    "versions.withdrawn_versions": (
        P.COMPARE,
        lambda w, a, f: versions.withdrawn_versions(w.store, a, f),
    ),
    "versions.plan_of_version": (
        P.READ_DRAFT,
        lambda w, a, f: versions.plan_of_version(w.store, w.framework, a, f, 1),
    ),
    "advice.check_publishing": (
        P.READ_DRAFT,
        lambda w, a, f: advice.check_publishing(w.store, w.framework, a, f),
    ),
    "advice.changes_of_version": (
        P.READ_DRAFT,
        lambda w, a, f: advice.changes_of_version(w.store, w.framework, a, f, 1),
    ),
    "publishing.submit": (
        P.SHARE_VERSION,
        lambda w, a, f: publishing.submit(w.store, w.framework, a, f, "x" * 1_001),
    ),
    "publishing.take_back": (
        P.SHARE_VERSION,
        lambda w, a, f: publishing.take_back(w.store, a, _review(f)),
    ),
    "publishing.send_back": (
        P.APPROVE_VERSION,
        lambda w, a, f: publishing.send_back(w.store, a, _review(f), "Not yet"),
    ),
    "publishing.approve": (
        P.APPROVE_VERSION,
        lambda w, a, f: publishing.approve(w.store, w.framework, a, _review(f), post="ACC"),
    ),
    "publishing.publish": (
        P.SHARE_VERSION,
        lambda w, a, f: publishing.publish(w.store, w.framework, a, _review(f)),
    ),
    "publishing.withdraw": (
        P.WITHDRAW_VERSION,
        lambda w, a, f: publishing.withdraw(w.store, a, f, 9, "A mistake"),
    ),
    "public_folder.public_folder": (
        P.EXPORT_DRAFT,
        lambda w, a, f: public_folder.public_folder(w.store, w.framework, a, f),
    ),
    "proving.verify_version": (
        P.READ_DRAFT,
        lambda w, a, f: proving.verify_version(w.store, w.framework, a, f, 1),
    ),
    "publishing.reviews_of": (
        P.READ_DRAFT,
        lambda w, a, f: publishing.reviews_of(w.store, a, f),
    ),
    "publishing.review_steps": (
        P.READ_DRAFT,
        lambda w, a, f: publishing.review_steps(w.store, a, f, 1),
    ),
    "going_out.under_review": (
        P.READ_DRAFT,
        lambda w, a, f: going_out.under_review(w.store, w.framework, a, f),
    ),
    "versions.versions_of": (P.READ_DRAFT, lambda w, a, f: versions.versions_of(w.store, a, f)),
    "exporting.export_plan": (
        P.EXPORT_DRAFT,
        lambda w, a, f: exporting.export_plan(w.store, w.framework, a, f),
    ),
    "documents.export_document": (
        P.EXPORT_DRAFT,
        lambda w, a, f: documents.export_document(w.store, w.framework, a, f, DocumentKind.PLAN),
    ),
    "documents.told_plan": (
        P.EXPORT_DRAFT,
        lambda w, a, f: documents.told_plan(w.store, w.framework, a, f),
    ),
    "documents.export_published_document": (
        P.READ_PUBLISHED_WORDS,
        lambda w, a, f: documents.export_published_document(
            w.store, w.framework, a, f, DocumentKind.RESPONSE_TABLE
        ),
    ),
    "exporting_lists.export_gaps": (
        P.EXPORT_DRAFT,
        lambda w, a, f: exporting_lists.export_gaps(w.store, w.framework, a, f),
    ),
    "exporting_lists.export_history": (
        P.EXPORT_DRAFT,
        lambda w, a, f: exporting_lists.export_history(w.store, w.framework, a, f, since=today()),
    ),
    "moments_out.plan_at": (
        P.EXPORT_DRAFT,
        lambda w, a, f: moments_out.plan_at(w.store, w.framework, a, f),
    ),
    "refusals.refused_rows_workbook": (
        P.IMPORT_PLAN,
        lambda w, a, f: refusals.refused_rows_workbook(w.store, w.framework, a, f, _refused(w)),
    ),
    "templates.blank_template": (
        P.IMPORT_PLAN,
        lambda w, a, f: templates.blank_template(w.store, w.framework, a, f),
    ),
    "removing.preview_removal": (
        P.ASK_REMOVAL,
        lambda w, a, f: removing.preview_removal(w.store, w.framework, a, f, "a name"),
    ),
    "removing.ask_removal": (
        P.ASK_REMOVAL,
        lambda w, a, f: removing.ask_removal(w.store, w.framework, a, f, "a name", "tried"),
    ),
    "removing.decide_removal": (P.DECIDE_REMOVAL, _of_action(_decide, P.DECIDE_REMOVAL)),
    "removing.removals_of": (P.ASK_REMOVAL, lambda w, a, f: removing.removals_of(w.store, a, f)),
    "people.people_of": (P.MANAGE_PEOPLE, lambda w, a, f: people.people_of(w.store, a, f)),
    "people.role_history": (P.MANAGE_PEOPLE, lambda w, a, f: people.role_history(w.store, a, f)),
    "people.grant_role": (
        P.MANAGE_PEOPLE,
        lambda w, a, f: people.grant_role(
            w.store, w.framework, a, "x@force.police.uk", Held(Role.CONTRIBUTOR, f)
        ),
    ),
    "people.revoke_role": (
        P.MANAGE_PEOPLE,
        lambda w, a, f: people.revoke_role(
            w.store, w.framework, a, "person-none", Held(Role.CONTRIBUTOR, f)
        ),
    ),
    "handing_over.posts_of": (P.READ_DRAFT, lambda w, a, f: handing_over.posts_of(w.store, a, f)),
    "handing_over.preview_hand_over": (
        P.EDIT_PLAN,
        lambda w, a, f: handing_over.preview_hand_over(w.store, a, f, "ACC", "DCC"),
    ),
    "handing_over.hand_over": (
        P.EDIT_PLAN,
        lambda w, a, f: handing_over.hand_over(w.store, a, HandOver(f, "ACC", "DCC", ())),
    ),
    "record.search_record": (
        P.READ_RECORD,
        lambda w, a, f: record.search_record(w.store, a, Sought(), force_id=f),
    ),
    "record.acts_recorded": (
        P.READ_RECORD,
        lambda w, a, f: record.acts_recorded(w.store, a, f),
    ),
    "record.export_record": (
        P.READ_RECORD,
        lambda w, a, f: record.export_record(w.store, w.framework, a, Sought(), force_id=f),
    ),
}

NATIONAL_ACTS: dict[str, tuple[Permission, Callable[[World, Actor], Any]]] = {
    "comparison.compare": (P.COMPARE, lambda w, a: comparison.compare(w.store, w.framework, a)),
    "practices.practices_of": (
        P.COMPARE,
        lambda w, a: practices.practices_of(w.store, w.framework, a),
    ),
    "practices.decide_practice": (
        P.DECIDE_PRACTICE,
        lambda w, a: practices.decide_practice(
            w.store, a, "practice-none", accept=True, read_revision=1
        ),
    ),
    "taking.takers": (P.COMPARE, lambda w, a: taking.takers(w.store, a)),
    "exporting.export_national": (
        P.COMPARE,
        lambda w, a: exporting.export_national(w.store, w.framework, a),
    ),
    "people.release_account": (
        P.MANAGE_PEOPLE,
        lambda w, a: people.release_account(w.store, a, "person-none"),
    ),
    "caretaking.check_record": (
        P.RUN_SERVICE,
        lambda w, a: caretaking.check_record(w.store, w.framework, a),
    ),
    "caretaking.states": (P.RUN_SERVICE, lambda w, a: caretaking.states(w.store, a)),
    "reminding.preview_reminders": (
        P.RUN_SERVICE,
        lambda w, a: reminding.preview_reminders(w.store, w.framework, a),
    ),
    "reminding.letters_today": (
        P.RUN_SERVICE,
        lambda w, a: reminding.letters_today(w.store, w.framework, a),
    ),
    # On a demonstration nobody has signed in, so there is no letter to hand over.
    "reminding.send_reminders": (
        P.RUN_SERVICE,
        lambda w, a: reminding.send_reminders(w.store, w.framework, a, nullcontext),
    ),
    "retaining.preview_retention": (
        P.RUN_SERVICE,
        lambda w, a: retaining.preview_retention(w.store, w.framework, a),
    ),
    "retaining.apply_retention": (
        P.RUN_SERVICE,
        lambda w, a: retaining.apply_retention(w.store, w.framework, a),
    ),
    "backing_up.backup": (
        P.RUN_SERVICE,
        lambda w, a: backing_up.backup(w.store, w.framework, a, w.folder / "one.duckdb"),
    ),
    "people.correct_address": (
        P.MANAGE_PEOPLE,
        lambda w, a: people.correct_address(w.store, a, "person-none", "y@force.police.uk"),
    ),
    "people.erase_person": (
        P.MANAGE_PEOPLE,
        lambda w, a: people.erase_person(w.store, a, "person-none"),
    ),
    "people.person_of": (
        P.MANAGE_PEOPLE,
        lambda w, a: people.person_of(w.store, a, "x@force.police.uk"),
    ),
}

# What takes an actor and asks for no permission, and why that is right.
NOT_FOR_AN_ACTOR = {
    "gate.allowed": "it is the check itself",
    "gate.could": "it is the check itself",
    "gate.record_refusal": "it records that somebody was refused",
    "caretaking.begin": "the schedule calls it, as the service itself",
    "caretaking.record_failure": "the schedule calls it, as the service itself",
    "many_actions.preview_many": "it is given the actions and reads nothing",
    "people.own_post": "it reads what is said of oneself",
    "signing_in.leave": "anybody may end their own sign-in",
    "record.record_export": "the exports call it, which have checked",
}
