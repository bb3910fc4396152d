"""A proposal against what is there: what would be created, changed, or left as she made it.

Every field is compared three ways: what the file says, what it said when it was last read, and what
stands now. Only what changed in the file, and not here, is taken. A workbook that we exported knows
more of itself, and comes back by `returning`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from vawg_plans.domain.action_checks import problems_of
from vawg_plans.domain.actions import FIELD_LABELS, Action, ImportedFrom
from vawg_plans.domain.cell_words import short
from vawg_plans.domain.importing import Proposal, ProposedAction
from vawg_plans.domain.matching import match
from vawg_plans.domain.tables import Problem, Severity
from vawg_plans.domain.value_texts import (
    GROUP_LABELS,
    TAG_GROUPS,
    group_of,
    text_in,
    with_group,
)

_BLANK = Action("", "", "")


@dataclass(frozen=True, slots=True)
class Change:
    """An action as it stands, as it would be, and the fields that the file changes."""

    before: Action
    after: Action
    fields: tuple[str, ...]


@dataclass(slots=True)
class Merged:
    """What an import would write, and what it leaves alone.

    `kept` says in a sentence each where the file and the plan both changed and the plan's value
    stays. `problems` are those of the merge alone; `refused` the rows it refuses, by sheet
    and number. `where` has the sheet and cell of each action created or changed, by its id.
    """

    created: list[Action] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[Action] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: dict[tuple[str, int], str] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Outcome:
    """What becomes of one proposed action."""

    proposed: ProposedAction
    before: Action | None
    after: Action
    fields: tuple[str, ...] = ()
    kept: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def merge(
    proposal: Proposal,
    existing: list[Action],
    *,
    table_digest: str,
    source: str,
    sheet: str,
    new_id: Callable[[], str],
    plan_id: str,
    force_id: str,
) -> Merged:
    """Match each proposed action to one of `existing` (withdrawn ones included), or create it.

    A table that an action was read from before is old news for it, and nothing is ever taken away:
    an action that the file no longer has stays.
    """
    origin = ImportedFrom(source, sheet, "", 0, {}, (table_digest,))
    sheets = {sheet, *proposal.sheets}
    merged = Merged()
    outcomes = []
    matches = match(proposal.proposed, existing)
    for number, proposed in enumerate(proposal.proposed):
        before = matches.get(number)
        if before is not None:
            outcomes.append(_compared(proposed, before, _base(before, table_digest), origin))
        else:
            outcomes.append(_Outcome(proposed, None, _created(proposed, origin)))
    for outcome in outcomes:
        for reason in outcome.refusals:
            proposed = outcome.proposed
            merged.refused[proposed.place] = proposed.row_key
            merged.problems.append(Problem(Severity.REFUSED, proposed.sheet, proposed.cell, reason))
    position = max((a.position for a in existing), default=0)
    for outcome in outcomes:
        if outcome.proposed.place in merged.refused:
            continue
        for sentence in outcome.kept:
            merged.kept.append(sentence)
            proposed = outcome.proposed
            merged.problems.append(
                Problem(Severity.NOTICE, proposed.sheet, proposed.cell, sentence)
            )
        if outcome.before is None:
            position += 1
            created = replace(
                outcome.after,
                id=new_id(),
                plan_id=plan_id,
                force_id=force_id,
                position=position,
            )
            merged.created.append(created)
            merged.where[created.id] = outcome.proposed.where
        elif outcome.fields:
            merged.changed.append(Change(outcome.before, outcome.after, outcome.fields))
            merged.where[outcome.before.id] = outcome.proposed.where
        else:
            merged.unchanged.append(outcome.before)
    seen = {o.before.id for o in outcomes if o.before is not None}
    absent = [a for a in existing if a.id not in seen]
    _say_absent(merged, proposal, absent, origin, sheets)
    return merged


def _created(proposed: ProposedAction, origin: ImportedFrom) -> Action:
    imported = replace(
        origin,
        sheet=proposed.sheet,
        row=proposed.row_key,
        item=proposed.item,
        values=proposed.values,
    )
    return replace(_BLANK, **proposed.action_fields, imported=imported)


@dataclass(frozen=True, slots=True)
class _Base:
    """What the file said when it was last read, by field. `old_news` says that nothing in this file
    can be new for this action.
    """

    values: dict[str, str]
    old_news: bool = False

    def text(self, name: str) -> str:
        """The field's text then."""
        return self.values.get(name, text_in(_BLANK, name, suggestions=False))


def _base(before: Action, table_digest: str) -> _Base:
    assert before.imported is not None
    return _Base(before.imported.values, old_news=table_digest in before.imported.tables)


def _compared(
    proposed: ProposedAction, before: Action, base: _Base, origin: ImportedFrom
) -> _Outcome:
    """The three-way comparison of one action. A withdrawn action stays as it was withdrawn."""
    outcome = _Outcome(proposed, before, before)
    if before.withdrawn or base.old_news:
        return outcome
    taken: dict[str, Any] = {}
    tags = before.tags
    for name in proposed.values:
        if name == "words":
            continue
        said = proposed.values[name]
        then, now = base.text(name), text_in(before, name, suggestions=False)
        if said in (then, now):
            continue
        if then != now:
            outcome.kept.append(_kept(proposed, name, now, said))
        elif name in TAG_GROUPS:
            wanted = group_of(proposed.action_fields["tags"], name)
            tags = with_group(tags, name, wanted, before.tags)
            taken[name] = tags
        else:
            taken[name] = proposed.action_fields[name]
    words_differ = proposed.words != base.values.get("words")
    if not taken:
        return outcome
    changes = {name: value for name, value in taken.items() if name not in TAG_GROUPS}
    after = replace(before, **changes, tags=tags, progress_note=None)
    if before.imported is not None:
        values = {**before.imported.values, **{name: proposed.values[name] for name in taken}}
        if words_differ:
            values["words"] = proposed.words
        after = replace(
            after,
            imported=ImportedFrom(
                origin.source,
                proposed.sheet,
                proposed.row_key,
                proposed.item,
                values,
                (*before.imported.tables, *origin.tables),
            ),
        )
    broken = set(problems_of(after)) - set(problems_of(before))
    outcome.refusals = [f"{proposed.name}: {reason}" for reason in sorted(broken)]
    outcome.after, outcome.fields = after, tuple(taken)
    return outcome


def _kept(proposed: ProposedAction, name: str, now: str, said: str) -> str:
    label = FIELD_LABELS.get(name) or GROUP_LABELS[name]
    return (
        f"{proposed.name}: {label} was changed both in the plan and in the file; the plan's is "
        f"kept ({_shown(now)}) and the file's is not taken ({_shown(said)})."
    )


def _shown(text: str) -> str:
    return f"'{short(text)}'" if text else "empty"


def _say_absent(
    merged: Merged,
    proposal: Proposal,
    absent: list[Action],
    origin: ImportedFrom,
    sheets: set[str],
) -> None:
    """Notice how many actions the file no longer has. They stay."""
    refused = {*proposal.refused.values(), *merged.refused.values()}
    gone = [
        a
        for a in absent
        if not a.withdrawn
        and a.imported is not None
        and a.imported.source == origin.source
        and a.imported.sheet in sheets
        and a.imported.row not in refused
    ]
    if not gone:
        return
    count, were = len(gone), "was" if len(gone) == 1 else "were"
    what = f"{count} action{'' if count == 1 else 's'}"
    merged.problems.append(
        Problem(
            Severity.NOTICE,
            origin.sheet,
            "",
            f"{what} of the plan {were} not in this file and stay as they are; "
            "withdraw an action in the plan if it is no longer one.",
        )
    )
