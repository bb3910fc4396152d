"""What the documentation says of places, settings, commands, tables and periods is so."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import REPOSITORY
from vawg_plans.cli import main
from vawg_plans.domain import providers
from vawg_plans.domain.moments import today
from vawg_plans.domain.retention import RULES, period
from vawg_plans.store.framework_files import read_framework

DOCS = REPOSITORY / "docs"
# What tools leave behind, and folders whose names begin with a dot.
NOT_OURS = re.compile(r"^\.|^(build|dist|node_modules|htmlcov|__pycache__)$")
# Of a provider's settings the second part of the name is the deployment's: NAME in the pages.
PREFIX = "VAWG_PLANS_AUTH_"
FENCE = re.compile(r"^[ \t]*(```|~~~)(.*?)^[ \t]*\1\s*$", re.DOTALL | re.MULTILINE)
# The end of a line may part it.
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\))?)>?[^()]*\)")
SETTING = re.compile(r"\bVAWG_PLANS_[A-Z0-9_]+")
COMMAND = re.compile(r"\bpython\S* -m vawg_plans ([a-z][a-z-]*)(.*)")
# The files of the program that a page names in code.
FILE = re.compile(r"`((?:vawg_plans|tests|pages|docs|data)/[\w./-]+\.\w+)`")


def pages() -> list[Path]:
    return sorted(
        page
        for page in REPOSITORY.rglob("*.md")
        if not any(NOT_OURS.match(part) for part in page.relative_to(REPOSITORY).parts)
    )


def shown(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


ALL = pytest.mark.parametrize("page", pages(), ids=shown)


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def prose_of(page: Path) -> str:
    """Without what stands in code."""
    return CODE.sub("", FENCE.sub("", text_of(page)))


@cache
def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found: dict[str, int] = {}
    anchors = set(re.findall(r'<a (?:id|name)="([^"]+)"', text_of(page)))
    for heading in re.findall(r"^#{1,6} +(.+?)\s*#*$", FENCE.sub("", text_of(page)), re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        number = found.get(slug, 0)
        found[slug] = number + 1
        anchors.add(f"{slug}-{number}" if number else slug)
    return anchors


@ALL
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    wrong = []
    for link in LINK.findall(prose_of(page)):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.is_relative_to(REPOSITORY.resolve()) or not target.exists():
            wrong.append(f"{link}: there is no such file")
        elif anchor and target.suffix == ".md" and anchor not in anchors_of(target):
            wrong.append(f"{link}: there is no such heading")
    assert wrong == []


def test_the_index_leads_to_every_page() -> None:
    found = {
        (DOCS / link.partition("#")[0]).resolve()
        for link in LINK.findall(prose_of(DOCS / "README.md"))
    }
    # Decisions have an index of their own.
    missing = [
        shown(page)
        for page in pages()
        if page.is_relative_to(DOCS)
        and page != DOCS / "README.md"
        and (page.parent.name != "decisions" or page.name == "README.md")
        and page.resolve() not in found
    ]
    assert missing == []


@cache
def settings_in_code() -> frozenset[str]:
    files = [REPOSITORY / "app.py", *(REPOSITORY / "vawg_plans").rglob("*.py")]
    named = {s for file in files for s in SETTING.findall(text_of(file))}
    # The names that begin so are put together from two lists.
    assert PREFIX in named
    named = {s for s in named if not s.startswith(PREFIX)}
    named |= {f"{PREFIX}{key.upper()}" for key in providers._SHARED}
    return frozenset(named | {f"{PREFIX}NAME_{key.upper()}" for key in providers._OF_A_PROVIDER})


def settings_of(page: Path) -> set[str]:
    """The settings a page names, whatever it calls the provider; not mere beginnings of names."""
    keys = "|".join(key.upper() for key in providers._OF_A_PROVIDER)
    of_one = re.compile(rf"{PREFIX}[A-Z0-9]+_({keys})")
    named = {of_one.sub(rf"{PREFIX}NAME_\1", s) for s in SETTING.findall(text_of(page))}
    return {s for s in named if not s.endswith("_")}


def test_every_setting_is_in_the_page_on_deployment() -> None:
    assert settings_in_code() - settings_of(DOCS / "deployment.md") == set()


@ALL
def test_no_page_names_a_setting_that_nothing_reads(page: Path) -> None:
    assert settings_of(page) - settings_in_code() == set()


@cache
def helped(*command: str) -> str:
    said = io.StringIO()
    with pytest.raises(SystemExit), redirect_stdout(said):
        main([*command, "--help"])
    return said.getvalue()


def commands() -> set[str]:
    return set(re.findall(r"^    ([a-z][a-z-]*)\b", helped(), re.MULTILINE))


def commands_of(page: Path) -> set[tuple[str, str]]:
    """The commands a page names, each with what follows it."""
    text = text_of(page)
    code = [line for _, block in FENCE.findall(text) for line in block.splitlines()]
    code += [" ".join(words.split()) for words in CODE.findall(FENCE.sub("", text))]
    found = {(name, rest) for words in code for name, rest in COMMAND.findall(words)}
    if page == REPOSITORY / "README.md":
        table = text.partition("| Command |")[2].partition("\n\n")[0]
        found |= set(re.findall(r"^\| `([a-z-]+)([^`]*)`", table, re.MULTILINE))
    return found


@ALL
def test_every_command_named_exists_and_takes_its_options(page: Path) -> None:
    known = commands()
    assert "doctor" in known
    wrong = []
    for name, rest in sorted(commands_of(page)):
        if name not in known:
            wrong.append(f"{name}: there is no such command")
            continue
        options = re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest.partition("#")[0])
        wrong += [f"{name} {o}: no such option" for o in options if o not in helped(name)]
    assert wrong == []


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=shown)
def test_every_file_of_the_program_that_is_named_exists(page: Path) -> None:
    assert [f for f in FILE.findall(text_of(page)) if not (REPOSITORY / f).exists()] == []


def test_every_table_is_in_the_list_of_what_is_held() -> None:
    migrations = sorted((REPOSITORY / "vawg_plans/store/migrations").glob("*.sql"))
    sql = "\n".join(text_of(file) for file in migrations)
    sql += text_of(REPOSITORY / "vawg_plans/store/migrating.py")
    tables = set(re.findall(r"create table (?:if not exists )?(\w+)", sql))
    assert "person" in tables
    held = text_of(DOCS / "data-held.md")
    assert {t for t in tables if f"`{t}`" not in held} == set()


@pytest.mark.parametrize("page", ["data-held.md", "dpia.md"])
def test_periods_of_retention_are_those_delivered(page: str) -> None:
    framework, day = read_framework(), today()
    periods = {f"{period(rule, framework, day)} {rule.unit}" for rule in RULES}
    assert {p for p in periods if p not in " ".join(text_of(DOCS / page).split())} == set()
