"""The answer comes back by itself, as a status alone; what was handed on can be asked back until it is decided."""

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone

from amends.audit.models import AuditEntry
from amends.outbox.models import Outbox
from programs.actions.forwarding import hear_receiver, record_forward_answer
from programs.actions.handed_in import give_back
from programs.actions.referrals import accept_referral, decline_referral
from programs.actions.releases import revoke_release
from programs.guards import StepRefused
from programs.models import Participant, Referral
from tenants.context import as_owner, platform
from tenants.models import Tenant
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.api.rig import Software, token_of
from tests.programs.cast import at, make_world
from tests.programs.handing_on.rig import browser_of, fields_of, hand_on, let_go, press, the_forward


def vouched(alpha: Any, beta: Any) -> dict[str, Any]:
    """Have the operator vouch for both programs, for good; return their people."""
    with as_owner():
        Tenant.objects.filter(pk__in=(alpha.pk, beta.pk)).update(verified_at=timezone.now())
    worlds = {}
    for tenant in (alpha, beta):
        with at(tenant):
            worlds[tenant.slug] = make_world(tenant)
    return worlds


@pytest.fixture
def there(worker, alpha, beta, committed):  # noqa: F811
    """A referral that Alpha handed on and Beta has; both committed, and the word of it on its way."""
    worlds = vouched(alpha, beta)
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    assert press(fields_of(browser, referral))[1].status_code == 302
    worker.drain()
    return There(worker, alpha, beta, worlds, referral)


class There:
    def __init__(self, worker: Any, alpha: Any, beta: Any, worlds: Any, referral: Any):  # noqa: F811
        self.worker, self.alpha, self.beta, self.referral = worker, alpha, beta, referral
        self.world, self.cora, self.theirs = worlds["alpha"], worlds["alpha"].cora, worlds["beta"].cora
        with at(beta):
            self.taken = Referral.objects.get()

    def decide(self, act: Any, **told: Any) -> None:
        with at(self.beta):
            act(actor=self.theirs, referral=self.taken, now=timezone.now(), **told)
        self.worker.drain()

    def take_back(self) -> None:
        with at(self.alpha):
            told = {"actor": self.cora, "now": timezone.now(), "answer": "revoked"}
            record_forward_answer(referral=self.referral, **told)

    def page(self) -> str:
        return browser_of(self.alpha, self.cora).get(f"/referrals/{self.referral.pk}/").content.decode()

    @property
    def stands(self) -> tuple[str, str]:
        """Return how the handing on stands at Alpha, and the referral there."""
        forward = the_forward(self.alpha)
        return forward.answer, forward.referral.state

    @property
    def state_there(self) -> str:
        with at(self.beta):
            return Referral.objects.get().state


def test_it_works(there):
    assert there.stands == ("pending", "forwarded")
    assert "It is there since" in there.page()
    there.decide(accept_referral)
    assert there.stands == ("accepted", "forwarded")
    assert "They took it on" in there.page()


def test_of_a_reason_only_its_group_comes_back(there):
    there.decide(decline_referral, reason="safety", note="He frightens us")
    assert there.stands == ("rejected", "under_review")
    page = there.page()
    assert "Not possible now" in page
    assert "safe." not in page
    with at(there.alpha):
        assert not [each for each in AuditEntry.objects.all() if "safety" in str(each.facts)]


def test_somebody_here_is_told_that_it_came_back(there, mailoutbox):
    before = len(mailoutbox)
    there.decide(decline_referral, reason="capacity")
    assert there.referral.reference in "".join(each.body for each in mailoutbox[before:])


def test_taken_back_while_it_waits(there):
    there.take_back()
    assert there.stands == ("pending", "forwarded"), "they may have taken it on a moment ago"
    assert "They were asked to give it back" in there.page()
    there.worker.drain()
    assert there.stands == ("revoked", "under_review")
    assert there.state_there == "withdrawn"


def test_taken_back_too_late(there):
    """Both decide at once: what was taken on stays so, on both sides."""
    there.take_back()
    with at(there.beta):
        accept_referral(actor=there.theirs, referral=there.taken, now=timezone.now())
    there.worker.drain()
    assert there.state_there == "accepted"
    assert there.stands == ("accepted", "forwarded")


def test_only_they_say_whether_they_take_it_on(there):
    with at(there.alpha), pytest.raises(StepRefused) as refusal:
        now = timezone.now()
        record_forward_answer(actor=there.cora, referral=there.referral, now=now, answer="accepted")
    assert [each.id for each in refusal.value.reasons] == ["answers_itself"]


