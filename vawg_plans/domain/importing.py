"""What a force's own table would make: actions proposed, and every problem, before any is saved.

Nothing is lost: what is no field of an action goes to its context, under the column's heading.
Nothing is invented: what is not said stays empty, and what the words only suggest is marked so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vawg_plans.domain.action_checks import problems_of
from vawg_plans.domain.actions import FIELD_LABELS, Action
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.importing_cells import ProposedAction, RowReader, Setting
from vawg_plans.domain.importing_rows import read_row
from vawg_plans.domain.reading import says_what_is_done
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.domain.saying import Said
from vawg_plans.domain.sheet_names import moment_of
from vawg_plans.domain.tables import Column, Problem, Severity, Table
from vawg_plans.domain.value_texts import GROUP_LABELS
from vawg_plans.errors import UnreadableFile

__all__ = ["Proposal", "ProposedAction", "propose", "propose_all"]

_SAID_EACH = 200
# As many as a file may have rows: one cell can hold thousands of bullets.
MOST_ACTIONS = 20_000


@dataclass(slots=True)
class Proposal:
    """Everything a table would make, and everything wrong with it.

    `refused` holds the rows that cannot be taken, by sheet and
    number, with what names them. `sheets` are those it was read from.
    """

    sheets: tuple[str, ...] = ()
    proposed: list[ProposedAction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows_read: int = 0
    refused: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def rows_refused(self) -> int:
        return len(self.refused)


def propose(
    table: Table,
    framework: Framework,
    read_as: ReadAs,
    *,
    person_id: str,
    read: Callable[[], None] = lambda: None,
) -> Proposal:
    """Read every row of `table`. A row with a refused cell makes nothing at all.

    `person_id` is who imports: what the force's own columns say of Ps, areas and recommendations,
    and the name of its sheet, is accepted by them. `read` is called after each row.
    """
    proposal = Proposal(sheets=(table.sheet,), rows_read=len(table.rows))
    proposal.problems += table.problems
    if not says_what_is_done(table):
        proposal.refused = {(table.sheet, row.number): "" for row in table.rows}
        reason = "No column says what will be done; choose which one holds the action or progress."
        where = f"row {table.header_row}"
        proposal.problems.append(Problem(Severity.REFUSED, table.sheet, where, reason))
        return proposal
    proposal.problems += [
        _kept_whole(table, c) for c in table.columns if c.field == "context" and not c.known
    ]
    setting = Setting.of(table, framework, read_as, person_id)
    seen: dict[str, int] = {}
    for row in table.rows:
        reader = RowReader(setting, row)
        items = read_row(reader)
        if items:
            _refuse_repeated(reader, items[0], seen)
        broken = {p: i for i in items for p in problems_of(Action("", "", "", **i.action_fields))}
        if not reader.refused:
            for reason, item in broken.items():
                reader.refuse(item.cell, reason)
        proposal.problems += reader.problems
        if reader.refused:
            proposal.refused[table.sheet, row.number] = reader.key
        else:
            proposal.proposed += items
        if len(proposal.proposed) > MOST_ACTIONS:
            raise _too_many(table)
        read()
    return proposal


def propose_all(
    tables: Sequence[Table],
    framework: Framework,
    read_as: ReadAs,
    *,
    person_id: str,
    said: Said | None = None,
) -> Proposal:
    """One proposal of several tables, each read by its own headings, in their order.

    An action that stands in an earlier sheet already, as in a sheet of all actions beside one for
    each strand, is taken once. `said` is told the share of rows read, now and then.
    """
    rows = sum(len(t.rows) for t in tables)
    if rows > MOST_ACTIONS:
        raise _too_many(tables[0])
    read = _counting(rows, said)
    every = [propose(t, framework, read_as, person_id=person_id, read=read) for t in tables]
    whole = Proposal(
        sheets=tuple(dict.fromkeys(t.sheet for t in tables)),
        rows_read=sum(p.rows_read for p in every),
    )
    first: dict[tuple[str, ...], int] = {}
    for proposal in every:
        whole.problems += proposal.problems
        whole.refused |= proposal.refused
        for item in proposal.proposed:
            place = len(whole.proposed)
            at = first.setdefault(_told_apart_by(item), place)
            if at == place or whole.proposed[at].sheet == item.sheet:
                whole.proposed.append(item)
                continue
            kept, left = whole.proposed[at], item
            if left.values.get("lead_p") and not kept.values.get("lead_p"):
                kept, left = left, kept  # the sheet of a P says more than one of all actions
                whole.proposed[at] = kept
            reason = _taken_once(left, kept)
            whole.problems.append(Problem(Severity.NOTICE, left.sheet, left.cell, reason))
    return whole


def _too_many(table: Table) -> UnreadableFile:
    return UnreadableFile(
        f"'{table.source}' would make more than {MOST_ACTIONS:,} actions, which is too much for a "
        "plan.",
        hint="Leave only the plan in the file. Where its cells hold lists, choose which column has "
        "the actions, or do not make an action of each bullet.",
    )


def _counting(rows: int, said: Said | None) -> Callable[[], None]:
    """What counts the rows read, and says how many they are of all."""
    done = 0

    def read() -> None:
        nonlocal done
        done += 1
        if said is not None and done % _SAID_EACH == 0:
            said(done / rows, f"{done:,} of {rows:,} rows read")

    return read


def _told_apart_by(item: ProposedAction) -> tuple[str, ...]:
    """The reference and the words of an action; all its values where it has no reference.

    Where its sheet is of one time, the same action has other values, or words, in another.
    """
    reference = item.values.get("reference", "")
    if moment_of(item.sheet) is not None:
        return (reference.casefold() or " ".join(item.words.casefold().split()),)
    if reference:
        return reference.casefold(), " ".join(item.words.casefold().split())
    return tuple(f"{name}={value}" for name, value in sorted(item.values.items()) if value)


def _taken_once(item: ProposedAction, known: ProposedAction) -> str:
    differ = [
        FIELD_LABELS.get(name) or GROUP_LABELS.get(name, name)
        for name in sorted({*item.values, *known.values} - {"words", "local_strand", "context"})
        if item.values.get(name) and item.values.get(name) != known.values.get(name)
    ]
    said = known.action_fields.get("context", "").split("\n")
    if any(line not in said for line in item.action_fields.get("context", "").split("\n") if line):
        differ.append(FIELD_LABELS["context"])
    but = f"; its {', '.join(differ)} here differ and are not taken" if differ else ""
    return (
        f"{item.name}: it stands in sheet '{known.sheet}', row {known.row}, too and is taken from "
        f"there{but}."
    )


def _kept_whole(table: Table, column: Column) -> Problem:
    named = (
        f"Column {column.letter}, '{column.heading}': {column.why}."
        if column.heading
        else f"Column {column.letter} has no heading, so its words are kept in the context."
    )
    return Problem(Severity.NOTICE, table.sheet, f"column {column.letter}", named)


def _refuse_repeated(reader: RowReader, item: ProposedAction, seen: dict[str, int]) -> None:
    """Refuse a row whose reference an earlier row has."""
    words = " ".join(reader.row.text("reference").split())
    if not words:
        return
    first = seen.setdefault(words.casefold(), item.row)
    if first != item.row:
        reason = f"Reference {words} stands in row {first} already; give this row one of its own."
        reader.refuse(reader.at("reference"), reason)
