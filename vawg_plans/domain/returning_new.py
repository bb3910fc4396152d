"""What stands when a workbook of ours comes back, and what it would make of it; and new rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from vawg_plans.domain.action_checks import Codes
from vawg_plans.domain.actions import Action, ImportedFrom
from vawg_plans.domain.answers import Answer, Answers
from vawg_plans.domain.choosing import AnswerChange, Clash, Removed
from vawg_plans.domain.depending import dependency_problems, dependent
from vawg_plans.domain.importing_cells import RowReader
from vawg_plans.domain.merging import Merged
from vawg_plans.domain.part_columns import ITEMS
from vawg_plans.domain.returning_rows import BLANK, applied
from vawg_plans.domain.returning_whose import row_key
from vawg_plans.domain.tables import Problem, Table
from vawg_plans.domain.value_texts import TAG_GROUPS, text_of, text_of_tags


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands when a workbook comes back: the plan's actions (withdrawn ones too) and answers,
    the actions as they were when it was made, and any older revision of an action or an answer.
    """

    force_id: str
    plan_id: str
    actions: Sequence[Action]
    then: Sequence[Action]
    answers: Answers
    base_of: Callable[[str, int], Action | None]
    answer_of: Callable[[str, int], Answer | None]
    codes: Codes
    new_id: Callable[[], str]


@dataclass(slots=True)
class Returned:
    """What a workbook that came back would write, what it asks, and what it leaves alone.

    `refused` holds the rows that cannot be taken, by sheet and number. `taken` says that this very
    file was taken before, so that nothing in it is new.
    """

    tables: tuple[Table, ...]
    merged: Merged = field(default_factory=Merged)
    clashes: list[Clash] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    answers: list[AnswerChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: set[tuple[str, int]] = field(default_factory=set)
    rows_read: int = 0
    taken: bool = False


def new_action(
    id: str, reader: RowReader, edits: Mapping[str, Any], standing: Standing, made: str
) -> Action:
    """The action that a new row makes. `made` names the export: the row is known again by it."""
    parts = {part.field for part in ITEMS}
    values = {
        name: text_of_tags(value, suggestions=False) if name in TAG_GROUPS else text_of(value)
        for name, value in edits.items()
        if name not in parts
    }
    values["words"] = values["title"]
    table = reader.table
    origin = ImportedFrom(
        table.source, table.sheet, row_key(reader.row), 0, values, (made, table.digest)
    )
    blank = replace(
        BLANK, id=id, plan_id=standing.plan_id, force_id=standing.force_id, imported=origin
    )
    return applied(blank, edits)


def without_circles(merged: Merged, actions: Iterable[Action]) -> dict[str, list[str]]:
    """Take out what would make actions wait for each other in a circle, or for none there is; gives
    what is wrong, by action.
    """
    plan = {a.id: dependent(a) for a in actions}
    plan |= {a.id: dependent(replace(a, depends_on=())) for a in merged.created}
    for change in merged.changed:
        id, withdrawn = change.after.id, change.after.withdrawn
        plan[id] = plan[id]._replace(withdrawn=withdrawn)
    wrong: dict[str, list[str]] = {}
    for after in [*(c.after for c in merged.changed), *merged.created]:
        if set(after.depends_on) - set(plan[after.id].depends_on):
            problems = dependency_problems(dependent(after), plan)
            if problems:
                wrong[after.id] = problems
                continue
        plan[after.id] = dependent(after)
    merged.changed = [c for c in merged.changed if c.after.id not in wrong]
    merged.created = [a for a in merged.created if a.id not in wrong]
    return wrong
