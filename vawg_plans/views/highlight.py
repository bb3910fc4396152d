"""The highlight report: where the plan is, what moved, what is late, what comes, what is asked.

Tables are bounded, and say how many more there are, so that the page prints on two sides of A4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from vawg_plans.charts.frame import short_date
from vawg_plans.charts.over_time import over_time_chart, share_words
from vawg_plans.charts.progress import status_bar
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.answers import ASKED_OF_CHIEFS, OF_THE_PLAN
from vawg_plans.domain.coverage import answered_cells, covered_cells
from vawg_plans.domain.due import due_next, in_due_order
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.moments import in_words, today
from vawg_plans.domain.moving import Kind, by_action, moved, told
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Version
from vawg_plans.domain.rules import CalculatedStatus
from vawg_plans.services.plans import FIRST_DAY, OpenPlan
from vawg_plans.services.progress_over_time import progress_over_time
from vawg_plans.services.versions import plan_of_version
from vawg_plans.views import answering, charts
from vawg_plans.views.pictures import ask_day
from vawg_plans.views.printing import table
from vawg_plans.views.session import Session
from vawg_plans.views.words import as_text, due_in_words, headline, one_line, stated

NEXT_DAYS, BACK_DAYS = 30, 30
_MOST = 8
_NO_BREAK = "\N{NO-BREAK SPACE}"
_LONGEST = 68
_SINCE = {
    "version": "The last shared version",
    "days": f"{BACK_DAYS} days before",
    "day": "A day",
}
_FIGURES = ("Live actions", "Complete", "Late", "Stale", "Slipped", "Cells covered")


@dataclass(frozen=True, slots=True)
class Report:
    """The plan on the day of the report and as it stood before; `since` says before what."""

    opened: OpenPlan
    before: OpenPlan
    since: str


def ask(here: Session) -> Report:
    """The day of the report and what it is compared with; both are in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="off_paper_controls"):
        opened = here.open_plan(as_of=ask_day())
        version = opened.versions[0] if opened.versions else None
        choices = {
            "version": "The last shared version",
            "days": f"{BACK_DAYS} days before",
            "day": "A day",
        }
        if version is None:
            del choices["version"]
        chosen = st.segmented_control(
            "What moved since",
            list(choices),
            format_func=choices.__getitem__,
            default=next(iter(choices)),
            required=True,
            wrap=True,
            key="since",
            bind="query-params",
        )
        if chosen == "version" and version:
            before = plan_of_version(
                here.store, here.framework, here.actor, here.force_id, version.number
            )
            return Report(opened, before, _version_words(version))
        day = opened.judged_on - dt.timedelta(days=BACK_DAYS)
        if chosen == "day":
            day = _ask_since_day(opened.judged_on, day)
        day = max(day, FIRST_DAY)
        return Report(opened, here.open_plan(as_of=day), in_words(day))


def _ask_since_day(on: dt.date, otherwise: dt.date) -> dt.date:
    """The earlier day, if it is one."""
    chosen = st.date_input(
        "That day",
        otherwise,
        min_value=FIRST_DAY,
        max_value="today",
        format="DD/MM/YYYY",
        key="from",
        bind="query-params",
        width=150,
    )
    return min(chosen, on) if isinstance(chosen, dt.date) else otherwise


def _version_words(version: Version) -> str:
    return (
        f"version {version.number} ({version.audience.label.lower()}, "
        f"{in_words(version.judged_on)})"
    )


def show_head(here: Session, report: Report) -> None:
    """Whose plan, which day, which period."""
    opened = report.opened
    force = here.framework.forces[here.force_id].name
    lead = f" · led by {as_text(opened.plan.lead_post)}" if opened.plan.lead_post.strip() else ""
    title = as_text(opened.plan.title) or "Action plan on violence against women and girls"
    st.markdown(
        f"**{as_text(force)}** — {title}{lead}  \n"
        f"As at **{in_words(opened.judged_on)}** · what moved since {report.since}"
    )


def show_where(here: Session, report: Report) -> None:
    """Where the plan is: the figures beside those of the earlier moment, and two pictures."""
    st.subheader("Where the plan is", anchor=False)
    opened, before = report.opened, report.before
    table(
        {
            "On": [in_words(opened.judged_on), in_words(before.judged_on)],
            **{
                name: [_figure(opened, name, here), _figure(before, name, here)]
                for name in _FIGURES
            },
        },
        alt=f"The plan's figures on {in_words(opened.judged_on)} and before",
    )
    _show_pictures(here, opened)


def _show_pictures(here: Session, opened: OpenPlan) -> None:
    """Two pictures side by side, each half as wide as the paper."""
    on = opened.judged_on
    counts = {s: sum(a.status is s for a in opened.actions) for s in DeliveryStatus}
    points = progress_over_time(
        here.store, here.actor, here.force_id, as_of=None if on == today() else on
    )
    dark, demonstration = charts.is_dark(), here.demonstration
    left, right = st.columns(2)
    with left:
        charts.show(
            status_bar(counts, on=on, dark=dark, demonstration=demonstration, narrow=True),
            name=f"{here.force_id}-status",
            marking=OFFICIAL_SENSITIVE,
        )
    with right:
        charts.show(
            over_time_chart(
                points, statuses=False, dark=dark, demonstration=demonstration, narrow=True
            ),
            name=f"{here.force_id}-progress",
            marking=OFFICIAL_SENSITIVE,
        )


