"""Commands on a plan's way to publication, and on its versions."""

from __future__ import annotations

import argparse
import json
from typing import Any

from vawg_plans.cli.terminal import ExitCode, acting, opened
from vawg_plans.config import Settings
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.people import Actor
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.domain.publishing_check import CANNOT_CERTIFY
from vawg_plans.domain.reviews import Review, open_review
from vawg_plans.errors import InvalidInput, NotFound
from vawg_plans.services import publishing
from vawg_plans.services.advice import Checked, check_publishing
from vawg_plans.services.versions import share_version, versions_of
from vawg_plans.store.store import Store


def submit(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        force = framework.force(options.force)
        actor = acting(store, options)
        review = publishing.submit(store, framework, actor, force.id, options.note)
    print(f"{force.name}: review {review.number} submitted, moment {review.moment}.")
    return ExitCode.DONE


def approve(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        force = framework.force(options.force)
        actor = acting(store, options)
        read = _open_review(store, actor, force.id)
        review = publishing.approve(store, framework, actor, read, post=options.post)
    print(f"{force.name}: review {review.number} approved by {review.post}.")
    return ExitCode.DONE


def publish(options: argparse.Namespace, settings: Settings) -> int:
    """Share nationally, or publish what was approved."""
    with opened(settings) as (store, framework):
        force = framework.force(options.force)
        actor = acting(store, options)
        if options.audience is Audience.NATIONAL:
            version = share_version(
                store, framework, actor, force.id, Audience.NATIONAL, options.note
            )
        elif options.note:
            raise InvalidInput(
                "The note of a public version is the one it was submitted with.",
                hint="Leave --note out.",
            )
        else:
            review = _open_review(store, actor, force.id)
            version = publishing.publish(store, framework, actor, review)
    print(
        f"{force.name}: version {version.number}, {version.audience.label.lower()}, "
        f"moment {version.sequence}, SHA-256 {version.digest}"
    )
    return ExitCode.DONE


def check(options: argparse.Namespace, settings: Settings) -> int:
    """What to look at before a plan is published. Advice is no failure, however much there is."""
    with opened(settings) as (store, framework):
        force = framework.force(options.force)
        found = check_publishing(store, framework, acting(store, options), force.id)
    if options.json:
        print(json.dumps(_checked(found), ensure_ascii=False))
        return ExitCode.DONE
    what = "the plan under review" if found.reviewed else "the plan as it stands"
    print(
        f"{force.name}, {what}: {found.told:,} of {found.live:,} actions would go out in words; "
        f"{len(found.found):,} to look at."
    )
    for one in found.found:
        print(f"  {one.place}: '{one.words}' {one.why}. ({one.kind.label})")
    for change in found.changed:
        print(f"  {change.group.label}: {change.sentence}")
    print(CANNOT_CERTIFY)
    return ExitCode.DONE


def _checked(found: Checked) -> dict[str, Any]:
    return {
        "certified": False,
        "under_review": found.reviewed,
        "told": found.told,
        "live": found.live,
        "advice": [
            {
                "place": one.place,
                "action": one.action_id,
                "field": one.field,
                "kind": one.kind.value,
                "words": one.words,
                "why": one.why,
            }
            for one in found.found
        ],
        "changes": [
            {"group": one.group.value, "action": one.action_id, "sentence": one.sentence}
            for one in found.changed
        ],
    }


def withdraw(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        force = framework.force(options.force)
        actor = acting(store, options)
        version = publishing.withdraw(store, actor, force.id, options.number, options.why)
    print(f"{force.name}: version {version.number} is withdrawn.")
    return ExitCode.DONE


def versions(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        force = framework.force(options.force)
        found = versions_of(store, acting(store, options), force.id)
    found.sort(key=lambda v: v.number)
    if options.json:
        print(json.dumps([_as_json(v) for v in found], ensure_ascii=False))
        return ExitCode.DONE
    if not found:
        print(f"{force.name} has no version.")
    for version in found:
        approved = (
            f", approved by {version.approved_by} on {in_words(version.approved_on)}"
            if version.approved_on
            else ""
        )
        print(
            f"{version.number}  {version.audience.label}, the plan of "
            f"{in_words(version.judged_on)}{approved}; {state_of(version)}; "
            f"SHA-256 {version.digest}"
        )
    return ExitCode.DONE


def state_of(version: Version) -> str:
    """'current', 'superseded by version 3' or 'withdrawn on 3 March 2022'."""
    if version.withdrawn_on:
        return f"withdrawn on {in_words(version.withdrawn_on)}"
    if version.superseded_by:
        return f"superseded by version {version.superseded_by}"
    return "current"


def _as_json(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "audience": version.audience.value,
        "moment": version.sequence,
        "judged_on": version.judged_on.isoformat(),
        "made_at": f"{version.made_at.isoformat()}Z",
        "note": version.note,
        "sha256": version.digest,
        "approved_by": version.approved_by or None,
        "approved_on": version.approved_on.isoformat() if version.approved_on else None,
        "current": version.current,
        "superseded_by": version.superseded_by,
        "replaced_by": version.replaced_by,
        "words_removed_on": (
            version.words_removed_on.isoformat() if version.words_removed_on else None
        ),
        "withdrawn_on": version.withdrawn_on.isoformat() if version.withdrawn_on else None,
        "withdrawn_why": version.withdrawn_why or None,
    }


def _open_review(store: Store, actor: Actor, force_id: str) -> Review:
    found = open_review(publishing.reviews_of(store, actor, force_id))
    if found is None:
        raise NotFound(
            "No review of this plan is open.",
            hint="Submit the plan for review; publish it when it has been approved.",
        )
    return found


def add_options(command: Any) -> None:
    """These commands, added to the program by `command(name, function, words)`."""
    submitting = command("submit", submit, "Submit a force's plan for review, as it stands now.")
    submitting.add_argument("force", metavar="FORCE")
    submitting.add_argument("--note", default="", help="a note that goes out with the version")

    approving = command(
        "approve", approve, "Approve what is under review, as a Gold Group chair (--as)."
    )
    approving.add_argument("force", metavar="FORCE")
    approving.add_argument("--post", required=True, help="the chief officer's post, not a name")

    checking = command(
        "check-publishing",
        check,
        "Say what to look at before a plan is published, and what changes.",
    )
    checking.add_argument("force", metavar="FORCE")
    checking.add_argument("--json", action="store_true", help="print one JSON object")

    named = command("publish", publish, "Publish what was approved, or share a plan nationally.")
    named.add_argument("force", metavar="FORCE")
    named.add_argument(
        "--audience",
        type=Audience,
        choices=list(Audience),
        default=Audience.PUBLIC,
        help="public unless given",
    )
    named.add_argument("--note", default="", help="a note on a version shared nationally")

    taking = command("withdraw", withdraw, "Withdraw a version: it stays, and counts no more.")
    taking.add_argument("force", metavar="FORCE")
    taking.add_argument("number", metavar="NUMBER", type=int)
    taking.add_argument("--why", required=True, help="why; its readers see this")

    listing = command("versions", versions, "List a force's versions.")
    listing.add_argument("force", metavar="FORCE")
    listing.add_argument("--json", action="store_true", help="print one JSON list")
