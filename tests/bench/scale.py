"""Databases of a given size: forces × actions × revisions, grown from the demonstration's actions.

The bulk is made by one SQL statement, because 7.7 million revisions written one by one would take
an hour; the rows are as the services write them, but their audit entries are left out. Versions are
named by the real service.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plans import Audience
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.setup import make_database, open_database
from vawg_plans.services.versions import share_version
from vawg_plans.store.store import Store, operator


@dataclass(frozen=True, slots=True)
class Scale:
    """How many actions a force has, and how many revisions an action."""

    name: str
    actions: int
    revisions: int


SCALES = {
    "1": Scale("1×", 150, 12),
    "10": Scale("10×", 500, 36),
    "100": Scale("100×", 1_500, 120),
}

# Every action starts two years ago and is revised evenly since; one revision in six moves the due
# date by three weeks, and every second is a progress update.
_GROW = """
create temp table seed as
select *, row_number() over (order by force_id, position, action_id) - 1 as n
from old.action_revision
qualify row_number() over (partition by action_id order by revision desc) = 1;

insert into action_revision by name
select
    f.force_id || '-' || i.i as action_id,
    cast(r.r as integer) as revision,
    2 + (r.r - 1) * $forces * $actions + (f.n * $actions + i.i) as sequence,
    'plan-' || f.force_id as plan_id,
    f.force_id,
    cast(i.i as integer) as position,
    cast(i.i as varchar) as reference,
    s.title, s.description, s.tags, s.local_strand, s.owner_posts, s.partners, s.start_on,
    s.due_on + cast(21 * (r.r // 6) as integer) as due_on,
    s.due_words,
    case when r.r * 3 < $revisions then 'not_started' when s.status = 'complete'
        and r.r < $revisions then 'on_track' else s.status end as status,
    cast(least(100, (100 * r.r) // $revisions) as integer) as percent,
    s.success_measure, s.evidence, s.context, s.shaped_by, s.equality_impact, s.publishable,
    s.sensitive, s.inspectorate_status, false as withdrawn,
    case when r.r % 2 = 0 then 'Moved on since the last meeting.' end as progress_note,
    null as imported
from range(1, $revisions + 1) r(r)
cross join (select force_id, row_number() over (order by force_id) - 1 as n
    from (select unnest($force_ids) as force_id)) f
cross join range(0, $actions) i(i)
join seed s on s.n = (f.n * 131 + i.i) % (select count(*) from seed)
order by sequence;

insert into commit_log by name
select sequence,
    timestamp '2024-11-01 09:00:00' + to_seconds(cast(
        63072000.0 * sequence / (2 + $revisions * $forces * $actions) as bigint)) as committed_at,
    'operator-bench' as person_id, 'operator' as role, force_id, 'bench' as reason,
    true as touches
from action_revision;
"""


def make(folder: Path, scale: Scale) -> tuple[Store, Framework]:
    """The database of this size, open. Made in a process of its own, so that the memory it takes
    is not counted with what is measured.
    """
    path = folder / f"bench-{scale.actions}.duckdb"
    if not path.exists():
        making = [sys.executable, "-m", "tests.bench.scale", scale.name, str(folder)]
        subprocess.run(making, check=True)
    return open_database(str(path))


def write(folder: Path, scale: Scale) -> None:
    """Write the database of this size, with a shared version of every force."""
    seed, path = folder / "seed.duckdb", folder / f"bench-{scale.actions}.duckdb"
    if not seed.exists():
        make_demonstration(str(seed))[0].close()
    framework = _empty(path)
    forces = list(framework.forces)
    connection = duckdb.connect(str(path))
    connection.execute(f"attach '{seed}' as old (read_only)")
    values = {"forces": len(forces), "actions": scale.actions, "revisions": scale.revisions}
    first, second, third = _GROW.strip().split(";\n\n")
    connection.execute(first)
    connection.execute(second, {**values, "force_ids": forces})
    connection.execute(third.rstrip(";"), values)
    for force_id in forces:
        connection.execute(
            "insert into plan_revision values (?, 1, 2, ?, 'Plan', '', '', [])",
            [f"plan-{force_id}", force_id],
        )
    connection.close()
    store, framework = open_database(str(path))
    for force_id in forces:
        share_version(store, framework, operator(), force_id, Audience.NATIONAL)
    store.close()


def _empty(path: Path) -> Framework:
    past = dt.datetime(2024, 10, 31)
    store, framework = make_database(str(path), demonstration=True, made_at=past)
    store.close()
    return framework


if __name__ == "__main__":
    write(Path(sys.argv[2]), next(s for s in SCALES.values() if s.name == sys.argv[1]))