def _figure(opened: OpenPlan, name: str, here: Session) -> str:
    """A figure of a plan, in words; a dash where there is no plan to have it."""
    if not opened.actions:
        return "–"
    progress, judged = opened.progress, opened.judged
    if name == "Live actions":
        return f"{progress.live:,}"
    if name == "Complete":
        return f"{progress.complete:,} ({share_words(progress)})"
    if name == "Late":
        return f"{len(opened.late):,}"
    if name == "Stale":
        return f"{sum(judged[a.id].stale for a in opened.actions):,}"
    if name == "Slipped":
        return f"{sum(judged[a.id].slips > 0 for a in opened.actions):,}"
    matrix = opened.matrix(here.framework)
    answered = answered_cells(matrix)
    words = f", {answered} not applicable" if answered else ""
    return f"{covered_cells(matrix)} of {len(matrix)}{words}"


def show_moved(report: Report) -> None:
    """What moved: how many in each way, then an action at a time, the most pressing first."""
    st.subheader(f"What moved since {report.since}", anchor=False)
    moves = moved(report.before, report.opened)
    found = by_action(moves)
    if not found:
        st.markdown("Nothing moved.")
        return
    st.markdown(
        " · ".join(f"{kind.label} **{len(moves[kind]):,}**" for kind in Kind if moves[kind])
    )
    shown = found[:_MOST]
    table(
        {
            "Action": [headline(action.reference, action.title, _LONGEST) for action, _ in shown],
            "What moved": [as_text(told(movements)) for _, movements in shown],
        },
        alt="The actions that moved, those that got worse first",
    )
    _rest(len(found) - len(shown), "that moved")


def show_late(report: Report) -> None:
    """What is late or off track, stated or by the record: owner, due, why, and what stands."""
    opened = report.opened
    st.subheader("What is late or off track", anchor=False)
    found = in_due_order(a for a in opened.actions if _is_off(a, opened))
    if not found:
        st.markdown("Nothing is late or off track." if opened.actions else "There are no actions.")
        return
    shown = found[:_MOST]
    table(
        {
            "Action and owner": [_owned(a) for a in shown],
            "Due": [due_in_words(a).replace(" ", _NO_BREAK) for a in shown],
            "Stated": [stated(a.status) for a in shown],
            "Why": [_why(a, opened) for a in shown],
        },
        alt="Actions late or off track, by due date",
    )
    _rest(len(found) - len(shown), "late or off track; My plan lists them")


def _is_off(action: Action, opened: OpenPlan) -> bool:
    judged = opened.judged[action.id]
    return (
        judged.late
        or judged.status is CalculatedStatus.OFF_TRACK
        or action.status is DeliveryStatus.OFF_TRACK
    )


def _why(action: Action, opened: OpenPlan) -> str:
    judged = opened.judged[action.id]
    words = as_text(", ".join(judged.reasons)) or "As the force states it"
    if judged.explained and action.override:
        words += f". **Stated so because:** {one_line(action.override.reason, 140)}"
    return words


def show_next(report: Report) -> None:
    """What is due in the next days, milestones among it."""
    opened = report.opened
    st.subheader(f"What is due in the next {NEXT_DAYS} days", anchor=False)
    found = due_next(opened.actions, opened.judged_on, NEXT_DAYS)
    if not found:
        st.markdown("Nothing falls due.")
        return
    shown = found[:_MOST]
    table(
        {
            "Due": [short_date(d.on).replace(" ", _NO_BREAK) for d in shown],
            "What and owner": [
                (f"Milestone: {one_line(d.milestone.title, 50)}, of " if d.milestone else "")
                + _owned(d.action)
                for d in shown
            ],
            "Stated": [stated(d.action.status) for d in shown],
        },
        alt=f"Actions and milestones due in the next {NEXT_DAYS} days",
    )
    _rest(len(found) - len(shown), "due in those days")


def show_asked(here: Session, report: Report) -> None:
    """What is asked of chief officers, in the force's own words; in the plan of today, those who
    may change it write it here.
    """
    st.subheader("What is asked of chief officers", anchor=False)
    answer = report.opened.answers.get(ASKED_OF_CHIEFS)
    if answer is None or not answer.given:
        st.markdown("Nothing is asked yet.")
    else:
        st.markdown(as_text(answer.words))
        st.caption(f"{as_text(answer.said_by)}, {in_words(answer.said_on)}")
    if not here.may(Permission.EDIT_PLAN) or report.opened.judged_on != today():
        return
    with (
        st.container(key="off_paper_asked"),
        st.expander("Write what is asked", icon=":material/edit:"),
    ):
        answering.ask(
            here,
            report.opened,
            ASKED_OF_CHIEFS,
            label=OF_THE_PLAN[ASKED_OF_CHIEFS],
            help="A decision, a post, money, a word to a partner. It never leaves the force.",
            submit="Save what is asked",
            height=140,
        )


def _owned(action: Action) -> str:
    """The action, and below it the posts that own it."""
    owner = one_line(", ".join(action.owner_posts), 80) or "No owner"
    return f"{headline(action.reference, action.title, _LONGEST)}  \n*{owner}*"


def _rest(count: int, words: str) -> None:
    """How many more there are than the table holds."""
    if count > 0:
        st.caption(f"And {count:,} more {words}.")
