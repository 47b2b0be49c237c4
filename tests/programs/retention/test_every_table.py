"""Every table whose rows belong to a case or a referral hides them where that is sealed, also one of next year."""

from django.apps import apps
from django.db import connection, models

ROOTS = {"programs.MediationCase", "programs.Referral"}
KEPT_APART = {
    "programs.ReferralDraft": "it is erased when the referral is sent",
}


def below_a_case():
    """Return the models whose rows lead to a case or a referral by their foreign keys."""
    there = {each._meta.label: each for each in apps.get_app_config("programs").get_models()}
    found = set(ROOTS)
    while True:
        more = {
            label
            for label, model in there.items()
            for field in model._meta.local_fields
            if isinstance(field, models.ForeignKey) and field.related_model._meta.label in found
        }
        if more <= found:
            return found
        found |= more


def test_it_works(world):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE policyname = 'sealed_unseen' AND schemaname = current_schema()"
        )
        hiding = {table for (table,) in cursor.fetchall()}
    asked = {label: apps.get_model(label)._meta.db_table for label in below_a_case() - set(KEPT_APART)}
    assert len(asked) > 25
    assert {label for label, table in asked.items() if table not in hiding} == set()
