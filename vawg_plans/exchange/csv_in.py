"""CSV in: the bytes of a text file to one sheet of cells, with the limits of a workbook.

How its letters are written and what parts its columns is not said in such a file: both are found,
and where that is not certain it is said.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from vawg_plans.domain.canonical import visible
from vawg_plans.domain.cells_in import ERRORS
from vawg_plans.domain.guarding import unguarded
from vawg_plans.domain.tables import (
    MOST_ROWS,
    ROWS_BESIDE,
    Cell,
    Problem,
    Severity,
    Sheet,
    Workbook,
)
from vawg_plans.errors import UnreadableFile
from vawg_plans.exchange.workbooks_in import MOST_CELLS, MOST_COLUMNS
from vawg_plans.exchange.zips_in import refuse_size

# What its one sheet is called where a problem names its place.
SHEET = "CSV"
NAMES = (".csv", ".tsv", ".tab", ".txt")
_SIGNS = (",", ";", "\t", "|")
_SAMPLED = 60
_LOOKED_AT = 500_000
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")
_SAVE_AS = "Save the table as 'CSV UTF-8' or as an Excel workbook (.xlsx)."
# Stands below the last line: a quotation mark that is never closed swallows it.
_END = "\ue000end\ue000"


def is_csv(data: bytes, filename: str) -> bool:
    """Whether this is to be read as CSV: by its name, unless its content is something else."""
    other = data.startswith(_BINARY) or data.lstrip()[:1] == b"<"
    return filename.casefold().endswith(NAMES) and not other


def read_csv(data: bytes, filename: str) -> Workbook:
    """The table of a CSV file as a workbook of one sheet. Raises `UnreadableFile`.

    Columns may be parted by commas, semicolons, tabs or upright strokes; rows are counted as a
    spreadsheet counts them, a cell with line ends being one.
    """
    refuse_size(data, filename)
    problems: list[Problem] = []
    text = visible(_decoded(data, filename, problems)).replace("\u00a0", " ")
    sign, text = _sign_of(text)
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    cells = 0
    errors: list[str] = []
    for number, record in enumerate(_records(text, sign, filename), 1):
        if number - (rows[-1][0] if rows else 0) > MOST_ROWS:
            reason = f"Reading stopped at row {number:,}, after {MOST_ROWS:,} empty rows."
            problems.append(Problem(Severity.NOTICE, SHEET, f"row {number}", reason))
            break
        read = []
        for index, words in enumerate(record):
            words = unguarded(words)
            if not words.strip():
                continue
            failed = words.strip() in ERRORS
            cell = Cell(f"{_letters(index)}{number}", None if failed else words, words, failed)
            if failed:
                errors.append(cell.address)
            if index >= MOST_COLUMNS:
                raise _too_much(filename, f"has more than {MOST_COLUMNS} columns")
            read.append(cell)
        if read:
            rows.append((number, tuple(read)))
        cells += len(read)
        if len(rows) > MOST_ROWS + ROWS_BESIDE:
            raise _too_much(filename, f"has more than {MOST_ROWS:,} rows")
        if cells > MOST_CELLS:
            raise _too_much(filename, "holds more than a plan can")
    if not rows:
        raise UnreadableFile(f"'{filename}' has nothing in it.", hint="Choose another file.")
    if errors:
        named = ", ".join(errors[:6])
        more = f" and {len(errors) - 6:,} more" if len(errors) > 6 else ""
        reason = f"{named}{more}: an error such as #REF!, read as empty."
        problems.append(Problem(Severity.NOTICE, SHEET, errors[0], reason))
    return Workbook((Sheet(SHEET, tuple(rows)),), tuple(problems))


def _too_much(filename: str, what: str) -> UnreadableFile:
    hint = "Leave only the plan's own table in the file."
    return UnreadableFile(f"'{filename}' {what}.", hint=hint)


def _decoded(data: bytes, filename: str, problems: list[Problem]) -> str:
    """The file's text, by the mark at its beginning, or by what its bytes can be."""
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig")
        if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            return data.decode("utf-32")
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if b"\0" in data[:4000]:
            odd = data[1:4000:2].count(0)
            even = data[0:4000:2].count(0)
            return data.decode("utf-16-le" if odd > even else "utf-16-be")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"'{filename}' is not text that can be read: it is neither UTF-8, UTF-16 nor "
            "Windows-1252.",
            hint=_SAVE_AS,
        ) from None
    reason = (
        "The file does not say how its letters are written: it is read as Windows-1252. Check "
        "that signs such as £ and ’ are as they were."
    )
    problems.append(Problem(Severity.NOTICE, SHEET, "", reason))
    return text


def _sign_of(text: str) -> tuple[str, str]:
    """What parts the columns, and the text without the line by which Excel is told of it."""
    first, _, rest = text.partition("\n")
    plain = first.strip().strip('"').casefold()
    if plain.startswith("sep=") and len(plain) <= 5:
        return plain[4:] or "\t", rest
    return max(_SIGNS, key=lambda sign: _agreed(text, sign)), text


def _agreed(text: str, sign: str) -> int:
    """How many cells the first rows have where as many columns as most of them, by this sign."""
    try:
        # A title line may hold any sign; the rows of a table agree with one another.
        widths = Counter(
            len(row) for row in islice(_reader(text[:_LOOKED_AT], sign), _SAMPLED) if row
        )
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _reader(text: str, sign: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=sign)


def _records(text: str, sign: str, filename: str) -> Iterator[list[str]]:
    began = 1
    reader = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=sign)
    try:
        for record in reader:
            if any(_END in words for words in record):
                if record != [_END]:
                    raise csv.Error
                return
            yield record
            began = reader.line_num + 1
    except csv.Error:
        raise UnreadableFile(
            f"In '{filename}', a quotation mark in line {began:,} or below it is opened and never "
            "closed, or a cell there is longer than any can be.",
            hint=f"Correct that line. Or open the table, and save it anew: {_SAVE_AS}",
        ) from None


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
