"""Reads `data/framework/*.csv` into the `Framework`, and refuses what does not hold together.

Problems are gathered, not thrown one at a time: each says the file, the line, the column and
the reason, so that whoever edits the files sees all of them at once.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from vawg_plans.domain import framework as model
from vawg_plans.domain.measures import Measure
from vawg_plans.domain.practices import Practice
from vawg_plans.domain.vocabulary import ImportWords, PublishingWords, SuggestionWords, VagueWords
from vawg_plans.errors import UnreadableFile
from vawg_plans.store.csv_cells import listed, shaped

DEFAULT_FOLDER = Path(__file__).parents[2] / "data" / "framework"

Key = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _File:
    """What one file must hold. `columns` come from the model, so the two cannot differ."""

    stem: str
    of: type[Any]
    key: tuple[str, ...] = ("id",)
    optional: frozenset[str] = frozenset()
    references: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> list[str]:
        return [each.name for each in fields(self.of) if each.name != "dues"]

    @property
    def all_references(self) -> tuple[tuple[str, str], ...]:
        """With the citation that every row has, the sources themselves apart."""
        cited = (("source", "sources"),) if "source" in self.columns else ()
        return (*self.references, *cited)


_OPTIONAL_NAME = frozenset({"name_cy"})
_FILES = (
    _File("sources", model.Source, optional=frozenset({"published_on", "url", "note"})),
    _File("forces", model.Force, optional=frozenset({"name_cy", "note"})),
    _File("ps", model.FourP, optional=_OPTIONAL_NAME),
    _File("areas", model.Area, optional=_OPTIONAL_NAME),
    _File("cross_cutting_themes", model.Theme, optional=_OPTIONAL_NAME),
    _File(
        "vulnerability_themes",
        model.VulnerabilityTheme,
        optional=frozenset({"name_cy", "supporting_ps"}),
        references=(("lead_p", "ps"), ("supporting_ps", "ps")),
    ),
    _File("pillars", model.Pillar, optional=_OPTIONAL_NAME),
    _File("inspections", model.Inspection, optional=_OPTIONAL_NAME),
    _File(
        "recommendations",
        model.Recommendation,
        optional=frozenset({"parent", "areas", "judgement", "note"}),
        references=(
            ("inspection", "inspections"),
            ("parent", "recommendations"),
            ("ps", "ps"),
            ("areas", "areas"),
        ),
    ),
    _File(
        "recommendation_dues",
        model.RecommendationDue,
        key=("recommendation", "position"),
        optional=frozenset({"due_on"}),
        references=(("recommendation", "recommendations"),),
    ),
    _File(
        "practices",
        Practice,
        optional=frozenset({"partners", "judgement"}),
        references=(("forces", "forces"), ("ps", "ps"), ("areas", "areas")),
    ),
    _File(
        "measures",
        Measure,
        optional=frozenset(
            {"name_cy", "threshold", "known_figure", "areas", "caution", "judgement"}
        ),
        references=(("p", "ps"), ("areas", "areas")),
    ),
    _File("parameters", model.Parameter, key=("id", "from_date")),
    _File("suggestion_words", SuggestionWords, key=("kind", "target", "words")),
    _File("import_words", ImportWords, key=("kind", "means", "words")),
    _File("vague_words", VagueWords, key=("words",)),
    _File("publishing_words", PublishingWords),
    _File("readiness_checks", model.ReadinessCheck),
)
_SUGGESTION_TARGETS = {
    "p": "ps",
    "area": "areas",
    "theme": "cross_cutting_themes",
    "vulnerability": "vulnerability_themes",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as text, with the line of the file it starts on."""

    line: int
    cells: dict[str, str]


def read_framework(folder: Path | None = None) -> model.Framework:
    """The framework that the files of a folder hold (default: `data/framework`).

    Raises UnreadableFile with every problem found: a missing file or column, an empty cell,
    a repeated id, a reference to nothing, a row that cites no source, a date that is none.
    """
    problems: list[str] = []
    tables = _tables(folder or DEFAULT_FOLDER, problems)
    _check_references(tables, problems)
    rows: dict[str, list[Any]] = {}
    for file in _FILES:
        hints = get_type_hints(file.of)
        found = tables.get(file.stem, [])
        rows[file.stem] = [_made(file, hints, row, problems) for row in found]
    if problems:
        raise UnreadableFile(
            "The framework files cannot be used: " + " ".join(problems),
            hint="Put the named lines right, then start again.",
        )
    dues: dict[str, list[model.RecommendationDue]] = {}
    for due in rows["recommendation_dues"]:
        dues.setdefault(due.recommendation, []).append(due)
    for each in dues.values():
        each.sort(key=lambda due: due.position)
    return model.Framework(
        sources=_by_id(rows["sources"]),
        forces=_by_id(rows["forces"]),
        ps=_by_id(rows["ps"]),
        areas=_by_id(rows["areas"]),
        themes=_by_id(rows["cross_cutting_themes"]),
        vulnerability_themes=_by_id(rows["vulnerability_themes"]),
        pillars=_by_id(rows["pillars"]),
        inspections=_by_id(rows["inspections"]),
        recommendations={
            row.id: _with_dues(row, dues.get(row.id, [])) for row in rows["recommendations"]
        },
        practices=_by_id(rows["practices"]),
        measures=_by_id(rows["measures"]),
        parameters=tuple(rows["parameters"]),
        suggestion_words=tuple(rows["suggestion_words"]),
        import_words=tuple(rows["import_words"]),
        vague_words=tuple(rows["vague_words"]),
        publishing_words=tuple(rows["publishing_words"]),
        readiness_checks=_by_id(rows["readiness_checks"]),
    )


