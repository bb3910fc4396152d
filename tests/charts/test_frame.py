"""What every chart has: words, a date, a twin, a mark when invented, and a file to take away."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, sync_playwright

from vawg_plans.charts.comparison import forces_chart
from vawg_plans.charts.coverage import matrix_chart
from vawg_plans.charts.frame import (
    CHART_CONFIG,
    DEMONSTRATION,
    SUBTITLE_CHARACTERS,
    TITLE_CHARACTERS,
    Chart,
    as_html,
    as_label,
)
from vawg_plans.charts.progress import status_bar
from vawg_plans.comparison.forces import ForceFigures, Tally
from vawg_plans.domain.actions import DeliveryStatus
from vawg_plans.domain.coverage import Matrix, matrix_of
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.plans import PlanState
from vawg_plans.domain.rules import percent_words
from vawg_plans.store.framework_files import read_framework

ON = dt.date(2026, 11, 5)
FRAMEWORK = read_framework()

Draw = Callable[..., Chart]


def _matrix(**how: Any) -> Chart:
    matrix: Matrix = matrix_of([], FRAMEWORK.areas, FRAMEWORK.ps)
    for n, cell in enumerate(matrix.values()):
        cell.accepted, cell.suggested = (0, 12, 0)[n % 3], (0, 3, 11)[n % 3]
    return matrix_chart(matrix, FRAMEWORK, on=ON, **how)


def _status(**how: Any) -> Chart:
    counts = dict(zip(DeliveryStatus, (9, 40, 7, 3, 12), strict=True))
    return status_bar(counts, on=ON, **how)


def _forces(by: Any, measure: Any) -> Draw:
    def draw(**how: Any) -> Chart:
        figures = []
        for n, force_id in enumerate(FRAMEWORK.forces):
            force = ForceFigures(force_id, PlanState.SHARED, "v", 2, "public", ON)
            if n % 7 == 3:
                force = ForceFigures(force_id, PlanState.DRAFT)
            force.by_p = {p: Tally(100, 100) for p in FRAMEWORK.ps if (n + len(p)) % 5}
            force.by_area = {a: Tally(128, 57) for a in FRAMEWORK.areas if (n + len(a)) % 5}
            figures.append(force)
        return forces_chart(
            figures, FRAMEWORK, by=by, measure=measure, on=ON, highlight="kent", **how
        )

    return draw


CHARTS: dict[str, Draw] = {
    "matrix": _matrix,
    "status": _status,
    **{
        f"forces-{by}-{measure}": _forces(by, measure)
        for by in ("p", "area")
        for measure in ("coverage", "complete", "volume")
    },
}
EVERY_CHART = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)


@EVERY_CHART
def test_a_chart_has_title_unit_date_alternative_and_table(draw: Draw) -> None:
    chart = draw()
    assert chart.title
    assert "5 November 2026" in chart.subtitle.replace("\N{NO-BREAK SPACE}", " ")
    assert "actions" in f"{chart.title} {chart.subtitle}" or "action" in chart.subtitle
    assert "5 November 2026" in chart.alt
    assert chart.alt.endswith(".")
    assert chart.figure.layout.meta["alt"] == chart.alt
    assert chart.table
    for row in chart.table:
        assert set(row) == set(chart.columns)
        assert all(isinstance(value, str) and value for value in row.values())


@EVERY_CHART
def test_title_and_subtitle_are_in_the_picture_in_lines_for_a_narrow_screen(draw: Draw) -> None:
    chart = draw()
    drawn = chart.figure.layout.title.text
    title, subtitle = drawn.split("</span><br>")
    plain = title.partition("<b>")[2].removesuffix("</b>")
    assert plain.replace("<br>", " ") == chart.title
    assert all(len(line) <= TITLE_CHARACTERS for line in plain.split("<br>"))
    lines = subtitle.partition(">")[2].removesuffix("</span>").split("<br>")
    assert " ".join(lines) == chart.subtitle
    assert all(len(line) <= SUBTITLE_CHARACTERS for line in lines)


@EVERY_CHART
@pytest.mark.parametrize("dark", [False, True])
def test_invented_figures_say_so_inside_the_picture_and_real_ones_do_not(
    draw: Draw, dark: bool
) -> None:
    real, invented = draw(dark=dark), draw(dark=dark, demonstration=True)
    assert DEMONSTRATION not in real.figure.to_json()
    marks = [a for a in invented.figure.layout.annotations if a.name == "demonstration"]
    assert [DEMONSTRATION in mark.text for mark in marks] == [True]
    # It has a line of its own above the drawing.
    assert invented.figure.layout.margin.t > real.figure.layout.margin.t
    assert invented.figure.layout.height > real.figure.layout.height


@EVERY_CHART
def test_the_ground_is_drawn_so_that_a_picture_keeps_its_contrast(draw: Draw) -> None:
    for dark, ground in ((False, "#FFFFFF"), (True, "#030509")):
        layout = draw(dark=dark).figure.layout.template.layout
        assert layout.paper_bgcolor == layout.plot_bgcolor == ground


def test_rows_make_the_chart_taller(framework: Framework) -> None:
    def forces(count: int) -> Chart:
        figures = [
            ForceFigures(force_id, PlanState.SHARED, "v", 1, "public", ON)
            for force_id in list(framework.forces)[:count]
        ]
        return forces_chart(figures, framework, by="p", measure="volume", on=ON)

    assert forces(40).figure.layout.height - forces(20).figure.layout.height == 20 * 22


def test_the_mode_bar_is_off() -> None:
    assert CHART_CONFIG["displayModeBar"] is False


def test_words_are_never_markup() -> None:
    assert as_label("Devon & <script>Cornwall") == "Devon &amp; &lt;script&gt;Cornwall"
    assert as_label("High-harm<br>offenders") == "High-harm<br>offenders"


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_all_is_100_and_none_is_0_and_nothing_else_is(part_and_whole: tuple[int, int]) -> None:
    part, whole = part_and_whole
    assert (percent_words(part, whole) == "100%") is (part == whole)
    assert (percent_words(part, whole) == "0%") is (part == 0)


class _Tables(HTMLParser):
    """The cells of the tables of a page, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        self._inside = tag in {"td", "th"}
        if self._inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


