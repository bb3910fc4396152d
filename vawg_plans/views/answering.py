"""Answering one question about the plan, wherever it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from vawg_plans.domain.answers import Answer, Choice, choices_of
from vawg_plans.domain.moments import in_words
from vawg_plans.errors import InvalidInput, StaleEdit
from vawg_plans.services.answers import answer
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views.feedback import saving
from vawg_plans.views.keeping import keeps, let_go
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text


@dataclass(slots=True)
class _Held:
    """An answer as this reader opened it, and the revision their next save says it has read."""

    answer: Answer | None
    revision: int


def ask(
    here: Session,
    opened: OpenPlan,
    question: str,
    *,
    label: str,
    help: str = "",
    submit: str = "Save the answer",
    evidence: bool = False,
    height: int = 90,
    primary: bool = False,
    choosing: str = "How far",
    otherwise: Choice | None = None,
    then: Callable[[], None] = lambda: None,
) -> None:
    """The form for an answer, given before or not, for those who may change the plan.

    Where there are several answers, `choosing` asks for one, `otherwise` being the one that is
    taken unless somebody says so; `then` is done once it is saved.

    What was typed stays while others save; a second save goes over what was shown.
    """
    key = f"answering_{question}"
    mine = st.session_state.get(key)
    if here.fresh or not isinstance(mine, _Held):
        now = opened.answers.get(question)
        mine = st.session_state[key] = _Held(now, now.revision if now else 0)
    known = mine.answer if mine.answer and mine.answer.given else None
    # A new set of fields for each answer opened: the old ones would keep the old words.
    part = f"{question}_{mine.answer.revision if mine.answer else 0}"
    choices = choices_of(question)
    choice: Choice | None = choices[0]
    taken = known.choice if known else otherwise
    with keeps(here.actor, f"{here.force_id}-{question}"), st.form(f"answer_{part}", border=False):
        if len(choices) > 1:
            choice = st.radio(
                choosing,
                choices,
                index=choices.index(taken) if taken else None,
                format_func=lambda c: c.label,
                horizontal=True,
                key=f"choice_{part}",
            )
        words = st.text_area(
            label, known.words if known else "", height=height, help=help, key=f"words_{part}"
        )
        held_at = known.evidence if known else ""
        if evidence:
            held_at = st.text_input(
                "Where the evidence is held",
                held_at,
                help="A document's title and place. Nothing that identifies a victim.",
                key=f"evidence_{part}",
            )
        with st.container(horizontal=True):
            said = st.form_submit_button(submit, type="primary" if primary else "secondary")
            back = known is not None and st.form_submit_button("Take it back")
    if not (said or back):
        return
    with saving("The answer was taken back." if back else "The answer was saved."):
        if said and choice is None:
            # No choice would take the answer back, and what was typed with it.
            raise InvalidInput(f"Choose an answer to “{choosing}”, then save again.")
        try:
            answer(
                here.store,
                here.framework,
                here.actor,
                here.force_id,
                question,
                None if back else choice,
                words,
                evidence=held_at,
                read_revision=mine.revision,
            )
        except StaleEdit as conflict:
            _show_conflict(conflict)
            mine.revision = conflict.theirs.revision
            raise
        let_go_of(here, question)
        then()


def let_go_of(here: Session, question: str) -> None:
    """Give up what was typed as an answer, here and in the tab; the form opens anew."""
    st.session_state.pop(f"answering_{question}", None)
    let_go(here.actor, f"{here.force_id}-{question}")


def _show_conflict(conflict: StaleEdit) -> None:
    """Both answers, side by side."""
    both = {"Saved now": conflict.theirs, "Yours, not saved": conflict.yours}
    st.table(
        {
            "": ["Answer", "In words", "Evidence"],
            **{
                heading: [
                    one.choice.label if one.choice else "Taken back",
                    as_text(one.words),
                    as_text(one.evidence),
                ]
                for heading, one in both.items()
            },
        },
        hide_index=True,
        alt="The answer saved now beside the one you wrote",
    )


def said_when(one: Answer) -> str:
    """Who answered and on which day, as text."""
    return f"{as_text(one.said_by)}, {in_words(one.said_on)}"


def show(one: Answer) -> None:
    """What an answer says, where its evidence is held, who gave it and when."""
    st.markdown(as_text(one.words))
    held = f"Evidence: {as_text(one.evidence)} · " if one.evidence.strip() else ""
    st.caption(f"{held}{said_when(one)}")
