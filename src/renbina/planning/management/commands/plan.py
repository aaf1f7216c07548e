"""`renbina plan export RUN FOLDER`: the problem that a run solved, as an open folder that anybody can solve again;
`renbina plan decisions PLAN`: who was sent where and why, in the words of the page, to be judged one by one."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from renbina.foundation import clock
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.planning import queries, wording
from renbina.planning.actions import save_problem_folder
from renbina.planning.models import OpenedOffer, Plan, Run
from renbina.ui import formats


class Command(BaseCommand):
    help = "Plans on the command line: export the problem of a run, list the runs, or print decisions with reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        export = parts.add_parser("export", help="write the problem of a run as a renbina-problem/1 folder")
        export.add_argument("run", help="public id of the run, or of a plan (its current run)")
        export.add_argument("folder", type=Path)
        parts.add_parser("list", help="runs with their plans, newest first")
        decisions = parts.add_parser("decisions", help="the first decisions of a plan with their reasons, as a table")
        decisions.add_argument("plan", help="public id of a plan, or of its current run")
        decisions.add_argument("--first", type=int, default=50, help="how many, in the order of the page")
        decisions.add_argument("--language", default="en", choices=["en", "id"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "list":
            for run in Run.objects.select_related("plan").order_by("-pk"):
                self.stdout.write(f"{run.public_id}  {run.plan.year} {run.plan.stage}  {run.status}")
            return
        if options["what"] == "decisions":
            with translation.override(options["language"]):
                for line in _decisions(_run(options["plan"]), options["first"]):
                    self.stdout.write(line)
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


def _decisions(run: Run, first: int) -> Iterator[str]:
    """Rows of a Markdown table. People by post and unit: a table that is passed around holds no names."""
    plan = run.plan
    if plan.current_run_id != run.pk:
        raise CommandError("This run has been replaced by a newer one; only the reasons of the current run are kept.")
    actor, on = Actor.system(plan.agency_id), clock.today(plan.agency.timezone)
    names = queries.programme_names(actor)
    shares = {
        (each.offer.programme.public_id, each.offer.month): each.cost // max(1, each.people)
        for each in OpenedOffer.objects.filter(run=run).select_related("offer__programme")
    }
    yield "| No | Position, unit | Programme | When | JP | Rp | Reason |"
    yield "|---|---|---|---|---|---|---|"
    for place, seat in enumerate(queries.as_seats(list(queries.seat_rows(actor, plan, on)[:first]), on), start=1):
        found = queries.person_search(actor, plan, on, person=seat.person).found
        why = next(each for each in found.reasons if each.programme == seat.programme) if found else None
        text = _words(why, names) if why else ""
        rupiah = formats.rupiah_short(shares[seat.programme, seat.month])
        month, hours = wording.month_words(seat.month, short=True), formats.number(seat.hours)
        programme = f"{seat.programme_code} {seat.programme_name}"
        yield f"| {place} | {seat.position}, {seat.unit} | {programme} | {month} | {hours} | {rupiah} | {text} |"


def _words(why: queries.ReasonLine, names: dict[str, str]) -> str:
    grounds = wording.Grounds(why.raises, why.named)
    told = wording.spoken(why.code, why.numbers, why.programme_name, names, grounds)
    return f"{told.text} {told.detail}".strip()
