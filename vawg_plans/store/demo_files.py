"""Reads `data/demo/*.csv` into the demonstration's `Recipe`."""

from __future__ import annotations

import csv
from pathlib import Path

from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.comments import Asks
from vawg_plans.domain.demonstration import ActionSeed, ForceSeed, Note, Recipe, Words
from vawg_plans.domain.demonstration_recipe import (
    MeetingSeed,
    OfferSeed,
    Remarked,
    ReviewSeed,
    StepKind,
)
from vawg_plans.domain.governance import PARTS
from vawg_plans.domain.practices import EVALUATED, OfferedPractice, PracticeState
from vawg_plans.errors import UnreadableFile

DEFAULT_FOLDER = Path(__file__).parents[2] / "data" / "demo"
STAGES = ("not_started", "draft", "shared", "published", "stale")


def read_recipe(folder: Path | None = None) -> Recipe:
    """The recipe in this folder, the project's own by default.

    Raises UnreadableFile, naming the file and what is wrong, when it cannot be read.
    """
    folder = folder or DEFAULT_FOLDER
    strands: dict[str, list[str]] = {}
    for row in _rows(folder, "local_strands", "set", "name"):
        strands.setdefault(row["set"], []).append(row["name"])
    return Recipe(
        actions=_actions(folder),
        words=Words(
            notes=_notes(folder),
            slip_reasons=_column(folder, "slip_reasons", "reason"),
            reopen_reasons=_column(folder, "reopen_reasons", "reason"),
            withdrawal_reasons=_column(folder, "withdrawal_reasons", "reason"),
            context=_column(folder, "context", "text"),
            shaped_by=_column(folder, "shaped_by", "text"),
            details=_details(folder),
            governance=_governance(folder),
            comments=_comments(folder),
        ),
        local_strands={name: tuple(members) for name, members in strands.items()},
        forces=_forces(folder),
        offers=_offers(folder),
        reviews=_reviews(folder),
        meetings=_meetings(folder),
    )


def _notes(folder: Path) -> tuple[Note, ...]:
    notes: list[Note] = []
    for row in _rows(folder, "progress_notes", "status", "note", "suits"):
        if row["status"] not in set(DeliveryStatus):
            raise UnreadableFile(f"progress_notes.csv has an unknown status '{row['status']}'.")
        notes.append(Note(DeliveryStatus(row["status"]), row["note"], _list(row["suits"])))
    for status in DeliveryStatus:
        if not any(note.status is status and not note.suits for note in notes):
            raise UnreadableFile(f"progress_notes.csv has no note for every action: {status}.")
    return tuple(notes)


# What the demonstration's actions and answers draw from; each kind has at least one row.
DETAIL_KINDS = (
    "milestone", "risk", "override", "evidence", "not_applicable", "response", "met", "partly",
    "not_met", "consulted", "characteristics", "asked",
)  # fmt: skip


def _details(folder: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in DETAIL_KINDS}
    for row in _rows(folder, "details", "kind", "text", "more"):
        if row["kind"] not in found:
            raise UnreadableFile(f"details.csv has an unknown kind '{row['kind']}'.")
        found[row["kind"]].append((row["text"], row["more"]))
    missing = [kind for kind, rows in found.items() if not rows]
    if missing:
        raise UnreadableFile(f"details.csv has no row of {', '.join(missing)}.")
    return {kind: tuple(rows) for kind, rows in found.items()}


def _governance(folder: Path) -> dict[str, tuple[str, ...]]:
    """What forces say of how their plan is governed, by question; lines are parted by ' | '."""
    found: dict[str, list[str]] = {question: [] for question in PARTS}
    for row in _rows(folder, "governance", "part", "text"):
        if row["part"] not in found:
            raise UnreadableFile(f"governance.csv has an unknown part '{row['part']}'.")
        found[row["part"]].append("\n".join(row["text"].split(" | ")))
    missing = [part for part, rows in found.items() if not rows]
    if missing:
        raise UnreadableFile(f"governance.csv has no row of {', '.join(missing)}.")
    return {part: tuple(rows) for part, rows in found.items()}


def _comments(folder: Path) -> tuple[Remarked, ...]:
    found = []
    for row in _rows(folder, "comments", "asks", "words", "reply"):
        if row["asks"] not in set(Asks):
            raise UnreadableFile(f"comments.csv has a comment that asks for '{row['asks']}'.")
        found.append(Remarked(row["words"], Asks(row["asks"]), row["reply"]))
    return tuple(found)


