"""The log tells what happened and where, and nothing that somebody typed."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from vawg_plans import logs

TYPED = "Jane Doe, 14 Example Street"


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Logging as the app starts it, put back afterwards. Call it for what was written."""
    root, ours = logging.getLogger(), logging.getLogger("vawg_plans")
    before = (list(root.handlers), root.level, ours.level)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    logs.start_logging()

    def lines() -> list[dict[str, Any]]:
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    yield lines
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(False)
    root.handlers[:], root.level = before[0], before[1]
    ours.setLevel(before[2])


def failing(plan: str) -> None:
    secret = plan
    raise ValueError(f"cannot read {secret!r}")


def test_an_event_is_one_line_that_a_program_can_read(logged: Any) -> None:
    logs.event("chain head", sequence=7, digest="ab12")
    (line,) = logged()
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info", "logger": "vawg_plans", "message": "chain head",
        "sequence": 7, "digest": "ab12",
    }  # fmt: skip


def test_a_field_cannot_pass_for_the_message(logged: Any) -> None:
    logs.event("real", message="other", level="critical", at="never")
    (line,) = logged()
    assert (line["message"], line["level"]) == ("real", "info")
    assert line["at"] != "never"


def test_line_breaks_forge_no_line(logged: Any) -> None:
    logs.event("one", note='a\n{"message": "forged"}')
    assert [line["message"] for line in logged()] == ["one"]


def test_a_fault_is_told_by_its_number_type_and_places(logged: Any) -> None:
    try:
        failing(TYPED)
    except ValueError as error:
        number = logs.fault(error)
    (line,) = logged()
    assert line["number"] == number
    assert line["level"] == "error"
    (found,) = line["faults"]
    assert found["type"] == "ValueError"
    assert found["places"][-1].startswith("tests/test_logs.py:")
    assert found["places"][-1].endswith(":failing")
    assert TYPED not in json.dumps(line)


def test_what_a_fault_came_of_is_told_as_sparingly(logged: Any) -> None:
    try:
        try:
            json.loads(TYPED)
        except ValueError as error:
            raise RuntimeError(TYPED) from error
    except RuntimeError as error:
        logs.fault(error)
    (line,) = logged()
    assert [f["type"] for f in line["faults"]] == ["RuntimeError", "json.decoder.JSONDecodeError"]
    assert line["faults"][1]["places"][-1].startswith("json.decoder:")
    assert TYPED not in json.dumps(line)


def test_a_terminal_is_told_as_sparingly() -> None:
    try:
        failing(TYPED)
    except ValueError as error:
        words = logs.outline(error)
    assert words.startswith("ValueError\n  tests/test_logs.py:")
    assert TYPED not in words


@pytest.mark.parametrize("name", ["streamlit.error_util", "uvicorn.error", "psycopg.pool", ""])
def test_a_librarys_own_traceback_goes_the_same_way(name: str, logged: Any) -> None:
    library = logging.getLogger(name)
    library.propagate = False
    library.addHandler(logging.StreamHandler(sys.stdout))
    logs.start_logging()
    try:
        failing(TYPED)
    except ValueError as error:
        library.error("Uncaught app execution", exc_info=error)
        library.error("gave up: %s", error)
        library.error(error)
        library.error("Traceback (most recent call last)\n ...\nValueError: %s", TYPED)
    lines = logged()
    assert [line["message"] for line in lines] == [
        "Uncaught app execution", "gave up: ValueError", "ValueError", "(traceback left out)",
    ]  # fmt: skip
    assert TYPED not in json.dumps(lines)
    assert library.propagate


def test_a_library_may_not_add_fields(logged: Any) -> None:
    logging.getLogger("uvicorn.error").error("no", extra={"color_message": TYPED})
    (line,) = logged()
    assert set(line) == {"at", "level", "logger", "message"}


def test_requests_that_the_server_was_told_not_to_log_stay_unlogged(logged: Any) -> None:
    access, errors = logging.getLogger("uvicorn.access"), logging.getLogger("uvicorn.error")
    for logger in (access, errors):
        # As Streamlit leaves both, and only one of them on purpose.
        logger.handlers.clear()
        logger.propagate = False
    logs.start_logging()
    access.error("GET /plan")
    errors.error("Exception in ASGI application")
    assert [line["message"] for line in logged()] == ["Exception in ASGI application"]


