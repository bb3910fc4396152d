"""The actions that a row of a force's own table makes."""

from __future__ import annotations

from vawg_plans.domain import recommendations_in
from vawg_plans.domain.action_checks import LONGEST_LINE, LONGEST_TITLE
from vawg_plans.domain.actions import InspectorateStatus, Tag, TagKind
from vawg_plans.domain.bullets import Bullet, first_sentence, pieces_of, take_apart, title_of
from vawg_plans.domain.cell_words import Sense, Understood, short
from vawg_plans.domain.importing_cells import ProposedAction, RowReader
from vawg_plans.domain.importing_placed import place
from vawg_plans.domain.owners_in import read_owners, read_partners
from vawg_plans.domain.suggesting import suggest
from vawg_plans.domain.tables import Severity
from vawg_plans.domain.value_texts import TAG_GROUPS, group_of, text_of, text_of_tags
from vawg_plans.domain.yes_no_words import YES

_TEXTS = ("reference", "success_measure", "evidence", "shaped_by", "equality_impact",
          "local_strand", "due_words")  # fmt: skip
# A title that comes from running text; a title of its own may be longer.
TITLE_FROM_TEXT = 160
# Columns of tags that a force writes itself, so that a later file may change them.
_OWN_GROUPS = ("lead_p", "supporting_ps", "areas")


def read_row(reader: RowReader) -> list[ProposedAction]:
    """The actions of a row of a force's own table."""
    row, source = reader.row, reader.setting.source
    if not row.text(source).strip():
        _say_nothing_to_do(reader)
        return []
    for name in _TEXTS:
        reader.text(name)
    tags = read_coded(reader)
    _dates(reader)
    _owners(reader)
    _extra_columns(reader)
    return _items(reader, place(reader, tags), _recommendations(reader))


def read_coded(reader: RowReader) -> list[Tag]:
    """The cells of a row whose words stand for something here; returns the tags among them."""
    reader.status()
    reader.percent()
    for name in ("publishable", "sensitive"):
        reader.coded(name, lambda code: code == YES)
    tags = _own_tags(reader)
    _inspectorate_status(reader)
    return tags


def _say_nothing_to_do(reader: RowReader) -> None:
    """A row without words for an action: refused where it should have some, else only noticed."""
    source, cells = reader.setting.source, list(reader.row.all())
    if reader.refused:
        return  # its words were too long, or their formula failed
    if source in ("progress", "update"):
        reason = f"{reader.name}: no progress is given, so no action was made."
        reader.note(Severity.NOTICE, reader.at(source), reason)
    elif len(cells) == 1:
        words = short(cells[0].text)
        reason = f"Row {reader.row.number} has only '{words}': read as a heading, not an action."
        reader.note(Severity.NOTICE, cells[0].address, reason)
    else:
        reader.refuse(reader.at(source), f"{reader.name} has no action; say what will be done.")


def _dates(reader: RowReader) -> None:
    start = reader.date("start")
    if start.words:
        reader.keep("start", start.words)
    due = reader.date("due")
    if reader.has("due") or reader.has("due_words"):
        given = reader.fields.get("due_words", "")
        words = due.words if due.severity is Severity.KEPT_AS_WORDS else ""
        if words and len(words) > LONGEST_LINE:
            reader.keep("due", words)
            words = short(words, LONGEST_LINE)
        reader.fields["due_words"] = "; ".join(dict.fromkeys(w for w in (given, words) if w))
    first, last = reader.fields.get("start"), reader.fields.get("due")
    if first and last and last < first:
        reader.refuse(reader.at("due"), "The action is due before it starts; correct one of them.")
        reader.fields["start"] = None


def _owners(reader: RowReader) -> None:
    row, framework = reader.row, reader.framework
    owners = read_owners("\n".join(c.text for c in row.of("owner_posts")), framework)
    partners = read_partners("\n".join(c.text for c in row.of("partners")), framework)
    if reader.has("owner_posts"):
        reader.fields["owner_posts"] = owners.posts
    if reader.has("partners") or owners.partners:
        reader.fields["partners"] = tuple(dict.fromkeys((*partners, *owners.partners)))
    for post in owners.perhaps_named:
        reason = f"'{short(post)}' may be a person's name; owners are posts. Change it if it is."
        reader.note(Severity.NOTICE, reader.at("owner_posts"), reason)
    for name in ("owner_posts", "partners"):
        if any(len(v) > LONGEST_LINE for v in reader.fields.get(name, ())):
            reader.refuse(
                reader.at(name), f"A name here has more than {LONGEST_LINE} characters; shorten it."
            )
            reader.fields[name] = ()


