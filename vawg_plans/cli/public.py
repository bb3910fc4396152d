"""Commands on what is published: the folder of pages, and the proof of a version."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from vawg_plans.cli.terminal import ExitCode, acting, opened, progress
from vawg_plans.config import Settings
from vawg_plans.errors import InvalidInput, UnreadableFile
from vawg_plans.services.proving import verify_version
from vawg_plans.services.public import public_file, public_paths
from vawg_plans.services.record import record_export

Adding = Callable[
    [str, Callable[[argparse.Namespace, Settings], int], str], argparse.ArgumentParser
]


def add_options(command: Adding) -> None:
    """`export-public` and `verify-version`."""
    folder = command(
        "export-public", export_public, "Write what is published as pages for a website."
    )
    folder.add_argument("folder", metavar="FOLDER", type=Path)
    folder.add_argument("--force", metavar="FORCE", help="of this force only")
    folder.add_argument(
        "--replace", action="store_true", help="take the place of a folder written before"
    )
    proving = command(
        "verify-version", verify, "Prove a version, or a page, JSON file or workbook of it."
    )
    proving.add_argument("force", metavar="FORCE")
    proving.add_argument("number", metavar="N", type=int)
    proving.add_argument("file", metavar="FILE", type=Path, nargs="?")
    proving.add_argument("--json", action="store_true", help="print one JSON object")


def export_public(options: argparse.Namespace, settings: Settings) -> int:
    """Write every public page and file into a folder: whole, or not at all."""
    folder: Path = options.folder
    full = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if full and not (options.replace and (folder / "index.json").is_file()):
        raise InvalidInput(
            f"{folder} has something in it.",
            hint="Name a new folder; or add --replace, if it is one that this command wrote.",
        )
    with opened(settings) as (store, framework), progress("Writing") as said:
        only = framework.force(options.force).id if options.force else None
        paths = [p for p in public_paths(store) if _wanted(p, only)]
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            # On the same disk, so that what is finished takes its place in one step.
            made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            for done, path in enumerate(paths):
                file = public_file(store, framework, path, only=only)
                if file is not None:
                    place = made / path
                    place.parent.mkdir(exist_ok=True)
                    place.write_bytes(file.data)
                said((done + 1) / len(paths), path)
            _put(made, folder)
            record_export(store, acting(store, options), f"public pages, {len(paths)} files")
        except OSError as error:
            raise _unwritable(folder, error) from error
        finally:
            shutil.rmtree(made, ignore_errors=True)
    print(f"Wrote {len(paths):,} files to {folder}.")
    return ExitCode.DONE


def _wanted(path: str, only: str | None) -> bool:
    return only is None or "/" not in path or path.startswith(f"{only}/")


def _put(made: Path, folder: Path) -> None:
    """Let what was made take the folder's place; what was there goes last."""
    made.chmod(0o755)
    if not folder.exists():
        made.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.rename(old / "old")
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> UnreadableFile:
    return UnreadableFile(
        f"{folder} cannot be written: {error.strerror}.", hint="Name a folder you may write."
    )


def verify(options: argparse.Namespace, settings: Settings) -> int:
    """Prove a version, or a file of it; exit status 2 when something does not hold."""
    data = None
    if options.file:
        try:
            data = options.file.read_bytes()
        except OSError as error:
            raise UnreadableFile(f"{options.file} cannot be read: {error.strerror}.") from error
    with opened(settings) as (store, framework):
        verified = verify_version(
            store,
            framework,
            acting(store, options),
            framework.force(options.force).id,
            options.number,
            data=data,
            name=options.file.name if options.file else "",
        )
    proof, version = verified.proof, verified.version
    if options.json:
        print(
            json.dumps(
                {
                    "force": version.force_id,
                    "version": version.number,
                    "audience": version.audience.value,
                    "sha256": version.digest,
                    "withdrawn": version.withdrawn,
                    "proved": proof.proved,
                    "holds": proof.holds,
                    "faults": proof.faults,
                },
                indent=1,
            )
        )
    else:
        for words in proof.holds:
            print(words)
        for words in proof.faults:
            print(words, file=sys.stderr)
        if version.withdrawn:
            print("This version was withdrawn by the force.")
        print("Proved." if proof.proved else "Not proved.")
    return ExitCode.DONE if proof.proved else ExitCode.BAD_INPUT
