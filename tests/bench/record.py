"""The record, measured: a million entries proved, and what a permission check costs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.memory import peak_megabytes
from vawg_plans.domain.people import Held, Role
from vawg_plans.domain.permissions import Permission, may
from vawg_plans.services.gate import allowed
from vawg_plans.services.people import grant_role
from vawg_plans.services.setup import make_database
from vawg_plans.services.verifying import verify
from vawg_plans.store import people
from vawg_plans.store.record import Act
from vawg_plans.store.store import Store, operator

ENTRIES = 1_000_000
_A_COMMIT = 20_000
_CHECKS = 1_000


def record_report(folder: Path, median: Callable[[int, Callable[[], object]], float]) -> None:
    """Make the entries, prove them in a process of their own, and print what it took."""
    path = folder / "million.duckdb"
    store, framework = make_database(str(path), demonstration=False)
    held = Held(Role.STRATEGIC_LEAD, "kent")
    person = grant_role(store, framework, operator(), "lead@kent.police.uk", held)
    actor = person.acting(held)

    def checks(what: Callable[[], object]) -> float:
        return 1000 * median(5, lambda: [what() for _ in range(_CHECKS)]) / _CHECKS

    def found() -> object:
        with store.read() as rows:
            return people.one(rows, person.id)

    print(f"\nRecord: {ENTRIES:,} entries, and the permission of a person")
    for name, what in (
        ("a permission in the table", lambda: may(actor, Permission.EDIT_PLAN, "kent")),
        (
            "a check at a service's door",
            lambda: allowed(store, actor, Permission.EDIT_PLAN, "kent"),
        ),
        ("the roles a person holds now", found),
    ):
        print(f"  {name:<34} {checks(what):>9.4f} ms   reach 1 ms")
    while True:
        with store.write(operator(), reason="measured", touches=False) as writing:
            for number in range(_A_COMMIT):
                writing.record(Act("read", f"version:kent-v{number}"))
        with store.read() as rows:
            if rows.all("record.head")[0]["entry"] >= ENTRIES:
                break
    store.close()
    command = [sys.executable, "-m", "tests.bench.record", str(path)]
    print(subprocess.run(command, capture_output=True, text=True, check=True).stdout, end="")


def _prove(path: str) -> None:
    store = Store(path)
    begun = time.perf_counter()
    findings = verify(store)
    taken = time.perf_counter() - begun
    peak = peak_megabytes()
    store.close()
    assert all(f.sound for f in findings), findings
    print(f"  {'all of it proved':<34} {taken:>9.1f} s    reach 20 s")
    print(f"  {'peak memory of that':<34} {peak:>9.0f} MB   reach 500 MB")


if __name__ == "__main__":
    _prove(sys.argv[1])
