"""A blank plan to fill in offline, and to bring in by import. Making one is recorded."""

from __future__ import annotations

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import moment_in_words, today, utc_now
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.exchange import template_out
from vawg_plans.exchange.template_out import Template
from vawg_plans.services.exporting import Export
from vawg_plans.services.gate import allowed
from vawg_plans.services.record import record_export
from vawg_plans.store.store import Store


def template_file_name(store: Store, force_id: str) -> str:
    """The name of today's blank template of a force."""
    return template_out.file_name(force_id, today(), demonstration=store.is_demonstration)


def blank_template(store: Store, framework: Framework, actor: Actor, force_id: str) -> Export:
    """A workbook with the columns of a plan, its lists and guidance, and no rows. It comes back by
    import, into this force's plan alone.
    """
    allowed(store, actor, Permission.IMPORT_PLAN, force_id)
    made_at = utc_now()
    template = Template(
        force_id=force_id,
        force_name=framework.forces[force_id].name,
        plan_id=plan_id_of(force_id),
        made_at=made_at,
        moment_words=moment_in_words(made_at),
        demonstration=store.is_demonstration,
    )
    data = template_out.template_workbook(template, framework)
    record_export(store, actor, "blank template", force_id=force_id)
    return Export(template_file_name(store, force_id), data)
