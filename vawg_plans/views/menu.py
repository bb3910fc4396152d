"""The pages that each role has, by group."""

from __future__ import annotations

from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission, may

# Each page of a force: its file, title and icon, and what it needs to be of use.
_FORCE: tuple[tuple[str, str, str, Permission], ...] = (
    ("start", "Start", "flag", Permission.READ_DRAFT),
    ("mine", "My actions", "task_alt", Permission.READ_DRAFT),
    ("plan", "My plan", "list_alt", Permission.READ_DRAFT),
    ("coverage", "Matrix", "grid_on", Permission.READ_DRAFT),
    ("mapping", "Mapping", "rule", Permission.EDIT_PLAN),
    ("asked", "What is asked of us", "gavel", Permission.READ_DRAFT),
    ("readiness", "Inspection readiness", "fact_check", Permission.READ_DRAFT),
    ("standards", "Four tests", "checklist", Permission.READ_DRAFT),
    ("pictures", "Pictures", "timeline", Permission.READ_DRAFT),
    ("highlight", "Highlight report", "summarize", Permission.READ_DRAFT),
    ("documents", "Documents", "description", Permission.EXPORT_DRAFT),
    ("history", "History", "history", Permission.READ_DRAFT),
    ("importing", "Import", "upload_file", Permission.IMPORT_PLAN),
    ("exporting", "Export", "download", Permission.EXPORT_DRAFT),
    ("sharing", "Share and publish", "send", Permission.READ_DRAFT),
    ("removals", "Removals", "ink_eraser", Permission.ASK_REMOVAL),
)
_GOLD_GROUP: tuple[tuple[str, str, str, Permission], ...] = (
    ("governance", "Governance", "account_balance", Permission.READ_DRAFT),
    ("meetings", "Meetings", "groups", Permission.READ_MEETINGS),
    ("decisions", "Decisions", "gavel", Permission.READ_MEETINGS),
)
_ADMINISTRATION: tuple[tuple[str, str, str, Permission], ...] = (
    ("people", "People", "group", Permission.MANAGE_PEOPLE),
    ("record", "Record", "history", Permission.READ_RECORD),
    ("service", "Service", "health_and_safety", Permission.RUN_SERVICE),
)


def pages(actor: Actor | None) -> dict[str, list[StreamlitPage]]:
    """Pages by group. Nobody gets all of them, hidden, so that a deep link survives the sign-in."""
    groups: dict[str, list[StreamlitPage]] = {}
    if actor is None or actor.role.in_a_force:
        groups["My force"] = [
            _page("force", *one, actor=actor, default=one[0] == "start") for one in _FORCE
        ] + [
            st.Page("pages/force/action.py", title="Action", visibility="hidden"),
            st.Page("pages/force/new_action.py", title="New action", visibility="hidden"),
        ]
        groups["Gold Group"] = [
            _page("gold_group", *one, actor=actor, default=False) for one in _GOLD_GROUP
        ] + [st.Page("pages/gold_group/meeting.py", title="Meeting", visibility="hidden")]
    compares = actor is None or may(actor, Permission.COMPARE)
    if compares:
        groups["National"] = [
            st.Page(
                "pages/national/compare.py",
                title="Compare forces",
                icon=":material/compare_arrows:",
                default=actor is not None and not actor.role.in_a_force,
            ),
            st.Page("pages/national/practices.py", title="Practices", icon=":material/lightbulb:"),
            st.Page("pages/national/shared.py", title="A force's shared plan", visibility="hidden"),
        ]
    given = [one for one in _ADMINISTRATION if actor is None or may(actor, one[3], actor.force_id)]
    if given:
        groups["Administration"] = [
            _page("admin", *one, actor=actor, default=not compares and one is given[0])
            for one in given
        ]
    return groups


def _page(
    folder: str,
    name: str,
    title: str,
    icon: str,
    permission: Permission,
    *,
    actor: Actor | None,
    default: bool,
) -> StreamlitPage:
    return st.Page(
        f"pages/{folder}/{name}.py",
        title=title,
        icon=f":material/{icon}:",
        default=default,
        visibility=_offered(actor, permission),
    )


def _offered(actor: Actor | None, permission: Permission) -> Literal["visible", "hidden"]:
    """What a role cannot use is not in its menu; the page says why, and the service refuses."""
    return "visible" if actor is None or may(actor, permission, actor.force_id) else "hidden"
