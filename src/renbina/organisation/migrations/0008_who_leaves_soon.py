from django.db import migrations, models


class Migration(migrations.Migration):
    """Who leaves soon is asked for on every visit of the list of roles: found by an index, not among everybody."""

    dependencies = [("organisation", "0007_named_by_rosters")]

    operations = [
        migrations.AddIndex(
            model_name="employee",
            index=models.Index(
                fields=["agency", "retire_on"], name="leaves_by_age", condition=models.Q(retire_on__isnull=False)
            ),
        ),
        migrations.AddIndex(
            model_name="employee",
            index=models.Index(
                fields=["agency", "contract_end"],
                name="leaves_by_contract",
                condition=models.Q(contract_end__isnull=False),
            ),
        ),
    ]
