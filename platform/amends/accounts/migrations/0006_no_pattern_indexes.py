"""Second indexes of texts, for LIKE alone: the database compares bytes, so the first index serves LIKE too."""

from django.db import migrations

# As Django names them: from the table and the column.
INDEXES = [
    "account_emailaddress_email_03be32b2_like",
    "account_emailconfirmation_key_f43612bd_like",
    "accounts_user_email_b2644a56_like",
    "django_session_session_key_c0390e0f_like",
    "usersessions_usersession_session_key_fd35de43_like",
]


class Migration(migrations.Migration):
    # Code does not see an index. New schemas never had these: tenants/backend makes none.
    is_additive = True

    # Of the apps whose tables these are nothing is needed: a table that is made later has none.
    dependencies = [("accounts", "0005_agency_manager")]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX IF EXISTS {name}" for name in INDEXES], reverse_sql=migrations.RunSQL.noop
        )
    ]
