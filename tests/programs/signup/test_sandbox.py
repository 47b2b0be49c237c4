"""An unverified program: everything works on samples, nothing touches a real person, and one click erases it all."""

import pytest
from django.db import connection
from django.urls import reverse

from amends.accounts.models import User
from amends.mail import Channel, Discretion, Recipient
from programs.actions.samples import erase_samples, make_samples
from programs.actions.verification import take_verification
from programs.models import (
    AgreementItem,
    MediationCase,
    Mediator,
    Office,
    Participant,
    Program,
    Referral,
    Session,
)
from programs.models.case import CaseState
from programs.openness import NotOpen
from programs.presets import PRESETS
from programs.recipients import for_party, may_be_written_to
from programs.samples.stories import STORIES
from programs.signup.forms import preset_of
from tenants.context import platform
from tests.programs import cast
from tests.programs.cast import NOW, at, make_case, make_referral
from tests.programs.signup.sandbox import make_sandbox
from tests.programs.test_payments import pay
from tests.programs.test_refer_page import answers


@pytest.fixture
def sandbox(alpha, sandbox_world):
    with at(alpha):
        yield sandbox_world


@pytest.fixture
def alice(sandbox, at_alpha):
    at_alpha.force_login(sandbox.alice)
    return at_alpha


def test_it_works(sandbox):
    assert Referral.objects.count() == 8
    assert not Referral.objects.real().exists()
    assert set(MediationCase.objects.values_list("state", flat=True)) == {
        CaseState.INTAKE, CaseState.PREPARING, CaseState.READY,
        CaseState.SCHEDULED, CaseState.MONITORING, CaseState.CLOSED,
    }  # fmt: skip
    assert all(
        reference.startswith("SAMPLE-")
        for reference in MediationCase.objects.values_list("reference", flat=True)
    )


@pytest.mark.parametrize("preset", PRESETS)
def test_every_kind_of_program_has_its_own(alpha, preset):
    with at(alpha):
        make_sandbox(alpha, preset=preset)
        assert 6 <= Referral.objects.count() <= 10
        assert MediationCase.objects.filter(state="monitoring").count() == 1


def test_they_are_the_same_each_time_and_made_once(alpha, beta, sandbox):
    assert make_samples(actor=sandbox.alice, now=NOW, language="en") == 0
    names = [(person.role, person.name) for person in Participant.objects.order_by("added_at", "id")]
    with at(beta):
        make_sandbox(beta)
        assert names == [
            (person.role, person.name) for person in Participant.objects.order_by("added_at", "id")
        ]


def test_each_language_has_the_stories():
    from django.utils import translation

    for language in ("fr", "es"):
        with translation.override(language):
            told = [str(story.summary) for story in STORIES]
        assert not set(told) & {str(story.summary) for story in STORIES}, language


def test_they_are_marked_wherever_they_are_shown(alice):
    case, referral = MediationCase.objects.first(), Referral.objects.waiting().first()
    for page in (
        reverse("cases"),
        reverse("referrals"),
        reverse("case", args=[case.pk]),
        reverse("referral", args=[referral.pk]),
        "/",
    ):
        assert ">Sample<" in "".join(alice.get(page).content.decode().split("\n")).replace("  ", ""), page


def test_no_figure_counts_them(alice):
    assert alice.get("/").context["open_cases"] == 0
    assert alice.get("/").context["referrals"] == 0


def queued(tenant):
    with platform(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT job, args ->> 'key_id' FROM amends_outbox WHERE schema = %s", [tenant.schema_name]
        )
        return cursor.fetchall()


def test_nothing_of_them_leaves_and_their_keys_go_with_them(committed, alpha):
    with at(alpha):
        world = make_sandbox(alpha)
        rows = (*Referral.objects.all(), *MediationCase.objects.all(), *Participant.objects.all())
        keys = {str(row.vault_key) for row in rows}
    assert queued(alpha) == [], "no receipt of a sample crosses to the public side"
    assert len(keys) == 8 + 6 + 16
    with at(alpha):
        erase_samples(actor=world.alice)
    assert {job for job, _key in queued(alpha)} == {"vault.destroy_key"}
    assert {key for _job, key in queued(alpha)} == keys


def test_everything_can_be_done_on_a_sample(sandbox):
    """A referral of one's own, taken to the end by the ordinary steps."""
    for mediator in Mediator.objects.filter(is_sample=False):
        assert mediator in Mediator.objects.active().for_case(None)
    case = make_case(sandbox, "closed", is_sample=True)
    assert (case.is_sample, case.state) == (True, "closed")


