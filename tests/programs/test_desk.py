"""Somebody of an agency comes over to a program: once, soon, to that program, and as nobody of it."""

import copy
import uuid

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from amends.accounts.models import User
from amends.audit.models import AuditEntry
from network.agencies import handover
from network.agencies.models import Agency, AgencyMember, Receipt
from programs.actions.referrals import decline_referral
from programs.models import Referral, StoredFile
from tenants.context import as_owner, inside, platform
from tenants.models import Tenant
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.conftest import HostClient
from tests.network.agencies.made import made_agency, made_member
from tests.programs.cast import at, make_referral, make_world
from tests.programs.desk_rig import ORIGIN, browser_of, come_over, press, token_for
from tests.programs.test_refer_page import answers

CANARY = "Zebulon-Canary"


@pytest.fixture
def vouched(alpha, beta):
    """Alpha and Beta, which the operator vouches for."""
    with platform():
        Tenant.objects.filter(pk__in=(alpha.pk, beta.pk)).update(verified_at=timezone.now())
    for tenant in (alpha, beta):
        with at(tenant):
            make_world(tenant)


@pytest.fixture
def clara(cast):
    with platform():
        return made_member()


def filled(tenant):
    with inside(tenant):
        return answers(referrer_class="judge", office_name="Lakeview Court")


def why(answer):
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Come again from your agency" in page, "the way on"
    return page.partition('data-why="')[2].partition('"')[0]


def test_it_works(vouched, clara, alpha):
    client, answer = press("alpha.localhost", token_for(browser_of(clara), alpha))
    assert (answer.status_code, answer.url) == (302, "/refer/")
    page = client.get("/refer/").content.decode()
    assert "You write as Clara Clerk of Lakeview Court" in page
    assert 'value="Lakeview Court"' in page
    assert 'value="clara@court.example"' in page
    assert '<option value="judge" selected>' in page
    assert client.post("/refer/", filled(alpha)).status_code == 302
    with inside(alpha):
        referral = Referral.objects.get()
        assert (referral.agency_id, referral.agency_person_id) == (clara.agency_id, clara.pk)
        entry = AuditEntry.objects.get(verb="submitted")
        assert entry.actor == f"agency_person:{clara.pk}"
        assert not User.objects.filter(email="clara@court.example").exists(), "no account is made"
    listed = client.get("/desk/").content.decode()
    assert referral.reference in listed
    assert "Oskar" not in listed


def test_the_page_with_the_button_lets_it_go_to_this_program_alone(vouched, clara, alpha):
    page = browser_of(clara).post(f"/agency/programs/{alpha.pk}/go/")
    assert "form-action 'self' http://alpha.localhost;" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert 'action="http://alpha.localhost/desk/come/"' in page.content.decode()


def test_a_token_is_good_once(vouched, clara, alpha):
    token = token_for(browser_of(clara), alpha)
    assert press("alpha.localhost", token)[1].status_code == 302
    again, answer = press("alpha.localhost", token)
    assert why(answer) == "used"
    assert again.get("/desk/").url == "/desk/closed/"


def test_leaving_does_not_make_a_token_good_again(vouched, clara, alpha):
    token = token_for(browser_of(clara), alpha)
    client, _answer = press("alpha.localhost", token)
    assert client.post("/desk/leave/").url == "/desk/closed/"
    assert why(press("alpha.localhost", token)[1]) == "used"


def test_a_token_is_spent_without_redis(vouched, clara, alpha, settings):
    """Nothing of it is in the cache: where that is away, a second use is refused all the same."""
    settings.CACHES = copy.deepcopy(settings.CACHES)
    settings.CACHES["default"]["LOCATION"] = "redis://127.0.0.1:1/0"
    settings.CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 0.1, "socket_timeout": 0.1}
    token = token_for(browser_of(clara), alpha)
    assert press("alpha.localhost", token)[1].status_code == 302
    assert why(press("alpha.localhost", token)[1]) == "used"


def test_it_is_refused_elsewhere(vouched, clara, alpha):
    assert why(press("beta.localhost", token_for(browser_of(clara), alpha))[1]) == "elsewhere"


def test_it_is_refused_after_two_minutes(vouched, clara, alpha):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        token = token_for(browser_of(clara), alpha)
        clock.shift(handover.LASTS + 1)
        assert why(press("alpha.localhost", token)[1]) == "expired"


