"""What public files carry of a version, read back from anybody's file; and what was ever ours."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from vawg_plans.domain.public import Content
from vawg_plans.errors import UnreadableFile

TEMPLATES = Path(__file__).parent / "templates"


@cache
def known_words() -> frozenset[str]:
    """The words of every template there has been, each as it stands between two marks."""
    lines = (TEMPLATES / "words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("# "))


@cache
def known_styles() -> frozenset[str]:
    """The digests of every style that the pages have had."""
    return frozenset((TEMPLATES / "styles.txt").read_text(encoding="utf-8").split())


def parsed(text: str, what: str) -> Any:
    """JSON in which no name stands twice, so that every reader reads the same."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise UnreadableFile(f"{what} says something twice.")
        return found

    try:
        return json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise UnreadableFile(f"{what} is not JSON.") from None


def content_of(found: Any, what: str) -> Content:
    """What was frozen, in as far as its shape is that of a version."""
    actions = found.get("actions") if isinstance(found, dict) else None
    needed = {"id", "in_words", "accepted_lead_p", "accepted_areas", "status", "late"}
    shaped = (
        isinstance(actions, list)
        and all(isinstance(a, dict) and needed <= set(a) for a in actions)
        and all("title" in a for a in actions if a["in_words"])
        and {"plan", "number", "force_name"} <= set(found)
    )
    if not shaped:
        raise UnreadableFile(f"{what} is not what a version freezes.")
    return dict(found)