def test_one_click_erases_them_and_leaves_what_is_real(alpha, alice, sandbox):
    make_case(sandbox, "closed", is_sample=True, referrer_class="school", office_name="Invented School")
    followed = MediationCase.objects.get(state="monitoring")
    pay(sandbox, followed, AgreementItem.objects.get(agreement__case=followed), amount="5.00")
    Program.objects.update(verified_at=NOW, address_confirmed_at=NOW)
    real = make_case(sandbox, "scheduled", starts_at=NOW + 90 * cast.DAY)
    page = alice.get(reverse("samples-erase"))
    assert "9 samples go" in page.content.decode()
    assert alice.post(reverse("samples-erase")).status_code == 302
    assert list(MediationCase.objects.all()) == [real]
    assert Referral.objects.get().pk == real.referral_id
    assert Session.objects.get().case_id == real.pk
    assert Participant.objects.count() == 2
    assert not Mediator.objects.filter(is_sample=True).exists()
    assert not User.objects.filter(email__endswith="@sample.invalid").exists()
    assert not Office.objects.filter(name="Invented School").exists()
    assert erase_samples(actor=sandbox.alice) == 0


@pytest.mark.parametrize("model", [Referral, MediationCase, Participant, Session])
def test_the_database_lets_nothing_else_go(sandbox, model):
    Program.objects.update(verified_at=NOW, address_confirmed_at=NOW)
    make_case(sandbox, "scheduled", starts_at=NOW + 90 * cast.DAY)
    real = model.objects.filter(
        **({"is_sample": False} if hasattr(model, "is_sample") else {"case__is_sample": False})
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = ANY(%s)", [[row.pk for row in real]])
        assert cursor.rowcount == 0
    assert real.exists()


def test_the_public_form_takes_nothing_and_says_why(sandbox, at_alpha):
    page = at_alpha.get(reverse("refer"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "This program does not take referrals yet" in text
    assert 'data-need="verified"' in text
    assert '<form method="post" novalidate' not in text
    before = Referral.objects.count()
    assert at_alpha.post(reverse("refer"), answers()).status_code == 403
    assert Referral.objects.count() == before


def test_no_door_takes_a_real_referral(sandbox):
    with pytest.raises(NotOpen):
        make_referral()
    Program.objects.update(verified_at=NOW)
    with pytest.raises(NotOpen):
        make_referral()
    Program.objects.update(address_confirmed_at=NOW)
    assert make_referral().is_sample is False


def test_staff_may_practise_on_the_form(alice):
    assert 'data-practice="yes"' in alice.get(reverse("refer")).content.decode()
    alice.post(reverse("refer"), answers())
    assert Referral.objects.latest("submitted_at").is_sample


def test_the_welcome_says_that_it_is_not_open(sandbox, at_alpha):
    text = at_alpha.get("/").content.decode()
    assert "does not take referrals yet" in text
    assert "noindex" in text


def test_no_letter_leaves_before_the_address_is_confirmed(sandbox):
    party = Recipient(Channel.EMAIL, "vera@victim.example", "en", Discretion.NEUTRAL)
    colleague = Recipient(Channel.EMAIL, "cora@alpha.example", "en", Discretion.OPEN)
    founder = Recipient(Channel.EMAIL, sandbox.alice.email, "en", Discretion.OPEN)
    assert [may_be_written_to(each) for each in (party, colleague, founder)] == [False, False, True]
    Program.objects.update(address_confirmed_at=NOW)
    assert [may_be_written_to(each) for each in (party, colleague, founder)] == [False, True, True]
    Program.objects.update(verified_at=NOW)
    assert [may_be_written_to(each) for each in (party, colleague, founder)] == [True, True, True]


def test_no_party_is_written_to(sandbox):
    invented = Participant.objects.select_related("case", "referral").first()
    with pytest.raises(NotOpen):
        for_party(invented, program=Program.objects.get(), now=NOW)
    Program.objects.update(address_confirmed_at=NOW, verified_at=NOW)
    with pytest.raises(ValueError, match="no address"):
        for_party(invented, program=Program.objects.get(), now=NOW)


def test_an_invented_mediator_gets_no_real_case(sandbox):
    from programs.actions.assignments import InventedMediator

    Program.objects.update(address_confirmed_at=NOW, verified_at=NOW)
    case = make_case(sandbox, "screening")
    sandbox.mediators["invented"] = Mediator.objects.filter(is_sample=True).first()
    with pytest.raises(InventedMediator):
        cast.assign(sandbox, case, "invented")


def test_a_later_decision_is_not_undone_by_an_earlier(sandbox):
    take_verification(actor=None, verified_at=NOW, version=2)
    take_verification(actor=None, verified_at=None, version=1)
    assert Program.objects.get().verified_at == NOW
    take_verification(actor=None, verified_at=None, version=3)
    assert not Program.objects.get().is_verified


@pytest.mark.parametrize(
    ("kind", "track", "preset"),
    [
        ("church", "own", "church"),
        ("other", "own", "community_agency"),
        ("church", "severe_violence", "severe_violence"),
    ],
)
def test_a_type_and_a_track_give_a_preset(kind, track, preset):
    assert preset_of(kind, track) == preset
