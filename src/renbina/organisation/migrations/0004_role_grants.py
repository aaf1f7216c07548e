from typing import Any

import renbina.foundation.base
from django.conf import settings
from django.db import migrations, models


def name_the_old(apps: Any, schema_editor: object) -> None:
    """Each role given so far gets a name of its own, for its address."""
    grants = apps.get_model("organisation", "RoleGrant")
    for grant in grants.objects.all().iterator():
        grant.public_id = renbina.foundation.base.new_public_id()
        grant.save(update_fields=["public_id"])


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0003_facts_of_units'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='rolegrant',
            name='end_reason',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="public_id",
            field=models.CharField(default="", editable=False, max_length=14),
            preserve_default=False,
        ),
        migrations.RunPython(name_the_old, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="rolegrant",
            name="public_id",
            field=models.CharField(
                default=renbina.foundation.base.new_public_id, editable=False, max_length=14, unique=True
            ),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='reason',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AlterField(
            model_name='agency',
            name='kind',
            field=models.CharField(choices=[('kota', 'City'), ('kabupaten', 'Regency'), ('provinsi', 'Province'), ('kementerian', 'Ministry')], max_length=20),
        ),
        migrations.AlterField(
            model_name='rolegrant',
            name='role',
            field=models.CharField(choices=[('analyst', 'ANALYST'), ('head_of_development', 'HEAD_OF_DEVELOPMENT'), ('agency_head', 'AGENCY_HEAD'), ('approver_pyb', 'APPROVER_PYB'), ('approver_ppk', 'APPROVER_PPK'), ('unit_operator', 'UNIT_OPERATOR'), ('superior', 'SUPERIOR'), ('employee', 'EMPLOYEE'), ('auditor', 'AUDITOR'), ('partner', 'PARTNER'), ('mentor', 'MENTOR'), ('trainer', 'TRAINER'), ('administrator', 'ADMINISTRATOR')], max_length=30),
        ),
        migrations.AddIndex(
            model_name='rolegrant',
            index=models.Index(fields=['agency', 'role', 'valid_from'], name='organisatio_agency__70338c_idx'),
        ),
    ]
