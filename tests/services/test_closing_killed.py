"""Closing a meeting, ended by kill -9: afterwards it is closed whole, or still under way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.conftest import Adding, person
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.meetings import MeetingState
from vawg_plans.domain.moments import today
from vawg_plans.domain.people import Role
from vawg_plans.services import meetings
from vawg_plans.services.agendas import meetings_of
from vawg_plans.services.checking import examine
from vawg_plans.services.closing import close, minutes_of
from vawg_plans.services.decisions import decide
from vawg_plans.store.store import Store

CHAIR = person(Role.GOLD_CHAIR)
# The process ends itself, without any chance to tidy up, before or after one of its steps.
CLOSING = """
import os, signal, sys
from vawg_plans.domain.people import Actor, Role
from vawg_plans.services import closing
from vawg_plans.store import meetings as meeting_rows
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.head import HeadLog
from vawg_plans.store.store import Store, Writing

path, meeting_id, holder, name, when = sys.argv[1:]
owner = {"rows": meeting_rows, "closing": closing, "writing": Writing, "head": HeadLog}[holder]
step = getattr(owner, name)

def killed(*given, **named):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    step(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

store, framework = Store(path), read_framework()
setattr(owner, name, killed)
chair = Actor("person-gold_chair-kent", "Chair", Role.GOLD_CHAIR, "kent")
closing.close(store, framework, chair, meeting_id)
"""
POINTS = (
    ("closing", "freeze", "after", MeetingState.OPEN),
    ("rows", "add", "after", MeetingState.OPEN),
    ("writing", "flush", "after", MeetingState.OPEN),
    ("head", "add", "before", MeetingState.CLOSED),
)


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 elsewhere")
def test_a_close_that_is_killed_leaves_the_whole_or_nothing(
    store: Store, framework: Framework, adding: Adding, tmp_path: Path
) -> None:
    adding(store, "Train", due=today())
    planned = meetings.plan_meeting(store, framework, CHAIR, "kent", today())
    held = meetings.begin(store, framework, CHAIR, planned.id)
    decide(store, CHAIR, held.id, held.items[0].key, "Fund it", "DCC")
    store.close()
    for holder, name, when, state in POINTS:
        path = shutil.copy(store.database, tmp_path / f"{name}.duckdb")
        shutil.copy(f"{store.database}.head", f"{path}.head")
        ended = subprocess.run(
            [sys.executable, "-c", CLOSING, str(path), held.id, holder, name, when],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == -9, ended.stderr
        opened = Store(str(path))
        now = meetings_of(opened, CHAIR, "kent")[0]
        assert now.state is state, (holder, name)
        assert [f.words for f in examine(opened, framework) if not f.sound] == []
        # Whoever finds it under way closes it again.
        if state is MeetingState.OPEN:
            assert (now.moment, now.digest) == (None, None)
            close(opened, framework, CHAIR, held.id)
        content = minutes_of(opened, CHAIR, held.id).content
        assert [d["words"] for d in content["decisions"]] == ["Fund it"]
        opened.close()