def test_addresses_are_told_without_what_was_asked(logged: Any) -> None:
    access = logging.getLogger("uvicorn.access")
    access.propagate = True
    access.setLevel(logging.INFO)
    access.info('%s - "%s %s HTTP/%s" %d', "::1", "GET", f"/compare?by={TYPED[:4]}", "1.1", 200)
    logging.getLogger("httpx").warning("GET https://idp.example/token?code=abc&state=d HTTP/1.1")
    first, second = logged()
    assert first["message"] == '... - "... ... HTTP/..." 200'
    assert second["message"] == "GET https://idp.example/token HTTP/1.1"


@pytest.mark.parametrize(
    ("logger", "words", "arguments", "told"),
    [
        (
            "streamlit.web.server.starlette.starlette_auth_routes",
            "Error during authentication: %s. Error description: %s",
            (TYPED, None),
            "Error during authentication: .... Error description: ...",
        ),
        ("uvicorn.error", '%s - "WebSocket %s" [accepted]', ("::1", TYPED),
         '... - "WebSocket ..." [accepted]'),
        ("uvicorn.error", "Uvicorn running on %s://%s:%d (Press CTRL+C to quit)",
         ("http", "localhost", 8501), "Uvicorn running on ...://...:8501 (Press CTRL+C to quit)"),
        ("uvicorn.error", "Started server process [%d]", (7,), "Started server process [7]"),
        ("careless", "%r took %.1f s", (TYPED, 2.5), "'...' took 2.5 s"),
        ("careless", "%s", ([TYPED],), "..."),
        ("careless", "%(words)s", ({"words": TYPED},), "%(words)s"),
        ("careless", "%s", ({TYPED: 1},), "%s"),
        ("psycopg.pool", "error connecting in %r: %s", (TYPED, ValueError(TYPED)),
         "error connecting in '...': ValueError"),
        ("vawg_plans.web", "started on %s", ("localhost",), "started on localhost"),
    ],
)  # fmt: skip
def test_of_what_a_library_logs_only_its_own_words_and_numbers_are_told(
    logger: str, words: str, arguments: tuple[Any, ...], told: str, logged: Any
) -> None:
    logging.getLogger(logger).error(words, *arguments)
    (line,) = logged()
    assert line["message"] == told
    assert TYPED not in json.dumps(line)


def test_an_unfinished_task_is_not_described(logged: Any) -> None:
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: <{TYPED}>")
    assert [line["message"] for line in logged()] == ["Task exception was never retrieved"]


def test_a_record_that_cannot_be_written_is_not_printed_either() -> None:
    ended = in_a_process_of_its_own("logs.logging.getLogger('careless').error('%d', TYPED)")
    assert json.loads(ended.stdout)["message"] == "not loggable"
    assert TYPED not in ended.stdout + ended.stderr


def test_warnings_and_faults_of_threads_are_logged(logged: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("old way", DeprecationWarning, stacklevel=1)
    thread = threading.Thread(target=failing, args=(TYPED,))
    thread.start()
    thread.join()
    warned, failed = logged()
    assert "old way" in warned["message"]
    assert failed["message"] == "uncaught in a thread"
    assert TYPED not in json.dumps(failed)


def test_what_nobody_caught_is_logged_and_not_printed() -> None:
    ended = in_a_process_of_its_own("failing(TYPED)")
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["message"] == "uncaught"
    assert TYPED not in ended.stdout + ended.stderr


def in_a_process_of_its_own(script: str) -> subprocess.CompletedProcess[str]:
    """Where no test listens to the log as well."""
    before = "from vawg_plans import logs; from tests.test_logs import TYPED, failing\n"
    return subprocess.run(
        [sys.executable, "-c", f"{before}logs.start_logging()\n{script}"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_starting_twice_logs_once(logged: Any) -> None:
    logs.start_logging()
    logs.event("once")
    assert len(logged()) == 1
