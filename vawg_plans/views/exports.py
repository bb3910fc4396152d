"""Downloads: made when they are clicked, not while the page is drawn."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from vawg_plans.comparison.forces import ForceFigures
from vawg_plans.config import public_pages
from vawg_plans.domain.exports import Form
from vawg_plans.domain.filtering import Filter
from vawg_plans.domain.moments import today
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Audience, Version
from vawg_plans.services.exporting import (
    export_national,
    export_plan,
    national_file_name,
    plan_file_name,
)
from vawg_plans.services.importing import ImportPreview
from vawg_plans.services.public_folder import folder_name, public_folder
from vawg_plans.services.refusals import refused_file_name, refused_rows_workbook
from vawg_plans.services.templates import blank_template, template_file_name
from vawg_plans.views.filters import query_of
from vawg_plans.views.session import Session


def plan_download(here: Session, asked: Filter, on: dt.date | None) -> None:
    """The force's plan as a workbook, of the actions and the day that are on screen; and the way
    to everything else that can be taken, with the same filter.
    """
    if not here.may(Permission.EXPORT_DRAFT):
        return
    st.download_button(
        "Download Excel",
        data=lambda: (
            export_plan(
                here.store, here.framework, here.still(), here.force_id, as_of=on, asked=asked
            ).data
        ),
        file_name=plan_file_name(
            here.force_id, on or today(), filtered=asked.given, demonstration=here.demonstration
        ),
        mime=Form.EXCEL.mime,
        on_click="ignore",
        icon=":material/download:",
        key="download_plan",
        help="What is shown here, with the matrix, progress and gaps. Change it in Excel and "
        "import it again.",
    )
    st.page_link(
        "pages/force/exporting.py",
        label="Other forms",
        icon=":material/ios_share:",
        query_params=query_of(asked) | ({"on": on.isoformat()} if on else {}),
    )


def template_download(here: Session) -> None:
    """A blank plan to fill in offline and bring back."""
    st.download_button(
        "Download a blank template",
        data=lambda: blank_template(here.store, here.framework, here.still(), here.force_id).data,
        file_name=template_file_name(here.store, here.force_id),
        mime=Form.EXCEL.mime,
        on_click="ignore",
        icon=":material/draft:",
        type="tertiary",
        key="download_template",
        help="An empty plan with lists to choose from and guidance; fill it in and upload it here.",
    )


def refusals_download(here: Session, preview: ImportPreview) -> None:
    """The refused rows of an import, each with its reason, to correct and bring back."""
    st.download_button(
        "Download the refused rows with their reasons",
        data=lambda: (
            refused_rows_workbook(
                here.store, here.framework, here.still(), here.force_id, preview
            ).data
        ),
        file_name=refused_file_name(here.store, here.force_id),
        mime=Form.EXCEL.mime,
        on_click="ignore",
        icon=":material/download:",
        key="download_refusals",
        help="Correct them there and upload that workbook here.",
    )


def public_download(here: Session, versions: list[Version]) -> None:
    """The public pages: where they are read, if they are served here, and the folder of them."""
    if not any(v.audience is Audience.PUBLIC for v in versions):
        return
    if public_pages():
        st.markdown(f"[The public page](public/{here.force_id}/index.html), read without sign-in.")
    st.download_button(
        "Download the public pages",
        data=lambda: public_folder(here.store, here.framework, here.still(), here.force_id).data,
        file_name=folder_name(here.store, here.force_id),
        mime="application/zip",
        on_click="ignore",
        icon=":material/public:",
        key="download_public",
        help="A folder for your force's own website: each published version as a page that needs "
        "no script, and as JSON, CSV and Excel.",
    )


def national_download(
    here: Session,
    figures: dict[str, ForceFigures],
    label: str = "Download the national workbook",
) -> None:
    """These forces side by side, and every action they published: all of them, or those chosen."""
    filtered = len(figures) < len(here.framework.forces)
    these = f" of these {len(figures)} forces" if filtered else ""
    st.download_button(
        f"{label}{these}",
        data=lambda: (
            export_national(
                here.store,
                here.framework,
                here.still(),
                force_ids=list(figures) if filtered else None,
            ).data
        ),
        file_name=national_file_name(
            figures, today(), filtered=filtered, demonstration=here.demonstration
        ),
        mime=Form.EXCEL.mime,
        on_click="ignore",
        icon=":material/download:",
        key="download_national",
    )
