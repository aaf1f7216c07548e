"""`renbina import KIND FILE`: what stands around the import command, so that its answer is one JSON object always.

Whatever else is printed on the way goes to stderr. A dry run opens the database for reading only and makes none.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, NoReturn

READ, REFUSED = 0, 3
USAGE = """renbina import KIND FILE [--dry-run | --apply] [--token TOKEN] [--json] [--sheet NAME ... | --sheet all]
                         [--agency NAME] [--on YYYY-MM-DD]

KIND: employees, units, positions, superiors, people, or any other kind of the import page. See docs/import.md."""


class _Misunderstood(Exception):
    """The arguments cannot be read."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Misunderstood(message)


def main(arguments: Sequence[str]) -> int:
    """0 when the file was read (even if rows are held), 3 when it was refused."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        sys.stdout.write(f"{USAGE}\n")
        return READ
    out, sys.stdout = sys.stdout, sys.stderr
    sys.dont_write_bytecode = True
    try:
        answer = _answer(arguments)
    except Exception as error:  # the contract: an answer, and no traceback ever
        sys.stderr.write(f"renbina import: {type(error).__name__}\n")
        answer = _plain_refusal(
            "internal_error", "Berkas tidak dapat dibaca. Simpan ulang sebagai .xlsx dan coba lagi."
        )
    finally:
        sys.stdout = out
    try:
        _print(answer, out, as_json="--json" in arguments)
    except BrokenPipeError:  # whoever read along has had enough (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())  # else Python complains once more on its way out
    return READ if answer["file"]["accepted"] else REFUSED


def _answer(arguments: Sequence[str]) -> dict[str, Any]:
    try:
        options = _parsed(arguments)
    except _Misunderstood as error:
        return _plain_refusal("usage", f"Perintah tidak dimengerti ({error}). Lihat docs/import.md.")
    _prepare(apply=options.apply)
    from django.conf import settings
    from django.utils import translation

    from renbina.foundation import clock
    from renbina.organisation.management.command import Asked, answer_to

    on = options.on or clock.today(settings.TIME_ZONE)
    asked = Asked(
        kind=options.kind,
        path=Path(options.file).absolute(),  # the reading process stands elsewhere
        apply=options.apply,
        token=options.token,
        sheets=tuple(options.sheet),
        agency=options.agency,
        on=on,
        at=_moment(clock.now(), on if options.on else None),
    )
    with translation.override("id"):
        return answer_to(asked)


def _moment(now: datetime, on: date | None) -> datetime:
    return now if on is None else now.replace(year=on.year, month=on.month, day=on.day, hour=5)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(prog="renbina import", add_help=False, allow_abbrev=False)
    parser.add_argument("kind")
    parser.add_argument("file")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--apply", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--token", default="")
    parser.add_argument("--sheet", action="append", default=[])
    parser.add_argument("--agency", default="")
    parser.add_argument("--on", type=date.fromisoformat)
    try:
        options = parser.parse_args(list(arguments))
    except argparse.ArgumentError as error:
        raise _Misunderstood(str(error)) from error
    if options.apply and options.dry_run:
        raise _Misunderstood("--dry-run --apply")
    return options


def _prepare(*, apply: bool) -> None:
    """Start Django. A dry run reads only; an import into a database that is empty sets it up first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renbina.config.settings")
    import django
    from django.apps import apps
    from django.conf import settings

    if apps.ready:  # called from a running program: its database is its own matter
        return
    from renbina.organisation.management import database

    if not apply:
        database.read_only()
    django.setup()
    if apply:
        from django.core.management import call_command

        name = str(settings.DATABASES["default"]["NAME"])
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        if database.is_empty():
            call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)


def _plain_refusal(reason: str, message: str) -> dict[str, Any]:
    """A refusal without Django, in the shape of the others."""
    problem = {"row": None, "sheet": None, "field": None, "code": reason, "severity": "error", "message": message}
    return {
        "file": {"accepted": False, "reason": reason, "token": None},
        "rows_read": 0,
        "summary": {"new": 0, "changed": 0, "same": 0},
        "dropped_columns": [],
        "valid": [],
        "problems": [problem],
    }


def _print(answer: dict[str, Any], out: IO[str], *, as_json: bool) -> None:
    binary = getattr(out, "buffer", None)
    for piece in _pieces(answer) if as_json else ("\n".join(_lines(answer)), "\n"):
        data = piece.encode("utf-8", "replace")
        if binary is None:
            out.write(data.decode())
        else:
            binary.write(data)
    out.flush()


def _pieces(answer: dict[str, Any]) -> Iterator[str]:
    """The object row by row: a long answer is never whole in memory as text."""
    mark = "{"
    for name, value in answer.items():
        yield f"{mark}{json.dumps(name)}: "
        mark = ", "
        if isinstance(value, list) and value:
            for place, each in enumerate(value):
                yield f"{', ' if place else '['}{json.dumps(each, ensure_ascii=False)}"
            yield "]"
        else:
            yield json.dumps(value, ensure_ascii=False)
    yield "}\n"


def _lines(answer: dict[str, Any]) -> list[str]:
    """For people at a terminal."""
    if not answer["file"]["accepted"]:
        return [f"Ditolak ({answer['file']['reason']}): {answer['problems'][0]['message']}"]
    summary = answer["summary"]
    held = answer["rows_read"] - len(answer["valid"])
    counts = f"{summary['new']} baru, {summary['changed']} berubah, {summary['same']} sama, {held} ditahan"
    lines = [f"{answer['rows_read']} baris dibaca: {counts}."]
    if answer["dropped_columns"]:
        lines.append(f"Kolom yang tidak diambil: {', '.join(answer['dropped_columns'])}")
    lines += [problem["message"] for problem in answer["problems"]]
    return [*lines, f"Token: {answer['file']['token']}"]
