"""Row policies: what came with a file may be deleted while that file is being undone, and at no other time."""

from django.db import migrations

from programs.retention.rows import MAY_GO as CONFIRMED
from programs.samples.rows import OF_REFERRAL


def undone(imported_in: str) -> str:
    """Return the SQL that holds for a row of a file that is being undone."""
    return f"EXISTS (SELECT 1 FROM programs_importbatch b WHERE b.id = {imported_in} AND b.state = 'undoing')"


OF_CASE = "EXISTS (SELECT 1 FROM programs_mediationcase c WHERE c.id = case_id AND c.is_sample)"
MAY_GO = {
    "programs_referral": ("is_sample", "imported_in"),
    "programs_mediationcase": ("is_sample", "imported_in"),
    "programs_participant": (f"{OF_REFERRAL} OR {OF_CASE}", "imported_in"),
    "programs_session": (OF_CASE, "imported_in"),
    "programs_agreement": (OF_CASE, "imported_in"),
    "programs_offence": (
        OF_REFERRAL,
        "(SELECT r.imported_in FROM programs_referral r WHERE r.id = referral_id)",
    ),
    "programs_restitutionpayment": (CONFIRMED["restitutionpayment"], "imported_in"),
}
"""Of each table: what lets a row go already, and with which file it came."""


def undone_go_too(table: str, goes: str, imported_in: str) -> migrations.RunSQL:
    """Return the operation that widens the policy which lets rows of a table go by what is being undone."""
    is_confirmed = table.removeprefix("programs_") in CONFIRMED
    named = f"POLICY {'only_confirmed_go' if is_confirmed else 'only_samples_go'} ON {table}"
    return migrations.RunSQL(
        f"ALTER {named} USING ({goes} OR {undone(imported_in)})", f"ALTER {named} USING ({goes})"
    )
