"""Practices: listing them, offering one, and deciding on an offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.actions import cleaned
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission, may
from vawg_plans.domain.practices import (
    LONGEST_REASON,
    OFFERABLE,
    Deed,
    ListedPractice,
    OfferedPractice,
    PracticeState,
    of_a_force,
    of_the_inspection,
    practice_problems,
    state_after,
)
from vawg_plans.errors import InvalidInput, NotFound, StaleEdit
from vawg_plans.services.gate import allowed
from vawg_plans.store import practices as practice_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Store


@dataclass(frozen=True, slots=True)
class Offer:
    """A practice that a force offered, with how it came to stand where it does.

    `steps` are all its revisions, newest first. `standing` is the revision that everybody sees
    meanwhile, None when there is none.
    """

    steps: tuple[OfferedPractice, ...]
    standing: OfferedPractice | None = None

    @property
    def newest(self) -> OfferedPractice:
        return self.steps[0]


@dataclass(frozen=True, slots=True)
class Practices:
    """What somebody sees of the practices: those for everybody, those of their own force in
    whatever state, and, for those who decide, the ones that wait.
    """

    listed: list[ListedPractice]
    own: list[Offer]
    waiting: list[Offer]


def practices_of(store: Store, framework: Framework, actor: Actor) -> Practices:
    """The practices as far as this person may see them: the inspection's, then what forces offered
    in the order in which it was accepted.
    """
    allowed(store, actor, Permission.COMPARE)
    decides = may(actor, Permission.DECIDE_PRACTICE)
    with store.read() as rows:
        standing = {p.id: p for p in practice_rows.standing(rows)}
        own = practice_rows.of_force(rows, actor.force_id) if actor.force_id else []
        waiting = practice_rows.waiting(rows) if decides else []
    return Practices(
        listed=listed(framework, standing),
        own=_offers(own, standing),
        waiting=_offers(waiting, standing),
    )


def listed(framework: Framework, standing: dict[str, OfferedPractice]) -> list[ListedPractice]:
    """What everybody sees: the inspection's, and these of forces."""
    found = [of_the_inspection(p, framework) for p in framework.practices.values()]
    return found + [of_a_force(p, framework) for p in standing.values()]


def _offers(
    revisions: Sequence[OfferedPractice], standing: dict[str, OfferedPractice]
) -> list[Offer]:
    steps: dict[str, list[OfferedPractice]] = {}
    for revision in revisions:
        steps.setdefault(revision.id, []).append(revision)
    return [Offer(tuple(found), standing.get(name)) for name, found in steps.items()]


# Offering and deciding


def offer_practice(
    store: Store, framework: Framework, actor: Actor, force_id: str, values: dict[str, Any]
) -> OfferedPractice:
    """Offer a practice of a force to the others; the national lead decides on it.

    Raises `InvalidInput` with every problem.
    """
    allowed(store, actor, Permission.OFFER_PRACTICE, force_id)
    with store.write(actor, reason="practice offered", force_id=force_id) as writing:
        blank = OfferedPractice(practice_rows.new_id(), force_id)
        after = _changed(blank, values, framework)
        return practice_rows.add(writing, None, after)


def change_practice(
    store: Store,
    framework: Framework,
    actor: Actor,
    practice_id: str,
    values: dict[str, Any],
    *,
    read_revision: int,
) -> OfferedPractice:
    """Change a practice and so offer it anew. What was accepted before stands until that is
    decided. The same again, while it waits or is accepted, writes nothing.

    Raises `StaleEdit`, with both, if somebody changed or decided it since `read_revision`.
    """
    force_id = _force_of(store, actor, practice_id)
    with store.write(actor, reason="practice changed and offered", force_id=force_id) as writing:
        before = practice_rows.history(writing.rows, practice_id)[0]
        same = replace(_changed(before, values, framework), state=before.state)
        after = replace(same, state=state_after(before.state, Deed.CHANGE))
        if before.revision != read_revision:
            raise StaleEdit(
                f"Somebody else changed “{before.title}”, or it was decided on, while you were "
                "writing.",
                theirs=before,
                yours=after,
                fields=[n for n in OFFERABLE if getattr(before, n) != getattr(after, n)],
            )
        if same == before and before.state in (PracticeState.OFFERED, PracticeState.ACCEPTED):
            return before
        return practice_rows.add(writing, before, after)


