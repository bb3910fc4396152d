"""How the plan is governed, on screen: six parts, each read, written in place and brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from vawg_plans.domain.answers import Answer, Choice
from vawg_plans.domain.bullets import pieces_of
from vawg_plans.domain.governance import PARTS, PRIORITIES, Part, Priority, priorities_in
from vawg_plans.domain.moments import in_words
from vawg_plans.domain.permissions import Permission
from vawg_plans.services.answers import answer
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views import answering
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import EDIT, Session
from vawg_plans.views.words import as_text

ICONS = {Choice.PUBLISHABLE: ":material/public:", Choice.INTERNAL: ":material/lock:"}
_NOT_SAID = ":material/radio_button_unchecked: Not said yet"
# Of a part, its short name in the address.
_SHORT = {part.question.partition(":")[2]: part for part in PARTS.values()}

Said = Mapping[str, Sequence[Answer]]


def show_counts(opened: OpenPlan) -> None:
    """How many parts are said, and how many of them may be published."""
    given = [a for q in PARTS if (a := opened.answers.get(q)) is not None and a.given]
    public = sum(a.choice is Choice.PUBLISHABLE for a in given)
    st.markdown(
        f"**{len(given)} of {len(PARTS)} parts are said**, {public} of them may be published · "
        f"as at {in_words(opened.judged_on)}"
    )
    st.caption(
        "What may be published goes out with the next public version. All of it goes to the "
        "national lead when a version is shared; other forces never read it."
    )


def show_parts(here: Session, opened: OpenPlan, said: Said) -> None:
    """Every part in turn; the first that is missing is the next thing to write."""
    may_say = here.may(Permission.GOVERN)
    asked = _SHORT.get(st.query_params.get(EDIT, "")) if may_say else None
    missing = [p for q, p in PARTS.items() if _now(opened, q) is None]
    for part in PARTS.values():
        now = _now(opened, part.question)
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.subheader(part.name, anchor=False, width="stretch")
                if may_say and part is not asked:
                    first = asked is None and missing[:1] == [part]
                    _offer(part, now, primary=first)
            if part is asked:
                _ask(here, opened, part)
            else:
                _show(part, now)
            if may_say:
                _show_earlier(here, opened, said.get(part.question, ()))


def _now(opened: OpenPlan, question: str) -> Answer | None:
    """What is said now; None where nothing is, or it was taken back."""
    found = opened.answers.get(question)
    return found if found is not None and found.given else None


def _offer(part: Part, now: Answer | None, *, primary: bool) -> None:
    name = part.name.lower()
    st.button(
        f"Change the {name}" if now else f"Write the {name}",
        key=f"open_{part.question}",
        icon=":material/edit:",
        type="primary" if primary else "tertiary",
        on_click=_open,
        args=(part.question.partition(":")[2],),
    )


def _open(short: str) -> None:
    st.query_params[EDIT] = short


def _close() -> None:
    if EDIT in st.query_params:
        del st.query_params[EDIT]


def _give_up(here: Session, part: Part) -> None:
    answering.let_go_of(here, part.question)
    _close()


def _ask(here: Session, opened: OpenPlan, part: Part) -> None:
    st.caption(part.guidance)
    answering.ask(
        here,
        opened,
        part.question,
        label=part.name,
        choosing="May it be published?",
        otherwise=Choice.INTERNAL,
        help=part.guidance,
        submit="Save",
        height=320,
        primary=True,
        then=_close,
    )
    st.button(
        "Close without saving",
        icon=":material/close:",
        type="tertiary",
        on_click=_give_up,
        args=(here, part),
    )


def _show(part: Part, now: Answer | None) -> None:
    if now is None or now.choice is None:
        st.markdown(f"{_NOT_SAID}. {part.guidance}")
        return
    st.caption(f"{ICONS[now.choice]} {now.choice.label} · {answering.said_when(now)}")
    show_words(part.question, now.words)


def show_words(question: str, words: str) -> None:
    """What a part says: priorities as a table, the rest as paragraphs and bullets."""
    if question == PRIORITIES:
        _show_priorities(priorities_in(words))
        return
    st.markdown(as_markdown(words))


def as_markdown(words: str) -> str:
    """Paragraphs and bullets, all else as text. A number stays in sight."""
    lines = []
    for piece in pieces_of(words):
        numbered = any(sign.isalnum() for sign in piece.marker) and piece.marker != "o"
        if piece.is_bullet and not numbered:
            lines.append(f"- {as_text(piece.text)}")
        else:
            lines.append(f"\n{as_text(f'{piece.marker} {piece.text}'.strip())}\n")
    return "\n".join(lines)


def _show_priorities(priorities: Sequence[Priority]) -> None:
    st.table(
        {
            "Priority": [as_text(p.words) for p in priorities],
            "Likelihood": [_level(p.likelihood) for p in priorities],
            "Impact": [_level(p.impact) for p in priorities],
        },
        border="horizontal",
        hide_index=True,
        alt="The priorities of this plan, with how likely and how grave the risk of each is",
    )
    bare = sum(not p.assessed for p in priorities)
    if bare:
        st.caption(
            f"{bare} of {len(priorities)} not assessed: end the line with “high likelihood, "
            "medium impact”."
        )


def _level(level: str | None) -> str:
    return level.capitalize() if level else ":gray[Not assessed]"


def _show_earlier(here: Session, opened: OpenPlan, steps: Sequence[Answer]) -> None:
    """What was said before, newest first, each to be brought back."""
    earlier = [a for a in steps[1:] if a.choice is not None]
    if not earlier:
        return
    now = steps[0]
    with st.expander(f"What was said before ({len(earlier)})"):
        for one in earlier:
            if one.choice is None:
                continue
            st.caption(f"{ICONS[one.choice]} {one.choice.label} · {answering.said_when(one)}")
            show_words(one.question, one.words)
            if st.button(
                f"Bring back what stood on {in_words(one.said_on)}",
                key=f"back_{one.question}_{one.revision}",
                icon=":material/undo:",
                type="tertiary",
            ):
                with saving("What was said before was brought back."):
                    answer(
                        here.store,
                        here.framework,
                        here.actor,
                        here.force_id,
                        one.question,
                        one.choice,
                        one.words,
                        evidence=one.evidence,
                        read_revision=now.revision,
                    )