def _own_tags(reader: RowReader) -> list[Tag]:
    """Tags from the force's own columns, accepted by who imports."""
    tags = _own_ps(reader) if reader.row.of("lead_p") else []
    for name in ("areas", "themes", "pillar"):
        text = reader.row.text(name)
        for found in _words_of(reader, name):
            for code in found.codes:
                tag = _tag(reader, reader.setting.words.kind_of(name, code), code, text)
                if all((t.kind, t.code) != (tag.kind, tag.code) for t in tags):
                    tags.append(tag)
    return tags


def _own_ps(reader: RowReader) -> list[Tag]:
    """Ps of a force's own column: the one said to lead, else the first, leads; others support.

    A cell that names every P says of none that it leads.
    """
    text = reader.row.text("lead_p")
    found = [u for u in _words_of(reader, "lead_p") if u.codes]
    said = [u.codes[0] for u in found if u.lead]
    codes = list(dict.fromkeys([*said, *(c for u in found for c in u.codes)]))
    if not said and codes and len(codes) == len(reader.framework.ps):
        reason = f"'{short(text)}' names every P and none that leads; choose one in the mapping."
        reader.note(Severity.NOTICE, reader.at("lead_p"), reason)
        lead = None
    else:
        lead = next(iter([*said, *(u.codes[0] for u in found if u.lead is None)]), None)
    codes.sort(key=lambda code: code != lead)
    return [_tag(reader, TagKind.P, code, text, lead=code == lead) for code in codes]


def _tag(reader: RowReader, kind: TagKind, code: str, text: str, *, lead: bool = False) -> Tag:
    words = " ".join(text.split())
    return Tag(kind, code, lead=lead, accepted_by=reader.setting.person_id, words=words)


def _words_of(reader: RowReader, name: str) -> list[Understood]:
    """What the words of a column of tags stand for; what they do not is kept, or refused."""
    found: list[Understood] = []
    strange: list[str] = []
    for cell in reader.row.of(name):
        for each in reader.words_of(name, cell):
            found.append(each)
            if each.sense is Sense.UNKNOWN and name != "areas":
                strange.append(each.words)
            elif each.sense is Sense.UNKNOWN or not each.codes:
                reader.tell(cell, name, each)
    if strange:
        _keep_unknown(reader, name, strange)
    return found


def _keep_unknown(reader: RowReader, name: str, unknown: list[str]) -> None:
    """Words of a force's own that are no tag: they are its local strand, or else context."""
    what = {"lead_p": "one of the 4Ps", "themes": "one of the themes"}
    words = "; ".join(unknown)
    if reader.fields.get("local_strand") or len(words) > LONGEST_LINE:
        reader.keep(name, words)
        where = "the context"
    else:
        reader.fields["local_strand"] = words
        where = "the local strand"
    named = what.get(name, "one of the national pillars")
    reason = f"'{short(words)}' is not {named}, so it is kept in {where}."
    reader.note(Severity.KEPT_AS_WORDS, reader.at(name), reason)


def _inspectorate_status(reader: RowReader) -> None:
    cell = reader.row.first("inspectorate_status")
    if cell is None:
        return
    words = reader.setting.words.of("inspectorate_status", cell.text)
    if any(u.sense is Sense.UNKNOWN for u in words):
        reader.words_of("inspectorate_status", cell)
        reader.keep("inspectorate_status", cell.text.strip())
        reason = f"'{short(cell.text)}' is not an inspectorate status: kept in the context."
        reader.note(Severity.KEPT_AS_WORDS, cell.address, reason)
    else:
        reader.coded("inspectorate_status", InspectorateStatus)


def _extra_columns(reader: RowReader) -> None:
    """Columns that go to the context: our own as they are, others under their heading."""
    known = {c.letter for c in reader.table.columns if c.known and c.field == "context"}
    for name in ("context", "progress", "update", "description"):
        if name == reader.setting.source or (name == "description" and not _splits(reader)):
            continue
        for cell in reader.row.of(name):
            if name == "context" and cell.letter in known:
                reader.extra.append(text_of(cell.text))
            else:
                reader.keep(name, text_of(cell.text), cell.letter)


def _splits(reader: RowReader) -> bool:
    """Whether the row's description column cannot be the description of one action."""
    return reader.setting.source != "title" or bool(_bullets(reader))