@pytest.mark.parametrize("change", [lambda token: token[:-2] + "xx", lambda token: "x" + token, lambda _: ""])
def test_it_is_refused_when_it_was_altered(change, vouched, clara, alpha):
    assert why(press("alpha.localhost", change(token_for(browser_of(clara), alpha)))[1]) == "altered"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://beta.localhost", "https://localhost"]
)
def test_no_other_page_can_make_somebody_sit_here(origin, vouched, clara, alpha):
    token = token_for(browser_of(clara), alpha)
    assert why(press("alpha.localhost", token, origin=origin)[1]) == "altered"
    assert press("alpha.localhost", token)[1].status_code == 302, "and nothing was spent"


def test_a_token_that_a_program_made_is_none(vouched, clara, alpha):
    """A program's own signatures are its place's: it cannot send somebody to itself, or to another."""
    from tenants import signing

    told = [alpha.pk.hex, clara.agency_id.hex, clara.pk.hex, uuid.uuid4().hex, ""]
    with inside(alpha):
        token = signing.dumps(told, purpose=handover.PURPOSE)
    assert why(press("alpha.localhost", token)[1]) == "altered"


def _closed(member):
    Agency.objects.filter(pk=member.agency_id).update(state="closed")


def _gone(member):
    AgencyMember.objects.filter(pk=member.pk).delete()


def _disabled(member):
    User.objects.filter(pk=member.pk).update(is_active=False)


def _without_role(member):
    User.objects.filter(pk=member.pk).update(roles=[])


@pytest.mark.parametrize("stop", [_closed, _gone, _disabled, _without_role])
def test_a_visit_ends_with_what_it_rests_on(stop, vouched, clara, alpha):
    token = token_for(browser_of(clara), alpha)
    client = come_over(alpha, clara)
    assert client.get("/desk/").status_code == 200
    with platform():
        stop(clara)
    assert client.get("/desk/").url == "/desk/closed/"
    assert "You write as" not in client.get("/refer/").content.decode()
    assert why(press("alpha.localhost", token)[1]) == "stopped"


def test_a_visit_ends_after_an_hour_and_what_was_written_stays(vouched, clara, alpha):
    client = come_over(alpha, clara)
    sent = filled(alpha) | {"desk": "1"}
    with inside(alpha):
        Session.objects.update(expire_date=timezone.now())
    answer = client.post("/refer/", sent).content.decode()
    assert 'data-trouble="desk"' in answer
    assert "Oskar" in answer
    with inside(alpha):
        assert not Referral.objects.exists()


def test_who_saw_the_token_cannot_sit_down_with_it(vouched, clara, alpha):
    client = come_over(alpha, clara)
    nonce = client.cookies["desk"].value.partition(".")[0]
    thief = HostClient("alpha.localhost")
    for value in (nonce, f"{nonce}.{'0' * 32}", f"{nonce}.", "x", "." * 65):
        thief.cookies["desk"] = value
        assert thief.get("/desk/").url == "/desk/closed/"
    with inside(alpha):
        thief.cookies["sessionid"] = Session.objects.get().pk
    assert thief.get("/cases/").url.startswith("/sign-in/"), "a visit is no session of staff"


def test_a_visit_is_nothing_in_another_program(vouched, clara, alpha, beta):
    client = come_over(alpha, clara)
    other = HostClient("beta.localhost")
    other.cookies = copy.deepcopy(client.cookies)
    assert other.get("/desk/").url == "/desk/closed/"
    with inside(alpha):
        row = Session.objects.get()
    with inside(beta):  # somebody restores a program's rows into another
        Session(session_key=row.pk, session_data=row.session_data, expire_date=row.expire_date).save()
    assert other.get("/desk/").url == "/desk/closed/"


def test_an_agency_sees_its_own_alone(vouched, clara, alpha):
    with platform():
        carl = made_member("Carl Clerk")
        otto = made_member("Otto Other", agency=made_agency(slug="other", name="Other"))
    with at(alpha):
        mine = {}
        for member in (clara, carl, otto):
            mine[member] = make_referral(victim=None)
            Referral.objects.filter(pk=mine[member].pk).update(
                agency_id=member.agency_id, agency_person_id=member.pk
            )
    page = come_over(alpha, clara).get("/desk/").content.decode()
    assert [mine[each].reference in page for each in (clara, carl, otto)] == [True, True, False]
    with platform():
        Agency.objects.update(shares_receipts=False)
    page = come_over(alpha, clara).get("/desk/").content.decode()
    assert [mine[each].reference in page for each in (clara, carl, otto)] == [True, False, False]