def test_a_release_that_is_taken_back_asks_it_back(there):
    with at(there.alpha):
        revoke_release(actor=there.cora, release=the_forward(there.alpha).release, now=timezone.now())
    there.worker.drain()
    assert there.state_there == "withdrawn"
    assert there.stands == ("revoked", "under_review")


def test_what_was_taken_back_is_shown_no_more(there):
    with at(there.beta):
        people = [each.name for each in Participant.objects.filter(referral=there.taken)]
    page = browser_of(there.beta, there.theirs)
    address = f"/referrals/{there.taken.pk}/"
    assert all(name in page.get(address).content.decode() for name in people)
    with at(there.alpha):
        revoke_release(actor=there.cora, release=the_forward(there.alpha).release, now=timezone.now())
    there.worker.drain()
    assert there.state_there == "withdrawn"
    assert not [name for name in people if name in page.get(address).content.decode()]
    with at(there.beta):
        assert there.taken not in Referral.objects.still_told(timezone.now())


def test_the_release_of_the_person_harmed_counts_too(there):
    with at(there.alpha):
        victim = Participant.objects.get(referral=there.referral, role="victim")
        release = let_go(there.world, victim, there.beta.name)
        revoke_release(actor=there.cora, release=release, now=timezone.now())
    there.worker.drain()
    assert there.state_there == "withdrawn"


def test_a_release_that_ends_while_it_waits(there):
    """No job has to run: the page shows nothing of anybody any more, and nobody can take it on."""
    with at(there.beta):
        Referral.objects.update(released_until=timezone.now() - dt.timedelta(minutes=1))
        with pytest.raises(StepRefused) as refusal:
            accept_referral(actor=there.theirs, referral=there.taken, now=timezone.now())
        assert [each.id for each in refusal.value.reasons] == ["leave_counts"]
    page = browser_of(there.beta, there.theirs).get(f"/referrals/{there.taken.pk}/").content.decode()
    assert "So nothing about anybody is shown any more." in page
    assert "Oskar" not in page
    with at(there.beta):
        secret = token_of(there.theirs)[1]
    asked = Software(secret, host="beta.localhost").ask(f"referrals/{there.taken.pk}/people/")
    assert (asked.status_code, json.loads(asked.content)["results"]) == (200, [])
    there.decide(decline_referral, reason="other")
    assert there.stands == ("rejected", "under_review")


def test_what_came_after_it_was_taken_back_goes_back(worker, alpha, beta, committed):  # noqa: F811
    """The button was pressed, and in the meantime a colleague took the handing on back."""
    worlds = vouched(alpha, beta)
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    fields = fields_of(browser, referral)
    browser.post(f"/referrals/{referral.pk}/forward-answer/", {"answer": "revoked"})
    assert press(fields)[1].status_code == 302
    worker.drain()
    with at(beta):
        assert Referral.objects.get().state == "withdrawn"
    assert the_forward(alpha).answer == "revoked"


def test_a_program_to_which_nothing_went_says_nothing(there):
    """Alpha hears only of what it handed on, and of that only from where it went."""
    forward = the_forward(there.alpha)
    told = {"answer": "accepted", "group": "", "version": 99, "now": timezone.now()}
    with at(there.alpha):
        hear_receiver(actor=None, forward_id=forward.pk, receiver_id=there.alpha.pk, **told)
        assert AuditEntry.objects.filter(verb="forward_unknown").exists()
    assert there.stands == ("pending", "forwarded")


def test_another_program_cannot_ask_it_back(there):
    forward = the_forward(there.alpha)
    with at(there.beta):
        give_back(actor=None, sender_id=there.beta.pk, forward_id=forward.pk, now=timezone.now())
    assert there.state_there == "submitted"


def test_a_word_that_was_overtaken_changes_nothing(there):
    there.decide(accept_referral)
    forward = the_forward(there.alpha)
    told = {"answer": "rejected", "group": "not_now", "version": 1, "now": timezone.now()}
    with at(there.alpha):
        hear_receiver(actor=None, forward_id=forward.pk, receiver_id=there.beta.pk, **told)
    assert there.stands == ("accepted", "forwarded")
    assert the_forward(there.alpha).answer_group == ""


def test_what_crosses_says_ids_and_a_status(worker, alpha, beta, committed):  # noqa: F811
    worlds = vouched(alpha, beta)
    browser, referral = hand_on(alpha, beta, worlds["alpha"])
    press(fields_of(browser, referral))
    with platform():
        rows = [each for each in Outbox.objects.all() if each.job == "programs.tell_sender"]
        assert [sorted(each.args) for each in rows] == [["referral_id", "version"]]
