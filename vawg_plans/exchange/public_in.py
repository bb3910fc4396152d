"""Public files read back, to be proved: a page, a JSON file or a workbook, from whoever sent it."""

from __future__ import annotations

from vawg_plans.domain.proving import Carried
from vawg_plans.domain.public import figures
from vawg_plans.errors import UnreadableFile
from vawg_plans.exchange.public_carried import content_of, parsed
from vawg_plans.exchange.public_data import FORMAT, version_keys
from vawg_plans.exchange.public_page_in import read_page
from vawg_plans.exchange.public_workbook_in import read_book
from vawg_plans.exchange.workbooks_in import read_workbook

MOST_BYTES = 20 * 1024 * 1024


def read_public(data: bytes, name: str) -> Carried:
    """What a file carries and shows. Raises `UnreadableFile` for what is none of the three."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"'{name}' is larger than a public file can be.")
    if data[:2] == b"PK":
        return read_book(read_workbook(data, name))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"'{name}' is no page, JSON file or workbook of a public version.",
            hint="Save the page again, as HTML alone.",
        ) from None
    if text.lstrip("\ufeff").lstrip().startswith("{"):
        return _of_json(text, name)
    if "<html" in text[:2_000].lower():
        return read_page(text)
    raise UnreadableFile(
        f"'{name}' is no page, JSON file or workbook of a public version.",
        hint="A CSV file carries only the digest: prove the JSON file of the same version.",
    )


def _of_json(text: str, name: str) -> Carried:
    found = parsed(text.lstrip("\ufeff"), f"'{name}'")
    if found.get("format") != FORMAT:
        raise UnreadableFile(
            f"'{name}' is not the JSON of a public version.",
            hint="Its first line says 'format': 'vawg-public-plan'.",
        )
    if found.get("frozen") is None:
        return Carried("JSON", None)
    content = content_of(found["frozen"], "What it carries")
    version = found.get("version") or {}
    strange = []
    if found.get("counts") != figures(content):
        strange.append("Its counts are not those of what it carries.")
    if version.get("number") != content["number"]:
        strange.append("Its number is not that of what it carries.")
    if (found.get("force") or {}).get("name") != content["force_name"]:
        strange.append("The force it names is not that of what it carries.")
    approved = content.get("approved") or {}
    said = version.get("approved_by"), version.get("approved_on"), version.get("judged_on")
    if said != (approved.get("post"), approved.get("on"), content.get("judged_on")):
        strange.append("What it says of its date and approval is not in what it carries.")
    known = {"format", "format_version", "marking", "demonstration", "force", "version"}
    known |= {"whole", "held_back_since", "counts", "frozen"}
    extra = [*(set(found) - known), *(set(version) - version_keys())]
    strange += [f"It says '{key}', which no file of ours does." for key in sorted(extra)]
    return Carried("JSON", content, digest=version.get("sha256"), strange=tuple(strange))
