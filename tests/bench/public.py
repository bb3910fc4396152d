"""The public pages of a plan of 150 actions: how long one takes, and how many a second."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from vawg_plans.config import PROJECT
from vawg_plans.services.demonstration import make_demonstration
from vawg_plans.services.public import public_file

_FORCE, _NUMBER = "west-mercia", 3
PAGE = f"{_FORCE}/version-{_NUMBER}.html"
_FILES = (PAGE, PAGE.replace("html", "json"), PAGE.replace("html", "csv"), "index.html")
_ROUNDS, _SECONDS = 5, 3.0
# Readers, in processes of their own: the measuring takes part of the same two cores.
_PROCESSES, _THREADS = 2, 4


def public_report(folder: Path, median: Callable[[int, Callable[[], object]], float]) -> None:
    """Make a demonstration, serve it, read it as strangers do, and print what it took."""
    database = folder / "public.duckdb"
    store, framework = make_demonstration(str(database))
    made = {p: median(7, lambda p=p: public_file(store, framework, p)) for p in _FILES}  # type: ignore[misc]
    store.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "vawg_plans", "run", "--port", str(port)],
        cwd=PROJECT,
        env={**os.environ, "VAWG_PLANS_DATABASE": str(database), "VAWG_PLANS_PUBLIC": "on"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        print(f"\nPublic pages, a plan of 149 actions; {_PROCESSES * _THREADS} readers at once")
        for path in _FILES:
            whole, _ = _one(port, path, {})
            one, length = _one(port, path, {"Accept-Encoding": "gzip"})
            _say(f"{path.rpartition('/')[2]}, made anew", made[path] * 1000, "ms", "reach 50 ms")
            _say("  ready, one reader", one * 1000, "ms", f"{length:,} bytes compressed")
            _say("  ready, not compressed", whole * 1000, "ms", "")
        for words, etag in (("pages a second", False), ("told 'you have it' a second", True)):
            rate = statistics.median(_rate(port, etag) for _ in range(_ROUNDS))
            _say(words, rate, "/s", "reach 200 a second")
    finally:
        server.terminate()
        server.wait(20)


def _say(words: str, value: float, unit: str, reach: str) -> None:
    print(f"  {words:<34} {value:>9.1f} {unit:<3} {reach}")


def _wait(port: int) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("The app did not start.")


def _one(port: int, path: str, headers: dict[str, str]) -> tuple[float, int]:
    """Seconds for one answer, the median of 100, and its length."""
    connection, taken, length = http.client.HTTPConnection("127.0.0.1", port), [], 0
    for _ in range(100):
        begun = time.perf_counter()
        length = len(_read(connection, path, headers))
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken), length


def _read(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    connection.request("GET", f"/public/{path}", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status not in (200, 304):
        raise RuntimeError(f"{path}: {answer.status}")
    return body


def _rate(port: int, etag: bool) -> float:
    """Answers a second, over a few seconds, from several processes."""
    with multiprocessing.Pool(_PROCESSES) as pool:
        counts = pool.starmap(_many, [(port, etag)] * _PROCESSES)
    return sum(counts) / _SECONDS


def _many(port: int, etag: bool) -> int:
    headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": "*"} if etag else {})
    counts = [0] * _THREADS
    end = time.perf_counter() + _SECONDS

    def read(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < end:
            _read(connection, PAGE, headers)
            counts[number] += 1

    readers = [threading.Thread(target=read, args=(n,)) for n in range(_THREADS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return sum(counts)
