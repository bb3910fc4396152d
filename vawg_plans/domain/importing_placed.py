"""What a sheet's name, a title or a heading between rows says of the actions under it, taken over.

A column of the table says more than they do: what a row says of itself comes first, then the
heading nearest to it.
"""

from __future__ import annotations

from dataclasses import replace

from vawg_plans.domain.actions import Tag
from vawg_plans.domain.importing_cells import RowReader
from vawg_plans.domain.placing import placing_of


def place(reader: RowReader, own: list[Tag]) -> list[Tag]:
    """The row's own tags, and those of its headings of kinds that it says nothing of.

    What the name of its sheet says is accepted by who imports: the force put the action there. What
    is only read from a heading above it, or from its strand, is suggested. Words that name nothing
    here are its strand.
    """
    tags = list(own)
    strand = reader.fields.get("local_strand")
    named = (placing_of(strand, reader.framework),) if strand else ()
    for placing in (*named, *reversed(reader.row.placed), *reversed(reader.table.placed)):
        said = {t.kind for t in tags}
        person = reader.setting.person_id if placing.stated else None
        tags += [
            replace(t, accepted_by=person, words=placing.words)
            for t in placing.tags
            if t.kind not in said
        ]
        if placing.strand and not reader.fields.get("local_strand"):
            reader.fields["local_strand"] = placing.strand
    return tags
