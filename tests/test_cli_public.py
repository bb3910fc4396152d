"""The folder of public pages and the proof of a version, as somebody in a terminal meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import copied
from tests.services.conftest import mapped, person, published
from tests.terminal import run
from vawg_plans import cli
from vawg_plans.domain.people import Role
from vawg_plans.services.actions import add_action, revise_action
from vawg_plans.store.framework_files import read_framework
from vawg_plans.store.store import Store


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    path = copied(empty_database, tmp_path / "plans.duckdb")
    store, framework, lead = Store(str(path)), read_framework(), person(Role.STRATEGIC_LEAD)
    action = add_action(store, framework, lead, "kent", {"title": "Openwords", "tags": mapped()})
    published(store, framework)
    revise_action(store, framework, lead, action.id, {"title": "Draftwords"}, read_revision=1)
    store.close()
    return path


def test_a_folder_is_written_and_its_files_are_proved(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    done = run(database, "export-public", folder, "--force", "kent")
    assert (done.returncode, done.stdout.split(" to ")[0]) == (0, "Wrote 8 files")
    files = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}
    assert {"index.html", "kent/index.html", "kent/version-1.xlsx"} <= files
    assert len(json.loads((folder / "index.json").read_text())["forces"]) == 1
    assert not [f for f in files if b"Draftwords" in (folder / f).read_bytes()]
    refused = run(database, "export-public", folder)
    assert refused.returncode == 2
    assert "has something in it" in refused.stderr
    page = folder / "kent" / "version-1.html"
    proved = run(database, "verify-version", "kent", "1", page)
    assert proved.returncode == 0, proved.stderr
    assert proved.stdout.endswith("Proved.\n")
    page.write_bytes(page.read_bytes().replace(b"Openwords", b"Otherwords"))
    found = run(database, "verify-version", "kent", "1", page, "--json")
    assert found.returncode == 2
    assert json.loads(found.stdout)["proved"] is False


def test_a_folder_is_whole_or_not_there(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = tmp_path / "site", tmp_path / "before"
    monkeypatch.setenv("VAWG_PLANS_DATABASE", str(database))
    assert cli.main(["export-public", str(before)]) == 0
    old = (before / "index.html").read_bytes()
    whole = Path.write_bytes
    count = 0

    def full_disk(path: Path, data: bytes) -> int:
        nonlocal count
        count += 1
        if count > 3:
            raise OSError(28, "No space left on device")
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    for place, more in ((folder, []), (before, ["--replace"])):
        count = 0
        assert cli.main(["export-public", str(place), *more]) == 2
    assert not folder.exists()
    assert (before / "index.html").read_bytes() == old
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    monkeypatch.setattr(Path, "write_bytes", whole)
    assert cli.main(["export-public", str(before), "--replace"]) == 0
    assert cli.main(["export-public", str(tmp_path), "--replace"]) == 2, "not one of ours"
