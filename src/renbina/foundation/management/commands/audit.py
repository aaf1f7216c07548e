"""`renbina audit verify` checks the audit record; `renbina audit anchor` prints its head, to be kept elsewhere."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from renbina.foundation import chain

FAULTS = {
    "gap": "a line is missing or was put in",
    "previous": "the line does not follow the one before it",
    "seal": "the line was changed",
    "anchor": "it does not agree with the anchor",
    "tail": "lines were cut off the end",
}


class Command(BaseCommand):
    help = "Check the audit record, or print its head."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", choices=["verify", "anchor"])
        parser.add_argument(
            "--anchor", action="append", default=[], metavar="SEQUENCE:HASH", help="a head noted earlier; repeatable"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["task"] == "anchor":
            self.stdout.write(str(chain.head()))
            return
        try:
            anchors = tuple(chain.Anchor.parse(text) for text in options["anchor"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        report = chain.verify(anchors)
        if not report.ok:
            raise CommandError(f"The audit record is broken at line {report.broken_at}: {FAULTS[report.fault]}.")
        self.stdout.write(f"The audit record is whole: {report.lines} lines, head {report.head}.")
