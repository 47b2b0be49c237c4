"""`manage operator create`: the first operator, by a link that works once or by a password typed here."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from amends.accounts.models import User
from amends.audit.verifying import verify
from amends.console.management.commands import operator as command
from tenants.context import inside, platform
from tests.conftest import HostClient

PASSWORD = "a quiet room with daylight"
WHO = ("olga@platform.example", "Olga Operator")


def create(*options):
    out = io.StringIO()
    call_command("operator", "create", *WHO, *options, stdout=out)
    return out.getvalue()


def typed(monkeypatch, *answers):
    left = list(answers)
    monkeypatch.setattr(command.getpass, "getpass", lambda _prompt: left.pop(0))


def test_a_printed_link_makes_an_operator_once(alpha):
    path = re.search(r"http://[^/]+(/\S+)", create())[1]
    browser = HostClient("localhost")
    assert browser.get(path).status_code == 200
    answers = {"name": WHO[1], "password": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert browser.post(path, answers).status_code == 302
    with platform():
        user = User.objects.get(email=WHO[0])
        assert user.roles == ["operator"]
        assert user.check_password(PASSWORD)
    with inside(alpha):
        assert not User.objects.filter(email=WHO[0]).exists()
    assert HostClient("localhost").get(path).status_code in (404, 410)
    assert HostClient("alpha.localhost").get(path).status_code in (404, 410)
    assert verify("public") == []


def test_a_password_is_typed_here(monkeypatch):
    typed(monkeypatch, PASSWORD, PASSWORD)
    assert "/sign-in/" in create("--prompt")
    with platform():
        assert User.objects.get(email=WHO[0]).check_password(PASSWORD)
    with pytest.raises(CommandError, match="account"):
        typed(monkeypatch, PASSWORD, PASSWORD)
        create("--prompt")


@pytest.mark.parametrize(
    ("answers", "says"),
    [(("short", "short"), "short"), ((PASSWORD, PASSWORD + "s"), "not the same")],
)
def test_a_bad_password_makes_nobody(answers, says, monkeypatch):
    typed(monkeypatch, *answers)
    with pytest.raises(CommandError, match=says):
        create("--prompt")
    with platform():
        assert not User.objects.exists()


def test_an_address_that_is_none_is_refused():
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("operator", "create", "olga", "Olga")


def test_signing_in_leads_to_the_console(monkeypatch):
    typed(monkeypatch, PASSWORD, PASSWORD)
    create("--prompt")
    answer = HostClient("localhost").post("/sign-in/", {"username": WHO[0], "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/console/")
