"""The refused rows of an import, handed back as a workbook. Making one is recorded."""

from __future__ import annotations

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.moments import moment_in_words, today, utc_now
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.refusing import refused_tables
from vawg_plans.errors import NotFound
from vawg_plans.exchange import refusals_out
from vawg_plans.exchange.workbooks_out import Imprint
from vawg_plans.services.exporting import Export
from vawg_plans.services.gate import allowed
from vawg_plans.services.importing import ImportPreview
from vawg_plans.services.record import record_export
from vawg_plans.store.store import Store


def refused_file_name(store: Store, force_id: str) -> str:
    """The name of today's workbook of refused rows of a force."""
    return refusals_out.file_name(
        force_id, today(), marking=OFFICIAL_SENSITIVE, demonstration=store.is_demonstration
    )


def refused_rows_workbook(
    store: Store, framework: Framework, actor: Actor, force_id: str, preview: ImportPreview
) -> Export:
    """The rows that `preview` refuses as they stood, with the cells and the reasons beside each.
    Corrected, it comes back by import. Raises `NotFound` where nothing was refused.
    """
    allowed(store, actor, Permission.IMPORT_PLAN, force_id)
    tables = refused_tables(preview.tables, preview.refused, preview.problems, framework)
    if not tables:
        raise NotFound("No row was refused, so there is nothing to correct.")
    made_at = utc_now()
    imprint = Imprint(
        whose=framework.forces[force_id].name,
        title="Rows that an import refused",
        version=refusals_out.LABEL.upper(),
        moment_words=moment_in_words(made_at),
        marking=OFFICIAL_SENSITIVE.upper(),
        made_at=made_at,
        demonstration=store.is_demonstration,
    )
    data = refusals_out.refusals_workbook(tables, imprint)
    record_export(store, actor, "refused rows of an import", force_id=force_id)
    return Export(refused_file_name(store, force_id), data)
