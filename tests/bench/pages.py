"""A page's whole server run, on the demonstration: what a click costs before the browser draws."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from streamlit.testing.v1 import AppTest

from vawg_plans.config import PROJECT
from vawg_plans.domain.people import Actor, Role

PAGES = (
    "force/start",
    "force/plan",
    "force/coverage",
    "force/mapping",
    "force/asked",
    "force/sharing",
    "force/pictures",
    "force/highlight",
    "national/compare",
)


def pages_report(
    database: Path,
    times: int = 9,
    pages: Sequence[str] = PAGES,
    *,
    reach: str = "reach 200 ms",
    query: Mapping[str, str] | None = None,
) -> None:
    """Print the median of so many reruns of each page. `query` has the actions of pages of one."""
    os.environ["VAWG_PLANS_DATABASE"] = str(database)
    print(f"\nA page's whole server run (median, {reach})")
    for page in (*pages, *(query or ())):
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
        app.session_state["actor"] = Actor(
            "persona-strategic_lead-kent", "Bench", Role.STRATEGIC_LEAD, "kent"
        )
        app.run()
        if query and page in query:
            app.query_params["action"] = query[page]
        app.switch_page(f"pages/{page}.py").run()
        taken = []
        for _ in range(times):
            begun = time.perf_counter()
            app.run()
            taken.append(time.perf_counter() - begun)
        assert not app.exception, app.exception
        print(f"  {page:<34} {statistics.median(taken) * 1000:>9.0f} ms")
