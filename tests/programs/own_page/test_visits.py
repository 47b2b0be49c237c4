"""A visit to one's own page: how it ends, and what it may do."""

import pytest
from django.conf import settings

from amends import audit
from amends.accounts.access import PARTICIPANT, Outsider
from amends.audit.models import AuditEntry
from programs.models import MediationCase, Participant, Program
from tests.programs.cast import (
    fresh,
    make_case,
    open_page,
    parties,
    send_link,
)
from tests.programs.own_page.rig import MINUTE, START, browser, path_of


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
