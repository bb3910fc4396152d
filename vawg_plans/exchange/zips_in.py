"""A workbook's file judged before it is read: what it is, how large it is, and what is in it.

Nothing is parsed here. Every reason to refuse a file is an `UnreadableFile` that says what to do.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from vawg_plans.errors import UnreadableFile

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNZIPPED = 100 * 1024 * 1024
LARGEST_RATIO = 100
MOST_PARTS = 2_000
MOST_SHEETS = 50
# Parts that are read whole before the first cell: formats, the list of sheets, shared texts.
LARGEST_PARTS = {
    "xl/styles.xml": 2_000_000,
    "xl/workbook.xml": 2_000_000,
    "xl/sharedStrings.xml": 20_000_000,
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."

_PIECE = 1024 * 1024
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{0,40})["']""")
_OVERRIDE = re.compile(rb"<(?:\w{1,20}:)?Override\b[^>]{0,2000}>")
_PART_NAME = re.compile(rb"""\bPartName\s{0,9}=\s{0,9}["']([^"']{1,500})["']""")
_KIND = re.compile(rb"""\bContentType\s{0,9}=\s{0,9}["']([^"']{1,500})["']""")
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet[\s/>]")
# Excel's longest has 255 characters; a book of brackets takes hours to be understood.
_LONG_FORMAT = re.compile(rb"""formatCode\s*=\s*(?:"[^"]{2000}|'[^']{2000})""")
_ENCODINGS = frozenset({
    b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"utf-16le", b"utf-16be",
    b"iso-8859-1", b"windows-1252"})  # fmt: skip


def refuse_size(data: bytes, filename: str) -> None:
    """Raise `UnreadableFile` for a file that is empty, or larger than a plan can need."""
    if not data:
        raise UnreadableFile(f"'{filename}' is empty.", hint="Choose the file again.")
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(
            f"'{filename}' has {len(data) / 1024 / 1024:.1f} MB; the most is "
            f"{LARGEST_FILE // 1024 // 1024} MB.",
            hint="Save the sheet with the plan as a workbook of its own, without pictures.",
        )


def refuse_unreadable(data: bytes, filename: str) -> None:
    """Raise `UnreadableFile` unless this can be parsed without harm. Parses nothing itself."""
    refuse_size(data, filename)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableFile(
                f"'{filename}' is protected by a password.",
                hint="Open it, remove the password (File, Info, Protect workbook), and save it.",
            )
        raise UnreadableFile(
            f"'{filename}' is not an .xlsx workbook but an older Office file, such as .xls.",
            hint=SAVE_AS,
        )
    if not data.startswith(b"PK"):
        raise UnreadableFile(f"'{filename}' {_what_it_is(data, filename)}.", hint=SAVE_AS)
    _refuse_bad_zip(data, filename)


def _what_it_is(data: bytes, filename: str) -> str:
    if data.startswith(b"%PDF"):
        return "is a PDF, not a workbook"
    if data.lstrip()[:1] == b"<":
        return "is a web page or XML, not a workbook"
    if filename.casefold().endswith((".csv", ".tsv", ".txt")):
        return "is a text file, not a workbook"
    return "is not a workbook"


def _refuse_bad_zip(data: bytes, filename: str) -> None:
    """Judge the zip by its directory, before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableFile(
            f"'{filename}' is damaged: it stops before its end or is not a workbook.",
            hint="Download or copy it again.",
        ) from error
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    swells = any(
        part.file_size > LARGEST_FILE and part.file_size > LARGEST_RATIO * part.compress_size
        for part in parts
    )
    if unpacked > LARGEST_UNZIPPED or len(parts) > MOST_PARTS or swells:
        raise UnreadableFile(
            f"'{filename}' would unpack to {unpacked / 1024 / 1024:,.0f} MB in "
            f"{len(parts):,} parts, which is too much for a plan.",
            hint="Save the sheet with the plan as a workbook of its own, without pictures.",
        )
    heavy = any(part.file_size > LARGEST_PARTS.get(part.filename, unpacked) for part in parts)
    sheets = sum(part.filename.startswith("xl/worksheets/sheet") for part in parts)
    if heavy or sheets > MOST_SHEETS:
        raise _too_heavy(filename)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(
            f"'{filename}' is protected by a password.", hint="Remove the password and save it."
        )
    if "content.xml" in names and "mimetype" in names:
        raise UnreadableFile(
            f"'{filename}' is an OpenDocument file (.ods), not an Excel workbook.", hint=SAVE_AS
        )
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        what = "a Word document" if any(n.startswith("word/") for n in names) else "a zip file"
        raise UnreadableFile(f"'{filename}' is {what}, not a workbook.", hint=SAVE_AS)
    if "xl/workbook.bin" in names:
        raise UnreadableFile(f"'{filename}' is a binary workbook (.xlsb).", hint=SAVE_AS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_entities(archive, filename)
            _refuse_heavy(archive, filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableFile(
            f"'{filename}' is a damaged workbook and cannot be read.",
            hint=f"If it opens on your computer, save it again: {SAVE_AS}",
        ) from error


def _too_heavy(filename: str) -> UnreadableFile:
    return UnreadableFile(
        f"'{filename}' has more sheets, formats or texts than a plan can need.",
        hint="Save the sheet with the plan as a workbook of its own.",
    )


def _refuse_heavy(archive: zipfile.ZipFile, filename: str) -> None:
    """Judge the parts that are read whole by what the workbook says they are, not by their names:
    one part can be said to be thousands of sheets, and a number format can be a book.
    """
    types = archive.read("[Content_Types].xml").replace(b"\0", b"")
    names = {part.filename: part for part in archive.infolist()}
    heavy = b"&" in types  # a part's name that is written so that it is not found here
    for said in _OVERRIDE.findall(types):
        name, kind = _PART_NAME.search(said), _KIND.search(said)
        part = names.get(name[1].decode("utf-8", "replace").lstrip("/")) if name else None
        if part is None or kind is None:
            continue
        most = 20_000_000 if kind[1].endswith(b"sharedStrings+xml") else LARGEST_FILE
        is_book = kind[1].endswith(b"main+xml")
        heavy = heavy or (b"worksheet" not in kind[1] and part.file_size > most)
        if is_book and not heavy:
            book = archive.read(part).replace(b"\0", b"")
            heavy = len(book) > 2_000_000 or len(_SHEET.findall(book)) > MOST_SHEETS
    if "xl/styles.xml" in names and not heavy:
        heavy = _LONG_FORMAT.search(archive.read("xl/styles.xml").replace(b"\0", b"")) is not None
    if heavy:
        raise _too_heavy(filename)


def _refuse_entities(archive: zipfile.ZipFile, filename: str) -> None:
    """No program that writes workbooks declares a document type; one swells a text without end.

    Each part is looked through piece by piece, up to the size that its directory gave.
    """
    for part in archive.infolist():
        if part.filename.startswith("xl/media/"):
            continue  # pictures are not read, and one drawn in words may well declare its type
        with archive.open(part) as source:
            before = b""
            while piece := source.read(_PIECE):
                looked_at = before + piece
                declared = None if before else _DECLARED.match(piece.lstrip(b"\xef\xbb\xbf"))
                foreign = declared is not None and declared[1].lower() not in _ENCODINGS
                if foreign or any(mark in looked_at for mark in _DOCTYPE):
                    raise UnreadableFile(
                        f"'{filename}' declares a document type or an encoding of its own, which "
                        "no workbook needs, so it is not opened.",
                        hint=SAVE_AS,
                    )
                before = piece[-len(_DOCTYPE[-1]) :]
