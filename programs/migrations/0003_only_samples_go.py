"""Row policies: a program's role may delete rows of sample cases, and nothing else of a case."""

from django.db import migrations

from programs.samples.rows import OF_PARTICIPANT, only_samples_go

OF_CASE = "EXISTS (SELECT 1 FROM programs_mediationcase c WHERE c.id = case_id AND c.is_sample)"
OF_REFERRAL = "EXISTS (SELECT 1 FROM programs_referral r WHERE r.id = referral_id AND r.is_sample)"
OF_AGREEMENT = (
    "EXISTS (SELECT 1 FROM programs_agreement a JOIN programs_mediationcase c ON c.id = a.case_id"
    " WHERE a.id = agreement_id AND c.is_sample)"
)
# Items of an agreement are not here: one that nobody has signed yet may be taken out again.
IS_SAMPLE = {
    "programs_referral": "is_sample",
    "programs_mediationcase": "is_sample",
    "programs_offence": OF_REFERRAL,
    "programs_referralamendment": OF_REFERRAL,
    "programs_participant": f"{OF_REFERRAL} OR {OF_CASE}",
    "programs_eligibilitycheck": OF_CASE,
    "programs_mediatorassignment": OF_CASE,
    "programs_conflictdeclaration": OF_CASE,
    "programs_session": OF_CASE,
    "programs_mediatorbooking": (
        "EXISTS (SELECT 1 FROM programs_session s JOIN programs_mediationcase c ON c.id = s.case_id"
        " WHERE s.id = session_id AND c.is_sample)"
    ),
    "programs_participationconsent": OF_PARTICIPANT,
    "programs_agreement": OF_CASE,
    "programs_agreementsignature": OF_AGREEMENT,
    "programs_restitutionpayment": (
        "EXISTS (SELECT 1 FROM programs_agreementitem i JOIN programs_agreement a ON a.id = i.agreement_id"
        " JOIN programs_mediationcase c ON c.id = a.case_id WHERE i.id = item_id AND c.is_sample)"
    ),
}


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_sign_up")]

    # Older code deletes nothing of these tables.
    is_additive = True

    operations = [only_samples_go(table, is_sample) for table, is_sample in IS_SAMPLE.items()]
