"""Proving a version, or a file that is said to be of it, against the digest it was named with."""

from __future__ import annotations

from dataclasses import dataclass

from vawg_plans.domain.canonical import sha256
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import Version
from vawg_plans.domain.proving import Proof, prove
from vawg_plans.errors import NotFound
from vawg_plans.exchange.public_carried import known_words
from vawg_plans.exchange.public_in import read_public
from vawg_plans.exchange.public_marks import LABELS
from vawg_plans.services.gate import allowed
from vawg_plans.services.public import public_edition
from vawg_plans.store import plans as plan_rows
from vawg_plans.store.store import Store


@dataclass(frozen=True, slots=True)
class Verified:
    """A version, and what was found of it and of the file."""

    version: Version
    proof: Proof


def verify_version(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    number: int,
    *,
    data: bytes | None = None,
    name: str = "the file",
) -> Verified:
    """Prove that a version still is what it was named with; and a page, JSON file or workbook that
    is said to be of it, whoever made it and whenever.

    What is shown is held against the version word by word, whatever templates, framework or
    program have become since. Raises `NotFound` for a version that there is not, `UnreadableFile`
    for a file that is none of the three.
    """
    framework.force(force_id)
    allowed(store, actor, Permission.READ_DRAFT, force_id)
    with store.read() as rows:
        versions = plan_rows.every_version_of(rows, force_id)
        version = next((v for v in versions if v.number == number), None)
        if version is None:
            raise NotFound(f"This force has no version {number}.")
        found = rows.one("versions.content", version_id=version.id)
    stored = sha256(found["content"]) if found else None
    if stored != version.digest:
        fault = f"What the database holds of it has the SHA-256 {stored}, not {version.digest}."
        return Verified(version, Proof((), (fault,)))
    holds = (f"The database holds it as it was named: its SHA-256 is {version.digest}.",)
    if data is None:
        return Verified(version, Proof(holds))
    edition = public_edition(store, force_id, number)
    proof = prove(
        read_public(data, name),
        version.digest,
        LABELS,
        known_words(),
        edition.content if edition else None,
    )
    return Verified(version, Proof((*holds, *proof.holds), proof.faults))


def prove_file(data: bytes, name: str, digest: str) -> Proof:
    """Prove a file against a digest alone, without any database."""
    return prove(read_public(data, name), digest, LABELS, known_words(), None)
