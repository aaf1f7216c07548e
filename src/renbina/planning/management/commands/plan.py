"""`renbina plan export RUN FOLDER`: the problem that a run solved, as an open folder that anybody can solve again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from renbina.foundation.errors import Refused
from renbina.planning.actions import save_problem_folder
from renbina.planning.models import Plan, Run


class Command(BaseCommand):
    help = "Plans on the command line: export the problem of a run, or list the runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        export = parts.add_parser("export", help="write the problem of a run as a renbina-problem/1 folder")
        export.add_argument("run", help="public id of the run, or of a plan (its current run)")
        export.add_argument("folder", type=Path)
        parts.add_parser("list", help="runs with their plans, newest first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "list":
            for run in Run.objects.select_related("plan").order_by("-pk"):
                self.stdout.write(f"{run.public_id}  {run.plan.year} {run.plan.stage}  {run.status}")
            return
        run = _run(options["run"])
        try:
            save_problem_folder(run, options["folder"])
        except Refused as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{options['folder']}  sha256 {run.problem_sha256}  seed {run.seed}")


def _run(public_id: str) -> Run:
    run = Run.objects.filter(public_id=public_id).first()
    if run is None:
        plan = Plan.objects.select_related("current_run").filter(public_id=public_id).first()
        run = plan.current_run if plan else None
    if run is None:
        raise CommandError(f"There is no run or computed plan {public_id}; `renbina plan list` shows what there is.")
    return run
