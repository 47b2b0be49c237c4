"""A plain link changes the language and stays on the page."""

import pytest

pytestmark = pytest.mark.no_db


def test_it_works(visitor):
    answer = visitor.get("/styles/?language=fr&page=2")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/styles/?page=2"
    assert '<html lang="fr"' in visitor.get("/").content.decode()


def test_it_is_offered_on_every_page(visitor):
    page = visitor.get("/").content.decode()
    assert 'href="?language=fr"' in page
    assert 'href="?language=es"' in page


def test_it_ignores_a_language_that_we_do_not_speak(visitor):
    answer = visitor.get("/?language=xx")
    assert answer.status_code == 200
    assert "django_language" not in answer.cookies


def test_it_never_leads_to_another_host(visitor):
    answer = visitor.get("//elsewhere.example/?language=fr", secure=False)
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")


def test_a_sent_form_is_not_redirected(visitor):
    assert visitor.post("/styles/?language=fr", {}).status_code == 200


def test_its_links_keep_what_the_page_was_asked_for(visitor):
    page = visitor.get("/?page=2&next=/cases/").content.decode()
    assert 'href="?page=2&amp;next=%2Fcases%2F&amp;language=fr"' in page