def test_who_refers_themselves_is_told_to_nobody(vouched, clara, alpha):
    client = come_over(alpha, clara)
    sent = filled(alpha) | {"referrer_class": "victim_self"}
    assert client.post("/refer/", sent).status_code == 302
    with inside(alpha):
        assert Referral.objects.get().agency_id is None


def test_the_receipt_crosses_with_its_agency_and_leads_back(worker, alpha, committed):  # noqa: F811
    with as_owner():
        Tenant.objects.filter(pk=alpha.pk).update(verified_at=timezone.now())
    with at(alpha):
        world = make_world(alpha)
    with platform():
        pass
    with as_owner():
        clara = made_member()
    from programs.actions.referrals import Sender

    with at(alpha):
        sender = Sender(clara.agency_id, clara.pk)
        referral = make_referral(now=timezone.now(), sender=sender)
    worker.drain()
    with platform():
        receipt = Receipt.objects.get(reference=referral.reference)
        assert (receipt.agency_id, receipt.sent_by) == (clara.agency_id, clara.pk)
        assert receipt.answer_by == referral.answer_by
    with at(alpha):
        decline_referral(actor=world.cora, referral=referral, now=timezone.now(), reason="safety")
    worker.drain()
    with platform():
        assert Receipt.objects.get(pk=receipt.pk).status == "declined"


def test_a_receipt_leads_to_the_programs_own(vouched, clara, alpha):
    with at(alpha):
        referral = make_referral()
        Referral.objects.filter(pk=referral.pk).update(agency_id=clara.agency_id, agency_person_id=clara.pk)
    with platform():
        token = handover.issue(clara, tenant_id=alpha.pk, reference=referral.reference)
        strange = handover.issue(clara, tenant_id=alpha.pk, reference="NOT-MINE")
    client, answer = press("alpha.localhost", token)
    assert answer.url.startswith("/refer/received/")
    assert referral.reference in client.get(answer.url).content.decode()
    assert press("alpha.localhost", strange)[1].url == "/desk/"


def test_nothing_about_a_party_gets_to_the_platform(vouched, clara, alpha, caplog):
    """Canaries in every answer of the form, sent by an agency's person: no public row and no log has one."""
    client = come_over(alpha, clara)
    texts = ("offender_name", "victim_name", "victim_note", "summary", "case_number")
    sent = filled(alpha) | {name: f"{CANARY} {name}" for name in texts}
    sent |= {"offender_email": f"{CANARY}@canary.example", "victim_email": f"{CANARY}.v@canary.example"}
    paper = SimpleUploadedFile(f"{CANARY}.txt", f"{CANARY} wrote this".encode())
    answer = client.post("/refer/", sent | {"documents": paper})
    assert answer.status_code == 302
    assert CANARY not in answer.url
    with inside(alpha):
        assert StoredFile.objects.get().name == f"{CANARY}.txt"
    client.post("/refer/", sent | {"save": "1", "form_key": str(uuid.uuid4())})
    client.get("/desk/")
    assert CANARY.lower() not in caplog.text.lower()
    assert public_rows_with(CANARY) == []


def public_rows_with(word):
    """Return the public tables in which some row says a word, as their owner sees them."""
    found = []
    with platform(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f"public.{table}"])
            if cursor.fetchone()[0]:
                cursor.execute(
                    f'SELECT count(*) FROM public."{table}" AS t WHERE t::text ILIKE %s', [f"%{word}%"]
                )
                found += [table] * cursor.fetchone()[0]
    return found


def test_the_search_for_canaries_finds_what_is_there(clara):
    assert set(public_rows_with("Clara Clerk")) == {"accounts_user"}


def test_the_desk_takes_a_form_of_the_platform_alone(vouched, alpha):
    client = HostClient("alpha.localhost", enforce_csrf_checks=True)
    assert client.get("/desk/come/").status_code == 405
    assert client.post("/desk/come/", {"token": "x"}).status_code == 400
    assert client.post("/desk/come/", {"token": "x"}, headers=ORIGIN).status_code == 400
