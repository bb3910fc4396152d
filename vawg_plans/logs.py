"""The log: one JSON object a line on standard output, and never what somebody typed.

What a library logs is told in the library's own words alone: what it put into them may be a
visitor's, and anybody may visit.

A fault is told by its number, its type and the places it passed through. Its message is left out,
and so are the values it was raised with: "invalid date: …" would quote a plan.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import numbers
import re
import sys
import threading
import traceback
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

_LOG = logging.getLogger("vawg_plans")
_PROJECT = Path(__file__).resolve().parent.parent
# What a record has besides its message, under one name: `extra` may not use those of a record.
_FIELDS = "fields"
_OF_EVERY_RECORD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_REQUESTS = "uvicorn.access"
# Python's own way of logging a warning has no words but its argument.
_WARNINGS = "py.warnings"
_LEFT_OUT = "..."
_LONGEST_CHAIN = 8
_MOST_PLACES = 60
# What follows the '?' of an address: labels somebody chose, or a step of signing in.
_QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")


def event(name: str, **fields: object) -> None:
    """Log that something happened, with what a program may want to read of it."""
    _LOG.info(name, extra={_FIELDS: fields})


def fault(error: BaseException) -> str:
    """Log a fault of the program, and give the number by which to find it again."""
    number = uuid.uuid4().hex[:8]
    _LOG.error("fault", exc_info=error, extra={_FIELDS: {"number": number}})
    return number


def outline(error: BaseException) -> str:
    """A fault in lines for a person at a terminal: types and places, innermost last."""
    lines = []
    for one in _chain(error):
        lines += [_type(one), *(f"  {place}" for place in _places(one.__traceback__))]
    return "\n".join(lines)


def start_logging() -> None:
    """Send everything that is logged in this process to standard output, as JSON lines.

    That includes what libraries log, now or later, if `adopt` is called for loggers made later with
    handlers of their own.
    """
    root = logging.getLogger()
    for logger in [root, *logging.root.manager.loggerDict.values()]:
        if isinstance(logger, logging.Logger):
            adopt(logger)
    if not any(isinstance(handler, _JsonLines) for handler in root.handlers):
        root.addHandler(_JsonLines())
    # Libraries that nobody configured tell their troubles; we tell events too.
    root.setLevel(logging.WARNING)
    _LOG.setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def adopt(logger: logging.Logger) -> None:
    """Take a logger's own handlers away, so that its records reach the one above all.

    Requests that the server was told not to log stay unlogged.
    """
    if logger.name == _REQUESTS and not logger.handlers and not logger.propagate:
        return
    for handler in list(logger.handlers):
        # Exactly this class: tests listen with classes derived from it.
        if type(handler) is logging.StreamHandler or logger is not logging.root:
            logger.removeHandler(handler)
    logger.propagate = True


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        for name, value in _fields(record).items():
            line.setdefault(name, value)
        if record.exc_info and record.exc_info[1] is not None:
            line["faults"] = [
                {"type": _type(one), "places": list(_places(one.__traceback__))}
                for one in _chain(record.exc_info[1])
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


class _JsonLines(logging.Handler):
    """To whatever standard output is at the moment."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception:
            # Python's own way here is to print the record's arguments.
            line = json.dumps({"level": "error", "logger": record.name, "message": "not loggable"})
        try:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        except (OSError, ValueError):
            pass  # nobody reads any more, and there is nowhere left to say so


def _fields(record: logging.LogRecord) -> dict[str, object]:
    """What our own records carry besides. A library's may carry what somebody typed."""
    if not _is_ours(record):
        return {}
    extra = {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
    fields = extra.pop(_FIELDS, {})
    return {**extra, **fields}


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == _LOG.name


def _message(record: logging.LogRecord) -> str:
    """The message, with an exception among its arguments told by its type alone, and of a
    library's arguments the numbers besides.
    """
    trusted = _is_ours(record) or record.name == _WARNINGS
    arguments: Any = record.args
    if isinstance(arguments, tuple):
        arguments = tuple(_argument(a, trusted) for a in arguments)
    elif not trusted:
        # By name: the names may be a visitor's too.
        arguments = None
    words = str(record.msg) % arguments if arguments else str(record.msg)
    if isinstance(record.msg, BaseException):
        words = _type(record.msg)
    if record.name == "asyncio":
        # The lines after the first describe a task, with the message of what it raised.
        words = words.partition("\n")[0]
    # A traceback written out as text ends with a message too.
    words, found, _ = words.partition("Traceback (most recent call last)")
    if found:
        words += "(traceback left out)"
    return _QUERY.sub(r"\1", words).strip()


def _argument(value: object, trusted: bool) -> object:
    if isinstance(value, BaseException):
        return _type(value)
    return value if trusted or isinstance(value, numbers.Number) else _LEFT_OUT


def _type(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else _qualified(kind)


def _qualified(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """A fault, then what it came of."""
    one: BaseException | None = error
    for _ in range(_LONGEST_CHAIN):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Where it passed through, innermost last: a file of the project, or a module, and the line."""
    frames = list(traceback.walk_tb(trace))[-_MOST_PLACES:]
    for frame, line in frames:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(_PROJECT) and "site-packages" not in file.parts:
            where = file.relative_to(_PROJECT).as_posix()
        else:
            where = str(frame.f_globals.get("__name__", "?"))
        yield f"{where}:{line}:{frame.f_code.co_name}"


def _uncaught(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    if not isinstance(error, KeyboardInterrupt):
        _LOG.critical("uncaught", exc_info=error)


def _uncaught_in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None and not isinstance(found.exc_value, SystemExit):
        _LOG.critical("uncaught in a thread", exc_info=found.exc_value)


def _unraisable(found: Any) -> None:
    if isinstance(found.exc_value, BaseException):
        _LOG.error("could not be raised", exc_info=found.exc_value)
