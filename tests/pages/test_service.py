"""The administrator's page on which the service is kept sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from tests.pages.test_pages import assert_sound, persona, said
from vawg_plans.domain.people import Role
from vawg_plans.services.backing_up import read_manifest
from vawg_plans.views import session

PAGE = "pages/admin/service.py"
ADMINISTRATOR = persona(Role.ADMINISTRATOR)


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return at.run(timeout=120)


def test_what_was_never_done_is_said_and_each_can_be_done_now(
    small_copy: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = small_copy.with_name("kept")
    monkeypatch.setenv("VAWG_PLANS_BACKUPS", str(kept))
    at = visit(small_copy, ADMINISTRATOR, PAGE)
    assert_sound(at)
    assert "Check of the record: not done yet" in at.warning[0].value.replace("\\", "")
    assert "Not on a demonstration" in said(at)
    assert "None due. Decisions that are still open stay." in said(at)

    press(at, "Back up now")
    assert_sound(at)
    assert "A backup was written and proved" in at.success[0].value.replace("\\", "")
    [file] = kept.glob("*.duckdb")
    manifest = read_manifest(file)
    assert manifest
    assert f"Proved, at entry {manifest.entry:,}" in said(at)

    press(at, "Check the record now")
    assert_sound(at)
    assert "Everything held" in said(at)
    assert "Does not hold" not in said(at)

    press(at, "Apply retention now")
    assert_sound(at)
    assert "Nothing was past its time" in said(at)
    assert any("Yes: what should be done" in s.value for s in at.success)


def test_what_the_check_finds_stands_first(small_copy: Path, visit: Visit) -> None:
    at = visit(small_copy, ADMINISTRATOR, PAGE)
    store, _ = session.opened(str(small_copy))
    with store._engine.writing() as rows:
        rows.script("update plan_version set note = 'another' where version_id = 'kent-v1'")
    press(at, "Check the record now")
    assert "1 fault found" in at.warning[0].value.replace("\\", "")
    assert "version:kent-v1 revision 1 is not what was recorded" in said(at)


def test_a_backup_that_cannot_be_written_is_said_where_it_was_asked_for(
    small_copy: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_copy.parent / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("VAWG_PLANS_BACKUPS", str(small_copy.parent / "file"))
    at = press(visit(small_copy, ADMINISTRATOR, PAGE), "Back up now")
    assert "cannot be written" in at.error[0].value.replace("\\", "")


@pytest.mark.parametrize("role", [Role.STRATEGIC_LEAD, Role.NATIONAL_LEAD, Role.READER])
def test_it_is_not_a_page_of_other_roles(looked_at: Path, visit: Visit, role: Role) -> None:
    at = visit(looked_at, persona(role, "kent" if role.in_a_force else None))
    with pytest.raises(ValueError, match=r"registered|find"):
        at.switch_page(PAGE)
