"""The link to an action, wherever one is named."""

from __future__ import annotations

import streamlit as st

from vawg_plans.views.words import headline


def is_narrow() -> bool:
    """Whether this reader is on a phone. The browser says so; a width it does not say."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def action_link(
    action_id: str, reference: str, title: str, *, longest: int = 140, after: str = ""
) -> None:
    """The action's reference and title, leading to its page. `after` is Markdown behind it."""
    st.page_link(
        "pages/force/action.py",
        label=headline(reference, title, longest) + after,
        query_params={"action": action_id},
    )
