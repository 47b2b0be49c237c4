"""Whom staff may send a link, what it says to anybody who sees it, and where it is noted."""

import re
import uuid

import pytest
from django.contrib.sessions.models import Session as WebSession
from django.core import mail

from amends import audit
from amends.audit.models import AuditEntry
from programs.actions.closing import begin_closing
from programs.models import Contact, MediationCase, Participant, ParticipantLink, Program
from programs.own_letters import own_page_link
from programs.own_visits import sign_link
from tests.programs.cast import (
    at,
    contact,
    fresh,
    make_case,
    make_severe_case,
    make_world,
    parties,
    send_link,
)
from tests.programs.own_page.rig import START, browser, path_of


def test_it_stands_in_the_log_as_a_contact(world, case, offender):
    send_link(world, offender)
    logged = Contact.objects.filter(participant=offender).latest("recorded_at")
    assert (logged.purpose, logged.channel, logged.result) == ("arranging", "email", "sent")
    victim = parties(case)[0]
    send_link(world, victim)
    assert Contact.objects.get(participant=victim).purpose == "first_contact"


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

    def test_a_case_that_has_ended(self, world, case, offender, refused):
        """While it is being closed they can still be asked how it was; afterwards nothing is sent."""
        begin_closing(actor=world.cora, case=case, now=START, reason="other")
        type(case).objects.filter(pk=case.pk).update(state="closed")
        assert self.send(world, fresh(offender), refused) == ["right_state"]
