"""Screening: the risk, what there is to talk about, more kinds of offences, and referrals that look alike."""

import amends.vault.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models

from programs.samples.rows import only_samples_go

OF_CASE = "EXISTS (SELECT 1 FROM programs_mediationcase c WHERE c.id = case_id AND c.is_sample)"
OF_REFERRAL = "EXISTS (SELECT 1 FROM programs_referral r WHERE r.id = referral_id AND r.is_sample)"


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0016_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Older code makes no row of the new tables, and shows a reason that it does not know as it is stored.
    is_additive = True

    operations = [
        migrations.AlterField(
            model_name="offence",
            name="offence_class",
            field=models.CharField(
                choices=[
                    ("theft", "Theft"),
                    ("burglary", "Burglary"),
                    ("robbery", "Robbery"),
                    ("property_damage", "Damage to property"),
                    ("fraud", "Fraud"),
                    ("assault", "Assault"),
                    ("threats", "Threats or harassment"),
                    ("driving", "Dangerous driving"),
                    ("arson", "Arson"),
                    ("sexual", "Sexual violence"),
                    ("partner", "Violence by a partner or in the family"),
                    ("stalking", "Stalking"),
                    ("protection_order", "Violation of a protection order"),
                    ("trafficking", "Human trafficking"),
                    ("homicide", "Homicide"),
                    ("neighbour", "Neighbor or community conflict"),
                    ("other", "Another offense"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="eligibilitycheck",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("full", "Takes full responsibility"),
                    ("basic_facts", "Agrees with the basic facts"),
                    ("disputed", "Disputes important facts"),
                    ("denied", "Denies responsibility"),
                    ("none", "No"),
                    ("pending", "Yes, pending"),
                    ("convicted", "Yes, convicted"),
                    ("not_convicted", "No, not convicted"),
                    ("in_force", "Yes, in force"),
                    ("exception", "Yes, with an exception that allows this in writing"),
                    ("unknown", "Not known"),
                    ("something", "Yes, there is"),
                    ("nothing", "No, nothing is left"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="mediationcase",
            name="hold_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("legal", "A legal matter is pending"),
                    ("screening", "What screening asks does not hold any more"),
                    ("asked", "Somebody asked for time"),
                    ("safety", "It would not be safe now"),
                    ("other", "Another reason"),
                ],
                db_default="",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(editable=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("initial", "Before a mediator is assigned"),
                            ("secondary", "Since the case is prepared"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")], max_length=20
                    ),
                ),
                ("factors", amends.vault.fields.SealedJSONField()),
                ("reasons", amends.vault.fields.SealedTextField()),
                ("has_safety_plan", models.BooleanField()),
                ("safety_plan", amends.vault.fields.SealedTextField(blank=True)),
                ("assessed_at", models.DateTimeField()),
                (
                    "assessed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="programs.mediationcase",
                    ),
                ),
            ],
            options={
                "ordering": ["assessed_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "form_key"), name="risk_form_once_per_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="LikenessVerdict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("duplicate", "It is the same matter"), ("another", "It is another matter")],
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.referral",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="programs.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["decided_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("referral", models.F("other")), _negated=True),
                        name="likeness_of_two_referrals",
                    )
                ],
            },
        ),
        only_samples_go("programs_riskassessment", OF_CASE),
        only_samples_go("programs_likenessverdict", OF_REFERRAL),
    ]
