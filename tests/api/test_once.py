"""A POST takes effect once: the same key gives the same answer, and what is kept of it is nobody's data."""

import datetime as dt
import hashlib
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from amends.audit.models import AuditEntry
from api import tasks
from api.models import ApiToken, KeptAnswer
from api.v1.once import form_key_of
from programs.models import Referral
from tests.api.rig import EVERYTHING, Software, assert_problem, token_of
from tests.api.test_referrals import ANSWERS
from tests.programs.cast import make_case

A_DAY = dt.timedelta(hours=24)


def test_it_works(software):
    asking, key = software(), str(uuid.uuid4())
    first, again = (asking.send("referrals/", ANSWERS, key=key) for _ in range(2))
    assert first.json() == again.json()
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert Referral.objects.count() == 1
    assert AuditEntry.objects.filter(verb__startswith="submitted").count() == 1


def test_a_key_is_needed_for_every_post(software, world):
    case = make_case(world)
    for path in ("referrals/", f"cases/{case.pk}/steps/begin_screening/"):
        answer = software().post(f"/api/v1/{path}", {}, "application/json")
        (found,) = assert_problem(answer, 400, "invalid")["errors"]
        assert found["header"] == "Idempotency-Key"


def test_another_body_or_another_address_is_another_request(software, world):
    asking, case = software(), make_case(world)
    assert asking.send("referrals/", ANSWERS, key="k").status_code == 201
    assert_problem(asking.send("referrals/", ANSWERS | {"summary": "else"}, key="k"), 422, "key_reused")
    assert_problem(
        asking.send(f"cases/{case.pk}/steps/begin_screening/", ANSWERS, key="k"), 422, "key_reused"
    )


def test_the_same_key_of_another_token_is_another(world):
    for _ in range(2):
        assert Software(token_of(world.cora)[1]).send("referrals/", ANSWERS, key="k").status_code == 201
    assert Referral.objects.count() == 2


def test_nobody_guesses_under_what_key_it_is_kept(software, world):
    """Of an answer and its request there are only digests that need our secret."""
    sent = software().send("referrals/", ANSWERS, key="k")
    token, kept = ApiToken.objects.get(), KeptAnswer.objects.get()
    assert sent.status_code == 201
    assert kept.pk == form_key_of(token.pk, "k")
    assert kept.pk.hex != hashlib.sha256(f"{token.pk}/k".encode()).hexdigest()[:32]
    with override_settings(SECRET_KEY="another"):
        assert kept.pk != form_key_of(token.pk, "k")


def test_what_was_refused_is_tried_again(software, world):
    """A refusal changed nothing, so nothing is kept: once the reason is gone, the same request does it."""
    asking = software()
    case = make_case(world, "preparing")
    path = f"cases/{case.pk}/steps/mark_ready/"
    assert_problem(asking.send(path, key="k"), 409, "refused")
    assert not KeptAnswer.objects.exists()
    from tests.programs.cast import consent_of_both, prepare_all

    prepare_all(world, case)
    consent_of_both(world, case)
    assert asking.send(path, key="k").status_code == 200
    assert KeptAnswer.objects.count() == 1


def test_nothing_of_anybody_is_kept(software, world):
    asking = software()
    asking.send("referrals/", ANSWERS, key="Vera Victim"[:4])
    referral = Referral.objects.get()
    asking.send(f"referrals/{referral.pk}/steps/accept_referral/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM api_keptanswer t")
        rows = [row for (row,) in cursor.fetchall()]
    assert len(rows) == 2
    for word in ("Vera", "Oskar", "Rita", "Riverside", "bicycle", "555", "Evenings"):
        assert word not in str(rows)


def test_it_is_kept_for_a_day(software):
    asking, began = software(), timezone.now()
    for hours, replayed in ((0, False), (23, True), (25, False)):
        with time_machine.travel(began + dt.timedelta(hours=hours), tick=False):
            answer = asking.send("referrals/", ANSWERS, key="k")
            assert answer.status_code == 201
            assert ("Idempotency-Replayed" in answer.headers) is replayed
    assert Referral.objects.count() == 1, "the key of the form is still the same"


@pytest.fixture
def asked(world):
    """What the program asks of the outbox from now on: the name and when."""
    found = []

    def note(execute, sql, params, many, context):
        if "INSERT INTO public.amends_outbox" in sql:
            found.append((params[3], params[5]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def test_one_job_forgets_the_answers_of_an_hour(software, asked):
    asking, began = software(), dt.datetime(2026, 11, 21, 12, 10, tzinfo=dt.UTC)
    for minutes in (0, 20, 70):
        with time_machine.travel(began + dt.timedelta(minutes=minutes), tick=False):
            asking.send("referrals/", ANSWERS)
    due = [when for name, when in asked if name == "api.forget_answers"]
    assert due == [began.replace(day=22, hour=13, minute=0), began.replace(day=22, hour=14, minute=0)]
    with time_machine.travel(due[0], tick=False):
        tasks.forget_answers()
    assert [row.made_at for row in KeptAnswer.objects.all()] == [began + dt.timedelta(minutes=70)]
    with time_machine.travel(due[1], tick=False):
        tasks.forget_answers()
    assert not KeptAnswer.objects.exists()


def test_the_token_needs_its_scope_every_time(software, world):
    _, secret = token_of(world.cora, EVERYTHING)
    assert Software(secret).send("referrals/", ANSWERS, key="k").status_code == 201
    from api.models import ApiToken

    ApiToken.objects.update(scopes=["cases:read"])
    assert_problem(Software(secret).send("referrals/", ANSWERS, key="k"), 403, "scope_missing")
