"""`make bench`: medians, and beside them what a user would do instead, in the same run.

make bench                        1×, 10× and 100×
make bench ARGS="--scales 1"      only the first
make bench ARGS="--sessions 50"   many readers of one server instead
make bench ARGS="--drafting"      pages and saves in a plan of 1,000 actions instead
make bench ARGS="--files"         imports and exports instead
make bench ARGS="--public"        the public pages instead
make bench ARGS="--record"        a million entries proved, and permissions, instead
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tests.bench.drafting import drafting_report
from tests.bench.files import files_report
from tests.bench.memory import peak_megabytes
from tests.bench.pages import pages_report
from tests.bench.public import public_report
from tests.bench.record import record_report
from tests.bench.scale import SCALES, Scale, make
from tests.bench.sessions import sessions_report
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.document_kinds import DocumentKind
from vawg_plans.domain.framework import Framework
from vawg_plans.services.actions import record_progress
from vawg_plans.services.comparison import compare
from vawg_plans.services.documents import export_document
from vawg_plans.services.exporting import export_national, export_plan
from vawg_plans.services.plans import open_plan
from vawg_plans.services.setup import open_database
from vawg_plans.store.store import Store, operator


def median(times: int, what: Callable[[], object]) -> float:
    """The median of so many runs, in seconds, after one that does not count."""
    what()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        what()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def report(scale: Scale, folder: Path) -> None:
    """Measure one size and print it."""
    begun = time.perf_counter()
    store, framework = make(folder, scale)
    made = time.perf_counter() - begun
    rows = len(framework.forces) * scale.actions * scale.revisions
    print(f"\n{scale.name}: 43 forces × {scale.actions:,} actions × {scale.revisions} revisions")
    print(f"  {rows:,} revisions, made in {made:.0f} s")
    actor = operator()
    force = "kent"

    def say(name: str, seconds: float, reach: str = "") -> None:
        print(f"  {name:<34} {seconds * 1000:>9.1f} ms   {reach}")

    plan = median(7, lambda: open_plan(store, framework, actor, force))
    say("open a plan", plan, "reach 25 ms at 1×, 500 ms at 100×")
    national = median(7, lambda: compare(store, framework, actor))
    say("national comparison", national, "reach 50 ms at 1×, 500 ms at 100×")
    say("one durable progress update", _update(store, framework, force), "reach 15 ms")
    say("one plan to Excel", median(3, lambda: export_plan(store, framework, actor, force)))
    paper = DocumentKind.PLAN
    say(
        "one plan to Word",
        median(3, lambda: export_document(store, framework, actor, force, paper)),
    )
    begun = time.perf_counter()
    export_national(store, framework, actor)
    say("national workbook", time.perf_counter() - begun, "reach 8,000 ms")
    store.close()
    print(f"  {'peak memory (with those above)':<34} {peak_megabytes():>9.0f} MB")
    _instead(store.database, framework, national)


def _update(store: Store, framework: Framework, force: str) -> float:
    actor = operator()
    action = open_plan(store, framework, actor, force).actions[0]

    def once() -> None:
        nonlocal action
        action = record_progress(
            store,
            framework,
            actor,
            action.id,
            read_revision=action.revision,
            note="Measured.",
            status=DeliveryStatus.ON_TRACK,
            percent=50,
        )

    return median(20, once)


def _instead(database: str, framework: Framework, national: float) -> None:
    """What a national team does today: opens forty-three workbooks and counts."""
    store, _ = open_database(database)
    one = export_plan(store, framework, operator(), "kent").data
    store.close()

    def by_hand() -> object:
        frames = []
        for force in framework.forces:
            frame = pd.read_excel(
                io.BytesIO(one), sheet_name="Plan", header=None, engine="openpyxl"
            )
            header = next(i for i, v in enumerate(frame[0]) if v == "Reference")
            named = frame.iloc[header + 1 :].set_axis(list(frame.iloc[header]), axis=1)
            frames.append(named.assign(force=force))
        every = pd.concat(frames)
        return every.groupby(["force", "Lead P", "Delivery status"]).size()

    begun = time.perf_counter()
    by_hand()
    taken = time.perf_counter() - begun
    print(
        f"  {'43 workbooks read with pandas':<34} {taken * 1000:>9.0f} ms   "
        f"{taken / national:,.0f} times the comparison"
    )


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scales", default="1,10,100", help="which of 1, 10 and 100")
    parser.add_argument("--sessions", type=int, default=0, help="so many readers of one server")
    parser.add_argument("--record", action="store_true", help="the record and permissions")
    parser.add_argument("--drafting", action="store_true", help="a plan of 1,000 actions")
    parser.add_argument("--files", action="store_true", help="imports and exports")
    parser.add_argument("--public", action="store_true", help="the public pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.sessions:
            sessions_report(Path(folder), options.sessions)
            return 0
        if options.drafting:
            drafting_report(Path(folder), median)
            return 0
        if options.files:
            files_report(Path(folder), median)
            return 0
        if options.public:
            public_report(Path(folder), median)
            return 0
        if options.record:
            record_report(Path(folder), median)
            return 0
        for name in options.scales.split(","):
            report(SCALES[name], Path(folder))
        pages_report(Path(folder) / "seed.duckdb")
    return 0


if __name__ == "__main__":
    sys.exit(main())
