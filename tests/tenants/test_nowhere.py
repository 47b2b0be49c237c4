"""What carries a place fails closed without one, and means nothing in another."""

import pytest
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import RequestFactory

from tenants import signing
from tenants.context import NotEntered, inside, platform


def test_a_token_works_where_it_was_made(alpha):
    with inside(alpha):
        assert signing.loads(signing.dumps({"a": 1}, purpose="x"), purpose="x") == {"a": 1}


def test_a_token_of_one_place_is_refused_in_every_other(alpha, beta):
    ways = {"alpha": lambda: inside(alpha), "beta": lambda: inside(beta), "platform": platform}
    for made, enter in ways.items():
        with enter():
            token = signing.dumps(1, purpose="x")
        for read in ways.keys() - {made}:
            with ways[read](), pytest.raises(signing.BadSignature):
                signing.loads(token, purpose="x")


def test_a_token_of_another_purpose_is_refused(alpha):
    with inside(alpha), pytest.raises(signing.BadSignature):
        signing.loads(signing.dumps(1, purpose="x"), purpose="y")


def test_a_purpose_cannot_be_made_to_look_like_another_place(alpha, beta):
    with inside(alpha):
        token = signing.dumps(1, purpose=f"/../{beta.schema_name}/x")
    with inside(beta), pytest.raises(signing.BadSignature):
        signing.loads(token, purpose="x")


def test_a_signed_cookie_of_one_place_is_refused_in_another(alpha, beta):
    response = HttpResponse()
    with inside(alpha):
        response.set_signed_cookie("c", "value")
    request = RequestFactory().get("/")
    request.COOKIES["c"] = response.cookies["c"].value
    with inside(alpha):
        assert request.get_signed_cookie("c") == "value"
    with inside(beta), pytest.raises(signing.BadSignature):
        request.get_signed_cookie("c")


def test_nothing_is_signed_or_read_nowhere(alpha):
    with inside(alpha):
        token = signing.dumps(1, purpose="x")
    for attempt in (
        lambda: signing.dumps(1, purpose="x"),
        lambda: signing.loads(token, purpose="x"),
        signing.PlaceSigner,
    ):
        with pytest.raises(NotEntered):
            attempt()


def test_a_cached_value_of_one_place_is_not_found_in_another(alpha, beta):
    with inside(alpha):
        cache.set("key", "alpha", 60)
        cache.set_many({"many": "alpha"}, 60)
    for way in (lambda: inside(beta), platform):
        with way():
            assert cache.get("key") is None
            assert cache.get_many(["key", "many"]) == {}
            assert not cache.delete("key")
            assert cache.add("key", "mine", 60)
    with inside(alpha):
        assert cache.get("key") == "alpha"


def test_a_key_cannot_be_made_to_look_like_another_place(alpha, beta):
    with inside(beta):
        cache.set("k", "beta", 60)
    with inside(alpha):
        for key in (f"{beta.schema_name}::1:k", f":{beta.schema_name}::1:k", f"../{beta.schema_name}::1:k"):
            assert cache.get(key) is None


def test_nothing_is_cached_nowhere():
    for attempt in (lambda: cache.get("key"), lambda: cache.set("key", 1), lambda: cache.delete("key")):
        with pytest.raises(NotEntered):
            attempt()


def content(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def test_a_file_of_one_place_is_not_found_in_another(alpha, beta):
    with inside(alpha):
        name = default_storage.save("letter.txt", ContentFile(b"to alpha"))
        assert content(name) == b"to alpha"
        path = default_storage.path(name)
    with inside(beta):
        assert not default_storage.exists(name)
        with pytest.raises(FileNotFoundError):
            default_storage.open(name)
        default_storage.delete(name)
        for escape in (f"../{alpha.schema_name}/{name}", path, f"/{alpha.schema_name}/{name}"):
            with pytest.raises(SuspiciousFileOperation):
                default_storage.open(escape)
            with pytest.raises(SuspiciousFileOperation):
                default_storage.save(escape, ContentFile(b"x"))
    with inside(alpha):
        assert content(name) == b"to alpha"
        default_storage.delete(name)


def test_no_file_is_stored_nowhere():
    with pytest.raises(NotEntered):
        default_storage.save("letter.txt", ContentFile(b"x"))
    with pytest.raises(NotEntered):
        default_storage.path("letter.txt")
