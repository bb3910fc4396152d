"""The public pages of one force as a folder in one file, to put on the force's own website."""

from __future__ import annotations

import io
import zipfile

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.errors import NotFound
from vawg_plans.exchange.public_data import MARKING
from vawg_plans.exchange.workbooks_out import file_name
from vawg_plans.services.exporting import Export
from vawg_plans.services.gate import allowed
from vawg_plans.services.public import public_file, public_paths
from vawg_plans.services.record import record_export
from vawg_plans.store.store import Store

# The earliest that a zip can say: the same pages, the same bytes.
_NEVER = (1980, 1, 1, 0, 0, 0)


def public_folder(store: Store, framework: Framework, actor: Actor, force_id: str) -> Export:
    """Every public page and file of a force, with an index that lists this force alone.

    Raises `NotFound` when the force has published nothing.
    """
    allowed(store, actor, Permission.EXPORT_DRAFT, force_id)
    paths = [p for p in public_paths(store) if "/" not in p or p.startswith(f"{force_id}/")]
    if not any("/" in path for path in paths):
        raise NotFound("This force has not published its plan.")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for path in paths:
            file = public_file(store, framework, path, only=force_id)
            if file is not None:
                folder.writestr(zipfile.ZipInfo(path, _NEVER), file.data, zipfile.ZIP_DEFLATED)
    record_export(store, actor, "public pages as a folder", force_id=force_id)
    return Export(folder_name(store, force_id), out.getvalue())


def folder_name(store: Store, force_id: str) -> str:
    """What the file is called today."""
    return file_name(
        today(),
        force_id,
        "vawg-plan",
        "public-pages",
        marking=MARKING,
        demonstration=store.is_demonstration,
        ending="zip",
    )
