"""Hosts and the middleware: which place a request is served in, and what it gets when there is none."""

import itertools

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from amends.accounts.models import User
from tenants import actions
from tenants.connections import HELD
from tenants.context import NotEntered, as_owner, inside, platform
from tenants.hosts import HOSTS, Hosts
from tenants.middleware import PlaceMiddleware
from tenants.models import State, Tenant
from tenants.place import current_schema

PAGE = "/healthz"


def ask(host: str, **extra):
    return Client(SERVER_NAME="ignored").get(PAGE, headers={"host": host}, **extra)


def test_it_works(at_alpha, alpha):
    assert at_alpha.get(PAGE).status_code == 200
    assert HOSTS.resolve("alpha.localhost").schema_name == alpha.schema_name


@pytest.mark.parametrize(
    "host", ["alpha.localhost:8000", "ALPHA.LocalHost", "alpha.localhost.", "alpha.localhost.:8000"]
)
def test_port_case_and_final_dot_say_nothing(host):
    assert ask(host).status_code == 200


@pytest.mark.parametrize(
    "host", ["gamma.localhost", "x.alpha.localhost", "alpha", "localhost.alpha", "10.0.0.1"]
)
def test_an_unknown_host_gets_404(host):
    response = ask(host)
    assert response.status_code == 404
    assert not response.cookies


@pytest.mark.parametrize(
    "host", ["alpha.localhost/..", "alpha localhost", "alpha.localhost,beta.localhost", ""]
)
def test_a_host_that_is_none_gets_400(host):
    assert ask(host).status_code == 400


def test_another_host_in_forwarding_headers_changes_nothing(alpha):
    seen = []
    middleware = PlaceMiddleware(lambda request: seen.append(current_schema()) or HttpResponse())
    headers = {"x-forwarded-host": "beta.localhost", "forwarded": "host=beta.localhost"}
    middleware(RequestFactory(SERVER_NAME="alpha.localhost").get("/", headers=headers))
    assert seen == [alpha.schema_name]


def test_a_closed_program_gets_410(alpha):
    with platform():
        actions.set_state(tenant=Tenant.objects.get(pk=alpha.pk), state=State.ARCHIVED)
    assert ask("alpha.localhost").status_code == 410
    assert ask("beta.localhost").status_code == 200


def test_a_program_in_maintenance_gets_503_and_comes_back(alpha):
    actions.set_maintenance(tenant=alpha, on=True, reason="moving")
    response = ask("alpha.localhost")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert ask("beta.localhost").status_code == 200
    actions.set_maintenance(tenant=alpha, on=False)
    assert ask("alpha.localhost").status_code == 200


def test_a_schema_that_this_code_does_not_know_gets_503(alpha):
    with platform():
        Tenant.objects.filter(pk=alpha.pk).update(release="0" * 64)
    assert ask("alpha.localhost").status_code == 503
    assert ask("beta.localhost").status_code == 200


def test_the_refused_page_makes_no_query_in_the_program(alpha):
    actions.set_maintenance(tenant=alpha, on=True)
    HOSTS.resolve("alpha.localhost")
    with inside(alpha), CaptureQueriesContext(connection) as queries:
        assert ask("alpha.localhost").status_code == 503
    assert not list(queries)


def test_another_process_sees_a_change(alpha):
    ours, theirs = Hosts(), Hosts()
    assert [hosts.resolve("alpha.localhost").maintenance for hosts in (ours, theirs)] == [False, False]
    assert theirs.resolve("new.localhost") is None
    actions.set_maintenance(tenant=alpha, on=True)
    actions.add_domain(tenant=alpha, host="New.localhost")
    assert theirs.resolve("alpha.localhost").maintenance
    assert theirs.resolve("new.localhost").schema_name == alpha.schema_name


def test_a_hot_host_costs_no_query(alpha, settings):
    settings.TENANCY_EPOCH_SECONDS = 60
    hosts = Hosts()
    hosts.resolve("alpha.localhost")
    with platform(), CaptureQueriesContext(connection) as queries:
        assert hosts.resolve("alpha.localhost").schema_name == alpha.schema_name
    assert not list(queries)


def test_unknown_hosts_do_not_fill_the_memory(settings):
    settings.TENANCY_HOSTS_CACHED = 10
    hosts = Hosts()
    for number in range(30):
        hosts.resolve(f"x{number}.localhost")
    assert len(hosts.sites) <= 10


def test_a_cache_that_cannot_ask_answers_with_an_error(committed, alpha):
    hosts = Hosts()
    hosts.resolve("alpha.localhost")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE SELECT ON tenants_epoch FROM amends_web")
    with pytest.raises(ProgrammingError):
        hosts.resolve("alpha.localhost")


# Streaming


def streamed(chunks, host: str = "alpha.localhost"):
    return PlaceMiddleware(lambda request: StreamingHttpResponse(chunks))(
        RequestFactory(SERVER_NAME=host).get("/")
    )


def test_a_streaming_body_is_made_inside(alpha):
    with inside(alpha):
        User.objects.create(email="a@alpha.example", name="Alice")

    def names():
        for _ in range(2):
            yield ", ".join(User.objects.values_list("name", flat=True))

    before = dict(HELD.depth)
    response = streamed(names())
    for chunk in response:
        assert chunk == b"Alice"
        assert current_schema() is None, "between two chunks the consumer is where it was"
    response.close()
    assert HELD.depth == before


def test_two_streams_are_not_mixed_up(alpha, beta):
    def schemas():
        for _ in range(3):
            yield current_schema()

    both = [streamed(schemas()), streamed(schemas(), "beta.localhost")]
    seen = [b"".join(pair) for pair in itertools.zip_longest(*both)]
    assert seen == [(alpha.schema_name + beta.schema_name).encode()] * 3
    for response in both:
        response.close()


def test_a_streaming_body_that_is_not_read_gives_its_place_back(alpha):
    before = dict(HELD.depth)
    streamed(iter(["never"])).close()
    assert HELD.depth == before


def test_a_streaming_body_that_fails_leaves_nothing_entered(alpha):
    def broken():
        yield "begun"
        raise RuntimeError

    before = dict(HELD.depth)
    response = streamed(broken())
    with pytest.raises(RuntimeError):
        list(response)
    response.close()
    assert HELD.depth == before
    assert current_schema() is None


# The platform's own hosts


def test_the_platform_is_no_program(at_platform):
    seen = []
    PlaceMiddleware(lambda request: seen.append((current_schema(), request.site)) or HttpResponse())(
        RequestFactory(SERVER_NAME="localhost").get("/")
    )
    assert seen == [("public", None)]
    assert at_platform.get("/cases/").status_code == 404


def test_a_failing_view_leaves_nothing_entered():
    def fails(request):
        raise RuntimeError

    before = dict(HELD.depth)
    with pytest.raises(RuntimeError):
        PlaceMiddleware(fails)(RequestFactory(SERVER_NAME="alpha.localhost").get("/"))
    assert HELD.depth == before
    with pytest.raises(NotEntered):
        User.objects.count()
