"""A link that only the right code uses up, and guesses that are counted."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache

from amends import audit
from amends.audit.models import AuditEntry
from programs.actions.minors import record_guardian, record_minor
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.models import Participant, ParticipantLink
from programs.own_letters import own_page_link, party_acted
from tests.programs.cast import (
    at,
    fresh,
    make_case,
    make_world,
    open_page,
    parties,
    send_link,
)
from tests.programs.own_page.rig import DAY, MINUTE, START, browser, path_of, wrong


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


def test_looking_at_the_link_uses_nothing_up(world, offender):
    """Programs that look at mails for people open every link, some of them many times."""
    sent = send_link(world, offender)
    for _ in range(8):
        assert browser().get(path_of(sent.link)).status_code == 200
        assert browser().head(path_of(sent.link)).status_code == 200
        assert browser().options(path_of(sent.link)).status_code == 405
    assert browser().post(path_of(sent.link), {"code": sent.code}).status_code == 302


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


def test_whose_every_link_was_ended_reads_what_everybody_reads(world, case, offender, clock):
    """A guardian who came to be suspected: nothing is mailed, and nothing tells them that something is different."""
    child = parties(case)[0]
    record_minor(actor=world.cora, participant=child, now=START, is_minor=True)
    guardian = add_participant(
        actor=world.cora, case=case, now=START, role="guardian", person=Person("Gert", email="g@own.example")
    )
    told = {"actor": world.cora, "now": START, "guardian": guardian, "is_guardian": True}
    record_guardian(participant=fresh(child), **told)
    sent = send_link(world, fresh(guardian))
    other = path_of(send_link(world, offender).link)
    record_guardian(participant=fresh(child), is_suspected=True, **told)
    answers = [browser().post(path, {"again": "1"}) for path in (path_of(sent.link), other)]
    assert [answer.status_code for answer in answers] == [200, 200]
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert len({token.sub("", answer.content.decode()) for answer in answers}) == 1
    assert fresh(sent.link).asked_at is None
