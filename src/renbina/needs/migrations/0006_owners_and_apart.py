from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def keep_words(apps: Any, schema_editor: Any) -> None:
    """Who answered stood as words; they stay readable as the stage's note, and the needs team answers."""
    stages = apps.get_model("needs", "CycleStage").objects
    stages.filter(note="").exclude(owner="").update(note=F("owner"))


class Migration(migrations.Migration):

    dependencies = [
        ('needs', '0005_words'),
        ('organisation', '0008_who_leaves_soon'),
    ]

    operations = [
        migrations.RunPython(keep_words, migrations.RunPython.noop),
        migrations.RemoveField(model_name='cyclestage', name='owner'),
        migrations.AddField(
            model_name='cyclestage',
            name='owner_role',
            field=models.CharField(blank=True, choices=[('analyst', 'Needs team'), ('head_of_development', 'Head of competency development'), ('unit_operator', 'Operators of all units')], default='analyst', max_length=30),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='cyclestage',
            name='owner_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs_stages', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='cyclestage',
            name='reminded_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='cyclestage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner_unit__isnull', True), models.Q(('owner_role', ''), _negated=True)), models.Q(('owner_role', ''), ('owner_unit__isnull', False)), _connector='OR'), name='cycle_stage_one_owner'),
        ),
    ]
