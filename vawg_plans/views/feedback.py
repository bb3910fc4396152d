"""Saying what happened: success that survives a rerun, errors that keep what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from vawg_plans import logs
from vawg_plans.domain.saying import Said
from vawg_plans.errors import PlanError
from vawg_plans.views.words import as_text

_SAID = "said_after_rerun"


def say_after_rerun(words: str) -> None:
    """Show `words` as a success at the top of the next run."""
    st.session_state[_SAID] = words


def show_said() -> None:
    """Show what the run before left to say, once."""
    words = st.session_state.pop(_SAID, None)
    if words:
        st.success(as_text(words), icon=":material/check:")
        # The page may be scrolled down to the form that was sent.
        st.toast(as_text(words), icon=":material/check:")


def show_error(error: PlanError) -> None:
    """The sentence and what to do; text as text."""
    hint = f"  \n{as_text(error.hint)}" if error.hint else ""
    st.error(f"{as_text(error.message)}{hint}", icon=":material/error:")


@contextmanager
def saving(success: str) -> Iterator[None]:
    """Around a write: on success, say so and rerun; on a person's error, show it and keep the form.

    Widgets keep their values because the run goes on.
    """
    try:
        yield
    except PlanError as error:
        show_error(error)
    else:
        say_after_rerun(success)
        st.rerun()


@contextmanager
def going_on(page: str, success: str) -> Iterator[dict[str, str]]:
    """Around a write that leads to another page: there it is said; an error is shown here.

    What is put into the dictionary it gives stands in that page's address.
    """
    query: dict[str, str] = {}
    try:
        yield query
    except PlanError as error:
        show_error(error)
    else:
        say_after_rerun(success)
        st.switch_page(page, query_params=query)


@contextmanager
def telling(words: str) -> Iterator[Said]:
    """Around long work: a bar that says what is done and how far it is, gone when it is over."""
    bar = st.progress(0.0, text=words)

    def said(share: float, far: str) -> None:
        bar.progress(min(1.0, share), text=f"{words}: {far}")

    try:
        yield said
    finally:
        bar.empty()


@contextmanager
def last_resort() -> Iterator[None]:
    """Around a whole page: a person's error is shown; a fault is logged and gets a number."""
    try:
        yield
    except (RerunException, StopException):
        raise
    except PlanError as error:
        show_error(error)
    except Exception as error:
        number = logs.fault(error)
        st.error(
            f"Something went wrong that is our fault, not yours. Nothing was lost. Its number is "
            f"**{number}**: give it to whoever runs this service, then reload the page.",
            icon=":material/error:",
        )
