"""The settings that keep others out, as Streamlit itself reads them here."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.conftest import REPOSITORY

WANTED = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.enableCORS": True,
    "server.corsAllowedOrigins": [],
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "lax",
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.enableStaticServing": False,
    "server.trustedUserHeaders": {},
    "server.maxUploadSize": 10,
    "server.maxMessageSize": 50,
    "server.maxWidgetStateSize": 10,
    "server.disconnectedSessionTTL": 120,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.baseUrlPath": "",
    "server.unsafeMetricsUserAttributes": [],
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.allowedOrigins": [],
    "browser.gatherUsageStats": False,
    "logger.enableRich": False,
    "logger.level": "info",
    "global.developmentMode": False,
    "runner.magicEnabled": False,
}
ASK = """
import json, sys
from streamlit import config
print(json.dumps({name: config.get_option(name) for name in json.load(sys.stdin)}))
"""


def test_the_settings_in_effect_are_the_strict_ones() -> None:
    ours = {n: v for n, v in os.environ.items() if not n.startswith("STREAMLIT_")}
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(list(WANTED)), cwd=REPOSITORY, env=ours,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(told.stdout) == WANTED
