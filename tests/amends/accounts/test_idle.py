"""A session that is not used, or that is too old, ends."""

import time

import pytest
from django.conf import settings

from amends.accounts.idle import USED
from amends.audit.models import AuditEntry
from tests.amends.accounts.rig import is_signed_in, sign_in


def aged(places, place, client, *, began, seen):
    """Make a session look as if it began and was used so many seconds ago."""
    now = int(time.time())
    with places.at(place):
        session = client.session
        session[USED] = now - began, now - seen
        session.save()


@pytest.mark.parametrize("place", ["alpha", "public"])
def test_it_works(place, places):
    user = places.person(place)
    client = sign_in(place, user.email)
    assert is_signed_in(client)
    aged(places, place, client, began=5000, seen=settings.AMENDS_IDLE_SECONDS - 60)
    assert is_signed_in(client), "used within the time"
    aged(places, place, client, began=5000, seen=settings.AMENDS_IDLE_SECONDS + 60)
    answer = client.get("/account/sessions/?a=1", follow=True)
    assert answer.redirect_chain == [("/sign-in/?next=/account/sessions/%3Fa%3D1", 302)]
    assert "You were away" in answer.content.decode()
    assert not is_signed_in(client)
    with places.at(place):
        assert AuditEntry.objects.filter(object_id=str(user.pk), verb="account.signed_out").count() == 1


def test_use_does_not_lengthen_it_for_ever(places):
    client = sign_in("alpha", places.person("alpha").email)
    aged(places, "alpha", client, began=settings.SESSION_COOKIE_AGE + 60, seen=5)
    assert not is_signed_in(client)


def test_a_form_that_comes_too_late_is_told_so(places):
    client = sign_in("alpha", places.person("alpha").email)
    aged(places, "alpha", client, began=5000, seen=settings.AMENDS_IDLE_SECONDS + 60)
    answer = client.post("/team/invite/", {"name": "Mira"}, follow=True)
    assert answer.redirect_chain == [("/sign-in/?next=/", 302)]
    assert "was not saved" in answer.content.decode()


def test_a_session_is_written_once_a_minute_at_most(places):
    client = sign_in("alpha", places.person("alpha").email)
    client.get("/account/")
    with places.at("alpha"):
        before = client.session[USED]
    client.get("/account/")
    with places.at("alpha"):
        assert client.session[USED] == before
    aged(places, "alpha", client, began=100, seen=100)
    client.get("/account/")
    with places.at("alpha"):
        began, seen = client.session[USED]
    assert seen - began >= 100
