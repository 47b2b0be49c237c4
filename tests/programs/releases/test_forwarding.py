"""A referral goes to another program with what somebody released for it, or blind; never with anything else (R7)."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from amends.outbox.models import Outbox
from programs.actions.forwarding import forward_referral, record_forward_answer
from programs.actions.referrals import Person
from programs.actions.releases import revoke_release
from programs.models import Participant, ReferralForward
from programs.receipts import receipt_token
from programs.tasks import PublishReceipt
from tenants.context import platform
from tests.programs.cast import DAY, at, fresh, make_referral, make_world

OTHER = {"program_name": "Harbor Center", "program_contact": "Call 555 0155"}
TO_HARBOR = {"recipient_kind": "program", "recipient": "Harbor Center", "what": ["contact", "referral"]}


def forward(world, referral, **changes):
    told = {"actor": world.cora, "referral": referral, "now": timezone.now()}
    return forward_referral(**told | OTHER | changes)


def offender_of(referral):
    return Participant.objects.get(referral=referral, role="offender")


def test_it_works(world, at_alpha, release_of):
    referral = make_referral()
    release = release_of(offender_of(referral), **TO_HARBOR)
    at_alpha.force_login(world.cora)
    assert "Hand it on to another program" in at_alpha.get(f"/referrals/{referral.pk}/").content.decode()
    sent = OTHER | {"release": str(release.pk)}
    page = at_alpha.post(f"/referrals/{referral.pk}/forward/", sent, follow=True).content.decode()
    assert "Handed on to Harbor Center" in page
    assert "Call 555 0155" in page
    assert fresh(referral).state == "forwarded"
    handed = at_alpha.get(f"/referrals/{referral.pk}/handed-on/").content.decode()
    assert "Oskar Offender" in handed
    assert "555 0100" in handed
    assert "Theft" in handed
    # The other side gave no leave, and what happened would speak of them.
    for word in ("Vera", "555 0199", "Evenings", "bicycle", "Rita"):
        assert word not in handed


def test_what_happened_goes_only_where_nobody_else_is_named(world, release_of):
    referral = make_referral(victim=None)
    release = release_of(offender_of(referral), **TO_HARBOR)
    assert "A bicycle was taken." in forward(world, referral, release=release).document


def test_only_what_was_released_goes(world, release_of):
    referral = make_referral()
    release = release_of(offender_of(referral), **TO_HARBOR | {"what": ["referral"]})
    document = forward(world, referral, release=release).document
    assert "Theft" in document
    assert "Oskar" not in document


def test_a_blind_hand_off_holds_nothing_of_anybody(world, at_alpha):
    referral = make_referral()
    made = forward(world, referral)
    assert (made.is_blind, made.document) == (True, "")
    at_alpha.force_login(world.cora)
    assert "Nothing about anybody went with it" in at_alpha.get(f"/referrals/{referral.pk}/").content.decode()
    assert at_alpha.get(f"/referrals/{referral.pk}/handed-on/").status_code == 404


NOT_GOOD = {
    "over": {"days": 0, "now": timezone.now() - 3 * DAY},
    "elsewhere": {"recipient": "Grace Street"},
    "no program": {"recipient_kind": "agency"},
}


@pytest.mark.parametrize("case", NOT_GOOD)
def test_it_refuses_a_release_that_is_not_good_for_it(world, release_of, refused, case):
    referral = make_referral()
    release = release_of(offender_of(referral), **TO_HARBOR | NOT_GOOD[case])
    assert refused(lambda: forward(world, referral, release=release)) == ["release_names_program"]
    assert fresh(referral).state == "submitted"


def test_it_refuses_a_release_that_was_taken_back(world, release_of, refused):
    referral = make_referral()
    release = release_of(offender_of(referral), **TO_HARBOR)
    stale = fresh(release)
    revoke_release(actor=world.cora, release=release, now=timezone.now())
    assert refused(lambda: forward(world, referral, release=stale)) == ["release_names_program"]


def test_it_refuses_a_release_of_somebody_of_another_referral(world, release_of, refused):
    release = release_of(offender_of(make_referral()), **TO_HARBOR)
    referral = make_referral()
    assert refused(lambda: forward(world, referral, release=release)) == ["release_names_program"]


@pytest.mark.parametrize("end", ["taken back", "over"])
def test_nothing_can_be_sent_once_the_release_is_over(world, at_alpha, release_of, end):
    referral = make_referral()
    release = release_of(offender_of(referral), **TO_HARBOR)
    forward(world, referral, release=release)
    later = timezone.now() + (dt.timedelta() if end == "taken back" else 32 * DAY)
    if end == "taken back":
        revoke_release(actor=world.cora, release=release, now=later)
    with time_machine.travel(later, tick=False):
        at_alpha.force_login(world.cora)
        page = at_alpha.get(f"/referrals/{referral.pk}/handed-on/").content.decode()
    assert "Nothing may be sent any more" in page
    assert "Oskar" not in page


@pytest.mark.parametrize(
    ("answer", "state"),
    [("accepted", "forwarded"), ("rejected", "under_review"), ("revoked", "under_review")],
)
def test_what_they_answer_is_noted_once(world, at_alpha, refused, answer, state):
    referral = make_referral()
    forward(world, referral)
    at_alpha.force_login(world.cora)
    at_alpha.post(f"/referrals/{referral.pk}/forward-answer/", {"answer": answer})
    assert ReferralForward.objects.get().answer == answer
    assert fresh(referral).state == state
    again = {"actor": world.cora, "referral": referral, "now": timezone.now(), "answer": "accepted"}
    expected = ["forward_pending"] if answer == "accepted" else ["right_state", "forward_pending"]
    assert refused(lambda: record_forward_answer(**again)) == expected


def test_a_referral_that_came_back_can_be_handed_on_again(world):
    referral = make_referral()
    forward(world, referral)
    now = timezone.now()
    record_forward_answer(actor=world.cora, referral=referral, now=now, answer="rejected")
    forward(world, referral, program_name="Grace Street")
    assert [each.program_name for each in ReferralForward.objects.all()] == ["Harbor Center", "Grace Street"]


def test_a_second_click_hands_it_on_once(world, refused):
    referral = make_referral()
    forward(world, referral)
    assert refused(lambda: forward(world, referral)) == ["right_state"]
    assert ReferralForward.objects.count() == 1


def test_the_referrer_learns_that_and_not_where(world, at_alpha):
    referral = make_referral()
    forward(world, referral)
    page = at_alpha.get(reverse("refer-received", args=[receipt_token(referral.pk)])).content.decode()
    assert "Forwarded" in page
    assert "Harbor" not in page
    assert PublishReceipt.read(referral_id=referral.pk, version=1)["status"] == "forwarded"


def test_nothing_personal_is_in_a_job(committed, alpha):
    from programs.actions.releases import Leave, record_release
    from tests.programs.releases.conftest import SERVICE

    with at(alpha):
        world = make_world(alpha)
        referral = make_referral(offender=Person("Oskar Offender", phone="555 0100"))
        now = timezone.now()
        leave = Leave(**SERVICE | TO_HARBOR | {"last_day": now.date()})
        release = record_release(
            actor=world.cora, participant=offender_of(referral), now=now, form_key=uuid.uuid4(), leave=leave
        )
        forward(world, referral, release=release)
    with platform():
        rows = "".join(str(vars(row)) for row in Outbox.objects.all())
    assert not [word for word in ("Oskar", "Harbor", "555", "Vera", str(release.pk)) if word in rows]


def test_what_was_handed_on_goes_with_the_persons_key(world, release_of):
    """Whoever is forgotten alone is forgotten there too."""
    referral = make_referral()
    release = release_of(offender_of(referral), **TO_HARBOR)
    made = forward(world, referral, release=release)
    assert made.vault_key_holder == release.participant
    assert forward(world, make_referral()).vault_key_holder != release.participant


def test_software_sees_names_to_choose_from_only_with_leave_to_see_people(world, release_of):
    from api.models import Scope
    from tests.api.rig import Software, token_of

    referral = make_referral()
    release_of(offender_of(referral), **TO_HARBOR)
    where = f"/api/v1/referrals/{referral.pk}/steps/forward_referral/"
    decides = [Scope.REFERRALS_DECIDE]
    answers = [
        Software(token_of(world.cora, tuple(scopes))[1]).get(where)
        for scopes in (decides, [*decides, Scope.PEOPLE_READ])
    ]
    assert [each.status_code for each in answers] == [403, 200]
    assert ["Oskar" in each.content.decode() for each in answers] == [False, True]


def test_samples_go_with_what_was_released_and_handed_on_and_nothing_real_does(world, release_of):
    from django.db import connection

    from programs.actions.samples import erase_samples
    from programs.models import InformationRelease

    for is_sample in (True, False):
        referral = make_referral(is_sample=is_sample)
        release = release_of(offender_of(referral), **TO_HARBOR)
        forward(world, referral, release=release)
    erase_samples(actor=world.alice)
    assert InformationRelease.objects.get() == release
    assert ReferralForward.objects.get().referral == referral
    with connection.cursor() as cursor:
        for table in ("programs_referralforward", "programs_informationrelease"):
            cursor.execute(f"DELETE FROM {table}")
            assert cursor.rowcount == 0, "the database lets nothing real go"
