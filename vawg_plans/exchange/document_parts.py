"""The parts of a Word document as they are thought of, and as XML: paragraphs, bullets, links,
places to complete, tables. Text is always text: nothing typed becomes a mark, a field or a link.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

from vawg_plans.domain.bullets import pieces_of
from vawg_plans.domain.canonical import visible
from vawg_plans.exchange import document_styles as styles

# A table of so many short rows stays on one page, where it fits on one.
MOST_ROWS_TOGETHER = 8
# A row with a longer cell than this may break across pages: kept whole, it would leave half a page
# empty, or not fit on one at all.
LONGEST_WHOLE_ROW = 400


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of a paragraph. `link` is an address, or '#name' for a heading here; a `gap` is a
    place that somebody is to complete, and its text says who, and with what.
    """

    text: str
    bold: bool = False
    link: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a bullet."""

    runs: tuple[Run, ...]
    bullet: bool = False

    @property
    def length(self) -> int:
        """In characters."""
        return sum(len(run.text) for run in self.runs)


Cell = Sequence[Block]


def line(*runs: str | Run) -> Block:
    """A paragraph."""
    return Block(tuple(Run(r) if isinstance(r, str) else r for r in runs))


def bullet(*runs: str | Run) -> Block:
    """A bullet."""
    return Block(line(*runs).runs, bullet=True)


def gap(who: str, what: str = "") -> Block:
    """A place to complete: by whom, and what belongs there."""
    return line(Run(f"To be completed by {who}" + (f": {what}" if what else ""), gap=True))


def prose(text: str) -> list[Block]:
    """What somebody typed: its paragraphs, and its bullets as a list. A number stays in sight."""
    found = []
    for piece in pieces_of(visible(text)):
        numbered = any(sign.isalnum() for sign in piece.marker) and piece.marker != "o"
        if numbered:
            found.append(line(f"{piece.marker} {piece.text}"))
        else:
            found.append(bullet(piece.text) if piece.is_bullet else line(piece.text))
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its heading, and its share of the width."""

    heading: str
    share: int


class Writing:
    """Makes XML of parts. `relate` gives the id by which the file knows an address."""

    def __init__(self, relate: Callable[[str], str]) -> None:
        self._relate = relate
        self._ids = count(1)

    def paragraph(
        self,
        block: Block,
        style: str = "",
        bullet_style: str = styles.BULLET,
        kept: bool = False,
    ) -> str:
        """A paragraph in a style, a bullet in its own; `kept` on the page of what follows it."""
        name = bullet_style if block.bullet else style
        shape = f'<w:pStyle w:val="{name}"/>' if name else ""
        shape += "<w:keepNext/>" if kept else ""
        shape = f"<w:pPr>{shape}</w:pPr>" if shape else ""
        return f"<w:p>{shape}{''.join(map(self._run, block.runs))}</w:p>"

    def heading(self, text: str, level: int, anchor: str = "") -> str:
        """A heading of level 1 to 3, that links here can name."""
        style = f'<w:pPr><w:pStyle w:val="{styles.HEADINGS[level - 1]}"/></w:pPr>'
        words = self._run(Run(text))
        if anchor:
            number = next(self._ids)
            words = (
                f'<w:bookmarkStart w:id="{number}" w:name={_quoted(anchor)}/>{words}'
                f'<w:bookmarkEnd w:id="{number}"/>'
            )
        return f"<w:p>{style}{words}</w:p>"

    def table(
        self,
        title: str,
        about: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        width: int,
        *,
        may_break: bool = False,
    ) -> str:
        """A table of this width in twentieths of a point. Its header is repeated on each page;
        `title` and `about` are what a screen reader says of it before it is entered. A short one
        stays on one page, unless it `may_break` between its rows to begin where it is read first.
        """
        total = sum(c.share for c in columns)
        widths = [width * c.share // total for c in columns]
        grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
        heads = [[line(c.heading)] for c in columns]
        together = not may_break and len(rows) <= MOST_ROWS_TOGETHER and all(map(_is_short, rows))
        body = [self._row(heads, widths, header=True, kept=True)]
        body += [
            self._row(row, widths, kept=together and number < len(rows))
            for number, row in enumerate(rows, 1)
        ]
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{styles.TABLE}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={_quoted(visible(title))}/>"
            f"<w:tblDescription w:val={_quoted(visible(about))}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(body)}</w:tbl>"
        )

    def _row(
        self,
        cells: Sequence[Cell],
        widths: Sequence[int],
        *,
        header: bool = False,
        kept: bool = False,
    ) -> str:
        """A row; `kept` on the page of the one after it."""
        whole = "<w:cantSplit/>" if header or _is_short(cells) else ""
        repeated = "<w:tblHeader/>" if header else ""
        style = styles.CELL_HEADING if header else styles.CELL
        made = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + (
                "".join(self.paragraph(b, style, styles.CELL_BULLET, kept) for b in cell)
                or "<w:p/>"
            )
            + "</w:tc>"
            for cell, width in zip(cells, widths, strict=True)
        )
        shape = f"<w:trPr>{whole}{repeated}</w:trPr>" if whole else ""
        return f"<w:tr>{shape}{made}</w:tr>"

    def _run(self, run: Run) -> str:
        look = "<w:b/>" if run.bold else ""
        if run.gap:
            return self._gap(run.text)
        if run.link:
            look = f'<w:rStyle w:val="{styles.LINK}"/>{look}'
        words = _text(run.text, look)
        if run.link.startswith("#"):
            place = _quoted(run.link[1:])
            return f'<w:hyperlink w:anchor={place} w:history="1">{words}</w:hyperlink>'
        if run.link:
            known = self._relate(run.link)
            return f'<w:hyperlink r:id="{known}" w:history="1">{words}</w:hyperlink>'
        return words

    def _gap(self, text: str) -> str:
        """A content control with its words as a placeholder: choosing it chooses all of it, and
        what is typed takes its place, and the control's.
        """
        name = _quoted(text[:60])
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val={name}/><w:tag w:val="to-complete"/>'
            f'<w:id w:val="{1_000_000 + next(self._ids)}"/><w:temporary/><w:showingPlcHdr/>'
            f"</w:sdtPr><w:sdtContent>"
            + _text(text, f'<w:rStyle w:val="{styles.TO_COMPLETE}"/>')
            + "</w:sdtContent></w:sdt>"
        )


def _quoted(text: str) -> str:
    """An attribute's value, in its quotes."""
    return f'"{escape(text)}"'


def _is_short(cells: Sequence[Cell]) -> bool:
    longest = max(sum(block.length for block in cell) for cell in cells)
    return longest <= LONGEST_WHOLE_ROW


def _text(text: str, look: str) -> str:
    """A run; each line end is a line break."""
    shape = f"<w:rPr>{look}</w:rPr>" if look else ""
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>'
        for part in visible(text).split("\n")
    )
    return f"<w:r>{shape}{words}</w:r>"
