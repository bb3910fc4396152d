"""Word documents out: one way to write a page, so that every document is marked and reads alike.

python-docx keeps the package: its parts, sections, properties and links. The body is written as
XML, because the library has no words for a table's header row, its name or a place to complete.
The same input gives the same bytes: the only time in a file is the moment it is given. See
docs/decisions/0013.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONS
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips

from vawg_plans.domain.canonical import visible
from vawg_plans.exchange import document_styles as styles
from vawg_plans.exchange import workbooks_out
from vawg_plans.exchange.document_parts import Block, Cell, Column, Writing, line
from vawg_plans.exchange.workbooks_out import DEMONSTRATION, Imprint

# Of the library's template: another program's look, thumbnail and settings.
_NOT_OURS = (
    "stylesWithEffects",
    "webSettings",
    "fontTable",
    "theme",
    "customXml",
    "thumbnail",
)
# Twentieths of a point: A4, with margins of 1.8 cm.
_SHORT, _LONG, _MARGIN = 11_906, 16_838, 1_021
_EPOCH = (1980, 1, 1, 0, 0, 0)


def file_name(day: dt.date, *parts: str, marking: str, demonstration: bool = False) -> str:
    """A name that sorts by day and says the marking: '2022-03-03-kent-…-OFFICIAL.docx'."""
    named = workbooks_out.file_name(day, *parts, marking=marking, demonstration=demonstration)
    return named.removesuffix(".xlsx") + ".docx"


class Paper:
    """A document, written from its top down. It begins upright or, for wide tables, `wide`."""

    def __init__(self, imprint: Imprint, *, wide: bool = False) -> None:
        self.imprint = imprint
        self._document = docx.Document()
        self._writing = Writing(self._relate)
        self._wide = wide
        # Where a section ended, its shape stands in its last paragraph.
        self._body: list[str] = []
        self._sections: list[tuple[int, bool]] = []
        self._make_ours()
        self._properties()
        self._every_page()

    def _relate(self, address: str) -> str:
        return str(self._document.part.relate_to(address, RELATIONS.HYPERLINK, is_external=True))

    def _make_ours(self) -> None:
        part = self._document.part
        for holder in (part, part.package):
            for name in [k for k, r in holder.rels.items() if r.reltype.endswith(_NOT_OURS)]:
                del holder.rels[name]
        for relation in (*part.rels.values(), *part.package.rels.values()):
            kind = relation.reltype.rpartition("/")[2]
            if kind == "extended-properties":
                relation.target_part._blob = styles.PROGRAM.encode()
            elif kind in _OURS:
                relation.target_part._element = parse_xml(_OURS[kind])

    def _properties(self) -> None:
        imprint, known = self.imprint, self._document.core_properties
        banner = f"{DEMONSTRATION}. " if imprint.demonstration else ""
        known.title = visible(f"{imprint.whose}: {imprint.title}")[:255]
        known.subject = visible(f"{imprint.version}, {imprint.moment_words}")[:255]
        known.category = imprint.marking
        known.comments = f"{banner}Marking: {imprint.marking}"
        known.author = known.last_modified_by = "VAWG Plans"
        known.keywords = ""
        known.language = styles.LANGUAGE
        known.created = known.modified = imprint.made_at
        known.revision = 1

    def _every_page(self) -> None:
        """The header and the footer: marking, whose, what, version, moment and page."""
        imprint, section = self.imprint, self._document.sections[0]
        demonstration = [DEMONSTRATION] if imprint.demonstration else []
        whose = f"{imprint.whose}: {imprint.title}. {imprint.version}"
        top = [_page_line(imprint.marking, styles.MARKING)]
        top += [_page_line(words, styles.HEADER) for words in demonstration]
        top += [_page_line(whose, styles.HEADER, spacing='w:after="160"')]
        shows = f"Shows {imprint.moment_words}. Page "
        fields = f"{_field('PAGE')}{_words(' of ')}{_field('NUMPAGES')}"
        bottom = [_page_line(shows, styles.FOOTER, then=fields, spacing='w:before="160"')]
        bottom += [_page_line(imprint.marking, styles.MARKING)]
        for place, lines in ((section.header, top), (section.footer, bottom)):
            place.is_linked_to_previous = False
            element = place._element
            for old in list(element):
                element.remove(old)
            for made in lines:
                element.append(parse_xml(made))
        section.left_margin = section.right_margin = Twips(_MARGIN)
        section.top_margin = section.bottom_margin = Twips(_MARGIN)
        section.header_distance = section.footer_distance = Twips(567)

    @property
    def width(self) -> int:
        """Of the text, in twentieths of a point."""
        return (_LONG if self._wide else _SHORT) - 2 * _MARGIN

    def title(self, title: str, subtitle: str) -> None:
        """What the document is, and whose. A demonstration says so beneath."""
        self._body.append(self._writing.paragraph(line(title), styles.TITLE))
        self._body.append(self._writing.paragraph(line(subtitle), styles.SUBTITLE))

    def heading(self, text: str, level: int = 1, anchor: str = "") -> None:
        """A heading that a reader can jump to."""
        self._body.append(self._writing.heading(text, level, anchor))

    def write(self, *blocks: Block | str) -> None:
        """Paragraphs and bullets."""
        self._body += [
            self._writing.paragraph(line(b) if isinstance(b, str) else b) for b in blocks
        ]

    def table(
        self,
        title: str,
        about: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        *,
        may_break: bool = False,
    ) -> None:
        """A table with a header, its name and description, and a row for each of `rows`. Something
        else must follow it: two tables in a row would be one. `may_break`: see `Writing.table`.
        """
        made = self._writing.table(title, about, columns, rows, self.width, may_break=may_break)
        self._body.append(made)

    def turn(self, *, wide: bool) -> None:
        """From here on, pages of the other shape. What was written last must be a paragraph."""
        self._sections.append((len(self._body) - 1, self._wide))
        self._wide = wide

    def finish(self) -> bytes:
        """The file's bytes. Nothing can be written after this."""
        body = self._document.element.body
        last = body.sectPr
        space = nsdecls("w", "r")
        for element in list(parse_xml(f"<w:body {space}>{''.join(self._body)}</w:body>")):
            last.addprevious(element)
        for at, wide in self._sections:
            shaped = copy.deepcopy(last)
            _shape(shaped, wide)
            body[at].get_or_add_pPr().append(shaped)
        _shape(last, self._wide)
        made = io.BytesIO()
        self._document.save(made)
        return _without_times(made)


_OURS = {
    "styles": styles.STYLES,
    "numbering": styles.NUMBERING,
    "settings": styles.SETTINGS,
}


def _shape(section: Any, wide: bool) -> None:
    """Give a section's properties the size of an A4 page, upright or wide."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    short, long = Twips(_SHORT), Twips(_LONG)
    section.page_width, section.page_height = (long, short) if wide else (short, long)


def _page_line(text: str, style: str, *, then: str = "", spacing: str = "") -> str:
    apart = f"<w:spacing {spacing}/>" if spacing else ""
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/>{apart}</w:pPr>'
        f"{_words(text)}{then}</w:p>"
    )


def _words(text: str) -> str:
    writing = Writing(str)
    return writing.paragraph(line(text)).removeprefix("<w:p>").removesuffix("</w:p>")


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _without_times(made: io.BytesIO) -> bytes:
    """The same parts, each dated as none: when a file was packed is no part of what it says."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            known = zipfile.ZipInfo(name, _EPOCH)
            known.compress_type = zipfile.ZIP_DEFLATED
            known.external_attr = 0o600 << 16
            after.writestr(known, before.read(name))
    return out.getvalue()
