"""Files in and out, measured: a force's own table of 1,000 and of 20,000 rows, a plan to Excel and
to Word, and the national workbook beside a program that only writes the same cells.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.bench.memory import peak_megabytes
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Actor, Role
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.exporting import export_national, export_plan
from vawg_plans.services.importing import commit_import, preview_import, read_upload
from vawg_plans.services.setup import make_database
from vawg_plans.store.store import Store, operator

HEADINGS = (
    "Ref",
    "Recommendation",
    "We will",
    "Lead",
    "By when",
    "RAG",
    "% complete",
    "4P",
    "Notes",
)
RAG = ("Green", "Amber", "Red", "Complete", "Not started")
DUE = ("Immediately", "Ongoing", "31/03/2027", "Q4 2026/27", "TBC", "1 May 2027")
POSTS = ("ACC Crime", "Head of Public Protection", "Supt Local Policing", "DCI Rape and SSO")
LEAD = Actor("persona-strategic_lead-kent", "Bench", Role.STRATEGIC_LEAD, "kent")
Median = Callable[[int, Callable[[], object]], float]
Say = Callable[[str, float, str], None]


def files_report(folder: Path, median: Median) -> None:
    """Print what each file costs."""

    def say(name: str, seconds: float, reach: str) -> None:
        print(f"  {name:<44} {seconds * 1000:>9.1f} ms   {reach}", flush=True)

    print("\nFiles in")
    store, framework = make_database(str(folder / "words.duckdb"), demonstration=False)
    store.close()
    _imports(folder, their_table(framework, 1_000), 1_000, say, ("1,500 ms", "2,000 ms"))
    # In a process of its own, whose peak of memory is that of this import alone.
    (folder / "many.xlsx").write_bytes(their_table(framework, 20_000))
    command = [sys.executable, "-m", "tests.bench.files", str(folder)]
    subprocess.run(command, check=True)
    print("\nFiles out (a plan of 150 actions)")
    store, framework = make_demonstration(str(folder / "out.duckdb"), actions=150)
    _exports(store, framework, median, say)
    store.close()


def their_table(framework: Framework, count: int) -> bytes:
    """A workbook as forces write them, of so many different rows; always the same."""
    dice = random.Random(4)
    texts = [r.text for r in framework.recommendations.values()]
    words = " ".join(texts).split()
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("Delivery plan")
    sheet.write_row(0, 0, ["Kent Police: violence against women and girls delivery plan"])
    sheet.write_row(2, 0, HEADINGS)
    for number in range(count):
        start = dice.randrange(len(words) - 40)
        action = " ".join(words[start : start + dice.randrange(8, 40)]).strip(" ,.;")
        row = (
            f"{number + 1}",
            dice.choice(["4.1", "VAWG 3.2", "Rape 4", "5"]),
            f"We will {action} ({number + 1})",
            dice.choice(POSTS),
            dice.choice(DUE),
            dice.choice(RAG),
            dice.choice([0.1, 0.4, 0.75, 1]),
            dice.choice(["Prepare", "PREVENT", "Protect / Pursue", "Pursue"]),
            " ".join(dice.choices(words, k=12)),
        )
        sheet.write_row(3 + number, 0, row)
    book.close()
    return kept.getvalue()


def _imports(folder: Path, data: bytes, count: int, say: Say, reach: tuple[str, str]) -> None:
    store, framework = make_database(str(folder / f"{count}.duckdb"), demonstration=False)
    door = (store, framework, operator(), "kent")

    def preview() -> float:
        begun = time.perf_counter()
        upload = read_upload(data, "plan.xlsx")
        preview_import(*door, upload, "plan.xlsx", ReadAs())
        return time.perf_counter() - begun

    rows = f"{count:,} rows"
    used = time.process_time()

    def told(what: str, seconds: float, most: str) -> None:
        nonlocal used
        before, used = used, time.process_time()
        say(f"{rows}{what}", seconds, f"reach {most}; {used - before:.1f} s of processor")

    told(f" ({len(data) / 1024:,.0f} kB) read and previewed", preview(), reach[0])
    upload = read_upload(data, "plan.xlsx")
    # As on the page, which lets go of the preview before it commits.
    shown = len(preview_import(*door, upload, "plan.xlsx", ReadAs()).merged.created)
    begun, used = time.perf_counter(), time.process_time()
    done = commit_import(*door, upload, "plan.xlsx", ReadAs())
    told(" committed", time.perf_counter() - begun, reach[1])
    assert len(done.merged.created) == shown == count
    del upload, done
    told(" previewed again, nothing new", preview(), reach[0])
    store.close()


def _exports(store: Store, framework: Framework, median: Median, say: Say) -> None:
    seconds = median(5, lambda: export_plan(store, framework, LEAD, "kent"))
    say("one plan to Excel", seconds, "reach 250 ms")
    begun = time.perf_counter()
    data = export_national(store, framework, operator()).data
    taken = time.perf_counter() - begun
    say(f"national workbook ({len(data) / 1024:,.0f} kB)", taken, "")
    cells = _cells_of(data)
    plain = median(3, lambda: _written(cells))
    count = sum(len(row) for sheet in cells for row in sheet)
    say(f"the same {count:,} cells by XlsxWriter alone", plain, f"{taken / plain:.1f} times that")


def _cells_of(data: bytes) -> list[list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]


def _written(sheets: list[list[list[object]]]) -> None:
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    look = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d mmm yyyy"})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is None:
                    sheet.write_blank(number, column, None, look)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value, look)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value, look)
    book.close()


if __name__ == "__main__":

    def said(name: str, seconds: float, reach: str) -> None:
        print(f"  {name:<44} {seconds * 1000:>9.1f} ms   {reach}", flush=True)

    here = Path(sys.argv[1])
    _imports(here, (here / "many.xlsx").read_bytes(), 20_000, said, ("20,000 ms", "20,000 ms"))
    print(f"  {'peak memory of all that':<44} {peak_megabytes():>9.0f} MB   reach 500 MB")
