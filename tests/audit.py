"""Known vulnerabilities in what is installed: `python -m tests.audit`, a step of `make check`.

The list of vulnerabilities is on the network. Where it cannot be reached, this says so in one line
and ends well, for a machine without a network must be able to check everything else. A
vulnerability that is found ends it badly.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

SECONDS = 120
COMMAND = [
    sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--progress-spinner", "off",
    "--timeout", "10",
]  # fmt: skip
# They come with Python to install the rest, and are not part of what runs.
INSTALLERS = {"pip", "setuptools", "wheel"}


def audited(command: list[str], seconds: float = SECONDS) -> tuple[int, str]:
    """The exit status, and what to say."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 0, "Audit: the list of vulnerabilities did not answer in time; not audited."
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return 0, f"Audit: the list of vulnerabilities could not be read ({last}); not audited."
    return judged([p for p in packages if p["name"].lower() not in INSTALLERS])


def judged(packages: list[dict[str, Any]]) -> tuple[int, str]:
    """What an audit of these packages comes to."""
    unknown = [p for p in packages if "skip_reason" in p]
    found = [
        f"  {p['name']} {p['version']}: {v['id']}, put right in {', '.join(v['fix_versions'])}"
        if v["fix_versions"]
        else f"  {p['name']} {p['version']}: {v['id']}, not yet put right"
        for p in packages
        for v in p.get("vulns", [])
    ]
    if found:
        return 1, "\n".join(["Audit: known vulnerabilities in what is installed:", *found])
    if len(unknown) == len(packages):
        return 0, "Audit: the list of vulnerabilities cannot be reached from here; not audited."
    rest = f"; {len(unknown)} are not on the list" if unknown else ""
    return 0, f"Audit: no known vulnerability in {len(packages) - len(unknown)} packages{rest}."


if __name__ == "__main__":
    status, words = audited(COMMAND)
    print(words)
    raise SystemExit(status)
