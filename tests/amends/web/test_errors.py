"""Each error page says what happened, what is safe and what to do next, even when all else is broken."""

import pytest
from django.template.engine import Engine
from django.test import Client, RequestFactory

from amends.web import errors
from tests.amends.web.urls import ERROR_PAGES

pytestmark = pytest.mark.no_db
PARTS = {
    "en": ("What is safe", "What to do next"),
    "fr": ("Ce qui est en sûreté", "Que faire maintenant"),
    "es": ("Lo que está a salvo", "Qué hacer ahora"),
}


@pytest.mark.parametrize("language", PARTS)
@pytest.mark.parametrize(("name", "status"), ERROR_PAGES.items())
def test_it_works(alone, name, status, language):
    request = RequestFactory().get("/", headers={"Accept-Language": language})
    answer = getattr(errors, name)(request)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}"' in page
    assert all(part in page for part in PARTS[language])
    assert answer.headers["Cache-Control"] == "no-store"


def test_its_title_does_not_say_whose_page_it_is(alone):
    page = errors.gone(RequestFactory().get("/")).content.decode()
    assert "<title>This link no longer works</title>" in page


def test_it_answers_an_address_that_is_not_there(visitor):
    assert visitor.get("/nowhere/").status_code == 404


def test_it_answers_when_a_view_breaks(visitor, caplog):
    answer = visitor.get("/fail/")
    assert answer.status_code == 500
    assert "What is safe" in answer.content.decode()


def test_it_answers_a_form_without_its_token(alone):
    answer = Client(enforce_csrf_checks=True).post("/styles/", {})
    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()


def test_it_says_how_long_to_wait(alone):
    answer = errors.too_many_requests(RequestFactory().get("/"), retry_after=90)
    assert answer.headers["Retry-After"] == "90"
    assert "Wait 2 minutes" in answer.content.decode()


def test_it_answers_plainly_when_even_its_template_fails(alone, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(Engine, "get_template", refuse)
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"Nothing you already saved is lost" in answer.content


def test_it_is_no_dead_end_unless_there_is_nothing_to_go_to(alone):
    request = RequestFactory().get("/")
    assert "Go to the start page" in errors.not_found(request).content.decode()
    assert "Go to the start page" in errors.forbidden(request).content.decode()
    assert "Go to the start page" not in errors.unknown_host(request).content.decode()


def test_it_answers_whoever_opens_the_address_of_a_button(visitor):
    answer = visitor.get("/button/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "press it again" in answer.content.decode()
    assert visitor.post("/button/").content == b"taken"
