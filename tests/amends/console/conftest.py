"""Fixtures of the console: an operator in the public schema, and a browser where they are signed in."""

import contextlib

import pytest
from django.test import Client

from amends import audit
from amends.accounts.actions import create_user
from amends.accounts.models import User
from tenants.context import platform
from tenants.models import Tenant
from tests.conftest import HostClient


@contextlib.contextmanager
def on_the_platform():
    """Enter the public schema with somebody to gather the audit, as a request does."""
    with platform(), audit.gathering():
        yield


def make_person(role: str = "operator", name: str = "Olga Operator") -> User:
    with on_the_platform():
        return create_user(
            actor=None, email=f"{role}@platform.example", name=name, roles=[role], is_confirmed=True
        )


@pytest.fixture
def operator(cast) -> User:
    return make_person()


@pytest.fixture
def console(operator) -> Client:
    """A browser at the platform's host, signed in as the operator."""
    return browser_of(operator)


def browser_of(user: User) -> Client:
    client = HostClient("localhost")
    with platform():
        client.force_login(user)
    return client


def current(tenant: Tenant) -> Tenant:
    """Return the tenant's row as it is now."""
    with platform():
        return Tenant.objects.get(pk=tenant.pk)
