"""The English of names, families, definitions, levels and behaviours, beside the Indonesian."""

from typing import Any

from django.db import migrations, models

TEXTS = (
    ("competency", "name_en", 200), ("competency", "family_en", 120), ("competency", "origin_en", 200),
    ("competencyversion", "name_en", 200), ("competencyversion", "definition_en", 0),
    ("competencylevel", "description_en", 0), ("behaviourindicator", "text_en", 0),
)  # fmt: skip


def _field(length: int, **given: Any) -> models.Field:
    return models.CharField(blank=True, max_length=length, **given) if length else models.TextField(blank=True, **given)


class Migration(migrations.Migration):
    dependencies = [("competency", "0009_critical_levels")]

    operations = [
        *(migrations.AddField(model, name, _field(length, default="")) for model, name, length in TEXTS),
        *(migrations.AlterField(model, name, _field(length)) for model, name, length in TEXTS),
    ]
