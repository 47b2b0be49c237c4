"""A program from before sign-up has no founder whose address could be confirmed: it waits for none.

Whether such a program is verified is the operator's side (`signup.0002`), which tells it.
"""

from django.db import migrations

WAIT_FOR_NOBODY = """
UPDATE programs_program SET address_confirmed_at = created_at
WHERE founder_id IS NULL AND terms_version = '' AND address_confirmed_at IS NULL
"""


class Migration(migrations.Migration):
    # It changes a value, not the table.
    is_additive = True

    dependencies = [
        ("programs", "0005_a_whole_case"),
    ]

    operations = [migrations.RunSQL(WAIT_FOR_NOBODY, migrations.RunSQL.noop)]
