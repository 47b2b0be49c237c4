"""The sign-in finder of the public site."""

import pytest

from amends.web.finding import host_of


@pytest.mark.parametrize(
    "text",
    ["alpha", " Alpha ", "alpha.localhost", "http://alpha.localhost:8000/sign-in/?x=1", "alpha.localhost."],
)
def test_it_works(at_platform, alpha, text):
    answer = at_platform.post("/find/", {"program": text}, headers={"host": "localhost:8000"})
    assert (answer.status_code, answer["Location"]) == (302, "http://alpha.localhost:8000/")


@pytest.mark.parametrize(
    "text", ["", "nobody", "alpha.example.org", "evil.com/alpha", "a lpha", "-", "../alpha"]
)
def test_what_is_no_program_leads_nowhere(at_platform, alpha, text):
    answer = at_platform.post("/find/", {"program": text})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["evil.com", "alpha@evil.com", "//evil.com", "alpha.localhost.evil.com", "é"]
)
def test_no_other_host_is_ever_meant(text):
    assert host_of(text) == "" or host_of(text).endswith(".localhost")
