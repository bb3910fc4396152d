"""Downloads: made when they are clicked, not while the page is drawn."""

from __future__ import annotations

import streamlit as st

from vawg_plans.comparison.forces import ForceFigures
from vawg_plans.domain.moments import today
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.exporting import (
    export_national,
    export_plan,
    national_file_name,
    plan_file_name,
)
from vawg_plans.views.session import Session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plan_download(here: Session) -> None:
    """The force's plan as a workbook."""
    if not here.may(Permission.EXPORT_DRAFT):
        return
    st.download_button(
        "Download Excel",
        data=lambda: export_plan(here.store, here.framework, here.still(), here.force_id).data,
        file_name=plan_file_name(here.force_id, today(), demonstration=here.demonstration),
        mime=XLSX,
        on_click="ignore",
        icon=":material/download:",
        key="download_plan",
        help="The plan, its matrix, progress and gaps. Change it in Excel and import it again.",
    )


def national_download(here: Session, figures: dict[str, ForceFigures]) -> None:
    """Forty-three forces side by side, and every published action."""
    st.download_button(
        "Download the national workbook",
        data=lambda: export_national(here.store, here.framework, here.still()).data,
        file_name=national_file_name(figures, today(), demonstration=here.demonstration),
        mime=XLSX,
        on_click="ignore",
        icon=":material/download:",
        key="download_national",
    )
