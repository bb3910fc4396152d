"""The public plan: the one way from the database to what everybody may read without signing in.

Every page and file is named by its path below the public address: `index.html`, `index.json`,
`schema.json`, and for each force that has published `FORCE/index.html` and, for each of its public
versions, `FORCE/version-N.html`, `.json`, `.csv` and `.xlsx`, and `FORCE/changes-N.html` where
there is one before. What has no path here cannot be reached.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vawg_plans.config import PROJECT
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.public import Edition, PublicVersion, edition_of
from vawg_plans.exchange import public_data, public_pages
from vawg_plans.exchange.public_pages import Listed
from vawg_plans.exchange.public_workbook import public_workbook
from vawg_plans.store import actions as action_rows
from vawg_plans.store import public as public_rows
from vawg_plans.store.connection import Rows
from vawg_plans.store.store import Store

SCHEMA = PROJECT / "docs" / "public-plan.schema.json"
_CHANGES = "changes-"
_NAME = re.compile(
    r"(?:version-([1-9][0-9]{0,8})\.(?:html|json|csv|xlsx)|changes-([1-9][0-9]{0,8})\.html)"
)
_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A page or a file as it is served. `gone` says that it stands for a withdrawn version."""

    path: str
    data: bytes
    gone: bool = False

    @property
    def media_type(self) -> str:
        return _TYPES[self.path.rpartition(".")[2]]

    @property
    def etag(self) -> str:
        """What changes when a byte of it does."""
        return f'"{hashlib.sha256(self.data).hexdigest()[:32]}"'


def public_file(
    store: Store, framework: Framework, path: str, *, only: str | None = None
) -> PublicFile | None:
    """The page or file at a path below the public address; None where there is none.

    `only` is the force whose website it is for: the indexes then list no other.
    """
    demonstration = store.is_demonstration
    if path == "schema.json":
        return PublicFile(path, SCHEMA.read_bytes())
    if path in ("index.html", "index.json"):
        forces = [f for f in _listed(store, framework) if only in (None, f.id)]
        write = public_pages.index_page if path == "index.html" else public_data.index_json
        return PublicFile(path, write(forces, demonstration=demonstration))
    force_id, _, name = path.partition("/")
    if force_id not in framework.forces:
        return None
    with store.read() as rows:
        versions = public_rows.of_force(rows, force_id)
        version = _named(versions, name)
        if version is None:
            return None
        edition = None if version.withdrawn else _edition(rows, version, versions)
        if name.startswith(_CHANGES):
            before = edition.before if edition else None
            earlier = _edition(rows, before, versions) if before else None
            if edition is None or earlier is None:
                return None
            return PublicFile(
                path, public_pages.changes_page(earlier, edition, demonstration=demonstration)
            )
    if edition is None:
        return _withdrawn(path, framework.forces[force_id].name, version, versions, demonstration)
    return PublicFile(path, _written(path, edition, demonstration))


def public_paths(store: Store) -> Iterator[str]:
    """Every path at which there is something."""
    yield from ("index.html", "index.json", "schema.json")
    with store.read() as rows:
        every = public_rows.every(rows)
    for force_id, versions in sorted(every.items()):
        yield f"{force_id}/index.html"
        for version in versions:
            endings = ("html", "json") if version.withdrawn else tuple(_TYPES)
            yield from (f"{force_id}/version-{version.number}.{e}" for e in endings)
        readable = sorted(v.number for v in versions if not v.withdrawn)
        yield from (f"{force_id}/{_CHANGES}{number}.html" for number in readable[1:])


def missing_file(store: Store, home: str) -> PublicFile:
    """What is said where nothing is; `home` is the address of the index."""
    return PublicFile(
        "missing.html", public_pages.missing_page(home, demonstration=store.is_demonstration)
    )


def style_digest() -> str:
    """The digest of the pages' own style, as a content security policy names it."""
    return public_pages.style_digest()


def what_changes(store: Store, path: str) -> int:
    """A number that is another one as soon as the file at this path may be: newest commit that
    touched a plan or version, of its force or, for an index, of all.
    """
    force_id, _, name = path.partition("/")
    return store.newest_touching(force_id if name else None)


def public_edition(store: Store, force_id: str, number: int) -> Edition | None:
    """What everybody may read of a version; None where it is not public, or was withdrawn."""
    with store.read() as rows:
        versions = public_rows.of_force(rows, force_id)
        found = next((v for v in versions if v.number == number and not v.withdrawn), None)
        return _edition(rows, found, versions) if found else None


def _listed(store: Store, framework: Framework) -> list[Listed]:
    with store.read() as rows:
        every = public_rows.every(rows)
    return [Listed(f.id, f.name, every.get(f.id, ())) for f in framework.forces.values()]


def _named(versions: tuple[PublicVersion, ...], name: str) -> PublicVersion | None:
    """The version that a file's name means: for the index the current one, or the newest."""
    if name == "index.html":
        current = (v for v in versions if v.current)
        return next(current, versions[0] if versions else None)
    found = _NAME.fullmatch(name)
    number = int(found[1] or found[2]) if found else None
    return next((v for v in versions if v.number == number), None)


def _edition(
    rows: Rows, version: PublicVersion, versions: tuple[PublicVersion, ...]
) -> Edition | None:
    content = public_rows.content_of(rows, version.force_id, version.number)
    if content is None:
        return None
    hidden = frozenset(action_rows.sensitive(rows, version.plan_id))
    return edition_of(version, content, hidden, versions)


def _written(path: str, edition: Edition, demonstration: bool) -> bytes:
    if path.endswith(".json"):
        return public_data.plan_json(edition, demonstration=demonstration)
    if path.endswith(".csv"):
        return public_data.plan_csv(edition, demonstration=demonstration)
    if path.endswith(".xlsx"):
        return public_workbook(edition, demonstration=demonstration)
    return public_pages.plan_page(edition, demonstration=demonstration)


def _withdrawn(
    path: str,
    name: str,
    version: PublicVersion,
    versions: tuple[PublicVersion, ...],
    demonstration: bool,
) -> PublicFile | None:
    if path.endswith((".csv", ".xlsx")):
        return None
    if path.endswith(".json"):
        data = public_data.withdrawn_json(name, version, demonstration=demonstration)
    else:
        data = public_pages.withdrawn_page(name, version, versions, demonstration=demonstration)
    return PublicFile(path, data, gone=True)
