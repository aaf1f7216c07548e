"""Triggers that refuse to change or remove audit lines, on both engines."""

from django.db import migrations

from renbina.foundation import triggers


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.install(editor.connection),
            lambda apps, editor: triggers.remove(editor.connection),
        )
    ]