def framework_rows(framework_folder: Path | None = None) -> list[tuple[str, str, str]]:
    """Every row of every file as (file stem, key, canonical JSON), to load in the database.

    The key is the row's id, or its identifying cells joined by '/' where a file has no
    single id. The JSON holds the cells as text, keys sorted, so that equal rows are equal
    bytes and a digest of them means something.
    """
    problems: list[str] = []
    tables = _tables(framework_folder or DEFAULT_FOLDER, problems)
    if problems:
        raise UnreadableFile("The framework files cannot be used: " + " ".join(problems))
    return [
        (
            file.stem,
            "/".join(row.cells[column] for column in file.key),
            json.dumps(row.cells, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        )
        for file in _FILES
        for row in tables[file.stem]
    ]


def _tables(folder: Path, problems: list[str]) -> dict[str, list[_Row]]:
    """Every file's rows as text, checked for columns, keys, empty cells and citations."""
    tables: dict[str, list[_Row]] = {}
    for file in _FILES:
        path = folder / f"{file.stem}.csv"
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            problems.append(f"{path.name} is missing from {folder}.")
            continue
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{path.name} cannot be read: {error}.")
            continue
        rows = list(_rows(file, text, problems))
        _check_keys(file, rows, problems)
        tables[file.stem] = rows
    return tables


def _rows(file: _File, text: str, problems: list[str]) -> Iterator[_Row]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if header != file.columns:
            missing = [name for name in file.columns if name not in header]
            unknown = [name for name in header if name not in file.columns]
            reason = (
                (f" missing {', '.join(missing)};" if missing else "")
                + (f" unknown {', '.join(unknown)};" if unknown else "")
            ) or " out of order;"
            problems.append(
                f"{file.stem}.csv, line 1: the columns are not as they should be:{reason} "
                f"expected {', '.join(file.columns)}."
            )
            return
        start = reader.line_num + 1
        for values in reader:
            line, start = start, reader.line_num + 1
            if not values:
                continue
            if len(values) != len(header):
                problems.append(
                    f"{file.stem}.csv, line {line}: {len(values)} cells where "
                    f"{len(header)} are expected (a comma that needs quotes?)."
                )
                continue
            cells = {name: value.strip() for name, value in zip(header, values, strict=True)}
            for name, value in cells.items():
                if not value and name not in file.optional:
                    problems.append(_problem(file, line, name, "is empty"))
            yield _Row(line, cells)
    except csv.Error as error:
        problems.append(f"{file.stem}.csv, line {reader.line_num}: {error}.")


def _check_keys(file: _File, rows: Sequence[_Row], problems: list[str]) -> None:
    seen: dict[Key, int] = {}
    for row in rows:
        key = tuple(row.cells[column] for column in file.key)
        if key in seen:
            problems.append(
                _problem(
                    file,
                    row.line,
                    " and ".join(file.key),
                    f"repeats '{'/'.join(key)}' of line {seen[key]}",
                )
            )
        seen.setdefault(key, row.line)


def _check_references(tables: dict[str, list[_Row]], problems: list[str]) -> None:
    ids = {
        stem: {row.cells["id"] for row in rows if "id" in row.cells}
        for stem, rows in tables.items()
    }
    for file in _FILES:
        for row in tables.get(file.stem, []):
            for column, target in file.all_references:
                _check_reference(file, row, column, ids.get(target, set()), target, problems)
            if file.stem == "suggestion_words":
                target = _SUGGESTION_TARGETS.get(row.cells["kind"], "")
                _check_reference(file, row, "target", ids.get(target, set()), target, problems)


def _check_reference(
    file: _File,
    row: _Row,
    column: str,
    known: Collection[str],
    target: str,
    problems: list[str],
) -> None:
    for value in listed(row.cells[column]):
        if value not in known:
            where = f"{target}.csv" if target else "any file"
            problems.append(
                _problem(file, row.line, column, f"names '{value}', which is not in {where}")
            )


def _made(file: _File, hints: dict[str, Any], row: _Row, problems: list[str]) -> Any:
    """The row as its dataclass; a cell of the wrong shape becomes a problem and None."""
    values: dict[str, Any] = {}
    for name, wanted in hints.items():
        if name not in row.cells:
            continue
        try:
            values[name] = shaped(wanted, row.cells[name])
        except ValueError as error:
            problems.append(_problem(file, row.line, name, str(error)))
            values[name] = None
    return file.of(**values)


def _by_id(rows: Sequence[T]) -> dict[str, T]:
    return {row.id: row for row in rows}  # type: ignore[attr-defined]


def _with_dues(
    row: model.Recommendation, dues: Sequence[model.RecommendationDue]
) -> model.Recommendation:
    return replace(row, dues=tuple(dues))


def _problem(file: _File, line: int, column: str, reason: str) -> str:
    return f"{file.stem}.csv, line {line}, column {column}: {reason}."
