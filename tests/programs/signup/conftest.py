"""Fixtures of the tests of sign-up: a form filled in, and a program that has just been signed up."""

import uuid

import pytest


@pytest.fixture(autouse=True)
def no_limits(settings):
    """Every test sends from the same address; those about the limits set their own."""
    settings.SIGN_UP_LIMITS = {"network": (10_000, 3600), "email": (10_000, 3600)}


@pytest.fixture
def answers():
    """Return what somebody fills in; `changes` go over it."""

    def fill(**changes):
        return {
            "form_key": str(uuid.uuid4()),
            "name": "Hope Valley Reconciliation",
            "type": "church",
            "track": "own",
            "place": "Elkhart, Indiana",
            "time_zone": "America/New_York",
            "slug": "hope-valley-reconciliation",
            "founder_name": "Fay Founder",
            "email": "fay@hope.example",
            "terms": "on",
            "website": "",
        } | changes

    return fill
