"""A plan's way to publication on screen: where it is, the next step, and what would go out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.reviews import LONGEST_NOTE, LONGEST_POST, LONGEST_WORDS, Review, ReviewState
from vawg_plans.errors import InvalidInput
from vawg_plans.services import publishing
from vawg_plans.services.going_out import UnderReview, under_review
from vawg_plans.services.people import own_post
from vawg_plans.services.plans import OpenPlan
from vawg_plans.views import advice
from vawg_plans.views.feedback import saving
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, one_line, plural, stated, verb

_SEEN = "review_seen"


def read(here: Session) -> UnderReview:
    """What would go out now; read again only when something of this force was changed."""
    newest = here.store.newest_touching(here.force_id)
    return _read(here.store.database, here.actor.person_id, here.force_id, newest, today(), here)


@st.cache_data(max_entries=16, show_spinner=False)
def _read(
    database: str, person_id: str, force_id: str, newest: int, day: dt.date, _here: Session
) -> UnderReview:
    # By person too: it is for whoever may read the draft, which the service asks.
    return under_review(_here.store, _here.framework, _here.actor, force_id)


def show_way(here: Session, opened: OpenPlan, out: UnderReview, *, number: int) -> None:
    """Where the plan is on its way to publication, and the one next step for this person. The next
    version would have this number.
    """
    reviews = publishing.reviews_of(here.store, here.actor, here.force_id)
    newest = reviews[0] if reviews else None
    _say_if_changed(here, newest)
    with st.container(border=True):
        if out.review is None:
            if newest and newest.state in (ReviewState.SENT_BACK, ReviewState.TAKEN_BACK):
                _last_words(newest)
            _submit(here, opened)
        elif out.review.state is ReviewState.SUBMITTED:
            _in_review(here, out.review, out)
        else:
            _approved(here, out.review, out, number=number)


def _say_if_changed(here: Session, newest: Review | None) -> None:
    """Two people decide at once: whoever comes second is told, rather than shown another form."""
    now = (newest.id, newest.revision) if newest else None
    if here.fresh or _SEEN not in st.session_state:
        st.session_state[_SEEN] = now
    elif newest and st.session_state[_SEEN] != now:
        st.session_state[_SEEN] = now
        st.warning(
            f"This changed while you had it open: {_by(newest)}. If you sent something meanwhile, "
            "it was not taken. Look at what stands now.",
            icon=":material/group:",
        )


def _done() -> None:
    """One's own step is no surprise."""
    st.session_state.pop(_SEEN, None)


def _by(review: Review) -> str:
    on = f" on {in_words(review.said_on)}" if review.said_on else ""
    done = {ReviewState.SUBMITTED: "submitted for review"}.get(review.state, review.state.label)
    return f"{done.lower()} by {as_text(review.said_by)}{on}"


def _last_words(review: Review) -> None:
    said = f": “{as_text(review.words)}”" if review.words else ""
    icon = ":material/undo:" if review.state is ReviewState.SENT_BACK else ":material/info:"
    st.markdown(f"{icon} The last submission was {_by(review)}{said}")


def _submit(here: Session, opened: OpenPlan) -> None:
    st.markdown(
        "**Publish the plan.** It is submitted for review, a chief officer approves it, then it is "
        "published as it was approved."
    )
    if not here.may(Permission.SHARE_VERSION):
        st.caption("Your strategic lead submits it.")
        return
    with st.form("submit", border=False):
        note = st.text_input(
            "A note that goes out with it (optional)",
            max_chars=LONGEST_NOTE,
            placeholder="First version, agreed by the Gold Group",
        )
        sent = st.form_submit_button(
            f"Submit {plural(len(opened.actions), 'action')} for review", type="primary"
        )
    if sent:
        with saving("The plan was submitted, as it stands now. The Gold Group chair is next."):
            publishing.submit(here.store, here.framework, here.actor, here.force_id, note)
            _done()


def _in_review(here: Session, review: Review, out: UnderReview) -> None:
    st.markdown(
        f":material/rate_review: **In review.** The plan as it stood on "
        f"{in_words(review.judged_on)}, submitted by {as_text(review.submitted_by)}: "
        f"{_counted(out.going_out)}."
    )
    if review.note:
        st.markdown(f"Note: “{as_text(review.note)}”")
    mine = review.submitter == here.actor.person_id
    if here.may(Permission.APPROVE_VERSION) and not mine:
        _decide(here, review)
    elif here.may(Permission.APPROVE_VERSION):
        st.caption("You submitted it, so another Gold Group chair must approve it.")
    else:
        st.caption("The Gold Group chair approves it or sends it back.")
    if here.may(Permission.SHARE_VERSION):
        _take_back(here, review, "Take it back")


def _decide(here: Session, review: Review) -> None:
    suggested = own_post(here.store, here.actor) or _last_post(here)
    with st.form(f"decide_{review.id}_{review.revision}", border=False):
        post = st.text_input(
            "The chief officer's post that approves it",
            value=suggested,
            max_chars=LONGEST_POST,
            placeholder="Assistant chief constable, crime",
            help="A post, not a name. It goes out with the version.",
        )
        words = st.text_area(
            "Words to the strategic lead (needed to send it back)",
            max_chars=LONGEST_WORDS,
            height=80,
            help="They stay in the force.",
        )
        with st.container(horizontal=True):
            approve = st.form_submit_button("Approve it for publication", type="primary")
            back = st.form_submit_button("Send it back")
    if approve:
        with saving("It is approved. The strategic lead can publish it now."):
            publishing.approve(
                here.store, here.framework, here.actor, review, post=post, words=words
            )
            _done()
    elif back:
        with saving("It was sent back."):
            publishing.send_back(here.store, here.actor, review, words)
            _done()


