"""The command line in a process of its own, as a terminal starts it, but quicker.

Most of a short command is Python starting and importing. Here one process does that once, and each
command is a fork of it: another process all the same, with its own streams, environment and status.
(`python -m vawg_plans` itself makes the demonstration that the tests share, and runs the app.)
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from vawg_plans import config
from vawg_plans.cli import main

SECONDS = 120
Outcome = subprocess.CompletedProcess[str]

if os.name == "posix":
    STARTING = multiprocessing.get_context("forkserver")
    STARTING.set_forkserver_preload([__name__])
else:
    STARTING = multiprocessing.get_context("spawn")  # type: ignore[assignment]


def run(database: str | Path | None, *arguments: str | Path) -> Outcome:
    environment = {k: v for k, v in os.environ.items() if k != "VAWG_PLANS_DATABASE"}
    if database is not None:
        environment["VAWG_PLANS_DATABASE"] = str(database)
        if config.is_postgresql(str(database)):
            environment["VAWG_PLANS_HEADS"] = str(config.HEADS)
    typed = [str(argument) for argument in arguments]
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = STARTING.Process(target=_command, args=(typed, environment, out, err))
        process.start()
        process.join(SECONDS)
        if process.is_alive():
            process.kill()
            raise TimeoutError(f"{typed} had not ended after {SECONDS} seconds")
        assert process.exitcode is not None
        return Outcome(
            typed, process.exitcode, out.read_text(encoding="utf-8"), err.read_text("utf-8")
        )


def _command(arguments: list[str], environment: dict[str, str], out: Path, err: Path) -> None:
    """In the new process: what `python -m vawg_plans` does, with its streams in two files."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(config.PROJECT)
    for path, stream in ((out, sys.stdout), (err, sys.stderr)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    sys.exit(main(arguments))
