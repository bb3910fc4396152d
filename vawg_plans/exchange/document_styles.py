"""How every Word document looks: its styles, its one kind of list, and its settings, as XML.

Readable first: Arial at 12 points, dark on white, and headings, lists and table headers by what
they are, so that a screen reader finds them. The document's language is British English.
"""

from __future__ import annotations

from vawg_plans.exchange.workbook_styles import NAVY

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LANGUAGE = "en-GB"

TITLE = "Title"
SUBTITLE = "Subtitle"
HEADINGS = ("Heading1", "Heading2", "Heading3")
BULLET = "ListBullet"
CELL = "TableText"
CELL_BULLET = "TableBullet"
CELL_HEADING = "TableHeading"
HEADER = "Header"
FOOTER = "Footer"
MARKING = "Marking"
LINK = "Hyperlink"
TO_COMPLETE = "ToComplete"
TABLE = "PlanTable"

_INK = "1A1A1A"
_NAVY = NAVY.removeprefix("#")
_RULE = "6E7B8B"
_TO_COMPLETE_INK, _TO_COMPLETE_GROUND = "5B2C00", "FFF1D6"
# Half points: 24 is 12 points.
_BODY, _PAGE = 24, 22


def _paragraph(
    style_id: str,
    name: str,
    *,
    size: int | None = None,
    bold: bool = False,
    ink: str = "",
    before: int | None = None,
    after: int | None = None,
    line: int | None = None,
    level: int | None = None,
    listed: int | None = None,
    centred: bool = False,
    based_on: str = "Normal",
) -> str:
    """A paragraph style. `before` and `after` are in twentieths of a point, `line` in 240ths of a
    line; `level` is its place in the document's outline, `listed` the list it belongs to.
    """
    shape = "".join(
        [
            "<w:keepNext/><w:keepLines/>" if level is not None or (size and size > 40) else "",
            f'<w:numPr><w:numId w:val="{listed}"/></w:numPr>' if listed else "",
            _spacing(before, after, line),
            '<w:jc w:val="center"/>' if centred else "",
            f'<w:outlineLvl w:val="{level}"/>' if level is not None else "",
        ]
    )
    look = "".join(
        [
            "<w:b/>" if bold else "",
            f'<w:color w:val="{ink}"/>' if ink else "",
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        ]
    )
    following = "" if style_id in (BULLET, CELL_BULLET) else '<w:next w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/>{following}<w:qFormat/>'
        f"<w:pPr>{shape}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def _spacing(before: int | None, after: int | None, line: int | None) -> str:
    given = {"before": before, "after": after, "line": line}
    parts = "".join(f' w:{name}="{value}"' for name, value in given.items() if value is not None)
    return f"<w:spacing{parts}/>" if parts else ""


def _character(style_id: str, name: str, look: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f"<w:qFormat/><w:rPr>{look}</w:rPr></w:style>"
    )


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PADDING = "".join(
    f'<w:{edge} w:w="{width}" w:type="dxa"/>'
    for edge, width in (("top", 60), ("left", 100), ("bottom", 60), ("right", 100))
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" '
    'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
    f'<w:style w:type="table" w:styleId="{TABLE}"><w:name w:val="Plan table"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
    f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders><w:tblCellMar>{_PADDING}</w:tblCellMar>"
    '</w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>'
    f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{_NAVY}"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
)

STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    f'<w:color w:val="{_INK}"/><w:sz w:val="{_BODY}"/><w:szCs w:val="{_BODY}"/>'
    f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "<w:qFormat/></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    + _paragraph(TITLE, "Title", size=44, bold=True, ink=_NAVY, after=80)
    + _paragraph(SUBTITLE, "Subtitle", size=28, after=240)
    + _paragraph(
        HEADINGS[0], "heading 1", size=34, bold=True, ink=_NAVY, before=360, after=120, level=0
    )
    + _paragraph(
        HEADINGS[1], "heading 2", size=28, bold=True, ink=_NAVY, before=280, after=100, level=1
    )
    + _paragraph(
        HEADINGS[2], "heading 3", size=_BODY, bold=True, ink=_NAVY, before=220, after=80, level=2
    )
    + _paragraph(BULLET, "List Bullet", after=80, listed=1)
    + _paragraph(CELL, "Table text", after=40, line=259)
    + _paragraph(CELL_BULLET, "Table bullet", after=40, listed=2, based_on=CELL)
    + _paragraph(CELL_HEADING, "Table heading", bold=True, ink="FFFFFF", after=40, based_on=CELL)
    + _paragraph(HEADER, "header", size=_PAGE, after=0, centred=True)
    + _paragraph(FOOTER, "footer", size=_PAGE, after=0, centred=True)
    + _paragraph(MARKING, "Marking", size=_BODY, bold=True, after=0, centred=True, based_on=HEADER)
    + _character("Strong", "Strong", "<w:b/>")
    + _character(LINK, "Hyperlink", f'<w:color w:val="{_NAVY}"/><w:u w:val="single"/>')
    + _character(
        TO_COMPLETE,
        "To be completed",
        f'<w:b/><w:color w:val="{_TO_COMPLETE_INK}"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_TO_COMPLETE_GROUND}"/>',
    )
    + _TABLES
    + "</w:styles>"
)


def _list(number: int, indent: int) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl></w:abstractNum>'
    )


NUMBERING = (
    f'<w:numbering xmlns:w="{W}">{_list(1, 360)}{_list(2, 240)}'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
)

SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    f'<w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val="."/>'
    '<w:listSeparator w:val=","/></w:settings>'
)

PROGRAM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>VAWG Plans</Application></Properties>'
)
