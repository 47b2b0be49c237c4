"""Sixteen posts with one key at once, over real HTTP and real transactions, have one effect."""

import json
import threading
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.utils import timezone

from api.models import ApiToken, KeptAnswer
from api.v1.once import form_key_of
from programs.models import MediationCase, Referral
from tenants.connections import IDLE
from tenants.context import inside
from tests.api.rig import token_of
from tests.api.test_referrals import ANSWERS
from tests.programs import cast
from tests.programs.signup.test_many_at_once import SilentHandler

pytestmark = pytest.mark.usefixtures("committed")

AT_ONCE = 16


@pytest.fixture
def address():
    """The address of a real server in this process, one thread for each connection."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), SilentHandler)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://alpha.localhost:{server.server_port}/api/v1/"
    server.shutdown()
    server.server_close()
    thread.join()
    IDLE.forget_idle()


@pytest.fixture
def secret(alpha):
    with cast.at(alpha):
        return token_of(cast.make_world(alpha).cora)[1]


def post(address, secret, path, answers, key):
    """Return the status and the answer; "localhost" and what is below it is this machine for everybody."""
    port = address.split(":")[2].split("/")[0]
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/{path}",
        data=json.dumps(answers).encode(),
        headers={
            "Host": "alpha.localhost",
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        },
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def all_at_once(address, secret, path, answers, key):
    start = threading.Barrier(AT_ONCE)

    def send(_number):
        start.wait()
        return post(address, secret, path, answers, key)

    with ThreadPoolExecutor(AT_ONCE) as senders:
        return list(senders.map(send, range(AT_ONCE)))


def test_they_have_one_effect(address, secret, alpha, record_property):
    answers = all_at_once(address, secret, "referrals/", ANSWERS, "once")
    counts = Counter(status for status, _ in answers)
    record_property("sixteen posts with one key", dict(counts))
    assert set(counts) <= {201, 409}, answers
    assert counts[201] >= 1
    assert {said["type"] for status, said in answers if status == 409} <= {"urn:amends:problem:in_progress"}
    with inside(alpha):
        referral = Referral.objects.get()
        assert KeptAnswer.objects.count() == 1
    assert {said["id"] for status, said in answers if status == 201} == {str(referral.pk)}
    assert post(address, secret, "referrals/", ANSWERS, "once")[1]["id"] == str(referral.pk)


def test_a_step_is_taken_once(address, secret, alpha):
    """Keys aside, the second would be refused; with one key, nobody hears of a refusal."""
    referral = post(address, secret, "referrals/", ANSWERS, "first")[1]["id"]
    answers = all_at_once(address, secret, f"referrals/{referral}/steps/accept_referral/", {}, "accept")
    assert {status for status, _ in answers} <= {200, 409}
    assert {said["type"] for status, said in answers if status == 409} <= {"urn:amends:problem:in_progress"}
    made = {said["made"]["id"] for status, said in answers if status == 200}
    with inside(alpha):
        assert made == {str(MediationCase.objects.get().pk)}


def test_whoever_comes_while_it_is_worked_on_is_told(address, secret, alpha):
    """The first holds its transaction open: the second waits a moment, is told, and finds nothing afterwards."""
    with inside(alpha):
        token = ApiToken.objects.get()
        key = form_key_of(token.pk, "held")
        with transaction.atomic():
            KeptAnswer.objects.create(id=key, request="-", made_at=timezone.now())
            status, said = post(address, secret, "referrals/", ANSWERS, "held")
            assert (status, said["type"]) == (409, "urn:amends:problem:in_progress")
            transaction.set_rollback(True)
    # The first was killed: its key is free again.
    assert post(address, secret, "referrals/", ANSWERS, "held")[0] == 201
