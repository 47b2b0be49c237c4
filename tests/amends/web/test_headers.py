"""Every answer carries the security headers, and a page is kept by nobody."""

import pytest

from amends.web.middleware import CONTENT_SECURITY_POLICY, HEADERS, policy_with_forms_to

pytestmark = pytest.mark.no_db


@pytest.mark.parametrize("path", ["/", "/styles/", "/nowhere/", "/fail/", "/?language=fr"])
def test_it_works(visitor, path):
    answer = visitor.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_policy_allows_nothing_inline_and_nobody_else():
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    for forbidden in ("unsafe", "data:", "http", "*"):
        assert forbidden not in CONTENT_SECURITY_POLICY


def test_a_view_may_decide_for_itself(visitor):
    answer = visitor.get("/own-headers/")
    assert answer.headers["Cache-Control"] == "max-age=60"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_static_file_keeps_its_own_caching(visitor):
    answer = visitor.get("/static/web/amends.css")
    assert b"".join(answer.streaming_content)
    assert "no-store" not in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_may_lead_on_where_a_page_says_so():
    policy = policy_with_forms_to("https://*.localhost")
    assert "form-action 'self' https://*.localhost; frame-ancestors" in policy
    assert policy.replace(" https://*.localhost", "") == CONTENT_SECURITY_POLICY
