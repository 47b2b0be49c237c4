"""A referral goes to another program of the platform: what was released, once, soon, there, and by nobody's log."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone

from amends.audit.models import AuditEntry
from amends.outbox.models import Outbox
from programs import parcels
from programs.actions.referrals import Person
from programs.actions.releases import revoke_release
from programs.guards import GUARDS
from programs.models import Participant, Program, Referral, ReferralForward
from tenants.context import inside, platform
from tenants.models import Tenant
from tests.conftest import HostClient
from tests.programs.cast import at, make_referral
from tests.programs.handing_on.rig import (
    browser_of,
    fields_of,
    hand_on,
    let_go,
    offender_of,
    press,
    sent_to,
    the_forward,
    why,
)
from tests.programs.test_desk import public_rows_with

CANARY = "Zebulon-Canary"


def test_it_works(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    page = browser.get(f"/referrals/{referral.pk}/handed-on/")
    assert "form-action 'self' http://beta.localhost;" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert 'action="http://beta.localhost/handed-in/"' in page.content.decode()
    client, answer = press(fields_of(browser, referral))
    assert answer.status_code == 302, answer.content.decode()
    assert "It is handed over." in client.get(answer.url).content.decode()
    with at(beta):
        taken = Referral.objects.get()
        assert (taken.state, taken.stage, taken.referrer_class) == ("submitted", "post_charge", "school")
        assert (taken.handed_on_by, taken.handed_on_id) == (alpha.pk, the_forward(alpha).pk)
        assert taken.referrer_name == worlds["alpha"].cora.name
        assert [(each.role, each.name, each.phone) for each in taken.participants.all()] == [
            ("offender", "Oskar Offender", "555 0100")
        ], "the person harmed let nothing go"
        assert taken.summary == "", "its words would speak of the person harmed"
        assert taken.office.name == "Lincoln School", "so that nobody of it mediates"
        assert AuditEntry.objects.filter(verb="handed_in").exists()
    shown = browser_of(beta, worlds["beta"].cora).get(f"/referrals/{taken.pk}/").content.decode()
    assert f"Handed on by {alpha.name}" in shown
    with at(alpha):
        purposes = [each.facts.get("purpose") for each in AuditEntry.objects.filter(kind="export")]
        assert "handed_over" in purposes


def test_the_person_harmed_goes_along_where_they_let_it(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    with at(alpha):
        victim = Participant.objects.get(referral=referral, role="victim")
        let_go(worlds["alpha"], victim, beta.name, days=5)
    press(fields_of(browser, referral))
    with at(beta):
        taken = Referral.objects.get()
        assert {each.name for each in taken.participants.all()} == {"Oskar Offender", "Vera Victim"}
        assert taken.participants.get(role="victim").contact_note == "Evenings only"
        assert taken.summary == "A bicycle was taken."
        assert taken.released_until < timezone.now() + dt.timedelta(days=7), (
            "the release that ends first counts"
        )


def test_that_the_person_harmed_asked_is_theirs_to_tell(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"], referrer_class="victim_self", office_name="")
    press(fields_of(browser, referral))
    with at(beta):
        assert Referral.objects.get().referrer_class == "institution"


def test_how_somebody_is_safely_reached_goes_along(worlds, alpha, beta):
    safe = {
        "unsafe_channels": ["text"],
        "leave_no_message": True,
        "safe_from": dt.time(18),
        "safe_until": dt.time(20),
        "never_do": "Never name us",
        "pass_phrase": "blue heron",
    }
    told = Person("Oskar Offender", phone="555 0100", **safe)
    browser, referral = hand_on(alpha, beta, worlds["alpha"], offender=told)
    with at(beta):
        Program.objects.update(time_zone="America/Anchorage")
    page = browser.get(f"/referrals/{referral.pk}/handed-on/").content.decode()
    assert "With this goes how it is safe to reach this person" in page
    press(fields_of(browser, referral))
    with at(beta):
        person = Participant.objects.get(referral=Referral.objects.get())
        assert (person.unsafe_channels, person.leave_no_message) == (["text"], True)
        assert person.never_do == "Never name us"
        assert person.safe_from is None
        assert "18:00:00 until 20:00:00" in person.contact_note, "by the clock of the other program"
        assert not person.pass_phrase


def test_a_slip_that_comes_again_creates_nothing(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    fields, fresh = fields_of(browser, referral), fields_of(browser, referral)
    assert press(fields)[1].status_code == 302
    assert why(press(fields)[1]) == "used"
    assert why(press(fresh)[1]) == "used", "nor does a new slip of the same handing on"
    with at(beta):
        assert Referral.objects.count() == 1
        assert AuditEntry.objects.filter(kind="denied", facts__rule="used").count() == 2


def test_it_is_refused_after_five_minutes(worlds, alpha, beta):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser, referral = hand_on(alpha, beta, worlds["alpha"])
        fields = fields_of(browser, referral)
        clock.shift(parcels.LASTS + 1)
        assert why(press(fields)[1]) == "expired"


def test_it_is_refused_at_another_program(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    assert why(press(fields_of(browser, referral), host="alpha.localhost")[1]) == "elsewhere"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost", "https://alpha.localhost"]
)
def test_no_other_page_brings_it(origin, worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    fields = fields_of(browser, referral)
    assert why(press(fields, origin=origin)[1]) == "altered"
    assert press(fields)[1].status_code == 302, "and nothing was spent"


@pytest.mark.parametrize("name", ["slip", "parcel"])
@pytest.mark.parametrize("change", [lambda text: text[:-3] + "xxx", lambda text: "x" + text, lambda _: ""])
def test_it_is_refused_when_it_was_altered(name, change, worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    fields = fields_of(browser, referral)
    assert why(press(fields | {name: change(fields[name])})[1]) == "altered"
    with at(beta):
        assert not Referral.objects.exists()


def test_the_parcel_of_another_slip_does_not_open(worlds, alpha, beta):
    one, two = (hand_on(alpha, beta, worlds["alpha"]) for _ in range(2))
    fields = fields_of(*one) | {"parcel": fields_of(*two)["parcel"]}
    assert why(press(fields)[1]) == "altered"


def test_a_slip_that_a_program_made_is_none(worlds, alpha, beta):
    from tenants import signing

    with inside(alpha):
        told = [beta.pk.hex, alpha.pk.hex, uuid.uuid4().hex]
        slip = signing.dumps(told, purpose=parcels.PURPOSE)
    assert why(press({"slip": slip, "parcel": "x"})[1]) == "altered"


def test_a_program_that_is_not_vouched_for_hands_nothing_in(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    fields = fields_of(browser, referral)
    with platform():
        Tenant.objects.filter(pk=alpha.pk).update(verified_at=None)
    assert why(press(fields)[1]) == "stopped"


def test_a_program_that_is_not_open_takes_nothing(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    fields = fields_of(browser, referral)
    with at(beta):
        Program.objects.update(verified_at=None)
    assert why(press(fields)[1]) == "closed"


def test_a_release_that_ends_on_the_way_lets_nothing_in(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    forward = the_forward(alpha)
    slip = parcels.Slip(alpha.pk, beta.pk, forward.pk)
    with at(alpha):
        told = parcels.unwrap(slip, fields_of(browser, referral)["parcel"])
        late = parcels.wrap(slip, told | {"until": (timezone.now() - dt.timedelta(minutes=1)).isoformat()})
    assert why(press(late)[1]) == "over"


def test_the_page_has_no_button_once_the_release_is_taken_back(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    with at(alpha):
        release = the_forward(alpha).release
        revoke_release(actor=worlds["alpha"].cora, release=release, now=timezone.now())
    assert fields_of(browser, referral) == {}


def test_a_browser_cannot_read_what_it_carries(worlds, alpha, beta):
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    assert not [word for word in fields_of(browser, referral).values() if "Oskar" in word]


NOT_THERE = {"itself": lambda alpha, _beta: alpha, "nobody": lambda *_: Tenant(pk=uuid.uuid4())}


@pytest.mark.parametrize("case", NOT_THERE)
def test_it_goes_to_no_program_that_takes_nothing(case, worlds, alpha, beta):
    with at(alpha):
        referral = make_referral(now=timezone.now())
        release = let_go(worlds["alpha"], offender_of(referral), "whatever was typed")
    browser = browser_of(alpha, worlds["alpha"].cora)
    sent = sent_to(NOT_THERE[case](alpha, beta), release)
    answer = browser.post(f"/referrals/{referral.pk}/forward/", sent)
    assert answer.status_code == 409
    assert str(GUARDS["receiver_takes"].sentence) in answer.content.decode()
    assert "Call 555 0155" in answer.content.decode(), "nothing that was typed is lost"


@pytest.mark.parametrize("what", [["contact"], ["referral"], ["contact", "participation"]])
def test_what_makes_no_referral_is_not_sent_as_one(what, worlds, alpha, beta):
    with at(alpha):
        referral = make_referral(now=timezone.now())
        release = let_go(worlds["alpha"], offender_of(referral), beta.name, what=what)
    browser = browser_of(alpha, worlds["alpha"].cora)
    answer = browser.post(f"/referrals/{referral.pk}/forward/", sent_to(beta, release))
    assert answer.status_code == 409
    assert str(GUARDS["release_makes_referral"].sentence) in answer.content.decode()


def test_without_a_release_nothing_goes_there(worlds, alpha, beta):
    with at(alpha):
        referral = make_referral(now=timezone.now())
    browser = browser_of(alpha, worlds["alpha"].cora)
    answer = browser.post(f"/referrals/{referral.pk}/forward/", sent_to(beta), follow=True)
    assert "Nothing about anybody went with it." in answer.content.decode()
    with at(alpha):
        made = ReferralForward.objects.get()
        assert (made.receiver_id, made.program_name, made.document) == (None, beta.name, "")
    assert browser.get(f"/referrals/{referral.pk}/handed-on/").status_code == 404


def test_nothing_about_a_party_gets_to_the_platform(worlds, alpha, beta, caplog):
    person = Person(
        f"{CANARY} name", email=f"{CANARY}@canary.example", phone=f"{CANARY}", contact_note=CANARY
    )
    changes = {"offender": person, "victim": person, "summary": CANARY, "case_number": CANARY}
    browser, referral = hand_on(alpha, beta, worlds["alpha"], **changes)
    fields = fields_of(browser, referral)
    client, answer = press(fields)
    assert CANARY not in answer.url
    client.get(answer.url)
    press(fields)
    press(fields | {"parcel": "x"})
    assert CANARY.lower() not in caplog.text.lower()
    assert public_rows_with(CANARY) == []
    with platform():
        assert not [row for row in Outbox.objects.all() if CANARY.lower() in str(vars(row)).lower()]


def test_nobody_else_gets_the_page(worlds, alpha, beta):
    _browser, referral = hand_on(alpha, beta, worlds["alpha"])
    for path in ("handed-on", "forward/find"):
        assert (
            browser_of(beta, worlds["beta"].cora).get(f"/referrals/{referral.pk}/{path}/").status_code == 404
        )
        assert HostClient("alpha.localhost").get(f"/referrals/{referral.pk}/{path}/").status_code == 302


def test_a_program_is_found_by_its_name_and_chosen(worlds, alpha, beta):
    with at(alpha):
        referral = make_referral(now=timezone.now())
    browser = browser_of(alpha, worlds["alpha"].cora)
    found = browser.post(f"/referrals/{referral.pk}/forward/find/", {"words": beta.name[:4]}).content.decode()
    assert str(beta.pk) in found
    assert str(alpha.pk) not in found, "never itself"
    chosen = {"begin": "1", "receiver_id": str(beta.pk)}
    page = browser.post(f"/referrals/{referral.pk}/forward/", chosen).content.decode()
    assert f"To {beta.name} (beta.localhost), a program of this platform." in page
    assert (
        browser.post(f"/referrals/{referral.pk}/forward/", {"begin": "1", "receiver_id": "x"}).status_code
        == 404
    )
