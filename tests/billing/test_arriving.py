"""Whoever pays for a program comes over once, from a page of that program, and is a payer and nothing else."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from billing.models import BillingAccount
from tenants.context import platform
from tests.billing.conftest import come, way_in


def test_it_works(on_trial, alpha, at_platform):
    answer = come(at_platform, way_in(alpha), alpha)
    assert (answer.status_code, answer["Location"]) == (302, "/billing/")
    shown = at_platform.get("/billing/").content.decode()
    assert "Alpha Mediation" in shown
    assert at_platform.get("/console/").status_code == 302
    assert at_platform.get("/account/").status_code == 302


def test_it_works_once(on_trial, alpha, at_platform, client):
    token = way_in(alpha)
    assert come(at_platform, token, alpha).status_code == 302
    again = come(at_platform, token, alpha)
    assert again.status_code == 400
    assert "it was used" in again.content.decode()


def test_it_works_for_two_minutes(on_trial, alpha, at_platform):
    token = way_in(alpha)
    with time_machine.travel(timezone.now() + timedelta(seconds=125)):
        answer = come(at_platform, token, alpha)
    assert answer.status_code == 400
    assert "two minutes" in answer.content.decode()


def test_it_has_to_come_from_that_programs_page(on_trial, alpha, beta, at_platform):
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://["},
    ):
        assert come(at_platform, way_in(alpha), alpha, **headers).status_code == 400
    assert come(at_platform, way_in(alpha), beta).status_code == 400
    assert at_platform.get("/billing/").status_code == 302


def test_what_was_altered_lets_nobody_in(on_trial, alpha, at_platform):
    token = way_in(alpha)
    assert come(at_platform, token[:-2] + "xx", alpha).status_code == 400
    assert come(at_platform, "", alpha).status_code == 400


def test_a_visit_ends(at_billing):
    assert at_billing.client.post("/billing/leave/").status_code == 302
    answer = at_billing.client.get("/billing/")
    assert (answer.status_code, answer["Location"]) == (302, "/billing/closed/")


def test_a_stranger_is_told_how_to_come(at_platform):
    answer = at_platform.get("/billing/")
    assert (answer.status_code, answer["Location"]) == (302, "/billing/closed/")
    assert "Sign in to your program" in at_platform.get("/billing/closed/").content.decode()


def test_a_program_from_before_gets_its_payer(alpha, at_platform):
    assert come(at_platform, way_in(alpha), alpha).status_code == 302
    with platform():
        assert BillingAccount.objects.get().owner_id == alpha.pk
