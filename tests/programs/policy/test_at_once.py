"""Publishing and accepting at the same moment: a case that is opened then is not left behind."""

import threading

from django.db import connections, transaction

from programs.actions.policy import change_settings, publish_policy
from programs.actions.referrals import accept_referral
from programs.models import MediationCase
from tests.programs.cast import NOW, at, make_referral, make_world

LONG_ENOUGH = 1.0
"""Seconds in which a step that need not wait would long be through."""


def test_a_referral_accepted_while_a_version_is_published_begins_with_it(committed, alpha):
    with at(alpha):
        world, referral = make_world(alpha), make_referral()
        mark = change_settings(actor=world.alice, now=NOW, values={"mediators_needed": 2}).mark
    published, accepted = threading.Event(), threading.Event()

    def accept():
        published.wait()
        try:
            with at(alpha):
                accept_referral(actor=world.cora, referral=referral, now=NOW)
        finally:
            accepted.set()
            connections.close_all()

    thread = threading.Thread(target=accept)
    thread.start()
    with at(alpha), transaction.atomic():
        publish_policy(actor=world.alice, now=NOW, note="x", mark=mark, moves_open_cases=True)
        published.set()
        had_to_wait = not accepted.wait(LONG_ENOUGH)
    thread.join()
    with at(alpha):
        assert (had_to_wait, MediationCase.objects.get().policy.number) == (True, 2)
