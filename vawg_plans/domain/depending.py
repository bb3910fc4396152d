"""Which actions wait for which: dependencies within one plan, and never in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vawg_plans.domain.actions import Action


class Dependent(NamedTuple):
    """Of an action what matters here; of a thousand of them little is read."""

    id: str
    reference: str
    title: str
    withdrawn: bool
    depends_on: tuple[str, ...]

    @property
    def short(self) -> str:
        title = self.title if len(self.title) <= 60 else f"{self.title[:59].rstrip()}…"
        return f"“{f'{self.reference} {title}'.strip()}”"


def dependent(action: Action) -> Dependent:
    """What matters of an action."""
    return Dependent(action.id, action.reference, action.title, action.withdrawn, action.depends_on)


def dependency_problems(action: Dependent, plan: Mapping[str, Dependent]) -> list[str]:
    """Every rule that an action's dependencies break, as sentences that say what to do.

    `plan` holds the plan's actions by id, withdrawn ones too, as they stand before this one is
    written. What it depended on before may have been withdrawn since; what is new must be live.
    """
    before = plan[action.id].depends_on if action.id in plan else ()
    found = []
    for other in action.depends_on:
        if other not in plan:
            found.append(
                "An action can depend only on actions of its own plan; take the other away."
            )
        elif plan[other].withdrawn and other not in before:
            found.append(f"{plan[other].short} was withdrawn, so nothing can wait for it.")
    circle = circle_of(action, plan)
    if circle:
        steps = ", which waits for ".join(one.short for one in circle)
        found.append(f"These would wait for each other for ever: {steps}. Take one of them away.")
    return list(dict.fromkeys(found))


def circle_of(action: Dependent, plan: Mapping[str, Dependent]) -> list[Dependent]:
    """The shortest way from `action` along dependencies back to itself, both ends named; empty
    when there is none.
    """
    known = {**plan, action.id: action}
    came_from: dict[str, str] = {}
    at = [action.id]
    for one in at:  # grows as it is walked: nearest first
        for other in known[one].depends_on:
            if other == action.id:
                way = [other, one]
                while way[-1] != action.id:
                    way.append(came_from[way[-1]])
                return [known[step] for step in reversed(way)]
            if other in known and other not in came_from:
                came_from[other] = one
                at.append(other)
    return []


def waiting_for(action_id: str, actions: list[Action]) -> list[Action]:
    """The actions that depend on this one."""
    return [a for a in actions if action_id in a.depends_on]


def labels_of(actions: Iterable[Action]) -> dict[str, str]:
    """What each action is called where others name it in a list: its reference, its title where
    another has that reference too, and its id where nothing else tells it apart.
    """
    actions = list(actions)
    said = Counter(_plain(name) for a in actions for name in {a.reference, a.title})

    def label(action: Action) -> str:
        for name in (action.reference, action.title):
            if name.strip() and ";" not in name and said[_plain(name)] == 1:
                return " ".join(name.split())
        return action.id

    return {action.id: label(action) for action in actions}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
