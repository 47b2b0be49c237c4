"""The pages of everything in and out: who gets to them, and what they say."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.audit.models import AuditEntry
from programs.actions.moving import ask_move_out, settle_move
from programs.models import ImportBatch, Program
from programs.models.imported import ImportState
from tests.amends.accounts.rig import sign_in
from tests.programs.moving.test_one_moment import until


@pytest.fixture
def proved(world):
    """A browser of an administrator who has just signed in."""
    return sign_in("alpha", world.alice.email)


def packed(world):
    batch = ask_move_out(actor=world.alice, now=timezone.now(), form_key=uuid.uuid4())
    until(batch, "settle")
    settle_move(actor=None, batch_id=batch.pk)
    return until(batch, "done")


def test_an_administrator_has_everything_packed_and_fetches_it(proved, world, settings):
    settings.AMENDS_REQUIRE_SECOND_FACTOR = False
    page = proved.get(reverse("moves"))
    assert reverse("move-out") in page.content.decode()
    # The program has cases: nothing is offered to come in.
    assert reverse("move-in") not in page.content.decode()
    answer = proved.post(reverse("move-out"), {"form_key": uuid.uuid4()})
    batch = ImportBatch.objects.moves().get()
    assert answer.url == reverse("move", args=[batch.pk])
    assert b"Look again now" in proved.get(answer.url).content
    until(batch, "settle")
    settle_move(actor=None, batch_id=batch.pk)
    batch = until(batch, "done")
    shown = proved.get(answer.url).content.decode()
    assert batch.found["passphrase"] in shown
    assert batch.progress["digest"] in shown
    fetched = proved.get(reverse("move-file", args=[batch.pk]))
    assert fetched["Content-Type"] == "application/zip"
    assert "no-store" in fetched["Cache-Control"]
    assert len(b"".join(fetched.streaming_content)) == batch.progress["bytes"]
    assert AuditEntry.objects.filter(verb="export", object_id=str(batch.pk)).exists()
    assert proved.post(reverse("move-discard", args=[batch.pk])).url == reverse("moves")
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.DISCARDED
    assert proved.get(reverse("move-file", args=[batch.pk])).url == reverse("move", args=[batch.pk])


def test_who_has_not_shown_who_they_are_is_asked_first(at_alpha, world, settings):
    settings.AMENDS_REQUIRE_SECOND_FACTOR = False
    batch = packed(world)
    at_alpha.force_login(world.alice)
    for name, args in (("move-out", []), ("move", [batch.pk]), ("move-file", [batch.pk]), ("move-in", [])):
        answer = at_alpha.get(reverse(name, args=args))
        assert answer.status_code == 302, name
        assert answer.url.startswith("/sign-in/again/"), name


def test_a_coordinator_is_refused(world, settings):
    settings.AMENDS_REQUIRE_SECOND_FACTOR = False
    assert sign_in("alpha", world.cora.email).get(reverse("moves")).status_code == 403


def test_what_cannot_be_taken_in_says_why(proved, world, settings):
    settings.AMENDS_REQUIRE_SECOND_FACTOR = False
    page = proved.get(reverse("move-in")).content.decode()
    assert "This program is not empty" in page
    Program.objects.update(verified_at=None)
    assert "not open yet" in proved.get(reverse("move-in")).content.decode()
