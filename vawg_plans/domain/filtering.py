"""The filter of a plan's list: what a page shows by it, and what an export of that page holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.readiness_of_actions import OF_ACTIONS, ActionCheck
from vawg_plans.domain.rules import Judgement

# Asked for instead of a P or an area: what has none yet.
NONE = "none"
WITHDRAWN = "Withdrawn"


class Listed(Protocol):
    """As much of an open plan as is filtered: its actions, judged by their id."""

    @property
    def actions(self) -> Sequence[Action]: ...
    @property
    def withdrawn(self) -> Sequence[Action]: ...
    @property
    def judged(self) -> Mapping[str, Judgement]: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader asked to see. Empty means everything.

    `words` all stand in the reference, the title or the description, in whatever case; `ps`,
    `areas` and `statuses` are codes, `owners` posts: one of each named is enough. `only` is a label
    of `ONLY`.
    """

    words: str = ""
    ps: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    only: str | None = None

    @property
    def given(self) -> bool:
        """Whether anything is asked for, rather than everything."""
        return bool(
            self.words.strip() or self.ps or self.areas or self.statuses or self.owners or self.only
        )

    def keeps(self, action: Action, opened: Listed, framework: Framework) -> bool:
        """Whether the action is among those asked for."""
        text = f"{action.reference} {action.title} {action.description}".casefold()
        return (
            all(word in text for word in self.words.casefold().split())
            and (not self.ps or (action.lead_p or NONE) in self.ps)
            and (not self.areas or bool(set(self.areas) & set(action.areas or (NONE,))))
            and (not self.statuses or action.status.value in self.statuses)
            and (not self.owners or bool(set(self.owners) & set(action.owner_posts)))
            and (self.only is None or ONLY[self.only](action, opened, framework))
        )

    def said(self, framework: Framework) -> str:
        """The filter in words for whoever reads what it left: 'lead P Pursue or Protect; late'."""
        ps, areas = p_names(framework), area_names(framework)
        statuses = [DeliveryStatus(s).full_label for s in self.statuses]
        words = " ".join(self.words.split())
        parts = [
            f"with the words “{words}”" if words else "",
            _one_of("lead P", (ps.get(p, p) for p in self.ps)),
            _one_of("area", (areas.get(a, a) for a in self.areas)),
            _one_of("status", statuses),
            _one_of("owner", self.owners),
            f"only those: {self.only}" if self.only else "",
        ]
        return "; ".join(part for part in parts if part)


def found(opened: Listed, framework: Framework, asked: Filter) -> list[Action]:
    """The actions that the filter shows, in the plan's order: live ones, unless it asks for those
    withdrawn.
    """
    return [a for a in among(opened, asked) if asked.keeps(a, opened, framework)]


def among(opened: Listed, asked: Filter) -> Sequence[Action]:
    """The actions that the filter chooses from."""
    return opened.withdrawn if asked.only == WITHDRAWN else opened.actions


def p_names(framework: Framework) -> dict[str, str]:
    """The Ps that can be asked for, by code, with what has none."""
    return {p.id: p.name for p in framework.ps.values()} | {NONE: "No P yet"}


def area_names(framework: Framework) -> dict[str, str]:
    """The areas that can be asked for, by code, with what is in none."""
    return {a.id: a.name for a in framework.areas.values()} | {NONE: "No area yet"}


def _one_of(what: str, names: Iterable[str]) -> str:
    words = " or ".join(names)
    return f"{what} {words}" if words else ""


def _failing(check: ActionCheck) -> Callable[[Action, Listed, Framework], bool]:
    return lambda a, o, f: check.fails(a, o.judged[a.id], f)


ONLY: dict[str, Callable[[Action, Listed, Framework], bool]] = {
    # As readiness counts them, so that its links show just those it means.
    **{check.label: _failing(check) for check in OF_ACTIONS.values()},
    "Slipped": lambda a, o, _: o.judged[a.id].slips > 0,
    "Status disagrees": lambda a, o, _: o.judged[a.id].disagrees,
    WITHDRAWN: lambda a, *_: a.withdrawn,
}