def _actions(folder: Path) -> tuple[ActionSeed, ...]:
    lists = ("supporting_ps", "other_areas", "themes", "vulnerability", "recommendations")
    texts = ("id", "p", "area", "pillar", "title", "description", "success_measure")
    rows = _rows(folder, "actions", *lists, *texts, "owner_post", "partners", "evidence")
    return tuple(
        ActionSeed(
            id=row["id"],
            p=row["p"],
            supporting_ps=_list(row["supporting_ps"]),
            area=row["area"],
            other_areas=_list(row["other_areas"]),
            themes=_list(row["themes"]),
            vulnerability=_list(row["vulnerability"]),
            pillar=row["pillar"],
            recommendations=_list(row["recommendations"]),
            title=row["title"],
            description=row["description"],
            success_measure=row["success_measure"],
            owner_post=row["owner_post"],
            partners=_list(row["partners"]),
            evidence=row["evidence"],
        )
        for row in rows
    )


def _forces(folder: Path) -> dict[str, ForceSeed]:
    columns = ("force", "stage", "actions", "pace", "candour", "empty_cells", "strand_set")
    found: dict[str, ForceSeed] = {}
    for row in _rows(folder, "forces", *columns, "partner_council"):
        force = row["force"]
        if row["stage"] not in STAGES:
            raise UnreadableFile(f"forces.csv, {force}: there is no stage '{row['stage']}'.")
        try:
            found[force] = ForceSeed(
                force=force,
                stage=row["stage"],
                actions=int(row["actions"]),
                pace=float(row["pace"]),
                candour=float(row["candour"]),
                empty_cells=frozenset(_cell(each) for each in _list(row["empty_cells"])),
                strand_set=row["strand_set"],
                partner_council=row["partner_council"],
            )
        except ValueError as error:
            raise UnreadableFile(f"forces.csv, {force}: {error}.") from error
    return found


def _offers(folder: Path) -> tuple[OfferSeed, ...]:
    texts = ("title", "partners", "words", "evaluated", "state", "reason", "offered")
    found: list[OfferSeed] = []
    for row in _rows(folder, "practices", "force", "ps", "areas", *texts):
        try:
            practice = OfferedPractice(
                id="",
                force_id=row["force"],
                title=row["title"],
                partners=row["partners"],
                words=row["words"],
                ps=_list(row["ps"]),
                areas=_list(row["areas"]),
                evaluated=next(e for e in EVALUATED if e == row["evaluated"]),
                state=PracticeState(row["state"]),
            )
            found.append(OfferSeed(practice, row["reason"], float(row["offered"])))
        except (ValueError, StopIteration) as error:
            raise UnreadableFile(f"practices.csv, {row['title']}: {error}.") from error
    return tuple(found)


def _reviews(folder: Path) -> tuple[ReviewSeed, ...]:
    found: list[ReviewSeed] = []
    for row in _rows(folder, "reviews", "force", "step", "days", "words"):
        try:
            found.append(
                ReviewSeed(row["force"], StepKind(row["step"]), int(row["days"]), row["words"])
            )
        except ValueError as error:
            raise UnreadableFile(f"reviews.csv, {row['force']}: {error}.") from error
    return tuple(found)


def _meetings(folder: Path) -> tuple[MeetingSeed, ...]:
    found = []
    for row in _rows(folder, "meetings", "kind", "suits", "text", "post", "outcome"):
        whole = row["kind"] == "note" or (row["post"] and row["outcome"])
        if row["kind"] not in ("note", "decision") or not whole:
            raise UnreadableFile(f"meetings.csv: '{row['text']}' is no note and no decision.")
        suits = _list(row["suits"])
        found.append(MeetingSeed(row["kind"], suits, row["text"], row["post"], row["outcome"]))
    return tuple(found)


def _cell(words: str) -> tuple[str, str]:
    area, colon, p = words.partition(":")
    if not (area and colon and p):
        raise ValueError(f"an empty cell is written area:p, not '{words}'")
    return area, p


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _column(folder: Path, stem: str, name: str) -> tuple[str, ...]:
    return tuple(row[name] for row in _rows(folder, stem, name))


def _rows(folder: Path, stem: str, *columns: str) -> list[dict[str, str]]:
    """The file's rows, with at least these columns; a file without a row is refused too."""
    path = folder / f"{stem}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"The demonstration's {path.name} cannot be read: {error}.") from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableFile(f"{path.name} has no column {', '.join(missing)}.")
    rows = [{name: (row[name] or "").strip() for name in columns} for row in reader]
    if not rows:
        raise UnreadableFile(f"{path.name} has no rows.")
    return rows
