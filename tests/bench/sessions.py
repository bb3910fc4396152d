"""Many readers of one real server: how long each waits, and how much memory it takes."""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

from vawg_plans.config import PROJECT
from vawg_plans.services.demonstration import make_demonstration

_PAGES = ("", "plan", "coverage", "asked", "sharing", "compare")
_CLICKS = 6
_THINKING = 10.0


def sessions_report(folder: Path, sessions: int) -> None:
    """Start the app, let so many personas read, and print what they waited."""
    database = folder / "sessions.duckdb"
    make_demonstration(str(database))[0].close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The interface that drives an app over HTTP is for measuring only; a deployment has it off.
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)),
            *("--server.enableAgentApi", "true", "--server.allowedHosts", "127.0.0.1"),
        ],
        cwd=PROJECT,
        env={**os.environ, "VAWG_PLANS_DATABASE": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        waits: list[float] = []
        failures: list[str] = []
        readers = [
            threading.Thread(target=_reader, args=(port, number, waits, failures))
            for number in range(sessions)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        status = Path(f"/proc/{server.pid}/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    finally:
        server.terminate()
        server.wait(20)
    waits.sort()
    print(f"\n{sessions} sessions, {_CLICKS} clicks each, thinking {_THINKING:.0f} s on average")
    print(f"  {'median wait':<34} {statistics.median(waits) * 1000:>9.0f} ms")
    print(f"  {'95 in 100 wait at most':<34} {waits[int(len(waits) * 0.95)] * 1000:>9.0f} ms")
    print(f"  {'peak memory of the server':<34} {peak:>9.0f} MB   reach 400 MB with 50 sessions")
    print(f"  {'failures':<34} {len(failures):>9}   {failures[:1]}")


def _wait(port: int) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("The app did not start.")


def _ask(port: int, **body: Any) -> dict[str, Any]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/_stcore/agent/interact",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def _reader(port: int, number: int, waits: list[float], failures: list[str]) -> None:
    chance = random.Random(number)
    time.sleep(chance.random() * _THINKING)
    try:
        session = _ask(port)["session_id"]
        form = _ask(port, session_id=session)
        send = next(a["key"] for a in form["actions"] if a.get("label") == "Continue")
        _ask(
            port,
            session_id=session,
            widget_state={"persona_force": "Kent Police"},
            trigger={"key": send},
        )
        for _ in range(_CLICKS):
            time.sleep(chance.expovariate(1 / _THINKING))
            begun = time.perf_counter()
            answer = _ask(port, session_id=session, page=chance.choice(_PAGES))
            waits.append(time.perf_counter() - begun)
            if answer["status"] != "ready":
                failures.append(str(answer["status"]))
    except Exception as error:  # a measurement goes on and says how many failed
        failures.append(repr(error))
