"""What is anonymized or purged is gone with its keys; counts stay, and nobody else loses anything (T2)."""

import re

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from amends.vault.errors import Shredded, VaultError
from amends.vault.shredding import destroy_data_key
from programs import models
from programs.actions.retention import propose_retention, second_retention
from programs.files import path_of, sweep
from programs.models import MediationCase, Participant, Referral
from programs.retention.unseen import seeing_sealed
from tenants.place import required_schema
from tests.programs.cast import parties
from tests.programs.retention.keeping import LATER, PURGE, attached, closed_case, keep, purged, sealed

KEPT = {
    "MediationCase",
    "Referral",
    "Offence",
    "Participant",
    "Contact",
    "MediatedMessage",
    "MediatorAssignment",
    "MediatorBooking",
    "Session",
    "Agreement",
    "AgreementItem",
    "RestitutionPayment",
    "RetentionStep",
    "Survey",
}


def rows_of(case):
    """Return how many rows of each model hang on a case."""
    found = {}
    paths = {
        "case": {"case": case},
        "participant": {"participant__case": case},
        "referral": {"referral": case.referral_id},
        "agreement": {"agreement__case": case},
        "session": {"session__case": case},
        "item": {"item__agreement__case": case},
    }
    for model in {each for each in vars(models).values() if hasattr(each, "objects")}:
        names = {field.name for field in model._meta.concrete_fields if field.is_relation}
        path = next((name for name in paths if name in names), None)
        if path and (count := model.objects.filter(**paths[path]).count()):
            found[model.__name__] = count
    return found


def destroyed_in(captured):
    """Return the keys of which the destruction was queued; nobody else sees those rows before a commit."""
    asked = [each["sql"] for each in captured.captured_queries if "'vault.destroy_key" in each["sql"]]
    return {key for each in asked for key in re.findall(r'"key_id": "([0-9a-f-]{36})"', each)}


@pytest.fixture
def case(world):
    keep(world)
    return closed_case(world)


def test_it_works(world, case):
    other = closed_case(world)
    before = rows_of(case)
    purged(world, case)
    assert not MediationCase.objects.filter(pk=case.pk).exists()
    with seeing_sealed():
        after, there = rows_of(case), MediationCase.objects.get(pk=case.pk)
        assert there.state == "purged"
        assert there.reference != case.reference
        assert there.opened_at.day == 1
        assert set(after) <= KEPT
        assert {name: before[name] for name in KEPT & set(before)} == {
            name: count for name, count in after.items() if name != "RetentionStep"
        }
        assert (
            sum(row.amount for row in models.RestitutionPayment.objects.filter(item__agreement__case=case))
            == 120
        )
    assert parties(other)[0].name == "Vera Victim"


def test_its_keys_are_destroyed_and_no_others(world, case):
    other = closed_case(world)
    keys = {case.vault_key, case.referral.vault_key, *(person.vault_key for person in parties(case))}
    with CaptureQueriesContext(connection) as captured:
        purged(world, case)
    assert destroyed_in(captured) == {str(key) for key in keys}
    for key in keys:
        destroy_data_key(required_schema(), key)
    with seeing_sealed(), pytest.raises(VaultError):
        assert MediationCase.objects.get(pk=case.pk).closure_note
    assert [person.name for person in parties(other)] == ["Vera Victim", "Oskar Offender"]
    assert other.referral.summary == "A bicycle was taken."


def test_a_key_that_somebody_else_has_stays(world, case):
    """Somebody in two cases: what seals them in the other is not destroyed with this one."""
    other = closed_case(world)
    mine, theirs = parties(case)[0], parties(other)[0]
    theirs.vault_key, name = mine.vault_key, theirs.name
    theirs.name = f"{name} "
    theirs.save()
    with CaptureQueriesContext(connection) as captured:
        purged(world, case)
    assert destroyed_in(captured)
    assert str(mine.vault_key) not in destroyed_in(captured)


def test_what_was_copied_before_opens_no_more(world, case):
    victim = parties(case)[0]
    copied = Participant.objects.get(pk=victim.pk)
    purged(world, case)
    destroy_data_key(required_schema(), victim.vault_key)
    with pytest.raises(Shredded):
        assert copied.name


def test_its_files_go(world):
    keep(world)
    case = closed_case(world)
    file = attached(case.referral)
    assert default_storage.exists(path_of(file.pk))
    purged(world, case)
    with seeing_sealed():
        assert not models.StoredFile.objects.exists()
    assert sweep(file.pk)
    assert not default_storage.exists(path_of(file.pk))


def test_anonymised_is_counted_sealed_and_never_opened_again(world, case, refused):
    purged(world, case, kind="anonymise")
    assert not MediationCase.objects.filter(pk=case.pk).exists()
    with seeing_sealed():
        there = MediationCase.objects.get(pk=case.pk)
        assert there.state == "sealed"
        assert models.VictimChoice.objects.filter(participant__case=there).exists()
        assert models.MediatorAssignment.objects.filter(case=there).exists()
        assert {row.made_at.day for row in models.Contact.objects.filter(participant__case=there)} == {1}
    again = {
        "actor": world.alice,
        "case": there,
        "now": LATER,
        "kind": "unseal",
        "why": "court",
        "reason": "Please.",
    }
    assert refused(lambda: propose_retention(**again)) == ["retention_something_left"]


def test_a_sealed_case_is_purged_too(world, case):
    sealed(world, case)
    with seeing_sealed():
        there = MediationCase.objects.get(pk=case.pk)
    purged(world, there)
    with seeing_sealed():
        assert MediationCase.objects.get(pk=case.pk).state == "purged"


def test_one_person_is_not_enough(world, case, refused):
    step = propose_retention(actor=world.alice, case=case, now=LATER, kind="purge", rule=PURGE)
    assert refused(lambda: second_retention(actor=world.alice, step=step, now=LATER)) == [
        "retention_second_person"
    ]
    assert Referral.objects.filter(pk=case.referral_id).exists()


def test_the_database_lets_no_row_go_that_two_did_not_give_up(world, case):
    """Past the actions: a row stays where nobody, or one person alone, wants the case destroyed."""
    contacts = models.Contact.objects.filter(participant__case=case)
    assert contacts.exists()
    assert contacts.delete()[0] == 0
    propose_retention(actor=world.alice, case=case, now=LATER, kind="purge", rule=PURGE)
    assert contacts.delete()[0] == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        models.RetentionStep.objects.filter(case=case).update(second_by=world.alice)
    assert contacts.exists()
