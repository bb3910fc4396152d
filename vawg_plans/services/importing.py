"""Importing a force's own table: read, propose, merge with what is there, preview, then write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from vawg_plans.domain.action_checks import check
from vawg_plans.domain.actions import Action
from vawg_plans.domain.canonical import visible
from vawg_plans.domain.choosing import AnswerChange, Choices, Clash, Removed
from vawg_plans.domain.differences import Keep
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.importing import Proposal, propose_all
from vawg_plans.domain.imports import Import, explained, over
from vawg_plans.domain.merging import Merged
from vawg_plans.domain.people import Actor
from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.plans import plan_id_of
from vawg_plans.domain.reading import find_tables
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.returning_new import Returned
from vawg_plans.domain.returning_tables import own_tables
from vawg_plans.domain.saying import Said, part_of, say
from vawg_plans.domain.tables import Problem, Table, Workbook
from vawg_plans.domain.words_asked import WordAsked, words_asked
from vawg_plans.errors import ImportRefused
from vawg_plans.exchange.csv_in import is_csv, read_csv
from vawg_plans.exchange.workbooks_in import read_workbook
from vawg_plans.services.actions import codes_of, ensure_plan
from vawg_plans.services.gate import allowed
from vawg_plans.services.merged import merged_with
from vawg_plans.services.returning import returned, words_of_clashes, write_answers
from vawg_plans.store import actions as action_rows
from vawg_plans.store import imports as import_rows
from vawg_plans.store.store import Store, Writing


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do, or did (`written`). Counts are of actions; `rejected` of rows,
    which `refused` names by sheet and number.

    Of a workbook that we exported: `clashes` are what somebody has to choose about, `removed` the
    rows that it no longer has, `answers` what it changes of the force's answers. `words` are the
    coded words of the file and what each was taken for; only a preview has them, and all
    rows of its tables: what is written has those that were refused.
    """

    tables: tuple[Table, ...]
    merged: Merged
    problems: list[Problem]
    rows_read: int
    rejected: int
    written: bool = False
    clashes: tuple[Clash, ...] = ()
    removed: tuple[Removed, ...] = ()
    answers: tuple[AnswerChange, ...] = ()
    words: tuple[WordAsked, ...] = ()
    refused: frozenset[tuple[str, int]] = frozenset()


def read_upload(data: bytes, filename: str, *, said: Said | None = None) -> Workbook:
    """The visible sheets of an uploaded workbook, or the one of a CSV file. Raises
    `UnreadableFile`. `said` is told how far it is.
    """
    filename = visible(filename)
    say(said, 0, "Opening the file")
    read = (
        read_csv(data, filename) if is_csv(data, filename) else read_workbook(data, filename, said)
    )
    return replace(read, digest=hashlib.sha256(data).hexdigest())


def preview_import(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    workbook: Workbook,
    filename: str,
    read_as: ReadAs,
    *,
    said: Said | None = None,
) -> ImportPreview:
    """What importing this workbook would do. Nothing is written. `said` is told how far it is."""
    allowed(store, actor, Permission.IMPORT_PLAN, force_id)
    own = own_tables(workbook, filename, read_as)
    if own is not None:
        back = (framework, force_id, own, workbook.digest, filename, read_as)
        with store.read() as rows:
            ours = _of_ours(workbook, returned(rows, *back, Choices(), person_id=actor.person_id))
        plan = [own.plan.table] if own.plan and (ours.refused or ours.merged.changed) else []
        return replace(ours, words=words_asked(plan, framework, read_as))
    memory = how_read_before(store, actor, force_id)
    asked, read_as = read_as, over(read_as, memory.read_as) if memory else read_as
    say(said, 0, "Finding the table")
    tables = find_tables(workbook.sheets, framework, filename, read_as, hidden=workbook.hidden)
    rows_said = part_of(said, 0.1, 0.9)
    proposal = propose_all(tables, framework, read_as, person_id=actor.person_id, said=rows_said)
    say(said, 0.9, "Comparing with the plan")
    words = words_asked(tables, framework, read_as)
    tables = tuple(explained(table, asked, memory) for table in tables)
    with store.read() as rows:
        merged = merged_with(rows, tables, proposal, force_id, read_as)
    return replace(_preview(workbook, tables, proposal, merged), words=words)


