"""The row policies of sealed and destroyed cases, as SQL for migrations.

Whether a row is seen follows from the case or the referral above it: a policy asks whether that is seen, and the
policies of the rows above answer. Whether a row of a case may go: a sample's, and otherwise only while a case is being
anonymized or purged as two people have said (`programs_retentionstep`).
"""

from typing import Any

from django.db import migrations

SEES_SEALED = "coalesce(current_setting('amends.sees_sealed', true), '') = 'on'"

CASE, REFERRAL, PERSON = (
    f"EXISTS (SELECT 1 FROM programs_{table} above WHERE above.id = {{column}})"
    for table in ("mediationcase", "referral", "participant")
)
AGREEMENT, ITEM, SESSION = (
    f"EXISTS (SELECT 1 FROM programs_{table} above WHERE above.id = {{column}})"
    for table in ("agreement", "agreementitem", "session")
)


def _all_of(**columns: str) -> str:
    """Return SQL that holds where each column is empty or names a row that is seen."""
    return " AND ".join(
        f"({column} IS NULL OR {above.format(column=column)})" for column, above in columns.items()
    )


SEEN = {
    "mediationcase": f"state NOT IN ('sealed', 'purged') OR {SEES_SEALED}",
    "referral": f"NOT is_sealed OR {SEES_SEALED}",
    "participant": _all_of(case_id=CASE, referral_id=REFERRAL),
    "storedfile": _all_of(case_id=CASE, referral_id=REFERRAL),
    "likenessverdict": _all_of(referral_id=REFERRAL, other_id=REFERRAL),
    **dict.fromkeys(
        (
            "agreement",
            "conflictdeclaration",
            "eligibilitycheck",
            "itemdone",
            "mediatedmessage",
            "mediatorassignment",
            "retentionstep",
            "riskassessment",
            "session",
        ),
        CASE.format(column="case_id"),
    ),
    **dict.fromkeys(
        ("offence", "referralamendment", "referralforward"), REFERRAL.format(column="referral_id")
    ),
    **dict.fromkeys(
        (
            "complaint",
            "contact",
            "informationrelease",
            "participantlink",
            "participationconsent",
            "paymentreport",
            "representation",
            "victimchoice",
        ),
        PERSON.format(column="participant_id"),
    ),
    "agreementitem": AGREEMENT.format(column="agreement_id"),
    "agreementsignature": AGREEMENT.format(column="agreement_id"),
    "restitutionpayment": ITEM.format(column="item_id"),
    "mediatorbooking": SESSION.format(column="session_id"),
}
"""By table, when a row of it is seen."""

GOING = (
    "(c.is_sample OR EXISTS (SELECT 1 FROM programs_retentionstep k WHERE k.case_id = c.id"
    " AND k.kind IN ('anonymise', 'purge') AND k.second_by_id IS NOT NULL"
    " AND k.done_at IS NULL AND k.ended_at IS NULL))"
)
# A column that the tables of the question have as well is said with the table of the row.
OF_CASE = f"EXISTS (SELECT 1 FROM programs_mediationcase c WHERE c.id = case_id AND {GOING})"
OF_REFERRAL = (
    "EXISTS (SELECT 1 FROM programs_referral r LEFT JOIN programs_mediationcase c"
    " ON c.referral_id IN (r.id, r.joined_to_id)"
    f" WHERE r.id = {{column}} AND (r.is_sample OR {GOING}))"
)
OF_PERSON = (
    "EXISTS (SELECT 1 FROM programs_participant p LEFT JOIN programs_referral r ON r.id = p.referral_id"
    " LEFT JOIN programs_mediationcase c ON c.id = p.case_id OR c.referral_id IN (r.id, r.joined_to_id)"
    f" WHERE p.id = participant_id AND (r.is_sample OR {GOING}))"
)


def _below(table: str, column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} JOIN programs_mediationcase c ON c.id = a.case_id"
        f" WHERE {column} AND {GOING})"
    )


MAY_GO = {
    **dict.fromkeys(
        (
            "conflictdeclaration",
            "eligibilitycheck",
            "mediatedmessage",
            "mediatorassignment",
            "riskassessment",
        ),
        OF_CASE,
    ),
    "referralamendment": OF_REFERRAL.format(column="programs_referralamendment.referral_id"),
    "referralforward": OF_REFERRAL.format(column="programs_referralforward.referral_id"),
    "likenessverdict": " OR ".join(
        OF_REFERRAL.format(column=f"programs_likenessverdict.{column}")
        for column in ("referral_id", "other_id")
    ),
    "storedfile": " OR ".join(
        ("draft_id IS NOT NULL", OF_CASE, OF_REFERRAL.format(column="programs_storedfile.referral_id"))
    ),
    **dict.fromkeys(
        (
            "complaint",
            "contact",
            "informationrelease",
            "participantlink",
            "participationconsent",
            "paymentreport",
            "representation",
            "victimchoice",
        ),
        OF_PERSON,
    ),
    "agreementsignature": _below("programs_agreement a", "a.id = agreement_id"),
    "mediatorbooking": _below("programs_session a", "a.id = session_id"),
    "restitutionpayment": _below(
        "programs_agreementitem i JOIN programs_agreement a ON a.id = i.agreement_id", "i.id = item_id"
    ),
}
"""By table, when a row of it may be deleted."""

NEW = ("agreementitem", "complaint", "itemdone", "participantlink")
"""Tables that had no row policies before these."""


def hidden_and_going() -> list[migrations.RunSQL]:
    """Return the operations that hide sealed rows, and let rows of a case that is destroyed go."""
    return [_policies(table) for table in SEEN]


def _policies(name: str) -> migrations.RunSQL:
    table = f"programs_{name}"
    said: list[Any] = []
    if name in (*NEW, "retentionstep"):
        said.append(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        said.append(f"CREATE POLICY kept ON {table} USING (true) WITH CHECK (true)")
    if name == "retentionstep":
        sample = "EXISTS (SELECT 1 FROM programs_mediationcase c WHERE c.id = case_id AND c.is_sample)"
        said.append(f"CREATE POLICY only_samples_go ON {table} AS RESTRICTIVE FOR DELETE USING ({sample})")
    elif name in MAY_GO:
        if name not in NEW:
            said.append(f"DROP POLICY only_samples_go ON {table}")
        rule = f"CREATE POLICY only_confirmed_go ON {table} AS RESTRICTIVE FOR DELETE USING ({MAY_GO[name]})"
        said.append(rule)
    said.append(_unseen(table, SEEN[name]))
    return migrations.RunSQL(said, migrations.RunSQL.noop)


def hidden(name: str, **columns: str) -> migrations.RunSQL:
    """Return the operation that hides the rows of a later table where what a column names is hidden."""
    table = f"programs_{name}"
    return migrations.RunSQL(_unseen(table, _all_of(**columns)), f"DROP POLICY sealed_unseen ON {table}")


def _unseen(table: str, rule: str) -> str:
    return f"CREATE POLICY sealed_unseen ON {table} AS RESTRICTIVE FOR SELECT USING ({rule})"
