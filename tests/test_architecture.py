"""What import-linter cannot see: pages, lengths, names, SQL, and what the text gives away."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "vawg_plans"
PAGES = REPOSITORY / "pages"
STORE = PACKAGE / "store"

LONGEST_PAGE = 60
LONGEST_MODULE = 320
# A page asks, acts and shows: it needs these parts of the package, and Streamlit.
PARTS_FOR_PAGES = {"services", "charts", "views", "domain", "errors"}
# Names that say where something lies and not what it is.
NAMES_FOR_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base"}

# In capitals anywhere, in small letters from the start: "Select a force from the list" is neither.
_STATEMENT = (
    r"(SELECT\b.+\bFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|(CREATE|ALTER|DROP)\s+(TABLE|VIEW|INDEX|DATABASE))"
)
SQL = re.compile(
    rf"\b{_STATEMENT}\b|\A\s*{re.sub('[A-Z]{2,}', lambda m: m[0].lower(), _STATEMENT)}\b",
    re.DOTALL,
)

# What tools leave behind; git knows it from .gitignore, an archive does not.
GENERATED = re.compile(r"\.git$|\.venv|__pycache__$|\.hypothesis$|\..*_cache$")

# A folder that exists on the machine of whoever wrote the line, and on no reader's.
MACHINE_PATHS = re.compile(
    r"""(?<![\w.:/~*<>)\]}-])          # not the middle of an address or of a longer path
        (?: /(?:home|Users|root|work|workspace)/[\w.-]
          | /tmp/[\w.-]+/bin/          # an environment somebody made for a moment
        )
      | \b[A-Za-z]:\\Users\\\w""",
    re.VERBOSE,
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def pages() -> list[Path]:
    return sorted(PAGES.rglob("*.py"))


def shown(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every imported module, in full: `from vawg_plans import views` is vawg_plans.views."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                # A relative import stays in its own folder; "." is enough to say so.
                yield node.lineno, "."
            elif node.module == "vawg_plans":
                yield from ((node.lineno, f"vawg_plans.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_pages_are_nested_exactly_one_folder_deep() -> None:
    # A flat pages/x.py can be opened on a cold server without app.py, so without the sign-in.
    misplaced = [shown(p) for p in pages() if len(p.relative_to(PAGES).parts) != 2]
    assert misplaced == []


def test_a_page_fits_on_a_screen() -> None:
    assert {shown(p): length(p) for p in pages() if length(p) > LONGEST_PAGE} == {}


def test_a_module_can_be_read_in_one_sitting() -> None:
    app = [p for p in [REPOSITORY / "app.py"] if p.exists()]
    long = {shown(p): length(p) for p in [*modules(), *app] if length(p) > LONGEST_MODULE}
    assert long == {}


def test_pages_import_streamlit_and_the_parts_meant_for_them() -> None:
    wrong = []
    for page in pages():
        for line, name in imports(page):
            top, _, rest = name.partition(".")
            allowed = (
                rest.partition(".")[0] in PARTS_FOR_PAGES
                if top == "vawg_plans"
                else top == "streamlit" or top in sys.stdlib_module_names
            )
            if not allowed:
                wrong.append(f"{shown(page)}:{line} imports {name}")
    assert wrong == []


def test_streamlit_is_imported_in_views_alone() -> None:
    # app.py and pages/ are outside the package and may.
    wrong = [
        f"{shown(module)}:{line}"
        for module in modules()
        if not module.is_relative_to(PACKAGE / "views")
        for line, name in imports(module)
        if name.partition(".")[0] == "streamlit"
    ]
    assert wrong == []


def test_sql_is_in_the_store_alone() -> None:
    wrong = []
    for path in [*modules(), *pages(), REPOSITORY / "app.py"]:
        if not path.exists() or path.is_relative_to(STORE):
            continue
        for node in ast.walk(tree(path)):
            runs = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"execute", "executemany", "executescript"}
            )
            says = (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and SQL.search(node.value) is not None
            )
            if runs or says:
                wrong.append(f"{shown(path)}:{node.lineno}")
    assert wrong == []
    files = [p for p in repository_files() if p.suffix == ".sql" and not p.is_relative_to(STORE)]
    # Databases of released versions, kept to prove that they still migrate, may be SQL too.
    assert [shown(p) for p in files if not p.is_relative_to(REPOSITORY / "tests")] == []


def test_names_say_what_a_thing_is() -> None:
    wrong = [
        shown(path)
        for path in repository_files()
        if path.suffix in {".py", ".sql"}
        for part in path.relative_to(REPOSITORY).with_suffix("").parts
        if NAMES_FOR_NOTHING & set(part.lower().split("_"))
    ]
    assert wrong == []


def repository_files() -> list[Path]:
    """What is in the repository or about to be: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    else:  # a downloaded archive has no .git
        found = [
            path
            for path in REPOSITORY.rglob("*")
            if not any(GENERATED.match(part) for part in path.relative_to(REPOSITORY).parts)
        ]
    return sorted(path for path in set(found) if path.is_file())


def test_the_text_names_no_path_of_a_developers_machine() -> None:
    wrong = []
    for path in repository_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture or a workbook
        wrong += [
            f"{shown(path)}:{number}: {line.strip()[:120]}"
            for number, line in enumerate(lines, 1)
            if MACHINE_PATHS.search(line)
        ]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see " + "/" + "home/ann/plans", True),
        ("`/" + "root/.cache`", True),
        ('run "/' + 'tmp/venv/bin/python"', True),
        ("C:" + "\\Users\\ann", True),
        ("https://example.org/home/page", False),
        ("docs/home/plan.md", False),
        ("/usr/bin/chromium", False),
        ("/home page", False),
    ],
)
def test_a_machines_path_is_told_from_an_address(line: str, found: bool) -> None:
    assert bool(MACHINE_PATHS.search(line)) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT a\nFROM b", True),
        ("INSERT INTO action VALUES (1)", True),
        ("DROP TABLE action", True),
        ("select a\nfrom b", True),
        (" update action set title = :title", True),
        ("Select a force from the list", False),
        ("UPDATE: the plan was approved", False),
        ("Open the plan, then select an action from it", False),
    ],
)
def test_sql_is_told_from_a_sentence(text: str, found: bool) -> None:
    assert bool(SQL.search(text)) is found
