"""Row policies: what came with a file may be deleted while that file is being undone, and at no other time."""

from django.db import migrations

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
    "programs_restitutionpayment": (
        (
            "EXISTS (SELECT 1 FROM programs_agreementitem i JOIN programs_agreement a ON a.id = i.agreement_id"
            " JOIN programs_mediationcase c ON c.id = a.case_id WHERE i.id = item_id AND c.is_sample)"
        ),
        "imported_in",
    ),
}
"""Of each table: what says that a row is a sample's, and with which file it came."""


def samples_and_undone_go(table: str, is_sample: str, imported_in: str) -> migrations.RunSQL:
    """Return the operation that widens the policy of `samples.rows.only_samples_go` by what is being undone."""
    named = f"POLICY only_samples_go ON {table}"
    return migrations.RunSQL(
        f"ALTER {named} USING ({is_sample} OR {undone(imported_in)})",
        f"ALTER {named} USING ({is_sample})",
    )
