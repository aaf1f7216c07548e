"""Levels belong to a version of the words, no longer to the competency itself."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competency", "0007_first_versions")]

    operations = [
        migrations.RemoveConstraint("competencylevel", "competency_level_once"),
        migrations.RemoveField("competencylevel", "competency"),
        migrations.AlterField(
            "competencylevel",
            "version",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="levels", to="competency.competencyversion"),
        ),
        migrations.AddConstraint(
            "competencylevel", models.UniqueConstraint(fields=("version", "level"), name="competency_level_once")
        ),
    ]