def commit_import(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    workbook: Workbook,
    filename: str,
    read_as: ReadAs,
    *,
    choices: Choices | None = None,
    skip_refused: bool = False,
    said: Said | None = None,
) -> ImportPreview:
    """Import this workbook in one transaction, merged with what stands at that moment.

    A refused row stops the whole and raises `ImportRefused`, unless `skip_refused` leaves those
    rows out; so does a clash that `choices` does not settle.
    """
    memory = how_read_before(store, actor, force_id)
    rows_said, written_said = part_of(said, 0.1, 0.6), part_of(said, 0.6, 1)
    say(said, 0, "Finding the table")
    own = own_tables(workbook, filename, read_as)
    if own is not None:
        choices = choices or Choices()
        back = (framework, force_id, own, workbook.digest, filename, read_as, choices)
        with store.write(actor, reason=f"imported {filename}", force_id=force_id) as writing:
            found = returned(writing.rows, *back, person_id=actor.person_id)
            preview = _of_ours(workbook, found)
            _stop(preview, skip_refused)
            answered = write_answers(writing, framework, force_id, found)
            written = _write(writing, framework, force_id, found.merged, written_said) or answered
            if written or (choices.keep and not found.taken):
                # Also where the plan's side was chosen throughout: it is not asked again.
                _remember(
                    writing, force_id, workbook, filename, memory.read_as if memory else ReadAs()
                )
        return replace(preview, written=written)
    read_as = over(read_as, memory.read_as) if memory else read_as
    tables = find_tables(workbook.sheets, framework, filename, read_as, hidden=workbook.hidden)
    proposal = propose_all(tables, framework, read_as, person_id=actor.person_id, said=rows_said)
    say(said, 0.6, "Comparing with the plan")
    with store.write(actor, reason=f"imported {filename}", force_id=force_id) as writing:
        merged = merged_with(writing.rows, tables, proposal, force_id, read_as)
        preview = _preview(workbook, tables, proposal, merged)
        _stop(preview, skip_refused)
        # Of a large file, as much again as what is written; refused rows are still handed back.
        preview = replace(preview, tables=tuple(_refused_alone(preview, t) for t in tables))
        del proposal, tables
        written = _write(writing, framework, force_id, merged, written_said)
        if written:
            _remember(writing, force_id, workbook, filename, read_as)
    return replace(preview, written=written)


def _of_ours(workbook: Workbook, found: Returned) -> ImportPreview:
    return ImportPreview(
        tables=found.tables,
        merged=found.merged,
        problems=[*workbook.problems, *found.problems],
        rows_read=found.rows_read,
        rejected=len(found.refused),
        refused=frozenset(found.refused),
        clashes=tuple(found.clashes),
        removed=tuple(found.removed),
        answers=tuple(found.answers),
    )


def _stop(preview: ImportPreview, skip_refused: bool) -> None:
    """Raise `ImportRefused` for rows that cannot be taken, or where somebody has to choose."""
    if preview.rejected and not skip_refused:
        raise ImportRefused(
            f"{preview.rejected} of {preview.rows_read} rows cannot be taken, so nothing was "
            "written.",
            preview=preview,
            hint="Correct them in the file, or choose to leave those rows out.",
        )
    if preview.clashes:
        raise ImportRefused(
            f"Changed both in the plan and in the file: {words_of_clashes(preview.clashes)}. "
            "Nothing was written.",
            preview=preview,
            hint="Choose what is kept of each: the plan's, or the file's.",
        )


def _refused_alone(preview: ImportPreview, table: Table) -> Table:
    rows = tuple(row for row in table.rows if (table.sheet, row.number) in preview.refused)
    return replace(table, rows=rows)


