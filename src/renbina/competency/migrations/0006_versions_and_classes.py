"""Words of competencies in versions, behavioural indicators, and standards of classes of positions."""

import django.db.models.deletion
from django.db import migrations, models

import renbina.foundation.base

class Migration(migrations.Migration):
    dependencies = [
        ("competency", "0005_raters"),
        ("organisation", "0004_role_grants"),
    ]

    operations = [
        migrations.AddField("competency", "by_class", models.BooleanField(default=False)),
        migrations.AddField("competency", "origin", models.CharField(blank=True, default="", max_length=200)),
        migrations.AlterField("competency", "origin", models.CharField(blank=True, max_length=200)),
        migrations.AddField("positionstandard", "reason", models.CharField(blank=True, default="", max_length=300)),
        migrations.AlterField("positionstandard", "reason", models.CharField(blank=True, max_length=300)),
        migrations.CreateModel(
            name="CompetencyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=renbina.foundation.base.new_public_id, editable=False, max_length=14, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("since", models.DateField()),
                ("name", models.CharField(max_length=200)),
                ("definition", models.TextField(blank=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("competency", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="competency.competency")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("competency", "number"), name="competency_version_once"),
                    models.UniqueConstraint(fields=("competency", "since"), name="competency_version_a_day"),
                ],
            },
        ),
        migrations.AddField(
            "competencylevel",
            "version",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="levels", to="competency.competencyversion"),
        ),
        migrations.CreateModel(
            name="BehaviourIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=6)),
                ("text", models.TextField()),
                ("level", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="indicators", to="competency.competencylevel")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("level", "code"), name="behaviour_indicator_once")],
            },
        ),
        migrations.CreateModel(
            name="ClassStandard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("position_level", models.CharField(max_length=30)),
                ("family", models.CharField(blank=True, max_length=60)),
                ("level", models.PositiveSmallIntegerField()),
                ("is_critical", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="class_standards", to="organisation.agency")),
                ("competency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="class_standards", to="competency.competency")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"), name="class_standard_interval"),
                    models.UniqueConstraint(fields=("agency", "position_level", "family", "competency", "valid_from"), name="class_standard_once"),
                    models.CheckConstraint(condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="class_standard_level"),
                ],
            },
        ),
    ]
