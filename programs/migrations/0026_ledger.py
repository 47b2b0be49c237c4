"""Restitution: debts through versions, schedules, who owes and who paid, losses, and reports of payments."""

import amends.vault.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from programs.samples.rows import OF_PARTICIPANT, only_samples_go

# Versions from before there were lines carried over what was left as a debt of its own: the old item owes nothing more.
CARRIED = """
    UPDATE programs_agreementitem AS i SET forgiven = coalesce(i.amount, i.hours) - l.received
      FROM (SELECT j.id, coalesce(sum(coalesce(r.amount, r.hours)), 0) AS received
              FROM programs_agreementitem j JOIN programs_agreement a ON a.id = j.agreement_id AND a.state = 'replaced'
              LEFT JOIN programs_restitutionpayment r ON r.item_id = j.id
             WHERE coalesce(j.amount, j.hours) IS NOT NULL GROUP BY j.id) AS l
     WHERE l.id = i.id AND coalesce(i.amount, i.hours) > l.received
"""


class Migration(migrations.Migration):
    # Older code leaves the new columns at their defaults.
    is_additive = True

    dependencies = [
        ("programs", "0025_said_no"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentReport",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("paid_on", models.DateField()),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("through_program", "Through the program"),
                            ("through_court", "Through the court"),
                            ("work", "Work"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", amends.vault.fields.SealedTextField(blank=True)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being looked at"),
                            ("confirmed", "Confirmed"),
                            ("returned", "Returned"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("reason", amends.vault.fields.SealedTextField(blank=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("receipt", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="agreementitem",
            name="check_by",
            field=models.CharField(
                choices=[
                    ("program", "The program’s own records"),
                    ("beneficiary", "The person it is for says so"),
                    ("provider", "A paper of whoever gave the work or the course"),
                    ("seen", "Somebody of the program was there"),
                    ("referrer", "The referrer says so"),
                ],
                db_default="program",
                default="program",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="agreementitem",
            name="forgiven",
            field=models.DecimalField(
                db_default=0, decimal_places=2, default=0, editable=False, max_digits=10
            ),
        ),
        migrations.AddField(
            model_name="agreementitem",
            name="is_ordered",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="agreementitem",
            name="line",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="agreementitem",
            name="owers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="agreementitem",
            name="paid_before",
            field=models.DecimalField(
                db_default=0, decimal_places=2, default=0, editable=False, max_digits=10
            ),
        ),
        migrations.AddField(
            model_name="agreementitem",
            name="schedule",
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name="participant",
            name="loss",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AddField(
            model_name="restitutionpayment",
            name="paid_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.participant",
            ),
        ),
        migrations.AddField(
            model_name="restitutionpayment",
            name="receipt",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="purpose",
            field=models.CharField(
                choices=[("attachment", "Document with a referral"), ("payment_proof", "Proof of a payment")],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("forgiven__gte", 0), ("paid_before__gte", 0)),
                name="item_line_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("loss", None), ("loss__gt", 0), _connector="OR"),
                name="participant_loss_positive",
            ),
        ),
        migrations.AddField(
            model_name="paymentreport",
            name="participant",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payment_reports",
                to="programs.participant",
            ),
        ),
        migrations.AddField(
            model_name="paymentreport",
            name="proof",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="paymentreport",
            name="settled_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="report_amount_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receipt", None), ("settled_at", None), ("state", "waiting")),
                    models.Q(
                        ("receipt__isnull", False), ("settled_at__isnull", False), ("state", "confirmed")
                    ),
                    models.Q(("receipt", None), ("settled_at__isnull", False), ("state", "returned")),
                    _connector="OR",
                ),
                name="report_confirmed_has_receipt",
            ),
        ),
        only_samples_go("programs_paymentreport", OF_PARTICIPANT),
        migrations.RunSQL(CARRIED, migrations.RunSQL.noop),
    ]
