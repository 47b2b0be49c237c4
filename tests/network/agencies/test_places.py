"""Places at hand: codes alone, twenty at most, searched by one tap from the first page."""

import pytest

from network.agencies.models import SavedPlace
from tenants.context import platform
from tests.network.agencies.signing import rules


def keep(client, place="Ramsey County, MN"):
    return client.post("/agency/places/", {"place": place})


def test_a_place_is_kept_and_searched_by_one_tap(court):
    assert keep(court.at_sender).status_code == 302
    with platform():
        saved = SavedPlace.objects.get()
        assert (saved.user_id, saved.place) == (court.sender.pk, "us-county:27123")
    page = court.at_sender.get("/agency/").content.decode()
    assert "?place=us-county%3A27123&amp;where=Ramsey%20County" in page
    found = court.at_sender.get("/directory/?place=us-county:27123", follow=True)
    assert "Ramsey County" in found.content.decode()
    # It is that person's own.
    assert "27123" not in court.at_manager.get("/agency/").content.decode()
    assert court.at_manager.post(f"/agency/places/{saved.pk}/forget/").status_code == 404
    assert court.at_sender.post(f"/agency/places/{saved.pk}/forget/").status_code == 302
    assert "27123" not in court.at_sender.get("/agency/").content.decode()


def test_the_same_place_is_kept_once(court):
    keep(court.at_sender)
    keep(court.at_sender, "Ramsey County, Minnesota")
    with platform():
        assert SavedPlace.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "told"), [("Nowhereville Xyz", "no place of this name"), ("", "Enter a place")]
)
def test_what_is_no_place(court, words, told):
    answer = keep(court.at_sender, words)
    assert answer.status_code == 200
    assert told in answer.content.decode()


def test_twenty_are_enough(court):
    codes = [f"us-county:27{number:03}" for number in range(1, 41, 2)]
    with platform():
        SavedPlace.objects.bulk_create(SavedPlace(user=court.sender.user, place=code) for code in codes)
    answer = keep(court.at_sender)
    assert (answer.status_code, rules(answer)) == (409, ["enough_places"])
    assert "Ramsey County, MN" in answer.content.decode()


def test_who_leaves_takes_them_along(court):
    keep(court.at_sender)
    court.at_manager.post("/sign-in/again/", {"password": "correct horse battery staple"})
    court.at_manager.post(f"/agency/people/{court.sender.pk}/leave/")
    with platform():
        assert not SavedPlace.objects.exists()
