from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def drop(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Pictures are derived, and older ones name competencies in Indonesian only: they are drawn anew."""
    apps.get_model("dashboards", "UnitPicture").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("dashboards", "0003_saved_filters"),
    ]

    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
    ]
