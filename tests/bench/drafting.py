"""Drafting in a plan of 1,000 actions: what opening each page costs the server, and each save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench.pages import pages_report
from vawg_plans.domain.actions import Action, DeliveryStatus
from vawg_plans.domain.answers import Choice
from vawg_plans.domain.bulk import BulkChange
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.services.actions import add_action, record_progress, revise_action
from vawg_plans.services.answers import answer
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.many_actions import change_many, move_action
from vawg_plans.services.plans import open_plan
from vawg_plans.store import actions as action_rows
from vawg_plans.store.store import Store

ACTIONS, REVISIONS = 1_000, 6
PAGES = (
    "force/start", "force/mine", "force/plan", "force/coverage", "force/mapping", "force/asked",
    "force/pictures", "force/highlight", "force/history", "force/readiness", "force/standards",
    "national/practices",
)  # fmt: skip
LEAD = Actor("persona-strategic_lead-kent", "Bench", Role.STRATEGIC_LEAD, "kent")
Median = Callable[[int, Callable[[], object]], float]


def drafting_report(folder: Path, median: Median) -> None:
    """Print the median of each page's server run and of each kind of save."""
    path = folder / "drafting.duckdb"
    store, framework = make_demonstration(str(path), actions=150)
    _grow(store, framework)
    print(f"\nA plan of {ACTIONS:,} actions, {REVISIONS} revisions each")
    one = open_plan(store, framework, LEAD, "kent").actions[0]
    for name, save in _saves(store, framework, one):
        print(f"  {name:<34} {median(15, save) * 1000:>9.1f} ms   reach 100 ms")
    many = _many(store, framework)
    print(f"  {'100 actions changed at once':<34} {median(5, many) * 1000:>9.1f} ms")
    store.close()
    pages_report(path, 7, PAGES, reach="reach 500 ms", query={"force/action": one.id})


def _grow(store: Store, framework: Framework) -> None:
    """Copies of Kent's actions, revised as often as the rest, until there are enough."""
    models = open_plan(store, framework, LEAD, "kent").actions
    copies = [
        replace(models[n % len(models)], id=f"act-bench-{n:05}", position=1_000 + n, revision=0)
        for n in range(ACTIONS - len(models))
    ]
    before: list[Action | None] = [None] * len(copies)
    for step in range(REVISIONS):
        with store.write(LEAD, reason="grown", force_id="kent") as writing:
            note = f"Step {step}" if step % 2 else None
            moved = [
                replace(a, due=a.due + dt.timedelta(days=step) if a.due else None,
                        progress_note=note)
                for a in copies
            ]  # fmt: skip
            before = list(action_rows.add(writing, list(zip(before, moved, strict=True))))


def _saves(
    store: Store, framework: Framework, action: Action
) -> list[tuple[str, Callable[[], object]]]:
    known = open_plan(store, framework, LEAD, "kent").answers.get("cell:powers:prevent")
    now: dict[str, Any] = {
        "action": action, "answer": known.revision if known else 0, "count": 0,
    }  # fmt: skip
    door: tuple[Any, ...] = (store, framework, LEAD)

    def count() -> int:
        now["count"] += 1
        return int(now["count"])

    def revise() -> None:
        a = now["action"]
        changes = {"context": f"Measured {count()}"}
        now["action"] = revise_action(*door, a.id, changes, read_revision=a.revision)

    def progress() -> None:
        a = now["action"]
        now["action"] = record_progress(
            *door, a.id, read_revision=a.revision, note="Measured",
            status=DeliveryStatus.ON_TRACK,
        )  # fmt: skip

    def add() -> None:
        add_action(*door, "kent", {"title": f"Measured {count()}"})

    def say() -> None:
        now["answer"] = answer(
            *door, "kent", "cell:powers:prevent", Choice.NOT_APPLICABLE, f"Measured {count()}",
            read_revision=int(now["answer"]),
        ).revision  # fmt: skip

    def move() -> None:
        a = now["action"]
        move_action(store, LEAD, "kent", a.id, count() % 2)

    return [
        ("an action changed", revise), ("progress recorded", progress), ("an action added", add),
        ("an answer given", say), ("an action moved a place", move),
    ]  # fmt: skip


def _many(store: Store, framework: Framework) -> Callable[[], object]:
    def change() -> None:
        chosen = [a for a in open_plan(store, framework, LEAD, "kent").actions if a.due][:100]
        read = {a.id: a.revision for a in chosen}
        change_many(store, framework, LEAD, "kent", read, BulkChange(move_days=1))

    return change
