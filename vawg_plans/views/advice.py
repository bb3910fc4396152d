"""Before a plan goes out, on screen: what to look at in it, and what changed since it last did.

A page passes contents, as `services.going_out.under_review` gives them, and gates for itself:

    advice.show(going_out, here.framework)                   # the content that would go out
    advice.show_changes(last, going_out, here.framework)     # two contents; None: the first one
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from vawg_plans.domain.canonical import digest
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.publishing_check import AROUND, CANNOT_CERTIFY, Advice, advice, counted
from vawg_plans.domain.references_named import AdviceKind
from vawg_plans.domain.told_changes import Group, grouped
from vawg_plans.domain.version_changes import changes
from vawg_plans.views.words import as_text, one_line, plural

Content = Mapping[str, Any]
ICONS = {
    AdviceKind.PERSON: ":material/person_search:",
    AdviceKind.BIRTH: ":material/cake:",
    AdviceKind.CASE: ":material/folder_shared:",
    AdviceKind.CONTACT: ":material/contact_mail:",
    AdviceKind.OPERATION: ":material/security:",
    AdviceKind.SENSITIVE: ":material/visibility_off:",
    AdviceKind.INTERNAL: ":material/edit_note:",
}
# What is drawn at once; a link each takes its time.
_MOST_WORDS, _MOST_PLACES, _MOST_LINES = 25, 4, 8


def show(content: Content, framework: Framework) -> int:
    """What somebody should look at before this content goes out, by kind, each kind folded away;
    and that it cannot certify. Returns how many there are.
    """
    found = _found(digest(content), content, framework)
    told = sum(a["in_words"] for a in content["actions"])
    counts = counted(found)
    if not found:
        st.success(
            f"Nothing stood out in the words of {plural(told, 'action')} and of the plan itself.",
            icon=":material/check:",
        )
    else:
        words = f"{plural(len(found), 'place')} to look at before this goes out"
        st.markdown(f"**{words}**: {', '.join(f'{_short(k)} ({n:,})' for k, n in counts.items())}.")
    for kind, count in counts.items():
        with st.expander(
            f"{kind.label} ({count:,})", key=f"advice_{kind}", icon=ICONS[kind], on_change="rerun"
        ) as folded:
            if folded.open:
                _of_kind([each for each in found if each.kind is kind])
    st.caption(CANNOT_CERTIFY)
    return len(found)


def show_changes(
    before: Content | None, after: Content, framework: Framework, *, key: str = "changes"
) -> None:
    """What changed from one content to the next, by what it is about. `key` tells it from another
    on the page.
    """
    found = grouped(changes(before, after, framework))
    if not found:
        st.markdown("Nothing that its readers would see has changed.")
    for group, each in found.items():
        lines = [one_line(change.sentence, longest=600) for change in each]
        if group is Group.OVERALL:
            st.markdown("  \n".join(lines))
        elif len(lines) <= _MOST_LINES:
            st.markdown("\n".join([f"**{group.label}**\n", *(f"- {line}" for line in lines)]))
        else:
            with st.expander(f"{group.label} ({len(lines):,})", key=f"{key}_{group}"):
                st.markdown("\n".join(f"- {line}" for line in lines))


@st.cache_data(max_entries=16, show_spinner=False)
def _found(key: str, _content: Content, _framework: Framework) -> list[Advice]:
    """The advice on a content, kept by the content's digest: whoever asks has it already."""
    return advice(_content, _framework)


def _short(kind: AdviceKind) -> str:
    return kind.label[:1].lower() + kind.label[1:]


def _of_kind(found: Sequence[Advice]) -> None:
    """The finds of one kind, the same words told once with where they stand."""
    by_words: dict[tuple[str, str], list[Advice]] = {}
    for each in found:
        by_words.setdefault((each.words.casefold(), each.why), []).append(each)
    for same in list(by_words.values())[:_MOST_WORDS]:
        _one(same)
    more = len(by_words) - _MOST_WORDS
    if more > 0:
        st.caption(f"And {more:,} more. Put these right first; the rest then follow here.")


def _one(same: Sequence[Advice]) -> None:
    first = same[0]
    with st.container(gap="xxsmall"):
        st.markdown(f"“{one_line(first.words)}” {as_text(first.why)}.")
        st.caption(f"{'In' if len(same) == 1 else 'First in'}: {one_line(_around(first), 300)}")
        for each in same[:_MOST_PLACES]:
            if each.action_id:
                st.page_link(
                    "pages/force/action.py",
                    label=as_text(each.place),
                    icon=":material/arrow_forward:",
                    query_params={"action": each.action_id},
                )
            else:
                st.caption(as_text(each.place))
        more = len(same) - _MOST_PLACES
        if more > 0:
            st.caption(f"And in {plural(more, 'place')} more.")


def _around(one: Advice) -> str:
    """The words where they stand; an ellipsis where the text goes on."""
    before, after = ("…" if len(side) == AROUND else "" for side in (one.before, one.after))
    return f"{before}{one.before}{one.words}{one.after}{after}"
