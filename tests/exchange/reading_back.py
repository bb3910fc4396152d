"""Reading exported workbooks with programs that had no part in writing them."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

# Every sheet, UTF-8, cells as they are shown.
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def opened(data: bytes) -> openpyxl.Workbook:
    """By openpyxl."""
    return openpyxl.load_workbook(io.BytesIO(data))


def by_calamine(data: bytes) -> dict[str, list[list[Any]]]:
    """The cells of every sheet, by calamine, which is written in another language."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def by_libreoffice(
    program: str, data: bytes, folder: Path, *, name: str = "export"
) -> dict[str, list[list[str]]]:
    """The cells of every sheet as LibreOffice shows them."""
    _convert(program, data, folder, name, _CSV)
    sheets: dict[str, list[list[str]]] = {}
    for path in sorted(folder.glob(f"{name}-*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            sheets[path.stem.removeprefix(f"{name}-")] = list(csv.reader(lines))
    return sheets


def printed_by_libreoffice(program: str, data: bytes, folder: Path) -> bytes:
    """The workbook as a PDF."""
    _convert(program, data, folder, "print", "pdf")
    return (folder / "print.pdf").read_bytes()


def saved_by_libreoffice(program: str, data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it."""
    saved = folder / "saved"
    saved.mkdir(exist_ok=True)
    _convert(program, data, folder, "sent", "xlsx:Calc MS Excel 2007 XML", into=saved)
    return (saved / "sent.xlsx").read_bytes()


def _convert(
    program: str, data: bytes, folder: Path, name: str, to: str, *, into: Path | None = None
) -> None:
    source = folder / f"{name}.xlsx"
    source.write_bytes(data)
    home = folder / "home"
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [
            program, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore",
            "--convert-to", to, "--outdir", str(into or folder), str(source),
        ],
        env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )  # fmt: skip
    # LibreOffice may fail and still exit with 0.
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr, done.stderr


def header_row(sheet: Any, heading: str) -> int:
    """The row whose cells include this heading."""
    for row in sheet.iter_rows(max_row=10):
        if any(cell.value == heading for cell in row):
            return int(row[0].row)
    raise AssertionError(f"no heading '{heading}' in sheet {sheet.title}")


def column_of(sheet: Any, heading: str) -> int:
    """The number of the column with this heading."""
    row = header_row(sheet, heading)
    return next(int(c.column) for c in sheet[row] if c.value == heading)