def how_read_before(store: Store, actor: Actor, force_id: str) -> Import | None:
    """The force's last import, with what its people decided about its files; None before it."""
    allowed(store, actor, Permission.IMPORT_PLAN, force_id)
    with store.read() as rows:
        return import_rows.newest(rows, plan_id_of(force_id))


def import_file(
    store: Store,
    framework: Framework,
    actor: Actor,
    force_id: str,
    data: bytes,
    filename: str,
    read_as: ReadAs,
    *,
    keep: Keep | None = None,
    skip_refused: bool = False,
    dry_run: bool = False,
    said: Said | None = None,
) -> ImportPreview:
    """Read and import a file in one go; with `dry_run`, only the preview. `keep` says once what is
    kept wherever a workbook of ours and the plan were both changed: the plan's or the file's.

    Raises `ImportRefused` on refused rows, unless they are left out, in a dry run too.
    """
    filename = visible(filename)
    workbook = read_upload(data, filename, said=part_of(said, 0, 0.4))
    door = (store, framework, actor, force_id, workbook, filename, read_as)
    rest = part_of(said, 0.4, 1)
    if not dry_run:
        choices = Choices.of_all(preview_import(*door).clashes, keep) if keep else None
        return commit_import(*door, choices=choices, skip_refused=skip_refused, said=rest)
    preview = preview_import(*door, said=rest)
    if preview.rejected and not skip_refused:
        raise ImportRefused(
            f"{preview.rejected} of {preview.rows_read} rows could not be taken.",
            preview=preview,
            hint="Correct them in the file, or choose to leave those rows out.",
        )
    return preview


def _preview(
    workbook: Workbook, tables: tuple[Table, ...], proposal: Proposal, merged: Merged
) -> ImportPreview:
    refused = frozenset({*proposal.refused, *merged.refused})
    return ImportPreview(
        tables=tables,
        merged=merged,
        problems=[*workbook.problems, *proposal.problems, *merged.problems],
        rows_read=proposal.rows_read,
        rejected=len(refused),
        refused=refused,
    )


def _write(
    writing: Writing, framework: Framework, force_id: str, merged: Merged, said: Said | None
) -> bool:
    """Write what is new and changed; False when there is nothing."""
    pairs: list[tuple[Action | None, Action]] = [
        (c.before, replace(c.after, progress_note=None)) for c in merged.changed
    ]
    pairs += [(None, action) for action in merged.created]
    if not pairs:
        return False
    ensure_plan(writing, framework, force_id)
    codes = codes_of(framework, writing.rows)
    for _, action in pairs:
        check(action, codes)
    done = 0
    for part in action_rows.add_in_parts(writing, pairs):
        done += len(part)
        say(said, done / len(pairs), f"{done:,} of {len(pairs):,} actions written")
    return True


def _remember(
    writing: Writing, force_id: str, workbook: Workbook, filename: str, read_as: ReadAs
) -> None:
    """Keep which file this was, and what was decided about the force's files."""
    plan_id = plan_id_of(force_id)
    kept = replace(read_as, sheets=())
    one = Import(plan_id, force_id, visible(filename), workbook.digest, kept)
    import_rows.add(writing, import_rows.newest(writing.rows, plan_id), one)


def summary_of(preview: ImportPreview) -> dict[str, Any]:
    """The preview as plain values: what the command line prints."""
    return {
        "read": preview.rows_read,
        "created": len(preview.merged.created),
        "changed": len(preview.merged.changed),
        "unchanged": len(preview.merged.unchanged),
        "rejected": preview.rejected,
        "written": preview.written,
        "problems": [
            {
                "severity": p.severity.value,
                "sheet": p.sheet,
                "cell": p.cell,
                "reason": p.reason,
            }
            for p in preview.problems
        ],
        "clashes": [
            {"of": c.name, "place": p.label, "was": p.was, "plan": p.theirs, "file": p.mine}
            for c in preview.clashes
            for p in c.places
        ],
        "removed": [{"kind": r.kind, "name": r.name} for r in preview.removed],
        "answers": len(preview.answers),
    }
