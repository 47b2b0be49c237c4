"""The project's own settings use what this app offers."""

import pytest
from django.test import Client

from amends.web.middleware import HEADERS


@pytest.fixture
def public():
    return Client(headers={"host": "localhost"})


def test_it_works(public):
    answer = public.get("/")
    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "safe place to run" in answer.content.decode()


def test_a_link_changes_the_language(public):
    assert public.get("/?language=es").status_code == 302
    assert "Un lugar tranquilo" in public.get("/").content.decode()


def test_an_unknown_host_is_told_so_in_its_language():
    answer = Client(headers={"host": "nobody.localhost", "accept-language": "fr"}).get("/")
    assert answer.status_code == 404
    assert "rien à cette adresse" in answer.content.decode()


def test_the_style_page_is_there_in_development_only(public, settings):
    assert public.get("/styles/").status_code == 200
    settings.AMENDS_DEMO = False
    assert public.get("/styles/").status_code == 404
