"""Places with people, browsers that sign in, and the letters that the outbox would send."""

import copy
import json
import re
from contextlib import contextmanager
from typing import Any

from django.test import Client

from amends import audit
from amends.accounts import tasks
from amends.accounts.actions import create_user
from amends.accounts.models import User
from amends.mail.letters import Letter
from amends.outbox.arguments import decoded
from tenants.context import inside, platform
from tests.conftest import HostClient

PASSWORD = "correct horse battery staple"
HOSTS = {"alpha": "alpha.localhost", "beta": "beta.localhost", "public": "localhost"}
WRITERS = {
    "accounts.invitation": tasks.invitation_letter,
    "accounts.reset_link": tasks.reset_letter,
    "accounts.confirm_address": tasks.confirmation_letter,
    "accounts.changed": tasks.changed_letter,
}


class Places:
    """The three places, and what was asked of the outbox since the test began."""

    def __init__(self, cast: dict[str, Any]):
        self.cast = cast

    @contextmanager
    def at(self, name: str):
        """Enter a place with somebody to gather the audit, as a request does."""
        with platform() if name == "public" else inside(self.cast[name]), audit.gathering():
            yield

    def person(self, place: str, login: str = "ada", roles: tuple[str, ...] = (), **changes: Any) -> User:
        roles = roles or (("operator",) if place == "public" else ("program_admin",))
        with self.at(place):
            return create_user(
                actor=None,
                email=f"{login}@{place}.example",
                name=login.title(),
                roles=roles,
                password=PASSWORD,
                is_confirmed=True,
                **changes,
            )

    def letters(self, place: str) -> list[Letter]:
        """Return what the worker would write for the jobs that wait, the oldest first."""
        schema = "public" if place == "public" else self.cast[place].schema_name
        # A program may add to the outbox and not look into it; the test's own rows are not committed.
        with self.at(place):
            rows = [row for row in asked if row[0] == schema]
            return [letter for _, job, args in rows if (letter := WRITERS[job](**decoded(args)))]

    def link(self, place: str) -> str:
        """Return the path of the link in the newest letter."""
        return re.search(r"http://[^/]+(/\S+)", self.letters(place)[-1].body)[1]


asked: list[tuple[str, str, dict[str, Any]]] = []
statements: list[str] = []


def note_job(execute, sql, params, many, context):
    """Note each statement, and what goes into the outbox."""
    statements.append(str(sql))
    if "INSERT INTO public.amends_outbox" in sql:
        _, schema, _, job, args, _ = params
        asked.append((schema, job, json.loads(args)))
    return execute(sql, params, many, context)


def browser(place: str, **options: Any) -> Client:
    return HostClient(HOSTS[place], **options)


def sign_in(place: str, email: str, password: str = PASSWORD) -> Client:
    client = browser(place)
    response = client.post("/sign-in/", {"username": email, "password": password})
    assert response.status_code == 302, response.content.decode()
    return client


def moved(client: Client, place: str) -> Client:
    """Return a browser at another place with the same cookies."""
    other = browser(place)
    other.cookies = copy.deepcopy(client.cookies)
    return other


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def again(client: Client, password: str = PASSWORD) -> None:
    """Show once more who one is."""
    assert client.post("/sign-in/again/", {"password": password}).status_code == 302
