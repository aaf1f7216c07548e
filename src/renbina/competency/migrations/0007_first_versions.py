"""Every competency that has words gets them as its first version."""

from datetime import date
from typing import Any

from django.db import migrations

import renbina.foundation.base

FIRST = date(2020, 1, 1)  # older than any assessment; a first version tells what was meant before anyway


def first_versions(apps: Any, schema_editor: Any) -> None:
    """Every competency that has words gets them as its first version."""
    Competency = apps.get_model("competency", "Competency")
    Version = apps.get_model("competency", "CompetencyVersion")
    Level = apps.get_model("competency", "CompetencyLevel")
    for competency in Competency.objects.all():
        version = Version.objects.create(
            competency=competency,
            public_id=renbina.foundation.base.new_public_id(),
            number=1,
            since=FIRST,
            name=competency.name,
        )
        Level.objects.filter(competency=competency).update(version=version)


class Migration(migrations.Migration):
    dependencies = [("competency", "0006_versions_and_classes")]

    operations = [migrations.RunPython(first_versions, migrations.RunPython.noop)]
