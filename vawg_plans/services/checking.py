"""Doctor: proves the chain, every digest, every reference and every count in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vawg_plans.domain.action_checks import Codes, problems_of
from vawg_plans.domain.canonical import digest, sha256
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.services.actions import codes_of
from vawg_plans.store import actions as action_rows
from vawg_plans.store import framework as framework_rows_of
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.record import entries, first_break
from vawg_plans.store.store import Store, act_of_properties

Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was proved (`sound`) or found not to hold, with counts in its words."""

    sound: bool
    words: str


def examine(store: Store, framework: Framework, said: Said = lambda _: None) -> list[Finding]:
    """Walk everything and say what holds. Reads only."""
    found: list[Finding] = []
    with store.read() as rows:
        said("the record")
        broken = first_break(rows)
        total = rows.one("record.head")
        found.append(
            Finding(False, f"The record does not hold: {broken[1]}.")
            if broken
            else Finding(True, f"The record holds: {(total and total['entry']) or 0:,} entries.")
        )
        spoken: Spoken = {}
        commits: dict[int, set[str]] = {}
        for entry in entries(rows):
            commits.setdefault(entry["sequence"], set()).add(entry["commit_digest"])
            if entry["revision"] is not None:
                spoken[entry["object"], entry["revision"]] = entry["after_digest"]
        said("commits")
        found += _commits(rows, commits)
        said("plans and actions")
        found += _revisions(rows, framework, spoken)
        said("versions")
        found += _versions(rows, spoken)
        said("the framework")
        found += _framework(rows, spoken)
    if spoken:
        shown = ", ".join(f"{o} revision {r}" for o, r in list(spoken)[:3])
        found.append(
            Finding(False, f"The record speaks of {len(spoken):,} rows that are gone: {shown}.")
        )
    return found


Spoken = dict[tuple[str, int], str]


def _speaks_for(spoken: Spoken, thing: str, revision: int, actual: str) -> bool:
    """Whether the record has this revision with this digest; it is then ticked off."""
    return spoken.pop((thing, revision), None) == actual


def _revisions(rows: Rows, framework: Framework, spoken: Spoken) -> list[Finding]:
    faults: list[str] = []
    counted = 0
    codes = codes_of(framework)
    for row in rows.all("plans.all_revisions"):
        counted += 1
        thing = f"plan:{row['plan_id']}"
        if not _speaks_for(spoken, thing, row["revision"], digest(row)):
            faults.append(f"{thing} revision {row['revision']} is not what was recorded.")
        if row["force_id"] not in framework.forces:
            faults.append(f"{thing} belongs to no known force.")
    for plan in rows.all("actions.plan_ids"):
        before: Row | None = None
        for row in rows.all("actions.revisions_of", plan_id=plan["plan_id"]):
            counted += 1
            faults += _action_faults(row, before, codes, spoken)
            before = row
    return _summed(faults, f"Plans and actions hold: {counted:,} revisions.")


def _action_faults(row: Row, before: Row | None, codes: Codes, spoken: Spoken) -> list[str]:
    thing = f"action:{row['action_id']}"
    name = f"{thing} revision {row['revision']}"
    faults = []
    if not _speaks_for(spoken, thing, row["revision"], digest(row)):
        faults.append(f"{name} is not what was recorded.")
    same = before is not None and before["action_id"] == row["action_id"]
    if row["revision"] != (before["revision"] + 1 if same and before else 1):
        faults.append(f"{name} does not follow the one before it.")
    if row["plan_id"] != plan_id_of(row["force_id"]):
        faults.append(f"{name} is in another force's plan.")
    try:
        faults += [f"{name}: {p}" for p in problems_of(action_rows.from_row(row), codes)]
    except (ValueError, TypeError, KeyError, AttributeError):
        faults.append(f"{name} cannot be read.")
    return faults


def _versions(rows: Rows, spoken: Spoken) -> list[Finding]:
    faults: list[str] = []
    counted = 0
    for force_id, versions in plan_rows.all_versions(rows).items():
        numbers = sorted(v.number for v in versions)
        if numbers != list(range(1, len(numbers) + 1)):
            faults.append(f"The version numbers of {force_id} are not 1 to {len(numbers)}.")
        for version in versions:
            counted += 1
            raw = rows.one("versions.whole", version_id=version.id)
            if raw is None or sha256(raw["content"]) != raw["digest"]:
                faults.append(f"Version {version.id} no longer has its digest.")
                continue
            if not _speaks_for(spoken, f"version:{version.id}", version.number, digest(raw)):
                faults.append(f"Version {version.id} is not what was recorded.")
                continue
            content = plan_rows.content_of(rows, version.id)
            facts = plan_rows.facts_of(version.id, content)
            stored = rows.all("versions.facts", version_id=version.id)
            if sorted(facts, key=lambda f: str(f["action_id"])) != stored:
                faults.append(f"What comparison reads of {version.id} is not what was frozen.")
    return _summed(faults, f"Versions hold: {counted:,} named versions.")


def _commits(rows: Rows, spoken: dict[int, set[str]]) -> list[Finding]:
    """Each commit against the entries that carry its digest: who, when and why."""
    faults = []
    commits = rows.all("record.commits")
    for row in commits:
        if spoken.pop(row["sequence"], set()) != {digest(row)}:
            faults.append(f"Commit {row['sequence']} is not what was recorded.")
    faults += [f"Commit {sequence} is gone." for sequence in spoken]
    return _summed(faults, f"Commits hold: {len(commits):,}.")


def _framework(rows: Rows, spoken: Spoken) -> list[Finding]:
    faults = []
    every = rows.all("framework.all_revisions")
    for row in every:
        act = framework_rows_of.act_of(row)
        if not _speaks_for(spoken, act.object, row["revision"], act.after or ""):
            faults.append(f"{act.object} revision {row['revision']} is not what was recorded.")
        elif sha256(row["content"]) != row["digest"]:
            faults.append(f"{act.object} revision {row['revision']} no longer has its digest.")
    about = act_of_properties({r["name"]: r["value"] for r in rows.all("record.properties")})
    said = (about.object, 1) in spoken or rows.all("record.properties")
    if said and not _speaks_for(spoken, about.object, 1, about.after or ""):
        faults.append("What the database says of itself is not what was recorded.")
    return _summed(faults, f"The framework holds: {len(framework_rows_of.loaded(rows)):,} rows.")


def _summed(faults: list[str], sound: str) -> list[Finding]:
    if not faults:
        return [Finding(True, sound)]
    shown = [Finding(False, f) for f in faults[:20]]
    if len(faults) > 20:
        shown.append(Finding(False, f"… and {len(faults) - 20:,} more like these."))
    return shown