def _last_post(here: Session) -> str:
    """The post that approved the plan before, if one did."""
    reviews = publishing.reviews_of(here.store, here.actor, here.force_id)
    return next((r.post for r in reviews if r.post), "")


def _approved(here: Session, review: Review, out: UnderReview, *, number: int) -> None:
    on = in_words(review.approved_on) if review.approved_on else ""
    st.markdown(
        f":material/verified: **Approved** by {as_text(review.post)} on {on}: the plan as it stood "
        f"on {in_words(review.judged_on)}, {_counted(out.going_out)}."
    )
    if review.words:
        st.markdown(f"Said with it: “{as_text(review.words)}”")
    if here.may(Permission.SHARE_VERSION):
        with st.form(f"publish_{review.id}_{review.revision}", border=False):
            agreed = st.checkbox(
                "I have looked at what is listed below. Everyone may read it: what was read cannot "
                "be called back"
            )
            sent = st.form_submit_button(f"Publish it as version {number}", type="primary")
        if sent:
            with saving(f"Version {number} is published."):
                if not agreed:
                    raise InvalidInput("Tick that you have looked: it cannot be called back.")
                publishing.publish(here.store, here.framework, here.actor, review)
                _done()
        _take_back(here, review, "Take it back instead")
    elif here.may(Permission.APPROVE_VERSION):
        st.caption("The strategic lead publishes it.")
        with (
            st.expander("Take the approval back", icon=":material/undo:"),
            st.form(f"unapprove_{review.id}_{review.revision}", border=False),
        ):
            words = st.text_area("Why", max_chars=LONGEST_WORDS, height=80)
            sent = st.form_submit_button("Send it back")
        if sent:
            with saving("The approval was taken back."):
                publishing.send_back(here.store, here.actor, review, words)
                _done()
    else:
        st.caption("The strategic lead publishes it.")


def _take_back(here: Session, review: Review, label: str) -> None:
    if st.button(label, key=f"back_{review.id}_{review.revision}", icon=":material/undo:"):
        with saving("It was taken back. Nothing was published."):
            publishing.take_back(here.store, here.actor, review)
            _done()


def _counted(content: dict[str, Any]) -> str:
    actions = content["actions"]
    told = sum(a["in_words"] for a in actions)
    rest = len(actions) - told
    counted = f", {rest:,} more {verb(rest, 'is', 'are')} only counted" if rest else ""
    return f"{plural(told, 'action')} {verb(told, 'goes', 'go')} out in words{counted}"


def show_reviews(here: Session) -> None:
    """What was submitted before, and what became of it."""
    found = publishing.reviews_of(here.store, here.actor, here.force_id)
    if not found:
        return
    with st.expander(f"What was submitted, and what became of it ({len(found)})"):
        st.table(
            {
                "Review": [f"**{r.number}**, the plan of {in_words(r.judged_on)}" for r in found],
                "What became of it": [_outcome(r) for r in found],
            },
            border="horizontal",
            hide_index=True,
            alt="Every review of this plan, newest first, with its last step",
        )


def _outcome(review: Review) -> str:
    lines = [f"{_by(review)[:1].upper()}{_by(review)[1:]}"]
    if review.version:
        lines = [f"{lines[0]} as version {review.version}"]
    if review.approved_on:
        lines.append(f"Approved by {as_text(review.post)} on {in_words(review.approved_on)}")
    if review.words:
        lines.append(f"“{as_text(review.words)}”")
    return "  \n".join(lines)


def show_going_out(here: Session, out: UnderReview) -> None:
    """What changed since the last public version, what to look at before it goes out, all of it,
    and what changed in the plan since its moment was fixed.
    """
    st.subheader(
        "What would change for the public" if out.last else "What the public would read first",
        anchor=False,
    )
    advice.show_changes(out.last, out.going_out, here.framework)
    if out.held_back:
        names = "; ".join(one_line(f"{a.reference} {a.title}".strip(), 60) for a in out.held_back)
        st.info(
            f"Marked sensitive or not publishable since it was submitted, so counted without "
            f"words: {names}.",
            icon=":material/visibility_off:",
        )
    if out.held_back_answers:
        names = "; ".join(one_line(words, 80) for words in out.held_back_answers)
        st.info(f"Made internal since, so not in it: {names}.", icon=":material/visibility_off:")
    st.subheader("Look at this before it goes out", anchor=False)
    advice.show(out.going_out, here.framework)
    with st.expander(
        "Every action as it would go out", icon=":material/list_alt:", on_change="rerun",
        key="going_out",
    ) as every:  # fmt: skip
        if every.open:
            _every_action(out.going_out)
    if out.review is not None:
        with st.expander(
            "Changed in the plan since it was submitted, and not in it",
            icon=":material/difference:",
            on_change="rerun",
            key="changed_since",
        ) as since:
            if since.open:
                advice.show_changes(out.going_out, out.now, here.framework, key="since")


def _every_action(content: dict[str, Any]) -> None:
    told = [a for a in content["actions"] if a["in_words"]]
    st.table(
        {
            "Action": [one_line(f"{a['reference']} {a['title']}".strip(), 160) for a in told],
            "Status": [stated(DeliveryStatus(a["status"])) for a in told],
            "Due": [_due(a) for a in told],
        },
        border="horizontal",
        hide_index=True,
        alt="Every action in words as it would go out",
    )


def _due(action: dict[str, Any]) -> str:
    if action["due"]:
        return in_words(dt.date.fromisoformat(action["due"]))
    return as_text(action["due_words"]) or "no date"