def withdraw_practice(
    store: Store, actor: Actor, practice_id: str, *, read_revision: int, reason: str
) -> OfferedPractice:
    """Take a practice away again: nobody else sees it any more. Actions taken from it stay."""
    force_id = _force_of(store, actor, practice_id)
    kept = _reason(reason, "Say why the practice is withdrawn; the reason is kept.")
    with store.write(actor, reason=f"practice withdrawn: {kept}", force_id=force_id) as writing:
        before = practice_rows.history(writing.rows, practice_id)[0]
        _require_read(before, read_revision)
        after = replace(before, state=state_after(before.state, Deed.WITHDRAW))
        return practice_rows.add(writing, before, after)


def decide_practice(
    store: Store,
    actor: Actor,
    practice_id: str,
    *,
    accept: bool,
    read_revision: int,
    reason: str = "",
) -> OfferedPractice:
    """Accept or decline what a force offers. Declining needs a reason, which the force reads.

    The reason is kept with the commit, as one of that force, so that it can be removed there.
    Raises `InvalidInput` if the force changed or withdrew it since `read_revision`.
    """
    allowed(store, actor, Permission.DECIDE_PRACTICE)
    kept = _reason(reason, "" if accept else "Say why it is declined; the force reads the reason.")
    with store.read() as rows:
        force_id = _known(rows, practice_id)[0].force_id
    said = "practice accepted" if accept else "practice declined"
    with store.write(
        actor, reason=f"{said}: {kept}" if kept else said, force_id=force_id
    ) as writing:
        before = practice_rows.history(writing.rows, practice_id)[0]
        _require_read(before, read_revision)
        deed = Deed.ACCEPT if accept else Deed.DECLINE
        after = replace(before, state=state_after(before.state, deed))
        return practice_rows.add(writing, before, after)


def _changed(
    before: OfferedPractice, values: dict[str, Any], framework: Framework
) -> OfferedPractice:
    unknown = sorted(set(values) - set(OFFERABLE))
    if unknown:
        raise InvalidInput(f"These cannot be changed: {', '.join(unknown)}.")
    given: dict[str, Any] = {name: cleaned(value) for name, value in values.items()}
    given |= {n: v.strip() for n, v in given.items() if isinstance(v, str)}
    after = replace(before, **given)
    problems = practice_problems(after, framework)
    if problems:
        raise InvalidInput(problems)
    return after


def _require_read(before: OfferedPractice, read_revision: int) -> None:
    if before.revision != read_revision:
        raise InvalidInput(
            f"“{before.title}” was changed or decided on while you were reading.",
            hint="Reload the page and read it again.",
        )


def _reason(reason: str, needed: str) -> str:
    kept = " ".join(visible(reason).split())
    if needed and not kept:
        raise InvalidInput(needed)
    if len(kept) > LONGEST_REASON:
        raise InvalidInput(f"Keep the reason to {LONGEST_REASON:,} characters.")
    return kept


def _force_of(store: Store, actor: Actor, practice_id: str) -> str:
    """The practice's force, once the actor is known to offer for it."""
    with store.read() as rows:
        force_id = _known(rows, practice_id)[0].force_id
    allowed(store, actor, Permission.OFFER_PRACTICE, force_id)
    return force_id


def _known(rows: Rows, practice_id: str) -> list[OfferedPractice]:
    found = practice_rows.history(rows, practice_id)
    if not found:
        raise unknown()
    return found


def unknown() -> NotFound:
    """What to say of a practice that is not there, or not to be seen."""
    return NotFound(
        "There is no such practice here.", hint="It may have been withdrawn. Reload the page."
    )