def test_the_file_holds_the_words_the_table_the_mark_and_the_marking() -> None:
    chart = _matrix(demonstration=True)
    page = as_html(chart, marking="official").decode()
    words = page.rpartition("</script>")[2]
    found = _Tables()
    found.feed(words)
    assert found.rows[0] == list(chart.columns)
    assert found.rows[1:] == [[row[name] for name in chart.columns] for row in chart.table]
    assert DEMONSTRATION in words
    assert page.count('<p class="marking">OFFICIAL</p>') == 2
    assert f'aria-label="{chart.alt}"' in page
    assert DEMONSTRATION not in as_html(_matrix()).decode()


def test_words_from_people_cannot_become_script_in_the_file() -> None:
    hostile = '</script><script>alert("x")</script>'
    chart = _matrix()
    chart.figure.layout.yaxis.ticktext = (hostile,) * 6
    rows = [dict.fromkeys(chart.columns, hostile)]
    chart = replace(chart, title=hostile, alt=hostile, subtitle=hostile, table=rows)
    page = as_html(chart, marking=hostile).decode()
    assert '<script>alert("x")' not in page
    assert '<SCRIPT>ALERT("X")' not in page


def test_the_same_chart_gives_the_same_file() -> None:
    assert as_html(_status()) == as_html(_status())


@dataclass
class Opened:
    """The file in a browser: what the browser said, and what it asked for."""

    page: Page
    said: list[str]
    asked: list[str]


@pytest.fixture(scope="module")
def opened(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One page for all: reading Plotly's script takes longer than any drawing."""
    path = tmp_path_factory.mktemp("charts") / "chart.html"
    path.write_bytes(as_html(_status(demonstration=True), file_name="progress"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        file = Opened(browser.new_page(), [], [])
        file.page.on("console", lambda message: file.said.append(message.text))
        file.page.on("pageerror", lambda error: file.said.append(str(error)))
        file.page.on("request", lambda request: file.asked.append(request.url))
        file.page.goto(path.as_uri())
        file.page.wait_for_selector(".js-plotly-plot .bars .point")
        yield file
        browser.close()


def test_the_file_needs_no_network_and_saves_its_picture(opened: Opened) -> None:
    with opened.page.expect_download() as download:
        opened.page.locator(".modebar-btn").click(force=True)
    assert download.value.suggested_filename == "progress.png"
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith(("file:", "blob:", "data:"))] == []


# Each gives the words of what is wrong, so that a failure can be read.
CUT = """() => {
  const picture = document.querySelector('.main-svg').getBoundingClientRect();
  return [...document.querySelectorAll('.js-plotly-plot text')]
    .filter(each => {
      const box = each.getBoundingClientRect();
      return box.width && (box.left < picture.left - 1 || box.right > picture.right + 1
        || box.top < picture.top - 1 || box.bottom > picture.bottom + 1);
    })
    .map(each => each.textContent);
}"""

OVERLAPPING = """([one, other]) => {
  const boxes = selector => [...document.querySelectorAll(selector)]
    .map(each => [each, each.getBoundingClientRect()]).filter(([_, box]) => box.width);
  return boxes(one).flatMap(([a, x]) => boxes(other)
    .filter(([b, y]) => a !== b && x.left < y.right - 1 && y.left < x.right - 1
      && x.top < y.bottom - 1 && y.top < x.bottom - 1)
    .map(([b]) => `${a.textContent} | ${b.textContent || b.nodeName}`));
}"""

SHRUNK = """least => [...document.querySelectorAll('.bartext, .xtick text, .ytick text')]
  .filter(each => parseFloat(getComputedStyle(each).fontSize)
    * (new DOMMatrix(getComputedStyle(each).transform).a || 1) < least)
  .map(each => each.textContent)"""


@EVERY_CHART
@pytest.mark.parametrize(("width", "narrow"), [(328, True), (900, False)])
def test_nothing_is_cut_covered_or_too_small_to_read(
    draw: Draw, width: int, narrow: bool, opened: Opened
) -> None:
    # 328 is what a page leaves of a screen of 360, and 900 of 1280 beside the menu.
    figure = draw(narrow=narrow, demonstration=True).figure.update_layout(width=width)
    page = opened.page
    page.set_viewport_size({"width": width + 32, "height": 900})
    page.evaluate("figure => Plotly.newPlot('chart', figure)", json.loads(figure.to_json()))
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVERLAPPING, [".annotation", ".point path, .gtitle, .xtick text"]) == []
    assert page.evaluate(OVERLAPPING, [".gtitle", ".point path, .xtick text"]) == []
    assert page.evaluate(OVERLAPPING, [".xtick text", ".xtick text"]) == []
    assert page.evaluate(OVERLAPPING, [".ytick text", ".ytick text, .point path"]) == []
    assert page.evaluate(SHRUNK, 9) == []
    assert opened.said == []
