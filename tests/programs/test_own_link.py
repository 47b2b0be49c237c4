"""The way to one's own page: a link that only the right code uses up, guesses that are counted, a visit that ends."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session as WebSession
from django.core import mail
from django.core.cache import cache

from amends import audit
from amends.accounts.access import PARTICIPANT, Outsider
from amends.audit.models import AuditEntry
from programs.actions.closing import begin_closing
from programs.models import Contact, MediationCase, Participant, ParticipantLink, Program
from programs.own_letters import own_page_link, party_acted
from programs.own_visits import sign_link
from tests.conftest import HostClient
from tests.programs.cast import (
    at,
    contact,
    fresh,
    make_case,
    make_severe_case,
    make_world,
    open_page,
    parties,
    send_link,
)

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(world, clock) -> MediationCase:
    return make_case(world, "preparing")


@pytest.fixture
def offender(case) -> Participant:
    return parties(case)[1]


def path_of(link) -> str:
    return f"/mine/{sign_link(fresh(link))}/"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def browser() -> HostClient:
    return HostClient("alpha.localhost")


def test_it_works(world, offender):
    client = open_page(world, offender, browser())
    page = client.get("/mine/")
    assert page.status_code == 200
    assert "Your page \u2013 Office" in page.content.decode()
    link = ParticipantLink.objects.get()
    assert (link.is_used, link.wrong_codes) == (True, 0)
    cookie = client.cookies[settings.OWN_PAGE_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie.value.encode() not in bytes(link.visit_hash)
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_it_stands_in_the_log_as_a_contact(world, case, offender):
    send_link(world, offender)
    logged = Contact.objects.filter(participant=offender).latest("recorded_at")
    assert (logged.purpose, logged.channel, logged.result) == ("arranging", "email", "sent")
    victim = parties(case)[0]
    send_link(world, victim)
    assert Contact.objects.get(participant=victim).purpose == "first_contact"


def test_looking_at_the_link_uses_nothing_up(world, offender):
    """Programs that look at mails for people open every link, some of them many times."""
    sent = send_link(world, offender)
    for _ in range(8):
        assert browser().get(path_of(sent.link)).status_code == 200
        assert browser().head(path_of(sent.link)).status_code == 200
        assert browser().options(path_of(sent.link)).status_code == 405
    assert browser().post(path_of(sent.link), {"code": sent.code}).status_code == 302


def test_the_code_is_shown_to_staff_once_and_stored_nowhere(world, offender, at_alpha):
    offender.email = "oskar@own.example"
    offender.save()
    at_alpha.force_login(world.mia)
    answers = {"form_key": str(uuid.uuid4()), "is_safe": "on"}
    shown = at_alpha.post(f"/people/{offender.pk}/link/", answers).content.decode()
    code = re.search(r"data-code>(\d{3}) (\d{3})<", shown)
    again = at_alpha.post(f"/people/{offender.pk}/link/", answers).content.decode()
    assert code
    assert not re.search(r"data-code>", again)
    assert ParticipantLink.objects.count() == 1
    digits = "".join(code.groups())
    audit.flush()
    rows = [*ParticipantLink.objects.all(), *Contact.objects.all(), *AuditEntry.objects.all()]
    assert digits not in [str(value) for row in rows for value in vars(row).values()]
    assert digits not in str([each.get_decoded() for each in WebSession.objects.all()])
    response = browser().post(path_of(ParticipantLink.objects.get()), {"code": f"{code[1]}-{code[2]}"})
    assert response.url == "/mine/"


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567"])
def test_what_cannot_be_a_code_costs_no_try(typed, world, offender):
    sent = send_link(world, offender)
    assert browser().post(path_of(sent.link), {"code": typed}).status_code == 200
    assert fresh(sent.link).wrong_codes == 0


def test_five_wrong_codes_end_it_and_a_new_link_brings_no_new_guess(world, offender, clock):
    sent = send_link(world, offender)
    for tried in range(3):
        assert browser().post(path_of(sent.link), {"code": wrong(sent.code)}).status_code == 200, tried
    browser().post(path_of(sent.link), {"again": "1"})
    assert fresh(sent.link).wrong_codes == 3
    assert browser().post(path_of(sent.link), {"code": wrong(sent.code)}).status_code == 200
    assert browser().post(path_of(sent.link), {"code": wrong(sent.code)}).status_code == 410
    assert browser().post(path_of(sent.link), {"code": sent.code}).status_code == 410
    assert browser().get(path_of(sent.link)).status_code == 410
    clock.shift(10 * MINUTE)
    browser().post(path_of(sent.link), {"again": "1"})
    assert own_page_link(link_id=sent.link.pk, number=fresh(sent.link).number) is None
    assert browser().post(path_of(sent.link), {"code": sent.code}).status_code == 410


def test_a_link_works_once_and_a_new_one_with_the_same_code(world, offender, clock):
    sent = send_link(world, offender)
    first = path_of(sent.link)
    assert browser().post(first, {"code": sent.code}).status_code == 302
    assert browser().get(first).status_code == 410
    assert browser().post(first, {"code": sent.code}).status_code == 410
    clock.shift(DAY)
    assert browser().post(first, {"again": "1"}).status_code == 200
    second = path_of(sent.link)
    assert second != first
    assert browser().get(first).status_code == 410
    assert browser().post(second, {"code": sent.code}).status_code == 302


def test_asking_again_sends_a_waiting_link_as_it_is(world, offender, clock):
    sent = send_link(world, offender)
    browser().post(path_of(sent.link), {"again": "1"})
    assert fresh(sent.link).number == 1


def test_seven_days(world, offender, clock):
    sent = send_link(world, offender)
    clock.shift(7 * DAY - MINUTE)
    assert browser().get(path_of(sent.link)).status_code == 200
    clock.shift(2 * MINUTE)
    assert browser().get(path_of(sent.link)).status_code == 410
    assert browser().post(path_of(sent.link), {"code": sent.code}).status_code == 410


def test_sending_again_ends_what_was_sent_and_the_visit(world, offender):
    old = send_link(world, offender)
    visiting = browser()
    visiting.post(path_of(old.link), {"code": old.code})
    path = path_of(old.link)
    new = send_link(world, offender)
    assert visiting.get("/mine/").status_code == 302
    assert browser().get(path).status_code == 410
    assert browser().post(path, {"code": old.code}).status_code == 410
    assert browser().post(path_of(new.link), {"code": old.code}).status_code in (200, 302)
    assert fresh(new.link).wrong_codes == (old.code != new.code)


def test_asking_answers_the_same_whoever_asks_and_mails_at_most_once(world, offender, clock):
    sent = send_link(world, offender)
    path = path_of(sent.link)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    answers = [token.sub("", browser().post(path, {"again": "1"}).content.decode()) for _ in range(3)]
    before = fresh(sent.link).asked_at
    clock.shift(MINUTE)
    browser().post(path, {"again": "1"})
    assert fresh(sent.link).asked_at == before
    Participant.objects.filter(pk=offender.pk).update(unsafe_channels=["email"])
    clock.shift(8 * DAY)
    answers.append(token.sub("", browser().post(path, {"again": "1"}).content.decode()))
    assert len(set(answers)) == 1


def test_when_the_code_is_over_somebody_here_learns_that_they_asked(world, case, offender, clock):
    sent = send_link(world, offender)
    clock.shift(8 * DAY)
    browser().post(path_of(sent.link), {"again": "1"})
    audit.flush()
    assert AuditEntry.objects.filter(verb="new_code_needed", object_id=str(case.pk)).count() == 1
    told = party_acted(case_id=case.pk)
    assert told.recipient.address == world.cora.email
    assert case.reference in told.subject
    assert "Oskar" not in told.subject + told.body


def test_the_mail_says_nothing_to_anybody_else(world, case, offender):
    sent = send_link(world, offender)
    letter = own_page_link(link_id=sent.link.pk, number=1)
    from amends.mail.send import send

    send(letter.recipient, letter.subject, letter.body)
    raw = mail.outbox[-1].message().as_string()
    for word in ("Oskar", "Vera", "mediat", "victim", "offend", case.reference, sent.code, "Alpha Mediation"):
        assert word.lower() not in raw.lower(), word
    assert mail.outbox[-1].subject == "A message for you"
    assert raw.count("oskar") == 0
    assert f"/mine/{sign_link(sent.link)[:20]}" in letter.body


@pytest.mark.parametrize(
    "change",
    [{"unsafe_channels": ["email"]}, {"email": ""}],
    ids=["the address became unsafe", "the address is gone"],
)
def test_no_mail_leaves_when_the_address_is_not_safe_any_more(change, world, offender):
    sent = send_link(world, offender)
    person = fresh(offender)
    for name, value in change.items():
        setattr(person, name, value)
    person.save()
    assert own_page_link(link_id=sent.link.pk, number=1) is None


class TestRefusals:
    def send(self, world, person, refused):
        return refused(lambda: send_link(world, person))

    def test_no_address(self, world, offender, refused):
        from programs.actions.links import send_participant_link

        assert refused(
            lambda: send_participant_link(
                actor=world.cora, participant=offender, now=START, form_key=uuid.uuid4()
            )
        ) == ["address_known"]

    def test_an_address_that_is_not_safe(self, world, offender, refused):
        Participant.objects.filter(pk=offender.pk).update(unsafe_channels=["email"])
        assert self.send(world, fresh(offender), refused) == ["channel_safe"]

    def test_the_person_harmed_before_the_other_side(self, world, clock, refused):
        victim, offender = parties(make_case(world, "screening"))
        assert self.send(world, victim, refused) == ["order_kept"]
        contact(world, offender)
        assert self.send(world, victim, refused) == ["order_kept"], "before the facts are acknowledged"

    def test_the_other_side_where_the_person_harmed_asked(self, alpha, clock, refused):
        with at(alpha):
            world = make_world(alpha, preset="severe_violence")
            _victim, offender = parties(make_severe_case(world, "screening"))
            assert self.send(world, offender, refused) == ["order_kept"]

    def test_a_sample(self, world, case, offender, refused):
        MediationCase.objects.filter(pk=case.pk).update(is_sample=True)
        assert self.send(world, offender, refused) == ["nobody_invented"]

    def test_a_program_that_is_not_open(self, world, offender, refused):
        Program.objects.update(verified_at=None)
        assert self.send(world, offender, refused) == ["program_open"]

    def test_somebody_who_only_looks_on(self, world, case, refused):
        observer = Participant.objects.create(case=case, role="observer", name="Olive", email="o@own.example")
        assert self.send(world, observer, refused) == ["page_for_role"]

    def test_a_case_that_ends(self, world, case, offender, refused):
        begin_closing(actor=world.cora, case=case, now=START, reason="other")
        assert self.send(world, fresh(offender), refused) == ["right_state"]


def test_guardians_and_support_persons_have_a_page_too(world, case):
    for role in ("guardian", "support_person"):
        person = Participant.objects.create(case=case, role=role, name="Gus")
        client = open_page(world, fresh(person), browser())
        assert client.get("/mine/").status_code == 200
        assert client.get("/mine/answer/").status_code == 404
        assert client.get("/mine/wishes/").status_code == 404


class TestVisits:
    def test_half_an_hour_without_a_page_ends_it(self, world, offender, clock):
        client = open_page(world, offender, browser())
        for _ in range(4):
            clock.shift(29 * MINUTE)
            assert client.get("/mine/").status_code == 200
        clock.shift(31 * MINUTE)
        assert client.get("/mine/").url == "/mine/closed/"

    def test_so_do_twelve_hours(self, world, offender, clock):
        client = open_page(world, offender, browser())
        for _ in range(25):
            clock.shift(29 * MINUTE)
            client.get("/mine/")
        assert client.get("/mine/").url == "/mine/closed/"

    def test_so_does_leaving(self, world, offender):
        client = open_page(world, offender, browser())
        value = client.cookies["mine"].value
        response = client.post("/mine/leave/")
        assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert response.url == "/mine/closed/"
        assert client.cookies["mine"].value == ""
        client.cookies["mine"] = value
        assert client.get("/mine/").url == "/mine/closed/", "a copy of the cookie is nothing either"

    def test_so_does_the_exit_with_one_press(self, world, offender):
        client = open_page(world, offender, browser())
        page = client.get("/mine/about/").content.decode()
        assert 'href="/mine/exit/" role="button"' in page
        value = client.cookies["mine"].value
        response = client.get("/mine/exit/")
        assert response.url == settings.EXIT_URL
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Clear-Site-Data"]
        client.cookies["mine"] = value
        assert client.get("/mine/").url == "/mine/closed/"

    def test_so_does_the_end_of_the_case(self, world, offender):
        client = open_page(world, offender, browser())
        MediationCase.objects.update(state="closed", closure_reason="other")
        assert client.get("/mine/").url == "/mine/closed/"

    def test_so_does_the_program_when_it_is_no_longer_open(self, world, offender):
        client = open_page(world, offender, browser())
        Program.objects.update(verified_at=None)
        assert client.get("/mine/").url == "/mine/closed/"

    @pytest.mark.parametrize("value", ["", "x", "0" * 43, "%00", "é" * 40])
    def test_a_made_up_cookie_is_nobody(self, value, world, offender):
        send_link(world, offender)
        client = browser()
        client.cookies["mine"] = value
        assert client.get("/mine/").url == "/mine/closed/"

    def test_every_page_is_read_on_record_by_the_key_alone(self, world, offender):
        client = open_page(world, offender, browser())
        client.get("/mine/")
        audit.flush()
        actor = f"participant:{offender.pk}"
        read = AuditEntry.objects.filter(kind="read", actor=actor)
        assert {entry.facts["purpose"] for entry in read} == {"own_page"}
        assert AuditEntry.objects.filter(verb="link_opened", actor=actor).exists()
        assert not [entry for entry in AuditEntry.objects.all() if "Oskar" in str(vars(entry))]


def test_headers_of_these_pages(world, offender):
    sent = send_link(world, offender)
    asked = browser().get(path_of(sent.link))
    # Forms need the host in `Origin`; the token is in no Referer, not even to ourselves.
    assert asked.headers["Referrer-Policy"] == "strict-origin"
    client = open_page(world, offender, browser())
    for answer in (asked, client.get("/mine/"), client.get("/mine/stop/")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "noindex" in answer.content.decode()


def test_too_many_tries_from_one_address_wait(world, offender, settings):
    settings.OWN_PAGE_LIMIT = (3, 600)
    cache.clear()
    sent = send_link(world, offender)
    found = [browser().post(path_of(sent.link), {"code": "1"}).status_code for _ in range(4)]
    assert found == [200, 200, 200, 429]
    assert browser().get(path_of(sent.link)).status_code == 200
    cache.clear()


def test_parallel_guesses_are_counted_one_by_one(committed, alpha):
    """Ten browsers guess at once: five guesses are judged, and not one more."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    with at(alpha):
        world = make_world(alpha)
        offender = parties(make_case(world, "preparing"))[1]
        sent = send_link(world, offender)
        path = path_of(sent.link)

    def guess(_number):
        try:
            return browser().post(path, {"code": wrong(sent.code)}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        found = sorted(pool.map(guess, range(10)))
    assert found == [200] * 4 + [410] * 6
    with at(alpha):
        assert fresh(sent.link).wrong_codes == 5
        assert browser().post(path, {"code": sent.code}).status_code == 410


def test_a_party_acts_for_themselves_alone(world, case):
    from django.core.exceptions import PermissionDenied

    from programs.actions.consents import record_consent, withdraw_consent
    from programs.actions.contacts import record_choices

    victim, offender = parties(case)
    actor = Outsider(PARTICIPANT, offender.pk)
    for act, answers in (
        (withdraw_consent, {}),
        (record_consent, {"form": "e_sign", "language": "en"}),
        (record_choices, {"takes_part": False, "mode": "", "wishes": {}}),
    ):
        with pytest.raises(PermissionDenied):
            act(actor=actor, participant=victim, now=START, **answers)
    other = parties(make_case(world, "preparing"))[0]
    with pytest.raises(PermissionDenied):
        withdraw_consent(actor=actor, participant=other, now=START)
