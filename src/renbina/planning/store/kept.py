"""The problem of every run, kept as a compressed folder beside the database, so that an auditor can solve it again."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from binacore.planner import Problem
from binacore.planner.canonical import problem_files

FIXED_DAY = (2000, 1, 1, 0, 0, 0)  # the same problem gives the same file


def kept_path(run_public_id: str) -> Path:
    """Where the problem of a run is kept."""
    return Path(settings.RENBINA_FILES) / "runs" / f"{run_public_id}.zip"


def keep_problem(run_public_id: str, problem: Problem, people: Mapping[str, str]) -> None:
    """Write the problem's files, and beside them who is who: the problem's name of a person -> public id.

    Who is who is not part of what is handed out. A run that is not stored after all leaves files that nobody names.
    """
    path = kept_path(run_public_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(problem_files(problem).items()):
            archive.writestr(zipfile.ZipInfo(name, FIXED_DAY), content, zipfile.ZIP_DEFLATED)
    _names_path(run_public_id).write_text(json.dumps(dict(people)))


def kept_names(run_public_id: str) -> dict[str, str]:
    """The problem's name of a person -> public id. Raises FileNotFoundError where nothing was kept."""
    found: dict[str, str] = json.loads(_names_path(run_public_id).read_text())
    return found


def _names_path(run_public_id: str) -> Path:
    return kept_path(run_public_id).with_suffix(".names.json")


def unpack_problem(run_public_id: str, folder: Path) -> None:
    """Write the kept files into `folder`. Raises FileNotFoundError where nothing was kept."""
    with zipfile.ZipFile(kept_path(run_public_id)) as archive:
        folder.mkdir(parents=True, exist_ok=True)
        for name in archive.namelist():
            (folder / Path(name).name).write_bytes(archive.read(name))
