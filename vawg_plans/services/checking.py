"""Doctor: proves the record and its rows, then every rule, reference and count in the database."""

from __future__ import annotations

from vawg_plans.domain.action_checks import Codes, problems_of
from vawg_plans.domain.canonical import sha256
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.domain.practices import practice_problems
from vawg_plans.services.actions import codes_of
from vawg_plans.services.verifying import Finding, Said, summed, verify
from vawg_plans.store import actions_as_rows
from vawg_plans.store import plans as plan_rows
from vawg_plans.store import practices as practice_rows
from vawg_plans.store.connection import Row, Rows
from vawg_plans.store.store import Store


def examine(store: Store, framework: Framework, said: Said = lambda _: None) -> list[Finding]:
    """Walk everything and say what holds. Reads only."""
    found = verify(store, said)
    with store.read() as rows:
        said("rules of plans and actions")
        found += _revisions(rows, framework)
        found += _practices(rows, framework)
        said("rules of versions")
        found += _versions(rows)
        said("rules of meetings")
        found += _meetings(rows)
        said("rules of people")
        found += _people(rows, framework)
        found += _framework(rows)
    return found


def _faulty(words: list[str], sound: str) -> list[Finding]:
    return summed([Finding(False, w) for w in words], sound)


def _revisions(rows: Rows, framework: Framework) -> list[Finding]:
    faults: list[str] = []
    counted = 0
    codes = codes_of(framework, rows)
    for row in rows.all("plans.all_revisions"):
        counted += 1
        if row["force_id"] not in framework.forces:
            faults.append(f"plan:{row['plan_id']} belongs to no known force.")
    for plan in rows.all("actions.plan_ids"):
        before: Row | None = None
        for row in rows.all("actions.revisions_of", plan_id=plan["plan_id"]):
            counted += 1
            faults += _action_faults(row, before, codes)
            before = row
    return _faulty(faults, f"Plans and actions keep their rules: {counted:,} revisions.")


def _action_faults(row: Row, before: Row | None, codes: Codes) -> list[str]:
    name = f"action:{row['action_id']} revision {row['revision']}"
    faults = []
    same = before is not None and before["action_id"] == row["action_id"]
    if row["revision"] != (before["revision"] + 1 if same and before else 1):
        faults.append(f"{name} does not follow the one before it.")
    if row["plan_id"] != plan_id_of(row["force_id"]):
        faults.append(f"{name} is in another force's plan.")
    try:
        faults += [f"{name}: {p}" for p in problems_of(actions_as_rows.from_row(row), codes)]
    except (ValueError, TypeError, KeyError, AttributeError):
        faults.append(f"{name} cannot be read.")
    return faults


def _practices(rows: Rows, framework: Framework) -> list[Finding]:
    faults: list[str] = []
    revisions: dict[str, int] = {}
    every = rows.all("practices.all_revisions")
    for row in every:
        name = f"practice:{row['practice_id']} revision {row['revision']}"
        if row["revision"] != revisions.get(row["practice_id"], 0) + 1:
            faults.append(f"{name} does not follow the one before it.")
        revisions[row["practice_id"]] = row["revision"]
        if row["force_id"] not in framework.forces:
            faults.append(f"{name} belongs to no known force.")
        problems = practice_problems(practice_rows.from_row(row), framework)
        faults += [f"{name}: {p}" for p in problems]
    return _faulty(faults, f"Offered practices keep their rules: {len(every):,} revisions.")


def _versions(rows: Rows) -> list[Finding]:
    faults: list[str] = []
    counted = 0
    for force_id, versions in plan_rows.every_version(rows).items():
        numbers = sorted(v.number for v in versions)
        if numbers != list(range(1, len(numbers) + 1)):
            faults.append(f"The version numbers of {force_id} are not 1 to {len(numbers)}.")
        for version in versions:
            counted += 1
            raw = rows.one("versions.content", version_id=version.id)
            if raw is None or sha256(raw["content"]) != raw["digest"]:
                faults.append(f"Version {version.id} no longer has its digest.")
    return _faulty(faults, f"Versions keep their rules: {counted:,} named versions.")


def _meetings(rows: Rows) -> list[Finding]:
    """Revisions follow each other, numbers are given once, what was frozen has its digest, and each
    decision is of a meeting of the same plan.
    """
    faults: list[str] = []
    plans: dict[str, str] = {}
    numbers: set[tuple[str, int]] = set()
    for found in rows.all("meetings.ids"):
        name = f"meeting:{found['meeting_id']}"
        revisions = rows.all("meetings.revisions", meeting_id=found["meeting_id"])
        if [r["revision"] for r in revisions] != list(range(1, len(revisions) + 1)):
            faults.append(f"The revisions of {name} do not follow each other.")
        newest = revisions[-1]
        plans[found["meeting_id"]] = newest["plan_id"]
        if (newest["plan_id"], newest["number"]) in numbers:
            faults.append(f"{name} has a number that another meeting has.")
        numbers.add((newest["plan_id"], newest["number"]))
        text = newest["content"]
        if text is not None and sha256(text) != newest["digest"]:
            faults.append(f"What {name} froze no longer has its digest.")
    taken: dict[tuple[str, int], str] = {}
    every = rows.all("decisions.all_revisions")
    for row in every:
        name = f"decision:{row['decision_id']}"
        if plans.get(row["meeting_id"]) != row["plan_id"]:
            faults.append(f"{name} is of no meeting of its plan.")
        if taken.setdefault((row["plan_id"], row["number"]), name) != name:
            faults.append(f"{name} has a number that another decision has.")
    counted = f"{len(plans):,} meetings and {len(every):,} revisions of decisions"
    return _faulty(faults, f"Meetings keep their rules: {counted}.")


def _people(rows: Rows, framework: Framework) -> list[Finding]:
    people = rows.all("people.every")
    known = {p["person_id"] for p in people}
    faults: list[str] = []
    for role in rows.all("people.role_revisions"):
        if role["person_id"] not in known:
            faults.append(f"The role {role['grant_id']} belongs to nobody known.")
        if role["force_id"] is not None and role["force_id"] not in framework.forces:
            faults.append(f"The role {role['grant_id']} is in no known force.")
    for name in ("email", "subject"):
        used = [(p[name], p["issuer"] if name == "subject" else "") for p in people if p[name]]
        if len(used) != len(set(used)):
            faults.append(f"Two people have the same {name}.")
    return _faulty(faults, f"People and roles keep their rules: {len(people):,} people.")


def _framework(rows: Rows) -> list[Finding]:
    every = rows.all("framework.all_revisions")
    faults = [
        f"framework:{r['kind']}/{r['row_id']} revision {r['revision']} no longer has its digest."
        for r in every
        if sha256(r["content"]) != r["digest"]
    ]
    return _faulty(faults, f"The framework keeps its digests: {len(every):,} rows.")
