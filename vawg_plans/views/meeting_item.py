"""One item of a meeting on screen: why it is there, where its action stands, what was decided."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from vawg_plans.charts.timeline import timeline_chart
from vawg_plans.domain.actions import Action
from vawg_plans.domain.agenda import Item, Listed
from vawg_plans.domain.decisions import Decision
from vawg_plans.domain.markings import OFFICIAL_SENSITIVE
from vawg_plans.domain.moments import in_words, moment_in_words
from vawg_plans.services.actions import action_history
from vawg_plans.services.decisions import decisions_of
from vawg_plans.services.meetings import notes_of
from vawg_plans.views import charts, minuting, standing
from vawg_plans.views.links import action_link
from vawg_plans.views.meeting_at import Screen
from vawg_plans.views.preparing import kind_words
from vawg_plans.views.words import as_text, one_line, plural

# As many lines of a list as are read from the end of a table.
AT_ONCE = 8


def show(screen: Screen, item: Item) -> None:
    """Everything that is needed to decide on it, and the forms for who may."""
    here = screen.here
    st.title(one_line(item.heading, 200), anchor=False)
    taken = decisions_of(here.store, here.actor, here.force_id, meeting_id=screen.meeting.id)
    mine = [d for d in taken if d.key == item.key]
    with st.container(key="told"):
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.markdown(f"**{kind_words(item.kind)}**")
            _show_why(item.why)
            action = _subject(screen, item)
            if action is not None:
                show_standing(screen, action)
            # Always there, so that a decision of somebody else moves no field being typed in.
            with st.container(key="decided_here"):
                show_decisions(screen, mine)
        with right:
            if action is not None:
                _show_last_note(screen, action)
                _show_course(screen, action)
        if item.listed:
            _show_lines(item)
    minuting.show(screen, item, action, mine)


def _show_why(why: Sequence[str]) -> None:
    """Why it is on the agenda, a sentence a line."""
    if why:
        st.markdown("\n".join(f"- {one_line(sentence, 600)}" for sentence in why))


def _subject(screen: Screen, item: Item) -> Action | None:
    """The action that is talked of: the item's own, or a line chosen of its list."""
    actions = {a.id: a for a in (*screen.agenda.opened.actions, *screen.agenda.opened.withdrawn)}
    if item.action_id:
        return actions.get(item.action_id)
    lines = {x.action_id: x.heading for x in item.listed if x.action_id in actions}
    if not lines:
        return None
    chosen = st.selectbox(
        "Look at one of them",
        list(lines),
        index=None,
        format_func=lambda i: lines[i],
        placeholder=f"Choose one of {len(lines)}",
        key=f"line_{screen.meeting.id}_{item.key}",
    )
    return actions.get(chosen or "")


def show_standing(screen: Screen, action: Action) -> None:
    """Where an action stands, as it is stated and from the record; and who owns it."""
    opened = screen.agenda.opened
    if action.withdrawn:
        st.warning("Withdrawn: it no longer counts in the plan.", icon=":material/archive:")
    if action.id in opened.judged:
        standing.both(action, opened.judged[action.id], opened.judged_on)
    if action.override:
        st.markdown(f":material/gavel: Why it is stated so: {as_text(action.override.reason)}")
    owners = ", ".join(as_text(post) for post in action.owner_posts) or "No owner"
    st.markdown(f":material/badge: {owners}")
    action_link(action.id, "", "Open the action")


def _show_last_note(screen: Screen, action: Action) -> None:
    """What was said of its progress last, by whom and when."""
    history = action_history(screen.here.store, screen.here.actor, action.id)
    last = next((r for r in history if r.action.progress_note), None)
    if last is None:
        st.markdown("No progress was ever recorded.")
        return
    st.markdown(f"> {as_text(last.action.progress_note or '')}")
    st.caption(f"Last note: {as_text(last.who)}, {moment_in_words(last.made_at)}")


def _show_course(screen: Screen, action: Action) -> None:
    """The picture of its course: from start to due, what slipped, its milestones."""
    opened = screen.agenda.opened
    if action.id not in opened.records or action.id not in opened.judged:
        return
    chart = timeline_chart(
        [action],
        [action],
        opened.records,
        opened.judged,
        on=opened.judged_on,
        dark=charts.is_dark(),
        demonstration=screen.here.demonstration,
        # Beside the words there is no room for its name left of the bar.
        narrow=True,
    )
    charts.show(chart, name=f"{screen.here.force_id}-{action.id}", marking=OFFICIAL_SENSITIVE)


def _show_lines(item: Item) -> None:
    """The lines of a list, each with its reasons; a long one's first, the others folded away."""
    first, rest = item.listed[:AT_ONCE], item.listed[AT_ONCE:]
    _table(item, first)
    if rest:
        with st.expander(f"The other {len(rest)} of {plural(len(item.listed), 'line')}"):
            _table(item, rest)


def _table(item: Item, lines: Sequence[Listed]) -> None:
    table = {"What": [as_text(x.heading) for x in lines]}
    if any(x.why for x in lines):
        table["Why"] = [one_line(" ".join(x.why), 240) for x in lines]
    st.table(table, border="horizontal", hide_index=True, alt=item.heading)


def show_decisions(screen: Screen, decisions: Sequence[Decision]) -> None:
    """What was decided, each with its owner and day; and what is minuted where one only reads."""
    for one in decisions:
        by = f", by {in_words(one.due)}" if one.due else ""
        st.success(
            f"**Decision {one.number}:** {as_text(one.words)}  \n{as_text(one.owner_post)}{by}",
            icon=":material/gavel:",
        )
    if screen.writes or screen.item is None:
        return
    notes = notes_of(screen.here.store, screen.here.actor, screen.meeting.id)
    note = notes.get(screen.key)
    if note and note.words:
        st.markdown(f"**Minuted:** {as_text(note.words)}")
