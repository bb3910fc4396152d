"""A proposal brought together with the plan as it stands."""

from __future__ import annotations

from vawg_plans.domain.canonical import digest
from vawg_plans.domain.importing import Proposal
from vawg_plans.domain.merging import Merged, merge
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.tables import Problem, Severity, Table
from vawg_plans.services.actions import new_id
from vawg_plans.store import actions as action_rows
from vawg_plans.store.connection import Rows


def merged_with(
    rows: Rows, tables: tuple[Table, ...], proposal: Proposal, force_id: str, read_as: ReadAs
) -> Merged:
    """What the proposal would write. Whoever calls has asked for the permission."""
    plan_id = plan_id_of(force_id)
    table_digest = _digest_of(tables, read_as)
    existing = action_rows.of_plan(rows, plan_id)
    merged = merge(
        proposal,
        existing,
        table_digest=table_digest,
        source=tables[0].source,
        sheet=tables[0].sheet,
        new_id=new_id,
        plan_id=plan_id,
        force_id=force_id,
    )
    if any(a.imported and table_digest in a.imported.tables[:-1] for a in existing):
        reason = "This table was imported before and a newer one since: nothing of it is taken."
        merged.problems.append(Problem(Severity.NOTICE, tables[0].sheet, "", reason))
    return merged


def _digest_of(tables: tuple[Table, ...], read_as: ReadAs) -> str:
    """What tells this file, read like this, from another. Other meanings make another table."""
    parts = [
        [table.digest, [[c.letter, c.field] for c in table.columns], read_as.split_bullets]
        for table in tables
    ]
    words = {field: dict(chosen) for field, chosen in read_as.words.items() if chosen}
    if words:
        return digest([parts, words])
    return digest(parts[0] if len(parts) == 1 else parts)
