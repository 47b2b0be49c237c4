"""Row policies: a program's role may delete rows of sample cases, and nothing else of a case."""

from django.db import migrations

OF_PARTICIPANT = (
    "EXISTS (SELECT 1 FROM programs_participant p JOIN programs_mediationcase c ON c.id = p.case_id"
    " WHERE p.id = participant_id AND c.is_sample)"
)
OF_REFERRAL = "EXISTS (SELECT 1 FROM programs_referral r WHERE r.id = referral_id AND r.is_sample)"
OF_ANYBODY = (
    "EXISTS (SELECT 1 FROM programs_participant p LEFT JOIN programs_mediationcase c ON c.id = p.case_id"
    " LEFT JOIN programs_referral r ON r.id = p.referral_id"
    " WHERE p.id = participant_id AND (c.is_sample OR r.is_sample))"
)
"""Somebody of a case, or of a referral that has none."""


def only_samples_go(table: str, is_sample: str) -> migrations.RunSQL:
    """Return the operation that lets rows of `table` be deleted only where the SQL `is_sample` holds."""
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY kept ON {table} USING (true) WITH CHECK (true)",
            f"CREATE POLICY only_samples_go ON {table} AS RESTRICTIVE FOR DELETE USING ({is_sample})",
        ],
        [
            f"DROP POLICY only_samples_go ON {table}",
            f"DROP POLICY kept ON {table}",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )
