"""The public plan as data: JSON (docs/public-plan.schema.json says what stands where) and CSV."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from vawg_plans.domain.moments import in_words
from vawg_plans.domain.public import Content, Edition, PublicVersion, figures, filled
from vawg_plans.exchange import csv_out
from vawg_plans.exchange.public_columns import PUBLIC, READERS
from vawg_plans.exchange.public_pages import Listed, anchor
from vawg_plans.exchange.workbooks_out import DEMONSTRATION, Imprint, Value

FORMAT, INDEX_FORMAT, FORMAT_VERSION = "vawg-public-plan", "vawg-public-index", 1
MARKING = "OFFICIAL"


def _head(kind: str, demonstration: bool) -> dict[str, Any]:
    return {
        "format": kind,
        "format_version": FORMAT_VERSION,
        "marking": MARKING,
        "demonstration": DEMONSTRATION if demonstration else None,
    }


def version_data(version: PublicVersion) -> dict[str, Any]:
    """What is said of a version beside what it froze; days are ISO."""
    return {
        "number": version.number,
        "state": version.state,
        "published_on": version.published_on.isoformat(),
        "judged_on": version.judged_on.isoformat(),
        "approved_by": version.approved_by or None,
        "approved_on": _iso(version.approved_on),
        "superseded_by": version.superseded_by,
        "words_removed_on": _iso(version.words_removed_on),
        "withdrawn_on": _iso(version.withdrawn_on),
        "withdrawn_why": version.withdrawn_why or None,
        "sha256": version.digest,
    }


def version_keys() -> set[str]:
    """The names under which a version is described."""
    return {
        "number", "state", "published_on", "judged_on", "approved_by", "approved_on",
        "superseded_by", "words_removed_on", "withdrawn_on", "withdrawn_why", "sha256",
    }  # fmt: skip


def plan_json(edition: Edition, *, demonstration: bool) -> bytes:
    """A version; `frozen` is its content, whole where `whole` says so."""
    content = edition.content
    return _json(
        _head(FORMAT, demonstration)
        | {
            "force": {"id": edition.version.force_id, "name": content["force_name"]},
            "version": version_data(edition.version),
            "whole": edition.whole,
            "held_back_since": edition.held_back,
            "counts": figures(content),
            "frozen": content,
        }
    )


def withdrawn_json(name: str, version: PublicVersion, *, demonstration: bool) -> bytes:
    """What is left of a version that was withdrawn."""
    return _json(
        _head(FORMAT, demonstration)
        | {
            "force": {"id": version.force_id, "name": name},
            "version": version_data(version),
            "whole": False,
            "held_back_since": 0,
            "counts": None,
            "frozen": None,
        }
    )


def index_json(forces: Sequence[Listed], *, demonstration: bool) -> bytes:
    """All forces, and every version each has published."""
    return _json(
        _head(INDEX_FORMAT, demonstration)
        | {
            "forces": [
                {
                    "id": f.id,
                    "name": f.name,
                    "state": f.state.value,
                    "newest": f.newest.number if f.newest else None,
                    "page": f"{f.id}/index.html" if f.versions else None,
                    "versions": [
                        version_data(v)
                        | {
                            "page": f"{f.id}/version-{v.number}.html",
                            "data": f"{f.id}/version-{v.number}.json",
                        }
                        for v in f.versions
                    ],
                }
                for f in forces
            ]
        }
    )


def plan_csv(edition: Edition, *, demonstration: bool) -> bytes:
    """The actions told in words, a row each; how many more are counted stands in no row."""
    content, version = edition.content, edition.version
    about = Imprint(
        whose=content["force_name"],
        title=content["plan"].get("title") or "",
        version=f"Version {version.number}, SHA-256 {version.digest}",
        moment_words=f"the plan of {in_words(version.judged_on)}",
        marking=MARKING,
        made_at=dt.datetime.combine(version.published_on, dt.time()),
        demonstration=demonstration,
    )
    page = f"version-{version.number}.html"
    return csv_out.table(
        [*PUBLIC, "Address"],
        [_row(filled(a), page) for a in content["actions"] if a["in_words"]],
        about,
    )


def _row(action: Content, page: str) -> list[Value]:
    return [*(READERS[heading](action) for heading in PUBLIC), f"{page}#{anchor(action)}"]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