def _recommendations(reader: RowReader) -> list[Tag]:
    """What the row's own columns say of recommendations: its own accepted, others suggested."""
    setting, row = reader.setting, reader.row
    reference = " ".join(row.text("reference").split())
    tags: list[Tag] = []
    for cell in row.of("recommendations"):
        found, unknown = recommendations_in.read_labels(
            cell.text, reader.framework, setting.inspection, accepted_by=setting.person_id
        )
        if unknown:
            answered = recommendations_in.read_text(
                cell.text, "", reader.framework, setting.inspection, setting.person_id
            )
            found = [*found, *answered.own, *answered.named]
            if not answered.own:
                reader.keep("recommendations", "; ".join(unknown), cell.letter)
                _say_unknown(reader, cell.address, "; ".join(unknown))
        tags = recommendations_in.joined(tags, found)
    for cell in row.of("recommendation"):
        answered = recommendations_in.read_text(
            cell.text, reference, reader.framework, setting.inspection, setting.person_id
        )
        if not answered.own:
            reader.keep("recommendation", text_of(cell.text), cell.letter)
            if answered.unknown:
                _say_unknown(reader, cell.address, answered.unknown[0])
        tags = recommendations_in.joined(tags, answered.own, answered.named)
    return tags


def _say_unknown(reader: RowReader, address: str, words: str) -> None:
    reason = f"'{short(words)}' names no recommendation that is known: kept in the context."
    reader.note(Severity.KEPT_AS_WORDS, address, reason)


def _bullets(reader: RowReader) -> tuple[Bullet, ...]:
    if not reader.setting.read_as.split_bullets:
        return ()
    return take_apart(text_of(reader.row.text(reader.setting.source))).bullets


def _items(reader: RowReader, own: list[Tag], named: list[Tag]) -> list[ProposedAction]:
    """One action of each bullet, or one of the whole row."""
    bullets = _bullets(reader)
    if not bullets:
        return [_whole_row(reader, own, named)]
    items = []
    for bullet in bullets:
        title = title_of(bullet.text, TITLE_FROM_TEXT)
        description = "" if title == bullet.text else bullet.text
        reference = reader.fields.get("reference", "")
        context = [*bullet.context, *reader.extra]
        given = {
            "reference": f"{reference}({bullet.number})" if reference else "",
            "title": title,
            "description": description,
            "context": "\n".join(context),
        }
        items.append(_item(reader, bullet.number, bullet.text, given, own, named))
    return items


def _whole_row(reader: RowReader, own: list[Tag], named: list[Tag]) -> ProposedAction:
    words = text_of(reader.row.text(reader.setting.source))
    line = " ".join(words.split())
    described = ""
    if reader.setting.source == "title":
        title = line if len(line) <= LONGEST_TITLE else title_of(line, TITLE_FROM_TEXT)
        described = text_of(reader.row.text("description"))
    else:
        pieces = pieces_of(words)
        title = title_of(first_sentence(pieces[0].text if pieces else line), TITLE_FROM_TEXT)
    given = {
        "title": title,
        "description": "\n".join(w for w in ("" if title == line else words, described) if w),
        "context": "\n".join(reader.extra),
    }
    return _item(reader, 0, words, given, own, named)


def _item(
    reader: RowReader,
    number: int,
    words: str,
    given: dict[str, str],
    own: list[Tag],
    named: list[Tag],
) -> ProposedAction:
    """One action: the row's fields with its own, its tags, and the values as text."""
    setting = reader.setting
    fields = {"reference": "", **reader.fields, **given}
    ids = [t.code for t in named if t.accepted]
    spoken = "\n".join((given["context"], words))
    mentioned = recommendations_in.mentioned(spoken, reader.framework, setting.inspection, ids)
    by_words = [
        tag
        for tag in suggest(f"{words}\n{given['description']}", reader.framework)
        if all(tag.kind is not t.kind for t in own)
    ]
    fields["tags"] = (*own, *recommendations_in.joined(named, mentioned), *by_words)
    values = {name: text_of(value) for name, value in fields.items() if name != "tags"}
    for group in _OWN_GROUPS:
        column = "lead_p" if TAG_GROUPS[group][0] is TagKind.P else group
        if reader.has(column) or any(t.accepted for t in group_of(own, group)):
            values[group] = text_of_tags(group_of(own, group), suggestions=False)
    values["words"] = words
    return ProposedAction(
        sheet=reader.table.sheet,
        row=reader.row.number,
        row_key=reader.key,
        item=number,
        cell=reader.at(setting.source),
        words=words,
        values=values,
        action_fields=fields,
    )
