"""Django's `flush`, which the audit triggers would stop. Emptying is for tests and demonstrations only."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as DjangoFlush
from django.db import connections

from renbina.foundation import triggers


class Command(DjangoFlush):
    def handle(self, **options: Any) -> None:
        if settings.RENBINA_MODE == "production":
            raise CommandError("flush would remove the audit record; an installation in use cannot be emptied.")
        connection = connections[options["database"]]
        triggers.remove(connection)
        try:
            super().handle(**options)
        finally:
            triggers.install(connection)
