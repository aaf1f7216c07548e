"""`renbina agency list | create NAME | rename OLD NEW`: the tenants of an installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from renbina.foundation import clock
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.actions import create_agency, rename_agency
from renbina.organisation.enums import AgencyKind
from renbina.organisation.models import Agency


class Command(BaseCommand):
    help = "List, create or rename the agencies of this installation. The first one is its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        parts.add_parser("list", help="public id and names")
        create = parts.add_parser("create", help="a new agency")
        create.add_argument("name")
        create.add_argument("--short-name", default="")
        create.add_argument("--kind", default=AgencyKind.CITY, choices=AgencyKind.values)
        rename = parts.add_parser("rename", help="another name")
        rename.add_argument("old")
        rename.add_argument("new")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["what"] == "create":
                name = options["name"]
                create_agency(
                    name=name,
                    short_name=(options["short_name"] or name)[:100],
                    kind=options["kind"],
                    by=Actor.system(None),
                    at=clock.now(),
                )
            if options["what"] == "rename":
                agency = Agency.objects.filter(name=options["old"]).first()
                if agency is None:
                    raise CommandError("No agency has this name; `renbina agency list` shows them.")
                rename_agency(agency=agency, name=options["new"], by=Actor.system(agency.pk), at=clock.now())
        except Refused as error:
            raise CommandError(error.message) from error
        for agency in Agency.objects.order_by("pk"):
            self.stdout.write(f"{agency.public_id}  {agency.name}")
