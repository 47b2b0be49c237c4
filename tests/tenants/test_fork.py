"""A forked child has connections of its own and leaves the parent's alone."""

import os

import pytest
from django.db import connection

from amends.accounts.models import User
from tenants.connections import HELD, IDLE
from tenants.context import NotEntered, inside

pytestmark = pytest.mark.usefixtures("committed")


def in_a_child(work) -> str:
    """Return what `work` returns in a forked child, or the name of what it raises."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = str(work())
        except BaseException as error:  # noqa: BLE001
            said = type(error).__name__
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


# A pooler gives both processes its one server connection, in turn.
@pytest.mark.needs_two_connections
def test_a_pooled_connection_is_not_shared(alpha):
    with inside(alpha):
        mine = backend()

    def work():
        assert not IDLE.free_count
        with inside(alpha):
            return backend()

    theirs = in_a_child(work)
    assert theirs.isdigit() and int(theirs) != mine
    with inside(alpha):
        assert backend() == mine, "the child has not closed the parent's connection"


def test_a_held_connection_is_not_shared(alpha):
    with inside(alpha):
        User.objects.create(email="a@alpha.example", name="Alice")
        mine = backend()
        assert in_a_child(User.objects.count) == NotEntered.__name__
        assert in_a_child(lambda: (HELD.depth, HELD.wrappers)) == "({}, {})"
        assert backend() == mine
        assert User.objects.count() == 1


def test_a_child_enters_anew(alpha, beta):
    with inside(alpha):
        User.objects.create(email="a@alpha.example", name="Alice")

        def work():
            with inside(beta):
                there = User.objects.count()
            with inside(alpha):
                return there, User.objects.count()

        assert in_a_child(work) == "(0, 1)"
