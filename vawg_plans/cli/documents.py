"""The command on documents: a plan in the forms that people outside the force read, as Word."""

from __future__ import annotations

import argparse

from vawg_plans.cli.terminal import ExitCode, acting, opened, write
from vawg_plans.config import Settings
from vawg_plans.domain.plans import PlanState
from vawg_plans.errors import NotFound
from vawg_plans.services import documents
from vawg_plans.services.gate import state_of


def export_document(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        actor, force_id = acting(store, options), framework.force(options.force).id
        if options.published:
            if state_of(store, force_id) is not PlanState.PUBLISHED:
                raise NotFound("This force has not published its plan.")
            export = documents.export_published_document(
                store, framework, actor, force_id, options.kind, inspection_id=options.inspection
            )
        else:
            export = documents.export_document(
                store,
                framework,
                actor,
                force_id,
                options.kind,
                inspection_id=options.inspection,
                as_of=options.as_of,
                version=options.of_version,
            )
    write(options.file, export.data)
    return ExitCode.DONE
