"""Six keys whose index another one begins with: a unique constraint of the same table finds the same rows.

The field of rules changes its words alone, which the database does not see."""

import django.db.models.deletion
from django.db import migrations, models

RULES = [
    ("E1", "Acknowledgment of responsibility"),
    ("E2", "Appeal or another proceeding"),
    ("E3", "Conviction"),
    ("E4", "No-contact order"),
    ("E5", "Offense that the program takes"),
    ("E6", "Age and guardians"),
    ("E7", "Risk"),
    ("E8", "Something to talk about"),
]


def key(model: str, name: str, to: str, related_name: str) -> migrations.AlterField:
    """Return the operation that leaves a key its constraint, and no index of its own."""
    field = models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to
    )
    return migrations.AlterField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("programs", "0008_saved_filter")]

    is_additive = True

    operations = [
        key("agreement", "case", "programs.mediationcase", "agreements"),
        key("agreementsignature", "agreement", "programs.agreement", "signatures"),
        key("conflictdeclaration", "case", "programs.mediationcase", "conflicts"),
        key("eligibilitycheck", "case", "programs.mediationcase", "checks"),
        key("offence", "referral", "programs.referral", "offences"),
        key("victimchoice", "participant", "programs.participant", "choices"),
        migrations.AlterField(
            model_name="eligibilitycheck", name="rule", field=models.CharField(max_length=2, choices=RULES)
        ),
    ]
